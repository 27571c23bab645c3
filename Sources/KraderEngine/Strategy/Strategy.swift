public import KraderModel

/// A trading strategy. It is told what happens through hooks and answers by signals given to the
/// context. It cannot see the clock, the broker or another strategy, and keeps what it must
/// remember in itself: in values, for each engine runs a copy of what the scenario made, and two
/// copies would share an object.
///
/// A strategy with a parameter and a candle hook, which buys after a rise and sells after a fall:
///
/// ```swift
/// struct RisingClose: Strategy {
///     static let name = "rising_close"
///     static let summary = "Buys after a rise, sells after a fall."
///     static let parameters = [
///         ParameterDeclaration(
///             "shares", .integer(1...1_000), default: .integer(10), help: "Shares of a buy.")
///     ]
///
///     private let shares: Shares
///
///     init(_ parameters: ParameterValues) {
///         shares = Shares(Int64(parameters.integer("shares")))
///     }
///
///     var subscriptions: Subscriptions { .candles(.m5, window: 2, needed: 2) }
///
///     mutating func candle(
///         _ candle: Candle, _ timeframe: Timeframe, _ context: inout StrategyContext
///     ) {
///         let symbol = context.symbol
///         let closed = context.candles(symbol, timeframe)
///         guard closed.count == 2 else { return context.hold("warming_up") }
///         guard context.activeOrders(symbol).isEmpty else { return }
///         let held = context.ownPosition(symbol).quantity
///         if candle.close > closed[fromEnd: 1].close, held == .zero {
///             context.buy(symbol, quantity: shares, reason: "rose")
///         } else if candle.close < closed[fromEnd: 1].close, held > .zero {
///             context.sell(symbol, quantity: held, reason: "fell")
///         }
///     }
/// }
/// ```
///
/// A strategy like it that keeps an indicator of `KraderStrategies` for each symbol:
///
/// ```swift
/// private var averages: [SymbolIndex: ExponentialMovingAverage] = [:]
///
/// mutating func candle(
///     _ candle: Candle, _ timeframe: Timeframe, _ context: inout StrategyContext
/// ) {
///     let symbol = context.symbol
///     let close = Double(candle.close.won)
///     var average = averages[symbol] ?? ExponentialMovingAverage(length: 20)
///     let value = average.add(close)
///     averages[symbol] = average
///     guard let value else { return context.hold("warming_up") }
///     if close > value, context.ownPosition(symbol).quantity == .zero,
///         context.activeOrders(symbol).isEmpty
///     {
///         context.buy(symbol, reason: "above_average", notes: [("average", value)])
///     }
/// }
/// ```
///
/// Hooks run inside the engine's step, one after the other. A hook that throws pauses the strategy,
/// is counted, and changes nothing for the others. Adding a strategy is one file and one line in a
/// `StrategyCatalog`.
public protocol Strategy: SendableMetatype {
    /// The unique name, in lower case with underscores: `ema_cross`.
    static var name: String { get }
    /// One line for lists.
    static var summary: String { get }
    static var parameters: [ParameterDeclaration] { get }

    /// Makes a strategy. Values are complete and each in its range; throw `ParameterFault` when
    /// they don't go together.
    init(_ parameters: ParameterValues) throws

    /// What it wants to hear. It is asked once, before `start`.
    var subscriptions: Subscriptions { get }

    /// The run begins; no input has come yet. Positions and cash are those of the account.
    mutating func start(_ context: inout StrategyContext) throws
    /// A subscribed candle has closed. Every candle due at this instant has closed before any hook
    /// runs.
    mutating func candle(
        _ candle: Candle, _ timeframe: Timeframe, _ context: inout StrategyContext) throws
    /// All candles of this timeframe that are due at this instant have closed, of whatever symbols;
    /// every candle hook of every strategy has run. It is called once an instant and timeframe,
    /// fine to coarse, where a window's `callsCrossSection` asks for it.
    mutating func crossSection(_ timeframe: Timeframe, _ context: inout StrategyContext) throws
    /// The book of a symbol in the universe, or held, displays this from now on.
    mutating func book(_ book: Book, _ context: inout StrategyContext) throws
    /// A symbol in the universe, or held, has printed a trade.
    mutating func tick(_ tick: Tick, _ context: inout StrategyContext) throws
    /// A moment asked for by `context.wake(at:)` has come.
    mutating func timer(_ context: inout StrategyContext) throws
    /// One of this strategy's orders was filled, in part or whole; position and cash already show
    /// it.
    mutating func fill(_ fill: StrategyFill, _ context: inout StrategyContext) throws
    /// A corporate action takes effect before a day's opening auction, of whatever symbol:
    /// position, exits and windows show it already. What a strategy keeps itself of the symbol's
    /// prices and quantities it must now multiply by the action's factors, or read again from the
    /// window: `averages[symbol]?.scale(by: action.priceFactor.quotient)`.
    mutating func adjusted(
        _ symbol: SymbolIndex, by action: CorporateAction, _ context: inout StrategyContext) throws
    /// The run is over, after the last input. Signals are no longer taken.
    mutating func stop(_ context: inout StrategyContext) throws
}

extension Strategy {
    public mutating func start(_ context: inout StrategyContext) throws {}
    public mutating func candle(
        _ candle: Candle, _ timeframe: Timeframe, _ context: inout StrategyContext
    ) throws {}
    public mutating func crossSection(
        _ timeframe: Timeframe, _ context: inout StrategyContext
    ) throws {}
    public mutating func book(_ book: Book, _ context: inout StrategyContext) throws {}
    public mutating func tick(_ tick: Tick, _ context: inout StrategyContext) throws {}
    public mutating func timer(_ context: inout StrategyContext) throws {}
    public mutating func fill(_ fill: StrategyFill, _ context: inout StrategyContext) throws {}
    public mutating func adjusted(
        _ symbol: SymbolIndex, by action: CorporateAction, _ context: inout StrategyContext
    ) throws {}
    public mutating func stop(_ context: inout StrategyContext) throws {}
}

/// What a strategy hears of. Only what somebody subscribes to is built.
public struct Subscriptions: Sendable {
    public struct Window: Hashable, Sendable {
        public var timeframe: Timeframe
        /// How many closed candles are kept, 1…`Limits.windowMax`.
        public var length: Int
        /// Whether the candle hook runs when one closes; windows can also be only read.
        public var callsHook: Bool
        /// Whether the cross-sectional hook runs once after all that close at an instant.
        public var callsCrossSection: Bool
        /// How many closed candles the strategy can't act without: its warm-up, which results tell
        /// of.
        public var needed: Int
        /// Whether it stands in for other data, or only adds to them: no buy waits for its candles
        /// (semantics.md §7).
        public var isOptional: Bool
        /// Whether the candle hook runs only for symbols in the universe or held. Otherwise it runs
        /// for every symbol: what keeps averages of its own misses none when a symbol joins.
        public var followsUniverse: Bool
    }
    public var windows: [Window] = []
    /// Whether the tick hook runs.
    public var ticks = false
    /// Whether the book hook runs.
    public var books = false

    public init() {}

    /// A window with the candle hook, of 250 closed candles unless said (semantics.md §2).
    public static func candles(
        _ timeframe: Timeframe, window: Int = 250, needed: Int = 1
    ) -> Subscriptions {
        Subscriptions().adding(timeframe, window: window, needed: needed)
    }

    public static var ticks: Subscriptions {
        var subscriptions = Subscriptions()
        subscriptions.ticks = true
        return subscriptions
    }

    public func adding(
        _ timeframe: Timeframe, window: Int = 250, callsHook: Bool = true,
        callsCrossSection: Bool = false, needed: Int = 1, isOptional: Bool = false,
        followsUniverse: Bool = false
    ) -> Subscriptions {
        var copy = self
        copy.windows.append(
            Window(
                timeframe: timeframe, length: window, callsHook: callsHook,
                callsCrossSection: callsCrossSection, needed: needed, isOptional: isOptional,
                followsUniverse: followsUniverse))
        return copy
    }
}

/// A fill of one of the strategy's own orders.
public struct StrategyFill: Hashable, Sendable {
    public var order: OrderReference
    public var symbol: SymbolIndex
    public var side: Side
    public var price: Price
    public var quantity: Shares
    /// The shares of the order that are still to fill.
    public var leaves: Shares
    public var commission: Won
    public var tax: Won
}

/// An order of this run: 1, 2, 3 … in the order in which they were decided.
public struct OrderReference: Hashable, Comparable, Sendable {
    public var serial: Int64
    @inlinable public init(serial: Int64) { self.serial = serial }
    @inlinable public static func < (a: OrderReference, b: OrderReference) -> Bool {
        a.serial < b.serial
    }
}
