public import KraderModel

/// A run of the engine begins: for the first time, or after a restart; then `at` is the moment of
/// the last record before it, or the run's start. The records behind it name strategies and symbols
/// by their places in these lists.
public struct RunRecord: Hashable, Sendable {
    public var at: Moment
    /// 1 for the first run of the records.
    public var number: Int
    /// The ids of the strategies.
    public var strategies: [String]
    public var symbols: [IssueCode]
}

/// A text that a strategy gave as a reason, or a number's name, is used for the first time: records
/// behind it know it by its index.
public struct ReasonRecord: Hashable, Sendable {
    public var at: Moment
    public var index: ReasonIndex
    public var text: String
}
