import KraderCSV
public import KraderJSON
public import KraderModel

/// A CSV file of market data that a scenario names, and what is said of it.
public struct MarketFile: Sendable {
    public enum Content: String, Hashable, Sendable { case ticks, candles, books }

    /// Which rows are taken.
    public enum Rows: Hashable, Sendable {
        /// The rows of one issue; all rows when the file has no column of codes.
        case of(IssueCode)
        /// The rows of all instruments, each under its own code. The file has a column of codes, or
        /// its name is a code.
        case ofAll
    }

    /// The path of the file.
    public var path: String
    /// The name that messages use.
    public var name: String
    public var content: Content
    public var rows: Rows
    /// What the file doesn't say of itself, in the form in which an import is told it.
    public var request: ImportRequest
    /// The scope of the file's prints: those of another venue are kept, counted and left out
    /// (semantics.md §2).
    public var scope: MarketScope

    /// - Parameter request: what is known of the file; paths, content, symbol and wanted codes
    ///   follow from the rest.
    public init(
        path: String, name: String, content: Content, rows: Rows,
        request: ImportRequest = ImportRequest(paths: [], place: ""), scope: MarketScope = .krx
    ) {
        self.path = path
        self.name = name
        self.content = content
        self.rows = rows
        self.request = request
        self.scope = scope
    }

    /// The name in results: `ticks of 005930`. Paths are not part of results.
    var label: String {
        switch rows {
        case .of(let code): "\(content) of \(code)"
        case .ofAll: "\(content) of many issues"
        }
    }

    /// Whether the other file would give the same rows if it had the same bytes.
    func says(sameAs other: MarketFile) -> Bool { content == other.content && rows == other.rows }

    /// The file with what its reader must know.
    func input(_ wanted: [IssueCode: Board], in period: MomentSpan) -> ImportInputs.Input {
        var request = request
        request.asker = .scenario
        request.content =
            switch content {
            case .ticks: .ticks
            case .candles: .candles
            case .books: .books
            }
        if case .of(let code) = rows { request.symbol = code }
        request.codes = Set(wanted.keys)
        request.allowsIndexCodes = wanted.values.contains(.index)
        request.period = period
        return ImportInputs.Input(path: path, name: name, isFound: false, request: request)
    }
}

/// Why market data can't be used.
public enum MarketFault: Error, Sendable {
    case unreadable(FileFault)
    /// What is wrong with the rows, with file and line.
    case rows(TextFaults)
    /// What keeps the files from being used: a sentence without its full stop.
    case unusable(String)
    /// The file has only rows of other issues.
    case noRowsOf(IssueCode, file: String, found: [IssueCode])
    /// The same bytes are given twice for the same issue: each row would count twice.
    case repeated(file: String, earlier: String)
    /// Prints and candles tell of one symbol: what both tell of would count twice.
    case twoKinds(file: String, IssueCode)
    /// Candles of two lengths tell of one symbol: what both tell of would count twice.
    case twoTimeframes(file: String, Timeframe, earlier: Timeframe)
    case nothingInPeriod(file: String, first: Moment, last: Moment)
    /// Somebody asked to stop.
    case interrupted
}
