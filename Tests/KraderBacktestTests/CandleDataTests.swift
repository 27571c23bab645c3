import KraderBacktest
import KraderEngine
import KraderMarket
import KraderModel
import KraderVenue
import Support
import Testing

@Suite("Candles as data")
struct CandleDataTests {
    let day = Sample.tuesday

    func minutes(_ count: Int, from start: String = "09:00") -> [CandleEvent] {
        (0..<count).map { place in
            let at = day.at(start) + .minutes(Int64(place))
            let open = 70_000 + Int64(place) * 100
            return CandleEvent(
                symbol: SymbolIndex(0), timeframe: .m1,
                candle: Candle(
                    at, at + .minutes(1), open, open + 300, open - 300, open + 100, volume: 400))
        }
    }

    @Test("a candle's hook runs at its end, and orders meet the path points of the next")
    func path() throws {
        let notebook = Notebook()
        var puppet = Puppet()
        puppet.subscriptions = Subscriptions.candles(.m1).adding(.m5)
        puppet.subscriptions.ticks = true
        puppet.onCandle = { candle, timeframe, context in
            notebook.write("\(timeframe) \(TimeOfDay(context.now)) \(candle.close)")
            if candle.end == Sample.tuesday.at("09:01") {
                // The second minute goes 70,100 → 69,800 → 70,400 → 70,200.
                context.buy(context.symbol, quantity: Shares(1), limit: Price(69_900), leg: 0)
                context.buy(context.symbol, quantity: Shares(1), leg: 1)
            }
        }
        puppet.onTick = { _, _ in notebook.write("never") }
        puppet.onFill = { fill, context in
            notebook.write("\(TimeOfDay(context.now)) filled at \(fill.price)")
        }
        let run = FinishedRun(
            .sample(.sample([puppet])), candles: try CandleArray(minutes(5)))
        #expect(
            notebook.read() == [
                "1m 09:01:00 70100", "09:01:01 filled at 70100", "09:01:20 filled at 69900",
                "1m 09:02:00 70200", "1m 09:03:00 70300", "1m 09:04:00 70400",
                "1m 09:05:00 70500", "5m 09:05:00 70500",
            ])
        #expect(run.result.candles == 5 && run.result.fillsByEvidence == [.path: 2])
    }

    @Test("a stamp unit of prints changes nothing where there are candles alone")
    func unitOfOthers() throws {
        func digest(_ unit: Interval) throws -> (digest: [UInt8], fills: Int64) {
            var puppet = Puppet()
            puppet.subscriptions = Subscriptions.candles(.m1)
            puppet.onCandle = { candle, _, context in
                for (leg, kind) in [TimeInForce.immediateOrCancel, .fillOrKill].enumerated() {
                    context.buy(
                        context.symbol, quantity: Shares(1), timeInForce: kind, leg: leg)
                }
                // The order is never filled: it expires when the day's orders do.
                context.buy(context.symbol, quantity: Shares(1), limit: Price(60_000), leg: 2)
            }
            var configuration = BacktestConfiguration.sample(.sample([puppet]))
            configuration.stampUnit = unit
            let run = FinishedRun(configuration, candles: try CandleArray(minutes(3)))
            return (run.result.digest, run.result.fillsByEvidence[.path] ?? 0)
        }
        let exact = try digest(Interval(nanoseconds: 1))
        let cut = try digest(.seconds(1))
        #expect(exact.digest == cut.digest)
        #expect(exact.fills == cut.fills)
    }

    @Test(
        "daily candles stamped midnight to midnight are the session; signals fill next open"
    )
    func daily() throws {
        let days = [Sample.tuesday, Sample.wednesday, Sample.thursday]
        let candles = days.enumerated().map { place, day in
            let open = 70_000 + Int64(place) * 1_000
            return CandleEvent(
                symbol: SymbolIndex(0), timeframe: .d1,
                candle: Candle(
                    day.midnight, day.midnight + .day, open, open + 500, open - 500, open + 200,
                    volume: 4_000))
        }
        let notebook = Notebook()
        var puppet = Puppet()
        puppet.subscriptions = .candles(.d1)
        puppet.onCandle = { candle, _, context in
            notebook.write("\(context.now) \(candle.close) of \(TimeOfDay(candle.start))")
            if context.position(context.symbol).quantity == .zero {
                context.buy(context.symbol, quantity: Shares(1))
            }
        }
        puppet.onFill = { fill, context in notebook.write("\(context.now) at \(fill.price)") }
        let run = FinishedRun(.sample(.sample([puppet])), candles: try CandleArray(candles))
        #expect(
            notebook.read() == [
                "2026-03-03T15:30:30+09:00 70200 of 09:00:00", "2026-03-04T09:00:01+09:00 at 71000",
                "2026-03-04T15:30:30+09:00 71200 of 09:00:00",
                "2026-03-05T15:30:30+09:00 72200 of 09:00:00",
            ])
        #expect(run.result.days.map(\.holdings) == [.zero, Won(71_200), Won(72_200)])
    }

    @Test(
        "the last minute ends with the session; the day, the hour and the day's result have it once"
    )
    func lastMinute() throws {
        let notebook = Notebook()
        var puppet = Puppet()
        puppet.subscriptions = Subscriptions.candles(.m60).adding(.d1)
        puppet.onCandle = { candle, timeframe, context in
            notebook.write("\(timeframe) \(TimeOfDay(context.now)) ×\(candle.volume)")
        }
        // 15:29 and 15:30–15:31, then one of the evening that is nobody's.
        let events = minutes(2, from: "15:29") + minutes(1, from: "16:10")
        var engine = EngineConfiguration.sample(
            [puppet],
            holdings: [.init(symbol: SymbolIndex(0), quantity: Shares(1), cost: Won(70_000))])
        engine.closeDelay = .milliseconds(50)
        let run = FinishedRun(.sample(engine), candles: try CandleArray(events))
        #expect(notebook.read() == ["60m 15:30:30 ×800", "1d 15:30:30 ×800"])
        #expect(run.result.days.map(\.holdings) == [Won(70_200)])
        #expect(run.result.engineCounts.printsOutOfScope == 1)
    }
}
