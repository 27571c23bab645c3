public import KraderModel

/// Read access to windows for strategies.
public struct CandleView {
    let timeframes: [Timeframe]
    let series: BufferView<CandleBook.Series>
    let slab: BufferView<Candle>
    let building: BufferView<CandleBook.Building>

    func index(of timeframe: Timeframe) -> Int? { timeframes.firstIndex(of: timeframe) }

    func window(_ symbol: SymbolIndex, _ k: Int) -> CandleWindow {
        let series = series[symbol.int * timeframes.count + k]
        return CandleWindow(slab: slab, start: series.offset + series.first, count: series.count)
    }
}

/// The closed candles of one symbol and timeframe, oldest first, without a copy. It can't outlive
/// the hook that asked for it.
public struct CandleWindow: ~Copyable {
    private let slab: BufferView<Candle>
    private let start: Int
    public let count: Int

    init(slab: BufferView<Candle>, start: Int, count: Int) {
        self.slab = slab
        self.start = start
        self.count = count
    }

    public var isEmpty: Bool { count == 0 }

    /// 0 is the oldest, `count − 1` the one that closed last.
    public subscript(index: Int) -> Candle {
        precondition(index >= 0 && index < count, "Index outside the window")
        return slab[start + index]
    }

    /// `window[fromEnd: 0]` closed last.
    public subscript(fromEnd distance: Int) -> Candle { self[count - 1 - distance] }
}
