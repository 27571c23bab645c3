public import KraderModel
public import KraderText

/// A CSV file of market data and what its reader must know.
public struct MarketFile: Sendable {
    public enum Content: Hashable, Sendable { case ticks, candles }

    /// Where it lies.
    public var path: String
    public var content: Content
    /// Whose rows are taken when the file has a column of codes.
    public var code: IssueCode
    public var options: TableOptions
    /// Of its prints: those of another venue are kept, counted and left out (semantics.md §2).
    public var scope: Tick.Scope

    public init(
        path: String, content: Content, code: IssueCode, options: TableOptions,
        scope: Tick.Scope = .regular
    ) {
        self.path = path
        self.content = content
        self.code = code
        self.options = options
        self.scope = scope
    }

    /// What results call it: `ticks of 005930`. Paths are not part of results.
    var label: String {
        switch content {
        case .ticks: "ticks of \(code)"
        case .candles: "candles of \(code)"
        }
    }

    /// With the same bytes it would give the same rows again.
    func says(sameAs other: MarketFile) -> Bool { content == other.content && code == other.code }
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
    /// Candles of two lengths tell of one symbol: what both tell of would count twice.
    case twoTimeframes(file: String, Timeframe, earlier: Timeframe)
    case nothingInPeriod(file: String, first: Moment, last: Moment)
    /// Two files tell of the same symbol and moment in different order.
    case outOfOrder(file: String)
}
