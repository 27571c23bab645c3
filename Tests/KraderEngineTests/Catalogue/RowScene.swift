import KraderEngine
import KraderModel
import Support

/// A row of failure-modes.md §1 on the stage: a strategy that acts as a script says, an engine with
/// deadlines, and a broker whose every word and list a test gives by hand. Two issues trade, at
/// 70,000 and 20,000 won, on an account of ten million.
struct RowScene {
    let bench: EngineBench
    typealias Line = (at: Moment, act: Puppet.Act)

    init(
        _ lines: [Line], holding held: Int64 = 0, reconciles: Bool = false,
        _ change: (inout EngineConfiguration) -> Void = { _ in }
    ) {
        let holding = OpeningAccount.Holding(
            symbol: SymbolIndex(0), quantity: Shares(held), cost: Won(70_000 * held))
        var configuration = EngineConfiguration.sample(
            [Puppet(lines)], holdings: held > 0 ? [holding] : [],
            start: Sample.tuesday.at("09:59:50"))
        configuration.replyDeadline = Limits.replyDeadline
        configuration.reconciles = reconciles
        change(&configuration)
        bench = EngineBench(configuration)
        bench.print("09:59:58", 70_000)
        bench.print("09:59:58", 20_000, symbol: 1)
        bench.wait("09:59:59")
    }

    /// A buy of ten at 70,000 that left at 10:00 as request 1 and has number 7.
    static func working(_ lines: [Line] = []) -> RowScene {
        let scene = RowScene([buy("10:00", 10)] + lines)
        scene.bench.wait("10:00")
        scene.bench.accept("10:00:00.1", 1, as: 7)
        return scene
    }

    static func buy(
        _ time: String, _ shares: Int64, at limit: Int64 = 70_000, symbol: Int = 0
    ) -> Line {
        (
            Sample.tuesday.at(time),
            { $0.buy(SymbolIndex(symbol), quantity: Shares(shares), limit: Price(limit)) }
        )
    }

    static func sell(_ time: String, _ shares: Int64, at limit: Int64 = 70_000) -> Line {
        (
            Sample.tuesday.at(time),
            { $0.sell(SymbolIndex(0), quantity: Shares(shares), limit: Price(limit)) }
        )
    }

    static func cancel(_ time: String) -> Line {
        (
            Sample.tuesday.at(time),
            { context in
                for order in context.activeOrders(SymbolIndex(0)) {
                    context.cancel(order.reference)
                }
            }
        )
    }

    static func replace(_ time: String, _ limit: Int64) -> Line {
        (
            Sample.tuesday.at(time),
            { context in
                for order in context.activeOrders(SymbolIndex(0)) {
                    context.replace(order.reference, limit: Price(limit))
                }
            }
        )
    }

    /// Tells that what came to request `request` proves nothing.
    @discardableResult
    func lose(_ time: String, _ request: Int64, _ why: UnknownOutcome = .reset) -> [String] {
        bench.give(
            .reply(BrokerReply(request: RequestID(request), outcome: .unknown(why))),
            at: bench.day.at(time))
    }

    @discardableResult
    func link(_ time: String, _ state: LinkState) -> [String] {
        bench.give(.link(state), at: bench.day.at(time))
    }

    /// How many requests for new orders have left.
    var orders: Int {
        bench.requests.count { if case .newOrder = $0.request { true } else { false } }
    }

    var queries: Int {
        bench.requests.count { if case .query = $0.request { true } else { false } }
    }

    func count(_ kind: IncidentRecord.Kind) -> Int {
        bench.records.count { record in
            if case .incident(let incident) = record { incident.kind == kind } else { false }
        }
    }

    var held: Shares { bench.engine.position(SymbolIndex(0)).quantity }
    var cash: Won { bench.engine.account.cash }
    var reserved: Won { bench.engine.account.reserved }
    var mode: EngineMode { bench.engine.mode }
}

/// What the broker shows when it is asked: all of it, in one page each.
struct ShownLists {
    var orders: [ListedOrder] = []
    var executions: [ListedExecution] = []
    var positions: [ListedPosition] = []
    var cash = Won(10_000_000)
    /// Whether the list of the day stays empty, as of a broker that keeps none.
    var isWithoutDay = false

    func answer(_ kind: BrokerQuery.Kind) -> BrokerAnswer.Outcome {
        switch kind {
        case .openOrders: .orders(orders.filter { $0.leaves > .zero }, hasMore: false)
        case .executedOrders: .orders(orders.filter { $0.filled > .zero }, hasMore: false)
        case .ordersOfDay: .orders(isWithoutDay ? [] : orders, hasMore: false)
        case .executions: .executions(executions, hasMore: false)
        case .positions: .positions(positions, hasMore: false)
        case .balance:
            .balance(ListedBalance(cash: cash, reserved: .zero, withdrawable: .zero))
        }
    }

    /// A row of a buy at 70,000 won.
    static func row(
        _ number: Int32, _ quantity: Int64 = 10, filled: Int64 = 0, leaves: Int64? = nil,
        _ kind: ListedOrder.Kind = .new, of original: Int32? = nil, side: Side = .buy,
        limit: Int64? = 70_000, channel: OrderChannel = .openAPI, at time: String = "10:00:00",
        day: CalendarDate = Sample.tuesday, symbol: Int = 0
    ) -> ListedOrder {
        ListedOrder(
            number: OrderNumber(number), original: original.map { OrderNumber($0) },
            symbol: SymbolIndex(symbol), kind: kind,
            terms: .sample(side, quantity, limit: limit, channel: channel, at: day.at(time)),
            leaves: Shares(leaves ?? (kind == .cancel ? 0 : quantity - filled)),
            filled: Shares(filled), amount: Won(filled * (limit ?? 70_000)))
    }

    static func position(_ quantity: Int64, cost: Int64? = nil) -> ListedPosition {
        ListedPosition(
            symbol: SymbolIndex(0), quantity: Shares(quantity), sellable: Shares(quantity),
            cost: Won(cost ?? quantity * 70_000))
    }

    static func executed(_ number: Int32, _ execution: Execution) -> ListedExecution {
        ListedExecution(
            order: OrderNumber(number), symbol: SymbolIndex(0), side: .buy, execution: execution)
    }
}

extension EngineBench {
    /// Answers what is asked at a time, query after query, until nothing more is asked. What was
    /// said is given without the questions.
    @discardableResult
    func show(_ time: String, _ lists: ShownLists) -> [String] {
        var said: [String] = []
        var last: RequestID?
        while let numbered = requests.last(where: { $0.isQuery }), numbered.id != last,
            case .query(let query) = numbered.request
        {
            last = numbered.id
            said += answer(time, lists.answer(query.kind))
        }
        return said.filter { !$0.contains(" query ") }
    }

    /// Lets time pass until a moment; whatever is asked meanwhile is answered at once.
    @discardableResult
    func pass(until time: String, _ lists: ShownLists) -> [String] {
        var said: [String] = []
        var answered: RequestID?
        while true {
            let moment = min(min(engine.nextTimer, engine.nextDue), day.at(time))
            said += wait(until: max(moment, engine.now))
            while let numbered = requests.last(where: { $0.isQuery }), numbered.id != answered,
                case .query(let query) = numbered.request
            {
                answered = numbered.id
                said += give(
                    .answer(
                        BrokerAnswer(
                            request: numbered.id, query: query, asOf: engine.now,
                            outcome: lists.answer(query.kind))), at: engine.now)
            }
            if moment >= day.at(time) { return said.filter { !$0.contains(" query ") } }
        }
    }
}

extension NumberedRequest {
    var isQuery: Bool { if case .query = request { true } else { false } }
}
