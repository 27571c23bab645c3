public import KraderModel

/// Something that happened to a run beside its orders.
public struct IncidentRecord: Hashable, Sendable {
    public enum Kind: UInt8, Hashable, Sendable, CaseIterable {
        case strategyPaused, quarantinedPush, killSwitchEngaged, killSwitchRearmed
        case signalsFlooded
        case paused, resumed, reducing
        /// No order of ours lives any more after the kill switch engaged.
        case killSwitchComplete
        /// Something is open or unknown: the kill switch stays engaged.
        case rearmRefused
        case unexpectedRejection, circuitBreaker
        /// A held issue's base price, or its first price of the day, is not the close before, and
        /// no action that the run obeys says why.
        case baseChanged
        /// An action was obeyed on what is held, and prices went on as if there had been none.
        case actionAgainstPrices
        /// Nobody knows what became of a request; further ones until all is known again are the
        /// same incident.
        case outcomeUnknown
        /// The broker answers late: what it doesn't show proves nothing.
        case lateIntake
        /// The broker was asked often enough and does not have an order.
        case orderNotFound
        /// An order turned up after it had been found absent.
        case orderResurrected
        /// The broker has two orders for one intent.
        case secondOrder
        /// The broker tells of more shares than an order can have filled.
        case overfilled
        /// Word of a fill came after an order had ended without it.
        case filledAfterEnd
        /// The broker has an order that nobody here gave.
        case externalOrder
        /// The way to the broker is down, silent, or in maintenance; and is up again.
        case linkLost, linkRestored
        /// Somebody else logged in with our key, or our key is refused.
        case sessionTakenOver, authenticationLost
        /// The broker's clock and ours differ by more than `Limits.skewMax`.
        case clockSkewed
        /// A list contradicts what the broker said before: nothing of it was taken.
        case snapshotUnusable
        /// What a list showed was set right here.
        case repaired
        /// A list differs by so much that a person must say so first.
        case largeDifference
        /// A control switched a strategy off, by `rule`; a person let it go on.
        case strategySwitchedOff, strategySwitchedOn
        /// The kill switch had let exits sell, and a graver cause ended that.
        case exitsStopped
        /// Shares are held and no exit may sell them, since the kill switch is engaged; a person
        /// knows it.
        case unprotected, acknowledged
        /// A person wants all that is held sold, or all of an issue; or wanted it while the kill
        /// switch was engaged.
        case flattening, flattenRefused
        /// What krader did itself can't be: an invariant does not hold.
        case invariantBroken

        public var code: String {
            switch self {
            case .strategyPaused: "STRATEGY_PAUSED"
            case .quarantinedPush: "QUARANTINED_PUSH"
            case .killSwitchEngaged: "KILL_SWITCH_ENGAGED"
            case .killSwitchRearmed: "KILL_SWITCH_REARMED"
            case .signalsFlooded: "SIGNALS_FLOODED"
            case .paused: "PAUSED"
            case .resumed: "RESUMED"
            case .reducing: "REDUCING"
            case .killSwitchComplete: "KILL_SWITCH_COMPLETE"
            case .rearmRefused: "KILL_SWITCH_REFUSED_REARM"
            case .unexpectedRejection: "UNEXPECTED_REJECTION"
            case .circuitBreaker: "CIRCUIT_BREAKER"
            case .baseChanged: "BASE_CHANGED"
            case .actionAgainstPrices: "ACTION_AGAINST_PRICES"
            case .outcomeUnknown: "OUTCOME_UNKNOWN"
            case .lateIntake: "LATE_INTAKE"
            case .orderNotFound: "ORDER_NOT_FOUND"
            case .orderResurrected: "ORDER_RESURRECTED"
            case .secondOrder: "SECOND_ORDER"
            case .overfilled: "OVERFILLED"
            case .filledAfterEnd: "FILLED_AFTER_END"
            case .externalOrder: "EXTERNAL_ORDER"
            case .linkLost: "LINK_LOST"
            case .linkRestored: "LINK_RESTORED"
            case .sessionTakenOver: "SESSION_TAKEN_OVER"
            case .authenticationLost: "AUTHENTICATION_LOST"
            case .clockSkewed: "CLOCK_SKEWED"
            case .snapshotUnusable: "SNAPSHOT_UNUSABLE"
            case .repaired: "REPAIRED"
            case .largeDifference: "LARGE_DIFFERENCE"
            case .strategySwitchedOff: "STRATEGY_OFF"
            case .strategySwitchedOn: "STRATEGY_ON"
            case .exitsStopped: "EXITS_STOPPED"
            case .unprotected: "UNPROTECTED"
            case .acknowledged: "UNPROTECTED_ACKNOWLEDGED"
            case .flattening: "FLATTENING"
            case .flattenRefused: "FLATTEN_REFUSED"
            case .invariantBroken: "INVARIANT_BROKEN"
            }
        }
    }
    public var at: Moment
    public var kind: Kind
    /// The strategy concerned, if one is.
    public var strategy: Int32?
    public var symbol: SymbolIndex?
    /// Why trading was stopped, for `killSwitchEngaged`, `exitsStopped` and `paused`; for
    /// `reducing` by hand.
    public var cause: StopCause?
    /// What kind of push it was, for `quarantinedPush`.
    public var push: PushKind?
    /// The number of a push that was kept and that nothing explained, for `quarantinedPush`.
    public var number: OrderNumber?
    /// The time from the engaging to the list that showed nothing open, for
    /// `killSwitchComplete`.
    public var delay: Interval?
    /// The prices that were compared, for `baseChanged` and `actionAgainstPrices`.
    public var prices: Prices?
    /// The control with its numbers, for `strategySwitchedOff`.
    public var rule: Refusal?
    /// Who wanted it and why, for what a person does with the kill switch and for `flattening`.
    public var note: OperatorNote?
    /// What keeps the kill switch engaged, for `rearmRefused`.
    public var obstacle: RearmObstacle?
    /// Whether exits go on selling, for `killSwitchEngaged` (semantics.md §5, `exits_after_kill`).
    public var letsExitsSell = false
    /// What is held, for `unprotected`.
    public var holding: Holding?

    public struct Holding: Hashable, Sendable {
        public var quantity: Shares
        /// The price at which an exit would have sold it, the nearest one below the market; `nil`
        /// where none guarded it.
        public var stop: Price?
        /// What a sale at that price would bring less than it cost, without costs of trading.
        public var loss: Won?
    }

    public struct Prices: Hashable, Sendable {
        /// The close before.
        public var before: Price
        /// The day's base price, or its first price.
        public var after: Price
    }
}
