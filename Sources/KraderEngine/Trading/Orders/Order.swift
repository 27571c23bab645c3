public import KraderModel

/// Why an order ended or is as it is, beside its status.
public enum OrderReason: UInt8, Hashable, Sendable, CaseIterable {
    case none, cancelledByStrategy, cancelledByKillSwitch, expired, expiredByStrategy, notSent
    case rejectedByVenue, riskChanged
    /// The broker was asked often enough and does not have it.
    case notFound
    /// Somebody else cancelled it: a person at a terminal, or the broker.
    case cancelledByOther

    public var code: String {
        switch self {
        case .none: ""
        case .cancelledByStrategy: "CANCELLED_BY_STRATEGY"
        case .cancelledByKillSwitch: "CANCELLED_BY_KILL_SWITCH"
        case .expired: "EXPIRED"
        case .expiredByStrategy: "EXPIRED_BY_STRATEGY"
        case .notSent: "NOT_SENT"
        case .rejectedByVenue: "REJECTED_BY_VENUE"
        case .riskChanged: "RISK_CHANGED"
        case .notFound: "NOT_FOUND"
        case .cancelledByOther: "CANCELLED_BY_OTHER"
        }
    }
}

/// One order of ours and everything money needs to know about it.
public struct Order: Hashable, Sendable {
    public let reference: OrderReference
    public let key: SignalKey
    public let side: Side
    public var type = OrderType.limit
    public let timeInForce: TimeInForce
    let createdAt: Moment
    /// The moment at which the engine cancels it; `distantFuture` when never.
    var expiresAt: Moment
    public var machine: OrderMachine
    public var limit: Price?
    /// Price at which a buy reserves cash.
    public var reservingPrice: Price
    /// What one share counts in exposure.
    var valuation: Price
    var filledAmount = Won.zero
    public var commission = Won.zero
    public var tax = Won.zero
    public var reserved = Won.zero
    /// The number under which it rests; it changes with each modify and is `nil` until the broker
    /// said one.
    public var number: OrderNumber?
    /// A limit asked for and not confirmed.
    var pendingLimit: Price?
    /// Whether the order is to be cancelled: the wish is kept until it can be sent.
    public var isCancelRequested = false
    public var isFromTick: Bool
    /// Whether it has ended at the exchange, and word of fills before is awaited.
    var isWaitingForFills = false
    /// Whether the engine sent it because an exit was hit: it leaves and stays while its strategy,
    /// or trading, is paused.
    public var isExit = false
    /// Whether it is a limit that took when it was sent, as far as the engine knew the market then.
    var takesOnArrival = false
    /// Whether its fills arm exits.
    var hasExits = false
    public var reason = OrderReason.none
    /// The request of the change that is in flight, or was last.
    var changeRequest: RequestID?
    /// The moment at which its last request left, be it its own or a change's.
    var sentAt = Moment.distantPast
    /// The moment from which the outcome of its last request is not known; `distantFuture` while it
    /// is, or is awaited.
    var doubtSince = Moment.distantFuture
    /// Which of its executions are booked, under the number that it has.
    var booked = BookedExecutions()
    /// The place of what waits to be sent of it, among all that waits.
    var rank: Int64 = 0

    /// What stands in a free slot.
    static let none = Order(
        reference: OrderReference(serial: 0),
        key: SignalKey(
            strategy: 0, symbol: SymbolIndex(0), milliseconds: 0, sequence: 0, leg: 0),
        side: .buy, timeInForce: .day, createdAt: .distantPast, expiresAt: .distantFuture,
        machine: OrderMachine(quantity: Shares(1)), reservingPrice: Price(1), valuation: Price(1),
        isFromTick: false)

    public var symbol: SymbolIndex { key.symbol }
    /// Whether it is nobody's here: a person's at a terminal, or another program's.
    var isExternal: Bool { key.strategy == SignalKey.nobody }
    public var quantity: Shares { machine.quantity }

    /// What the books count the order's leaves as.
    @inline(__always)
    var promise: OrderPromise {
        OrderPromise(
            strategy: Int(key.strategy), symbol: key.symbol.int, side: side, valuation: valuation)
    }
}
