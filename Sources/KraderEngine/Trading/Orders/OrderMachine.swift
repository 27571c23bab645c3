public import KraderModel

/// The names that people, records and databases use (krader-behaviour.md §5).
public enum OrderStatus: UInt8, Hashable, Sendable, CaseIterable, CustomStringConvertible {
    case pendingNew, submitted, partialFill, filled, rejected, canceled

    public var description: String {
        switch self {
        case .pendingNew: "PENDING_NEW"
        case .submitted: "SUBMITTED"
        case .partialFill: "PARTIAL_FILL"
        case .filled: "FILLED"
        case .rejected: "REJECTED"
        case .canceled: "CANCELED"
        }
    }

    public var isTerminal: Bool {
        switch self {
        case .filled, .rejected, .canceled: true
        case .pendingNew, .submitted, .partialFill: false
        }
    }
}

/// One order, from the decision to send it until nothing more can happen to it.
///
/// ```
/// intended ──sent──▶ inFlight ──acknowledged──▶ working ──sent──▶ changing(modify | cancel)
///    │                 │  │ └──lost──▶ unknown ──▶ working ◀──refused, modified──┘
///    │ notSent         │  └──rejected──▶ done(rejected)         │ cancelled, expired
///    └──▶ done(canceled)◀──────────────────────────────────────┘   filled ──▶ done(filled)
/// ```
/// A fill may overtake its acknowledgement. Not modelled here: numbers, prices and money; they
/// belong to the order.
public struct OrderMachine: Hashable, Sendable {
    private enum State: Hashable, Sendable {
        case intended
        case inFlight
        case unknown
        case working(leaves: Shares)
        /// A cancel or modify is in flight: one at a time.
        case changing(Change, leaves: Shares)
        case done(OrderStatus, unfilled: Shares)
    }

    /// What a request asks of an order that the broker has.
    public enum Change: UInt8, Hashable, Sendable, CaseIterable { case modify, cancel }

    private var state = State.intended
    public let quantity: Shares
    /// The shares that a cancel of a part took out of it: they will not fill, the rest may.
    public private(set) var cancelled = Shares.zero

    public init(quantity: Shares) {
        precondition(quantity > .zero, "An order is for at least one share")
        self.quantity = quantity
    }

    public enum OnFill: Hashable, Sendable {
        case book
        case bookAndClose
        /// The venue reports what this order can't have done: stop it and ask.
        case quarantine
    }

    public var leaves: Shares {
        switch state {
        case .intended, .inFlight, .unknown: quantity
        case .working(let leaves), .changing(_, let leaves): leaves
        case .done: .zero
        }
    }

    public var filled: Shares {
        switch state {
        case .intended, .inFlight, .unknown: .zero
        case .working(let leaves), .changing(_, let leaves): quantity - cancelled - leaves
        case .done(_, let unfilled): quantity - unfilled
        }
    }

    public var status: OrderStatus {
        switch state {
        case .intended, .inFlight, .unknown: .pendingNew
        case .working(let leaves), .changing(_, let leaves):
            leaves + cancelled == quantity ? .submitted : .partialFill
        case .done(let status, _): status
        }
    }

    /// Whether the outcome of sending it is not known; it is never sent again (design.md §1).
    var isInDoubt: Bool { state == .unknown }

    /// The change that is in flight.
    var change: Change? {
        if case .changing(let change, _) = state { return change }
        return nil
    }

    /// Whether a cancel or modify can be sent now: the broker's number is known and none is in
    /// flight.
    var isWorking: Bool {
        if case .working = state { return true }
        return false
    }

    /// Whether its request has left.
    var hasLeft: Bool { state != .intended }

    /// Its request leaves. Returns false when it had left before.
    public mutating func sent() -> Bool {
        guard state == .intended else { return false }
        state = .inFlight
        return true
    }

    /// The broker has it. Returns false for a second acknowledgement or one after a fill: there is
    /// nothing to do.
    public mutating func acknowledged() -> Bool {
        switch state {
        case .inFlight, .unknown:
            state = .working(leaves: quantity)
            return true
        case .intended, .working, .changing, .done:
            return false
        }
    }

    /// No reply came, or one that proves nothing.
    public mutating func lost() -> Bool {
        guard state == .inFlight else { return false }
        state = .unknown
        return true
    }

    /// Whether so many shares can fill.
    @inline(__always)
    func mayFill(_ shares: Shares) -> Bool {
        switch state {
        case .inFlight, .unknown, .working, .changing: shares > .zero && shares <= leaves
        case .intended, .done: false
        }
    }

    public mutating func filled(_ shares: Shares) -> OnFill {
        guard shares > .zero else { return .quarantine }
        switch state {
        case .inFlight, .unknown:
            guard shares <= quantity else { return .quarantine }
            // The fill overtook its acknowledgement, or answers our question.
            state = .working(leaves: quantity)
            return filled(shares)
        case .working(let leaves), .changing(_, let leaves):
            guard shares <= leaves else { return .quarantine }
            if shares == leaves {
                state = .done(cancelled == .zero ? .filled : .canceled, unfilled: cancelled)
                return .bookAndClose
            }
            if let change {
                state = .changing(change, leaves: leaves - shares)
            } else {
                state = .working(leaves: leaves - shares)
            }
            return .book
        case .intended, .done:
            return .quarantine
        }
    }

    /// A reply or push refused it. Returns false when it had already filled or ended: then it is no
    /// refusal.
    public mutating func rejected() -> Bool {
        switch state {
        case .inFlight, .unknown:
            state = .done(.rejected, unfilled: quantity)
            return true
        case .working(let leaves), .changing(_, let leaves):
            guard leaves + cancelled == quantity else { return false }
            state = .done(.rejected, unfilled: quantity)
            return true
        case .intended, .done:
            return false
        }
    }

    /// A cancel or modify request leaves.
    public mutating func sent(_ change: Change) -> Bool {
        guard case .working(let leaves) = state else { return false }
        state = .changing(change, leaves: leaves)
        return true
    }

    /// The change in flight was refused, or the order was modified: it works on. Returns false when
    /// no such change is in flight.
    mutating func ended(_ change: Change) -> Bool {
        guard case .changing(change, let leaves) = state else { return false }
        state = .working(leaves: leaves)
        return true
    }

    /// A part of what is left is taken out, less than all of it: the rest works on. Returns false
    /// when that can't be.
    public mutating func reduced(by shares: Shares) -> Bool {
        guard shares > .zero, shares < leaves else { return false }
        switch state {
        case .inFlight, .unknown:
            state = .working(leaves: quantity - shares)
        case .working(let leaves):
            state = .working(leaves: leaves - shares)
        case .changing(let change, let leaves):
            state = .changing(change, leaves: leaves - shares)
        case .intended, .done:
            return false
        }
        cancelled += shares
        return true
    }

    /// It was cancelled, expired or never sent: what is left will not fill. Returns false when it
    /// had ended before.
    public mutating func ended() -> Bool {
        switch state {
        case .intended, .inFlight, .unknown:
            state = .done(.canceled, unfilled: quantity)
            return true
        case .working(let leaves), .changing(_, let leaves):
            state = .done(.canceled, unfilled: leaves + cancelled)
            return true
        case .done:
            return false
        }
    }
}
