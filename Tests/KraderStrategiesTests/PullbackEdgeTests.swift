import KraderModel
import Testing

@testable import KraderStrategies

@Suite("pullback_v1, edge by edge")
struct PullbackEdgeTests {
    let rules = PullbackRules(swingLookback: 10, cooldown: .minutes(30))
    /// A trend that passes every filter.
    let trend = PullbackTrend(ema20: 1_000, ema50: 990, ema200: 985, rsi14: 45, close: 995)
    /// A trigger that enters.
    let trigger = PullbackTrigger(
        ema20: 100, rsi14: 45, previousRSI14: 35, close: 110, swingHigh: 105)

    @Test(
        "an average that is not positive is invalid before anything else is asked",
        arguments: [(0.0, 985.0), (990, 0), (-1, 985), (990, -1)])
    func invalid(ema50: Double, ema200: Double) {
        var trend = trend
        trend.ema50 = ema50
        trend.ema200 = ema200
        trend.rsi14 = 0
        #expect(rules.filter(trend) == .invalidAverage)
    }

    @Test(
        "the trend needs EMA50 above EMA200 and RSI of 40 or more",
        arguments: [
            (990.0, 985.0, 40.0, nil),
            (990, 985, 40.0.nextDown, PullbackHold.trendFilterFail),
            (990, 990, 45, .trendFilterFail),
            (990, 991, 45, .trendFilterFail),
            (990, 990.0.nextDown, 40, nil),
        ] as [(Double, Double, Double, PullbackHold?)])
    func trend(ema50: Double, ema200: Double, rsi: Double, expected: PullbackHold?) {
        var trend = trend
        trend.ema50 = ema50
        trend.ema200 = ema200
        trend.rsi14 = rsi
        #expect(rules.filter(trend) == expected)
    }

    @Test(
        "the band reaches 1 % of its top beyond both averages, edges included",
        arguments: [
            // The columns are EMA20, EMA50, close, and whether it is inside.
            (1_000.0, 990.0, 1_010.0, true), (1_000, 990, 1_010.0.nextUp, false),
            (1_000, 990, 980, true), (1_000, 990, 980.0.nextDown, false),
            (990, 1_000, 1_010, true), (990, 1_000, 980, true),
            (990, 1_000, 1_011, false), (990, 1_000, 979, false),
        ])
    func band(ema20: Double, ema50: Double, close: Double, isInside: Bool) {
        let trend = PullbackTrend(
            ema20: ema20, ema50: ema50, ema200: 900, rsi14: 45, close: close)
        #expect(rules.filter(trend) == (isInside ? nil : .noPullback))
    }

    @Test(
        "a collapse is two falling candles and three strictly growing ranges",
        arguments: [
            // The columns are ranges, second and third close less open, and whether it is a
            // collapse.
            ([10, 11, 12], -1, -1, true), ([10, 10, 12], -1, -1, false),
            ([10, 11, 11], -1, -1, false), ([12, 11, 13], -1, -1, false),
            ([10, 11, 12], 0, -1, false), ([10, 11, 12], -1, 0, false),
            ([10, 11, 12], 1, -1, false), ([10, 11, 12], -1, 1, false),
        ] as [([Int64], Int64, Int64, Bool)])
    func collapse(ranges: [Int64], second: Int64, third: Int64, expected: Bool) {
        func candle(_ range: Int64, _ body: Int64) -> Candle {
            Candle(
                start: morning, end: morning, open: Price(1_000), high: Price(1_005),
                low: Price(1_005 - range), close: Price(1_000 + body), volume: Shares(1),
                value: Won(1))
        }
        // The first candle's direction doesn't matter.
        for first in [-1, 1] as [Int64] {
            let isCollapse = PullbackTrend.isCollapse(
                candle(ranges[0], first), candle(ranges[1], second), candle(ranges[2], third))
            #expect(isCollapse == expected)
        }
        var trend = trend
        trend.isCollapsing = true
        #expect(rules.filter(trend) == .noPullback)
    }

    @Test(
        "an exit is RSI crossing below 50, or a close below EMA20",
        arguments: [
            // The columns are previous RSI, RSI, close (EMA20 is 100), and whether it exits.
            (50.0, 50.0.nextDown, 100.0, true), (50.0.nextDown, 49, 100, false),
            (60, 50, 100, false), (60, 55, 100, false), (60, 55, 100.0.nextDown, true),
            (30, 30, 99, true), (51, 49, 99, true),
        ])
    func exit(before: Double, now: Double, close: Double, isExit: Bool) {
        let trigger = PullbackTrigger(
            ema20: 100, rsi14: now, previousRSI14: before, close: close, swingHigh: 1_000)
        let answer = rules.decide(trend, trigger, lastBuy: nil, now: morning)
        #expect(answer == (isExit ? .sell(confidence: 0.6, trend, trigger) : .hold(.hold)))
    }

    @Test(
        "an entry is RSI crossing up through 40, above EMA20 and the swing's high",
        arguments: [
            // previous RSI, RSI, close, entry (EMA20 is 100, the swing's high 105)
            (40.0.nextDown, 40.0, 110.0, true), (40, 45, 110, false),
            (39, 40.0.nextDown, 110, false), (39, 45, 105, false), (39, 45, 105.0.nextUp, true),
            (10, 90, 106, true),
        ])
    func entry(before: Double, now: Double, close: Double, isEntry: Bool) {
        let trigger = PullbackTrigger(
            ema20: 100, rsi14: now, previousRSI14: before, close: close, swingHigh: 105)
        let answer = rules.decide(trend, trigger, lastBuy: nil, now: morning)
        #expect(answer == (isEntry ? .buy(confidence: 0.6, trend, trigger) : .hold(.hold)))
    }

    @Test("a close at EMA20 is neither an exit nor an entry")
    func atAverage() {
        let trigger = PullbackTrigger(
            ema20: 100, rsi14: 45, previousRSI14: 35, close: 100, swingHigh: 99)
        #expect(rules.decide(trend, trigger, lastBuy: nil, now: morning) == .hold(.hold))
    }

    @Test(
        "a buy is surer by a tenth for a steep trend and by a tenth for strength",
        arguments: [
            // The columns are EMA200 (EMA50 is 1,020), RSI and confidence.
            (1_000.0, 45.0, 0.6), (999.9, 45, 0.7), (1_000, 50, 0.7),
            (1_000, 50.0.nextDown, 0.6), (990, 50, 0.8), (990, 80, 0.8),
        ])
    func confidence(ema200: Double, rsi: Double, expected: Double) {
        let trend = PullbackTrend(
            ema20: 1_030, ema50: 1_020, ema200: ema200, rsi14: rsi, close: 1_025)
        let answer = rules.decide(trend, trigger, lastBuy: nil, now: morning)
        #expect(answer == .buy(confidence: expected, trend, trigger))
    }

    @Test(
        "the next buy may follow exactly the cooldown after the last",
        arguments: [(0, false), (29, false), (30, true), (31, true)])
    func cooldown(minutes: Int64, mayBuy: Bool) {
        let answer = rules.decide(
            trend, trigger, lastBuy: morning, now: morning + .minutes(minutes))
        #expect(answer == (mayBuy ? .buy(confidence: 0.6, trend, trigger) : .hold(.hold)))
    }

    @Test("a cooldown delays no exit")
    func cooldownAndExit() {
        var trigger = trigger
        trigger.close = 99
        let answer = rules.decide(trend, trigger, lastBuy: morning, now: morning)
        #expect(answer == .sell(confidence: 0.6, trend, trigger))
    }

    @Test("notes are rounded to 2 places")
    func notes() {
        var trend = trend
        trend.ema20 = 1_000.126
        trend.rsi14 = 45.004
        let notes = PullbackV1.notes(trend, trigger).map { ("\($0.0)", $0.1) }
        let names = [
            "htf_close", "htf_ema20", "htf_ema50", "htf_ema200", "htf_rsi14", "ltf_close",
            "ltf_ema20", "ltf_rsi14", "ltf_rsi14_previous", "ltf_swing_high",
        ]
        #expect(notes.map(\.0) == names)
        #expect(notes.map(\.1) == [995, 1_000.13, 990, 985, 45, 110, 100, 45, 35, 105])
    }
}
