/// What one row says of a print beside its time: files that tell of the same print may say more or
/// less of it, and it stays one print.
struct PrintTelling {
    /// The price and the size, which two tellings of one print share.
    struct Key: Hashable {
        var price: UInt32
        var size: UInt32
    }

    let key: Key
    /// The taker; like the values below it is 0 where the row does not say it.
    private let taker: UInt64
    private let venue: UInt64
    private let ask: UInt32
    private let bid: UInt32

    /// - Parameter offset: where the row begins, which is written as `ImportedRows` does.
    init(_ rows: UnsafeRawBufferPointer, at offset: Int) {
        let stamp = UInt64(
            littleEndian: rows.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        func word(_ at: Int) -> UInt32 {
            UInt32(
                littleEndian: rows.loadUnaligned(fromByteOffset: offset + at, as: UInt32.self))
        }
        taker = stamp >> 48 & 3
        venue = stamp >> 50 & 7
        key = Key(price: word(8), size: word(12))
        ask = word(16)
        bid = word(20)
    }

    /// Whether both may tell of one print: nothing that both say differs.
    func agrees(with other: PrintTelling) -> Bool {
        func agree<Value: BinaryInteger>(_ a: Value, _ b: Value) -> Bool {
            a == 0 || b == 0 || a == b
        }
        return key == other.key && agree(taker, other.taker) && agree(venue, other.venue)
            && agree(ask, other.ask) && agree(bid, other.bid)
    }

    /// The number of things that the row says.
    var said: Int {
        [taker != 0, venue != 0, ask != 0, bid != 0].count { $0 }
    }
}
