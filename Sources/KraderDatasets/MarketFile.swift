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

    public init(path: String, content: Content, code: IssueCode, options: TableOptions) {
        self.path = path
        self.content = content
        self.code = code
        self.options = options
    }
}

/// Why market data can't be used.
public enum MarketFault: Error, Sendable {
    case unreadable(FileFault)
    /// What is wrong with the rows, with file and line.
    case rows(TextFaults)
    /// The file has rows of other issues only.
    case noRowsOf(IssueCode, file: String, found: [IssueCode])
    case nothingInPeriod(file: String, first: Moment, last: Moment)
    /// Two files tell of the same symbol and moment in different order.
    case outOfOrder(file: String)
}
