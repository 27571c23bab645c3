public import KraderModel

/// Which column of a file is meant: by its name, or by its number, from 1.
public enum ColumnChoice: Hashable, Sendable, ExpressibleByStringLiteral,
    ExpressibleByIntegerLiteral
{
    case name(String)
    case number(Int)

    public init(stringLiteral name: String) { self = .name(name) }
    public init(integerLiteral number: Int) { self = .number(number) }
}

/// Whether the time of a candle row is the beginning or the end of the candle.
public enum CandleStamp: String, Hashable, Sendable, CaseIterable {
    case start, end
}

/// What is known of a market data file beforehand; everything left open is recognised or asked for.
public struct TableOptions: Sendable {
    /// What messages call the text.
    public var file: String
    /// The symbol of the rows; with a code column, of the first code that appears, the others
    /// counting on.
    public var symbol: SymbolIndex
    /// Columns that the file names otherwise than `MarketColumn` knows.
    public var columns: [MarketColumn: ColumnChoice]
    /// The same for the levels of books.
    public var bookColumns: [BookColumn: ColumnChoice]
    /// With these, the file must have a column of codes, and the rows of others are counted and
    /// left out.
    public var codes: Set<IssueCode>?
    /// The day of files that hold times of day only, or a single day's candles without any time.
    public var date: CalendarDate?
    /// The distance from UTC of times that do not say it; KST unless told.
    public var zone: Interval
    /// The unit of counts since 1970; recognised by their length unless told.
    public var epochUnit: EpochUnit?
    /// How many decimals of prices are kept as part of the whole number: 0 for won, 2 for index
    /// levels, of which 2669.81 then becomes 266,981.
    public var decimals: Int
    /// The length of the candles; recognised from the distance of the rows unless told.
    public var timeframe: Timeframe?
    /// Recognised from the edges of the session unless told.
    public var stamp: CandleStamp?

    public init(
        file: String, symbol: SymbolIndex = SymbolIndex(0),
        columns: [MarketColumn: ColumnChoice] = [:], bookColumns: [BookColumn: ColumnChoice] = [:],
        codes: Set<IssueCode>? = nil, date: CalendarDate? = nil,
        zone: Interval = .hours(9), epochUnit: EpochUnit? = nil, decimals: Int = 0,
        timeframe: Timeframe? = nil, stamp: CandleStamp? = nil
    ) {
        self.file = file
        self.symbol = symbol
        self.columns = columns
        self.bookColumns = bookColumns
        self.codes = codes
        self.date = date
        self.zone = zone
        self.epochUnit = epochUnit
        self.decimals = decimals
        self.timeframe = timeframe
        self.stamp = stamp
    }

    /// Reads `KST`, `UTC`, `+09:00`; `nil` for anything else.
    public static func zone(_ text: some StringProtocol) -> Interval? {
        switch text {
        case "KST", "Asia/Seoul": .hours(9)
        case "UTC", "Z": .zero
        default: Interval(offset: Array(text.utf8))
        }
    }
}

/// What was found while a table was read: nothing is left out or mended without being counted here.
public struct TableNotes: Hashable, Sendable {
    /// Rows that hold data, the header and blank rows apart.
    public var rows = 0
    /// Rows without any text in any field.
    public var blank = 0
    /// Candle rows of a halted day (no volume, and open, high and low are 0), left out.
    public var halted = 0
    /// Candles kept that traded nothing.
    public var withoutVolume = 0
    /// Candles whose high or low did not reach open and close, widened.
    public var widened = 0
    /// Candle rows that say again what the row before says, left out.
    public var repeated = 0
    /// Tick rows of no shares, left out.
    public var withoutSize = 0
    /// Books that displayed nothing.
    public var withoutLevels = 0
    /// Rows of issues that were not wanted, left out.
    public var ofOthers = 0
    /// Whether rows went newest first and were turned round.
    public var isReversed = false
    /// Whether the file has no header and its columns were taken to be time, open, high, low,
    /// close, volume.
    public var hasAssumedColumns = false

    public init() {}

    /// A sentence for each thing worth telling.
    public var sentences: [String] {
        var result: [String] = []
        func tell(_ count: Int, _ what: String) {
            if count > 0 { result.append("\(count) \(what)") }
        }
        tell(blank, "blank rows were skipped")
        tell(halted, "rows of halted days were skipped")
        tell(repeated, "repeated rows were skipped")
        tell(withoutSize, "rows of no shares were skipped")
        tell(ofOthers, "rows of other issues were left out")
        tell(withoutLevels, "books displayed nothing")
        tell(widened, "candles were widened: high or low did not reach open and close")
        tell(withoutVolume, "candles traded nothing")
        if isReversed { result.append("rows went newest first and were turned round") }
        if hasAssumedColumns {
            result.append("no header: columns taken as time, open, high, low, close, volume")
        }
        return result
    }
}
