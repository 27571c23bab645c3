public import KraderModel

// Records that people look at rarely: a restart needs them.

/// The broker answered a request, and no order changed by it: a cancel or modify has its number, or
/// the order has ended meanwhile.
public struct ReplyRecord: Hashable, Sendable {
    public var at: Moment
    public var request: RequestID
    public var order: OrderReference
    /// The number that the broker gave; later messages under it are about the order. It is `nil`
    /// for a refusal.
    public var number: OrderNumber?
    public var rejection: VenueRejection?
}

/// A push came whose order isn't known yet: it may have overtaken the reply that carries its
/// number. It is kept until that comes, at most for the day.
public struct EarlyPushRecord: Hashable, Sendable {
    public var at: Moment
    public var push: BrokerPush
}

/// A signal that waits for an auction.
public struct HeldSignal: Hashable, Sendable {
    public var key: SignalKey
    public var order: OrderSignal
    public var confidence: Double
    public var reason: ReasonIndex
    /// The moment at which the auction takes orders.
    public var release: Moment
}

/// A signal begins to wait, or a corporate action has changed what it asks for. The last record of
/// a key and side is its whole state, until the signal's own record says what became of it.
public struct HeldSignalRecord: Hashable, Sendable {
    public var at: Moment
    public var signal: HeldSignal
}

/// A strategy asked for a timer, or one that it had asked for came.
public struct TimerRecord: Hashable, Sendable {
    public enum Event: UInt8, Hashable, Sendable, CaseIterable { case asked, fired }

    public var at: Moment
    public var event: Event
    /// The strategy's index in the run's list.
    public var strategy: Int32
    /// The moment asked for.
    public var moment: Moment
}

/// A trading day begins, at its midnight: the counters of the day begin again.
public struct DayBeginRecord: Hashable, Sendable {
    public var at: Moment
    public var day: CalendarDate
    /// What settled then: the trades of two trading days before, as one sum.
    public var settled = Won.zero
}
