/// The exponential moving average: `average += (close − average) × 2 / (length + 1)`.
///
/// The incremental form is this value, O(1) a close and without allocation; the window form is
/// `over`. Both run the same arithmetic, so over the same closes they agree to the last bit. They
/// differ when a window has dropped closes that the incremental form has seen: each close's weight
/// falls by (length − 1) ÷ (length + 1) a close.
public struct ExponentialMovingAverage: Hashable, Sendable {
    /// How the average begins.
    public enum Seed: Hashable, Sendable {
        /// The simple mean of the first `length` closes: no value before (krader-behaviour.md §7).
        case mean
        /// The first close: a value from there on.
        case first
    }

    private let smoothing: Double
    private let seedCount: Int32
    /// How many closes the seed has; it stops at `seedCount`.
    private var seeded: Int32 = 0
    /// The sum of the closes until there are `seedCount` of them, then the average.
    private var current = 0.0

    /// - Parameter length: The number of closes, one or more.
    public init(length: Int, seed: Seed = .mean) {
        precondition(length >= 1, "An average has a length of one close or more")
        smoothing = 2 / Double(length + 1)
        switch seed {
        case .mean: seedCount = Int32(length)
        case .first: seedCount = 1
        }
    }

    /// The average; `nil` until the seed is complete.
    public var value: Double? { seeded == seedCount ? current : nil }

    /// Takes in the next close and returns the average with it.
    @discardableResult
    @inline(__always)
    public mutating func add(_ close: Double) -> Double? {
        if seeded == seedCount {
            current += (close - current) * smoothing
            return current
        }
        current += close
        seeded += 1
        guard seeded == seedCount else { return nil }
        current /= Double(seedCount)
        return current
    }

    /// All closes so far were so many times what they are now: a split.
    public mutating func scale(by factor: Double) { current *= factor }

    /// The average over closes, oldest first; `nil` when they are fewer than the seed takes.
    public static func over(
        _ closes: some Sequence<Double>, length: Int, seed: Seed = .mean
    ) -> Double? {
        var average = ExponentialMovingAverage(length: length, seed: seed)
        for close in closes { average.add(close) }
        return average.value
    }
}
