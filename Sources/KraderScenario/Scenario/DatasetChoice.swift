public import KraderJSON
public import KraderMarket
public import KraderModel

/// A dataset that a scenario names, and what it takes of it.
public struct DatasetChoice: Hashable, Sendable {
    /// The path as written: relative to the scenario's folder, or absolute.
    public var path: String
    public var kinds: Set<RowKind>
    /// The only timeframe whose candles are taken; `nil` takes those of all, the finest first.
    public var timeframe: Timeframe?
    /// The only issues that are taken; `nil` takes all that there are.
    public var symbols: [IssueCode]?
    /// The scope that stands in place of the dataset's own.
    public var scope: MarketScope?

    /// The place that asked for the dataset, for faults that only reading it can find.
    public var position: TextPosition
    public var jsonPath: JSONPath

    public init(
        path: String, kinds: Set<RowKind> = Set(RowKind.allCases),
        timeframe: Timeframe? = nil, symbols: [IssueCode]? = nil, scope: MarketScope? = nil,
        position: TextPosition = TextPosition(line: 1, column: 1), jsonPath: JSONPath = JSONPath()
    ) {
        self.path = path
        self.kinds = kinds
        self.timeframe = timeframe
        self.symbols = symbols
        self.scope = scope
        self.position = position
        self.jsonPath = jsonPath
    }
}

/// Answers what a scenario leaves to its dataset while it is read. Only whoever has files can
/// answer. The answer is `nil` where the dataset can't be used; whoever answered then tells the
/// fault.
public protocol DatasetShelf: AnyObject {
    /// The days from the first that has any of the chosen rows through the last.
    func period(of choice: DatasetChoice) -> MomentSpan?

    /// The issues that have any of the chosen rows in a period, by code, as they are known when the
    /// period begins.
    ///
    /// - Parameter boards: the boards that the scenario says itself; they go before the dataset's.
    func instruments(
        of choice: DatasetChoice, in period: MomentSpan, boards: [IssueCode: Board]
    ) -> [Instrument]?
}
