/// The venue of a print, as its record says it.
public enum PrintVenue: UInt8, Hashable, Sendable, CaseIterable {
    case unknown, krx, nxt
}

/// The venue or venues that the prints and candles of a file or dataset are of (semantics.md §2).
public enum MarketScope: String, Hashable, Sendable, CaseIterable {
    case krx = "KRX"
    case nxt = "NXT"
    /// All venues together.
    case consolidated
    case unknown
}
