/// Moving average convergence and divergence: the line is the fast exponential average less the
/// slow one, the signal an exponential average of the line, the histogram line less signal.
///
/// The line exists from the `slow`th close on, whichever the seed; the signal is made of the line's
/// values from there and exists `signal − 1` closes later. With the seed `mean` each of the three
/// averages begins with the mean of its own first values (the fast one with the first `fast` closes
/// of all); with `first` with its first value, which is what chart programs without a seed do.
///
/// The incremental form is this value, O(1) a close and without allocation; the window form is
/// `over`. Both run the same arithmetic, so over the same closes they agree to the last bit.
public struct MACD: Hashable, Sendable {
    public struct Value: Hashable, Sendable {
        public var line: Double
        public var signal: Double
        public var histogram: Double { line - signal }
    }

    private var fast: ExponentialMovingAverage
    private var slow: ExponentialMovingAverage
    private var smoothed: ExponentialMovingAverage
    /// How many closes are missing before there is a line, and how many of its values before there
    /// is a signal.
    private var closesMissing: Int
    private var linesMissing: Int
    /// The fast average less the slow one; `nil` before there are `slow` closes.
    public private(set) var line: Double?
    /// The line and its signal; `nil` before there is a signal, at the `slow + signal − 1`th close.
    public private(set) var value: Value?

    /// - Parameters:
    ///   - fast: The number of closes, one or more and fewer than `slow`.
    ///   - signal: The number of values of the line, one or more.
    public init(
        fast: Int = 12, slow: Int = 26, signal: Int = 9,
        seed: ExponentialMovingAverage.Seed = .mean
    ) {
        precondition(fast < slow, "The fast average is shorter than the slow one")
        self.fast = ExponentialMovingAverage(length: fast, seed: seed)
        self.slow = ExponentialMovingAverage(length: slow, seed: seed)
        smoothed = ExponentialMovingAverage(length: signal, seed: seed)
        closesMissing = slow
        linesMissing = signal
    }

    /// Takes in the next close and returns line and signal with it.
    @discardableResult
    public mutating func add(_ close: Double) -> Value? {
        let fast = fast.add(close)
        let slow = slow.add(close)
        if closesMissing > 0 { closesMissing -= 1 }
        guard closesMissing == 0, let fast, let slow else { return nil }
        let difference = fast - slow
        line = difference
        let signal = smoothed.add(difference)
        if linesMissing > 0 { linesMissing -= 1 }
        guard linesMissing == 0, let signal else { return nil }
        value = Value(line: difference, signal: signal)
        return value
    }

    /// Line and signal over closes, oldest first; `nil` when there are fewer than
    /// `slow + signal − 1`.
    public static func over(
        _ closes: some Sequence<Double>, fast: Int = 12, slow: Int = 26, signal: Int = 9,
        seed: ExponentialMovingAverage.Seed = .mean
    ) -> Value? {
        var convergence = MACD(fast: fast, slow: slow, signal: signal, seed: seed)
        for close in closes { convergence.add(close) }
        return convergence.value
    }
}
