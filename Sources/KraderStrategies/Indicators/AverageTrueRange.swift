public import KraderModel

/// Wilder's average true range: how far a price moves in a candle, gaps included, in won.
///
/// The true range of a candle is the largest of high − low, |high − previous close| and
/// |low − previous close|; of the first candle, which has no previous close, high − low. The
/// average begins with the mean of the first `length` true ranges (the first candle's included),
/// then `(average × (length − 1) + range) ÷ length`.
///
/// The incremental form is this value, O(1) a candle and without allocation; the window form is
/// `over`. Both run the same arithmetic, so over the same candles they agree to the last bit.
public struct AverageTrueRange: Hashable, Sendable {
    private let length: Int
    /// How many candles were seen; it stops at `length`.
    private var count = 0
    /// The sum of the ranges until there are `length` of them, then the average.
    private var current = 0.0
    private var previousClose = 0.0

    /// - Parameter length: The number of candles, one or more.
    public init(length: Int = 14) {
        precondition(length >= 1, "An average has a length of one candle or more")
        self.length = length
    }

    /// The average in won; `nil` before there are `length` candles.
    public var value: Double? { count == length ? current : nil }

    /// Takes in the next candle and returns the average with it.
    @discardableResult
    public mutating func add(high: Double, low: Double, close: Double) -> Double? {
        var range = high - low
        if count > 0 {
            range = max(range, (high - previousClose).magnitude, (low - previousClose).magnitude)
        }
        previousClose = close
        if count == length {
            current = (current * Double(length - 1) + range) / Double(length)
            return current
        }
        current += range
        count += 1
        if count == length { current /= Double(length) }
        return value
    }

    @discardableResult
    public mutating func add(_ candle: Candle) -> Double? {
        add(
            high: Double(candle.high.won), low: Double(candle.low.won),
            close: Double(candle.close.won))
    }

    /// The average over candles, oldest first; `nil` when there are fewer than `length`.
    public static func over(_ candles: some Sequence<Candle>, length: Int = 14) -> Double? {
        var average = AverageTrueRange(length: length)
        for candle in candles { average.add(candle) }
        return average.value
    }
}
