import KraderModel

// What strategies do to orders that they have: cancels and replaces (semantics.md §3). A strategy
// reaches its own orders only, and each attempt has its answer.
extension Engine {
    mutating func takeCancel(
        _ reference: OrderReference, _ index: Int, _ strategy: Int, firstNote: Int32,
        _ out: inout OutputBuffer
    ) {
        let slot = ownSlot(of: reference, strategy)
        var signal = record(
            of: .cancel, slot, to: nil, index, strategy, firstNote: firstNote)
        signal.subject = reference
        guard let slot else { return answer(.refused(.orderNotOpen), &signal, &out) }
        let leaves = orders.slots[slot].machine.leaves
        answer(.order(reference, quantity: leaves), &signal, &out)
        requestCancel(reference, .cancelledByStrategy, &out)
    }

    /// Takes a new limit for all that is left; only one change of an order is in flight at a time,
    /// and one that waits gives way to a later one. What doesn't fit whole changes nothing.
    mutating func takeReplace(
        _ reference: OrderReference, _ limit: Price, _ index: Int, _ strategy: Int,
        firstNote: Int32, _ out: inout OutputBuffer
    ) {
        let slot = ownSlot(of: reference, strategy)
        var signal = record(
            of: .replace, slot, to: limit, index, strategy, firstNote: firstNote)
        signal.subject = reference
        guard let slot else { return answer(.refused(.orderNotOpen), &signal, &out) }
        if let refusal = refusal(ofReplacing: slot, signal) {
            return answer(.refused(refusal), &signal, &out)
        }
        let leaves = orders.slots[slot].machine.leaves
        answer(.order(reference, quantity: leaves), &signal, &out)
        replace(slot, limit, &out)
    }

    /// The slot of a live order that is the strategy's own; what an exit sells is the engine's.
    private mutating func ownSlot(of reference: OrderReference, _ strategy: Int) -> Int? {
        guard let slot = orders.slot(of: reference),
            orders.slots[slot].key.strategy == Int32(strategy), !orders.slots[slot].isExit
        else { return nil }
        return slot
    }

    /// The signal as the order that it comes to: all that is left, at the new limit.
    private mutating func record(
        of action: SignalRecord.Action, _ slot: Int?, to limit: Price?, _ index: Int,
        _ strategy: Int, firstNote: Int32
    ) -> SignalRecord {
        var order = OrderSignal(side: .buy, type: .limit, limit: limit)
        if let slot {
            let slots = orders.slots.view
            order = OrderSignal(
                side: slots[slot].side, type: slots[slot].type,
                quantity: slots[slot].machine.leaves, limit: limit ?? slots[slot].limit,
                timeInForce: slots[slot].timeInForce)
        }
        return record(of: action, order, index, strategy, firstNote: firstNote)
    }

    private mutating func refusal(
        ofReplacing slot: Int, _ signal: borrowing SignalRecord
    ) -> Refusal? {
        let order = orders.slots[slot]
        guard let old = order.limit, let limit = signal.order.limit, order.timeInForce == .day
        else { return .notReplaceable }
        let commitsNoMore = order.side == .sell || limit <= old
        if let refusal = session[0].refusal(order.side, commitsNoMore: commitsNoMore) {
            return refusal
        }
        guard order.machine.isWorking, order.number != nil, !order.isCancelRequested else {
            return .notReplaceable
        }
        // The order's own part is out of every sum while the rules look at them.
        session[0].ordersToday -= 1
        books.takeBack(order.promise, order.machine.leaves, releasing: order.reserved)
        defer {
            books.promise(order.promise, order.machine.leaves, reserving: order.reserved)
            session[0].ordersToday += 1
        }
        var facts = facts(order.symbol)
        facts.warmth = warmthRefusal(signal)
        facts.own = books.share(Int(order.key.strategy), order.symbol.int)
        facts.filled = order.filledAmount
        facts.commitsNoMore = commitsNoMore
        facts.whole = order.machine.leaves
        switch rules.check(signal.order, facts) {
        case .refused(let refusal): return refusal
        case .approved(let approval):
            if let cut = approval.cut { return cut }
        }
        return crossesOwn(order.side, signal.order.reach, order.symbol.int) ? .selfCross : nil
    }

    /// Sends a replace. While it is in flight the order counts at the dearer of both limits.
    private mutating func replace(_ slot: Int, _ limit: Price, _ out: inout OutputBuffer) {
        withdrawReplace(slot)
        let order = orders.slots[slot]
        guard let number = order.number, let old = order.limit else { return }
        orders.slots[slot].pendingLimit = limit
        value(slot, at: max(old, limit))
        let modify = BrokerRequest.ModifyOrder(
            original: number, symbol: order.symbol, quantity: nil, limit: limit)
        send(
            RequestQueue.Entry(
                request: .modify(modify), order: order.reference, isUrgent: false), slot, &out)
    }

    /// A replace that has not left is off: the order counts at its limit again.
    mutating func withdrawReplace(_ slot: Int) {
        guard orders.slots[slot].pendingLimit != nil, orders.slots[slot].machine.isWorking else {
            return
        }
        queue.withdraw(orders.slots[slot].reference)
        endReplace(slot)
    }

    /// Nothing is pending any more: the order counts at its limit.
    mutating func endReplace(_ slot: Int) {
        orders.slots[slot].pendingLimit = nil
        if let limit = orders.slots[slot].limit { value(slot, at: limit) }
    }

    /// The broker says where an order rests now. If nobody here asked for it, what waits to change
    /// the order under its old number is off; a wish to cancel follows under the new one.
    mutating func noteModified(
        _ slot: Int, limit: Price, number: OrderNumber, _ out: inout OutputBuffer
    ) {
        if orders.slots[slot].machine.isWorking { queue.withdraw(orders.slots[slot].reference) }
        orders.bind(number, to: orders.slots[slot].reference)
        orders.slots[slot].number = number
        orders.slots[slot].limit = limit
        if orders.slots[slot].hasExits {
            orders.slots[slot].takesOnArrival = takes(limit, orders.slots[slot].symbol.int)
        }
        endReplace(slot)
        _ = orders.slots[slot].machine.changeEnded()
        recordTransition(slot, .modified, &out)
        sendCancelWish(slot, &out)
    }

    /// Counts a buy at a limit from now on, wherever open buys are summed: exposure, its strategy's
    /// budget, the reservation.
    private mutating func value(_ slot: Int, at limit: Price) {
        let order = orders.slots[slot]
        guard order.side == .buy else { return }
        if order.valuation != limit {
            books.reprice(order.promise, order.machine.leaves, at: limit)
            orders.slots[slot].valuation = limit
        }
        orders.slots[slot].reservingPrice =
            rules.reservingPrice(order.type, limit, facts(order.symbol)) ?? limit
        renewReservation(slot)
    }
}
