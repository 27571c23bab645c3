public import KraderModel
public import KraderText

/// A CSV file of market data and what its reader must know.
public struct MarketFile: Sendable {
    public enum Content: String, Hashable, Sendable { case ticks, candles, books }

    /// Which rows are taken.
    public enum Rows: Hashable, Sendable {
        /// Those of one issue; all when the file has no column of codes.
        case of(IssueCode)
        /// Those of all these issues, each under its symbol; the file has a column of codes.
        case ofAll([IssueCode: SymbolIndex])
    }

    /// Where it lies.
    public var path: String
    public var content: Content
    public var rows: Rows
    public var options: TableOptions
    /// Of its prints: those of another venue are kept, counted and left out (semantics.md §2).
    public var scope: Tick.Scope

    /// - Parameter options: `symbol` and `codes` follow from the rows.
    public init(
        path: String, content: Content, rows: Rows, options: TableOptions,
        scope: Tick.Scope = .regular
    ) {
        self.path = path
        self.content = content
        self.rows = rows
        self.options = options
        self.scope = scope
        if case .ofAll(let symbols) = rows { self.options.codes = Set(symbols.keys) }
    }

    /// What results call it: `ticks of 005930`. Paths are not part of results.
    var label: String {
        switch rows {
        case .of(let code): "\(content) of \(code)"
        case .ofAll: "\(content) of many issues"
        }
    }

    /// With the same bytes it would give the same rows again.
    func says(sameAs other: MarketFile) -> Bool { content == other.content && rows == other.rows }
}

/// Why market data can't be used.
public enum MarketFault: Error, Sendable {
    case unreadable(FileFault)
    /// What is wrong with the rows, with file and line.
    case rows(TextFaults)
    /// The file has rows of other issues only.
    case noRowsOf(IssueCode, file: String, found: [IssueCode])
    /// The same bytes are given twice for the same issue: each row would count twice.
    case repeated(file: String, earlier: String)
    /// Prints and candles tell of one symbol: what both tell of would count twice.
    case twoKinds(file: String, SymbolIndex)
    /// Candles of two lengths tell of one symbol: what both tell of would count twice.
    case twoTimeframes(file: String, Timeframe, earlier: Timeframe)
    case nothingInPeriod(file: String, first: Moment, last: Moment)
    /// Two files tell of the same symbol and moment in different order.
    case outOfOrder(file: String)
}
