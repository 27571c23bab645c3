import KraderModel

/// What `PullbackV1` reads from the higher timeframe; it is the same until its next candle closes.
struct PullbackTrend: Hashable, Sendable {
    /// The number of closes without which EMA200 has no value.
    static let closesNeeded = 200
    /// The snapshot's window: older candles are not read, also when another strategy asked for
    /// more.
    static let window = 250

    var ema20: Double
    var ema50: Double
    var ema200: Double
    var rsi14: Double
    var close: Double
    /// Whether the last two candles fell and the last three ranges grew strictly.
    var isCollapsing: Bool

    /// Reads in one pass over the window; `nil` with fewer candles than needed.
    init?(_ candles: borrowing some CandleList & ~Copyable) {
        let count = candles.count
        guard count >= PullbackTrend.closesNeeded else { return nil }
        var short = ExponentialMovingAverage(length: 20)
        var middle = ExponentialMovingAverage(length: 50)
        var long = ExponentialMovingAverage(length: 200)
        var strength = RelativeStrengthIndex(length: 14)
        for index in max(0, count - PullbackTrend.window)..<count {
            let close = Double(candles[index].close.won)
            short.add(close)
            middle.add(close)
            long.add(close)
            strength.advance(to: close)
        }
        guard let ema20 = short.value, let ema50 = middle.value, let ema200 = long.value,
            let rsi14 = strength.value
        else { return nil }
        self.ema20 = ema20
        self.ema50 = ema50
        self.ema200 = ema200
        self.rsi14 = rsi14
        let last = candles[count - 1]
        close = Double(last.close.won)
        isCollapsing = PullbackTrend.isCollapse(candles[count - 3], candles[count - 2], last)
    }

    init(
        ema20: Double, ema50: Double, ema200: Double, rsi14: Double, close: Double,
        isCollapsing: Bool = false
    ) {
        self.ema20 = ema20
        self.ema50 = ema50
        self.ema200 = ema200
        self.rsi14 = rsi14
        self.close = close
        self.isCollapsing = isCollapsing
    }

    static func isCollapse(_ first: Candle, _ second: Candle, _ third: Candle) -> Bool {
        second.close < second.open && third.close < third.open
            && range(first) < range(second) && range(second) < range(third)
    }

    private static func range(_ candle: Candle) -> Int64 { candle.high.won - candle.low.won }

    var bandTop: Double { max(ema20, ema50) }
    var bandBottom: Double { min(ema20, ema50) }

    /// Whether the close lies in the band between EMA20 and EMA50, or within 1 % of the band's top
    /// beyond it.
    var isInBand: Bool {
        let margin = bandTop * 0.01
        return close >= bandBottom - margin && close <= bandTop + margin
    }
}

/// What `PullbackV1` reads from the lower timeframe.
struct PullbackTrigger: Hashable, Sendable {
    var ema20: Double
    var rsi14: Double
    /// The index one candle before, over the same window.
    var previousRSI14: Double
    var close: Double
    /// The highest high of the candles before the last.
    var swingHigh: Double

    static func closesNeeded(swingLookback: Int) -> Int { max(20, swingLookback + 2) }

    /// Reads in one pass over the window; `nil` with fewer candles than needed.
    init?(_ candles: borrowing some CandleList & ~Copyable, swingLookback: Int) {
        let count = candles.count
        guard count >= PullbackTrigger.closesNeeded(swingLookback: swingLookback) else {
            return nil
        }
        var average = ExponentialMovingAverage(length: 20)
        var strength = RelativeStrengthIndex(length: 14)
        for index in max(0, count - PullbackTrend.window)..<(count - 1) {
            let close = Double(candles[index].close.won)
            average.add(close)
            strength.advance(to: close)
        }
        let last = Double(candles[count - 1].close.won)
        guard let before = strength.value, let now = strength.add(last),
            let ema20 = average.add(last)
        else { return nil }
        self.ema20 = ema20
        rsi14 = now
        previousRSI14 = before
        close = last
        var highest = candles[count - 2].high
        for index in (count - 1 - swingLookback)..<(count - 1) {
            highest = max(highest, candles[index].high)
        }
        swingHigh = Double(highest.won)
    }

    init(
        ema20: Double, rsi14: Double, previousRSI14: Double, close: Double, swingHigh: Double
    ) {
        self.ema20 = ema20
        self.rsi14 = rsi14
        self.previousRSI14 = previousRSI14
        self.close = close
        self.swingHigh = swingHigh
    }

    var isExit: Bool { (previousRSI14 >= 50 && rsi14 < 50) || close < ema20 }

    var isEntry: Bool {
        previousRSI14 < 40 && rsi14 >= 40 && close > ema20 && close > swingHigh
    }
}
