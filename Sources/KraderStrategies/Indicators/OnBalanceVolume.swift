public import KraderModel

/// On-balance volume: a candle's volume is added when it closes above the close before it, taken
/// away when it closes below, and left out when both are equal. It begins at 0 with the first
/// candle: only its changes mean anything.
///
/// The incremental form is this value, O(1) a candle and without allocation; the window form is
/// `over`. They agree exactly, for shares are whole.
public struct OnBalanceVolume: Hashable, Sendable {
    private var previousClose: Price?
    private var shares = Shares.zero

    public init() {}

    /// The volume so far; `nil` before the first candle.
    public var value: Shares? { previousClose == nil ? nil : shares }

    /// Takes in the next candle and returns the volume on balance with it.
    @discardableResult
    public mutating func add(close: Price, volume: Shares) -> Shares {
        if let previousClose {
            if close > previousClose {
                shares += volume
            } else if close < previousClose {
                shares -= volume
            }
        }
        previousClose = close
        return shares
    }

    @discardableResult
    public mutating func add(_ candle: Candle) -> Shares {
        add(close: candle.close, volume: candle.volume)
    }

    /// The volume on balance since the first of these candles, oldest first; `nil` without any.
    public static func over(_ candles: some Sequence<Candle>) -> Shares? {
        var balance = OnBalanceVolume()
        for candle in candles { balance.add(candle) }
        return balance.value
    }
}
