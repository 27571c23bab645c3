public import KraderModel

/// One-minute candles of many symbols as packed rows, decoded in batches. A row is 32 bytes,
/// little-endian:
///
///     0  Int64  the candle's END, nanoseconds since 1970 UTC
///     8  Int32  symbol index
///     12 Int32  open, 16 high, 20 low, 24 close, won
///     28 Int32  volume, shares
///
/// The traded value, which the rows lack, is close × volume. A row that cannot be read ends
/// the source, and `fault` says why: whoever runs to the end looks at it.
public final class PackedCandles: CandleSource {
    public static let rowLength = 32

    /// What ended the source before its last row.
    public private(set) var fault: PackedFault?

    private let bytes: UnsafeRawBufferPointer
    private let owner: AnyObject?
    private let symbolCount: Int
    private let batch: FixedBuffer<CandleEvent>
    private let count: Int
    private var next = 0
    /// No candle ends in the first minute of all time: its start could not be written.
    private var latest = (time: Int64.min + Timeframe.m1.interval.nanoseconds, symbol: Int32.min)

    /// - Parameters:
    ///   - bytes: Whole rows by end, then symbol index; they must not move or change while the
    ///     source lives.
    ///   - owner: What is kept as long as the source lives, since it keeps the bytes in place, such
    ///     as a mapped file.
    ///   - symbolCount: How many instruments the run has.
    /// Throws: `PackedFault` when the bytes end inside a row.
    public init(
        _ bytes: UnsafeRawBufferPointer, owner: AnyObject? = nil, symbolCount: Int
    ) throws(PackedFault) {
        count = bytes.count / PackedCandles.rowLength
        guard bytes.count % PackedCandles.rowLength == 0 else {
            throw PackedFault(.cutOff, row: count)
        }
        self.bytes = bytes
        self.owner = owner
        self.symbolCount = symbolCount
        batch = FixedBuffer(repeating: .blank, count: Merge<CandleEvent>.batch)
    }

    public func nextCandles() -> BufferView<CandleEvent> {
        guard fault == nil else { return batch.view(of: 0..<0) }
        let wanted = min(batch.count, count - next)
        var latest = latest
        var read = 0
        while read < wanted {
            let row = Record(bytes, at: (next + read) * PackedCandles.rowLength)
            if let reason = row.fault(after: latest, symbolCount: symbolCount) {
                fault = PackedFault(reason, row: next + read)
                break
            }
            latest = (row.time, row.symbol)
            batch[read] = row.event
            read += 1
        }
        self.latest = latest
        next += read
        return batch.view(of: 0..<read)
    }

    private struct Record {
        let time: Int64
        let symbol, open, high, low, close, volume: Int32

        @inline(__always)
        init(_ bytes: UnsafeRawBufferPointer, at offset: Int) {
            time = bytes.littleEndian(Int64.self, at: offset)
            symbol = bytes.littleEndian(Int32.self, at: offset + 8)
            open = bytes.littleEndian(Int32.self, at: offset + 12)
            high = bytes.littleEndian(Int32.self, at: offset + 16)
            low = bytes.littleEndian(Int32.self, at: offset + 20)
            close = bytes.littleEndian(Int32.self, at: offset + 24)
            volume = bytes.littleEndian(Int32.self, at: offset + 28)
        }

        @inline(__always)
        func fault(
            after latest: (time: Int64, symbol: Int32), symbolCount: Int
        ) -> PackedFault.Reason? {
            if (time, symbol) < latest { return .outOfOrder }
            if symbol < 0 || Int(symbol) >= symbolCount { return .unknownSymbol }
            if low < 1 || low > open || low > close || high < open || high < close {
                return .noPrice
            }
            return volume < 0 ? .noSize : nil
        }

        @inline(__always)
        var event: CandleEvent {
            let end = Moment(nanoseconds: time)
            let traded = Shares(Int64(volume))
            return CandleEvent(
                symbol: SymbolIndex(Int(symbol)), timeframe: .m1,
                candle: Candle(
                    start: end - Timeframe.m1.interval, end: end, open: Price(Int64(open)),
                    high: Price(Int64(high)), low: Price(Int64(low)), close: Price(Int64(close)),
                    volume: traded, value: Price(Int64(close)) * traded))
        }
    }
}
