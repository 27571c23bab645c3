public enum Side: UInt8, Hashable, Sendable, CaseIterable, CustomStringConvertible {
    case buy, sell
    public var description: String { self == .buy ? "buy" : "sell" }
}

/// How an order is priced (krx-market.md §5.1).
public enum OrderType: UInt8, Hashable, Sendable, CaseIterable, CustomStringConvertible {
    case limit, market
    /// A limit order that turns into a market order when the closing auction begins.
    case conditionalLimit
    /// An order that takes the opposite best price on arrival as its limit and rests there.
    case immediatelyExecutableLimit
    /// An order that takes its own side's best price on arrival as its limit.
    case bestLimit
    /// An order for the closing-price sessions: at the previous close before the open, at today's
    /// after it.
    case closingPrice

    public var description: String {
        switch self {
        case .limit: "limit"
        case .market: "market"
        case .conditionalLimit: "conditional_limit"
        case .immediatelyExecutableLimit: "immediately_executable_limit"
        case .bestLimit: "best_limit"
        case .closingPrice: "closing_price"
        }
    }

    /// Whether whoever orders says the limit.
    @inlinable public var hasLimit: Bool { self == .limit || self == .conditionalLimit }
}

/// How long an order lives. `nextOpen` and `nextClose` are held by the engine and sent as day
/// orders when the next opening or closing auction takes orders (semantics.md §3); the venue never
/// sees them.
public enum TimeInForce: UInt8, Hashable, Sendable, CaseIterable, CustomStringConvertible {
    case day, immediateOrCancel, fillOrKill, nextOpen, nextClose

    public var description: String {
        switch self {
        case .day: "day"
        case .immediateOrCancel: "ioc"
        case .fillOrKill: "fok"
        case .nextOpen: "next_open"
        case .nextClose: "next_close"
        }
    }

    /// Whether the engine holds such an order until an auction takes orders.
    @inlinable public var isHeld: Bool { self == .nextOpen || self == .nextClose }
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
