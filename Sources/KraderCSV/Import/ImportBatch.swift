public import KraderModel

/// A print as a file says it, before it has a place in a dataset. 0 stands for what is not said.
public struct ImportedTick: Sendable {
    /// Nanoseconds since 1970 UTC.
    public var time: Int64
    /// The line of the file on which the print stands, from 1.
    public var line: Int64
    public var price: Int64
    public var size: Int64
    /// The best prices just after the print, in won.
    public var ask: Int64
    public var bid: Int64
    /// The place of the issue among the reader's codes.
    public var series: Int32
    public var taker: Tick.Taker
    public var venue: PrintVenue

    public init(
        time: Int64, line: Int64, price: Int64, size: Int64, ask: Int64 = 0, bid: Int64 = 0,
        series: Int32 = 0, taker: Tick.Taker = .unknown, venue: PrintVenue = .unknown
    ) {
        self.time = time
        self.line = line
        self.price = price
        self.size = size
        self.ask = ask
        self.bid = bid
        self.series = series
        self.taker = taker
        self.venue = venue
    }
}

/// A candle row as it stands: its stamp is not yet known to be a start or an end.
public struct ImportedCandle: Hashable, Sendable {
    /// Nanoseconds since 1970 UTC; a date alone is its midnight in KST.
    public var time: Int64
    public var line: Int64
    /// Open, high, low and volume are 0 on a halted day.
    public var open: Int64
    public var high: Int64
    public var low: Int64
    public var close: Int64
    public var volume: Int64
    /// The value traded, in the unit that `ImportNotes.valueUnit` says; close × volume where the
    /// file has no such column.
    public var value: Int64
    /// The change from the previous close, where the row says one in won. Which base price it gives
    /// is known when the whole file is read: `ImportNotes.changes`.
    public var change: ImportedChange?
    public var listedShares: Int64
    public var series: Int32
    public var isDate: Bool
    public var board: Board?

    public init(
        time: Int64, line: Int64, open: Int64, high: Int64, low: Int64, close: Int64,
        volume: Int64, value: Int64, change: ImportedChange? = nil,
        listedShares: Int64 = 0, series: Int32 = 0, isDate: Bool = false, board: Board? = nil
    ) {
        self.time = time
        self.line = line
        self.open = open
        self.high = high
        self.low = low
        self.close = close
        self.volume = volume
        self.value = value
        self.change = change
        self.listedShares = listedShares
        self.series = series
        self.isDate = isDate
        self.board = board
    }
}

/// A book, or best quotes, as a file says them.
public struct ImportedBook: Sendable {
    public var line: Int64
    /// The book, whose symbol is the place among the reader's codes.
    public var book: Book

    public init(line: Int64, book: Book) {
        self.line = line
        self.book = book
    }
}

/// What an issue is called from a row on.
public struct ImportedName: Hashable, Sendable {
    /// Nanoseconds since 1970 UTC.
    public var time: Int64
    public var line: Int64
    public var series: Int32
    public var name: String

    public init(time: Int64, line: Int64, series: Int32, name: String) {
        self.time = time
        self.line = line
        self.series = series
        self.name = name
    }
}

/// A row that is not taken, and why.
public struct ImportReject: Hashable, Sendable {
    public var line: Int64
    /// A code that stays the same in all versions, for counting: `bad_time`, `bad_number`,
    /// `bad_price` ….
    public var code: String
    /// What the file calls the column; empty when the row as a whole is wrong.
    public var column: String
    public var value: String
    /// The reason as a part of a sentence: "it must be between 1 and 1000000000".
    public var reason: String

    public init(line: Int64, code: String, column: String, value: String, reason: String) {
        self.line = line
        self.code = code
        self.column = column
        self.value = value
        self.reason = reason
    }
}

/// The rows of a piece of text, filled by the reader and emptied by whoever takes them.
public struct ImportBatch: ~Copyable {
    public var ticks = AppendBuffer<ImportedTick>(capacity: 1 << 12)
    public var candles = AppendBuffer<ImportedCandle>(capacity: 1 << 10)
    public var books = AppendBuffer<ImportedBook>(capacity: 1 << 8)
    public var rejects: [ImportReject] = []
    /// The names of series, each where it is not that of the row before.
    public var names: [ImportedName] = []

    public init() {}

    public mutating func removeAll() {
        ticks.removeAll()
        candles.removeAll()
        books.removeAll()
        rejects.removeAll(keepingCapacity: true)
        names.removeAll(keepingCapacity: true)
    }
}
