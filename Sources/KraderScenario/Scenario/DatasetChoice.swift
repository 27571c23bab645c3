public import KraderJSON
public import KraderMarket
public import KraderModel

/// A dataset that a scenario names, and what it takes of it.
public struct DatasetChoice: Hashable, Sendable {
    /// As written: relative to the scenario's folder, or absolute.
    public var path: String
    public var kinds: Set<RecordKind>
    /// Candles of this one only; `nil`: of all that there are, the finest first.
    public var timeframe: Timeframe?
    /// Only these; `nil`: all that there are.
    public var symbols: [IssueCode]?
    /// In place of the dataset's own.
    public var scope: MarketScope?

    /// For faults that only reading the dataset can find: who asked for it.
    public var position: TextPosition
    public var jsonPath: JSONPath

    public init(
        path: String, kinds: Set<RecordKind> = Set(RecordKind.allCases),
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

/// Answers what a scenario leaves to its dataset while it is read. Only who has files can; `nil`
/// where the dataset can't be used, and then the fault is theirs to tell.
public protocol DatasetShelf: AnyObject {
    /// From the first day that has any of the chosen rows through the last.
    func period(of choice: DatasetChoice) -> MomentSpan?

    /// What has any of the chosen rows in a period, by code, as it is known when the period begins.
    ///
    /// - Parameter boards: what the scenario says itself; it goes before what the dataset says.
    func instruments(
        of choice: DatasetChoice, in period: MomentSpan, boards: [IssueCode: Board]
    ) -> [Instrument]?
}
