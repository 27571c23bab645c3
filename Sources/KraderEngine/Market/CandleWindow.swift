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
        return CandleWindow(
            slab: slab, offset: series.offset, length: series.length, first: series.first,
            count: series.count)
    }
}

/// The closed candles of one symbol and timeframe, oldest first, without a copy. It can't outlive
/// the hook that asked for it.
public struct CandleWindow: ~Copyable {
    @usableFromInline let slab: BufferView<Candle>
    @usableFromInline let offset: Int
    /// How many candles there can be.
    @usableFromInline let length: Int
    /// Where the oldest lies, from the offset on: after the last place comes the first.
    @usableFromInline let first: Int
    public let count: Int

    init(slab: BufferView<Candle>, offset: Int, length: Int, first: Int, count: Int) {
        self.slab = slab
        self.offset = offset
        self.length = length
        self.first = first
        self.count = count
    }

    @inlinable public var isEmpty: Bool { count == 0 }

    /// 0 is the oldest, `count − 1` the one that closed last.
    @inlinable public subscript(index: Int) -> Candle {
        @inline(__always) unsafeAddress {
            precondition(index >= 0 && index < count, "Index outside the window")
            let place = first + index
            return slab.address(of: offset + (place < length ? place : place - length))
        }
    }

    /// `window[fromEnd: 0]` closed last.
    @inlinable public subscript(fromEnd distance: Int) -> Candle { self[count - 1 - distance] }
}
