import KraderEngine
import KraderModel

/// What is known of a run by its records and requests so far, as far as expectations ask for it.
struct WatchedRun {
    /// The orders in the order of their making; those that the engine decided.
    private(set) var orders: [WatchedOrder] = []
    private var places: [OrderReference: Int] = [:]
    private(set) var positions: [Int64]
    var cash: Int64
    /// Requests that left, by the places of `leaves`.
    private var requests = [Int64](repeating: 0, count: RequestKind.allCases.count)
    private var incidents = [Int64](repeating: 0, count: IncidentRecord.Kind.allCases.count)
    private(set) var killSwitch = WatchedKillSwitch()
    private var blocks = TradingBlocks()
    private var isPaused = false
    private var reducesByHand = false
    private var reducesByLoss = false

    init(symbols: Int, opening: OpeningAccount) {
        positions = [Int64](repeating: 0, count: symbols)
        for holding in opening.positions { positions[holding.symbol.int] = holding.quantity.count }
        cash = opening.cash.amount
    }

    mutating func setPosition(_ symbol: SymbolIndex, _ shares: Shares) {
        positions[symbol.int] = shares.count
    }

    /// The mode, as the engine says it (`Engine.mode`).
    var mode: EngineMode {
        if killSwitch.isEngaged { return .killed }
        if blocks.contains(.startup) { return .startupBlocked }
        if blocks.contains(.reconciling) { return .reconciling }
        if reducesByHand || reducesByLoss { return .reducing }
        if isPaused { return .paused }
        return blocks.isEmpty ? .active : .degraded
    }

    func order(_ choice: OrderChoice) -> WatchedOrder? {
        guard let symbol = choice.symbol else {
            return choice.nth <= orders.count ? orders[choice.nth - 1] : nil
        }
        var left = choice.nth
        for order in orders where order.symbol == symbol {
            left -= 1
            if left == 0 { return order }
        }
        return nil
    }

    /// The issue of the order that a transition is about.
    func symbolOfOrder(changedBy record: Record) -> SymbolIndex? {
        guard case .transition(let change) = record, let place = places[change.reference] else {
            return nil
        }
        return orders[place].symbol
    }

    func count(of kind: RequestKind) -> Int64 {
        RequestKind.allCases.enumerated().reduce(0) { sum, each in
            kind.includes(each.element) ? sum + requests[each.offset] : sum
        }
    }

    func count(of kind: IncidentRecord.Kind) -> Int64 { incidents[Int(kind.rawValue)] }

    mutating func take(_ request: NumberedRequest) {
        let kind = RequestKind(request.request)
        if let place = RequestKind.allCases.firstIndex(of: kind) { requests[place] += 1 }
    }

    mutating func take(_ record: Record) {
        switch record {
        case .order(let order):
            places[order.reference] = orders.count
            orders.append(WatchedOrder(order))
        case .transition(let change):
            if let place = places[change.reference] { orders[place].take(change) }
        case .fill(let fill):
            if let place = places[fill.order] { orders[place].take(fill) }
            positions[fill.key.symbol.int] = fill.positionAfter.count
            cash = fill.cashAfter.amount
        case .adjust(let change):
            if let symbol = change.symbol { positions[symbol.int] = change.after.count }
            cash = change.cashAfter.amount
        case .corporateAction(let action):
            if action.strategy == nil { positions[action.symbol.int] = action.after.count }
        case .mode(let change): blocks = change.blocks
        case .dayBegin: reducesByLoss = false
        case .incident(let incident): take(incident)
        case .signal, .day, .universe, .exit, .reply, .earlyPush, .heldSignal, .timer, .run,
            .reason, .query, .externalOrder, .pacing:
            break
        }
    }

    private mutating func take(_ incident: IncidentRecord) {
        incidents[Int(incident.kind.rawValue)] += 1
        killSwitch.take(incident)
        let (kind, cause) = (incident.kind, incident.cause)
        if kind == .paused { isPaused = true }
        if kind == .reducing && cause != .byHand { reducesByLoss = true }
        if kind == .flattening || kind == .reducing && cause == .byHand { reducesByHand = true }
        if kind == .resumed { (isPaused, reducesByHand) = (false, false) }
    }
}

/// An order as its records tell it.
struct WatchedOrder: Hashable {
    let reference: OrderReference
    let symbol: SymbolIndex
    private(set) var status = OrderStatus.pendingNew
    private(set) var filled: Int64 = 0
    private(set) var reason = OrderReason.none
    private(set) var rejection: VenueRejection?
    private var isInDoubt = false
    private var isCancelRequested = false

    init(_ order: OrderRecord) {
        reference = order.reference
        symbol = order.key.symbol
    }

    mutating func take(_ change: OrderTransition) {
        status = change.status
        filled = change.filled.count
        if change.reason != .none { reason = change.reason }
        if let refused = change.rejection { rejection = refused }
        switch change.event {
        case .inDoubt: isInDoubt = true
        case .cancelRequested: isCancelRequested = true
        case .acknowledged, .modified, .changeRefused, .ended, .partlyCancelled, .adopted,
            .notFound, .resurrected:
            isInDoubt = false
        case .sent, .changeSent, .changeWithdrawn, .replaceRequested: break
        }
        if status.isTerminal { isCancelRequested = false }
    }

    mutating func take(_ fill: FillRecord) {
        status = fill.status
        filled = fill.filled.count
        isInDoubt = false
        if status.isTerminal { isCancelRequested = false }
    }

    func isAt(_ stage: OrderStage) -> Bool {
        switch stage {
        case .inDoubt: isInDoubt
        case .cancelRequested: isCancelRequested
        case .pendingNew, .submitted, .partialFill, .filled, .rejected, .canceled:
            status.description == stage.rawValue
        }
    }

    func has(_ reason: OrderClaim.Reason) -> Bool {
        switch reason {
        case .ours(let ours): self.reason == ours
        case .venue(let theirs): rejection == theirs
        }
    }

    /// The state in the words of scenarios: `SUBMITTED`, `SUBMITTED IN_DOUBT`.
    var stages: String {
        status.description + (isInDoubt ? " IN_DOUBT" : "")
            + (isCancelRequested ? " CANCEL_REQUESTED" : "")
    }
}

/// The kill switch as incidents tell it.
struct WatchedKillSwitch: Hashable {
    private(set) var isEngaged = false
    private(set) var isComplete = false
    private(set) var cause: StopCause?
    /// The time from the engaging to the list that showed nothing open.
    private(set) var delay: Interval?

    mutating func take(_ incident: IncidentRecord) {
        let kind = incident.kind
        if kind == .killSwitchEngaged || kind == .killSwitchRearmed { self = WatchedKillSwitch() }
        if kind == .killSwitchEngaged { (isEngaged, cause) = (true, incident.cause) }
        if kind == .exitsStopped { (isComplete, cause) = (false, incident.cause ?? cause) }
        if kind == .killSwitchComplete { (isComplete, delay) = (true, incident.delay) }
    }
}
