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
    /// The most errors in a day: more pause trading, however slowly they come (failure-modes.md
    /// §1, K15).
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
    /// A request without a reply for so long has an unknown outcome (failure-modes.md §1, F16).
    public static let replyDeadline = Interval.seconds(10)
    /// An answer after more than this is late; two late ones within `lateWindow` mean that the
    /// broker takes orders late (failure-modes.md §1, A06).
    public static let lateAnswer = Interval.seconds(3)
    public static let lateWindow = Interval.seconds(60)
    /// For so long after an answer that came more than `veryLateAnswer` late, and while any request
    /// is unanswered, no order is absent because lists don't show it (failure-modes.md §1, A05).
    public static let veryLateAnswer = Interval.seconds(10)
    public static let veryLateWindow = Interval.minutes(10)
    /// How many complete readings of the lists over how long prove that an order is absent.
    public static let absenceReadings = 3
    public static let absenceTime = Interval.seconds(60)
    /// A push that no order explains, and a hole between executions, are asked about after this.
    public static let unexplainedTime = Interval.seconds(3)
    /// The most that the broker's clock may differ from ours (failure-modes.md §2, 19).
    public static let skewMax = Interval.seconds(2)
    /// The moments after which a doubt's lists are read, and the pause between readings from then
    /// on (failure-modes.md §1, A04).
    public static let doubtReadings: [Interval] = [
        .seconds(1), .seconds(2), .seconds(5), .seconds(10), .seconds(30),
    ]
    public static let doubtPause = Interval.seconds(30)
    /// The moments after which the list of open orders is asked for what a kill has left.
    public static let killReadings: [Interval] = [.zero] + doubtReadings
    /// It is told again after so long what is held without protection, then after twice as long,
    /// and so on, up to a day.
    public static let unprotectedPause = Interval.minutes(10)
    /// The longest pause between readings outside a session, while something is still unexplained.
    public static let idlePause = Interval.minutes(60)
    /// A difference of holdings or money worth more than this part of equity waits for a person
    /// (failure-modes.md §1, I02).
    public static let differenceMax = Rate(basisPoints: 500)
    /// How often orders, and with them holdings and money, are compared with the broker's lists
    /// (failure-modes.md §1, I17).
    public static let ordersPause = Interval.minutes(1)
    public static let accountPause = Interval.minutes(5)
    /// How often lists are read while pushes don't come and orders live (failure-modes.md §1,
    /// G11).
    public static let pollPause = Interval.seconds(5)
    /// How long after the end of trading a list may still change (failure-modes.md §1, E01).
    public static let listSettling = Interval.seconds(60)
}
