import KraderModel

extension Engine {
    /// Every number, the cancel's own too, leads to the order: it is never taken for a new one.
    mutating func receive(_ reply: BrokerReply, _ out: inout OutputBuffer) {
        guard let (reference, kind) = trading.requests.awaited(reply.request), reply.isReadable
        else {
            counts.repliesUnknown += 1
            return
        }
        let slot = trading.orders.slot(of: reference)
        switch reply.outcome {
        case .accepted(let number):
            let early = trading.earlyPushes.filter { $0.number == number }
            if let slot, kind == .newOrder {
                acknowledge(slot, number, reply.request, &out)
            } else {
                tell(reply, about: reference, number, &out)
            }
            for push in early { receive(push, &out) }
        case .rejected(let rejection):
            guard let slot else { return tell(reply, about: reference, nil, &out) }
            switch kind {
            case .newOrder: reject(slot, rejection, reply.request, &out)
            case .modify, .cancel: endChange(slot, rejection, reply, &out)
            }
        }
    }

    /// The answer changes no order.
    private mutating func tell(
        _ reply: BrokerReply, about order: OrderReference, _ number: OrderNumber?,
        _ out: inout OutputBuffer
    ) {
        var record = ReplyRecord(
            at: now, request: reply.request, order: order, number: number, rejection: nil)
        if case .rejected(let rejection) = reply.outcome { record.rejection = rejection }
        tell(record, &out)
    }

    private mutating func reject(
        _ slot: Int, _ rejection: VenueRejection, _ request: RequestID?,
        _ out: inout OutputBuffer
    ) {
        let symbol = trading.orders.slots[slot].symbol
        let isPriced = trading.orders.slots[slot].limit != nil
        close(slot, .rejectedByVenue, rejection: rejection, answering: request, &out)
        countRejection(rejection, symbol, isPriced: isPriced, &out)
    }

    private mutating func acknowledge(
        _ slot: Int, _ number: OrderNumber, _ request: RequestID, _ out: inout OutputBuffer
    ) {
        change(
            slot, .acknowledged,
            {
                $0.number = number
                $0.request = request
            }, &out)
        sendCancelWish(slot, &out)
    }

    /// A cancel or modify was refused: the order works on as it was, and what was said against the
    /// change is no word on the order.
    private mutating func endChange(
        _ slot: Int, _ rejection: VenueRejection, _ reply: BrokerReply, _ out: inout OutputBuffer
    ) {
        let order = trading.orders.slots[slot]
        let isReplace = order.machine.change == .modify
        let pricing = isReplace ? pricing(slot, at: order.limit) : nil
        let hasEnded = change(
            slot, .changeRefused,
            {
                $0.rejection = rejection
                $0.request = reply.request
                $0.pricing = pricing
            }, &out)
        if !hasEnded {
            tell(reply, about: order.reference, nil, &out)
        } else if isReplace {
            controlRejections(&out)
            sendCancelWish(slot, &out)
        } else {
            nextExpiry = min(nextExpiry, order.expiresAt)
        }
    }

    mutating func receive(_ push: BrokerPush, _ out: inout OutputBuffer) {
        guard let slot = trading.orders.slot(of: push.number) else {
            receiveUnmatched(push, &out)
            return
        }
        apply(push, slot, &out)
    }

    /// A push without a live order may have overtaken the reply that carries its number. A late
    /// acceptance of an order that has ended says nothing new.
    private mutating func receiveUnmatched(_ push: BrokerPush, _ out: inout OutputBuffer) {
        if trading.orders.isKnown(push.number) {
            if case .executed(let execution) = push.event,
                trading.orders.hasEnded(push.number, with: execution.number)
            {
                counts.executionsRepeated += 1
                return
            }
            if push.event != .accepted { quarantine(push, &out) }
        } else if trading.earlyPushes.count < Limits.liveOrdersMax {
            tell(EarlyPushRecord(at: now, push: push), &out)
        } else {
            quarantine(push, &out)
        }
    }

    private mutating func quarantine(_ push: BrokerPush, _ out: inout OutputBuffer) {
        quarantine(PushKind(push.event), push.symbol, &out)
    }

    private mutating func quarantine(
        _ kind: PushKind, _ symbol: SymbolIndex, _ out: inout OutputBuffer
    ) {
        counts.pushesQuarantined += 1
        tell(
            IncidentRecord(
                at: now, kind: .quarantinedPush, strategy: nil, symbol: symbol, push: kind), &out)
    }

    /// Pushes that nobody has named by now, since numbers begin again.
    mutating func quarantine(unnamed pushes: [BrokerPush], _ out: inout OutputBuffer) {
        for push in pushes { quarantine(push, &out) }
    }

    private mutating func apply(_ push: BrokerPush, _ slot: Int, _ out: inout OutputBuffer) {
        switch push.event {
        case .accepted:
            break
        case .executed(let execution):
            book(execution, slot, push.number, &out)
        case .cancelled(let quantity, _):
            if reduce(slot, by: quantity, &out) { return }
            let isOurs = trading.orders.slots[slot].isCancelRequested
            close(slot, isOurs ? trading.orders.slots[slot].reason : .cancelledByStrategy, &out)
        case .expired:
            close(slot, .expired, &out)
        case .rejected(let rejection):
            reject(slot, rejection, nil, &out)
        case .modified(_, let limit, let number):
            noteModified(slot, limit: limit, number: number, &out)
        }
    }

    /// Somebody cancelled a part, or a fill that came before our cancel is still on its way: the
    /// rest of the order lives on. Returns false where nothing would be left.
    private mutating func reduce(
        _ slot: Int, by quantity: Shares, _ out: inout OutputBuffer
    ) -> Bool {
        change(slot, .partlyCancelled, { $0.leaves -= quantity }, &out)
    }

    /// Books one execution: order, position, cash and record together.
    private mutating func book(
        _ execution: Execution, _ slot: Int, _ number: OrderNumber, _ out: inout OutputBuffer
    ) {
        // Nothing more is computed beyond the range: the run is about to end.
        guard trading.books.breach == nil else { return }
        if trading.orders.executions[slot].contains(execution.number) {
            counts.executionsRepeated += 1
            return
        }
        let slots = trading.orders.slots.view
        guard slots[slot].machine.mayFill(execution.quantity) else {
            return quarantineOverfill(slot, &out)
        }
        let promise = slots[slot].promise
        let amount = slots[slot].filledAmount + execution.price * execution.quantity
        var fill = FillRecord(
            at: now, order: slots[slot].reference, key: slots[slot].key, side: slots[slot].side,
            execution: execution, number: number,
            commission: configuration.costs.commission(onCumulative: amount)
                - slots[slot].commission,
            tax: promise.side == .buy
                ? .zero
                : market[promise.symbol].taxRates.tax(onCumulative: amount) - slots[slot].tax)
        let outcome = trading.take(&fill, slot, last: market[promise.symbol].lastTime)
        trading.books.checkRange(promise, at: now)
        emit(fill, &out)
        // The order is copied: its slot may be another's when its strategy has heard of the fill.
        let order = trading.exits.isConcerned ? slots[slot] : nil
        let told = StrategyFill(
            order: fill.order, symbol: fill.key.symbol, side: fill.side, price: execution.price,
            quantity: execution.quantity, leaves: slots[slot].machine.leaves,
            commission: fill.commission, tax: fill.tax)
        if trading.books.totals[0].equity < lossFloor { beginReducing(&out) }
        guard let order else { return tellStrategy(told, promise.strategy, &out) }
        noteForExits(told, at: execution.time, order, &out)
        tellStrategy(told, promise.strategy, &out)
        if outcome == .bookAndClose { orderEnded(order, &out) }
    }

    /// More was filled than the order can have been, which is critical (failure-modes.md §2).
    private mutating func quarantineOverfill(_ slot: Int, _ out: inout OutputBuffer) {
        quarantine(.executed, trading.orders.slots[slot].symbol, &out)
        engageKillSwitch(.critical, &out)
    }

    private mutating func tellStrategy(
        _ fill: StrategyFill, _ strategy: Int, _ out: inout OutputBuffer
    ) {
        guard !trading.isPaused[strategy] else { return }
        prepareHook(.fill, symbol: fill.symbol.int, eventTime: now)
        let done = host.call(strategy) { try $0.fill(fill, &$1) }
        if !done || host.hasSaidSomething { finishHook(strategy, done, &out) }
    }
}

extension BrokerReply {
    /// Whether it says what it must: a number below 1 is none, and leaves the outcome unknown
    /// (failure-modes.md §1, A13).
    fileprivate var isReadable: Bool {
        if case .accepted(let number) = outcome { number.value > 0 } else { true }
    }
}
