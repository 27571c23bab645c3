public import KraderModel

/// What strategies were asked about one symbol, and what they said where they did nothing: for
/// whoever plays a run again to explain it. Other runs have none, and pay nothing for it.
public final class HookWatch {
    /// A hook that said that there was nothing to do.
    public struct Hold: Hashable, Sendable {
        public var at: Moment
        public var reason: String
        /// Whether it was said of all symbols at once, from a timer, a fill or a cross-section.
        public var isOfAll: Bool
    }

    /// What is known of one strategy.
    public struct Row: Hashable, Sendable {
        /// How often a candle, print or book of the symbol was shown to it, and when last.
        public internal(set) var calls: Int64 = 0
        public internal(set) var lastCall: Moment?
        public internal(set) var lastHold: Hold?
    }

    public let symbol: SymbolIndex
    /// By the strategies' places in the run's list.
    public private(set) var rows: [Row]

    public init(_ symbol: SymbolIndex, strategies: Int) {
        self.symbol = symbol
        rows = Array(repeating: Row(), count: strategies)
    }

    /// Runs a hook and keeps what it said. A hook of a single symbol that isn't the watched one is
    /// run and forgotten.
    func run(
        _ context: inout StrategyContext, _ hook: (inout StrategyContext) throws -> Void
    ) throws {
        let isOfAll: Bool
        switch context.hook {
        case .candle, .tick, .book: isOfAll = false
        case .timer, .fill, .crossSection: isOfAll = true
        }
        let strategy = Int(context.strategy)
        guard isOfAll || context.symbol == symbol, rows.indices.contains(strategy) else {
            return try hook(&context)
        }
        if !isOfAll {
            rows[strategy].calls += 1
            rows[strategy].lastCall = context.now
        }
        let before = context.holds
        try hook(&context)
        guard let reason = context.holds.lastReason(since: before) else { return }
        rows[strategy].lastHold = Hold(
            at: context.now, reason: context.reasons.text(reason), isOfAll: isOfAll)
    }
}

/// A strategy whose hooks are watched: what it is told and what it does stay as they are.
final class WatchedBox: StrategyBox {
    private let box: StrategyBox
    private let watch: HookWatch

    init(_ box: StrategyBox, _ watch: HookWatch) {
        self.box = box
        self.watch = watch
    }

    override var subscriptions: Subscriptions { box.subscriptions }

    override func copy() -> StrategyBox { WatchedBox(box.copy(), watch) }

    override func start(_ context: inout StrategyContext) throws { try box.start(&context) }
    override func candle(
        _ candle: Candle, _ timeframe: Timeframe, _ context: inout StrategyContext
    ) throws {
        try watch.run(&context) { try box.candle(candle, timeframe, &$0) }
    }
    override func crossSection(
        _ timeframe: Timeframe, _ context: inout StrategyContext
    ) throws {
        try watch.run(&context) { try box.crossSection(timeframe, &$0) }
    }
    override func book(_ book: Book, _ context: inout StrategyContext) throws {
        try watch.run(&context) { try box.book(book, &$0) }
    }
    override func tick(_ tick: Tick, _ context: inout StrategyContext) throws {
        try watch.run(&context) { try box.tick(tick, &$0) }
    }
    override func timer(_ context: inout StrategyContext) throws {
        try watch.run(&context) { try box.timer(&$0) }
    }
    override func fill(_ fill: StrategyFill, _ context: inout StrategyContext) throws {
        try watch.run(&context) { try box.fill(fill, &$0) }
    }
    override func adjusted(
        _ symbol: SymbolIndex, by action: CorporateAction, _ context: inout StrategyContext
    ) throws {
        try box.adjusted(symbol, by: action, &context)
    }
    override func stop(_ context: inout StrategyContext) throws { try box.stop(&context) }
}

extension StrategyInstance {
    /// The same strategy, watched.
    public func watched(by watch: HookWatch) -> StrategyInstance {
        StrategyInstance(id: id, box: WatchedBox(box, watch), budget: budget)
    }
}

extension HoldCounts {
    /// The reason that was counted since the counts were as they were; of several the one that was
    /// used for the first time last.
    fileprivate func lastReason(since before: HoldCounts) -> ReasonIndex? {
        rows.indices.last {
            !before.rows.indices.contains($0) || before.rows[$0].count != rows[$0].count
        }.map { rows[$0].reason }
    }
}
