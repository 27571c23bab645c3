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
/// intended ──sent──▶ inFlight ──acknowledged──▶ working ◀──ended── changing(modify | cancel)
///    │                 │  └─lost─▶ inDoubt ──▶ ▲   │  └──changeSent──▶ │  └─lost─▶ changeInDoubt
///    │ ended           │             │ absent ─┘   │                   │             │
///    └──▶ done ◀───────┴─────────────┴─────────────┴───────────────────┴─────────────┘
/// ```
/// `next` is the whole table: what stands not in it does not happen. A fill may overtake its
/// acknowledgement, or answer our question. Not modelled here: numbers, prices and money; they
/// belong to the order.
public struct OrderMachine: Hashable, Sendable {
    /// Where the order is. No place means two things.
    enum State: Hashable, Sendable {
        case intended
        case inFlight
        /// Its request left, and nobody knows what became of it. It is never sent again
        /// (design.md §1).
        case inDoubt
        case working
        /// A cancel or modify is in flight: one at a time.
        case changing(Change)
        /// A cancel or modify left, and nobody knows what became of it.
        case changeInDoubt(Change)
        /// The broker was asked often enough and does not have it. Should it turn up all the same,
        /// that is a resurrection.
        case absent
        case done(OrderStatus)
    }

    /// What can happen to it.
    enum Event: Hashable, Sendable {
        case sent, acknowledged, lost, provedAbsent
        case changeSent(Change), changeLost, changeEnded(Change)
        case filledInPart, filledToTheEnd, reduced, rejected, ended
        /// Word of a fill came after the order had been told to be cancelled.
        case amendedInPart, amendedToTheEnd
    }

    /// What a request asks of an order that the broker has.
    public enum Change: UInt8, Hashable, Sendable, CaseIterable { case modify, cancel }

    private(set) var state: State = .intended
    public let quantity: Shares
    public private(set) var filled = Shares.zero
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

    /// The table: the state that follows, `nil` where the event can't be (failure-modes.md §2,
    /// status table). An order of which a part was taken out never ends as filled.
    static func next(_ state: State, _ event: Event, isReduced: Bool = false) -> State? {
        switch (state, event) {
        case (.intended, .sent): .inFlight
        case (.intended, .ended): .done(.canceled)
        case (.intended, _): nil

        case (.inFlight, .lost): .inDoubt
        case (.inDoubt, .provedAbsent): .absent
        case (.inFlight, .acknowledged), (.inDoubt, .acknowledged), (.absent, .acknowledged):
            .working
        case (.inFlight, .rejected), (.inDoubt, .rejected): .done(.rejected)
        case (.absent, .rejected), (.absent, .ended): .done(.rejected)

        case (.working, .changeSent(let change)): .changing(change)
        case (.changing, .changeSent(let change)) where PlantedBug.isPlanted(.changesTwice):
            .changing(change)
        case (.changing(let change), .changeLost): .changeInDoubt(change)
        case (.changing(let change), .changeEnded(let ended)) where change == ended,
            (.changeInDoubt(let change), .changeEnded(let ended)) where change == ended:
            .working
        case (.working, .rejected), (.changing, .rejected), (.changeInDoubt, .rejected):
            .done(.rejected)

        case (.changing, .filledInPart), (.changing, .reduced), (.changeInDoubt, .filledInPart),
            (.changeInDoubt, .reduced):
            state
        case (.inFlight, .filledInPart), (.inFlight, .reduced), (.inDoubt, .filledInPart),
            (.inDoubt, .reduced), (.absent, .filledInPart), (.absent, .reduced),
            (.working, .filledInPart), (.working, .reduced):
            .working
        case (.done(.canceled), .amendedInPart): .done(.canceled)
        case (.done(.canceled), .amendedToTheEnd): .done(isReduced ? .canceled : .filled)
        case (.done, _): nil

        case (_, .filledToTheEnd): .done(isReduced ? .canceled : .filled)
        case (_, .ended): .done(.canceled)
        case (.inFlight, _), (.inDoubt, _), (.working, _), (.changing, _), (.changeInDoubt, _),
            (.absent, _):
            nil
        }
    }

    /// Returns false where the event can't be: then nothing changed.
    private mutating func move(_ event: Event) -> Bool {
        guard let next = OrderMachine.next(state, event, isReduced: cancelled != .zero) else {
            return false
        }
        state = next
        return true
    }
}

// What is to be known of it.
extension OrderMachine {
    public var leaves: Shares {
        if case .done = state { return .zero }
        return quantity - cancelled - filled
    }

    public var status: OrderStatus {
        switch state {
        case .intended, .inFlight, .inDoubt: .pendingNew
        case .absent: .rejected
        case .working, .changing, .changeInDoubt: filled == .zero ? .submitted : .partialFill
        case .done(let status): status
        }
    }

    /// Whether the outcome of sending it is not known.
    public var isInDoubt: Bool { state == .inDoubt }

    /// Whether the broker was found not to have it.
    public var isAbsent: Bool { state == .absent }

    /// The change whose outcome is awaited, or not known.
    var change: Change? {
        switch state {
        case .changing(let change), .changeInDoubt(let change): change
        case .intended, .inFlight, .inDoubt, .working, .absent, .done: nil
        }
    }

    /// Whether the outcome of a change is not known.
    var isChangeInDoubt: Bool {
        if case .changeInDoubt = state { return true }
        return false
    }

    /// Whether a cancel or modify can be sent now: the broker's number is known and none is in
    /// flight.
    var isWorking: Bool { state == .working }

    /// Whether its request has left.
    var hasLeft: Bool { state != .intended }

    var isDone: Bool {
        if case .done = state { return true }
        return false
    }
}

// What happens to it. Each returns false where it can't: then nothing changed.
extension OrderMachine {
    /// Its request leaves.
    public mutating func sent() -> Bool { move(.sent) }

    /// The broker has it. A second acknowledgement, or one after a fill, is nothing to do.
    public mutating func acknowledged() -> Bool { move(.acknowledged) }

    /// No reply came, or one that proves nothing.
    public mutating func lost() -> Bool { move(.lost) }

    /// The broker was asked often enough, and has it not.
    mutating func provedAbsent() -> Bool { move(.provedAbsent) }

    /// Whether so many shares can fill.
    @inline(__always)
    func mayFill(_ shares: Shares) -> Bool {
        switch state {
        case .intended, .done: false
        case .inFlight, .inDoubt, .absent, .working, .changing, .changeInDoubt:
            shares > .zero && shares <= quantity - cancelled - filled
        }
    }

    @inline(__always)
    public mutating func filled(_ shares: Shares) -> OnFill {
        guard mayFill(shares) else { return .quarantine }
        let isLast = shares == leaves
        guard move(isLast ? .filledToTheEnd : .filledInPart) else { return .quarantine }
        filled += shares
        return isLast ? .bookAndClose : .book
    }

    /// Word of a fill came late: the order had ended with shares unfilled. Returns false where they
    /// are fewer.
    mutating func amended(by shares: Shares) -> Bool {
        let unfilled = quantity - filled - cancelled
        guard shares > .zero, shares <= unfilled,
            move(shares == unfilled ? .amendedToTheEnd : .amendedInPart)
        else { return false }
        filled += shares
        return true
    }

    /// A reply or push refused it. When it had filled already it is no refusal.
    public mutating func rejected() -> Bool { filled == .zero && move(.rejected) }

    /// A cancel or modify request leaves.
    public mutating func sent(_ change: Change) -> Bool { move(.changeSent(change)) }

    /// No reply to the change in flight came, or one that proves nothing.
    mutating func changeLost() -> Bool { move(.changeLost) }

    /// The change in flight was refused, or the order was modified: it works on.
    mutating func ended(_ change: Change) -> Bool { move(.changeEnded(change)) }

    /// A part of what is left is taken out, less than all of it: the rest works on.
    public mutating func reduced(by shares: Shares) -> Bool {
        guard shares > .zero, shares < leaves, move(.reduced) else { return false }
        cancelled += shares
        return true
    }

    /// It was cancelled, expired or never sent: what is left will not fill.
    public mutating func ended() -> Bool { move(.ended) }
}
