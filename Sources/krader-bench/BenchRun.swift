import KraderBacktest
import KraderEngine
import KraderMarket
import KraderModel
import KraderStrategies
import KraderVenue

/// A backtest as users get it: the strategy behind the host, four timeframes of candles, records
/// and the digest. Only limits and market rules are open (semantics.md §9).
struct BenchRun {
    var symbols = 1
    var costs = CostSchedule.none
    var venue = BenchRun.atOnce
    /// All symbols when it is `nil`.
    var universe: UniversePlan?

    /// Fills at the print that caused the signal: no latency, step or cap.
    static let atOnce = VenueConfiguration(
        fills: .touch, spreadSteps: 0, participation: nil, latency: .none,
        enforcesMarketRules: false)
    /// The venue as it ships, but for the market rules.
    static let shipped = VenueConfiguration(enforcesMarketRules: false)

    /// Its midnight is before the first print.
    var firstDay = CalendarDate(2024, 1, 2)
    private static let end = CalendarDate(2026, 12, 31).midnight

    func play(_ ticks: any TickSource, _ strategy: StrategyBox) throws -> Timed<RunResult> {
        try play(ticks, [strategy, BenchRun.candleCounter])
    }

    func play(_ candles: any CandleSource, _ strategy: StrategyBox) throws -> Timed<RunResult> {
        try play(candles, [strategy, BenchRun.candleCounter])
    }

    func play(_ ticks: any TickSource, _ strategies: [StrategyBox]) throws -> Timed<RunResult> {
        try play(ticks: ticks, candles: nil, strategies)
    }

    func play(
        _ candles: any CandleSource, _ strategies: [StrategyBox]
    ) throws -> Timed<RunResult> {
        try play(ticks: nil, candles: candles, strategies)
    }

    func play(
        _ ticks: any TickSource, books: any BookSource, _ strategies: [StrategyBox]
    ) throws -> Timed<RunResult> {
        try play(ticks: ticks, candles: nil, books: books, strategies)
    }

    /// A strategy that asks for four timeframes, as every run of these figures does.
    static var candleCounter: StrategyBox { .hosting(CandleCounter(ParameterValues())) }

    private func play(
        ticks: (any TickSource)?, candles: (any CandleSource)?, books: (any BookSource)? = nil,
        _ strategies: [StrategyBox]
    ) throws -> Timed<RunResult> {
        let configuration = try configuration(strategies)
        let begin = processorSeconds()
        var backtest = Backtest(
            configuration, ticks: ticks, candles: candles, books: books, sink: NoSink())
        backtest.run()
        let record = backtest.finish()
        return Timed(result: record, seconds: processorSeconds() - begin)
    }

    func configuration(_ strategies: [StrategyBox]) throws -> BacktestConfiguration {
        var engine = EngineConfiguration(
            instruments: try instruments(), account: OpeningAccount(cash: Won(Yardstick.cash)),
            universe: universe ?? .symbols((0..<symbols).map { SymbolIndex($0) }),
            strategies: strategies.enumerated().map { index, box in
                StrategyInstance(id: "strategy\(index)", box: box)
            }, limits: .open, costs: costs, pacing: .ideal, calendar: .weekdays,
            closeDelay: venue.latency.data.upperBound, start: firstDay.midnight)
        engine.enforcesMarketRules = venue.enforcesMarketRules
        return BacktestConfiguration(engine: engine, venue: venue, seed: 0, end: BenchRun.end)
    }

    private func instruments() throws -> [Instrument] {
        try (0..<symbols).map { symbol in
            Instrument(code: try IssueCode("\(100_000 + symbol * 10)"), board: .kospi)
        }
    }

    /// `ema_cross` on every print; `orders` off leaves the averages and takes the orders away.
    static func cross(shares: Int64 = 10, orders: Bool = true) throws -> StrategyBox {
        var parameters = ParameterValues(defaultsOf: EMACross.parameters)
        parameters.set("on", .text("tick"))
        parameters.set("quantity", .integer(shares))
        // It lies beyond what the parameter allows: the averages never finish warming up.
        if !orders { parameters.set("warmup", .integer(.max / 2)) }
        return .hosting(try EMACross(parameters))
    }

    /// `sma_cross` on one-minute candles.
    static func simpleCross(fast: Int, slow: Int) throws -> StrategyBox {
        var parameters = ParameterValues(defaultsOf: SMACross.parameters)
        parameters.set("fast", .integer(Int64(fast)))
        parameters.set("slow", .integer(Int64(slow)))
        parameters.set("quantity", .integer(10))
        return .hosting(try SMACross(parameters))
    }
}

/// A sink that leaves nothing: what a run writes to files is not part of these figures.
final class NoSink: RunSink {
    func commit(_ output: inout OutputBuffer, _ reasons: ReasonTable) {}
    func minute(_ line: DigestLine, _ market: MarketView) {}
    func trade(_ trade: Trade) {}
}

extension RunResult {
    var outcome: Outcome {
        Outcome(
            fills: fills, equity: account.equity.amount, commission: account.commission.amount,
            tax: account.tax.amount)
    }
}
