import KraderModel

// Orders: decided, changed, filled.
extension TradingState {
    /// An order was decided. Returns its slot; there must be room.
    mutating func take(_ record: borrowing OrderRecord) -> Int {
        var order = Order(
            reference: record.reference, key: record.key, side: record.side, type: record.type,
            timeInForce: record.timeInForce, createdAt: record.at, expiresAt: record.expiresAt,
            machine: OrderMachine(quantity: record.quantity), limit: record.limit,
            reservingPrice: record.reservingPrice, valuation: record.valuation,
            isFromTick: record.isFromTick, isExit: record.isExit)
        order.reserved = record.reserved
        if let protective = record.exits {
            exits.expect(protective, of: order.reference, order.symbol.int)
            order.hasExits = true
            order.takesOnArrival = record.takesOnArrival
        }
        books.promise(order.promise, record.quantity, reserving: order.reserved)
        session[0].ordersToday += 1
        activity.take(record)
        let slot = orders.insert(order)
        queueBehind(slot)
        return slot
    }

    /// An order changed. What follows for it, its status and shares, is written into the record;
    /// of a part that was cancelled the record says what is left. Returns false where the order is
    /// in no state for it: then nothing changed.
    mutating func take(_ change: inout OrderTransition, _ slot: Int) -> Bool {
        guard move(slot, change) else { return false }
        let slots = orders.slots.view
        change.status = slots[slot].machine.status
        change.filled = slots[slot].machine.filled
        change.leaves = slots[slot].machine.leaves
        if change.event == .ended { retire(slot) }
        return true
    }

    /// An order has ended: its slot may be another's.
    @inline(__always)
    private mutating func retire(_ slot: Int) {
        activity.close(orders.slots[slot].symbol)
        orders.remove(slot)
    }

    @inline(__always)
    private mutating func move(_ slot: Int, _ change: borrowing OrderTransition) -> Bool {
        let slots = orders.slots.view
        switch change.event {
        case .sent:
            guard slots[slot].machine.sent() else { return false }
            activity.gate.sent(slots[slot].quantity)
            requests.leave(change.request, change.reference, .newOrder, at: change.at)
        case .acknowledged:
            requests.end(change.request)
            bind(change.number, slot)
            _ = slots[slot].machine.acknowledged()
            queueBehind(slot)
        case .cancelRequested:
            activity.takeCancel(at: change.at)
            slots[slot].isCancelRequested = true
            slots[slot].reason = change.reason
            // It expires once.
            if change.reason == .expiredByStrategy { slots[slot].expiresAt = .distantFuture }
            queueBehind(slot)
        case .replaceRequested:
            activity.takeReplace(slots[slot].key, at: change.at)
            slots[slot].pendingLimit = change.pendingLimit
            price(slot, change.pricing)
            queueBehind(slot)
        case .changeWithdrawn: endReplace(slot, change)
        case .changeSent:
            let kind =
                slots[slot].pendingLimit == nil
                ? OrderMachine.Change.cancel : .modify
            guard slots[slot].machine.sent(kind) else { return false }
            if kind == .modify { activity.gate.sentChange() }
            slots[slot].changeRequest = change.request
            requests.leave(change.request, change.reference, RequestQueue.Kind(kind), at: change.at)
        case .modified:
            bind(change.number, slot)
            slots[slot].limit = change.limit
            slots[slot].takesOnArrival = change.takesOnArrival
            if let kind = slots[slot].machine.change { _ = slots[slot].machine.ended(kind) }
            endReplace(slot, change)
            queueBehind(slot)
        case .changeRefused: return refuseChange(slot, change)
        case .partlyCancelled:
            let quantity = slots[slot].machine.leaves - change.leaves
            guard slots[slot].machine.reduced(by: quantity) else { return false }
            books.takeBack(slots[slot].promise, quantity, releasing: .zero)
            renewReservation(slot)
        case .inDoubt: return slots[slot].machine.lost()
        case .ended: return end(slot, change)
        }
        return true
    }

    private mutating func refuseChange(
        _ slot: Int, _ change: borrowing OrderTransition
    ) -> Bool {
        let slots = orders.slots.view
        guard let kind = slots[slot].machine.change, slots[slot].changeRequest == change.request,
            slots[slot].machine.ended(kind)
        else { return false }
        requests.end(change.request)
        switch kind {
        case .modify:
            endReplace(slot, change)
            countRejection(slot, change)
        case .cancel:
            slots[slot].isCancelRequested = false
            slots[slot].reason = .none
            // If the order must go, another cancel follows, until it is gone.
            if forbids(slots[slot].side) {
                let isPast = killSwitch.nextRetry <= change.at
                let retry = change.at + Limits.cancelRetry
                killSwitch.nextRetry = isPast ? retry : min(killSwitch.nextRetry, retry)
            }
        }
        queueBehind(slot)
        return true
    }

    /// What was refused after it had filled in part is cancelled: the fills stay (failure-modes.md,
    /// B05).
    private mutating func end(_ slot: Int, _ change: borrowing OrderTransition) -> Bool {
        let slots = orders.slots.view
        let leaves = slots[slot].machine.leaves
        let isRejected = change.reason == .rejectedByVenue && slots[slot].machine.rejected()
        guard isRejected || slots[slot].machine.ended() else { return false }
        requests.end(change.request)
        books.takeBack(slots[slot].promise, leaves, releasing: slots[slot].reserved)
        slots[slot].reserved = .zero
        slots[slot].reason = change.reason
        countRejection(slot, change)
        return true
    }

    private mutating func countRejection(_ slot: Int, _ change: borrowing OrderTransition) {
        guard let why = change.rejection, !orders.slots[slot].isExit else { return }
        activity.take(why, of: orders.slots[slot].key, at: change.at)
    }

    private mutating func bind(_ number: OrderNumber?, _ slot: Int) {
        guard let number else { return }
        orders.bind(number, to: orders.slots[slot].reference)
        orders.slots[slot].number = number
        forgetPushes(of: number)
    }

    /// Nothing is pending any more: a buy counts at its limit again.
    private mutating func endReplace(_ slot: Int, _ change: borrowing OrderTransition) {
        orders.slots[slot].pendingLimit = nil
        price(slot, change.pricing)
    }

    /// Counts a buy at a price from now on, wherever open buys are summed: exposure, its strategy's
    /// budget, the reservation.
    private mutating func price(_ slot: Int, _ pricing: OrderTransition.Pricing?) {
        guard let pricing else { return }
        let slots = orders.slots.view
        if slots[slot].valuation != pricing.valuation {
            books.reprice(
                slots[slot].promise, slots[slot].machine.leaves, at: pricing.valuation)
            slots[slot].valuation = pricing.valuation
        }
        slots[slot].reservingPrice = pricing.reservingPrice
        renewReservation(slot)
    }

    /// Brings an order's reservation up to date with its leaves and price.
    @inline(__always)
    private mutating func renewReservation(_ slot: Int) {
        let slots = orders.slots.view
        guard slots[slot].side == .buy else { return }
        let needed = costs.reservation(
            filled: slots[slot].filledAmount, leaves: slots[slot].machine.leaves,
            price: slots[slot].reservingPrice)
        books.reserve(needed - slots[slot].reserved)
        slots[slot].reserved = needed
    }

    /// Books one execution: order, position and cash together. What it comes to is written into the
    /// record. `last` is the stamp of the market's last price. When the order can't have filled so
    /// much, nothing changed.
    @inline(__always)
    mutating func take(_ fill: inout FillRecord, _ slot: Int, last: Moment) -> OrderMachine.OnFill {
        let slots = orders.slots.view
        let execution = fill.execution
        let outcome = slots[slot].machine.filled(execution.quantity)
        guard outcome != .quarantine else { return outcome }
        orders.executions[slot].add(execution.number)
        let promise = slots[slot].promise
        let amount = execution.price * execution.quantity
        slots[slot].filledAmount += amount
        slots[slot].commission += fill.commission
        slots[slot].tax += fill.tax
        let costs = Books.Costs(commission: fill.commission, tax: fill.tax, last: last)
        switch promise.side {
        case .buy:
            fill.own = books.bookBuy(promise, execution, costs)
            renewReservation(slot)
        case .sell:
            let kept = exits.count > 0 ? sharesKeptForExit(slot) : .zero
            (fill.grossProfit, fill.own) = books.bookSale(
                promise, execution, keeping: kept, costs)
            fill.costTaken = amount - fill.grossProfit
        }
        fill.status = slots[slot].machine.status
        fill.filled = slots[slot].machine.filled
        fill.positionAfter = books.positions[promise.symbol].quantity
        fill.cashAfter = books.totals[0].cash
        if outcome == .bookAndClose { retire(slot) }
        return outcome
    }

    /// The strategy's own shares that an exit's order is selling beside a sale that is no exit's.
    /// That sale sells others (`Engine.lower`).
    private mutating func sharesKeptForExit(_ slot: Int) -> Shares {
        guard !orders.slots[slot].isExit,
            let place = exits.place(orders.slots[slot].key.strategy, orders.slots[slot].symbol),
            let order = exits.slots[place].pursuit.order, let other = orders.slot(of: order)
        else { return .zero }
        return min(orders.slots[other].machine.leaves, exits.slots[place].exit.quantity)
    }
}

// What the broker says beside that.
extension TradingState {
    /// A request was answered and no order changed: a number of a cancel or modify, or an answer
    /// about an order that has ended.
    mutating func take(_ reply: ReplyRecord) {
        requests.end(reply.request)
        guard let number = reply.number else { return }
        orders.bind(number, to: reply.order)
        forgetPushes(of: number)
    }

    mutating func take(_ record: EarlyPushRecord) { earlyPushes.append(record.push) }

    private mutating func forgetPushes(of number: OrderNumber) {
        if !earlyPushes.isEmpty { earlyPushes.removeAll { $0.number == number } }
    }
}
