import KraderBacktest
import KraderEngine
import KraderMarket
import KraderModel
import KraderVenue
import Support
import Testing

/// One share's minutes, what each strategy buys of it, and what became of it.
private struct MinuteCase {
    typealias Row = (
        day: CalendarDate, time: String, open: Int64, high: Int64, low: Int64, close: Int64,
        volume: Int64
    )
    typealias Buy = (time: String, quantity: Int64, limit: Int64?, exits: ProtectiveExits?)

    var rows: [Row]
    /// The buys of each strategy, on Tuesday.
    var buys: [[Buy]]
    var latency = VenueConfiguration.Latency.none
    var listed: Int64?

    /// A bid that no price comes to: it has to be cancelled before anything is sold.
    private static let farBid: [Buy] = [("09:00:32", 1, 9_000, nil)]

    /// Nothing happens in the first two minutes.
    init(_ rows: [Row], _ buys: [[Buy]], volume: Int64 = 4_000, hasBid: Bool = false) {
        let calm = ["09:00", "09:01"].map { time -> Row in
            (Sample.tuesday, time, 10_000, 10_000, 10_000, 10_000, volume)
        }
        self.rows = calm + rows
        self.buys = hasBid ? buys + [MinuteCase.farBid] : buys
    }

    func run() throws -> [String] {
        let candles = rows.map { row in
            let start = row.day.at(row.time)
            return CandleEvent(
                symbol: SymbolIndex(0), timeframe: .m1,
                candle: Candle(
                    start, start + .minutes(1), row.open, row.high, row.low, row.close,
                    volume: row.volume))
        }
        let puppets = buys.map { buys in
            Puppet(
                buys.map { buy in
                    (
                        at: Sample.tuesday.at(buy.time),
                        act: { (context: inout StrategyContext) in
                            context.buy(
                                SymbolIndex(0), quantity: Shares(buy.quantity),
                                limit: buy.limit.map { Price($0) }, exits: buy.exits)
                        } as Puppet.Act
                    )
                })
        }
        let instrument = Instrument(
            code: Sample.code("005930"), board: .kospi, basePrice: Price(10_000),
            listedShares: listed.map { Shares($0) })
        var engine = EngineConfiguration.sample(
            puppets, instruments: [instrument], cash: 10_000_000_000_000)
        engine.limits.maxPositionSize = Shares(1_000_000_000)
        let run = FinishedRun(
            BacktestConfiguration.sample(engine, fills: .queue, latency: latency),
            candles: try CandleArray(candles))
        return run.sink.fills.map { fill, evidence in
            "\(TimeOfDay(fill.execution.time)) \(fill.key.strategy) \(fill.side) "
                + "\(fill.execution.quantity) at \(fill.execution.price), "
                + (evidence?.description ?? "")
        }
    }
}

@Suite("Orders of exits on candles (semantics.md §§3, 4)")
struct CandleExitOrderTests {
    private let tuesday = Sample.tuesday

    private func stop(_ price: Int64) -> ProtectiveExits {
        ProtectiveExits(stop: .price(Price(price)))
    }

    private func target(_ price: Int64) -> ProtectiveExits {
        ProtectiveExits(target: .price(Price(price)))
    }

    /// 95 % of the high of 11,000 is 10,450, a step below it 10,440. A point of 100 shares has 10
    /// for us; the next open has a thousand, a step below 10,190.
    @Test(
        "a trailing stop knows the high of the way on which its target sold a part",
        arguments: [false, true])
    func trailing(hasBid: Bool) throws {
        let exits = ProtectiveExits(
            target: .price(Price(10_200)), trailing: Rate(basisPoints: 500))
        let plan = MinuteCase(
            [
                (tuesday, "09:02", 10_000, 11_000, 10_000, 10_190, 400),
                (tuesday, "09:03", 10_190, 10_190, 9_800, 9_800, 40_000),
            ], [[("09:00:30", 100, nil, exits)]], hasBid: hasBid)
        #expect(
            try plan.run() == [
                "09:00:40 0 buy 100 at 10010, path", "09:02:40 0 sell 10 at 10200, path",
                "09:02:59 0 sell 10 at 10440, path", "09:03:01 0 sell 80 at 10180, path",
            ])
    }

    /// One order may have 1 % of 100,000,000 listed shares.
    @Test("a target larger than one order may be is sold in two, at its level")
    func twoOrders() throws {
        let exits = ProtectiveExits(
            stop: .price(Price(9_700)), target: .price(Price(10_200)))
        var plan = MinuteCase(
            [
                (tuesday, "09:02", 10_000, 10_400, 10_000, 10_000, 400_000_000),
                (tuesday, "09:03", 10_000, 10_000, 9_500, 9_500, 400_000_000),
            ],
            [[("09:00:05", 800_000, nil, exits), ("09:00:30", 800_000, nil, exits)]],
            volume: 400_000_000)
        plan.listed = 100_000_000
        #expect(
            try plan.run() == [
                "09:00:20 0 buy 800000 at 10010, path", "09:00:40 0 buy 800000 at 10010, path",
                "09:02:40 0 sell 1000000 at 10200, path", "09:02:40 0 sell 600000 at 10200, path",
            ])
    }

    @Test("a target beyond which the closing cross lies waits at its level the next morning")
    func targetAtCross() throws {
        var plan = MinuteCase(
            [
                (tuesday, "15:30", 10_500, 10_500, 10_500, 10_500, 4_000),
                (Sample.wednesday, "09:00", 8_500, 8_500, 8_500, 8_500, 4_000),
            ], [[("09:00:30", 50, nil, target(10_200))]])
        #expect(try plan.run() == ["09:00:40 0 buy 50 at 10010, path"])
        plan.rows.append((Sample.wednesday, "09:01", 10_300, 10_300, 10_300, 10_300, 4_000))
        #expect(try plan.run().last == "09:01:01 0 sell 50 at 10200, path")
    }

    @Test("a stop that the closing cross met is sold in the next opening auction")
    func stopAtCross() throws {
        let plan = MinuteCase(
            [
                (tuesday, "15:30", 9_800, 9_800, 9_800, 9_800, 4_000),
                (Sample.wednesday, "09:00", 9_700, 9_700, 9_700, 9_700, 4_000),
            ], [[("09:00:30", 50, nil, stop(9_900))]])
        #expect(try plan.run().last == "09:00:01 0 sell 50 at 9700, auction")
    }

    /// The middle of the candle is 9,750, its points give 10 shares each.
    @Test("what a stop left sells no better than its level in the closing cross either")
    func restInCross() throws {
        let plan = MinuteCase(
            [
                (tuesday, "15:19", 10_000, 10_000, 9_500, 9_500, 400),
                (tuesday, "15:30", 9_900, 9_900, 9_900, 9_900, 4_000),
            ], [[("09:00:30", 100, nil, stop(9_600))]])
        #expect(
            try plan.run() == [
                "09:00:40 0 buy 100 at 10010, path", "15:19:20 0 sell 10 at 9590, path",
                "15:19:40 0 sell 10 at 9600, path", "15:19:59 0 sell 10 at 9490, path",
                "15:30:01 0 sell 70 at 9600, auction",
            ])
    }

    /// The low has 10 shares for both. The rest of a stop gets its level at best: the middle of the
    /// candle, 9,750, is better.
    @Test("the stop that a way meets first sells first", arguments: [false, true])
    func stops(hasBid: Bool) throws {
        let plan = MinuteCase(
            [
                (tuesday, "09:02", 10_000, 10_000, 9_500, 9_500, 400),
                (tuesday, "09:03", 9_500, 9_500, 9_500, 9_500, 4_000),
            ],
            [[("09:00:30", 10, nil, stop(9_700))], [("09:00:31", 10, nil, stop(9_900))]],
            hasBid: hasBid)
        #expect(
            try plan.run() == [
                "09:00:40 0 buy 10 at 10010, path", "09:00:40 1 buy 10 at 10010, path",
                "09:02:20 1 sell 10 at 9890, path", "09:02:40 0 sell 10 at 9700, path",
            ])
    }

    @Test("the target that a way meets first sells first", arguments: [false, true])
    func targets(hasBid: Bool) throws {
        let plan = MinuteCase(
            [
                (tuesday, "09:02", 10_000, 10_500, 10_000, 10_000, 400),
                (tuesday, "09:03", 10_000, 10_000, 9_500, 9_500, 4_000),
            ],
            [[("09:00:30", 10, nil, target(10_400))], [("09:00:31", 10, nil, target(10_100))]],
            hasBid: hasBid)
        #expect(
            try plan.run() == [
                "09:00:40 0 buy 10 at 10010, path", "09:00:40 1 buy 10 at 10010, path",
                "09:02:40 1 sell 10 at 10100, path",
            ])
    }

    /// The order is sent 70 ms before the low and acknowledged 30 ms after it.
    @Test("a limit whose acknowledgement is under way is followed by its stop on the same way")
    func acknowledgementUnderWay() throws {
        var plan = MinuteCase(
            [(tuesday, "09:02", 10_000, 10_000, 9_000, 9_900, 40_000)],
            [[("09:02:19.930", 10, 9_800, stop(9_500))]])
        plan.latency = .shipped
        #expect(
            try plan.run() == [
                "09:02:20 0 buy 10 at 9800, path", "09:02:20 0 sell 10 at 9490, path",
            ])
    }
}
