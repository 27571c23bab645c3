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

    private mutating func open(
        _ files: [DataFile], _ scenario: Scenario, _ path: String, _ datasets: ScenarioDatasets
    ) throws {
        // Decoding has seen to it that no code stands twice.
        let symbols = Dictionary(
            uniqueKeysWithValues: scenario.instruments.enumerated().map {
                ($0.element.code, SymbolIndex($0.offset))
            })
        let wanted = files.map { file in
            MarketFile(
                path: datasets.place(of: file.path),
                content: file.content.marketContent,
                rows: file.symbol.map { .of(scenario.instruments[$0.int].code) } ?? .ofAll(symbols),
                options: file.tableOptions(name: file.path),
                scope: file.scope == .nxt ? .other : .regular)
        }
        do {
            let market = try MarketFiles(wanted, period: scenario.period)
            ticks = market.ticks
            candles = market.candles
            books = market.books
            hashes = market.hashes
            notes = market.notes + files.compactMap { scopeNote($0, scenario) }
            days = market.days
            stampUnit = market.stampUnit
            // One switch for the run: with a file of other scope no open is called an auction.
            opensWithAuction = !files.contains {
                $0.content == .candles && ($0.scope == .nxt || $0.scope == .consolidated)
            }
        } catch {
            throw CommandFailure(error, asked: files, of: scenario, by: path)
        }
    }
}

extension DataFile.Content {
    fileprivate var marketContent: MarketFile.Content {
        switch self {
        case .ticks: .ticks
        case .candles: .candles
        case .books: .books
        }
    }
}

/// What the scope of a file means for the run, unless it is KRX's alone.
private func scopeNote(_ file: DataFile, _ scenario: Scenario) -> String? {
    let whose = file.symbol.map { "\(scenario.instruments[$0.int].code)" } ?? "many issues"
    let name = "\(file.content.rawValue) of \(whose)"
    switch file.scope {
    case .krx: return nil
    case .nxt: return "\(name): of NXT, so that KRX's orders meet none of them."
    case .consolidated:
        return "\(name): of all venues together; orders meet prints that KRX did not have."
    case .unknown: return "\(name): of an unknown venue, taken for KRX's."
    }
}

extension CommandFailure {
    /// Market data can't be used: exit code 3, with the line of the scenario that asked for them.
    init(_ fault: MarketFault, asked files: [DataFile], of scenario: Scenario, by path: String) {
        func place(_ matches: (DataFile) -> Bool) -> String {
            guard let file = files.first(where: matches) else { return "in \(path)" }
            return "in \(path), line \(file.position.line) (\(file.jsonPath.keys))"
        }
        switch fault {
        case .unreadable(let file):
            let asked = place { file.path.hasSuffix($0.path) }
            self.init(
                status: .data, message: "Can't read '\(file.path)' \(asked): \(file.reason).")
        case .rows(let faults):
            self.init(faults)
            status = .data
        case .noRowsOf(let code, let file, let found):
            let others = found.prefix(5).map(\.description).joined(separator: ", ")
            self.init(
                status: .data,
                message: "\(file) has no rows of \(code) "
                    + "\(place { $0.path == file }); it has rows of \(others).")
        case .repeated(let file, let earlier):
            self.init(
                status: .data,
                message: file == earlier
                    ? "\(file) is given twice \(place { $0.path == file })."
                    : "\(file) holds the same bytes as \(earlier) \(place { $0.path == file }).")
        case .twoKinds(let file, let symbol):
            self.init(
                status: .data,
                message: "\(file) tells of \(scenario.instruments[symbol.int].code) "
                    + "\(place { $0.path == file }), as a file of another kind does; one kind of "
                    + "data tells of a symbol.")
        case .twoTimeframes(let file, let timeframe, let earlier):
            self.init(
                status: .data,
                message: "\(file) has candles of \(timeframe) \(place { $0.path == file }); "
                    + "another file has some of \(earlier) of the same symbol.")
        case .nothingInPeriod(let file, let first, let last):
            self.init(
                status: .data,
                message: "\(file) has no rows in the period \(place { $0.path == file }); "
                    + "its rows run from \(first) to \(last).")
        case .outOfOrder(let file):
            self.init(status: .data, message: "The rows of \(file) are not in order of time.")
        }
    }
}
