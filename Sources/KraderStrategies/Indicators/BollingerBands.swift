/// Bollinger bands: the mean of the last `length` closes, and lines `width` deviations above and
/// below it. The deviation is that of the population: √(Σ(close − mean)² ÷ length).
///
/// The incremental form is this value: it keeps its window and two running sums, O(1) a close,
/// allocated once. The window form is `over`, fresh sums. Sums are of differences from the first
/// close of all and of their squares. For whole prices they are exact as long as
/// length × Σ difference² stays below 2⁵³, so that both forms agree to the last bit; for fractions
/// the running sums may keep a rounding error of each close they have dropped.
public struct BollingerBands: Hashable, Sendable {
    public struct Value: Hashable, Sendable {
        public var middle: Double
        public var upper: Double
        public var lower: Double
        /// One population deviation.
        public var deviation: Double
    }

    private let width: Double
    private var window: ContiguousArray<Double>
    /// The place of the next difference: that of the oldest once the window is full.
    private var next = 0
    private var count = 0
    /// The first close of all: small differences keep the squares small.
    private var origin = 0.0
    private var sum = 0.0
    private var squares = 0.0

    /// - Parameters:
    ///   - length: The number of closes, one or more.
    ///   - width: The deviations from the middle to a band, zero or more.
    public init(length: Int = 20, width: Double = 2) {
        precondition(length >= 1, "A band has a length of one close or more")
        precondition(width >= 0, "A band has a width of zero or more")
        self.width = width
        window = ContiguousArray(repeating: 0, count: length)
    }

    /// The bands; `nil` before there are `length` closes.
    public var value: Value? {
        guard count == window.count else { return nil }
        let length = Double(count)
        // It is whole as long as the sums are; rounding of fractions may take it below zero.
        let spread = max(0, length * squares - sum * sum)
        let deviation = spread.squareRoot() / length
        let middle = (origin * length + sum) / length
        return Value(
            middle: middle, upper: middle + width * deviation, lower: middle - width * deviation,
            deviation: deviation)
    }

    /// Takes in the next close and returns the bands with it.
    @discardableResult
    public mutating func add(_ close: Double) -> Value? {
        if count == 0 { origin = close }
        let difference = close - origin
        // Places not yet filled hold zero, so what is dropped while filling is nothing.
        let dropped = window[next]
        sum += difference - dropped
        squares += difference * difference - dropped * dropped
        window[next] = difference
        next = next + 1 == window.count ? 0 : next + 1
        if count < window.count { count += 1 }
        return value
    }

    /// The bands of the last `length` closes, oldest first; `nil` when there are fewer.
    public static func over(
        _ closes: some BidirectionalCollection<Double>, length: Int = 20, width: Double = 2
    ) -> Value? {
        var bands = BollingerBands(length: length, width: width)
        for close in closes.suffix(length) { bands.add(close) }
        return bands.value
    }
}
