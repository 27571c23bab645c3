import KraderDatasets
import KraderMarket
public import KraderModel
public import KraderReport
public import KraderScenario
import KraderVenue

/// A scenario's market data: read and settled once, and played from the first row on as often as
/// anybody asks. `intrabar: both` and a sweep's many points parse nothing again.
public struct RunMarket {
    public internal(set) var hashes: [(name: String, hash: String)] = []
    /// What the names of files tell, which no hash of their bytes knows.
    var toldByNames: [String] = []
    /// When these hashes were last compared with every byte.
    var verified = RunIdentity.Verified.inRun
    public internal(set) var notes: [String] = []
    /// Corporate actions of the period that wait for a person's word, by symbol.
    var proposals: [(symbol: SymbolIndex, count: Int)] = []
    /// What the data call its issues.
    public internal(set) var names = IssueNames()
    /// Dates on which there are rows: they trade, whatever the calendar says.
    var days: [CalendarDate] = []
    public internal(set) var stampUnit = Interval(nanoseconds: 1)
    /// How complete the displays are taken to be, unless the settings say (semantics.md §4).
    var bookCoverage = BookCoverage.sampled
    /// How much later than the exchange's stamps whoever recorded the data learned of them.
    var dataLag = Interval.zero
    /// What loose files make the summary say.
    var warnings: [String] = []
    /// What loose files say of the instruments: base prices, listed shares.
    var known: [Instrument] = []
    /// What data each symbol has; a symbol that is missing has none.
    public internal(set) var supply: [SymbolIndex: MarketSupply] = [:]
    /// Whether the open of a day's first candle is its opening auction: only KRX has one.
    var opensWithAuction = true
    /// Opens the data from their first row on.
    var opening: () throws -> MarketSources = { MarketSources() }

    /// - Parameters:
    ///   - path: the path of the scenario: data files are relative to its folder.
    ///   - datasets: what the scenario was read with.
    /// Throws `ExitFault` with exit code 3.
    init(
        _ scenario: Scenario, path: String, datasets: ScenarioDatasets, control: RunControl
    ) throws {
        switch scenario.data {
        case .synthetic(let settings):
            play(settings, seed: scenario.seed)
            let made = MarketSupply(
                hasPrints: settings.candles == nil, hasBooks: settings.books != .none,
                timeframes: Set([settings.candles].compactMap { $0 }))
            for place in scenario.instruments.indices { supply[SymbolIndex(place)] = made }
        case .inline(let inline): try play(inline, scenario)
        case .files(let files): try open(files, scenario, path, datasets, control)
        case .dataset(let choice): try play(choice, scenario, datasets)
        }
    }

    /// Takes what is played of each issue of a dataset or of files.
    mutating func takeSupply(_ series: [DatasetPlan.Series], _ scenario: Scenario) {
        let played = Dictionary(grouping: series, by: \.code)
        for (place, instrument) in scenario.instruments.enumerated() {
            guard let series = played[instrument.code] else { continue }
            supply[SymbolIndex(place)] = MarketSupply(
                hasPrints: series.contains(where: \.hasPrints),
                hasBooks: series.contains(where: \.hasBooks),
                timeframes: series.reduce(into: []) { $0.formUnion($1.timeframes) })
        }
    }

    /// Opens the data for one more reading.
    public func sources() throws -> MarketSources { try opening() }

    private mutating func play(_ settings: SyntheticSettings, seed: UInt64) {
        notes.append("Synthetic market, seed \(seed): no real prices.")
        bookCoverage = .full
        opening = {
            if settings.candles != nil {
                return MarketSources(candles: SyntheticCandles(settings: settings, seed: seed))
            }
            var sources = MarketSources(ticks: SyntheticMarket(settings: settings, seed: seed))
            if settings.books != .none {
                sources.books = SyntheticBooks(settings: settings, seed: seed)
            }
            if settings.interruptions {
                sources.statuses = SyntheticStatuses(settings: settings, seed: seed)
            }
            return sources
        }
    }

    /// Plays lists, each of which decoding has put in order. What others ordered makes sources of
    /// its own, for symbols that nothing else tells of.
    private mutating func play(_ inline: InlineData, _ scenario: Scenario) throws {
        for tick in inline.ticks { supply[tick.symbol, default: MarketSupply()].hasPrints = true }
        for order in inline.orders {
            // Cancels and changes are of orders that were entered before.
            guard case .enter(let entry) = order.action else { continue }
            supply[entry.symbol, default: MarketSupply()].hasPrints = true
        }
        for book in inline.books { supply[book.symbol, default: MarketSupply()].hasBooks = true }
        for event in inline.candles {
            supply[event.symbol, default: MarketSupply()].timeframes.insert(event.timeframe)
        }
        guard !inline.orders.isEmpty else {
            opening = { try RunMarket.sources(of: inline, inline.statuses, beside: nil) }
            return
        }
        // The exchange that these orders meet shows every change.
        bookCoverage = inline.books.isEmpty ? .full : .sampled
        let market = { [seed = scenario.seed, instruments = scenario.instruments] in
            try OrderFlowMarket(instruments: instruments, orders: inline.orders, seed: seed)
        }
        let tape = try market().tape
        note(tape.rejections, of: inline.orders.count)
        opening = {
            try RunMarket.sources(of: inline, inline.statuses + tape.statuses, beside: market())
        }
    }

    private static func sources(
        of inline: InlineData, _ changes: [StatusChange], beside market: OrderFlowMarket?
    ) throws -> MarketSources {
        var sources = MarketSources(candles: try CandleArray(inline.candles))
        let prints = try TickArray(inline.ticks)
        sources.ticks = market.map { MergedTicks([prints, $0.ticks]) } ?? prints
        var displays: [any BookSource] = []
        if !inline.books.isEmpty { displays.append(try BookArray(inline.books)) }
        if let market { displays.append(market.books) }
        sources.books = displays.count > 1 ? MergedBooks(displays) : displays.first
        if !changes.isEmpty {
            // All statuses of one symbol come from one of the two lists, each in order.
            sources.statuses = try StatusArray(
                changes.enumerated().sorted { a, b in
                    (a.element.time, a.element.symbol, a.offset)
                        < (b.element.time, b.element.symbol, b.offset)
                }.map(\.element))
        }
        return sources
    }

    /// Notes what the exchange did not take: it is part of the play, and worth knowing.
    private mutating func note(_ rejections: [RejectedOrder], of count: Int) {
        guard let first = rejections.first else { return }
        notes.append(
            "orders of others: the exchange did not take \(rejections.count) of \(count), the "
                + "first of them orders[\(first.order)] at \(first.time) (\(first.rejection)).")
    }
}
