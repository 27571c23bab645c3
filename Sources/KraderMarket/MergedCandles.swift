public import KraderModel

/// Many sources of candles as one: by start, then end, then symbol index; the earlier source in the
/// list first.
public final class MergedCandles: CandleSource {
    private let sources: [any CandleSource]
    private let batch: FixedBuffer<CandleEvent>
    private let merge: Merge<CandleEvent>

    /// Reads the first batch of each source.
    public init(_ sources: [any CandleSource]) {
        self.sources = sources
        batch = FixedBuffer(repeating: .blank, count: Merge<CandleEvent>.batch)
        merge = Merge(sources.map { $0.nextCandles() })
    }

    /// The next candles, at most 4,096.
    public func nextCandles() -> BufferView<CandleEvent> {
        let sources = sources
        let count = merge.fill(batch) { sources[$0].nextCandles() }
        return batch.view(of: 0..<count)
    }
}

extension CandleEvent {
    /// Fills a batch before the first candle is written; nobody ever sees it.
    static let blank = CandleEvent(
        symbol: SymbolIndex(0), timeframe: .m1,
        candle: Candle(
            start: .distantPast, end: .distantPast, open: Price(1), high: Price(1), low: Price(1),
            close: Price(1), volume: .zero, value: .zero))
}

extension Tick {
    /// Fills a batch before the first print is written; nobody ever sees it.
    static let blank = Tick(
        time: .distantPast, symbol: SymbolIndex(0), price: Price(1), size: .zero)
}
