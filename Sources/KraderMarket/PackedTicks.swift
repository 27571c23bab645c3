public import KraderModel

/// Why packed rows cannot be read, and where.
public struct PackedFault: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Reason: String, Hashable, Sendable {
        case cutOff = "the bytes end inside a row"
        case outOfOrder = "the row belongs before its predecessor"
        case noPrice = "a price is below 1, or high and low do not enclose open and close"
        case noSize = "the size or volume is below zero, or that of a print is zero"
        case notZero = "the field that must be zero is not"
        case unknownSymbol = "the symbol index is outside the list of instruments"
    }

    public var reason: Reason
    /// The row's place, from 0.
    public var row: Int

    public init(_ reason: Reason, row: Int) {
        self.reason = reason
        self.row = row
    }

    public var description: String { "row \(row): \(reason.rawValue)" }
}

/// Prints of one symbol as packed rows, decoded in batches. A row is 24 bytes, little-endian:
///
///     0  Int64  exchange time, nanoseconds since 1970 UTC
///     8  Int64  price, won
///     16 Int32  size, shares
///     20 Int32  zero
///
/// A row that cannot be read ends the source, and `fault` says why: whoever runs to the end
/// looks at it.
public final class PackedTicks: TickSource {
    public static let rowLength = 24

    /// What ended the source before its last row.
    public private(set) var fault: PackedFault?

    private let bytes: UnsafeRawBufferPointer
    private let owner: AnyObject?
    private let symbol: SymbolIndex
    private let batch: FixedBuffer<Tick>
    private let count: Int
    private var next = 0
    private var latest = Int64.min

    /// - Parameters:
    ///   - bytes: Whole rows; they must not move or change while the source lives.
    ///   - owner: What is kept as long as the source lives, since it keeps the bytes in place, such
    ///     as a mapped file.
    /// Throws: `PackedFault` when the bytes end inside a row.
    public init(
        _ bytes: UnsafeRawBufferPointer, owner: AnyObject? = nil, symbol: SymbolIndex
    ) throws(PackedFault) {
        count = bytes.count / PackedTicks.rowLength
        guard bytes.count % PackedTicks.rowLength == 0 else {
            throw PackedFault(.cutOff, row: count)
        }
        self.bytes = bytes
        self.owner = owner
        self.symbol = symbol
        batch = FixedBuffer(repeating: .blank, count: Merge<Tick>.batch)
    }

    public func nextTicks() -> BufferView<Tick> {
        guard fault == nil else { return batch.view(of: 0..<0) }
        let (first, symbol) = (next, symbol)
        let wanted = min(batch.count, count - first)
        var latest = latest
        var read = 0
        while read < wanted {
            let at = (first + read) * PackedTicks.rowLength
            let time = bytes.littleEndian(Int64.self, at: at)
            let price = bytes.littleEndian(Int64.self, at: at + 8)
            let size = bytes.littleEndian(Int32.self, at: at + 16)
            let zero = bytes.littleEndian(Int32.self, at: at + 20)
            if time < latest || price < 1 || size < 1 || zero != 0 {
                let reason: PackedFault.Reason =
                    time < latest
                    ? .outOfOrder : price < 1 ? .noPrice : size < 1 ? .noSize : .notZero
                fault = PackedFault(reason, row: first + read)
                break
            }
            latest = time
            batch[read] = Tick(
                time: Moment(nanoseconds: time), symbol: symbol, price: Price(price),
                size: Shares(Int64(size)))
            read += 1
        }
        self.latest = latest
        next = first + read
        return batch.view(of: 0..<read)
    }
}

extension UnsafeRawBufferPointer {
    /// An integer at an offset, aligned or not, whatever the machine's own byte order.
    @inline(__always)
    func littleEndian<Value: FixedWidthInteger & BitwiseCopyable>(
        _ type: Value.Type, at offset: Int
    ) -> Value {
        Value(littleEndian: loadUnaligned(fromByteOffset: offset, as: type))
    }
}
