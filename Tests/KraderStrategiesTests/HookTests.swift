import KraderModel
import Testing

@testable import KraderEngine
@testable import KraderStrategies

@Suite("What strategies say when their hooks are called")
struct HookTests {
    private func pullback(higher: [Int64] = Higher.pullback) throws -> Stage<PullbackV1> {
        let stage = try Stage<PullbackV1>()
        stage.show(candles(higher, every: .m60), .m60)
        return stage
    }

    private func hearLast(_ closes: [Int64], _ timeframe: Timeframe, _ stage: Stage<PullbackV1>)
        throws
    {
        let lower = candles(closes, every: timeframe)
        stage.show(lower, timeframe)
        try stage.hear(lower[lower.count - 1], timeframe)
    }

    @Test("pullback_v1 buys a leap out of a pullback, sized by the risk rules, and cools down")
    func entry() throws {
        let stage = try pullback()
        try hearLast(Lower.leap, .m5, stage)
        let signal = stage.context.signals[0]
        #expect(signal.confidence == 0.7)
        #expect(signal.notes.count == 10)
        #expect(stage.said() == ["buy sized by risk entry_trigger"])
        let last = candles(Lower.leap)[Lower.leap.count - 1]
        try stage.hear(last, .m5)
        #expect(stage.said().isEmpty)
        #expect(stage.holds == ["hold": 1])
    }

    @Test("pullback_v1 sells all that is held, and says so without a quantity when nothing is")
    func exit() throws {
        let stage = try pullback()
        try hearLast(Lower.fall, .m5, stage)
        #expect(stage.said() == ["sell sized by risk exit_trigger"])
        stage.positions[0].quantity = Shares(7)
        let last = candles(Lower.fall)[Lower.fall.count - 1]
        try stage.hear(last, .m5)
        #expect(stage.said() == ["sell 7 exit_trigger"])
    }

    @Test("pullback_v1 says nothing outside the universe or while the market is closed")
    func silent() throws {
        let outside = try pullback()
        outside.market[0].isInUniverse = false
        try hearLast(Lower.leap, .m5, outside)
        let holiday = try pullback()
        holiday.session[0].isTradingDay = false
        try hearLast(Lower.leap, .m5, holiday)
        for stage in [outside, holiday] {
            #expect(stage.said().isEmpty)
            #expect(stage.holds.isEmpty)
        }
    }

    @Test("pullback_v1 takes 1-minute candles while there are no 5-minute ones")
    func fallback() throws {
        let stage = try pullback()
        try hearLast(Lower.leap, .m1, stage)
        #expect(stage.said() == ["buy sized by risk entry_trigger"])
        // The first 5-minute candle ends that: one is too few, and 1-minute candles are not asked
        // again.
        try hearLast([70_000], .m5, stage)
        #expect(stage.holds == ["insufficient_data": 1])
        let last = candles(Lower.leap, every: .m1)[Lower.leap.count - 1]
        try stage.hear(last, .m1)
        #expect(stage.holds == ["insufficient_data": 1])
        #expect(stage.said().isEmpty)
    }

    @Test("pullback_v1 reads the higher timeframe again when a candle closes there")
    func freshTrend() throws {
        let stage = try pullback()
        try hearLast(Lower.rise, .m5, stage)
        #expect(stage.holds == ["hold": 1])
        let crash = candles(
            [40_000, 30_000, 20_000, 10_000], every: .m60, endingAt: morning + .hours(4))
        stage.show(crash, .m60)
        let last = candles(Lower.rise)[Lower.rise.count - 1]
        try stage.hear(last, .m5)
        #expect(stage.holds == ["hold": 1, "trend_filter_fail": 1])
    }

    @Test("ema_cross on prints buys above, waits while its order is open, sells all below")
    func emaOnPrints() throws {
        let stage = try Stage<EMACross>([
            ("on", .text("tick")), ("fast", .integer(1)), ("slow", .integer(3)),
            ("quantity", .integer(10)),
        ])
        func print(_ price: Int64) throws -> [String] {
            try stage.strategy.tick(
                Tick(time: morning, symbol: SymbolIndex(0), price: Price(price), size: Shares(1)),
                &stage.context)
            return stage.said()
        }
        // Three prints warm up, whatever they show.
        for price in [100, 110, 120] as [Int64] { #expect(try print(price).isEmpty) }
        #expect(try print(130) == ["buy 10 cross_up"])
        stage.positions[0].bidFor = Shares(10)
        #expect(try print(140).isEmpty)
        stage.positions[0].bidFor = .zero
        stage.positions[0].quantity = Shares(10)
        #expect(try print(150).isEmpty)
        #expect(try print(10) == ["sell 10 cross_down"])
        stage.positions[0].offered = Shares(10)
        #expect(try print(5).isEmpty)
    }

    @Test(
        "crosses on candles are sized by risk unless told, and buy in the universe only"
    )
    func crossOnCandles() throws {
        let closes = (0..<12).map { 1_000 - Int64($0) } + [2_000]
        let parameters: [(String, ParameterValue)] = [
            ("fast", .integer(2)), ("slow", .integer(10)), ("timeframe", .timeframe(.m5)),
        ]
        let exponential = try Stage<EMACross>(parameters)
        let simple = try Stage<SMACross>(parameters)
        for candle in candles(closes) {
            exponential.show([candle], .m5)
            simple.show([candle], .m5)
            simple.market[0].isInUniverse = candle.close.won < 2_000
            try exponential.hear(candle, .m5)
            try simple.hear(candle, .m5)
        }
        #expect(exponential.said() == ["buy sized by risk cross_up"])
        #expect(simple.said().isEmpty)
    }

    @Test("buy_and_hold buys once each, while the market is open")
    func buyAndHold() throws {
        let stage = try Stage<BuyAndHold>(symbols: ["005930", "000660"])
        let candle = candles([70_000], every: .m1)[0]
        stage.session[0].isTradingDay = false
        try stage.hear(candle, .m1)
        #expect(stage.said().isEmpty)
        stage.session[0].isTradingDay = true
        try stage.hear(candle, .m1)
        try stage.hear(candle, .m1)
        // Each of the two has 4,750,000 won.
        #expect(stage.said() == ["buy 67 first_seen"])
        stage.context.symbol = SymbolIndex(1)
        try stage.hear(candles([5_000_000], every: .m1)[0], .m1)
        #expect(stage.said().isEmpty)
        #expect(stage.holds == ["share_below_price": 1])
    }

    @Test("buy_and_hold takes daily candles after the close")
    func buyAndHoldDaily() throws {
        let stage = try Stage<BuyAndHold>([("timeframe", .timeframe(.d1))])
        stage.session[0].isTradingDay = false
        try stage.hear(candles([95_000], every: .d1)[0], .d1)
        #expect(stage.said() == ["buy 100 first_seen"])
    }

    @Test("scripted says every field of a line, and acts on the newest live order")
    func scripted() throws {
        let code = try IssueCode("005930")
        let other = try IssueCode("000660")
        let lines = [
            ScriptedSignal(
                at: morning + .seconds(1), symbol: code, action: .buy, quantity: Shares(10),
                price: Price(70_000), timeInForce: .immediateOrCancel, expireAfter: .seconds(30),
                leg: 2),
            ScriptedSignal(at: morning + .seconds(1), symbol: other, action: .sell),
            ScriptedSignal(at: morning + .seconds(9), symbol: code, action: .cancel),
            ScriptedSignal(
                at: morning + .seconds(5), symbol: code, action: .replace, price: Price(71_000)),
            ScriptedSignal(at: morning + .seconds(9), symbol: other, action: .cancel),
            ScriptedSignal(
                at: morning + .seconds(10), symbol: code, action: .buy, quantity: Shares(1),
                type: .bestLimit,
                exits: ProtectiveExits(
                    stop: .price(Price(69_000)), target: .distance(Rate(basisPoints: 100)),
                    trailing: Rate(basisPoints: 250), after: .minutes(5))),
            ScriptedSignal(
                at: morning + .seconds(10), symbol: code, action: .sell, quantity: Shares(1),
                type: .conditionalLimit, price: Price(80_000)),
        ]
        let stage = try Stage<Scripted>(
            [("signals", .signals(lines))], symbols: ["005930", "000660"])
        #expect(stage.wakes() == [morning + .seconds(1)])
        _ = stage.place(.buy, 10, symbol: SymbolIndex(0))
        let newest = stage.place(.buy, 20, symbol: SymbolIndex(0))
        func play(at seconds: Int64) throws -> [String] {
            stage.context.now = morning + .seconds(seconds)
            try stage.strategy.timer(&stage.context)
            return stage.said()
        }
        #expect(
            try play(at: 1) == [
                "buy 10 @ 70000 ioc for 30 s leg 2 scripted", "sell sized by risk scripted",
            ])
        #expect(stage.wakes() == [morning + .seconds(5)])
        #expect(try play(at: 5) == ["replace \(newest.serial) @ 71000 scripted"])
        #expect(stage.wakes() == [morning + .seconds(9)])
        #expect(try play(at: 9) == ["cancel \(newest.serial) scripted"])
        #expect(stage.holds == ["no_live_order": 1])
        #expect(stage.wakes() == [morning + .seconds(10)])
        #expect(
            try play(at: 10) == [
                "buy 1 best_limit stop 69000 target 0.01 trailing 0.025 after 300 s scripted",
                "sell 1 conditional_limit @ 80000 scripted",
            ])
        #expect(stage.wakes().isEmpty)
    }

    @Test("scripted refuses to start with a symbol that the run doesn't have")
    func unknownSymbol() throws {
        let code = try IssueCode("000660")
        let lines = [ScriptedSignal(at: morning, symbol: code, action: .buy)]
        #expect(throws: Scripted.UnknownSymbol(code: code)) {
            _ = try Stage<Scripted>([("signals", .signals(lines))])
        }
    }
}
