public import KraderModel

/// A fact about trading that is written down before an output reaches the world. Orders, fills,
/// positions, cash and counters are the fold of these (design.md §2).
public enum Record: Hashable, Sendable {
    /// A strategy's signal and the answer it got.
    case signal(SignalRecord)
    /// An order was decided: durable before its request leaves.
    case order(OrderRecord)
    case transition(OrderTransition)
    case fill(FillRecord)
    case day(DayRecord)
    case incident(IncidentRecord)
    case universe(UniverseRecord)
    case exit(ExitRecord)
    case corporateAction(CorporateActionRecord)
    case reply(ReplyRecord)
    case earlyPush(EarlyPushRecord)
    case heldSignal(HeldSignalRecord)
    case timer(TimerRecord)
    case dayBegin(DayBeginRecord)
    case run(RunRecord)
    case reason(ReasonRecord)
    case query(QueryRecord)
    case mode(ModeRecord)
    case externalOrder(ExternalOrderRecord)
    case adjust(AdjustRecord)
    case pacing(PacingRecord)

    /// The moment at which it was made.
    public var at: Moment {
        switch self {
        case .signal(let record): record.at
        case .order(let record): record.at
        case .transition(let record): record.at
        case .fill(let record): record.at
        case .day(let record): record.at
        case .incident(let record): record.at
        case .universe(let record): record.at
        case .exit(let record): record.at
        case .corporateAction(let record): record.at
        case .reply(let record): record.at
        case .earlyPush(let record): record.at
        case .heldSignal(let record): record.at
        case .timer(let record): record.at
        case .dayBegin(let record): record.at
        case .run(let record): record.at
        case .reason(let record): record.at
        case .query(let record): record.at
        case .mode(let record): record.at
        case .externalOrder(let record): record.at
        case .adjust(let record): record.at
        case .pacing(let record): record.at
        }
    }
}

public struct SignalRecord: Hashable, Sendable {
    /// What the strategy asked for.
    public enum Action: UInt8, Hashable, Sendable, CaseIterable, CustomStringConvertible {
        case order, cancel, replace

        public var description: String {
            switch self {
            case .order: "order"
            case .cancel: "cancel"
            case .replace: "replace"
            }
        }
    }
    public enum Answer: Hashable, Sendable {
        /// The order that it led to; of a cancel or replace that was accepted the order that it is
        /// about, and what is left of it.
        case order(OrderReference, quantity: Shares)
        case refused(Refusal)
        /// The signal waits for the next auction of its kind.
        case held
    }
    public var at: Moment
    public var key: SignalKey
    public var action = Action.order
    /// The order that a cancel or replace names, whoever's it is.
    public var subject: OrderReference?
    /// What is asked for: a replace asks for all that is left at the new limit, a cancel for what
    /// is left. Nothing but a replace's limit is said where the order isn't the strategy's to
    /// change.
    public var order: OrderSignal
    public var confidence: Double
    public var reason: ReasonIndex
    public var answer: Answer
    /// The rule that made the order smaller than what was asked for, or sized, with its numbers.
    public var cut: Refusal?
    /// The signal's numbers, in the output buffer of the step.
    public var notes: Range<Int32>
}

public struct OrderRecord: Hashable, Sendable {
    public var at: Moment
    public var reference: OrderReference
    public var key: SignalKey
    public var side: Side
    public var type = OrderType.limit
    public var quantity: Shares
    public var limit: Price?
    public var timeInForce: TimeInForce
    public var reserved: Won
    public var confidence: Double
    public var reason: ReasonIndex
    /// The moment at which the engine cancels it; `distantFuture` when never.
    public var expiresAt = Moment.distantFuture
    /// What a share counts in exposure, and at what price a buy reserves cash.
    public var valuation: Price
    public var reservingPrice: Price
    /// The exits that its fills arm.
    public var exits: ProtectiveExits?
    /// Whether a tick hook decided on it.
    public var isFromTick = false
    /// Whether the engine sends it because an exit was hit.
    public var isExit = false
    /// Whether it is a limit that takes when it is sent, as far as the engine knows the market.
    public var takesOnArrival = false
}

public struct OrderTransition: Hashable, Sendable {
    public enum Event: UInt8, Hashable, Sendable, CaseIterable {
        case sent, acknowledged, changeSent, modified, changeRefused, inDoubt, ended
        /// A part was taken out of it; the rest lives on.
        case partlyCancelled
        /// A replace that waited for its turn may not leave any more: the order works on as it was.
        case changeWithdrawn
        /// The order is to be cancelled, as soon as that can be sent.
        case cancelRequested
        /// A new limit is on its way, as soon as it can be sent: `pendingLimit`.
        case replaceRequested
        /// A list or a push showed an order whose outcome was unknown.
        case adopted
        /// The broker was asked often enough and does not have it: REJECTED. What it holds back it
        /// keeps until the session's end, for it may turn up all the same.
        case notFound
        /// It turned up all the same.
        case resurrected
    }
    /// What a share of an open buy counts in exposure and what it reserves, from then on.
    public struct Pricing: Hashable, Sendable {
        public var valuation: Price
        public var reservingPrice: Price
    }
    public var at: Moment
    public var reference: OrderReference
    public var event: Event
    public var status: OrderStatus
    public var reason: OrderReason
    public var rejection: VenueRejection?
    /// Why the outcome of its request is not known, of `inDoubt`.
    public var doubt: UnknownOutcome?
    public var number: OrderNumber?
    public var limit: Price?
    public var filled: Shares
    public var leaves: Shares
    /// The request that leaves or is answered.
    public var request: RequestID?
    /// The limit asked for, of `replaceRequested`.
    public var pendingLimit: Price?
    /// What a buy counts from then on, where its limit or the one asked for changes.
    public var pricing: Pricing?
    /// Whether a modified order takes at its new limit, as far as the engine knows the market.
    public var takesOnArrival = false
}

public struct FillRecord: Hashable, Sendable {
    /// The moment at which the engine learned of it.
    public var at: Moment
    public var order: OrderReference
    public var key: SignalKey
    public var side: Side
    public var execution: Execution
    public var number: OrderNumber
    public var commission: Won
    public var tax: Won
    /// The proceeds of a sale less the cost of what was sold, before commission and tax.
    public var grossProfit = Won.zero
    /// Cost of the shares sold; zero for a buy.
    public var costTaken = Won.zero
    /// The order's state after the fill.
    public var status = OrderStatus.pendingNew
    public var filled = Shares.zero
    public var positionAfter = Shares.zero
    public var cashAfter = Won.zero
    public var own = OwnBooking()
}

/// What a fill did in the books of its strategy and of nobody (design.md §4): a sale takes the
/// strategy's own shares, then shares that belong to nobody.
public struct OwnBooking: Hashable, Sendable {
    /// The strategy's position in the symbol after the fill.
    public var after = Shares.zero
    /// The shares of a sale that were nobody's, and their part of its commission and tax.
    public var unowned = Shares.zero
    public var unownedCommission = Won.zero
    public var unownedTax = Won.zero
    /// The shares in the symbol that are nobody's after a sale that took some of them; else zero.
    public var unownedAfter = Shares.zero

    public init() {}
}

/// The account at the official close of a trading day, or at the end of the run.
public struct DayRecord: Hashable, Sendable {
    public var at: Moment
    public var day: CalendarDate
    public var cash: Won
    public var holdings: Won
    public var profit: Won
    /// The highest equity of the run so far, and the deepest fall from a peak: won and share of it.
    public var peakEquity: Won
    public var deepestFall = Won.zero
    public var maxDrawdown = 0.0
    public var ordersMade: Int64
    /// What settled when the day began: the trades of two trading days before, as one sum.
    public var settled: Won
    /// Whether the day lies outside the calendar's years or is no trading day by it.
    public var isFlagged: Bool
    /// Whether the run ended before the day: then it is no official close.
    public var isUnfinished = false
}
