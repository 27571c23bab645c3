import KraderChecks
import KraderModel
import Support
import Testing

@testable import KraderEngine

/// Checks that are shown steps made by hand: right ones until the last, which is wrong.
final class BreachScene {
    private(set) var checks: InvariantChecks
    private var out = OutputBuffer()
    private var now = Sample.tuesday.midnight
    private var lastOrder: Int64 = 0
    private var lastRequest: Int64 = 0
    private var lastExecution: Int64 = 0
    var cash: Int64
    var held: [Int: Int64] = [:]
    private var filled: [Int64: Int64] = [:]

    /// A Tuesday that has begun, with ten million won and nothing held.
    init(
        holding: Int64 = 0, costs: CostSchedule = .none, pacing: PacingProfile = .ideal,
        _ change: (inout EngineConfiguration) -> Void = { _ in }
    ) {
        let holdings =
            holding > 0
            ? [
                OpeningAccount.Holding(
                    symbol: SymbolIndex(0), quantity: Shares(holding),
                    cost: Won(70_000 * holding))
            ] : []
        var configuration = EngineConfiguration.sample(
            holdings: holdings, costs: costs, pacing: pacing)
        change(&configuration)
        cash = configuration.account.cash.amount
        held[0] = holding
        checks = InvariantChecks(configuration, isThorough: true)
        let run = RunRecord(at: now, number: 1, strategies: ["a"], symbols: [])
        right([.run(run), .dayBegin(DayBeginRecord(at: now, day: Sample.tuesday))])
        self.time = "10:00"
    }

    /// The time of what follows.
    var time: String {
        get { "" }
        set { now = Sample.tuesday.at(newValue) }
    }
    var moment: Moment { now }

    /// A step that nothing is wrong with.
    func right(
        _ records: [Record], _ requests: [NumberedRequest] = [], of input: Input? = nil,
        setAside: Int64 = 0
    ) {
        show(records, requests, of: input, setAside: setAside)
        let breach = checks.breach
        #expect(breach == nil, "What leads to the breach is none")
    }

    func show(
        _ records: [Record], _ requests: [NumberedRequest] = [], of input: Input? = nil,
        setAside: Int64 = 0
    ) {
        if let input { checks.see(input) }
        for record in records { out.records.append(record) }
        for request in requests { out.requests.append(request) }
        checks.check(&out, setAside: setAside, at: now)
        out.removeAll()
    }

    func checkCalm() { checks.checkCalm(at: now) }
    func compare(with lists: BrokerLists) { checks.compare(with: lists, at: now) }
}

// Records and requests as the engine makes them.
extension BreachScene {
    func decided(
        _ side: Side = .buy, _ quantity: Int64 = 10, limit: Int64? = 70_000, symbol: Int = 0,
        as reference: Int64? = nil, leg: Int32? = nil, isExit: Bool = false
    ) -> Record {
        lastOrder = reference ?? lastOrder + 1
        let price = Price(limit ?? 91_000)
        let key = SignalKey(
            strategy: 0, symbol: SymbolIndex(symbol), milliseconds: now.milliseconds,
            sequence: 0, leg: leg ?? Int32(lastOrder))
        return .order(
            OrderRecord(
                at: now, reference: OrderReference(serial: lastOrder), key: key, side: side,
                type: limit == nil ? .market : .limit, quantity: Shares(quantity),
                limit: limit.map { Price($0) }, timeInForce: .day,
                reserved: side == .buy ? price * Shares(quantity) : .zero, confidence: 1,
                reason: ReasonIndex(0), valuation: price, reservingPrice: price,
                isExit: isExit))
    }

    func told(
        _ event: OrderTransition.Event, _ reference: Int64 = 1,
        _ status: OrderStatus = .submitted, filled: Int64 = 0, leaves: Int64 = 10,
        number: Int32? = nil, request: Int64? = nil, pending: Int64? = nil
    ) -> Record {
        .transition(
            OrderTransition(
                at: now, reference: OrderReference(serial: reference), event: event,
                status: status, reason: .none, number: number.map { OrderNumber($0) },
                filled: Shares(filled), leaves: Shares(leaves),
                request: request.map { RequestID($0) }, pendingLimit: pending.map { Price($0) }))
    }

    func nextRequest() -> Int64 {
        lastRequest += 1
        return lastRequest
    }

    func newOrder(
        _ id: Int64, _ side: Side = .buy, _ quantity: Int64 = 10, limit: Int64? = 70_000,
        symbol: Int = 0
    ) -> NumberedRequest {
        NumberedRequest(
            id: RequestID(id),
            request: .newOrder(
                BrokerRequest.NewOrder(
                    symbol: SymbolIndex(symbol), side: side, quantity: Shares(quantity),
                    limit: limit.map { Price($0) })))
    }

    func cancel(_ id: Int64, _ number: Int32 = 1) -> NumberedRequest {
        NumberedRequest(
            id: RequestID(id),
            request: .cancel(
                BrokerRequest.CancelOrder(
                    original: OrderNumber(number), symbol: SymbolIndex(0))))
    }

    func modify(_ id: Int64, _ number: Int32 = 1, to limit: Int64) -> NumberedRequest {
        NumberedRequest(
            id: RequestID(id),
            request: .modify(
                BrokerRequest.ModifyOrder(
                    original: OrderNumber(number), symbol: SymbolIndex(0), quantity: nil,
                    limit: Price(limit))))
    }

    func incident(
        _ kind: IncidentRecord.Kind, _ cause: StopCause? = nil, push: PushKind? = nil
    ) -> Record {
        .incident(IncidentRecord(at: now, kind: kind, cause: cause, push: push))
    }

    func mode(_ blocks: TradingBlocks) -> Record { .mode(ModeRecord(at: now, blocks: blocks)) }

    /// A fill that the books follow, unless something is said.
    func filled(
        _ reference: Int64 = 1, _ quantity: Int64 = 10, at price: Int64 = 70_000,
        _ side: Side = .buy, _ status: OrderStatus = .filled, sum: Int64? = nil,
        cumulative: Int64? = nil, amount: Int64? = nil, commission: Int64 = 0, tax: Int64 = 0,
        execution: Int64? = nil,
        position: Int64? = nil, cash other: Int64? = nil, own: Int64? = nil
    ) -> Record {
        lastExecution = execution ?? lastExecution + 1
        let sign: Int64 = side == .buy ? 1 : -1
        filled[reference, default: 0] += quantity
        held[0, default: 0] += sign * quantity
        cash -= sign * quantity * price + commission + tax
        let whole = filled[reference] ?? 0
        var booking = OwnBooking()
        booking.after = Shares(own ?? held[0] ?? 0)
        return .fill(
            FillRecord(
                at: now, order: OrderReference(serial: reference),
                key: SignalKey(
                    strategy: 0, symbol: SymbolIndex(0), milliseconds: 0, sequence: 0, leg: 0),
                side: side,
                execution: Execution(
                    number: ExecutionNumber(lastExecution), price: Price(price),
                    quantity: Shares(quantity), time: now,
                    cumulativeQuantity: Shares(cumulative ?? whole),
                    cumulativeAmount: Won(amount ?? whole * price)),
                number: OrderNumber(Int32(reference)), commission: Won(commission),
                tax: Won(tax), status: status, filled: Shares(sum ?? whole),
                positionAfter: Shares(position ?? held[0] ?? 0),
                cashAfter: Won(other ?? cash), own: booking))
    }

    func external(_ side: Side = .buy, number: Int32 = 900) -> Record {
        lastOrder += 1
        return .externalOrder(
            ExternalOrderRecord(
                at: now, reference: OrderReference(serial: lastOrder),
                number: OrderNumber(number), symbol: SymbolIndex(0),
                terms: .sample(side, channel: .other), reserved: .zero,
                valuation: Price(70_000), reservingPrice: Price(70_000)))
    }

    func adjusted(from before: Int64, to after: Int64) -> Record {
        .adjust(
            AdjustRecord(
                at: now, source: .positions, symbol: SymbolIndex(0), before: Shares(before),
                after: Shares(after), costBefore: .zero, costAfter: .zero,
                cashBefore: Won(cash), cashAfter: Won(cash), equityChange: .zero))
    }

    func closed(cash other: Int64? = nil, holdings: Int64 = 0) -> Record {
        .day(
            DayRecord(
                at: now, day: Sample.tuesday, cash: Won(other ?? cash), holdings: Won(holdings),
                profit: .zero, peakEquity: .zero, ordersMade: 0, settled: .zero,
                isFlagged: false))
    }
}

// Whole steps.
extension BreachScene {
    static let reply = Input.reply(
        BrokerReply(request: RequestID(1), outcome: .accepted(OrderNumber(1))))
    static let push = Input.push(
        BrokerPush(
            number: OrderNumber(1), symbol: SymbolIndex(0), event: .expired(quantity: Shares(1))))

    /// An order is decided and leaves.
    func place(
        _ side: Side = .buy, _ quantity: Int64 = 10, limit: Int64? = 70_000, symbol: Int = 0,
        isExit: Bool = false
    ) {
        right([decided(side, quantity, limit: limit, symbol: symbol, isExit: isExit)])
        right(sending(side, quantity, limit: limit, symbol: symbol))
    }

    private func right(_ step: (records: [Record], requests: [NumberedRequest])) {
        right(step.records, step.requests)
    }

    func show(_ step: (records: [Record], requests: [NumberedRequest])) {
        show(step.records, step.requests)
    }

    /// The last order leaves.
    func sending(
        _ side: Side = .buy, _ quantity: Int64 = 10, limit: Int64? = 70_000, symbol: Int = 0
    ) -> (records: [Record], requests: [NumberedRequest]) {
        let id = nextRequest()
        return (
            [told(.sent, lastOrder, .pendingNew, leaves: quantity, request: id)],
            [newOrder(id, side, quantity, limit: limit, symbol: symbol)]
        )
    }

    /// It leaves, and the broker has it under the number of its reference.
    func work(_ side: Side = .buy, _ quantity: Int64 = 10, limit: Int64? = 70_000) {
        place(side, quantity, limit: limit)
        let record = told(
            .acknowledged, lastOrder, leaves: quantity, number: Int32(lastOrder),
            request: lastRequest)
        right([record], of: BreachScene.reply)
    }

    /// A list comes that was asked for.
    func hear(_ kind: BrokerQuery.Kind, _ outcome: BrokerAnswer.Outcome) {
        let id = nextRequest()
        let query = BrokerQuery(kind)
        right(
            [.query(QueryRecord(at: now, request: RequestID(id), query: query))],
            [NumberedRequest(id: RequestID(id), request: .query(query))])
        right([], of: answer(id, query, outcome))
    }

    func answer(
        _ id: Int64, _ query: BrokerQuery, _ outcome: BrokerAnswer.Outcome
    ) -> Input {
        .answer(
            BrokerAnswer(request: RequestID(id), query: query, asOf: now, outcome: outcome))
    }

    func seePrint(_ price: Int64) { checks.see(Tick.print(now, price)) }
    func see(_ input: Input) { checks.see(input) }
}
