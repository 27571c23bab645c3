/// The broker's answer to one request. An accepted order may still be refused by a push.
public struct BrokerReply: Hashable, Sendable {
    public enum Outcome: Hashable, Sendable {
        case accepted(OrderNumber)
        case rejected(VenueRejection)
    }
    public var request: RequestID
    public var outcome: Outcome

    @inlinable public init(request: RequestID, outcome: Outcome) {
        self.request = request
        self.outcome = outcome
    }
}

/// What the broker says about an order without being asked (Kiwoom real-time type 00).
public struct BrokerPush: Hashable, Sendable {
    public enum Event: Hashable, Sendable {
        /// The exchange has the order.
        case accepted
        case executed(Execution)
        /// A cancel request took these shares out; its own number is `by`.
        case cancelled(quantity: Shares, by: OrderNumber)
        /// These shares now rest under a new number at a new price.
        case modified(quantity: Shares, limit: Price, to: OrderNumber)
        /// The exchange ended the order: the day is over, or IOC and FOK found too little.
        case expired(quantity: Shares)
        /// The order was refused after an accepting reply.
        case rejected(VenueRejection)
    }
    /// The number under which the order rests.
    public var number: OrderNumber
    public var symbol: SymbolIndex
    public var event: Event

    @inlinable public init(number: OrderNumber, symbol: SymbolIndex, event: Event) {
        self.number = number
        self.symbol = symbol
        self.event = event
    }
}

/// One execution as the exchange reports it. No exchange tells what a fill rests on: that is the
/// simulated venue's to say, beside the message (semantics.md §4).
public struct Execution: Hashable, Sendable {
    public var number: ExecutionNumber
    public var price: Price
    public var quantity: Shares
    /// The exchange's time of the trade.
    public var time: Moment

    @inlinable public init(
        number: ExecutionNumber, price: Price, quantity: Shares, time: Moment
    ) {
        self.number = number
        self.price = price
        self.quantity = quantity
        self.time = time
    }
}

/// Why the venue refuses a request. Codes are stored and counted, never reused.
public enum VenueRejection: UInt8, Hashable, Sendable, CaseIterable {
    case cashShort, sharesShort, offStep, outsideBand, wrongSession, unknownSymbol, notTradeable
    case unknownOrder, nothingLeft, badQuantity, orderTypeNotAllowed, quantityTooLarge
    case tooManyOrders
    /// The issue is halted: only cancels are taken, or nothing at all (krx-market.md §4.3).
    case halted

    public var code: String {
        switch self {
        case .cashShort: "VENUE_CASH_SHORT"
        case .sharesShort: "VENUE_SHARES_SHORT"
        case .offStep: "VENUE_OFF_STEP"
        case .outsideBand: "VENUE_OUTSIDE_BAND"
        case .wrongSession: "VENUE_WRONG_SESSION"
        case .unknownSymbol: "VENUE_UNKNOWN_SYMBOL"
        case .notTradeable: "VENUE_NOT_TRADEABLE"
        case .unknownOrder: "VENUE_UNKNOWN_ORDER"
        case .nothingLeft: "VENUE_NOTHING_LEFT"
        case .badQuantity: "VENUE_BAD_QUANTITY"
        case .orderTypeNotAllowed: "VENUE_ORDER_TYPE_NOT_ALLOWED"
        case .quantityTooLarge: "VENUE_QUANTITY_TOO_LARGE"
        case .tooManyOrders: "VENUE_TOO_MANY_ORDERS"
        case .halted: "VENUE_HALTED"
        }
    }
}
