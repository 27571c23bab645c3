public import KraderModel

/// A book as a dataset keeps it: 8 bytes and 16 a level.
///
///     0                UInt64  nanoseconds since midnight KST of the file's day
///     8                depth × (UInt32 price, UInt32 quantity): asks, the best first
///     8 + 8 × depth    the same: bids
///
/// A price of 0: the side displays no more levels.
public enum BookRow {
    public static func length(depth: Int) -> Int { 8 + 16 * depth }

    /// A book of at most `depth` levels a side whose numbers fit.
    public static func write(
        _ book: borrowing Book, midnight: Moment, depth: Int, to bytes: UnsafeMutableRawPointer
    ) {
        let since = book.time.nanoseconds - midnight.nanoseconds
        bytes.write(UInt64(bitPattern: since), at: 0)
        for (side, offset) in [(Side.sell, 8), (Side.buy, 8 + 8 * depth)] {
            let count = book.count(side)
            for index in 0..<depth {
                let level = index < count ? book.level(side, index) : PriceLevel(Price(0), .zero)
                bytes.write(UInt32(level.price.won), at: offset + 8 * index)
                bytes.write(UInt32(level.quantity.count), at: offset + 8 * index + 4)
            }
        }
    }

    /// Decodes a row into a book. Returns: false when the bytes hold what cannot be.
    public static func read(
        _ bytes: UnsafeRawPointer, depth: Int, midnight: Moment, symbol: SymbolIndex,
        into book: inout Book
    ) -> Bool {
        let since = bytes.word(at: 0)
        guard since < 86_400_000_000_000 else { return false }
        book = Book(
            time: Moment(nanoseconds: midnight.nanoseconds + Int64(since)), symbol: symbol)
        return readSide(bytes + 8, depth, .sell, &book)
            && readSide(bytes + 8 + 8 * depth, depth, .buy, &book)
    }

    @inline(__always)
    private static func readSide(
        _ bytes: UnsafeRawPointer, _ depth: Int, _ side: Side, _ book: inout Book
    ) -> Bool {
        var last: UInt32 = side == .sell ? 0 : .max
        for index in 0..<depth {
            let price = bytes.half(at: 8 * index)
            let quantity = bytes.half(at: 8 * index + 4)
            if price == 0 {
                // Nothing may stand behind the last level.
                for rest in index..<depth where bytes.word(at: 8 * rest) != 0 { return false }
                return true
            }
            guard price <= 1_000_000_000, side == .sell ? price > last : price < last else {
                return false
            }
            last = price
            book.append(PriceLevel(Price(Int64(price)), Shares(Int64(quantity))), to: side)
        }
        return true
    }
}
