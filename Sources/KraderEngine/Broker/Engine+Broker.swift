import KraderModel

extension Engine {
    mutating func receive(_ reply: BrokerReply, _ out: inout OutputBuffer) {
        guard let (reference, kind) = queue.answered(reply.request) else {
            counts.repliesUnknown += 1
            return
        }
        switch reply.outcome {
        case .accepted(let number):
            // Every number, the cancel's own too, leads to the order: it is never taken for a new
            // one.
            orders.bind(number, to: reference)
            guard let slot = orders.slot(of: reference) else { return }
            if kind == .newOrder { acknowledge(slot, number, &out) }
            applyUnmatched(number, &out)
        case .rejected(let rejection):
            guard let slot = orders.slot(of: reference) else { return }
            switch kind {
            case .newOrder: reject(slot, rejection, &out)
            case .modify, .cancel: endChange(slot, rejection, &out)
            }
        }
    }

    private mutating func reject(
        _ slot: Int, _ rejection: VenueRejection, _ out: inout OutputBuffer
    ) {
        let symbol = orders.slots[slot].symbol
        let isPriced = orders.slots[slot].limit != nil
        orders.slots[slot].rejection = rejection
        close(slot, .rejectedByVenue, &out)
        countRejection(rejection, symbol, isPriced: isPriced, &out)
    }

    private mutating func acknowledge(
        _ slot: Int, _ number: OrderNumber, _ out: inout OutputBuffer
    ) {
        orders.slots[slot].number = number
        if orders.slots[slot].machine.acknowledged() { recordTransition(slot, .acknowledged, &out) }
        sendCancelWish(slot, &out)
    }

    /// A cancel or modify was refused: the order works on as it was, and what was said against the
    /// change is no word on the order.
    private mutating func endChange(
        _ slot: Int, _ rejection: VenueRejection, _ out: inout OutputBuffer
    ) {
        guard orders.slots[slot].machine.changeEnded() else { return }
        let isReplace = orders.slots[slot].pendingLimit != nil
        if isReplace { endReplace(slot) } else { orders.slots[slot].isCancelRequested = false }
        orders.slots[slot].rejection = rejection
        recordTransition(slot, .changeRefused, &out)
        orders.slots[slot].rejection = nil
        if isReplace {
            sendCancelWish(slot, &out)
        } else {
            orders.slots[slot].reason = .none
            noteRefusedCancel(orders.slots[slot].side)
        }
    }

    mutating func receive(_ push: BrokerPush, _ out: inout OutputBuffer) {
        guard let slot = orders.slot(of: push.number) else {
            receiveUnmatched(push, &out)
            return
        }
        apply(push, slot, &out)
    }

    /// A push without a live order may have overtaken the reply that carries its number. A late
    /// acceptance of an order that has ended says nothing new.
    private mutating func receiveUnmatched(_ push: BrokerPush, _ out: inout OutputBuffer) {
        if orders.isKnown(push.number) {
            if case .executed(let execution) = push.event,
                orders.hasEnded(push.number, with: execution.number)
            {
                counts.executionsRepeated += 1
                return
            }
            if push.event != .accepted { quarantine(push, &out) }
        } else if unmatched.count < Limits.liveOrdersMax {
            unmatched.append(push)
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
        recordIncident(.quarantinedPush, symbol, &out)
        if errors.isFirst(kind, at: now) { countError(&out) }
    }

    /// Quarantines the pushes that nobody has named by now, since numbers begin again.
    mutating func quarantineUnmatched(_ out: inout OutputBuffer) {
        for push in unmatched { quarantine(push, &out) }
        unmatched.removeAll()
    }

    private mutating func applyUnmatched(_ number: OrderNumber, _ out: inout OutputBuffer) {
        guard !unmatched.isEmpty else { return }
        let early = unmatched.filter { $0.number == number }
        unmatched.removeAll { $0.number == number }
        for push in early { receive(push, &out) }
    }

    private mutating func apply(_ push: BrokerPush, _ slot: Int, _ out: inout OutputBuffer) {
        switch push.event {
        case .accepted:
            break
        case .executed(let execution):
            book(execution, slot, push.number, &out)
        case .cancelled(let quantity, _):
            if orders.slots[slot].machine.reduced(by: quantity) {
                reduce(slot, by: quantity, &out)
                return
            }
            let isOurs = orders.slots[slot].isCancelRequested
            close(slot, isOurs ? orders.slots[slot].reason : .cancelledByStrategy, &out)
        case .expired:
            close(slot, .expired, &out)
        case .rejected(let rejection):
            reject(slot, rejection, &out)
        case .modified(_, let limit, let number):
            noteModified(slot, limit: limit, number: number, &out)
        }
    }

    /// Somebody cancelled a part, or a fill that came before our cancel is still on its way: the
    /// rest of the order lives on.
    private mutating func reduce(_ slot: Int, by quantity: Shares, _ out: inout OutputBuffer) {
        books.takeBack(orders.slots[slot].promise, quantity, releasing: .zero)
        renewReservation(slot)
        recordTransition(slot, .partlyCancelled, &out)
    }

    /// Books one execution: order, position, cash and record together.
    private mutating func book(
        _ execution: Execution, _ slot: Int, _ number: OrderNumber, _ out: inout OutputBuffer
    ) {
        // Nothing more is computed beyond the range: the run is about to end.
        guard books.breach == nil else { return }
        let quantity = execution.quantity
        if orders.executions[slot].contains(execution.number) {
            counts.executionsRepeated += 1
            return
        }
        let outcome = orders.slots[slot].machine.filled(quantity)
        guard outcome != .quarantine else { return quarantineOverfill(slot, &out) }
        orders.executions[slot].add(execution.number)
        let promise = orders.slots[slot].promise
        let symbol = promise.symbol
        let amount = orders.slots[slot].filledAmount + execution.price * quantity
        orders.slots[slot].filledAmount = amount
        let commission =
            configuration.costs.commission(onCumulative: amount) - orders.slots[slot].commission
        orders.slots[slot].commission += commission
        var costs = Books.Costs(commission: commission, last: market[symbol].lastTime)
        var profit = Won.zero
        var taken = Won.zero
        var own = OwnBooking()
        switch promise.side {
        case .buy:
            own = books.bookBuy(promise, execution, costs)
            renewReservation(slot)
        case .sell:
            costs.tax = market[symbol].taxRates.tax(onCumulative: amount) - orders.slots[slot].tax
            orders.slots[slot].tax += costs.tax
            let kept = exits.count > 0 ? sharesKeptForExit(slot) : .zero
            (profit, own) = books.bookSale(promise, execution, keeping: kept, costs)
            taken = execution.price * quantity - profit
        }
        books.checkRange(promise, at: now)
        let slots = orders.slots.view
        let machine = slots[slot].machine
        emit(
            FillRecord(
                at: now, order: slots[slot].reference, key: slots[slot].key,
                side: slots[slot].side, execution: execution, number: number,
                commission: commission, tax: costs.tax, grossProfit: profit, costTaken: taken,
                status: machine.status, filled: machine.filled,
                positionAfter: books.positions[symbol].quantity,
                cashAfter: books.totals[0].cash, own: own), &out)
        let fill = StrategyFill(
            order: slots[slot].reference, symbol: slots[slot].symbol, side: slots[slot].side,
            price: execution.price, quantity: quantity, leaves: machine.leaves,
            commission: commission, tax: costs.tax)
        // This comes while the order still has its slot: what it cancels may make room for another.
        if books.totals[0].equity < lossFloor { beginReducing(&out) }
        let isOver = outcome == .bookAndClose
        if isOver { orders.remove(slot) }
        tell(fill, at: execution.time, promise.strategy, slot, isOver: isOver, &out)
    }

    /// Exits hear of a fill before the strategy does, and of the order's end after it.
    @inline(__always)
    private mutating func tell(
        _ fill: StrategyFill, at time: Moment, _ strategy: Int, _ slot: Int, isOver: Bool,
        _ out: inout OutputBuffer
    ) {
        guard exits.isConcerned else {
            tellStrategy(fill, strategy, &out)
            return
        }
        // The order is copied: its slot may be another's when the strategy has heard of the fill.
        let order = orders.slots[slot]
        noteForExits(fill, at: time, order, &out)
        tellStrategy(fill, strategy, &out)
        if isOver { orderEnded(order, &out) }
    }

    /// More was filled than the order can have been, which is critical (failure-modes.md §2).
    private mutating func quarantineOverfill(_ slot: Int, _ out: inout OutputBuffer) {
        quarantine(.executed, orders.slots[slot].symbol, &out)
        engageKillSwitch(.critical, &out)
    }

    private mutating func tellStrategy(
        _ fill: StrategyFill, _ strategy: Int, _ out: inout OutputBuffer
    ) {
        guard !host.isPaused[strategy] else { return }
        prepareHook(.fill, symbol: fill.symbol.int, eventTime: now)
        let done = host.call(strategy) { try $0.fill(fill, &$1) }
        if !done || host.hasSaidSomething { finishHook(strategy, done, &out) }
    }
}
