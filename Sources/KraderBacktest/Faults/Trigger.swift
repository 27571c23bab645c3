public import KraderModel

/// When a line of the script happens (failure-modes.md §1; design.md §6).
public enum Trigger: Hashable, Sendable {
    /// At a moment. What is done to a message is done to the next one of its kind from then on.
    case at(Moment)
    /// So long after the first time that another line, by its place in the plan, was done.
    case after(Int, Interval)
    /// When something happens for the nth time, counted from 1, over the whole run and its
    /// restarts; and then to so many of its kind in a row as `times` says (`Int.max`: all).
    case when(Occurrence, nth: Int, times: Int)
}

/// What can happen between trader and broker, or in either of them.
public struct Occurrence: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        /// A request leaves for the broker: its line acts on this request, or on its reply.
        case request(RequestKind)
        /// A reply, or the answer to a query, is sent by the broker.
        case reply(RequestKind)
        case push(MessageKind)
        /// An order of ours reaches a stage, by the engine's records.
        case order(OrderStage)
        /// The first print of a session or a later one lies at the price or beyond it, after one
        /// that did not, or as the first.
        case price(Price, isFall: Bool)
        /// The engine leaves a record of a kind.
        case record(RecordKind)
        case crashPoint(CrashPoint)
    }
    public var kind: Kind
    /// Only what is about this symbol; `nil`: all. Prices always have one.
    public var symbol: SymbolIndex?

    public init(_ kind: Kind, symbol: SymbolIndex? = nil) {
        self.kind = kind
        self.symbol = symbol
    }
}

/// A kind of request, as scenarios and results name it.
public enum RequestKind: String, Hashable, Sendable, CaseIterable {
    case newOrder = "new_order"
    case modify, cancel
    /// Orders, modifies and cancels.
    case anyOrder = "any_order"
    case openOrders = "open_orders"
    case executedOrders = "executed_orders"
    case ordersOfDay = "orders_of_day"
    case executions, positions, balance
    /// Every list and the balance.
    case anyQuery = "any_query"
    case any
}

/// A kind of push, as scenarios name it.
public enum MessageKind: String, Hashable, Sendable, CaseIterable {
    case accepted, executed, cancelled, modified, expired, rejected, any
}

/// How far an order has come, as scenarios name it.
public enum OrderStage: String, Hashable, Sendable, CaseIterable {
    case pendingNew = "PENDING_NEW"
    case submitted = "SUBMITTED"
    case partialFill = "PARTIAL_FILL"
    case filled = "FILLED"
    case rejected = "REJECTED"
    case canceled = "CANCELED"
    case inDoubt = "IN_DOUBT"
    case cancelRequested = "CANCEL_REQUESTED"
}

/// A kind of record, as scenarios name it.
public enum RecordKind: String, Hashable, Sendable, CaseIterable {
    case signal, order, transition, fill, day, incident, universe, exit
    case corporateAction = "corporate_action"
    case reply
    case earlyPush = "early_push"
    case heldSignal = "held_signal"
    case timer
    case dayBegin = "day_begin"
    case run, reason, query, mode
    case externalOrder = "external_order"
    case adjust, pacing
}
