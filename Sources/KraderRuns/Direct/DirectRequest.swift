public import KraderDatasets

/// Files of market data and strategies that somebody wants to see played on them.
public struct DirectRequest: Sendable {
    /// Paths, as they were typed.
    public var files: [String]
    /// Names of the catalog.
    public var strategies: [String]
    /// What is said of all files: columns, zone, day, symbol, board, length and stamp of candles.
    public var reading: ImportRequest
    /// As a scenario says them; the first and the last day of the rows unless said.
    public var from: String?
    public var to: String?
    /// Won.
    public var cash: Int64?

    /// What an account has that nobody described, in won.
    public static let cashDefault: Int64 = 10_000_000

    public init(
        files: [String], strategies: [String],
        reading: ImportRequest = ImportRequest(paths: [], place: "")
    ) {
        self.files = files
        self.strategies = strategies
        self.reading = reading
    }
}
