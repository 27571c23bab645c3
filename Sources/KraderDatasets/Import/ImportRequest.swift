public import KraderCSV
public import KraderJSON
public import KraderModel

/// What is to be imported, and what is known beforehand; everything left open is recognised.
public struct ImportRequest: Sendable {
    public enum Encoding: String, Hashable, Sendable, CaseIterable {
        case auto
        case utf8 = "utf-8"
        /// CP949, which has all of EUC-KR in it.
        case cp949
    }

    public typealias Asker = ImportAsker

    /// Files and folders; `-` is standard input.
    public var paths: [String]
    /// The path of the dataset's folder.
    public var place: String
    /// Whether a dataset that stands there is replaced when this one is whole.
    public var replaces = false
    /// The calls of the file system by which folders are put in place.
    public var calls = FolderCalls.system
    public var content: ImportContent?
    public var columns: [MarketColumn: ColumnChoice] = [:]
    public var bookColumns: [BookColumn: ColumnChoice] = [:]
    public var date: CalendarDate?
    /// The distance from UTC of times that do not say it; KST (+09:00) unless told.
    public var zone = Interval.hours(9)
    public var encoding = Encoding.auto
    /// The issue of all rows in files without a column of codes; of files with such a column only
    /// its rows are taken.
    public var symbol: IssueCode?
    /// The scope that a suffix of the issue said: `005930_NX` takes only rows of NXT.
    public var symbolScope: MarketScope?
    /// The board of all issues whose rows do not say it.
    public var board: Board?
    public var timeframe: Timeframe?
    public var stamp: CandleStamp?
    public var decimals = 0
    /// The only issues whose rows are taken from files with a column of codes; `nil` takes all.
    public var codes: Set<IssueCode>?
    /// Whether a column of codes may hold those of indices.
    public var allowsIndexCodes = false
    /// The period outside of which rows are counted.
    public var period: MomentSpan?
    /// Who says what messages ask for.
    public var asker = Asker.command
    /// Whether prices with fractions of a won, as adjusted ones have, are rounded.
    public var roundsPrices = false
    /// How the files are written, where they don't show it.
    public var form = ImportForm()
    // These are what `options.json` of a folder may say instead.
    public var scope: MarketScope?
    public var dataLag: Interval?
    public var bookCoverage: BookCoverage?
    public var source: String?
    public var licence: String?
    public var about: String?
    /// The share of one file's rows that may be rejected, 0…1; beyond it the import fails.
    public var rejectsMax = 0.001
    /// The share of one file's candles that may be widened, 0…1; beyond it the import fails.
    public var widenedMax = ImportOptions.widenedMaxDefault

    public init(paths: [String], place: String) {
        self.paths = paths
        self.place = place
    }
}

/// Why an import failed; nothing of it is left.
public enum ImportFault: Error, Sendable {
    /// What was asked for cannot be done; the text is a sentence without its full stop.
    case usage(String)
    /// The data cannot be used; the text is a sentence without its full stop.
    case data(String)
    /// A file cannot be understood; the faults name the lines.
    case text(TextFaults)
    /// More rows of a file were rejected than may be. The text is what the command says; the faults
    /// are the first of them.
    case rejected(String, TextFaults)
    case dataset(DatasetFault)
    /// Somebody asked to stop.
    case interrupted
}

/// What is known of a file that was looked at.
public struct ImportedFile: Sendable {
    /// What told the symbol of a file.
    public enum SymbolOrigin: String, Sendable {
        case told, fileName = "file_name", folderName = "folder_name", column, titles
    }

    public var path: String
    /// The number of bytes as they lie; `nil` for standard input until it is read.
    public var bytes: Int?
    public var isPacked = false
    /// The SHA-256, in hex, of the bytes as they lie; empty until they are read.
    public var sha256 = ""
    public var table: RecognisedTable?
    /// The issue of all rows; `nil` when each row says it.
    public var symbol: IssueCode?
    public var symbolOrigin = SymbolOrigin.column
    /// The issues of the file's rows, and what a suffix says of them.
    public var issues: [(code: IssueCode, scope: MarketScope?)] = []
    /// The venue that the name or folder of the file says behind an issue, where nothing else says
    /// one.
    var scopeOfName: String?
    /// The number of issues to which the rows belong.
    public var symbols = 0
    /// The first few of the issues that a column of codes names.
    public var codes: [IssueCode] = []
    /// Whether the file has rows of the issue that was asked for.
    var hasWanted = true
    public var notes = ImportNotes()
    /// All issues that a column of codes names, in the order of their appearance.
    var allCodes: [IssueCode] = []
    /// The number of rows that were taken.
    public var kept = 0
    /// The number of taken rows that lie outside the period that was asked for, where candles are
    /// stamped with their start, and where with their end.
    var outsideByStart = 0
    var outsideByEnd = 0
    /// The number of rows of issues that were not asked for.
    var ofOthers = 0
    /// How the file is written, as somebody says.
    public var form = ImportForm()
    /// The length and the stamp of the candles, as somebody says.
    var toldTimeframe: Timeframe?
    var toldStamp: CandleStamp?
    /// The length of the candles, told or recognised once all files are read, and from what it is
    /// known.
    public var timeframe: Timeframe?
    var timeframeOrigin = ""
    public var stamp: CandleStamp?
    var stampOrigin = ""
    /// The number of rejects: those of the reader, and those found when rows were put in their
    /// places.
    public var rejected = 0
    /// The first of the reader's rejects.
    var firstReject: ImportReject?
    /// Why the file was left out; `nil` when it was not.
    public var skipped: String?

    /// The issue that its name or folder says, and a venue beside it; where something else tells
    /// the issue, the venue alone, if they say one.
    ///
    /// - Parameter place: the place of the file among those of a run.
    func toldByName(_ place: Int) -> [String] {
        switch symbolOrigin {
        case .told, .column, .titles: scopeOfName.map { ["\(place) \($0)"] } ?? []
        case .fileName, .folderName:
            issues.map { "\($0.code) \($0.scope?.rawValue ?? "")" }
        }
    }

    /// Whether the file's rows tell of trading: it is not a header alone, nor only candles of
    /// nothing.
    var hasTrades: Bool {
        table?.content == .candles ? notes.traded > notes.withoutVolume : kept > 0
    }

    var rowsOutside: Int { stamp == .end ? outsideByEnd : outsideByStart }

    public init(path: String, bytes: Int?) {
        self.path = path
        self.bytes = bytes
    }
}
