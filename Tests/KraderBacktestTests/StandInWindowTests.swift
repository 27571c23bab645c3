import KraderBacktest
import KraderEngine
import KraderMarket
import KraderModel
import KraderStrategies
import Support
import Testing

@Suite("Strategies whose finer window only stands in, on coarser candles and a ranked universe")
struct StandInWindowTests {
    private let symbols = 3

    /// Five-minute candles of 60 trading days: prices ooze down and leap up, on the whole they
    /// rise, so that leaps out of a pullback are many.
    private func candles() throws -> CandleArray {
        var random = SeededGenerator(seed: 11, stream: "stand-in")
        var events: [CandleEvent] = []
        let days = TradingCalendar.krx.tradingDays(
            from: CalendarDate(2025, 3, 4), through: CalendarDate(2025, 6, 30)
        ).map(\.date).prefix(60)
        for symbol in 0..<symbols {
            var price = 50_000.0
            for day in days {
                for place in 0..<76 {
                    let start = day.at("09:00") + .minutes(5 * Int64(place))
                    let open = Int64(price) / 100 * 100
                    let step = (Double(random.next(below: 2_001)) - 1_150) / 1_000_000
                    price *= 1 + step + (random.next(below: 40) == 0 ? 0.009 : 0)
                    let close = Int64(price) / 100 * 100
                    events.append(
                        CandleEvent(
                            symbol: SymbolIndex(symbol), timeframe: .m5,
                            candle: Candle(
                                start, start + .minutes(5), open, max(open, close),
                                min(open, close), close, volume: 100_000)))
                }
            }
        }
        return try CandleArray(
            events.sorted {
                ($0.candle.start, $0.symbol) < ($1.candle.start, $1.symbol)
            })
    }

    private func run(_ strategy: StrategyBox, ranked: Bool) throws -> FinishedRun {
        let instruments = (0..<symbols).map {
            Instrument(
                code: Sample.code("\(900_010 + 10 * $0)"), board: .kospi, basePrice: Price(50_000))
        }
        var engine = EngineConfiguration.sample(
            [], instruments: instruments, cash: 100_000_000,
            start: CalendarDate(2025, 3, 4).midnight)
        engine.strategies = [StrategyInstance(id: "it", box: strategy)]
        if ranked { engine.universe = .ranked(UniversePlan.Ranking(count: symbols)) }
        return FinishedRun(
            .sample(engine, end: CalendarDate(2025, 7, 1).midnight), candles: try candles())
    }

    @Test("pullback_v1 does on a ranked universe what it does on a fixed one that asks nobody")
    func pullback() throws {
        func strategy() throws -> StrategyBox {
            .hosting(try PullbackV1(ParameterValues(defaultsOf: PullbackV1.parameters)))
        }
        let ranked = try run(strategy(), ranked: true)
        let fixed = try run(strategy(), ranked: false)
        let orders = fixed.sink.lines.filter { $0.hasPrefix("order") || $0.contains("filled") }
        #expect(fixed.result.trades.count >= 5, "\(fixed.result.trades.count)")
        #expect(
            ranked.sink.lines.filter { $0.hasPrefix("order") || $0.contains("filled") } == orders)
        #expect(ranked.result.refusals == fixed.result.refusals)
        let windows = ranked.result.warmUps
        #expect(windows.map(\.needed) == [0, 20, 200])
        #expect(windows.map(\.canBeBuilt) == [false, true, true])
    }

    @Test("volatility_breakout on its candles waits for no candle but yesterday's")
    func breakout() throws {
        func strategy() throws -> StrategyBox {
            var values = ParameterValues(defaultsOf: VolatilityBreakout.parameters)
            values.set("timeframe", .timeframe(.m5))
            values.set("k", .decimal(0.2))
            return .hosting(try VolatilityBreakout(values))
        }
        let run = try run(strategy(), ranked: true)
        #expect(run.result.trades.count >= 10, "\(run.result.trades.count)")
        #expect(!run.sink.lines.contains { $0.contains("NOT_WARM") })
        #expect(run.result.warmUps.map(\.needed) == [0, 1])
    }
}
