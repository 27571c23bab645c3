public import KraderModel

/// Every bound of the engine, named. Loops stop at a bound and say so.
public enum Limits {
    /// Closed candles in a window.
    public static let windowMax = 10_000
    /// Orders alive at once in the account; more are refused.
    public static let liveOrdersMax = 8_192
    /// Signals that a strategy may emit in one hook; more is a fault of the strategy.
    public static let signalsPerHookMax = 1_000
    /// Timers that run at one moment; a strategy that asks for more is paused.
    public static let timersMax = 1_000_000
    /// The highest limit price that is computed with; the dearest share costs a millionth of it.
    public static let priceMax = Price(1_000_000_000_000)
    /// Different texts that strategies give as reasons and names of notes: fixed texts in their
    /// code.
    public static let reasonsMax = 4_096
    public static let strategiesMax = 1_000
    public static let symbolsMax = 100_000
    /// How long after a quote prints may come before it is too old to value an order by
    /// (failure-modes.md §3).
    public static let quoteAgeMax = Interval.seconds(3)
    /// Errors within `errorWindow` that engage the kill switch (krader-behaviour.md §6).
    public static let errorsToKill = 3
    public static let errorWindow = Interval.minutes(5)
    /// The most errors in a day: more pause trading, however slowly they come (failure-modes.md §1,
    /// K15).
    public static let errorsADayMax = 20
    /// How close to a session's edge a refusal for the wrong session is no error (failure-modes.md
    /// §1, B04).
    public static let sessionEdge = Interval.seconds(60)
    /// A cancel that must happen and was refused is sent again after this.
    public static let cancelRetry = Interval.seconds(1)
    /// After so long without a record orders that have not left are not sent any more, and what
    /// happened meanwhile makes no signal (failure-modes.md §1, G01).
    public static let gap = Interval.seconds(60)
    /// A candle closes at most so long after its end.
    public static let closeDelayMax = Interval.seconds(30)
}
