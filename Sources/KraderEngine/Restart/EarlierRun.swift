public import KraderModel

/// A run before this one that did not end: what our records say of its orders and of the kill
/// switch. Cash and positions were those of `EngineConfiguration.account` before the orders.
///
/// It is told as records, so that an engine goes on from it by the same way as after any restart
/// (`Engine.restore`).
public struct EarlierRun: Hashable, Sendable {
    /// An order of ours that had not ended: a limit for the day.
    public struct Order: Hashable, Sendable {
        /// Where the records leave it.
        public enum Stage: Hashable, Sendable {
            /// It was decided, and waited for its turn.
            case decided
            /// Its request left, and nothing came back.
            case sent
            /// The broker took it under a number.
            case taken(OrderNumber)
        }
        /// The index of its strategy in the run's list.
        public var strategy: Int32
        public var symbol: SymbolIndex
        public var side: Side
        public var quantity: Shares
        public var limit: Price
        public var stage: Stage
        /// What is booked of it, at its limit: fewer than its shares, none unless it was taken.
        public var filled: Shares

        public init(
            strategy: Int32, symbol: SymbolIndex, side: Side, quantity: Shares, limit: Price,
            stage: Stage, filled: Shares = .zero
        ) {
            self.strategy = strategy
            self.symbol = symbol
            self.side = side
            self.quantity = quantity
            self.limit = limit
            self.stage = stage
            self.filled = filled
        }
    }

    /// In the order of their deciding.
    public var orders: [Order]
    /// Why the kill switch was engaged; `nil`: it was armed.
    public var killed: StopCause?

    public init(orders: [Order] = [], killed: StopCause? = nil) {
        self.orders = orders
        self.killed = killed
    }

    /// Tells the run as the records of one step, at the first moment of the run that follows, and
    /// the requests that had left.
    public func tell(_ configuration: EngineConfiguration, into out: inout OutputBuffer) {
        var teller = Teller(configuration)
        teller.begin(&out)
        for (place, order) in orders.enumerated() { teller.tell(order, place, &out) }
        if let killed { teller.kill(killed, &out) }
    }
}

/// Makes the records of a run, each by the verb by which the engine makes it.
private struct Teller: ~Copyable {
    private let configuration: EngineConfiguration
    private let start: Moment
    private var state: TradingState

    init(_ configuration: EngineConfiguration) {
        self.configuration = configuration
        start = configuration.start
        state = TradingState(configuration)
    }

    /// The run, its day where one had begun, and the text that signals give as their reason. It
    /// names no strategy: those of the run that follows begin with it, and ask for their timers.
    mutating func begin(_ out: inout OutputBuffer) {
        let run = RunRecord(at: start, number: 1, strategies: [], symbols: state.symbols)
        state.take(run)
        out.records.append(.run(run))
        let day = CalendarDate(start)
        if configuration.calendar.isTradingDay(day), start < SessionHours.on(day).auctionEnd {
            var begin = DayBeginRecord(at: start, day: day)
            state.take(&begin)
            out.records.append(.dayBegin(begin))
        }
        let reason = ReasonRecord(at: start, index: ReasonIndex(0), text: "earlier_run")
        state.take(reason)
        out.records.append(.reason(reason))
    }

    mutating func tell(_ order: EarlierRun.Order, _ place: Int, _ out: inout OutputBuffer) {
        let slot = decide(order, place, &out)
        if order.stage == .decided { return }
        let request = state.requests.nextID
        change(slot, .sent, &out) { $0.request = request }
        let new = BrokerRequest.NewOrder(
            symbol: order.symbol, side: order.side, quantity: order.quantity, type: .limit,
            limit: order.limit, timeInForce: .day, isFromTick: false)
        out.requests.append(NumberedRequest(id: request, request: .newOrder(new)))
        guard case .taken(let number) = order.stage else { return }
        change(slot, .acknowledged, &out) {
            $0.request = request
            $0.number = number
        }
        if order.filled > .zero { book(order.filled, slot, number, &out) }
    }

    /// The signal and the order that it led to.
    private mutating func decide(
        _ order: EarlierRun.Order, _ place: Int, _ out: inout OutputBuffer
    ) -> Int {
        // Signals of one timer each: the kinds of hooks take turns in sequences.
        let timer = Int(StrategyContext.Hook.timer.rawValue)
        let kinds = StrategyContext.Hook.allCases.count
        let key = SignalKey(
            strategy: order.strategy, symbol: order.symbol, milliseconds: start.milliseconds,
            sequence: Int32(timer + place * kinds), leg: 0)
        let reference = state.orders.nextReference
        let signal = SignalRecord(
            at: start, key: key,
            order: OrderSignal(side: order.side, quantity: order.quantity, limit: order.limit),
            confidence: 1, reason: ReasonIndex(0),
            answer: .order(reference, quantity: order.quantity), notes: 0..<0)
        state.take(signal)
        out.records.append(.signal(signal))
        let reserved = configuration.costs.reservation(
            filled: .zero, leaves: order.quantity, price: order.limit)
        let record = OrderRecord(
            at: start, reference: reference, key: key, side: order.side,
            quantity: order.quantity, limit: order.limit, timeInForce: .day,
            reserved: order.side == .buy ? reserved : .zero, confidence: 1,
            reason: ReasonIndex(0), valuation: order.limit, reservingPrice: order.limit)
        let slot = state.take(record)
        out.records.append(.order(record))
        return slot
    }

    /// Shares that are booked, at the limit: as the lists would tell them.
    private mutating func book(
        _ shares: Shares, _ slot: Int, _ number: OrderNumber, _ out: inout OutputBuffer
    ) {
        let order = state.orders.slots[slot]
        guard let price = order.limit else { return }
        let amount = price * shares
        let rates = configuration.costs.taxRates(
            board: configuration.instruments[order.symbol.int].board, on: CalendarDate(start))
        var fill = FillRecord(
            at: start, order: order.reference, key: order.key, side: order.side,
            execution: Execution(
                number: ExecutionNumber(syntheticOf: number, .zero, start), price: price,
                quantity: shares, time: start, cumulativeQuantity: shares,
                cumulativeAmount: amount),
            number: number, commission: configuration.costs.commission(onCumulative: amount),
            tax: order.side == .buy ? .zero : rates.tax(onCumulative: amount))
        _ = state.take(&fill, slot, last: start)
        out.records.append(.fill(fill))
    }

    /// The kill switch, and what it wanted of each order: nothing of it had left yet.
    mutating func kill(_ cause: StopCause, _ out: inout OutputBuffer) {
        var incident = IncidentRecord(
            at: start, kind: .killSwitchEngaged, strategy: nil, symbol: nil, cause: cause)
        incident.letsExitsSell = configuration.exitsAfterKill && cause == .errors
        state.take(incident)
        out.records.append(.incident(incident))
        for slot in 0..<state.orders.usedSlots where state.orders.isAlive(slot) {
            if state.orders.slots[slot].machine.hasLeft {
                change(slot, .cancelRequested, &out) { $0.reason = .cancelledByKillSwitch }
            } else {
                change(slot, .ended, &out) { $0.reason = .notSent }
            }
        }
    }

    private mutating func change(
        _ slot: Int, _ event: OrderTransition.Event, _ out: inout OutputBuffer,
        _ adding: (inout OrderTransition) -> Void
    ) {
        let order = state.orders.slots[slot]
        var change = OrderTransition(
            at: start, reference: order.reference, event: event, status: order.machine.status,
            reason: order.reason, number: order.number, limit: order.limit,
            filled: order.machine.filled, leaves: order.machine.leaves)
        adding(&change)
        if state.take(&change, slot) { out.records.append(.transition(change)) }
    }
}
