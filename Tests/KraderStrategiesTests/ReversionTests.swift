import KraderModel
import Testing

@testable import KraderEngine
@testable import KraderStrategies

@Suite("rsi_reversion")
struct ReversionTests {
    func stage(_ parameters: [(String, ParameterValue)] = []) throws -> Stage<RSIReversion> {
        let short: [(String, ParameterValue)] = [
            ("length", .integer(2)), ("quantity", .integer(5)), ("stop_rate", .decimal(0)),
        ]
        return try Stage<RSIReversion>(short + [("timeframe", .timeframe(.m5))] + parameters)
    }

    /// What was said at each candle.
    func play(_ closes: [Int64], _ stage: Stage<RSIReversion>) throws -> [[String]] {
        try candles(closes).map { candle in
            stage.show([candle], .m5)
            try stage.hear(candle, .m5)
            return stage.said()
        }
    }

    @Test("buys when the index rises through the lower bound, from below to at least it")
    func entry() throws {
        let stage = try stage([("lower", .decimal(40))])
        // The length is 2. Changes −10, −10 give 0; then +10 gives gain 5, loss 5: 50, up through
        // 40.
        let said = try play([1_000, 990, 980, 990, 1_000], stage)
        #expect(said == [[], [], [], ["buy 5 turned_up"], []])
        #expect(stage.holds == ["insufficient_data": 3])
    }

    @Test("staying below the bound, or coming from at or above it, buys nothing")
    func noEntry() throws {
        let low = try stage([("lower", .decimal(10))])
        // The index is 0; then +1 gives gain 0.5, loss 5: 9.1.
        #expect(try play([1_000, 990, 980, 981], low).allSatisfy(\.isEmpty))
        let high = try stage([("lower", .decimal(40))])
        // Changes +2, −3 give 40; then +1 gives 57.
        #expect(try play([1_000, 1_002, 999, 1_000], high).allSatisfy(\.isEmpty))
    }

    @Test("sells all that is held above the upper bound, not at it")
    func exit() throws {
        let stage = try stage([("upper", .decimal(50)), ("lower", .decimal(0))])
        stage.positions[0].quantity = Shares(7)
        // The index is 0, then 50 at the bound; then +10 gives gain 7.5, loss 2.5: 75.
        let said = try play([1_000, 990, 980, 990, 1_000], stage)
        #expect(said == [[], [], [], [], ["sell 7 overbought"]])
    }

    @Test("waits while an order of the symbol is open, and buys in the universe only")
    func waits() throws {
        let busy = try stage()
        busy.positions[0].bidFor = Shares(1)
        let outside = try stage()
        outside.market[0].isInUniverse = false
        let closed = try stage()
        closed.session[0].isTradingDay = false
        for stage in [busy, outside, closed] {
            #expect(try play([1_000, 990, 980, 990], stage).allSatisfy(\.isEmpty))
        }
    }

    @Test("stop, target and time go with the buy")
    func exits() throws {
        let stage = try stage([
            ("stop_rate", .decimal(0.03)), ("target_rate", .decimal(0.05)),
            ("hold_minutes", .integer(90)),
        ])
        let said = try play([1_000, 990, 980, 990], stage)
        #expect(said.last == ["buy 5 stop 0.03 target 0.05 after 5400 s turned_up"])
    }

    @Test("going on with each close and reading the window anew give the same")
    func windows() throws {
        let closes = IndicatorTests.walk(600, seed: 3).map { Int64($0) }
        let all = candles(closes)
        var going = ReversionIndex(length: 14)
        for last in 0..<300 {
            let reading = going.follow(
                Array(all[...last]), last: 600, from: ReversionIndex(length: 14))
            var fresh = ReversionIndex(length: 14)
            #expect(
                reading
                    == fresh.follow(
                        Array(all[...last]), last: 600, from: ReversionIndex(length: 14)))
        }
    }
}
