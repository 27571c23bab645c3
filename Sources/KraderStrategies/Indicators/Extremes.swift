/// The highest of the last `length` values.
///
/// The incremental form is this value: O(1) a value over many (each enters and leaves a ring once),
/// allocated once. The window form is `over`. They agree exactly.
public struct Highest: Hashable, Sendable {
    private var ring: ExtremeRing

    /// - Parameter length: The number of values, one or more.
    public init(length: Int) { ring = ExtremeRing(length: length) }

    /// The highest value; `nil` before there are `length` values.
    public var value: Double? { ring.value }

    /// Takes in the next value and returns the highest with it.
    @discardableResult
    public mutating func add(_ value: Double) -> Double? {
        ring.add(value)
        return ring.value
    }

    /// The highest of the last `length` values, oldest first; `nil` when there are fewer.
    public static func over(
        _ values: some BidirectionalCollection<Double>, length: Int
    ) -> Double? {
        let last = values.suffix(length)
        return last.count == length ? last.max() : nil
    }
}

/// The lowest of the last `length` values; see `Highest`.
public struct Lowest: Hashable, Sendable {
    /// The values with their sign turned.
    private var ring: ExtremeRing

    /// - Parameter length: The number of values, one or more.
    public init(length: Int) { ring = ExtremeRing(length: length) }

    /// The lowest value; `nil` before there are `length` values.
    public var value: Double? { ring.value.map { -$0 } }

    /// Takes in the next value and returns the lowest with it.
    @discardableResult
    public mutating func add(_ value: Double) -> Double? {
        ring.add(-value)
        return self.value
    }

    /// The lowest of the last `length` values, oldest first; `nil` when there are fewer.
    public static func over(
        _ values: some BidirectionalCollection<Double>, length: Int
    ) -> Double? {
        let last = values.suffix(length)
        return last.count == length ? last.min() : nil
    }
}

/// The values of a window that may still become its highest, in falling order: whatever came before
/// a higher one has no chance any more.
private struct ExtremeRing: Hashable, Sendable {
    private struct Entry: Hashable, Sendable {
        var value: Double
        /// The how manieth value it was.
        var place: Int
    }

    private var entries: ContiguousArray<Entry>
    private var first = 0
    private var count = 0
    private var seen = 0

    init(length: Int) {
        precondition(length >= 1, "A window has one value or more")
        entries = ContiguousArray(repeating: Entry(value: 0, place: 0), count: length)
    }

    var value: Double? { seen >= entries.count ? entries[first].value : nil }

    mutating func add(_ value: Double) {
        let length = entries.count
        seen += 1
        if count > 0 && entries[first].place <= seen - length {
            first = first + 1 == length ? 0 : first + 1
            count -= 1
        }
        while count > 0 && entries[slot(count - 1)].value <= value { count -= 1 }
        entries[slot(count)] = Entry(value: value, place: seen)
        count += 1
    }

    private func slot(_ index: Int) -> Int {
        let place = first + index
        return place >= entries.count ? place - entries.count : place
    }
}
