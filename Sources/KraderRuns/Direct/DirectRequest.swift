public import KraderDatasets

/// Files of market data and strategies that somebody wants to see played on them.
public struct DirectRequest: Sendable {
    /// The paths of the files, as they were typed.
    public var files: [String]
    /// The names of strategies in the catalog.
    public var strategies: [String]
    /// What is said of all files: columns, zone, day, symbol, board, length and stamp of candles.
    public var reading: ImportRequest
    /// The first and the last day, as a scenario says them; those of the rows unless said.
    public var from: String?
    public var to: String?
    /// The cash of the account, in won.
    public var cash: Int64?

    /// The cash of an account that nobody described, in won.
    static let cashDefault: Int64 = 10_000_000

    public init(
        files: [String], strategies: [String],
        reading: ImportRequest = ImportRequest(paths: [], place: "")
    ) {
        self.files = files
        self.strategies = strategies
        self.reading = reading
    }
}
