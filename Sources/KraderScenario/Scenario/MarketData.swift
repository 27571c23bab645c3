public import KraderCSV
public import KraderJSON
public import KraderMarket
public import KraderModel

/// Where a scenario's market data come from.
public enum MarketData: Sendable {
    /// A generated market, whose generator gives the scenario its instruments.
    case synthetic(SyntheticSettings)
    case inline(InlineData)
    /// CSV files, which whoever runs the scenario opens.
    case files([DataFile])
    /// A dataset, which whoever runs the scenario opens.
    case dataset(DatasetChoice)
}

/// Market data that stand in the scenario itself, each list in the order that its source asks for.
public struct InlineData: Sendable {
    public var ticks: [Tick]
    public var candles: [CandleEvent]
    public var books: [Book]
    public var statuses: [StatusChange]
    /// The orders that others sent to the exchange: `OrderFlowMarket` makes prints, books and
    /// statuses of them. They are of symbols that nothing else tells of.
    public var orders: [FlowOrder]

    public init(
        ticks: [Tick] = [], candles: [CandleEvent] = [], books: [Book] = [],
        statuses: [StatusChange] = [], orders: [FlowOrder] = []
    ) {
        self.ticks = ticks
        self.candles = candles
        self.books = books
        self.statuses = statuses
        self.orders = orders
    }
}

/// A CSV file that a scenario needs, and what the scenario says of it.
public struct DataFile: Hashable, Sendable {
    public enum Content: String, Hashable, Sendable, CaseIterable { case ticks, candles, books }

    public var content: Content
    /// The path as written: relative to the scenario's folder, or absolute.
    public var path: String
    /// The symbol of all rows; `nil` where the file has a column of codes and the rows of all
    /// instruments are wanted.
    public var symbol: SymbolIndex?
    /// The timeframe of candles; recognised from the rows unless said.
    public var timeframe: Timeframe?
    /// The stamp of candles; recognised from the session's edges unless said.
    public var stamp: CandleStamp?
    /// The distance from UTC of times that don't carry it.
    public var zone: Interval
    /// The day of a file that holds times of day alone.
    public var date: CalendarDate?
    /// Columns that the file calls otherwise than usual.
    public var columns: [MarketColumn: ColumnChoice]
    /// The columns of levels of books that the file calls otherwise than usual.
    public var bookColumns: [BookColumn: ColumnChoice]
    public var scope: MarketScope
    /// The number of decimals of prices that are kept as part of the whole number, 0…4; 2 for index
    /// levels.
    public var decimals: Int
    /// How the file is written, where the file itself doesn't show it.
    public var form: ImportForm

    /// The place that asked for the file, for faults that only reading it can find.
    public var position: TextPosition
    public var jsonPath: JSONPath
}
