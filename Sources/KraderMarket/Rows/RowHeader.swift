public import KraderModel

/// What the rows of a file are.
public enum RowKind: String, Hashable, Sendable, CaseIterable, Comparable {
    case ticks, quotes, books, candles
    /// Interruptions and halts.
    case statuses

    /// The kind's number in the header.
    var number: UInt8 {
        switch self {
        case .ticks: 1
        case .quotes: 2
        case .books: 3
        case .candles: 4
        case .statuses: 5
        }
    }

    public static func < (a: RowKind, b: RowKind) -> Bool { a.number < b.number }
}

/// The first 128 bytes of a row file, little-endian. The file goes on with `count` rows of
/// `rowLength` bytes and ends with a `RowHash` of each 65,536 bytes of them:
///
///     0   8 bytes  magic: 89 4B 52 44 0D 0A 1A 0A
///     8   UInt16   version, 1
///     10  UInt8    kind: 1 ticks, 2 quotes, 3 books, 4 candles, 5 statuses
///     11  UInt8    depth: levels a side of quotes (1) and books; of ticks 1 when they carry best
///                  ask and bid, else 0
///     12  UInt16   row length in bytes
///     14  UInt16   timeframe of candles in minutes, 1440 for daily ones; else 0
///     16  8 bytes  symbol, ASCII, filled up with zeros
///     24  UInt32   day in KST as 20260303; 0 for candles
///     28  UInt8    decimals of prices that are part of the whole number: 0 for won, 2 for indices
///     29  UInt8    scope: 0 unknown, 1 KRX, 2 NXT, 3 consolidated
///     30  UInt16   zero
///     32  UInt64   count of rows
///     40  Int64    time of the first row, nanoseconds since 1970 UTC; 0 without any
///     48  Int64    time of the last
///     56  UInt64   what times are cut to, nanoseconds
///     64  48 bytes source, UTF-8, filled up with zeros
///     112 UInt64   hash of the block hashes behind the rows
///     120 UInt64   hash of the 120 bytes before
public struct RowHeader: Hashable, Sendable {
    public static let length = 128
    public static let version: UInt16 = 1
    /// The most bytes of the source's text that fit.
    static let sourceBytesMax = 48

    public var kind: RowKind
    public var symbol: IssueCode
    /// The length of candles, `nil` for everything else.
    public var timeframe: Timeframe?
    /// The KST day on which all rows lie, `nil` for candles.
    public var day: CalendarDate?
    public var depth: Int
    public var decimals: Int
    public var scope: MarketScope
    public var stampUnit: Interval
    /// The name of who recorded or made it, cut to what fits.
    public var source: String
    public var count: Int
    public var first: Moment
    public var last: Moment
    /// Hash of the block hashes; known once the rows are.
    public var sum: UInt64

    public init(
        kind: RowKind, symbol: IssueCode, timeframe: Timeframe? = nil, day: CalendarDate? = nil,
        depth: Int = 0, decimals: Int = 0, scope: MarketScope = .unknown,
        stampUnit: Interval = Interval(nanoseconds: 1), source: String = "", count: Int = 0,
        first: Moment = Moment(nanoseconds: 0), last: Moment = Moment(nanoseconds: 0),
        sum: UInt64 = 0
    ) {
        self.kind = kind
        self.symbol = symbol
        self.timeframe = timeframe
        self.day = day
        self.depth = depth
        self.decimals = decimals
        self.scope = scope
        self.stampUnit = stampUnit
        self.source = source
        self.count = count
        self.first = first
        self.last = last
        self.sum = sum
    }

    /// Bytes of one row.
    public var rowLength: Int {
        switch kind {
        case .ticks: depth == 0 ? TickRow.shortLength : TickRow.longLength
        case .quotes, .books: BookRow.length(depth: depth)
        case .candles: CandleRow.length
        case .statuses: StatusRow.length
        }
    }

    public var rowBytes: Int { count * rowLength }
    public var blocks: Int { (rowBytes + RowHash.blockBytes - 1) / RowHash.blockBytes }
    /// How long the whole file is.
    public var fileBytes: Int { RowHeader.length + rowBytes + 8 * blocks }

    /// The path of the file in its dataset: `ticks/005930/2026-03-03.ticks`,
    /// `candles/1d/005930.candles`.
    public var path: String {
        if let timeframe { return "candles/\(timeframe)/\(symbol).candles" }
        return "\(kind.rawValue)/\(symbol)/\(day.map(\.description) ?? "undated").\(kind.rawValue)"
    }
}

/// Why the bytes of a row file cannot be read, and where.
public struct RowFault: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Reason: String, Hashable, Sendable {
        case notARowFile = "it is no row file of krader"
        case unknownVersion = "it is of a version that this krader does not know"
        case headerAltered = "the header was altered"
        case headerImpossible = "the header contradicts itself"
        case cutOff = "the file is cut off"
        case tooLong = "the file goes on behind its end"
        case rowsAltered = "rows were altered"
        case hashesAltered = "the hashes of the rows were altered"
        case outOfOrder = "a row belongs before its predecessor"
        case impossible = "a row holds what cannot be"
    }

    public var reason: Reason
    /// The place in bytes from the beginning of the file.
    public var offset: Int

    public init(_ reason: Reason, offset: Int) {
        self.reason = reason
        self.offset = offset
    }

    public var description: String { "\(reason.rawValue) (offset \(offset))" }
}
