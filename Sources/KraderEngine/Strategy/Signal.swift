public import KraderModel

/// A short fixed text that says why: `entry_trigger`, `trend_filter_fail`. It is kept as an index
/// into the run's table of reasons, so that a record stays plain data.
public struct ReasonIndex: Hashable, Sendable {
    public var value: Int32
    @inlinable public init(_ value: Int) { self.value = Int32(value) }
}

/// What names a signal: facts, so that the same market data give the same name after a restart
/// (krader-behaviour.md §4, semantics.md §8).
public struct SignalKey: Hashable, Sendable {
    /// The strategy's index in the run's list.
    public var strategy: Int32
    public var symbol: SymbolIndex
    /// The candle's end, the tick's time or the timer, in milliseconds since 1970 UTC.
    public var milliseconds: Int64
    /// A number that tells apart this strategy's signals for the symbol in that millisecond; by the
    /// kind of hook it is 0, 6, 12 … for candles, 1, 7 … for ticks, 2 … for timers, 3 … for fills,
    /// 4 … for the cross-section, 5 … for books, one more round for each further hook; −1, −2 … for
    /// what the engine sells because an exit was hit.
    public var sequence: Int32
    public var leg: Int32

    /// The index of no strategy: that of an order that is nobody's here.
    public static let nobody: Int32 = -1

    /// The key of an order that another channel gave; there is no signal of it.
    static func ofNobody(_ symbol: SymbolIndex, at moment: Moment) -> SignalKey {
        SignalKey(
            strategy: nobody, symbol: symbol, milliseconds: moment.milliseconds, sequence: 0,
            leg: 0)
    }

    public init(
        strategy: Int32, symbol: SymbolIndex, milliseconds: Int64, sequence: Int32, leg: Int32
    ) {
        self.strategy = strategy
        self.symbol = symbol
        self.milliseconds = milliseconds
        self.sequence = sequence
        self.leg = leg
    }
}

/// What a strategy asks for. The engine sizes it, checks it and may refuse it.
public struct Signal: Sendable {
    public enum Action: Sendable {
        case order(OrderSignal)
        case cancel(OrderReference)
        /// A new limit for all that is left of an order.
        case replace(OrderReference, limit: Price)
    }
    public var symbol: SymbolIndex
    public var action: Action
    public var leg: Int32
    public var confidence: Double
    public var reason: ReasonIndex
    /// Which of the context's notes belong to it.
    public var notes: Range<Int32>
}

public struct OrderSignal: Hashable, Sendable {
    public var side: Side
    public var type: OrderType
    /// The shares; `nil`: the risk rules size it.
    public var quantity: Shares?
    /// The limit in won of types that have one, `nil` for others.
    public var limit: Price?
    public var timeInForce: TimeInForce
    /// How long it may stay open; `nil`: as its time in force says.
    public var expireAfter: Interval?
    /// The exits of a buy, by which the engine sells the bought shares.
    public var exits: ProtectiveExits?

    /// - Parameter type: The order type; `nil` is a limit order, or a market order when there is no
    ///   limit.
    public init(
        side: Side, type: OrderType? = nil, quantity: Shares? = nil, limit: Price? = nil,
        timeInForce: TimeInForce = .day, expireAfter: Interval? = nil,
        exits: ProtectiveExits? = nil
    ) {
        self.side = side
        self.type = type ?? (limit == nil ? .market : .limit)
        self.quantity = quantity
        self.limit = limit
        self.timeInForce = timeInForce
        self.expireAfter = expireAfter
        self.exits = exits
    }
}

/// A named number that goes with a signal: an indicator's value.
public struct Note: Sendable {
    public var name: ReasonIndex
    public var value: Double
}
