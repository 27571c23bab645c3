import Glibc
import KraderDatasets
import KraderFiles
import KraderMarket
import KraderModel
import KraderReport
import KraderText
import KraderVenue

/// A scenario's market data, ready to be played.
struct LoadedMarket {
    var ticks: (any TickSource)?
    var candles: (any CandleSource)?
    var books: (any BookSource)?
    var statuses: (any StatusSource)?
    var hashes: [(name: String, hash: String)] = []
    /// What names of files tell, which no hash of their bytes knows.
    var toldByNames: [String] = []
    /// Whether the run makes these hashes of what it reads.
    var verified = RunIdentity.Verified.inRun
    var notes: [String] = []
    /// Corporate actions of the period that wait for a person's word, by symbol.
    var proposals: [(symbol: SymbolIndex, count: Int)] = []
    /// Dates on which there are rows: they trade, whatever the calendar says.
    var days: [CalendarDate] = []
    var stampUnit = Interval(nanoseconds: 1)
    /// How complete the displays are, unless the settings say (semantics.md §4).
    var bookCoverage = BookCoverage.sampled
    /// How much later than the exchange's stamps whoever recorded the data learned of them.
    var dataLag = Interval.zero
    /// What loose files make the summary say.
    var warnings: [String] = []
    /// What loose files say of the instruments: base prices, listed shares.
    var known: [Instrument] = []
    /// Whether the open of a day's first candle is its opening auction: KRX's alone has one.
    var opensWithAuction = true
    /// What kept the data from being read to their end: to be asked when all is played.
    var readingFailure: () -> CommandFailure? = { nil }

    /// - Parameters:
    ///   - path: of the scenario: data files are relative to its folder.
    ///   - datasets: what the scenario was read with.
    /// Throws: `CommandFailure` with exit code 3.
    init(_ scenario: Scenario, path: String, datasets: ScenarioDatasets) throws {
        switch scenario.data {
        case .synthetic(let settings):
            play(settings, seed: scenario.seed)
        case .inline(let inline):
            try play(inline, scenario)
        case .files(let files):
            try open(files, scenario, path, datasets)
        case .dataset(let choice):
            try play(choice, scenario, datasets)
        }
    }

    private mutating func play(_ settings: SyntheticSettings, seed: UInt64) {
        notes.append("Synthetic market, seed \(seed): no real prices.")
        bookCoverage = .full
        guard settings.candles == nil else {
            candles = SyntheticCandles(settings: settings, seed: seed)
            return
        }
        ticks = SyntheticMarket(settings: settings, seed: seed)
        if settings.books != .none { books = SyntheticBooks(settings: settings, seed: seed) }
        if settings.interruptions { statuses = SyntheticStatuses(settings: settings, seed: seed) }
    }

    /// Decoding has put each list in order. What others ordered makes sources of its own, of
    /// symbols that nothing else tells of.
    private mutating func play(_ inline: InlineData, _ scenario: Scenario) throws {
        candles = try CandleArray(inline.candles)
        var tickSources: [any TickSource] = [try TickArray(inline.ticks)]
        var bookSources: [any BookSource] = []
        var changes = inline.statuses
        if !inline.books.isEmpty { bookSources.append(try BookArray(inline.books)) }
        if !inline.orders.isEmpty {
            let market = try OrderFlowMarket(
                instruments: scenario.instruments, orders: inline.orders, seed: scenario.seed)
            tickSources.append(market.ticks)
            // The exchange that these orders meet shows every change.
            bookCoverage = inline.books.isEmpty ? .full : .sampled
            bookSources.append(market.books)
            changes += market.record.statuses
            note(market.record.rejections, of: inline.orders.count)
        }
        ticks = tickSources.count == 1 ? tickSources[0] : MergedTicks(tickSources)
        if let first = bookSources.first {
            books = bookSources.count == 1 ? first : MergedBooks(bookSources)
        }
        if !changes.isEmpty {
            // Of one symbol all come from one of the two lists, each in order.
            statuses = try StatusArray(
                changes.enumerated().sorted { a, b in
                    (a.element.time, a.element.symbol, a.offset)
                        < (b.element.time, b.element.symbol, b.offset)
                }.map(\.element))
        }
    }

    /// What the exchange did not take is part of the play, and worth knowing.
    private mutating func note(_ rejections: [RejectedOrder], of count: Int) {
        guard let first = rejections.first else { return }
        notes.append(
            "orders of others: the exchange did not take \(rejections.count) of \(count), the "
                + "first of them orders[\(first.order)] at \(first.time) (\(first.rejection)).")
    }
}
