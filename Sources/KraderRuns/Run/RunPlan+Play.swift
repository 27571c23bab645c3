import KraderBacktest
import KraderEngine
import KraderJSON
import KraderModel
import KraderReport
import KraderScenario
import KraderVenue

/// Plays a plan into its folder.
extension RunPlan {
    func play(into folder: ResultFolder, _ control: RunControl) throws -> FinishedRun {
        let began = ContinuousClock.now
        let calendar = TradingCalendar.krx.adding(market.days)
        let days = calendar.tradingDays(
            from: CalendarDate(scenario.period.start),
            through: CalendarDate(scenario.period.end - Interval(nanoseconds: 1))
        ).count
        var writeFault: (any Error)?
        let tables = RunTables(
            instruments: scenario.instruments, strategyIDs: scenario.strategies.map(\.id),
            sampling: EquitySampling(tradingDays: days), benchmark: scenario.benchmark
        ) { table, bytes in
            do { try folder.append(bytes, to: table.fileName) } catch { writeFault = error }
        }
        var (result, verdicts) = try run(scenario.venue, calendar, into: tables, control) {
            writeFault == nil
        }
        tables.finish()
        if let writeFault { throw writeFault }
        var band = [RunPlan.band(result, scenario.venue.intrabar)]
        for intrabar in scenario.intrabarRuns.dropFirst() where result.isComplete {
            var venue = scenario.venue
            venue.intrabar = intrabar
            let (other, theirs) = try run(venue, calendar, into: Unheard(), control) { true }
            band.append(RunPlan.band(other, intrabar))
            result.isComplete = other.isComplete
            result.breach = result.breach ?? other.breach
            result.storeFault = result.storeFault ?? other.storeFault
            // A line of the script is done on both ways, or it is not done.
            for (line, outcome) in other.script.enumerated() where result.script[line].isDone {
                result.script[line] = outcome
            }
            // An expectation holds for both ways, or it is not met.
            for (place, verdict) in theirs.enumerated() where verdicts[place].isMet {
                verdicts[place] = verdict
            }
        }
        return try write(
            result, verdicts, band.count > 1 ? band : [], to: folder, began, control)
    }

    /// Plays it and writes nothing.
    ///
    /// - Parameter isThorough: whether the checks that want memory and time are made too
    func tried(isThorough: Bool) throws -> (RunResult, [Verdict]) {
        let calendar = TradingCalendar.krx.adding(market.days)
        return try run(
            scenario.venue, calendar, into: Unheard(), RunControl(), isThorough: isThorough
        ) { true }
    }

    private func run(
        _ venue: VenueConfiguration, _ calendar: TradingCalendar, into sink: any RunSink,
        _ control: RunControl, isThorough: Bool = false, while mayGoOn: () -> Bool
    ) throws -> (RunResult, [Verdict]) {
        let venue = asPlayed(venue)
        var engine = try scenario.engineConfiguration(calendar: calendar, dataLag: market.dataLag)
        engine.hookMark = control.hookMark(scenario.strategies.map(\.id), scenario.instruments)
        let sources = try market.sources()
        let judge =
            scenario.expectations.isEmpty
            ? nil : ExpectationJudge(scenario.expectations, engine: engine, into: sink)
        var configuration = configuration(engine, venue)
        if isThorough { configuration.isThorough = true }
        var backtest = Backtest(
            configuration, ticks: sources.ticks, candles: sources.candles, books: sources.books,
            statuses: sources.statuses, sink: judge ?? sink)
        backtest.run { moment, events in
            let whole = Double((scenario.period.end - scenario.period.start).nanoseconds)
            let share = Double((moment - scenario.period.start).nanoseconds) / whole
            control.progress(
                RunProgress(share: min(max(share, 0), 1), moment: moment, events: events))
            return control.cancelled() == nil && mayGoOn()
        }
        if let fault = sources.readingFault() { throw fault }
        if let breach = backtest.rangeBreach { throw fault(breach) }
        if let why = backtest.openingFault {
            throw ExitFault(
                status: .usage, message: "\(shown(path, charactersMax: 200)): \(why).")
        }
        let result = backtest.finish()
        let hasEnded = result.isComplete || result.storeFault != nil
        let verdicts =
            hasEnded
            ? judge?.verdicts(
                result, script: scriptWords, until: scenario.period.end) : nil
        return (result, verdicts ?? [])
    }

    /// The venue with what the data say of it.
    func asPlayed(_ venue: VenueConfiguration) -> VenueConfiguration {
        var venue = venue
        venue.latency.data = venue.latency.data.later(by: market.dataLag)
        venue.bookCoverage = scenario.settings.bookCoverage ?? market.bookCoverage
        return venue
    }

    func configuration(
        _ engine: EngineConfiguration, _ venue: VenueConfiguration
    ) -> BacktestConfiguration {
        var configuration = BacktestConfiguration(
            engine: engine, venue: venue, seed: scenario.seed,
            end: scenario.period.end - Interval(nanoseconds: 1), stampUnit: market.stampUnit,
            opensWithAuction: market.opensWithAuction, benchmark: scenario.benchmark,
            commands: scenario.commands, isStrict: isStrict)
        configuration.faults = scenario.faults
        configuration.opening = scenario.opening
        return configuration
    }

    private func fault(_ breach: RangeBreach) -> ExitFault {
        let code = scenario.instruments[breach.symbol.int].code
        let said =
            switch breach.number {
            case .shares: "a holding would be of too many shares"
            case .price: "corporate actions would make a price too high"
            case .holdings: "all holdings together would be worth too much"
            case .cash: "cash would become too much"
            case .sums: "the sums over all fills would become too large"
            }
        return ExitFault(
            status: .data,
            message: "\(shown(path, charactersMax: 200)): \(code) at \(breach.at): \(said). "
                + "Numbers go to \(grouped(NumberRange.moneyMax.amount)) won, "
                + "\(grouped(NumberRange.sharesMax.count)) shares of an issue and "
                + "\(grouped(NumberRange.priceMax.won)) won a share; the run ended there and "
                + "left no result. Check quantities, prices and factors of actions.")
    }

    private static func band(_ result: RunResult, _ intrabar: Intrabar) -> RunSummary.IntrabarRun {
        RunSummary.IntrabarRun(
            path: intrabar.rawValue, net: result.account.equity - result.openingEquity,
            maxDrawdown: result.account.maxDrawdown, trades: result.trades.count,
            digest: hexadecimal(result.digest.prefix(6)))
    }

    private func write(
        _ result: RunResult, _ verdicts: [Verdict], _ band: [RunSummary.IntrabarRun],
        to folder: ResultFolder, _ began: ContinuousClock.Instant, _ control: RunControl
    ) throws -> FinishedRun {
        let status = status(of: result, verdicts, control)
        var summary = summary(of: result, status)
        summary.intrabar = band
        summary.expectations = verdicts
        summary.script = scriptOutcomes(result)
        summary.endedStrictly =
            !result.isComplete && result.storeFault == nil && status == .expectationFailed
        try folder.append(Array(playedText.utf8), to: ToldResult.scenarioName)
        try folder.append(ResultFile.bytes(result, summary), to: ToldResult.resultName)
        try folder.append(ReportPage.bytes(result, summary), to: "report.html")
        let seconds = (ContinuousClock.now - began) / .seconds(1)
        let scenarioFolder =
            datasets.base.lastIndex(of: "/")
            .map { String(datasets.base[..<$0]) + "/" } ?? "."
        try folder.append(
            timing(result, seconds, folder.way(to: scenarioFolder)), to: ToldResult.timingName)
        let placed = try folder.publish(as: summary.identity.runID)
        return FinishedRun(
            result: result, summary: summary, folder: placed.path, status: status,
            notes: folder.notes + placed.notes)
    }
}

extension VenueConfiguration.Delay {
    fileprivate func later(by lag: Interval) -> VenueConfiguration.Delay {
        switch self {
        case .constant(let interval): .constant(interval + lag)
        case .uniform(let from, let to): .uniform(from: from + lag, to: to + lag)
        }
    }
}

/// A sink that keeps nothing, for a run of which only the totals are wanted.
private final class Unheard: RunSink {
    func commit(_ output: inout OutputBuffer, _ reasons: ReasonTable) {}
    func minute(_ line: DigestLine, _ market: MarketView) {}
    func trade(_ trade: Trade) {}
}
