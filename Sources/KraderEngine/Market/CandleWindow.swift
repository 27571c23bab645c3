public import KraderModel

/// Read access to windows for strategies.
public struct CandleView {
    @usableFromInline let feeding: BufferView<CandleFeeding>
    /// How many timeframes a symbol has.
    @usableFromInline let depth: Int
    @usableFromInline let series: BufferView<CandleSeries>
    @usableFromInline let slab: BufferView<Candle>

    /// The timeframe's place among those that are built, below zero when it isn't.
    @inlinable func place(of timeframe: Timeframe) -> Int {
        Int(feeding[Int(timeframe.rawValue)].place)
    }

    @inlinable func window(_ symbol: SymbolIndex, _ k: Int) -> CandleWindow {
        let place = symbol.int * depth + k
        return CandleWindow(
            slab: slab, offset: series[place].offset, length: series[place].length,
            first: series[place].first, count: series[place].count)
    }
}

/// The place of a window in the slab: a ring, whose oldest candle gives way to the newest.
@usableFromInline struct CandleSeries {
    @usableFromInline var offset: Int
    @usableFromInline var length: Int
    /// The place of the oldest candle, from the offset on.
    @usableFromInline var first = 0
    @usableFromInline var count = 0
    /// Candles that closed since the run began, those that left the window too.
    var closed: Int64 = 0

    init(offset: Int, length: Int) {
        self.offset = offset
        self.length = length
    }
}

/// The closed candles of one symbol and timeframe, oldest first, without a copy. It can't outlive
/// the hook that asked for it.
public struct CandleWindow: ~Copyable {
    @usableFromInline let slab: BufferView<Candle>
    @usableFromInline let offset: Int
    /// How many candles there can be.
    @usableFromInline let length: Int
    /// The place of the oldest candle, from the offset on: after the last place comes the first.
    @usableFromInline let first: Int
    public let count: Int

    @usableFromInline init(
        slab: BufferView<Candle>, offset: Int, length: Int, first: Int, count: Int
    ) {
        self.slab = slab
        self.offset = offset
        self.length = length
        self.first = first
        self.count = count
    }

    @inlinable public var isEmpty: Bool { count == 0 }

    /// A candle of the window: 0 is the oldest, `count − 1` the one that closed last.
    @inlinable public subscript(index: Int) -> Candle {
        @inline(__always) unsafeAddress {
            precondition(index >= 0 && index < count, "Index outside the window")
            let place = first + index
            return slab.address(of: offset + (place < length ? place : place - length))
        }
    }

    /// A candle counted from the newest: `window[fromEnd: 0]` closed last.
    @inlinable public subscript(fromEnd distance: Int) -> Candle { self[count - 1 - distance] }
}
