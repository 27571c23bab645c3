import KraderEngine
public import KraderModel

/// The days on which a series has data: prints, candles, quotes or books in scope, or a halt that
/// explains why there are none.
public struct DataDays: Hashable, Sendable {
    public var first: CalendarDate
    public var last: CalendarDate

    public init(first: CalendarDate, last: CalendarDate) {
        self.first = first
        self.last = last
    }
}

/// Follows from when to when a run has data: its statistics are those of these days. Symbols are
/// looked through once a day.
struct DataSpan {
    /// The days of each symbol's data, by symbol.
    private var days: [DataDays?]
    /// The number of days on which each symbol had data, by symbol.
    private var counts: [Int]
    private var datesBeyondCalendar: [CalendarDate] = []
    private let isTraded: [Bool]
    private let calendar: TradingCalendar
    private let benchmark: Int?
    private var day: CalendarDate
    private var dayEnd: Moment
    /// Whether what can be traded has had data by the last day that was looked at.
    private(set) var hasBegun = false

    init(_ configuration: EngineConfiguration, benchmark: SymbolIndex?) {
        days = Array(repeating: nil, count: configuration.instruments.count)
        counts = Array(repeating: 0, count: configuration.instruments.count)
        calendar = configuration.calendar
        isTraded = configuration.instruments.map(\.board.isTradeable)
        self.benchmark = benchmark?.int
        day = CalendarDate(configuration.start)
        dayEnd = day.midnight + .day
    }

    /// Whether a day is over since the last call, which is then looked at: the engine rolls at each
    /// midnight, before any data of the new day.
    mutating func isDayOver(_ market: MarketView, at now: Moment) -> Bool {
        guard now >= dayEnd else { return false }
        look(market)
        day = CalendarDate(now)
        dayEnd = day.midnight + .day
        return true
    }

    private mutating func look(_ market: MarketView) {
        let midnight = day.midnight
        let isTradingDay = calendar.isTradingDay(day)
        var hasData = false
        for symbol in days.indices {
            let state = market.symbols[symbol]
            // The day's roll, which comes first, has ended its halts.
            guard
                max(state.lastTime, state.quoteTime) >= midnight
                    || isTradingDay && state.wasHalted(on: day)
            else { continue }
            hasData = true
            if days[symbol]?.last != day { counts[symbol] += 1 }
            days[symbol] = DataDays(first: days[symbol]?.first ?? day, last: day)
            if isTraded[symbol] && symbol != benchmark { hasBegun = true }
        }
        if hasData, !calendar.isCovered(day), datesBeyondCalendar.last != day {
            datesBeyondCalendar.append(day)
        }
    }

    /// Says when the run and each symbol had data, and keeps the days between.
    ///
    /// The days are those of what can be traded: a benchmark or an index that reaches further back
    /// makes no day of the run, unless there is nothing else.
    mutating func finish(_ market: MarketView, _ result: inout RunResult) {
        look(market)
        result.dataDaysBySymbol = days
        result.dataDayCounts = counts
        result.datesBeyondCalendar = datesBeyondCalendar
        let traded = days.indices.filter { symbol in
            days[symbol] != nil && isTraded[symbol]
                && (symbol != benchmark || result.symbols[symbol].fills > 0)
        }
        let counted = (traded.isEmpty ? Array(days.indices) : traded).compactMap { days[$0] }
        guard let first = counted.map(\.first).min(), let last = counted.map(\.last).max() else {
            return
        }
        result.dataDays = DataDays(first: first, last: last)
        result.days = result.days.filter { first <= $0.day && $0.day <= last }
    }
}
