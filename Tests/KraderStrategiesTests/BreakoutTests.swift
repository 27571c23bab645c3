import KraderModel
import Testing

@testable import KraderEngine
@testable import KraderStrategies

@Suite("volatility_breakout")
struct BreakoutTests {
    let today = CalendarDate(2026, 3, 4)

    func at(_ hour: Int, _ minute: Int, _ second: Int = 0) -> Moment {
        today.at(TimeOfDay(hour, minute, second))
    }

    /// A daily candle, `back` days before today.
    func daily(_ high: Int64, _ low: Int64, _ close: Int64, back: Int32 = 1) -> Candle {
        let hours = SessionHours.on(CalendarDate(dayNumber: today.dayNumber - back))
        return Candle(
            start: hours.open, end: hours.auctionEnd, open: Price(low), high: Price(high),
            low: Price(low), close: Price(close), volume: Shares(1), value: Won(close))
    }

    /// Yesterday from 9,800 to 10,200, so that the target is 200 above the open.
    func stage(
        _ parameters: [(String, ParameterValue)] = []
    ) throws -> Stage<VolatilityBreakout> {
        let stage = try Stage<VolatilityBreakout>(parameters + [("quantity", .integer(5))])
        stage.show([daily(10_200, 9_800, 10_000)], .d1)
        return stage
    }

    func show(
        _ price: Int64, _ time: Moment, _ stage: Stage<VolatilityBreakout>,
        scope: Tick.Scope = .regular
    ) throws -> [String] {
        let tick = Tick(
            time: time, symbol: SymbolIndex(0), price: Price(price), size: Shares(1), scope: scope)
        live(time, stage)
        try stage.strategy.tick(tick, &stage.context)
        return stage.said()
    }

    /// Brings clock and session to a moment.
    func live(_ time: Moment, _ stage: Stage<VolatilityBreakout>) {
        let day = CalendarDate(time)
        stage.session[0] = SessionState(
            day: day, hours: SessionHours.on(day), isTradingDay: true)
        stage.context.now = time
    }

    @Test("a print above open + k × yesterday's range is bought, once a day")
    func entry() throws {
        let stage = try stage()
        #expect(try show(10_100, at(9, 0, 5), stage).isEmpty)
        #expect(try show(10_300, at(9, 10), stage).isEmpty, "at the target is not above it")
        #expect(try show(10_310, at(9, 11), stage) == ["buy 5 breakout"])
        #expect(try show(10_400, at(9, 12), stage).isEmpty)
        let tomorrow = at(9, 0, 1) + .day
        stage.show([daily(10_500, 10_100, 10_400, back: 0)], .d1)
        #expect(try show(10_400, tomorrow, stage).isEmpty)
        #expect(try show(10_610, tomorrow + .seconds(9), stage) == ["buy 5 breakout"])
    }

    @Test("the entry carries open, range and target as notes")
    func notes() throws {
        let stage = try stage([("k", .decimal(0.25))])
        _ = try show(10_000, at(9, 0), stage)
        live(at(9, 1), stage)
        let tick = Tick(
            time: at(9, 1), symbol: SymbolIndex(0), price: Price(10_110), size: Shares(1))
        try stage.strategy.tick(tick, &stage.context)
        let values = (0..<stage.context.notes.count).map { stage.context.notes[$0].value }
        #expect(values == [10_000, 400, 10_100])
    }

    @Test("prints before 09:00 (krx-market.md §1.1) make no open, other venues' prints nothing")
    func opensAtTheOpen() throws {
        let stage = try stage()
        #expect(try show(9_000, at(8, 35), stage).isEmpty)
        #expect(try show(9_000, at(9, 0, 1), stage, scope: .other).isEmpty)
        #expect(try show(10_100, at(9, 0, 5), stage).isEmpty)
        #expect(try show(10_900, at(9, 1), stage, scope: .other).isEmpty)
        #expect(try show(10_250, at(9, 2), stage).isEmpty)
        #expect(try show(10_310, at(9, 3), stage) == ["buy 5 breakout"])
    }

    @Test("nothing is bought without yesterday, holding shares, with an open order or at the close")
    func silence() throws {
        let fresh = try Stage<VolatilityBreakout>()
        #expect(try show(10_000, at(9, 0), fresh).isEmpty)
        #expect(try show(20_000, at(9, 1), fresh).isEmpty)
        #expect(fresh.holds == ["no_yesterday": 1])

        let stage = try stage()
        _ = try show(10_000, at(9, 0), stage)
        stage.positions[0].quantity = Shares(1)
        #expect(try show(10_300, at(9, 1), stage).isEmpty)
        stage.positions[0].quantity = .zero
        stage.positions[0].bidFor = Shares(1)
        #expect(try show(10_300, at(9, 2), stage).isEmpty)
        stage.positions[0].bidFor = .zero
        stage.market[0].isInUniverse = false
        #expect(try show(10_300, at(9, 3), stage).isEmpty)
        stage.market[0].isInUniverse = true
        #expect(try show(10_300, at(15, 20), stage).isEmpty)
        #expect(try show(10_300, at(15, 19, 59), stage) == ["buy 5 breakout"])
    }

    @Test(
        "with an average, the price must lie above the mean of so many daily closes",
        arguments: [(10_000, "buy 5 breakout"), (10_999, nil)] as [(Int64, String?)])
    func average(close: Int64, expected: String?) throws {
        let stage = try Stage<VolatilityBreakout>([
            ("quantity", .integer(5)), ("average", .integer(2)),
        ])
        // The means are 10,300 (below 10,301) and 10,799.5.
        stage.show([daily(11_000, 10_000, 10_600, back: 2), daily(10_200, 9_800, close)], .d1)
        _ = try show(10_100, at(9, 0), stage)
        #expect(try show(10_301, at(9, 1), stage) == (expected.map { [$0] } ?? []))
        #expect(stage.holds == (expected == nil ? ["below_average": 1] : [:]))
    }

    @Test("what is held at the day's end is sold at the next open")
    func sellsAtTheOpen() throws {
        let stage = try stage()
        stage.positions[0].quantity = Shares(7)
        stage.positions[0].offered = Shares(2)
        try stage.hear(daily(10_500, 10_000, 10_400, back: 0), .d1)
        #expect(stage.said() == ["sell 5 next_open at_the_open"])
        stage.positions[0].offered = Shares(7)
        try stage.hear(daily(10_500, 10_000, 10_400, back: 0), .d1)
        #expect(stage.said().isEmpty)
    }

    @Test("told to, it sells when the closing auction begins")
    func sellsAtTheClose() throws {
        let stage = try stage([("exit", .text("close"))])
        _ = try show(10_000, at(9, 0), stage)
        #expect(stage.wakes() == [at(15, 20)])
        stage.positions[0].quantity = Shares(7)
        stage.context.now = at(15, 20)
        try stage.strategy.timer(&stage.context)
        #expect(stage.said() == ["sell 7 at_the_close"])
    }

    @Test("candles stand in for prints: the first one's open, and closes above the target")
    func onCandles() throws {
        let stage = try stage([("timeframe", .timeframe(.m5))])
        func hear(_ open: Int64, _ close: Int64, _ end: Moment) throws -> [String] {
            let candle = Candle(
                start: end - .minutes(5), end: end, open: Price(open),
                high: Price(max(open, close) + 500), low: Price(min(open, close)),
                close: Price(close), volume: Shares(1), value: Won(close))
            live(end, stage)
            try stage.hear(candle, .m5)
            return stage.said()
        }
        #expect(try hear(10_100, 10_290, at(9, 5)).isEmpty, "its high is not what is known")
        #expect(try hear(10_290, 10_300, at(9, 10)).isEmpty)
        #expect(try hear(10_300, 10_310, at(9, 15)) == ["buy 5 breakout"])
        #expect(try hear(10_310, 10_400, at(9, 20)).isEmpty)
    }

    @Test("a symbol that joins at noon keeps the open of the morning's candles")
    func joiner() throws {
        let stage = try stage()
        let first = Candle(
            start: at(9, 0), end: at(9, 1), open: Price(10_000), high: Price(10_000),
            low: Price(10_000), close: Price(10_000), volume: Shares(1), value: Won(10_000))
        try stage.hear(first, .m1)
        #expect(try show(10_150, at(12, 0), stage).isEmpty)
        #expect(try show(10_210, at(12, 1), stage) == ["buy 5 breakout"])
    }

    @Test("a day is no timeframe of prices")
    func timeframe() throws {
        let fault = ParameterFault("timeframe", "timeframe is 1d; it must be less than a day")
        #expect(throws: fault) { try stage([("timeframe", .timeframe(.d1))]) }
    }
}
