public import KraderMarket
public import KraderModel
import KraderText

/// Market data read from loose files, ready to be played.
public struct MarketFiles {
    public private(set) var ticks: (any TickSource)?
    public private(set) var candles: (any CandleSource)?
    public private(set) var books: (any BookSource)?
    /// SHA-256 of each file's bytes in hex, by what the file holds: where it lies changes nothing.
    public private(set) var hashes: [(name: String, hash: String)] = []
    /// What a reader of the results should know about the data.
    public private(set) var notes: [String] = []
    /// Dates on which there are rows.
    public private(set) var days: [CalendarDate] = []
    /// What the prints' times are cut to.
    public private(set) var stampUnit = Interval(nanoseconds: 1)

    private let period: MomentSpan
    private var files: [(file: MarketFile, hash: String)] = []
    private var tickSources: [any TickSource] = []
    private var candleSources: [any CandleSource] = []
    private var bookSources: [any BookSource] = []
    private var seenDays: Set<CalendarDate> = []
    /// Whether prints or candles tell of a symbol.
    private var kinds: [SymbolIndex: MarketFile.Content] = [:]
    private var timeframes: [SymbolIndex: Timeframe] = [:]

    /// Reads all files. Rows outside the period are left out, and their number is noted.
    ///
    /// - Parameter period: its end is excluded.
    /// - Throws: `MarketFault` of the first file that can't be used.
    public init(_ files: [MarketFile], period: MomentSpan) throws(MarketFault) {
        self.period = period
        for file in files {
            switch file.content {
            case .ticks: try readTicks(file)
            case .candles: try readCandles(file)
            case .books: try readBooks(file)
            }
        }
        days = seenDays.sorted()
        if tickSources.count == 1 { ticks = tickSources[0] }
        if tickSources.count > 1 { ticks = MergedTicks(tickSources) }
        if candleSources.count == 1 { candles = candleSources[0] }
        if candleSources.count > 1 { candles = MergedCandles(candleSources) }
        if bookSources.count == 1 { books = bookSources[0] }
        if bookSources.count > 1 { books = MergedBooks(bookSources) }
    }

    private mutating func readTicks(_ file: MarketFile) throws(MarketFault) {
        var reader = TickTableReader(file.options)
        try feed(file) { reader.read($0) }
        let table: TickTable
        do {
            table = try reader.finish()
        } catch {
            throw .rows(error)
        }
        var span = RowSpan()
        for (place, symbol) in try wanted(of: file, among: table.series.map(\.code)) {
            let all = table.series[place].ticks
            try note(symbol, is: .ticks, in: file)
            // In a file of many codes each has an index of its own.
            var kept: [Tick] = []
            for tick in all where period.contains(tick.time) {
                kept.append(tick)
                kept[kept.count - 1].symbol = symbol
                kept[kept.count - 1].scope = file.scope
            }
            span.add(kept.count, of: all.count, first: all.first?.time, last: all.last?.time)
            addDays(kept) { $0.time }
            do {
                tickSources.append(try TickArray(kept))
            } catch {
                throw .outOfOrder(file: file.options.file)
            }
        }
        stampUnit = max(stampUnit, table.stampUnit)
        try note(file, table.notes, span)
    }

    private mutating func readCandles(_ file: MarketFile) throws(MarketFault) {
        var reader = CandleTableReader(file.options)
        try feed(file) { reader.read($0) }
        let table: CandleTable
        do {
            table = try reader.finish()
        } catch {
            throw .rows(error)
        }
        var span = RowSpan()
        for (place, symbol) in try wanted(of: file, among: table.series.map(\.code)) {
            let all = table.series[place].candles
            try note(symbol, is: .candles, in: file)
            if let earlier = timeframes.updateValue(table.timeframe, forKey: symbol),
                earlier != table.timeframe
            {
                throw .twoTimeframes(file: file.options.file, table.timeframe, earlier: earlier)
            }
            var kept: [CandleEvent] = []
            for candle in all {
                let candle = MarketFiles.inSession(candle, table.timeframe)
                guard period.contains(candle.start) else { continue }
                kept.append(
                    CandleEvent(symbol: symbol, timeframe: table.timeframe, candle: candle))
            }
            span.add(kept.count, of: all.count, first: all.first?.start, last: all.last?.end)
            addDays(kept) { $0.candle.start }
            do {
                candleSources.append(try CandleArray(kept))
            } catch {
                throw .outOfOrder(file: file.options.file)
            }
        }
        try note(file, table.notes, span)
    }

    private mutating func readBooks(_ file: MarketFile) throws(MarketFault) {
        var reader = BookTableReader(file.options)
        try feed(file) { reader.read($0) }
        let table: BookTable
        do {
            table = try reader.finish()
        } catch {
            throw .rows(error)
        }
        var span = RowSpan()
        for (place, symbol) in try wanted(of: file, among: table.series.map(\.code)) {
            let all = table.series[place].books
            var kept: [Book] = []
            for book in all where period.contains(book.time) {
                kept.append(book)
                kept[kept.count - 1].symbol = symbol
            }
            span.add(kept.count, of: all.count, first: all.first?.time, last: all.last?.time)
            addDays(kept) { $0.time }
            do {
                bookSources.append(try BookArray(kept))
            } catch {
                throw .outOfOrder(file: file.options.file)
            }
        }
        try note(file, table.notes, span)
    }

    /// Where the wanted rows are among those of each code, and whose they are. A file without codes
    /// has only the wanted ones.
    private func wanted(
        of file: MarketFile, among codes: [IssueCode?]
    ) throws(MarketFault) -> [(place: Int, symbol: SymbolIndex)] {
        switch file.rows {
        case .of(let code):
            if let place = codes.firstIndex(where: { $0 == nil || $0 == code }) {
                return [(place, file.options.symbol)]
            }
            throw .noRowsOf(code, file: file.options.file, found: codes.compactMap { $0 })
        case .ofAll(let symbols):
            return codes.enumerated().compactMap { place, code in
                code.flatMap { symbols[$0] }.map { (place, $0) }
            }
        }
    }

    /// Rows of one symbol go by time.
    private mutating func addDays<Row>(_ rows: [Row], _ time: (Row) -> Moment) {
        var next = Moment.distantPast
        for row in rows where time(row) >= next {
            let day = CalendarDate(time(row))
            seenDays.insert(day)
            next = day.advanced(by: 1).midnight
        }
    }

    private mutating func note(
        _ symbol: SymbolIndex, is kind: MarketFile.Content, in file: MarketFile
    ) throws(MarketFault) {
        if let earlier = kinds.updateValue(kind, forKey: symbol), earlier != kind {
            throw .twoKinds(file: file.options.file, symbol)
        }
    }

    /// A daily candle is the session; files know only its date.
    private static func inSession(_ candle: Candle, _ timeframe: Timeframe) -> Candle {
        guard timeframe == .d1 else { return candle }
        let hours = SessionHours.on(CalendarDate(candle.start))
        var session = candle
        session.start = hours.open
        session.end = hours.auctionEnd
        return session
    }

    private mutating func feed(
        _ file: MarketFile, _ body: (UnsafeRawBufferPointer) -> Void
    ) throws(MarketFault) {
        var hasher = FileHash()
        do {
            try FileReader.read(file.path) { piece in
                hasher.update(piece)
                body(piece)
            }
        } catch {
            throw .unreadable(error)
        }
        let hash = hasher.finish()
        if let earlier = files.first(where: { $0.hash == hash && $0.file.says(sameAs: file) }) {
            throw .repeated(file: file.options.file, earlier: earlier.file.options.file)
        }
        files.append((file, hash))
        hashes.append((file.label, hash))
    }

    private mutating func note(
        _ file: MarketFile, _ table: TableNotes, _ span: RowSpan
    ) throws(MarketFault) {
        if span.kept == 0, let first = span.first, let last = span.last {
            throw .nothingInPeriod(file: file.options.file, first: first, last: last)
        }
        notes += table.sentences.map { "\(file.label): \($0)." }
        if span.kept < span.all {
            notes.append(
                "\(file.label): \(span.all - span.kept) of \(span.all) rows lie outside the period."
            )
        }
        if case .ofAll(let symbols) = file.rows, span.symbols < symbols.count {
            notes.append(
                "\(file.label): \(symbols.count - span.symbols) of \(symbols.count) instruments "
                    + "have no rows.")
        }
    }
}

/// How many rows of a file are of use, and when the first and last are.
private struct RowSpan {
    var symbols = 0
    var kept = 0
    var all = 0
    var first: Moment?
    var last: Moment?

    mutating func add(_ kept: Int, of all: Int, first: Moment?, last: Moment?) {
        if kept > 0 { symbols += 1 }
        self.kept += kept
        self.all += all
        if let first { self.first = self.first.map { min($0, first) } ?? first }
        if let last { self.last = self.last.map { max($0, last) } ?? last }
    }
}
