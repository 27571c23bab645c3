import KraderModel

/// One reading of the broker's lists, page by page. It is applied when all of it has come, and
/// dropped when a page is refused, lost, or of another list: half a list proves nothing
/// (failure-modes.md §2, 23).
struct Inquiry {
    /// The lists that are still to be read; the first is being read.
    private(set) var plan: [BrokerQuery.Kind]
    private(set) var page: Int32 = 0
    let startedAt: Moment
    /// The query that has left, and the moment until which its answer is waited for.
    var awaited: RequestID?
    var deadline = Moment.distantFuture
    private(set) var openOrders: [ListedOrder] = []
    private(set) var ordersOfDay: [ListedOrder] = []
    private(set) var executions: [ListedExecution] = []
    private(set) var positions: [ListedPosition] = []
    private(set) var balance: ListedBalance?
    /// The orders as they were read before the account: both must agree.
    private var ordersBefore: [ListedOrder]?
    /// Whether the account is a part of it.
    let isOfAccount: Bool
    /// Whether it is only to show that nothing of ours is open.
    let isProof: Bool
    /// Whether the day's list must have rows. Where it is empty all the same, this broker keeps
    /// none, and what was executed is asked for instead.
    private let expectsOrders: Bool
    private(set) var isWithoutDay = false

    /// What shows that nothing of ours is open.
    static let proof: [BrokerQuery.Kind] = [.openOrders]
    /// What tells all about orders.
    static let orders: [BrokerQuery.Kind] = [.openOrders, .ordersOfDay, .executions]
    /// The same around what is held and what is paid: of an account that moves meanwhile nothing is
    /// known (failure-modes.md §1, I09).
    static let account: [BrokerQuery.Kind] =
        [.ordersOfDay, .positions, .balance] + orders

    init(_ plan: [BrokerQuery.Kind], expectsOrders: Bool = false, at moment: Moment) {
        self.plan = plan
        self.expectsOrders = expectsOrders
        isOfAccount = plan.contains(.balance)
        isProof = plan == Inquiry.proof
        startedAt = moment
    }

    /// All orders of the day; those too that only the list of open ones shows.
    var orders: [ListedOrder] {
        let shown = Set(ordersOfDay.map(\.number))
        return ordersOfDay + openOrders.filter { !shown.contains($0.number) }
    }

    /// Whether orders did not move while the account was read.
    var isSteady: Bool { ordersBefore.map { $0 == ordersOfDay } ?? true }

    var next: BrokerQuery? { plan.first.map { BrokerQuery($0, page: page) } }
    var isComplete: Bool { plan.isEmpty }

    /// Takes the page that was asked for. Returns false when it is none, or can't be true.
    mutating func take(_ answer: BrokerAnswer) -> Bool {
        guard answer.query == next else { return false }
        switch answer.outcome {
        case .orders(let rows, let hasMore):
            guard rows.allSatisfy(\.isReadable) else { return false }
            switch answer.query.kind {
            case .openOrders: openOrders += rows
            case .ordersOfDay, .executedOrders: ordersOfDay += rows
            case .executions, .positions, .balance: return false
            }
            turn(hasMore)
        case .executions(let rows, let hasMore):
            guard answer.query.kind == .executions, rows.allSatisfy(\.execution.isReadable) else {
                return false
            }
            executions += rows
            turn(hasMore)
        case .positions(let rows, let hasMore):
            guard answer.query.kind == .positions,
                rows.allSatisfy({
                    $0.quantity >= .zero && $0.quantity <= NumberRange.sharesMax
                        && $0.cost >= .zero && $0.cost <= NumberRange.moneyMax
                })
            else { return false }
            positions += rows
            turn(hasMore)
        case .balance(let money):
            guard answer.query.kind == .balance, NumberRange.holds(money.cash) else {
                return false
            }
            balance = money
            turn(false)
        case .refused, .failed: return false
        }
        return true
    }

    private mutating func turn(_ isGoingOn: Bool) {
        let hasMore = isGoingOn && !PlantedBug.isPlanted(.appliesHalfList)
        awaited = nil
        deadline = .distantFuture
        page = hasMore ? page + 1 : 0
        guard !hasMore else { return }
        let read = plan.removeFirst()
        if read == .ordersOfDay, ordersOfDay.isEmpty, expectsOrders {
            isWithoutDay = true
            plan.insert(.executedOrders, at: 0)
        } else if plan.contains(.balance), read == .ordersOfDay || read == .executedOrders {
            ordersBefore = ordersOfDay
            ordersOfDay = []
        }
    }
}

extension ListedOrder {
    /// Whether its numbers can be (failure-modes.md §1, C12–C14).
    var isReadable: Bool {
        number.value > 0 && terms.quantity > .zero && leaves >= .zero && filled >= .zero
            && amount >= .zero && filled <= terms.quantity && leaves <= terms.quantity
            && terms.isReadable && amount <= NumberRange.moneyMax
            && (filled > .zero) == (amount > .zero)
    }
}

/// The orders that readings in a row don't show, of a broker that keeps no list of the day.
struct UnlistedOrders {
    /// Whether the day's list ever had rows: then an empty one is no list at all.
    var hasSeenDay = false
    private var unshown: [(order: OrderReference, since: Moment, readings: Int)] = []

    /// Notes what a reading does not show. Gives the orders that so many readings over so long have
    /// not shown: they have ended.
    mutating func note(_ orders: [OrderReference], at moment: Moment) -> [OrderReference] {
        let before = unshown
        unshown = orders.map { order in
            guard let known = before.first(where: { $0.order == order }) else {
                return (order, moment, 1)
            }
            return (order, known.since, known.readings + 1)
        }
        return unshown.filter {
            $0.readings >= Limits.absenceReadings && moment >= $0.since + Limits.absenceTime
        }.map(\.order)
    }
}
