/// The broker's answer to one request. An accepted order may still be refused by a push.
public struct BrokerReply: Hashable, Sendable {
    public enum Outcome: Hashable, Sendable {
        case accepted(OrderNumber)
        case rejected(VenueRejection)
        /// What came, or did not come, proves nothing: the broker may have taken the request.
        case unknown(UnknownOutcome)
    }
    public var request: RequestID
    public var outcome: Outcome

    @inlinable public init(request: RequestID, outcome: Outcome) {
        self.request = request
        self.outcome = outcome
    }
}

/// Why the outcome of a request is not known (failure-modes.md §1, A04, A10–A14, F01). Nothing that
/// stands here proves a refusal: only the codes of a closed list do, and those are
/// `VenueRejection`s.
public enum UnknownOutcome: Hashable, Sendable {
    /// Nothing came within the deadline of the request's kind.
    case timedOut
    /// The connection broke before the answer was complete.
    case reset
    /// An HTTP status that is no answer of the broker's, as a gateway's 502.
    case http(Int32)
    /// The body was no JSON, or cut.
    case garbled
    /// The order was taken, and its number is blank or unreadable.
    case numberMissing
    /// A code that is in no list, as it came: the broker's own, in brackets in its text.
    case unknownCode(Int32)
    /// The broker asks for fewer requests (429, 1700): an order so refused may have been taken.
    case rateRefused(Int32)

    /// The broker's or the gateway's own number, where one came.
    public var rawCode: Int32? {
        switch self {
        case .http(let code), .unknownCode(let code), .rateRefused(let code): code
        case .timedOut, .reset, .garbled, .numberMissing: nil
        }
    }

    public var code: String {
        switch self {
        case .timedOut: "TIMED_OUT"
        case .reset: "CONNECTION_RESET"
        case .http: "HTTP_STATUS"
        case .garbled: "GARBLED_REPLY"
        case .numberMissing: "NUMBER_MISSING"
        case .unknownCode: "UNKNOWN_CODE"
        case .rateRefused: "RATE_REFUSED"
        }
    }
}

/// What the broker says about an order without being asked (Kiwoom real-time type 00).
public struct BrokerPush: Hashable, Sendable {
    public enum Event: Hashable, Sendable {
        /// The exchange has the order, which is this.
        case accepted(OrderTerms)
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

/// From where an order was given: Kiwoom's `comm_ord_tp` and fid 921. An order of another channel
/// is nobody's here, whatever else it looks like (failure-modes.md §1, A02).
public enum OrderChannel: UInt8, Hashable, Sendable, CaseIterable, CustomStringConvertible {
    /// The one that krader orders through.
    case openAPI
    /// A person's terminal or telephone, or the broker itself.
    case other

    public var description: String { self == .openAPI ? "open_api" : "other" }
}

/// What an order asks for, as the broker tells it.
public struct OrderTerms: Hashable, Sendable {
    public var side: Side
    public var quantity: Shares
    /// The order's price; `nil` for types without one.
    public var limit: Price?
    public var type: OrderType
    public var channel: OrderChannel
    /// The moment at which the broker took it. Kiwoom cuts it to whole seconds.
    public var enteredAt: Moment

    @inlinable public init(
        side: Side, quantity: Shares, limit: Price?, type: OrderType, channel: OrderChannel,
        enteredAt: Moment
    ) {
        self.side = side
        self.quantity = quantity
        self.limit = limit
        self.type = type
        self.channel = channel
        self.enteredAt = enteredAt
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
    /// What the order's number has filled in all with this one, in shares and in won (fid 903). A
    /// modify begins them anew under its own number. They tell what was lost and what is told
    /// twice, whatever numbers executions have (failure-modes.md §1, C01–C06).
    public var cumulativeQuantity: Shares
    public var cumulativeAmount: Won
    /// Where it traded: numbers of executions are a venue's own (failure-modes.md §1, C18).
    public var venue: PrintVenue
    /// The channel of its order.
    public var channel: OrderChannel

    @inlinable public init(
        number: ExecutionNumber, price: Price, quantity: Shares, time: Moment,
        cumulativeQuantity: Shares, cumulativeAmount: Won, venue: PrintVenue = .krx,
        channel: OrderChannel = .openAPI
    ) {
        self.number = number
        self.price = price
        self.quantity = quantity
        self.time = time
        self.cumulativeQuantity = cumulativeQuantity
        self.cumulativeAmount = cumulativeAmount
        self.venue = venue
        self.channel = channel
    }
}

/// Why the venue refuses a request. Codes are stored and counted, never reused.
public enum VenueRejection: UInt8, Error, Hashable, Sendable, CaseIterable {
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
