public import KraderMarket
public import KraderModel

/// What a run takes of a dataset.
public struct DatasetSelection: Hashable, Sendable {
    public var kinds: Set<RowKind>
    /// The only timeframe whose candles are taken; `nil` takes all.
    public var timeframe: Timeframe?
    /// The only issues that are taken; `nil` takes all.
    public var symbols: Set<IssueCode>?
    /// What the data are taken for (semantics.md §2).
    public var scope: MarketScope

    public init(
        kinds: Set<RowKind> = Set(RowKind.allCases), timeframe: Timeframe? = nil,
        symbols: Set<IssueCode>? = nil, scope: MarketScope = .unknown
    ) {
        self.kinds = kinds
        self.timeframe = timeframe
        self.symbols = symbols
        self.scope = scope
    }

    func has(_ file: RowFile) -> Bool {
        guard kinds.contains(file.kind), symbols?.contains(file.symbol) ?? true else {
            return false
        }
        // Books and candles of another market say nothing of KRX's.
        if scope == .nxt && file.kind != .ticks { return false }
        return file.timeframe == nil || timeframe == nil || file.timeframe == timeframe
    }
}

extension Dataset {
    /// The days from the first that has any of the selected rows through the last; `nil` without
    /// any.
    public func period(of selection: DatasetSelection) -> MomentSpan? {
        var first = Moment.distantFuture
        var last = Moment.distantPast
        for file in files where selection.has(file) {
            first = min(first, file.first)
            last = max(last, file.last)
        }
        guard first <= last else { return nil }
        return MomentSpan(
            start: CalendarDate(first).midnight,
            end: CalendarDate(last).advanced(by: 1).midnight)
    }
}
