public enum Side: UInt8, Hashable, Sendable, CaseIterable, CustomStringConvertible {
    case buy, sell
    public var description: String { self == .buy ? "buy" : "sell" }
}

/// How an order is priced.
public enum OrderType: UInt8, Hashable, Sendable, CaseIterable, CustomStringConvertible {
    case limit, market
    public var description: String { self == .limit ? "limit" : "market" }
}

/// How long an order lives. `nextOpen` is held by the engine and sent as a day order when the next
/// opening auction takes orders (semantics.md §3); the venue never sees it.
public enum TimeInForce: UInt8, Hashable, Sendable, CaseIterable, CustomStringConvertible {
    case day, immediateOrCancel, fillOrKill, nextOpen

    public var description: String {
        switch self {
        case .day: "day"
        case .immediateOrCancel: "ioc"
        case .fillOrKill: "fok"
        case .nextOpen: "next_open"
        }
    }
}

/// What a fill rests on (semantics.md §4).
public enum Evidence: UInt8, Hashable, Sendable, CaseIterable, CustomStringConvertible {
    case book, quote, through, touch, auction, path, scripted

    public var description: String {
        switch self {
        case .book: "book"
        case .quote: "quote"
        case .through: "through"
        case .touch: "touch"
        case .auction: "auction"
        case .path: "path"
        case .scripted: "scripted"
        }
    }
}
