import KraderBacktest
import KraderEngine
import KraderMarket
import KraderModel
import KraderVenue
import Support
import Testing

/// One share's daily candles: what is bought, with which exits, and what became of it.
private struct DailyCase {
    var rows: [(open: Int64, high: Int64, low: Int64, close: Int64, volume: Int64)]
    var exits: ProtectiveExits
    var quantity: Int64 = 10
    /// The limit in won; `nil` buys at the market.
    var limit: Int64?
    var intrabar = Intrabar.lowFirst
    var fills = FillModel.queue
    var pacing = PacingProfile.live

    static let days = [Sample.tuesday, Sample.wednesday, Sample.thursday, Sample.friday]

    /// Ordered on the first day's close, so that it meets the second day's open.
    func run() throws -> (fills: [String], run: FinishedRun) {
        let candles = rows.enumerated().map { place, row in
            let day = DailyCase.days[place]
            return CandleEvent(
                symbol: SymbolIndex(0), timeframe: .d1,
                candle: Candle(
                    day.midnight, day.midnight + .day, row.open, row.high, row.low, row.close,
                    volume: row.volume))
        }
        var puppet = Puppet()
        puppet.subscriptions = .candles(.d1)
        puppet.onCandle = { candle, _, context in
            if CalendarDate(candle.start) == Sample.tuesday {
                context.buy(
                    context.symbol, quantity: Shares(quantity), limit: limit.map { Price($0) },
                    exits: exits)
            }
        }
        var instrument = Sample.samsung
        instrument.basePrice = Price(10_000)
        var engine = EngineConfiguration.sample(
            [puppet], instruments: [instrument], cash: 1_000_000_000, costs: .kiwoom,
            pacing: pacing)
        engine.limits.maxPositionSize = Shares(1_000_000)
        var configuration = BacktestConfiguration.sample(
            engine, fills: fills, latency: .shipped)
        configuration.venue.intrabar = intrabar
        let run = FinishedRun(configuration, candles: try CandleArray(candles))
        let fills = run.sink.fills.map { fill, evidence in
            "\(TimeOfDay(fill.execution.time)) \(fill.side) \(fill.execution.quantity) "
                + "at \(fill.execution.price), \(evidence?.description ?? "")"
        }
        return (fills, run)
    }
}

@Suite("Exits on candles (semantics.md §4)")
struct CandleExitTests {
    /// Issue 9, A5. Bought 10 at 10,000: commission ⌊15⌋ → 10.
    /// Stop 9,500, a step of 10 worse: 94,900; commission 10, tax ⌊189.8⌋ = 189:
    /// 94,900 − 100,000 − 20 − 189 = −5,309.
    /// Target 10,400: 104,000; commission 10, tax 208: 104,000 − 100,000 − 20 − 208 = 3,772.
    @Test(
        "a stop and a target in one candle: its path decides",
        arguments: [
            (Intrabar.lowFirst, Int64(-5_309), "11:06:40 sell 10 at 9490, path"),
            (.highFirst, 3_772, "11:06:40 sell 10 at 10400, path"),
        ])
    func both(intrabar: Intrabar, profit: Int64, exit: String) throws {
        var plan = DailyCase(
            rows: [
                (10_000, 10_000, 10_000, 10_000, 1_000_000),
                (10_000, 10_500, 9_000, 10_200, 1_000_000),
            ],
            exits: ProtectiveExits(stop: .price(Price(9_500)), target: .price(Price(10_400))))
        plan.intrabar = intrabar
        let (fills, run) = try plan.run()
        #expect(fills == ["09:00:01 buy 10 at 10000, auction", exit])
        #expect(run.account.cash - Won(1_000_000_000) == Won(profit))
        #expect(run.result.engineCounts.exitsInsideCandles == 1)
    }

    @Test("a limit and its own stop are met on one way down")
    func limitThenStop() throws {
        var plan = DailyCase(
            rows: [
                (10_000, 10_000, 10_000, 10_000, 1_000_000),
                (10_000, 10_500, 9_000, 10_200, 1_000_000),
            ],
            exits: ProtectiveExits(stop: .price(Price(9_500))))
        plan.limit = 9_900
        #expect(
            try plan.run().fills == [
                "11:06:40 buy 10 at 9900, path", "11:06:40 sell 10 at 9490, path",
            ])
    }

    /// The cap is 10 % of a tenth of the volume, 300 of 30,000: the limit takes 200, its stop has
    /// 100 left. The high is a later point, but the rest never sells better than at 9,500: a market
    /// sale at the worse of 10,500 and the middle (39,700 ÷ 4 = 9,925, a step below) would.
    @Test("both share the point's cap; the rest of a stop never sells better than its level")
    func sharedCap() throws {
        var plan = DailyCase(
            rows: [
                (10_000, 10_000, 10_000, 10_000, 30_000), (10_000, 10_500, 9_000, 10_200, 30_000),
            ],
            exits: ProtectiveExits(stop: .price(Price(9_500))))
        plan.limit = 9_900
        plan.quantity = 200
        #expect(
            try plan.run().fills == [
                "11:06:40 buy 200 at 9900, path", "11:06:40 sell 100 at 9490, path",
                "13:13:20 sell 100 at 9500, path",
            ])
    }

    @Test("what lies beyond the next open meets it: a stop a step worse, a target at its level")
    func jumps() throws {
        var plan = DailyCase(
            rows: [
                (10_000, 10_000, 10_000, 10_000, 1_000_000),
                (10_000, 10_100, 9_900, 10_000, 1_000_000),
                (9_000, 9_100, 8_900, 9_000, 1_000_000),
            ],
            exits: ProtectiveExits(stop: .price(Price(9_500)), target: .price(Price(10_400))))
        #expect(try plan.run().fills.last == "09:00:01 sell 10 at 8990, path")
        plan.rows[2] = (10_800, 10_900, 10_700, 10_800, 1_000_000)
        #expect(try plan.run().fills.last == "09:00:01 sell 10 at 10400, path")
        #expect(try plan.run().run.result.engineCounts.exitsInsideCandles == 0)
    }

    @Test("a low at the stop hits it; a high at the target hits it in touch alone")
    func touching() throws {
        var plan = DailyCase(
            rows: [
                (10_000, 10_000, 10_000, 10_000, 1_000_000),
                (10_000, 10_400, 9_500, 10_000, 1_000_000),
            ],
            exits: ProtectiveExits(stop: .price(Price(9_500))))
        #expect(try plan.run().fills.last == "11:06:40 sell 10 at 9490, path")
        plan.exits = ProtectiveExits(target: .price(Price(10_400)))
        #expect(try plan.run().fills.count == 1)
        plan.fills = .touch
        #expect(try plan.run().fills.last == "13:13:20 sell 10 at 10400, path")
    }

    /// The cap at the high is 300; the rest of 400 waits for the stop, which the close, below it,
    /// meets on the way down: 10 % of what is left of 30,000, 2,310.
    @Test("after part of a target the stop covers what is left")
    func partOfTarget() throws {
        var plan = DailyCase(
            rows: [
                (10_000, 10_000, 10_000, 10_000, 30_000), (9_700, 10_500, 9_600, 9_400, 30_000),
            ],
            exits: ProtectiveExits(stop: .price(Price(9_500)), target: .price(Price(10_400))))
        plan.limit = 9_690
        plan.quantity = 300
        plan.rows[1].volume = 20_000
        // Bought 200 of 300 at the low's cap of 200, the cap at the high is 200 again: 200 sold,
        // and the last 100 are never bought.
        #expect(
            try plan.run().fills == [
                "11:06:40 buy 200 at 9690, path", "13:13:20 sell 200 at 10400, path",
            ])
        plan.limit = nil
        plan.rows[1] = (9_700, 10_500, 9_600, 9_400, 100_000)
        // The auction's cap of 300; at the high a cap of 1,000: wholly sold.
        plan.quantity = 300
        #expect(
            try plan.run().fills == [
                "09:00:01 buy 300 at 9700, auction", "13:13:20 sell 300 at 10400, path",
            ])
    }

    @Test("in a locked market nothing is sold: the stop waits for a price off the limit")
    func locked() throws {
        let plan = DailyCase(
            rows: [
                (10_000, 10_000, 10_000, 10_000, 1_000_000),
                (10_000, 10_000, 7_000, 7_100, 1_000_000),
            ],
            exits: ProtectiveExits(stop: .price(Price(9_500))))
        // The low of 7,000 is the day's limit; at the high the sale meets the middle, 34,100 ÷ 4 =
        // 8,525, rounded down 8,520, and a step below: 8,510.
        #expect(try plan.run().fills.last == "13:13:20 sell 10 at 8510, path")
    }
}
