/// Points of candles that were not played, because the issue didn't trade continuously between
/// their time and the end of their candle, while orders or exits waited in it (semantics.md §4).
public struct LostPoints: Hashable, Sendable {
    public private(set) var count: Int64 = 0
    public private(set) var first: Place?

    /// The issue and the time of a point.
    public struct Place: Hashable, Sendable {
        public var symbol: SymbolIndex
        public var at: Moment
    }

    public init() {}

    public mutating func add(_ points: Int64, _ symbol: SymbolIndex, at moment: Moment) {
        count += points
        if first == nil { first = Place(symbol: symbol, at: moment) }
    }
}
