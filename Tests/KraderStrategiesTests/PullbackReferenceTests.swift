import KraderModel
import Testing

@testable import KraderStrategies

/// The rules of krader-behaviour.md §7 written down a second time, as one reads them.
private func naiveAnswer(_ higher: [Candle], _ lower: [Candle], cooling: Bool) -> String {
    if higher.count < 200 || lower.count < 20 { return "insufficient_data" }
    let h = higher.suffix(250).map { Double($0.close.won) }
    let l = lower.suffix(250).map { Double($0.close.won) }
    let (e20, e50, e200) = (Naive.ema(h, 20), Naive.ema(h, 50), Naive.ema(h, 200))
    let strength = Naive.rsi(h, 14)
    if e50 <= 0 || e200 <= 0 { return "invalid_ema" }
    if !(e50 > e200 && strength >= 40) { return "trend_filter_fail" }
    let (top, bottom) = (max(e20, e50), min(e20, e50))
    let close = h[h.count - 1]
    if close > top + top / 100 || close < bottom - top / 100 { return "no_pullback" }
    let last = Array(higher.suffix(3))
    let ranges = last.map { $0.high.won - $0.low.won }
    if last[1].close < last[1].open, last[2].close < last[2].open, ranges[0] < ranges[1],
        ranges[1] < ranges[2]
    {
        return "no_pullback"
    }
    let (before, now) = (Naive.rsi(l.dropLast(), 14), Naive.rsi(l, 14))
    let average = Naive.ema(l, 20)
    let price = l[l.count - 1]
    if (before >= 50 && now < 50) || price < average { return "sell 0.6" }
    let swing = lower.dropLast().suffix(10).map { Double($0.high.won) }.reduce(0, max)
    if before < 40, now >= 40, price > average, price > swing, !cooling {
        let bonuses = [e50 / e200 > 1.02, strength >= 50].count { $0 }
        return "buy 0.\(6 + bonuses)"
    }
    return "hold"
}

private func text(_ decision: PullbackDecision) -> String {
    switch decision {
    case .hold(let hold): "\(hold.reason)"
    case .sell(let confidence, _, _): "sell \(confidence)"
    case .buy(let confidence, _, _): "buy \(confidence)"
    }
}

@Suite("pullback_v1, against the rules written a second time")
struct PullbackReferenceTests {
    /// Makes a walk that drifts, with candles wider than their bodies.
    private func walk(
        _ generator: inout SeededGenerator, _ count: Int, from start: Int64, drift: Int64,
        step: Int64, every timeframe: Timeframe
    ) -> [Candle] {
        var closes: [Int64] = []
        var price = start
        for _ in 0..<count {
            let move = Int64(generator.next() % UInt64(2 * step + 1)) - step + drift
            price = max(1_000, price + move)
            closes.append(price)
        }
        return candles(closes, every: timeframe).map { candle in
            var candle = candle
            candle.high = Price(candle.high.won + Int64(generator.next() % UInt64(step)))
            candle.low = Price(max(1, candle.low.won - Int64(generator.next() % UInt64(step))))
            return candle
        }
    }

    @Test("10,000 drawn windows give the same answers")
    func drawn() {
        let rules = PullbackRules(swingLookback: 10, cooldown: .minutes(30))
        var generator = SeededGenerator(seed: 20_260_303)
        var seen: [String: Int] = [:]
        for _ in 0..<200 {
            let higher = walk(
                &generator, 195 + Int(generator.next() % 60), from: 50_000,
                drift: Int64(generator.next() % 120) - 20, step: 400, every: .m60)
            let trend = PullbackTrend(higher)
            for turn in 0..<50 {
                var lower = walk(
                    &generator, 18 + Int(generator.next() % 40), from: 70_000,
                    drift: Int64(generator.next() % 30) - 22, step: 30, every: .m5)
                if turn % 2 == 0 {
                    // There is one leap at the end, so that entries occur.
                    let leap = Int64(generator.next() % 500)
                    lower[lower.count - 1].close = Price(lower[lower.count - 1].close.won + leap)
                }
                let isCooling = turn % 5 == 4
                let lastBuy = isCooling ? morning - .minutes(5) : nil
                let answer = text(
                    rules.decide(trend, lower: lower, lastBuy: lastBuy, now: morning))
                #expect(answer == naiveAnswer(higher, lower, cooling: isCooling))
                seen[answer, default: 0] += 1
            }
        }
        // Prices of 0 don't occur here: every other answer must have been drawn.
        for answer in [
            "insufficient_data", "trend_filter_fail", "no_pullback", "hold", "sell 0.6",
            "buy 0.6", "buy 0.7", "buy 0.8",
        ] {
            #expect(seen[answer, default: 0] > 0, "never drawn: \(answer)")
        }
    }
}
