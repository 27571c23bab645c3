public import KraderMarket

/// A market's data for one reading, from the first row on.
public struct MarketSources {
    public var ticks: (any TickSource)?
    public var candles: (any CandleSource)?
    public var books: (any BookSource)?
    public var statuses: (any StatusSource)?
    /// What kept the data from being read to their end. It is asked when all is read.
    public var readingFault: () -> ExitFault? = { nil }

    public init(
        ticks: (any TickSource)? = nil, candles: (any CandleSource)? = nil,
        books: (any BookSource)? = nil, statuses: (any StatusSource)? = nil
    ) {
        self.ticks = ticks
        self.candles = candles
        self.books = books
        self.statuses = statuses
    }
}

/// Sources that were opened to be looked at, and that serve the first reading.
final class FirstReading {
    private var sources: MarketSources?

    init(_ sources: MarketSources) { self.sources = sources }

    /// The sources the first time, and `nil` from the second time on.
    func take() -> MarketSources? {
        defer { sources = nil }
        return sources
    }
}
