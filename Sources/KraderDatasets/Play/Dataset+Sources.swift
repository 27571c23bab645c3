public import KraderMarket
public import KraderModel

/// Opens what a run reads of a dataset: each symbol's files one after the other, symbols merged by
/// time.
extension Dataset {
    /// The number of elements of one symbol's batch, so that all batches of a kind together stay
    /// about the same size, whatever the number of symbols.
    private static func batch(_ symbols: Int, ofAll: Int, atLeast: Int, atMost: Int) -> Int {
        min(atMost, max(atLeast, ofAll / max(1, symbols)))
    }

    /// The files of one kind of one symbol that have rows in a period, in order of time.
    public func files(
        _ kind: RowKind, of symbol: IssueCode, in period: MomentSpan
    ) -> [RowFile] {
        // The index is sorted by path, and so by day. A daily candle's row stands at its day's
        // midnight, before its session.
        filesOf(symbol).filter {
            $0.kind == kind && $0.last + .day > period.start && $0.first < period.end
        }
    }

    /// Every print of some symbols; `nil` when there are none. Faults that reading meets are noted
    /// in `faults` and end the source.
    ///
    /// - Parameter selection: what is taken; all of the dataset unless said.
    public func ticks(
        of symbols: [(code: IssueCode, symbol: SymbolIndex)], in period: MomentSpan,
        faults: DatasetFaults, selection: DatasetSelection? = nil
    ) -> (any TickSource)? {
        let selection = selection ?? DatasetSelection(scope: description.scope)
        let scope: Tick.Scope = selection.scope == .nxt ? .other : .regular
        let series = symbols.compactMap { code, symbol -> (SymbolIndex, [RowFile])? in
            let files = files(.ticks, of: code, in: period).filter(selection.has)
            return files.isEmpty ? nil : (symbol, files)
        }
        let batch = Dataset.batch(series.count, ofAll: 1 << 18, atLeast: 256, atMost: 4_096)
        let sources = series.map { symbol, files in
            DatasetTicks(
                RowSeries(self, files, faults), symbol: symbol, scope: scope, period: period,
                batch: batch)
        }
        return sources.count > 1 ? MergedTicks(sources) : sources.first
    }

    /// Every book of some symbols, or the best quotes of those days that have no books.
    public func books(
        of symbols: [(code: IssueCode, symbol: SymbolIndex)], in period: MomentSpan,
        faults: DatasetFaults, selection: DatasetSelection? = nil
    ) -> (any BookSource)? {
        let selection = selection ?? DatasetSelection(scope: description.scope)
        let series = symbols.compactMap { code, symbol -> (SymbolIndex, [RowFile])? in
            let books = files(.books, of: code, in: period).filter(selection.has)
            let days = Set(books.map(\.day))
            let quotes = files(.quotes, of: code, in: period).filter {
                selection.has($0) && !days.contains($0.day)
            }
            let files = (books + quotes).sorted { $0.first < $1.first }
            return files.isEmpty ? nil : (symbol, files)
        }
        let batch = Dataset.batch(series.count, ofAll: 1 << 14, atLeast: 32, atMost: 1_024)
        let sources = series.map { symbol, files in
            DatasetBooks(
                RowSeries(self, files, faults), symbol: symbol, period: period, batch: batch)
        }
        return sources.count > 1 ? MergedBooks(sources) : sources.first
    }

    /// The candles of some symbols and timeframes, without the days that each leaves out.
    public func candles(
        of series: [(
            code: IssueCode, symbol: SymbolIndex, timeframe: Timeframe,
            daysLeftOut: Set<CalendarDate>
        )], in period: MomentSpan, faults: DatasetFaults
    ) -> (any CandleSource)? {
        let batch = Dataset.batch(series.count, ofAll: 1 << 17, atLeast: 64, atMost: 4_096)
        let sources = series.compactMap { code, symbol, timeframe, left -> DatasetCandles? in
            let files = files(.candles, of: code, in: period).filter { $0.timeframe == timeframe }
            guard !files.isEmpty else { return nil }
            return DatasetCandles(
                RowSeries(self, files, faults), symbol: symbol, period: period,
                daysLeftOut: left, batch: batch)
        }
        return sources.count > 1 ? MergedCandles(sources) : sources.first
    }

    /// The source of when trading of some symbols was interrupted; `nil` when nothing is said of
    /// it.
    public func statuses(
        of symbols: [(code: IssueCode, symbol: SymbolIndex)], in period: MomentSpan,
        faults: DatasetFaults
    ) -> (any StatusSource)? {
        let found = symbols.flatMap { code, symbol in
            files(.statuses, of: code, in: period).map { (symbol: symbol, file: $0) }
        }
        guard !found.isEmpty else { return nil }
        return DatasetStatuses(self, found, period: period, faults)
    }
}
