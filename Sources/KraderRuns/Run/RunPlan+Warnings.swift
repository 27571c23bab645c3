import KraderBacktest
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

    func warnings(_ record: RunRecord) -> [String] {
        var warnings = market.warnings
        if let note = selectionBiasNote(scenario.universe, scenario.instruments) {
            warnings.append(note)
        }
        if market.verified == .never {
            warnings.append(
                "The dataset is of the old version, so that its identity is unverified: "
                    + "'krader data validate --upgrade' checks every byte and gives it one.")
        }
        if record.ticks > 0, record.engineCounts.ticksOutOfScope >= record.ticks {
            warnings.append(
                "None of \(times(record.ticks, "print")) may meet an order: all are of another "
                    + "venue than KRX or outside its regular session.")
        }
        warnings += supplyWarnings
        warnings += dataSpanWarnings(record)
        warnings += incidentWarnings(record)
        if record.engineCounts.repliesUnknown > 0 {
            warnings.append(
                "The broker replied \(times(record.engineCounts.repliesUnknown, "time")) to "
                    + "requests that nothing is known of.")
        }
        if record.queueWasThrough {
            warnings.append(
                "There are no books: resting orders filled as with fills \"through\".")
        }
        if record.unbelievedFills.total > 0 {
            warnings.append(
                "\(times(record.unbelievedFills.total, "fill")) came from prints alone, though "
                    + "the issue had a book that day: what it displayed was not believed any more.")
        }
        if record.crossedDisplays > 0 {
            warnings.append(
                "\(times(record.crossedDisplays, "book")) showed a best bid no lower than the best "
                    + "ask in continuous trading and filled nothing: are its columns what they say?"
            )
        }
        if record.carriedPricesUnusable > 0 {
            warnings.append(
                "\(times(record.carriedPricesUnusable, "best price")) that came with a print could "
                    + "not price an order: out of reach, off the grid, beyond the day's limits or "
                    + "through the other side.")
        }
        if record.engineCounts.bandsUnknown > 0 {
            warnings.append(
                "On \(times(record.engineCounts.bandsUnknown, "symbol day")) no base price was "
                    + "known, so that no price limits held.")
        }
        warnings += pathWarnings(record)
        warnings += actionWarnings(record)
        if record.latePrints > 0 {
            warnings.append(
                "\(times(record.latePrints, "print")) came after the candle had closed.")
        }
        if record.days.contains(where: \.isFlagged) {
            warnings.append(
                "Some days are trading days by the data only, not by the exchange's calendar.")
        }
        return warnings
    }

    /// Warns where nobody knows which way prices went inside a candle.
    private func pathWarnings(_ record: RunRecord) -> [String] {
        var warnings: [String] = []
        let counts = record.engineCounts
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
        return warnings + lostPointsNotes(record)
    }

    /// Notes on stops, targets and limits that were lost: none is lost without a word.
    func lostPointsNotes(_ record: RunRecord) -> [String] {
        guard let first = record.lostPoints.first else { return [] }
        let count = record.lostPoints.count
        return [
            "\(times(count, "point")) of candles lay in an interruption or a halt that outlasted "
                + "the candle and \(count == 1 ? "was" : "were") not played, first of "
                + "\(scenario.instruments[first.symbol.int].code) at \(first.at): stops, targets "
                + "and limits met nothing there."
        ]
    }

    private func actionWarnings(_ record: RunRecord) -> [String] {
        var warnings: [String] = []
        let counts = record.engineCounts
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
        if !record.stranded.isEmpty {
            let equity = grouped(record.equityIfWorthless.amount)
            warnings.append(
                "\(times(Int64(record.stranded.count), "holding")) could not be sold at the end: "
                    + "equity is \(equity) won if nobody ever pays for them.")
        }
        return warnings
    }
}
