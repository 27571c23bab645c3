public import KraderModel

/// What the rows of a file are.
public enum ImportContent: String, Hashable, Sendable, CaseIterable {
    case ticks, candles
    /// Books of one level a side, which are best quotes.
    case quotes
    case books
}

/// What is known beforehand of a file to import; everything left open is recognised.
public struct ImportOptions: Sendable {
    /// What messages call the text.
    public var file: String
    public var content: ImportContent?
    /// The columns that the file calls otherwise than `MarketColumn` knows.
    public var columns: [MarketColumn: ColumnChoice]
    /// The columns of the levels of books that the file calls otherwise.
    public var bookColumns: [BookColumn: ColumnChoice]
    /// The day of a file that holds times of day only, or a single day's candles without any time.
    public var date: CalendarDate?
    /// The distance from UTC of times that do not say it; KST (+09:00) unless told.
    public var zone: Interval
    /// The unit of counts since 1970; recognised by their length unless told.
    public var epochUnit: EpochUnit?
    /// How many decimals of prices are kept as part of the whole number: 0 for won, 2 for index
    /// levels, of which 2669.81 then becomes 266,981.
    public var decimals: Int
    /// The venue of prints whose rows say none.
    public var venue: PrintVenue
    /// Whether prices with fractions of a won are rounded, half a won up.
    public var roundsPrices: Bool
    /// The share of the candles of a file whose high or low may not reach open and close. 0…1
    public var widenedMax: Double
    /// How the directions of changes are meant; the rows say it unless told.
    public var changes: ChangeReading?
    /// Reads a text that is not UTF-8, as CP949: titles, names of issues and boards. `nil` when it
    /// cannot be read either.
    public var decodeTitle: (@Sendable ([UInt8]) -> String?)?
    /// The issue of all rows when the file has no column of codes. The reader does not look at it:
    /// its series 0 is this issue.
    public var symbol: IssueCode?
    /// Whether a column of codes may hold those of indices, of one to six characters.
    public var allowsIndexCodes: Bool
    /// How the file is written, where it doesn't show it.
    public var form: ImportForm
    /// How messages call what may be said of the file.
    public var asker: ImportAsker

    /// The share above which candles that must be widened are no rounding: one in ten.
    public static let widenedMaxDefault = 0.1

    public init(
        file: String, content: ImportContent? = nil,
        columns: [MarketColumn: ColumnChoice] = [:],
        bookColumns: [BookColumn: ColumnChoice] = [:], date: CalendarDate? = nil,
        zone: Interval = .hours(9), epochUnit: EpochUnit? = nil, decimals: Int = 0,
        venue: PrintVenue = .unknown, roundsPrices: Bool = false,
        widenedMax: Double = ImportOptions.widenedMaxDefault,
        changes: ChangeReading? = nil,
        decodeTitle: (@Sendable ([UInt8]) -> String?)? = nil, symbol: IssueCode? = nil,
        allowsIndexCodes: Bool = false, form: ImportForm = ImportForm(),
        asker: ImportAsker = .command
    ) {
        self.file = file
        self.content = content
        self.columns = columns
        self.bookColumns = bookColumns
        self.date = date
        self.zone = zone
        self.epochUnit = epochUnit
        self.decimals = decimals
        self.venue = venue
        self.roundsPrices = roundsPrices
        self.widenedMax = widenedMax
        self.changes = changes
        self.decodeTitle = decodeTitle
        self.symbol = symbol
        self.allowsIndexCodes = allowsIndexCodes
        self.form = form
        self.asker = asker
    }
}
