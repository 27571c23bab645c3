public import KraderModel

/// Everything an engine is made from. It is the same under a simulated clock and the wall clock.
public struct EngineConfiguration {
    /// The instruments in the order of their indices.
    public var instruments: [Instrument]
    public var account: OpeningAccount
    /// Symbols that strategies may buy.
    public var universe: UniversePlan
    public var strategies: [StrategyInstance]
    public var limits: RiskLimits
    public var costs: CostSchedule
    public var pacing: PacingProfile
    public var calendar: TradingCalendar
    /// How long after its end a candle of prints closes: 1.5 s, and never less than the data's
    /// latency (semantics.md §2). It is at most `Limits.closeDelayMax`.
    public var closeDelay: Interval
    /// The unit to which prints' stamps are cut: a session's last print has come so much later. It
    /// is zero where there are no prints but candles as data.
    public var stampUnit = Interval.zero
    /// How many steps through the last price a limit takes instead of resting (semantics.md §4).
    public var spreadSteps = 1
    /// How a market buy leaves (semantics.md §3).
    public var marketBuyAs: MarketBuy
    /// Whether local checks hold orders to grid, band and session. They are off for benchmarks
    /// only.
    public var enforcesMarketRules: Bool
    /// Whether orders may go to KRX's after-market (krx-market.md §1.2), whose prints then reach
    /// strategies too.
    public var usesAfterMarket: Bool
    /// Whether new orders may be entered while an issue is in a call auction of its own (VI).
    public var tradesInterruptions: Bool
    /// How long a reply is waited for before its request counts as one whose outcome is unknown;
    /// `nil`: as long as it takes, none is late, and the end of a day order is told, not asked for.
    public var replyDeadline: Interval? = Limits.replyDeadline
    /// Whether the broker's lists are read at the start, after each return of the link and now and
    /// then: against a broker that can't be trusted blindly. Without it they are read where
    /// something is unknown.
    public var reconciles = false
    /// Whether exits go on selling after the kill switch was engaged by errors; never after a kill
    /// by hand or a critical one (semantics.md §5).
    public var exitsAfterKill = false
    /// Whether the controls of failure-modes.md §3 deny, or are counted only.
    public var controls = ControlProfile.off
    /// Orders alive at once: tests that make thousands of engines need room for few.
    var liveOrdersMax = Limits.liveOrdersMax
    /// The first moment; the run begins on its KST date.
    public var start: Moment
    /// The memory in which the engine marks whose hook runs; it outlives the engine. `nil`: nobody
    /// wants to know.
    public var hookMark: UnsafeMutablePointer<HookMark>?

    public enum MarketBuy: String, Hashable, Sendable, CaseIterable {
        case market
        /// A limit three steps above the best ask, or the last price where none is quoted.
        case marketableLimit = "marketable_limit"
    }

    public init(
        instruments: [Instrument], account: OpeningAccount, universe: UniversePlan,
        strategies: [StrategyInstance], limits: RiskLimits = RiskLimits(),
        costs: CostSchedule = .kiwoom, pacing: PacingProfile = .live,
        calendar: TradingCalendar = .krx, closeDelay: Interval = .milliseconds(50),
        marketBuyAs: MarketBuy = .market, enforcesMarketRules: Bool = true,
        usesAfterMarket: Bool = false, tradesInterruptions: Bool = false, start: Moment
    ) {
        self.instruments = instruments
        self.account = account
        self.universe = universe
        self.strategies = strategies
        self.limits = limits
        self.costs = costs
        self.pacing = pacing
        self.calendar = calendar
        self.closeDelay = closeDelay
        self.marketBuyAs = marketBuyAs
        self.enforcesMarketRules = enforcesMarketRules
        self.usesAfterMarket = usesAfterMarket
        self.tradesInterruptions = tradesInterruptions
        self.start = start
    }
}
