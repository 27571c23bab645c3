import KraderModel

/// What `PullbackV1` answers to a candle.
enum PullbackDecision: Hashable, Sendable {
    case hold(PullbackHold)
    case sell(confidence: Double, PullbackTrend, PullbackTrigger)
    case buy(confidence: Double, PullbackTrend, PullbackTrigger)
}

/// Why `PullbackV1` does nothing, in the order in which it asks.
enum PullbackHold: Hashable, Sendable, CaseIterable {
    case insufficientData, invalidAverage, trendFilterFail, noPullback, hold

    var reason: StaticString {
        switch self {
        case .insufficientData: "insufficient_data"
        case .invalidAverage: "invalid_ema"
        case .trendFilterFail: "trend_filter_fail"
        case .noPullback: "no_pullback"
        case .hold: "hold"
        }
    }
}

/// The decision of `PullbackV1` as a function of candles and times alone.
struct PullbackRules: Hashable, Sendable {
    var swingLookback: Int
    var cooldown: Interval

    /// - Parameters:
    ///   - higher: The closed 60-minute candles.
    ///   - lower: The closed 5-minute candles, or 1-minute ones.
    ///   - lastBuy: The moment at which this symbol's last BUY was said.
    ///   - now: The end of the last lower candle.
    func decide(
        higher: borrowing some CandleList & ~Copyable, lower: borrowing some CandleList & ~Copyable,
        lastBuy: Moment?, now: Moment
    ) -> PullbackDecision {
        decide(PullbackTrend(higher), lower: lower, lastBuy: lastBuy, now: now)
    }

    /// The same, with what the higher timeframe said; `nil` when it has too few candles.
    func decide(
        _ trend: PullbackTrend?, lower: borrowing some CandleList & ~Copyable, lastBuy: Moment?,
        now: Moment
    ) -> PullbackDecision {
        let needed = PullbackTrigger.closesNeeded(swingLookback: swingLookback)
        guard let trend, lower.count >= needed else { return .hold(.insufficientData) }
        if let failed = filter(trend) { return .hold(failed) }
        // The trigger is read only now: most candles end at a filter, and this is the dear part.
        guard let trigger = PullbackTrigger(lower, swingLookback: swingLookback) else {
            return .hold(.insufficientData)
        }
        return decide(trend, trigger, lastBuy: lastBuy, now: now)
    }

    /// The first filter that the higher timeframe fails.
    func filter(_ trend: PullbackTrend) -> PullbackHold? {
        guard trend.ema50 > 0 && trend.ema200 > 0 else { return .invalidAverage }
        guard trend.ema50 > trend.ema200 && trend.rsi14 >= 40 else { return .trendFilterFail }
        guard trend.isInBand && !trend.isCollapsing else { return .noPullback }
        return nil
    }

    /// Decides on exit, entry or neither, once the filters have passed.
    func decide(
        _ trend: PullbackTrend, _ trigger: PullbackTrigger, lastBuy: Moment?, now: Moment
    ) -> PullbackDecision {
        if trigger.isExit { return .sell(confidence: 0.6, trend, trigger) }
        guard trigger.isEntry && !isCoolingDown(since: lastBuy, now: now) else {
            return .hold(.hold)
        }
        // It is counted in tenths: 0.6 + 0.1 + 0.1 is not the double 0.8.
        var tenths = 6
        if trend.ema50 / trend.ema200 > 1.02 { tenths += 1 }
        if trend.rsi14 >= 50 { tenths += 1 }
        return .buy(confidence: Double(tenths) / 10, trend, trigger)
    }

    /// Whether a BUY must still wait: exactly `cooldown` after the last one the next may follow.
    func isCoolingDown(since lastBuy: Moment?, now: Moment) -> Bool {
        guard let lastBuy else { return false }
        return now - lastBuy < cooldown
    }
}
