import KraderModel
import Support
import Testing

/// A broker that has at most one order of ours, a buy of ten at 70,000 won, and tells the truth of
/// it whenever it is asked. What it says by itself may be late, or never come.
struct TruthfulBroker {
    /// What it does by itself, and when.
    struct Manner: Hashable, CustomTestStringConvertible {
        /// Whether the order ever reaches it.
        var takesOrder = true
        /// How many of the two executions it makes at once: word of them comes later.
        var executesAhead = 0
        /// Whether it takes a cancel as it comes, or when it says so.
        var cancelsAtOnce = false

        var testDescription: String {
            takesOrder
                ? "\(executesAhead) ahead, cancels \(cancelsAtOnce ? "at once" : "when told")"
                : "the order is lost"
        }

        static let all =
            [Manner(takesOrder: false)]
            + [0, 1, 2].flatMap { ahead in
                [false, true].map { Manner(executesAhead: ahead, cancelsAtOnce: $0) }
            }
    }

    /// What it makes of a cancel.
    enum Verdict: Hashable {
        case taken(OrderNumber, Shares)
        case refused(VenueRejection)
    }

    let manner: Manner
    static let number = OrderNumber(7)
    static let lots: [(shares: Int64, price: Int64)] = [(4, 70_000), (6, 69_900)]

    private(set) var enteredAt: Moment?
    private(set) var executed = 0
    private(set) var cancelled = Shares.zero
    private(set) var cancels: [(number: OrderNumber, quantity: Shares, at: Moment)] = []
    /// The cancels that nobody was told of, and those of them that are decided.
    private(set) var waiting: [RequestID] = []
    private var verdicts: [RequestID: Verdict] = [:]

    init(_ manner: Manner) { self.manner = manner }

    var filled: Shares { Shares(TruthfulBroker.lots.prefix(executed).reduce(0) { $0 + $1.shares }) }
    var amount: Won {
        Won(TruthfulBroker.lots.prefix(executed).reduce(0) { $0 + $1.shares * $1.price })
    }
    var leaves: Shares { enteredAt == nil ? .zero : Shares(10) - filled - cancelled }

    mutating func enter(at moment: Moment) {
        guard manner.takesOrder else { return }
        enteredAt = moment
        executed = manner.executesAhead
    }

    mutating func receiveCancel(_ request: RequestID, at moment: Moment) {
        waiting.append(request)
        if manner.cancelsAtOnce { _ = decide(request, at: moment) }
    }

    /// What becomes of a cancel, decided now if it was not before.
    mutating func decide(_ request: RequestID, at moment: Moment) -> Verdict {
        if let known = verdicts[request] { return known }
        let verdict: Verdict
        if leaves == .zero {
            verdict = .refused(.nothingLeft)
        } else {
            let number = OrderNumber(8 + Int32(cancels.count))
            verdict = .taken(number, leaves)
            cancels.append((number, leaves, moment))
            cancelled = leaves
        }
        verdicts[request] = verdict
        return verdict
    }

    /// It refuses a cancel: because nothing is left, or not now.
    mutating func refuse(_ request: RequestID) -> Verdict {
        if let known = verdicts[request] { return known }
        let verdict = Verdict.refused(leaves == .zero ? .nothingLeft : .wrongSession)
        verdicts[request] = verdict
        return verdict
    }

    func canRefuse(_ request: RequestID) -> Bool {
        if case .taken = verdicts[request] { return false }
        return true
    }

    func canTake(_ request: RequestID) -> Bool {
        switch verdicts[request] {
        case .taken: true
        case .refused: false
        case nil: leaves > .zero
        }
    }

    /// The day is over: what is left ends.
    mutating func expire() { cancelled = cancelled + leaves }

    /// It forgets what it has said of executions: it is truthful no more.
    mutating func cheat() { executed = 0 }

    mutating func told(_ request: RequestID) { waiting.removeAll { $0 == request } }

    /// Whether it can have made so many executions by now.
    mutating func execute(_ count: Int) { executed = max(executed, count) }
    func canExecute(_ count: Int) -> Bool {
        enteredAt != nil && (executed >= count || cancelled == .zero)
    }

    func execution(_ count: Int) -> Execution {
        let lot = TruthfulBroker.lots[count - 1]
        let before = TruthfulBroker.lots.prefix(count)
        return Execution(
            number: ExecutionNumber(Int64(count)), price: Price(lot.price),
            quantity: Shares(lot.shares), time: enteredAt ?? .distantPast,
            cumulativeQuantity: Shares(before.reduce(0) { $0 + $1.shares }),
            cumulativeAmount: Won(before.reduce(0) { $0 + $1.shares * $1.price }))
    }

    var terms: OrderTerms { .sample(at: (enteredAt ?? .distantPast).cutDown(to: .seconds(1))) }

    var orders: [ListedOrder] {
        guard enteredAt != nil else { return [] }
        let own = ListedOrder(
            number: TruthfulBroker.number, original: nil, symbol: SymbolIndex(0), terms: terms,
            leaves: leaves, filled: filled, amount: amount)
        return [own]
            + cancels.map { cancel in
                var terms = terms
                (terms.quantity, terms.limit, terms.enteredAt) = (cancel.quantity, nil, cancel.at)
                return ListedOrder(
                    number: cancel.number, original: TruthfulBroker.number, symbol: SymbolIndex(0),
                    kind: .cancel, terms: terms, leaves: .zero, filled: .zero, amount: .zero)
            }
    }

    func answer(_ kind: BrokerQuery.Kind) -> BrokerAnswer.Outcome {
        switch kind {
        case .openOrders: .orders(orders.filter { $0.leaves > .zero }, hasMore: false)
        case .executedOrders: .orders(orders.filter { $0.filled > .zero }, hasMore: false)
        case .ordersOfDay: .orders(orders, hasMore: false)
        case .executions:
            .executions(
                (0..<executed).map {
                    ListedExecution(
                        order: TruthfulBroker.number, symbol: SymbolIndex(0), side: .buy,
                        execution: execution($0 + 1))
                }, hasMore: false)
        case .positions:
            .positions(
                filled == .zero
                    ? []
                    : [
                        ListedPosition(
                            symbol: SymbolIndex(0), quantity: filled, sellable: filled, cost: amount
                        )
                    ], hasMore: false)
        case .balance:
            .balance(
                ListedBalance(
                    cash: Won(10_000_000) - amount, reserved: Price(70_000) * leaves,
                    withdrawable: .zero))
        }
    }
}
