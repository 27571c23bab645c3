import KraderCSV
import KraderModel

/// A candle row as the import keeps it until its place is known, in 64 bytes.
struct PooledCandle {
    static let length = 64

    var time: Int64
    var line: Int64
    var open: UInt32
    var high: UInt32
    var low: UInt32
    var close: UInt32
    var volume: Int64
    var value: Int64
    /// The base price in won. It is 0 where no change says it, and until the row has its place.
    var basePrice: UInt32 = 0
    var change: ImportedChange?
    var board: Board?
    var listedShares: Int64

    init(_ row: ImportedCandle) {
        time = row.time
        line = row.line
        open = UInt32(row.open)
        high = UInt32(row.high)
        low = UInt32(row.low)
        close = UInt32(row.close)
        volume = row.volume
        value = row.value
        change = row.change
        board = row.board
        listedShares = row.listedShares
    }

    init(_ bytes: UnsafeRawPointer) {
        time = bytes.load(as: Int64.self)
        line = bytes.load(fromByteOffset: 8, as: Int64.self)
        open = bytes.load(fromByteOffset: 16, as: UInt32.self)
        high = bytes.load(fromByteOffset: 20, as: UInt32.self)
        low = bytes.load(fromByteOffset: 24, as: UInt32.self)
        close = bytes.load(fromByteOffset: 28, as: UInt32.self)
        volume = bytes.load(fromByteOffset: 32, as: Int64.self)
        value = bytes.load(fromByteOffset: 40, as: Int64.self)
        let amount = bytes.load(fromByteOffset: 48, as: UInt32.self)
        let kind = bytes.load(fromByteOffset: 53, as: UInt8.self)
        change = ImportedChange.Sign(rawValue: kind >> 4 & 3).flatMap {
            kind & 0x80 == 0
                ? nil : ImportedChange(amount: Int64(amount), sign: $0, code: kind & 0xF)
        }
        let board = Int(bytes.load(fromByteOffset: 52, as: UInt8.self))
        self.board = board > 0 ? Board.allCases[board - 1] : nil
        listedShares = bytes.load(fromByteOffset: 56, as: Int64.self)
    }

    func write(to bytes: UnsafeMutableRawPointer) {
        bytes.storeBytes(of: time, as: Int64.self)
        bytes.storeBytes(of: line, toByteOffset: 8, as: Int64.self)
        bytes.storeBytes(of: open, toByteOffset: 16, as: UInt32.self)
        bytes.storeBytes(of: high, toByteOffset: 20, as: UInt32.self)
        bytes.storeBytes(of: low, toByteOffset: 24, as: UInt32.self)
        bytes.storeBytes(of: close, toByteOffset: 28, as: UInt32.self)
        bytes.storeBytes(of: volume, toByteOffset: 32, as: Int64.self)
        bytes.storeBytes(of: value, toByteOffset: 40, as: Int64.self)
        bytes.storeBytes(of: UInt32(change?.amount ?? 0), toByteOffset: 48, as: UInt32.self)
        let kind = change.map { 0x80 | $0.sign.rawValue << 4 | $0.code & 0xF } ?? 0
        bytes.storeBytes(of: kind, toByteOffset: 53, as: UInt8.self)
        let place = board.flatMap { Board.allCases.firstIndex(of: $0) }.map { $0 + 1 } ?? 0
        bytes.storeBytes(of: UInt8(place), toByteOffset: 52, as: UInt8.self)
        bytes.storeBytes(of: listedShares, toByteOffset: 56, as: Int64.self)
    }

    /// Whether both rows have the same values, wherever they stand and whatever time they have.
    func says(sameAs other: PooledCandle) -> Bool {
        (open, high, low, close) == (other.open, other.high, other.low, other.close)
            && (volume, value, basePrice) == (other.volume, other.value, other.basePrice)
    }

    /// Whether nothing traded all day, so that only the close is known.
    var isHalted: Bool { open == 0 && high == 0 && low == 0 && volume == 0 }
}
