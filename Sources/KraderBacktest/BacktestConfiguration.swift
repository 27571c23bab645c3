public import KraderEngine
public import KraderModel
public import KraderVenue

/// What a backtest is made from, beside its data.
public struct BacktestConfiguration {
    public var engine: EngineConfiguration
    public var venue: VenueConfiguration
    public var seed: UInt64
    /// The last moment that is played.
    public var end: Moment
    /// The unit to which the data's stamps are cut.
    public var stampUnit: Interval
    /// Whether the open of a day's first candle is its opening auction: not of NXT's or
    /// consolidated data.
    public var opensWithAuction: Bool
    /// The series that results are compared with: an index, or any instrument.
    public var benchmark: SymbolIndex?
    /// What a person tells the engine and when, by time.
    public var commands: [(at: Moment, command: Command)]
    /// Whether the run ends where prices contradict what is held (semantics.md §6).
    public var isStrict: Bool
    /// The store that keeps the engine's records, for runs that restart it; such runs keep the
    /// market's history in memory too.
    public var store: (any RecordStore)?
    /// What goes wrong, and when. Where anything does, the run has a store, one in memory unless
    /// another is given, and the engine reads the broker's lists.
    public var faults = FaultPlan()
    /// How broker and engine stand at the start, where they don't both begin afresh with
    /// `engine.account`, which is then what our records say.
    public var opening: Opening?
    /// Whether the checks that want memory and time are made too (failure-modes.md §2): in debug
    /// builds they are.
    public var isThorough = Backtest.isThorough

    public init(
        engine: EngineConfiguration, venue: VenueConfiguration, seed: UInt64, end: Moment,
        stampUnit: Interval = Interval(nanoseconds: 1), opensWithAuction: Bool = true,
        benchmark: SymbolIndex? = nil, commands: [(at: Moment, command: Command)] = [],
        isStrict: Bool = false
    ) {
        self.engine = engine
        self.venue = venue
        self.seed = seed
        self.end = end
        self.stampUnit = stampUnit
        self.opensWithAuction = opensWithAuction
        self.benchmark = benchmark
        self.commands = commands
        self.isStrict = isStrict
    }
}
