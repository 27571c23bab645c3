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

/// A query left. Its answer changes nothing by itself: what follows from it has records.
public struct QueryRecord: Hashable, Sendable {
    public var at: Moment
    public var request: RequestID
    public var query: BrokerQuery
}

/// What keeps orders from leaving changed: all of it from now on.
public struct ModeRecord: Hashable, Sendable {
    public var at: Moment
    public var blocks: TradingBlocks
}

/// The broker refused a request for coming too fast: from now on the pacing is so many times as
/// wide as its profile, less with each minute without another refusal.
public struct PacingRecord: Hashable, Sendable {
    public var at: Moment
    public var times: Int
}

/// The broker's holdings or money were found to differ, and ours were set to them. It is no trade:
/// no profit comes of it, and shares that are found or lost are nobody's first (failure-modes.md
/// §1, I02).
public struct AdjustRecord: Hashable, Sendable {
    /// The list that showed the difference.
    public enum Source: UInt8, Hashable, Sendable, CaseIterable { case positions, balance }

    public var at: Moment
    public var source: Source
    /// The issue whose shares differ; `nil` where money does.
    public var symbol: SymbolIndex?
    public var before: Shares
    public var after: Shares
    public var costBefore: Won
    public var costAfter: Won
    public var cashBefore: Won
    public var cashAfter: Won
    /// What equity changes by, at the marks of the moment: it counts as a deposit of today, or as
    /// money taken out.
    public var equityChange: Won
}

/// The broker has an order that is nobody's here: a person's at a terminal, or another program's.
/// It counts in exposure and is never changed (failure-modes.md §1, C07; §2, 30).
public struct ExternalOrderRecord: Hashable, Sendable {
    public var at: Moment
    public var reference: OrderReference
    public var number: OrderNumber
    public var symbol: SymbolIndex
    public var terms: OrderTerms
    /// What it holds back, and what a share of it counts in exposure, as of orders of ours.
    public var reserved: Won
    public var valuation: Price
    public var reservingPrice: Price
}
