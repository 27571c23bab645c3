public import KraderModel

/// Prints in the order of exchange time, then symbol index, then the file's own sequence. They are
/// read in batches, so that one call serves thousands of prints and nothing is dispatched a print
/// at a time.
public protocol TickSource: AnyObject {
    /// The next prints; none when there are no more. The view is valid until the next call and as
    /// long as the source lives.
    func nextTicks() -> BufferView<Tick>
}

/// A closed candle of one symbol as data: the finest the data has.
public struct CandleEvent: Hashable, Sendable {
    public var symbol: SymbolIndex
    public var timeframe: Timeframe
    public var candle: Candle

    @inlinable public init(symbol: SymbolIndex, timeframe: Timeframe, candle: Candle) {
        self.symbol = symbol
        self.timeframe = timeframe
        self.candle = candle
    }
}

/// Candles in the order of their start, then end, then symbol index. The driver shows them to the
/// venue from their start, as path points, and to strategies at their end.
public protocol CandleSource: AnyObject {
    /// The next candles; none when there are no more. The view is valid until the next call and as
    /// long as the source lives.
    func nextCandles() -> BufferView<CandleEvent>
}
