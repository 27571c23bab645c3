public import KraderModel

/// A print as a dataset keeps it, of 16 bytes, or of 24 where best prices came with it:
///
///     0   UInt64  bits 0–47: nanoseconds since midnight KST of the file's day; bits 48–49: taker,
///                 0 unknown, 1 buyer, 2 seller; bits 50–52: venue, 0 unknown, 1 KRX, 2 NXT
///     8   UInt32  price
///     12  UInt32  size, shares
///     16  UInt32  best ask just after the print, 0 when not said
///     20  UInt32  best bid, likewise
///
/// Prints of one stamp stand in the order in which they happened.
public struct TickRow: Hashable, Sendable {
    public static let shortLength = 16
    public static let longLength = 24

    /// Nanoseconds since midnight KST, below a day.
    public var sinceMidnight: Int64
    public var price: UInt32
    public var size: UInt32
    public var ask: UInt32
    public var bid: UInt32
    public var taker: Tick.Taker
    public var venue: PrintVenue

    @inlinable public init(
        sinceMidnight: Int64, price: UInt32, size: UInt32, ask: UInt32 = 0, bid: UInt32 = 0,
        taker: Tick.Taker = .unknown, venue: PrintVenue = .unknown
    ) {
        self.sinceMidnight = sinceMidnight
        self.price = price
        self.size = size
        self.ask = ask
        self.bid = bid
        self.taker = taker
        self.venue = venue
    }

    /// Writes 16 bytes, or 24 when `isLong`.
    public func write(to bytes: UnsafeMutableRawPointer, isLong: Bool) {
        let flags = UInt64(taker.rawValue) | UInt64(venue.rawValue) << 2
        bytes.write(UInt64(bitPattern: sinceMidnight) | flags << 48, at: 0)
        bytes.write(price, at: 8)
        bytes.write(size, at: 12)
        if isLong {
            bytes.write(ask, at: 16)
            bytes.write(bid, at: 20)
        }
    }

    /// Decodes a row; `nil` when the bytes hold what cannot be.
    @inline(__always)
    public init?(_ bytes: UnsafeRawPointer, isLong: Bool) {
        let stamp = bytes.word(at: 0)
        let flags = stamp >> 48
        sinceMidnight = Int64(stamp & 0xFFFF_FFFF_FFFF)
        price = bytes.half(at: 8)
        size = bytes.half(at: 12)
        ask = isLong ? bytes.half(at: 16) : 0
        bid = isLong ? bytes.half(at: 20) : 0
        guard let taker = Tick.Taker(rawValue: UInt8(flags & 3)),
            let venue = PrintVenue(rawValue: UInt8(flags >> 2 & 7)), flags >> 5 == 0,
            sinceMidnight < 86_400_000_000_000, price >= 1, price <= 1_000_000_000, size >= 1
        else { return nil }
        self.taker = taker
        self.venue = venue
    }

    /// The print as the run sees it: one of another venue than KRX is of another scope.
    @inline(__always)
    public func tick(_ symbol: SymbolIndex, midnight: Moment, scope: Tick.Scope) -> Tick {
        Tick(
            time: Moment(nanoseconds: midnight.nanoseconds + sinceMidnight), symbol: symbol,
            price: Price(Int64(price)), size: Shares(Int64(size)), taker: taker,
            scope: venue == .nxt ? .other : scope,
            quote: ask | bid == 0
                ? .none
                : CarriedQuote(
                    ask: Price(Int64(ask)), bid: Price(Int64(bid)), at: Price(Int64(price))))
    }
}
