public import KraderMarket
public import KraderModel
import KraderText

/// Market data read from loose files, ready to be played.
public struct MarketFiles {
    public private(set) var ticks: (any TickSource)?
    public private(set) var candles: (any CandleSource)?
    /// SHA-256 of each file's bytes in hex, by what the file holds: where it lies changes nothing.
    public private(set) var hashes: [(name: String, hash: String)] = []
    /// What a reader of the results should know about the data.
    public private(set) var notes: [String] = []
    /// Dates on which there are rows.
    public private(set) var days: [CalendarDate] = []
    /// What the prints' times are cut to.
    public private(set) var stampUnit = Interval(nanoseconds: 1)

    private var files: [(file: MarketFile, hash: String)] = []
    private var tickSources: [any TickSource] = []
    private var candleSources: [any CandleSource] = []
    private var timeframes: [SymbolIndex: Timeframe] = [:]

    /// Reads all files. Rows outside the period are left out, and their number is noted.
    ///
    /// - Parameter period: its end is excluded.
    /// - Throws: `MarketFault` of the first file that can't be used.
    public init(_ files: [MarketFile], period: MomentSpan) throws(MarketFault) {
        for file in files {
            switch file.content {
            case .ticks: try readTicks(file, period)
            case .candles: try readCandles(file, period)
            }
        }
        var seen: [CalendarDate] = []
        for day in days.sorted() where seen.last != day { seen.append(day) }
        days = seen
        if tickSources.count == 1 { ticks = tickSources[0] }
        if tickSources.count > 1 { ticks = MergedTicks(tickSources) }
        if candleSources.count == 1 { candles = candleSources[0] }
        if candleSources.count > 1 { candles = MergedCandles(candleSources) }
    }

    private mutating func readTicks(
        _ file: MarketFile, _ period: MomentSpan
    ) throws(MarketFault) {
        var reader = TickTableReader(file.options)
        try feed(file) { reader.read($0) }
        let table: TickTable
        do {
            table = try reader.finish()
        } catch {
            throw .rows(error)
        }
        let series = table.series[try place(of: file, among: table.series.map(\.code))]
        // In a file of many codes each has an index of its own.
        let kept = series.ticks.filter { period.contains($0.time) }.map { tick in
            var tick = tick
            tick.symbol = file.options.symbol
            tick.scope = file.scope
            return tick
        }
        if let first = series.ticks.first, let last = series.ticks.last {
            try note(file, table.notes, kept.count, of: series.ticks.count, first.time, last.time)
        }
        stampUnit = max(stampUnit, table.stampUnit)
        days += Set(kept.map { CalendarDate($0.time) })
        do {
            tickSources.append(try TickArray(kept))
        } catch {
            throw .outOfOrder(file: file.options.file)
        }
    }

    private mutating func readCandles(
        _ file: MarketFile, _ period: MomentSpan
    ) throws(MarketFault) {
        var reader = CandleTableReader(file.options)
        try feed(file) { reader.read($0) }
        let table: CandleTable
        do {
            table = try reader.finish()
        } catch {
            throw .rows(error)
        }
        let series = table.series[try place(of: file, among: table.series.map(\.code))]
        let symbol = file.options.symbol
        if let earlier = timeframes.updateValue(table.timeframe, forKey: symbol),
            earlier != table.timeframe
        {
            throw .twoTimeframes(file: file.options.file, table.timeframe, earlier: earlier)
        }
        let all = series.candles.map {
            MarketFiles.inSession($0, table.timeframe)
        }
        let kept = all.filter { period.contains($0.start) }
        if let first = all.first, let last = all.last {
            try note(file, table.notes, kept.count, of: all.count, first.start, last.end)
        }
        days += Set(kept.map { CalendarDate($0.start) })
        do {
            candleSources.append(
                try CandleArray(
                    kept.map {
                        CandleEvent(symbol: symbol, timeframe: table.timeframe, candle: $0)
                    }))
        } catch {
            throw .outOfOrder(file: file.options.file)
        }
    }

    /// Where the wanted rows are among those of each code; a file without codes has only the wanted
    /// ones.
    private func place(
        of file: MarketFile, among codes: [IssueCode?]
    ) throws(MarketFault) -> Int {
        if let place = codes.firstIndex(where: { $0 == nil || $0 == file.code }) { return place }
        throw .noRowsOf(file.code, file: file.options.file, found: codes.compactMap { $0 })
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
        var hasher = SHA256()
        do {
            try FileReader.read(file.path) { piece in
                hasher.update(piece)
                body(piece)
            }
        } catch {
            throw .unreadable(error)
        }
        let hash = hexadecimal(hasher.finish())
        if let earlier = files.first(where: { $0.hash == hash && $0.file.says(sameAs: file) }) {
            throw .repeated(file: file.options.file, earlier: earlier.file.options.file)
        }
        files.append((file, hash))
        hashes.append((file.label, hash))
    }

    private mutating func note(
        _ file: MarketFile, _ table: TableNotes, _ kept: Int, of all: Int, _ first: Moment,
        _ last: Moment
    ) throws(MarketFault) {
        if kept == 0 {
            throw .nothingInPeriod(file: file.options.file, first: first, last: last)
        }
        notes += table.sentences.map { "\(file.label): \($0)." }
        if kept < all {
            notes.append("\(file.label): \(all - kept) of \(all) rows lie outside the period.")
        }
    }
}
