import KraderBacktest
import KraderEngine
import KraderMarket
import KraderModel
import KraderStrategies
import KraderVenue

final class NoSink: RunSink {
    func commit(_ output: borrowing OutputBuffer, _ reasons: ReasonTable) {}
    func minute(_ line: DigestLine, _ engine: borrowing Engine) {}
    func trade(_ trade: Trade) {}
}

/// Asks for the four timeframes and counts what it is shown.
struct CandleCounter: Strategy {
    static let name = "candle_counter"
    static let summary = "Counts candles"
    static let parameters: [ParameterDeclaration] = []
    init(_ parameters: ParameterValues) {}
    var subscriptions: Subscriptions {
        Subscriptions().adding(.m1).adding(.m5).adding(.m15).adding(.m60)
    }
}

struct Workloads {
    let inputs: BenchInputs
    let only: [String]

    func run() {
        for _ in 0..<3 {
            if only.isEmpty || !only.contains("W1n") { w1(orders: true) }
            if !only.contains("W1") { w1(orders: false) }
        }
    }

    func w1(orders: Bool) {
        guard let ticks = inputs.ticks() else { return }
        guard let code = try? IssueCode("005930") else { return }
        var parameters = ParameterValues(defaultsOf: EMACross.parameters)
        parameters.set("on", .text("tick"))
        parameters.set("quantity", .integer(10))
        if !orders { parameters.set("warmup", .integer(1_000_000_000)) }
        guard let cross = try? EMACross(parameters) else { return }
        let start = Moment(nanoseconds: 1_704_153_600_000_000_000 - 9 * 3_600_000_000_000)
        var engine = EngineConfiguration(
            instruments: [Instrument(code: code, board: .kospi)],
            account: OpeningAccount(cash: Won(1_000_000_000)),
            universe: orders ? [SymbolIndex(0)] : [SymbolIndex(0)],
            strategies: [
                StrategyInstance(id: "ema", box: .hosting(cross)),
                StrategyInstance(id: "count", box: .hosting(CandleCounter(ParameterValues()))),
            ], limits: .open, costs: .none, pacing: .ideal, calendar: .weekdays,
            closeDelay: .zero, enforcesMarketRules: false, start: start)
        engine.limits.maxTradesPerDay = .max
        let venue = VenueConfiguration(
            fills: .touch, spreadSteps: 0, participation: nil, latency: .none,
            enforcesMarketRules: false)
        let begin = processorSeconds()
        var backtest = Backtest(
            BacktestConfiguration(
                engine: engine, venue: venue, seed: 0,
                end: start + Interval(nanoseconds: 40 * 86_400_000_000_000)),
            ticks: ticks, sink: NoSink())
        backtest.run()
        let record = backtest.finish()
        let seconds = processorSeconds() - begin
        print(
            orders ? "W1" : "W1n", record.ticks, record.fills, record.account.equity,
            hexadecimal(record.digest.prefix(6)), record.events,
            Double(record.ticks) / seconds / 1e6, "M/s", record.days.count)
    }
}
