/// The relative strength index by Wilder's smoothing, 0…100: the mean of the first `length` gains
/// and losses, then `(mean × (length − 1) + change) / length`; 100 when the mean loss is 0
/// (krader-behaviour.md §7).
///
/// Written as 100 × gain ÷ (gain + loss), which equals 100 − 100 ÷ (1 + gain ÷ loss) but keeps
/// round values round: gains of 2 to losses of 3 are 40 and not nearly 40, which matters where a
/// rule says "at least 40".
///
/// The incremental form is this value, O(1) a close and without allocation; the window form is
/// `over`. Both run the same arithmetic, so over the same closes they agree to the last bit.
public struct RelativeStrengthIndex: Hashable, Sendable {
    private let length: Int
    private var previous = 0.0
    /// How many closes were seen; it stops at `length + 1`, when there are `length` changes.
    private var count = 0
    /// The sums of gains and losses until there are `length` changes, then their means.
    private var gain = 0.0
    private var loss = 0.0

    /// - Parameter length: The number of changes, one or more.
    public init(length: Int = 14) {
        precondition(length >= 1, "An index has a length of one change or more")
        self.length = length
    }

    /// The index, 0…100; `nil` before there are `length` changes, one close more than that.
    public var value: Double? {
        guard count > length else { return nil }
        return loss == 0 ? 100 : 100 * gain / (gain + loss)
    }

    /// Takes in the next close and returns the index with it.
    @discardableResult
    public mutating func add(_ close: Double) -> Double? {
        advance(to: close)
        return value
    }

    /// Takes in the next close without the division that the value costs.
    mutating func advance(to close: Double) {
        let change = close - previous
        previous = close
        let up = change > 0 ? change : 0
        let down = change < 0 ? -change : 0
        if count > length {
            gain = (gain * Double(length - 1) + up) / Double(length)
            loss = (loss * Double(length - 1) + down) / Double(length)
            return
        }
        count += 1
        if count == 1 { return }
        gain += up
        loss += down
        if count > length {
            gain /= Double(length)
            loss /= Double(length)
        }
    }

    /// The index over closes, oldest first; `nil` when there are fewer than `length + 1`.
    public static func over(_ closes: some Sequence<Double>, length: Int = 14) -> Double? {
        var index = RelativeStrengthIndex(length: length)
        for close in closes { index.advance(to: close) }
        return index.value
    }
}
