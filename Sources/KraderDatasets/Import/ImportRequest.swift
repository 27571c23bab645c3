public import KraderCSV
public import KraderJSON
public import KraderModel

/// What is to be imported, and what is known beforehand; everything left open is recognised.
public struct ImportRequest: Sendable {
    public enum Encoding: String, Hashable, Sendable, CaseIterable {
        case auto
        case utf8 = "utf-8"
        /// With all of EUC-KR in it.
        case cp949
    }

    public typealias Asker = ImportAsker

    /// Files and folders; `-` is standard input.
    public var paths: [String]
    /// Of the dataset's folder.
    public var place: String
    /// A dataset that stands there is replaced when this one is whole.
    public var replaces = false
    /// How folders are put in place.
    public var calls = FolderCalls.system
    public var content: ImportContent?
    public var columns: [MarketColumn: ColumnChoice] = [:]
    public var bookColumns: [BookColumn: ColumnChoice] = [:]
    public var date: CalendarDate?
    /// The distance from UTC of times that do not say it.
    public var zone = Interval.hours(9)
    public var encoding = Encoding.auto
    /// Whose rows they are in files without a column of codes; of files with one only its rows are
    /// taken.
    public var symbol: IssueCode?
    /// The suffix with which it was said: `005930_NX` takes only rows of NXT.
    public var symbolScope: MarketScope?
    /// Of all issues whose rows do not say it.
    public var board: Board?
    public var timeframe: Timeframe?
    public var stamp: CandleStamp?
    public var decimals = 0
    /// In files with a column of codes only the rows of these are taken; `nil`: of all.
    public var codes: Set<IssueCode>?
    /// Whether a column of codes may hold those of indices.
    public var allowsIndexCodes = false
    /// Rows outside of it are counted.
    public var period: MomentSpan?
    /// Who says what messages ask for.
    public var asker = Asker.command
    /// Prices with fractions of a won, as adjusted ones have, are rounded.
    public var roundsPrices = false
    /// How the files are written, where they don't show it.
    public var form = ImportForm()
    // What `options.json` of a folder may say instead.
    public var scope: MarketScope?
    public var dataLag: Interval?
    public var bookCoverage: BookCoverage?
    public var source: String?
    public var licence: String?
    public var about: String?
    /// Of the rows of one file: beyond it the import fails. 0…1
    public var rejectsMax = 0.001
    /// Of the candles of one file that may be widened: likewise. 0…1
    public var widenedMax = ImportOptions.widenedMaxDefault

    public init(paths: [String], place: String) {
        self.paths = paths
        self.place = place
    }
}

/// Why an import failed; nothing of it is left.
public enum ImportFault: Error, Sendable {
    /// What was asked for cannot be: a sentence without its full stop.
    case usage(String)
    /// The data cannot be used: likewise.
    case data(String)
    /// A file cannot be understood, by line.
    case text(TextFaults)
    /// More rows of a file were rejected than may be: what the command says, and the first of them.
    case rejected(String, TextFaults)
    case dataset(DatasetFault)
    /// Somebody asked to stop.
    case interrupted
}

/// What is known of a file that was looked at.
public struct ImportedFile: Sendable {
    /// Where a file's symbol is from.
    public enum SymbolOrigin: String, Sendable {
        case told, fileName = "file_name", folderName = "folder_name", column, titles
    }

    public var path: String
    /// Bytes as they lie; `nil` of standard input until it is read.
    public var bytes: Int?
    public var isPacked = false
    /// In hexadecimal, of the bytes as they lie; empty until they are read.
    public var sha256 = ""
    public var table: RecognisedTable?
    /// `nil` when rows say it.
    public var symbol: IssueCode?
    public var symbolOrigin = SymbolOrigin.column
    /// The issues of its rows and what a suffix says of them.
    public var issues: [(code: IssueCode, scope: MarketScope?)] = []
    /// What its name or folder says of a venue, behind an issue, and nobody else does.
    var scopeOfName: String?
    /// How many issues the rows are of.
    public var symbols = 0
    /// The first few of them that a column of codes names.
    public var codes: [IssueCode] = []
    /// It has rows of the issue that was asked for.
    public var hasWanted = true
    public var notes = ImportNotes()
    /// All of them, in the order of their appearance.
    var allCodes: [IssueCode] = []
    /// Rows that were taken.
    public var kept = 0
    /// Of these, rows that lie outside the period that was asked for, by what the times of candles
    /// are.
    var outsideByStart = 0
    var outsideByEnd = 0
    /// Rows of issues that were not asked for.
    public var ofOthers = 0
    /// How somebody says that it is written.
    public var form = ImportForm()
    /// What somebody says of its candles.
    var toldTimeframe: Timeframe?
    var toldStamp: CandleStamp?
    /// Of candles, once all files are read: told or recognised, and from what.
    public var timeframe: Timeframe?
    public var timeframeOrigin = ""
    public var stamp: CandleStamp?
    public var stampOrigin = ""
    /// Rejects of the reader and those found when rows were put in their places.
    public var rejected = 0
    /// Of those of the reader.
    public var firstReject: ImportReject?
    /// Why the file was left out; `nil` when it was not.
    public var skipped: String?

    /// The issue that its name or folder says, and a venue beside it; where something else tells
    /// the issue, the venue alone, if they say one.
    ///
    /// - Parameter place: among the files of a run.
    func toldByName(_ place: Int) -> [String] {
        switch symbolOrigin {
        case .told, .column, .titles: scopeOfName.map { ["\(place) \($0)"] } ?? []
        case .fileName, .folderName:
            issues.map { "\($0.code) \($0.scope?.rawValue ?? "")" }
        }
    }

    /// Its rows tell of trading: not a header alone, nor only candles of nothing.
    var hasTrades: Bool {
        table?.content == .candles ? notes.traded > notes.withoutVolume : kept > 0
    }

    public var rowsOutside: Int { stamp == .end ? outsideByEnd : outsideByStart }

    public init(path: String, bytes: Int?) {
        self.path = path
        self.bytes = bytes
    }
}
