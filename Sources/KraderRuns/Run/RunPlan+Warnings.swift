import KraderBacktest
import KraderChecks
import KraderEngine
import KraderJSON
import KraderModel
import KraderReport
import KraderScenario
import KraderVenue

/// Warns of what a reader of the result must know beside its numbers.
extension RunPlan {
    /// The notes on facts that are not known. Nothing is unknown of made-up issues.
    var unknownFactsNotes: [String] {
        if case .synthetic = scenario.data { return [] }
        return rankingFactsNote(scenario.universe).map { [$0] } ?? []
    }

    /// What the broker said that led to nothing.
    private func messageWarnings(_ counts: EngineCounts) -> [String] {
        var warnings: [String] = []
        if counts.repliesUnknown > 0 {
            warnings.append(
                "The broker replied \(times(counts.repliesUnknown, "time")) to "
                    + "requests that nothing is known of.")
        }
        if counts.readingsLost > 0 {
            warnings.append(
                "\(times(counts.readingsLost, "reading")) of the broker's lists out of "
                    + "\(grouped(counts.readings + counts.readingsLost)) could not be used.")
        }
        return warnings
    }

    func warnings(_ result: RunResult) -> [String] {
        var warnings = result.breach.map { [brokenNote($0)] } ?? []
        warnings += market.warnings + otherDataWarnings
        if let note = selectionBiasNote(scenario.universe, scenario.instruments) {
            warnings.append(note)
        }
        if market.verified == .never {
            warnings.append(
                "The dataset is of the old version, so that its identity is unverified: "
                    + "'krader data validate --upgrade' checks every byte and gives it one.")
        }
        warnings += scopeWarnings(result)
        // No broker in Korea takes half a per cent: somebody wrote per cent for a share.
        let million = scenario.costs.commissionRate.floored(of: Won(1_000_000))
        if million > Won(5_000) {
            warnings.append(
                "Commission is \(grouped(million.amount)) won in a million: costs.commission_rate "
                    + "is a share, 0.00015 for 0.015 %.")
        }
        warnings += supplyWarnings
        warnings += dataSpanWarnings(result)
        warnings += incidentWarnings(result)
        warnings += messageWarnings(result.engineCounts)
        if let fault = result.markFault {
            warnings.append(
                "MARK_FAULT: the second place that tells a restart of a kill could not be written "
                    + "the last time: \(fault). Look at the kill switch before the next start.")
        }
        if result.queueWasThrough {
            warnings.append(
                "There are no books: resting orders filled as with fills \"through\".")
        }
        if result.unbelievedFills.total > 0 {
            warnings.append(
                "\(times(result.unbelievedFills.total, "fill")) came from prints alone, though "
                    + "the issue had a book that day: what it displayed was not believed any more.")
        }
        if result.crossedDisplays > 0 {
            warnings.append(
                "\(times(result.crossedDisplays, "book")) showed a best bid no lower than the best "
                    + "ask in continuous trading and filled nothing: are its columns what they say?"
            )
        }
        if result.carriedPricesUnusable > 0 {
            warnings.append(
                "\(times(result.carriedPricesUnusable, "best price")) that came with a print could "
                    + "not price an order: out of reach, off the grid, beyond the day's limits or "
                    + "through the other side.")
        }
        if result.engineCounts.bandsUnknown > 0 {
            warnings.append(
                "On \(times(result.engineCounts.bandsUnknown, "symbol day")) no base price was "
                    + "known, so that no price limits held.")
        }
        warnings += pathWarnings(result)
        warnings += actionWarnings(result)
        if result.latePrints > 0 {
            warnings.append(
                "\(times(result.latePrints, "print")) came after the candle had closed.")
        }
        if result.days.contains(where: \.isFlagged) {
            warnings.append(
                "Some days are trading days by the data only, not by the exchange's calendar.")
        }
        return warnings
    }

    private func brokenNote(_ breach: InvariantBreach) -> String {
        "krader did what can't be, and stopped trading: \(breach). The result is not to be "
            + "trusted; its scenario shows the fault again."
    }

    /// What of the data may meet no order, since it is of another venue or time.
    private func scopeWarnings(_ result: RunResult) -> [String] {
        let counts = result.engineCounts
        var warnings: [String] = []
        if result.ticks > 0, counts.ticksOutOfScope >= result.ticks {
            warnings.append(
                "None of \(times(result.ticks, "print")) may meet an order: all are of another "
                    + "venue than KRX or outside its regular session.")
        }
        let candles = counts.printsOutOfScope - counts.ticksOutOfScope
        if candles > 0 {
            warnings.append(
                "\(grouped(candles)) of \(times(result.candles, "candle")) begin outside the "
                    + "regular session and were left out: no order met them and no strategy saw "
                    + "them.")
        }
        return warnings
    }

    /// Warns where nobody knows which way prices went inside a candle.
    private func pathWarnings(_ result: RunResult) -> [String] {
        var warnings: [String] = []
        let counts = result.engineCounts
        if counts.exitsInsideCandles > 0 {
            warnings.append(
                "\(times(counts.exitsInsideCandles, "exit")) decided inside a candle, on the way "
                    + "that venue.intrabar assumes.")
        }
        if counts.trailingExitsOnPaths > 0, scenario.intrabarRuns == [.lowFirst] {
            warnings.append(
                "Trailing stops followed prices inside candles: low_first is not the cautious way "
                    + "for them; venue.intrabar \"both\" shows the band.")
        }
        if counts.exitsEndedBySales > 0 {
            let whose = counts.exitsEndedBySales == 1 ? "its" : "their"
            warnings.append(
                "\(times(counts.exitsEndedBySales, "exit")) ended with a sale of \(whose) "
                    + "strategy, which held more: a sale takes the shares that an exit covers "
                    + "first, and nothing guards the others.")
        }
        return warnings + lostPointsNotes(result)
    }

    /// Notes on stops, targets and limits that were lost: none is lost without a word.
    func lostPointsNotes(_ result: RunResult) -> [String] {
        guard let first = result.lostPoints.first else { return [] }
        let count = result.lostPoints.count
        return [
            "\(times(count, "point")) of candles lay in an interruption or a halt that outlasted "
                + "the candle and \(count == 1 ? "was" : "were") not played, first of "
                + "\(scenario.instruments[first.symbol.int].code) at \(first.at): stops, targets "
                + "and limits met nothing there."
        ]
    }

    private func actionWarnings(_ result: RunResult) -> [String] {
        var warnings: [String] = []
        let counts = result.engineCounts
        if counts.fractionsLost > 0 {
            warnings.append(
                "\(times(counts.fractionsLost, "corporate action")) left a part of a share; what "
                    + "it is paid out with is not known and counts as lost.")
        }
        if counts.boardChanges > 0 {
            warnings.append(
                "\(times(counts.boardChanges, "change")) of the board: the run goes on with the "
                    + "first day's.")
        }
        if !result.stranded.isEmpty {
            let equity = grouped(result.equityIfWorthless.amount)
            warnings.append(
                "\(times(Int64(result.stranded.count), "holding")) could not be sold at the end: "
                    + "equity is \(equity) won if nobody ever pays for them.")
        }
        return warnings
    }
}
