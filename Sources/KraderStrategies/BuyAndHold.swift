public import KraderEngine
public import KraderModel

/// `buy_and_hold`: the yardstick. It buys each symbol of the universe once, with an equal share of
/// the cash, and never sells.
///
/// The universe and the cash are those of the first candle or print that it sees while the market
/// is open; later joiners are not bought. On 1d candles, which close after the market, that is the
/// first candle at all, and the order waits for the next opening auction. A market order reserves
/// cash at the day's upper limit, so with few symbols the risk rules may buy less than the share
/// asked for (semantics.md §3).
public struct BuyAndHold: Strategy {
    public static let name = "buy_and_hold"
    public static let summary =
        "Buys each symbol of the universe once with an equal share of cash and never sells."
    public static let parameters = [
        ParameterDeclaration(
            "share", .decimal(0.01...1), default: .decimal(0.95),
            help: "Part of the available cash to spend on all symbols together."),
        ParameterDeclaration(
            "on", .text(allowed: ["candle", "tick"]), default: .text("candle"),
            help: "Whether to buy at a symbol's first candle or first print."),
        ParameterDeclaration(
            "timeframe", .timeframe, default: nil,
            help: "Of the candles, when on is candle."),
    ]

    private let share: Double
    private let timeframe: Timeframe
    private let isOnTicks: Bool
    private var plan: BuyAndHoldPlan?

    public init(_ parameters: ParameterValues) throws {
        share = parameters.decimal("share")
        timeframe = parameters.timeframe("timeframe")
        isOnTicks = parameters.text("on") == "tick"
    }

    public var subscriptions: Subscriptions {
        isOnTicks ? .ticks : .candles(timeframe, window: 1)
    }

    public mutating func tick(_ tick: Tick, _ context: inout StrategyContext) throws {
        if let plan, plan.isDone { return }
        guard context.isMarketOpen else { return }
        buy(tick.symbol, at: tick.price, &context)
    }

    public mutating func candle(
        _ candle: Candle, _ timeframe: Timeframe, _ context: inout StrategyContext
    ) throws {
        // Nobody could have bought where nothing traded.
        guard candle.volume > .zero, timeframe == .d1 || context.isMarketOpen else { return }
        buy(context.symbol, at: candle.close, &context)
    }

    private mutating func buy(
        _ symbol: SymbolIndex, at price: Price, _ context: inout StrategyContext
    ) {
        if plan == nil {
            var isWanted: [Bool] = []
            for index in 0..<context.symbolCount {
                isWanted.append(context.isInUniverse(SymbolIndex(index)))
            }
            plan = BuyAndHoldPlan(isWanted, share: share, of: context.availableCash)
        }
        switch plan?.take(symbol, at: price) {
        case .buy(let quantity)?:
            context.buy(symbol, quantity: quantity, reason: "first_seen")
        case .tooDear?:
            context.hold("share_below_price")
        case .nothing?, nil:
            break
        }
    }
}

/// The symbols that are still to be bought, and for how much each.
struct BuyAndHoldPlan: Hashable, Sendable {
    enum Step: Hashable, Sendable {
        case buy(Shares)
        /// One share costs more than the symbol's part.
        case tooDear
        /// The symbol was bought before, or never wanted.
        case nothing
    }

    private(set) var budget: Won
    private var isWanted: [Bool]
    private var left: Int

    /// Makes a plan; `nil` while nobody is wanted: the universe is not known yet.
    init?(_ isWanted: [Bool], share: Double, of cash: Won) {
        left = isWanted.count { $0 }
        guard left > 0 else { return nil }
        self.isWanted = isWanted
        // The budget is cut down to whole won.
        budget = Won(Int64(max(0, Double(cash.amount) * share / Double(left))))
    }

    var isDone: Bool { left == 0 }

    /// Each symbol is answered once.
    mutating func take(_ symbol: SymbolIndex, at price: Price) -> Step {
        guard isWanted[symbol.int] else { return .nothing }
        isWanted[symbol.int] = false
        left -= 1
        let quantity = Shares(budget.amount / price.won)
        return quantity > .zero ? .buy(quantity) : .tooDear
    }
}
