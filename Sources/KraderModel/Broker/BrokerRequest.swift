/// The trader's number for one message to the broker: 1, 2, 3 … in the order of sending. A reply
/// carries it.
public struct RequestID: Hashable, Comparable, Sendable {
    public var number: Int64
    @inlinable public init(_ number: Int64) { self.number = number }
    @inlinable public static func < (a: RequestID, b: RequestID) -> Bool { a.number < b.number }
}

/// The broker's number of an order, modify or cancel: 1, 2, 3 … again each trading day (Kiwoom:
/// seven digits). A modify and a cancel get numbers of their own.
public struct OrderNumber: Hashable, Comparable, Sendable {
    public var value: Int32
    @inlinable public init(_ value: Int32) { self.value = value }
    @inlinable public static func < (a: OrderNumber, b: OrderNumber) -> Bool { a.value < b.value }
}

/// The exchange's number of an execution, unique within a trading day.
public struct ExecutionNumber: Hashable, Comparable, Sendable {
    public var value: Int64
    @inlinable public init(_ value: Int64) { self.value = value }
    @inlinable public static func < (a: ExecutionNumber, b: ExecutionNumber) -> Bool {
        a.value < b.value
    }
}

/// A message from trader to broker. The outcome of sending one is not known until a reply, a push
/// or a query says so.
public enum BrokerRequest: Hashable, Sendable {
    case newOrder(NewOrder)
    case modify(ModifyOrder)
    case cancel(CancelOrder)
    case query(BrokerQuery)

    public struct NewOrder: Hashable, Sendable {
        public var symbol: SymbolIndex
        public var side: Side
        public var quantity: Shares
        public var type: OrderType
        /// The limit of types that have one (`OrderType.hasLimit`), `nil` for others.
        public var limit: Price?
        /// How long the order lives: `day`, `immediateOrCancel` or `fillOrKill`.
        public var timeInForce: TimeInForce
        /// Whether a tick hook decided on the order: the `touch` model may then fill it at the last
        /// print (semantics.md §4).
        public var isFromTick: Bool
        /// The level at which an exit was met inside a candle, `nil` for all other orders. A
        /// simulated exchange fills it there (semantics.md §4, exits on candles); no broker hears
        /// of it.
        public var pathLevel: Price?

        @inlinable public init(
            symbol: SymbolIndex, side: Side, quantity: Shares, type: OrderType? = nil,
            limit: Price?, timeInForce: TimeInForce = .day, isFromTick: Bool = false,
            pathLevel: Price? = nil
        ) {
            self.symbol = symbol
            self.side = side
            self.quantity = quantity
            self.type = type ?? (limit == nil ? .market : .limit)
            self.limit = limit
            self.timeInForce = timeInForce
            self.isFromTick = isFromTick
            self.pathLevel = pathLevel
        }
    }

    /// A new price for what is left of an order. Quantity `nil` is Kiwoom's zero and means all that
    /// is left; a smaller one splits the order, and the rest stays on the old number.
    public struct ModifyOrder: Hashable, Sendable {
        public var original: OrderNumber
        public var symbol: SymbolIndex
        public var quantity: Shares?
        public var limit: Price

        public init(original: OrderNumber, symbol: SymbolIndex, quantity: Shares?, limit: Price) {
            self.original = original
            self.symbol = symbol
            self.quantity = quantity
            self.limit = limit
        }
    }

    /// A cancel of an order. Quantity `nil` is Kiwoom's zero and means all that is left.
    public struct CancelOrder: Hashable, Sendable {
        public var original: OrderNumber
        public var symbol: SymbolIndex
        public var quantity: Shares?

        public init(original: OrderNumber, symbol: SymbolIndex, quantity: Shares? = nil) {
            self.original = original
            self.symbol = symbol
            self.quantity = quantity
        }
    }
}

/// A request with the trader's number for it.
public struct NumberedRequest: Hashable, Sendable {
    public var id: RequestID
    public var request: BrokerRequest

    @inlinable public init(id: RequestID, request: BrokerRequest) {
        self.id = id
        self.request = request
    }
}
