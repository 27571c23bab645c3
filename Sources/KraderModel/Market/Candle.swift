/// Trade prices and quantities of one symbol in [start, end), by exchange time.
public struct Candle: Hashable, Sendable {
    public var start: Moment
    public var end: Moment
    public var open: Price
    public var high: Price
    public var low: Price
    public var close: Price
    public var volume: Shares
    /// Traded value; for candles read from files without it, close × volume.
    public var value: Won

    @inlinable public init(
        start: Moment, end: Moment, open: Price, high: Price, low: Price, close: Price,
        volume: Shares, value: Won
    ) {
        self.start = start
        self.end = end
        self.open = open
        self.high = high
        self.low = low
        self.close = close
        self.volume = volume
        self.value = value
    }

    /// Adds what came later in the same bucket or in the next finer candle.
    @inlinable public mutating func absorb(_ later: Candle) {
        if later.high > high { high = later.high }
        if later.low < low { low = later.low }
        close = later.close
        volume = volume.saturatedSum(later.volume)
        value = value.saturatedSum(later.value)
    }
}
