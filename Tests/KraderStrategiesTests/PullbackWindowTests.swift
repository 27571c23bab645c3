import KraderModel
import Testing

@testable import KraderStrategies

@Suite("pullback_v1, over windows")
struct PullbackWindowTests {
    let rules = PullbackRules(swingLookback: 10, cooldown: .minutes(30))

    func decide(
        _ higher: [Int64], _ lower: [Int64], rules: PullbackRules? = nil, lastBuy: Moment? = nil
    ) -> PullbackDecision {
        (rules ?? self.rules).decide(
            higher: candles(higher, every: .m60), lower: candles(lower), lastBuy: lastBuy,
            now: morning)
    }

    @Test("each filter has its reason")
    func reasons() {
        #expect(decide(Higher.rising, Lower.leap) == .hold(.noPullback))
        #expect(decide(Higher.falling, Lower.leap) == .hold(.trendFilterFail))
        #expect(decide(Higher.flat, Lower.leap) == .hold(.trendFilterFail))
        let worthless = [Int64](repeating: 0, count: 220)
        #expect(decide(worthless, Lower.leap) == .hold(.invalidAverage))
        #expect(decide(Higher.pullback, Lower.rise) == .hold(.hold))
    }

    @Test("a filter that fails also keeps an exit from being asked")
    func filtersBeforeExit() {
        #expect(decide(Higher.falling, Lower.fall) == .hold(.trendFilterFail))
    }

    @Test("a collapse in the higher timeframe is no pullback")
    func collapse() {
        var higher = candles(Higher.pullback, every: .m60)
        let last = higher.count - 1
        for (place, range) in [(last - 2, 100), (last - 1, 200), (last, 300)] as [(Int, Int64)] {
            let close = higher[place].close.won
            higher[place].open = Price(close + 1)
            higher[place].high = Price(close + range)
            higher[place].low = Price(close)
        }
        let lower = candles(Lower.rise)
        #expect(
            rules.decide(higher: higher, lower: lower, lastBuy: nil, now: morning)
                == .hold(.noPullback))
        higher[last].high = Price(higher[last].close.won + 200)
        #expect(
            rules.decide(higher: higher, lower: lower, lastBuy: nil, now: morning) == .hold(.hold))
    }

    @Test("199 higher closes are too few, 200 are enough")
    func higherCount() {
        let closes = Higher.pullback
        #expect(decide(Array(closes.suffix(199)), Lower.rise) == .hold(.insufficientData))
        #expect(decide(Array(closes.suffix(200)), Lower.rise) == .hold(.hold))
        #expect(decide([], Lower.rise) == .hold(.insufficientData))
    }

    @Test(
        "lower closes must be 20, and two more than the swing looks back",
        arguments: [(10, 20), (18, 20), (19, 21), (30, 32), (1, 20)])
    func lowerCount(lookback: Int, needed: Int) {
        let rules = PullbackRules(swingLookback: lookback, cooldown: .minutes(30))
        let closes = Array(Lower.rise.suffix(needed))
        #expect(decide(Higher.pullback, closes, rules: rules) == .hold(.hold))
        #expect(
            decide(Higher.pullback, Array(closes.dropFirst()), rules: rules)
                == .hold(.insufficientData))
    }

    @Test("a leap out of a slow fall is bought, with the indicators of the windows")
    func entry() throws {
        guard
            case .buy(let confidence, let trend, let trigger) = decide(
                Higher.pullback, Lower.leap)
        else {
            Issue.record("No buy: \(decide(Higher.pullback, Lower.leap))")
            return
        }
        let higher = doubles(Higher.pullback)
        let lower = doubles(Lower.leap)
        #expect(abs(trend.ema20 - Naive.ema(higher, 20)) < 1e-8)
        #expect(abs(trend.ema50 - Naive.ema(higher, 50)) < 1e-8)
        #expect(abs(trend.ema200 - Naive.ema(higher, 200)) < 1e-8)
        #expect(abs(trend.rsi14 - Naive.rsi(higher, 14)) < 1e-9)
        #expect(trend.close == higher.last)
        #expect(abs(trigger.ema20 - Naive.ema(lower, 20)) < 1e-8)
        #expect(abs(trigger.rsi14 - Naive.rsi(lower, 14)) < 1e-9)
        #expect(abs(trigger.previousRSI14 - Naive.rsi(lower.dropLast(), 14)) < 1e-9)
        #expect(trigger.close == 69_810)
        // Ten candles before the last: the oldest of them opened at 69,700 and fell.
        #expect(trigger.swingHigh == 69_710)
        // EMA50 is more than 2 % above EMA200, and RSI is below 50 after the way down.
        #expect(trend.ema50 / trend.ema200 > 1.02)
        #expect(confidence == (trend.rsi14 >= 50 ? 0.8 : 0.7))
    }

    @Test("a leap to the swing's high is not above it")
    func swing() {
        var closes = Lower.leap
        closes[closes.count - 1] = 69_710
        #expect(decide(Higher.pullback, closes) == .hold(.hold))
        // Looking back further the same leap meets a higher high.
        let far = PullbackRules(swingLookback: 30, cooldown: .minutes(30))
        #expect(decide(Higher.pullback, Lower.leap, rules: far) == .hold(.hold))
    }

    @Test("a second leap within the cooldown is not bought")
    func cooldown() {
        let early = morning - .minutes(25)
        #expect(decide(Higher.pullback, Lower.leap, lastBuy: early) == .hold(.hold))
        let late = decide(Higher.pullback, Lower.leap, lastBuy: morning - .minutes(30))
        guard case .buy = late else {
            Issue.record("No buy after the cooldown: \(late)")
            return
        }
    }

    @Test("a close below EMA20 is sold, and so is a loss of strength above it")
    func exits() {
        guard case .sell(0.6, _, let below) = decide(Higher.pullback, Lower.fall) else {
            Issue.record("No sale below EMA20")
            return
        }
        #expect(below.close < below.ema20)
        #expect(below.previousRSI14 < 50)

        // A long zigzag upwards ends with one larger step down that stays above EMA20.
        guard case .sell(0.6, _, let weak) = decide(Higher.pullback, Lower.weakening) else {
            Issue.record("No sale on weakness: \(decide(Higher.pullback, Lower.weakening))")
            return
        }
        #expect(weak.close >= weak.ema20)
        #expect(weak.previousRSI14 >= 50 && weak.rsi14 < 50)
    }

    @Test("only the last 250 candles count, also when a longer window is at hand")
    func windowIsBounded() {
        let history = (0..<300).map { 40_000 + Int64($0 % 37) * 500 } + Higher.pullback
        let long = PullbackTrend(candles(history, every: .m60))
        let short = PullbackTrend(candles(Array(history.suffix(250)), every: .m60))
        #expect(long == short)
        let lower = (0..<300).map { 60_000 + Int64($0 % 37) * 50 } + Lower.leap
        #expect(
            PullbackTrigger(candles(lower), swingLookback: 10)
                == PullbackTrigger(candles(Array(lower.suffix(250))), swingLookback: 10))
    }
}
