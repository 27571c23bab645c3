public import KraderModel

/// The stochastic oscillator: where the close lies between the lowest low and the highest high of
/// the last `length` candles.
///
/// - %K = 100 × (close − lowest) ÷ (highest − lowest); 50 where they are equal, as nothing says
///   which end is nearer.
/// - %D is the simple mean of the last `smoothing` values of %K.
///
/// This is the fast form; the slow form's %K is this one's %D.
///
/// The incremental form is this value: O(1) a candle over many, allocated once. The window form is
/// `over`. %K agrees to the last bit; %D, a running sum of fractions, but for rounding.
public struct Stochastic: Hashable, Sendable {
    public struct Value: Hashable, Sendable {
        /// %K and %D, each 0…100.
        public var k: Double
        public var d: Double
    }

    private var highest: Highest
    private var lowest: Lowest
    private var mean: SimpleMovingAverage
    /// %K, 0…100; `nil` before there are `length` candles.
    public private(set) var k: Double?

    /// - Parameters:
    ///   - length: The number of candles, one or more.
    ///   - smoothing: The number of values of %K, one or more.
    public init(length: Int = 14, smoothing: Int = 3) {
        highest = Highest(length: length)
        lowest = Lowest(length: length)
        mean = SimpleMovingAverage(length: smoothing)
    }

    /// %K and %D; `nil` before there are `length + smoothing − 1` candles.
    public var value: Value? {
        guard let k, let d = mean.value else { return nil }
        return Value(k: k, d: d)
    }

    /// Takes in the next candle and returns %K and %D with it.
    @discardableResult
    public mutating func add(high: Double, low: Double, close: Double) -> Value? {
        // Both take it in, whether or not either has a value yet.
        let (top, bottom) = (highest.add(high), lowest.add(low))
        guard let top, let bottom else { return nil }
        let place = top == bottom ? 50 : 100 * (close - bottom) / (top - bottom)
        k = place
        mean.add(place)
        return value
    }

    @discardableResult
    public mutating func add(_ candle: Candle) -> Value? {
        add(
            high: Double(candle.high.won), low: Double(candle.low.won),
            close: Double(candle.close.won))
    }

    /// %K and %D over candles, oldest first; `nil` when there are fewer than
    /// `length + smoothing − 1`.
    public static func over(
        _ candles: some BidirectionalCollection<Candle>, length: Int = 14, smoothing: Int = 3
    ) -> Value? {
        var oscillator = Stochastic(length: length, smoothing: smoothing)
        for candle in candles.suffix(length + smoothing - 1) { oscillator.add(candle) }
        return oscillator.value
    }
}
