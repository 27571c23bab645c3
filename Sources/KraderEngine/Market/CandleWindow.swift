public import KraderModel

/// Read access to windows for strategies.
public struct CandleView {
    let feeding: BufferView<CandleFeeding>
    /// How many timeframes a symbol has.
    let depth: Int
    let series: BufferView<CandleBook.Series>
    let slab: BufferView<Candle>

    /// The timeframe's place among those that are built.
    func place(of timeframe: Timeframe) -> Int? {
        let place = feeding[Int(timeframe.rawValue)].place
        return place >= 0 ? Int(place) : nil
    }

    func window(_ symbol: SymbolIndex, _ k: Int) -> CandleWindow {
        let series = series[symbol.int * depth + k]
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
