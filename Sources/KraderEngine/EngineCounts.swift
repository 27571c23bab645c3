/// What the engine met and left aside: said with the results, never silent.
public struct EngineCounts: Hashable, Sendable {
    public init() {}

    /// Prints, and candles as data, outside the regular session or of another scope: excluded.
    public var printsOutOfScope: Int64 = 0
    /// The prints among these.
    public var ticksOutOfScope: Int64 = 0
    /// Pushes that no order of ours explains.
    public var pushesQuarantined: Int64 = 0
    /// Pushes that say again what is known: ignored.
    public var pushesRepeated: Int64 = 0
    /// Replies to no request that waits for one: never sent, or answered before.
    public var repliesUnknown: Int64 = 0
    /// Executions that were told a second time: booked once.
    public var executionsRepeated: Int64 = 0
    /// Pushes that only a list can explain, executions with too many holes before them among these:
    /// the lists are asked.
    public var pushesPostponed: Int64 = 0
    /// Days of tradeable symbols with prints or candles whose band is unknown, because no base
    /// price is.
    public var bandsUnknown: Int64 = 0
    /// Signals emitted after the run had stopped taking them.
    public var signalsAfterStop: Int64 = 0
    /// Signals of hooks that threw or flooded: the strategy is paused and none of them counts.
    public var signalsDropped: Int64 = 0
    /// Issues that were stopped, by cause (krx-market.md §4); a stop and the call auction that ends
    /// it are one.
    public var staticInterruptions: Int64 = 0
    public var dynamicInterruptions: Int64 = 0
    public var halts: Int64 = 0
    public var circuitBreakers: Int64 = 0
    /// How often the universe was ranked, and how many symbols ever joined it; 0 when it is fixed.
    var universeRankings: Int64 = 0
    var universeMembersEver: Int64 = 0
    /// Corporate actions that changed a holding, and those of them that left a part of a share,
    /// which is written off.
    public var corporateActions: Int64 = 0
    public var fractionsLost: Int64 = 0
    /// Exits that the path inside a candle decided: which way prices went there is assumed.
    public var exitsInsideCandles: Int64 = 0
    /// How often a rise inside a candle was followed by a trailing stop.
    public var trailingExitsOnPaths: Int64 = 0
    /// Exits whose last covered shares their strategy sold itself, while it held others: nothing
    /// guards those.
    public var exitsEndedBySales: Int64 = 0
    /// Issues that changed their board: the run goes on with that of its first day.
    public var boardChanges: Int64 = 0
    /// Answers to queries that nobody asked, or asked before.
    public var answersUnknown: Int64 = 0
    /// Readings of the broker's lists that were complete, and those that were not.
    public var readings: Int64 = 0
    public var readingsLost: Int64 = 0
}
