import KraderBacktest
import KraderEngine
import KraderModel
import KraderReport
import KraderScenario

/// A run that was played again up to a moment.
struct PlayedPart {
    var standing: SymbolStanding
    var watched: [HookWatch.Row]
    var faults: [StrategyFault]
    /// The lines of `digest.csv` for the minutes that ended, under its line of names.
    var digest: [Substring]
}

extension RunPlan {
    /// Plays the scenario up to a moment, what happens at it included, and tells how things stand
    /// for a symbol then. Throws `ExitFault` when it is interrupted or its data can't be read.
    func play(
        through moment: Moment, watching symbol: SymbolIndex, _ control: RunControl
    ) throws -> PlayedPart {
        let calendar = TradingCalendar.krx.adding(market.days)
        let watch = HookWatch(symbol, strategies: scenario.strategies.count)
        var engine = try scenario.engineConfiguration(calendar: calendar, dataLag: market.dataLag)
        engine.hookMark = control.hookMark(scenario.strategies.map(\.id), scenario.instruments)
        engine.strategies = engine.strategies.map { $0.watched(by: watch) }
        var configuration = configuration(engine, asPlayed(scenario.venue))
        configuration.end = moment
        var bytes: [UInt8] = []
        let tables = RunTables(
            instruments: scenario.instruments, strategyIDs: scenario.strategies.map(\.id),
            sampling: .dailyClose
        ) { table, part in
            if table == .digest { bytes += part }
        }
        let sources = try market.sources()
        var backtest = Backtest(
            configuration, ticks: sources.ticks, candles: sources.candles,
            books: sources.books, statuses: sources.statuses, sink: tables)
        let whole = Double((moment - scenario.period.start).nanoseconds)
        backtest.run { now, events in
            let share = Double((now - scenario.period.start).nanoseconds) / max(whole, 1)
            control.progress(
                RunProgress(share: min(max(share, 0), 1), moment: now, events: events))
            return control.cancelled() == nil
        }
        try control.checkCancelled()
        if let fault = sources.readingFault() { throw fault }
        tables.finish()
        return PlayedPart(
            standing: backtest.engine.standing(of: symbol, at: moment), watched: watch.rows,
            faults: backtest.engine.strategyFaults,
            digest: String(decoding: bytes, as: UTF8.self).split(separator: "\n"))
    }
}
