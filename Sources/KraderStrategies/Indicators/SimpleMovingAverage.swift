/// The mean of the last `length` closes.
///
/// The incremental form is this value: it keeps its window and a running sum, O(1) a close,
/// allocated once. The window form is `over`, a fresh sum. For whole prices both sums are exact
/// (below 2⁵³), so they agree to the last bit; for fractions the running sum may keep a rounding
/// error of each close it has dropped.
public struct SimpleMovingAverage: Hashable, Sendable {
    private var window: ContiguousArray<Double>
    /// The place of the next close: that of the oldest once the window is full.
    private var next = 0
    private var count = 0
    private var sum = 0.0

    /// - Parameter length: The number of closes, one or more.
    public init(length: Int) {
        precondition(length >= 1, "An average has a length of one close or more")
        window = ContiguousArray(repeating: 0, count: length)
    }

    /// The mean; `nil` before there are `length` closes.
    public var value: Double? { count == window.count ? sum / Double(count) : nil }

    /// Takes in the next close and returns the average with it.
    @discardableResult
    public mutating func add(_ close: Double) -> Double? {
        // Places not yet filled hold zero, so what is dropped while filling is nothing.
        sum += close - window[next]
        window[next] = close
        next = next + 1 == window.count ? 0 : next + 1
        if count < window.count { count += 1 }
        return value
    }

    /// The mean of the last `length` closes, oldest first; `nil` when there are fewer.
    public static func over(_ closes: some BidirectionalCollection<Double>, length: Int) -> Double?
    {
        precondition(length >= 1, "An average has a length of one close or more")
        let last = closes.suffix(length)
        guard last.count == length else { return nil }
        var sum = 0.0
        for close in last { sum += close }
        return sum / Double(length)
    }
}
