public import KraderCSV
public import KraderModel

/// What whole-market rows say of instruments.
public struct InstrumentFindings: Sendable {
    /// The facts, in no order.
    public internal(set) var facts: [InstrumentFact] = []
    /// Moves of price or listed shares that no proposal accounts for, by symbol and day: a person
    /// should look.
    public internal(set) var unexplained: [UnexplainedMove] = []
    public let days: DaysWithRows
    public internal(set) var rows = 0
    public internal(set) var issues = 0
    /// The number of rows that stand twice.
    public internal(set) var repeated = 0
    /// The number of rows whose code has another row of the same day; the first was taken.
    public internal(set) var contradicting = 0
    public internal(set) var withoutBoard: [IssueCode] = []

    init(days: DaysWithRows) { self.days = days }
}

/// A base price that is not the previous close, or a jump of listed shares, whose reason the rows
/// don't show.
public struct UnexplainedMove: Hashable, Sendable {
    public var symbol: IssueCode
    public var day: CalendarDate
    public var evidence: String
}
