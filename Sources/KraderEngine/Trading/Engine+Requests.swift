import KraderModel

extension Engine {
    /// Sends now when the pacing allows it, else waits in line.
    mutating func send(_ entry: RequestQueue.Entry, _ slot: Int, _ out: inout OutputBuffer) {
        if configuration.pacing == .ideal || isMetOnPath(entry) {
            dispatch(entry, &out)
        } else {
            queue.add(entry)
            sendWaiting(&out)
        }
    }

    /// Whether a request is an exit that a candle's way meets, or a cancel that makes way for one.
    /// The exchange fills such exits where they were met, so that nothing may delay them. They
    /// count as requests.
    private func isMetOnPath(_ entry: borrowing RequestQueue.Entry) -> Bool {
        if case .newOrder(let order) = entry.request { return order.pathLevel != nil }
        return exits.isWalking
    }

    mutating func sendWaiting(_ out: inout OutputBuffer) {
        while let entry = queue.next(at: now) { dispatch(entry, &out) }
    }

    /// The last gate: everything that could forbid sending is looked at again (failure-modes.md,
    /// A15).
    private mutating func dispatch(_ entry: RequestQueue.Entry, _ out: inout OutputBuffer) {
        guard let slot = orders.slot(of: entry.order) else { return }
        switch entry.request {
        case .newOrder:
            if !maySend(entry, slot) {
                close(slot, .notSent, &out)
                return
            }
            guard orders.slots[slot].machine.sent() else { return }
            recordTransition(slot, .sent, &out)
        case .modify:
            guard mayMove(slot) else {
                withdrawReplace(slot)
                recordTransition(slot, .changeWithdrawn, &out)
                return
            }
            guard orders.slots[slot].machine.changeSent() else { return }
            recordTransition(slot, .changeSent, &out)
        case .cancel:
            // The wish is kept.
            guard rules.mayCancel(market[orders.slots[slot].symbol.int]),
                orders.slots[slot].machine.changeSent()
            else { return }
            recordTransition(slot, .changeSent, &out)
        }
        emit(queue.number(entry, at: now), &out)
    }

    @inline(__always)
    private mutating func maySend(_ entry: borrowing RequestQueue.Entry, _ slot: Int) -> Bool {
        let slots = orders.slots.view
        let refusal = session[0].refusal(slots[slot].side, isExit: slots[slot].isExit)
        if refusal != nil { return false }
        return rules.enforcesMarketRules ? takesOrder(entry) : true
    }

    @inline(never)
    private mutating func takesOrder(_ entry: borrowing RequestQueue.Entry) -> Bool {
        guard case .newOrder(let order) = entry.request else { return true }
        return rules.maySend(order.side, order.type, order.timeInForce, facts(order.symbol))
    }

    private mutating func mayMove(_ slot: Int) -> Bool {
        let order = orders.slots[slot]
        guard let limit = order.limit, let pending = order.pendingLimit else { return false }
        let commitsNoMore = order.side == .sell || pending <= limit
        return session[0].refusal(order.side, commitsNoMore: commitsNoMore) == nil
            && rules.maySend(order.side, order.type, .day, facts(order.symbol))
    }

    @inline(__always)
    mutating func facts(_ symbol: SymbolIndex) -> RiskRules.Facts {
        RiskRules.Facts(
            now: now, index: symbol.int, sessions: session.view, market: market.view,
            positions: books.positions, totals: books.totals, openBuys: books.openBuys)
    }

    mutating func recordTransition(
        _ slot: Int, _ event: OrderTransition.Event, _ out: inout OutputBuffer
    ) {
        let slots = orders.slots.view
        let machine = slots[slot].machine
        emit(
            OrderTransition(
                at: now, reference: slots[slot].reference, key: slots[slot].key, event: event,
                status: machine.status, reason: slots[slot].reason,
                rejection: slots[slot].rejection, number: slots[slot].number,
                limit: slots[slot].limit, filled: machine.filled, leaves: machine.leaves), &out)
    }

    /// The wish is kept until it can be sent: when the number is known and no change is in flight.
    mutating func requestCancel(
        _ reference: OrderReference, _ reason: OrderReason, _ out: inout OutputBuffer
    ) {
        guard let slot = orders.slot(of: reference), !orders.slots[slot].isCancelRequested else {
            return
        }
        // Only the kill switch takes back what an exit sells.
        if orders.slots[slot].isExit && reason != .cancelledByKillSwitch { return }
        orders.slots[slot].isCancelRequested = true
        orders.slots[slot].reason = reason
        withdrawReplace(slot)
        if orders.slots[slot].machine.status == .pendingNew && !hasLeft(slot) {
            queue.withdraw(reference)
            close(slot, .notSent, &out)
        } else {
            sendCancelWish(slot, &out)
        }
    }

    private mutating func hasLeft(_ slot: Int) -> Bool {
        var machine = orders.slots[slot].machine
        return !machine.sent()
    }

    mutating func sendCancelWish(_ slot: Int, _ out: inout OutputBuffer) {
        guard orders.slots[slot].isCancelRequested else { return }
        let order = orders.slots[slot]
        guard order.isCancelRequested, order.machine.isWorking, let number = order.number,
            rules.mayCancel(market[order.symbol.int])
        else { return }
        let cancel = BrokerRequest.CancelOrder(original: number, symbol: order.symbol)
        send(
            RequestQueue.Entry(
                request: .cancel(cancel), order: order.reference, isUrgent: true), slot, &out)
    }

    /// Brings an order's reservation up to date with its leaves and price.
    mutating func renewReservation(_ slot: Int) {
        let slots = orders.slots.view
        guard slots[slot].side == .buy else { return }
        let needed = configuration.costs.reservation(
            filled: slots[slot].filledAmount, leaves: slots[slot].machine.leaves,
            price: slots[slot].reservingPrice)
        books.reserve(needed - slots[slot].reserved)
        slots[slot].reserved = needed
    }

    mutating func expireOrders(_ out: inout OutputBuffer) {
        nextExpiry = .distantFuture
        for slot in 0..<orders.usedSlots where orders.isAlive(slot) {
            let order = orders.slots[slot]
            if order.expiresAt <= now {
                orders.slots[slot].expiresAt = .distantFuture
                requestCancel(order.reference, .expiredByStrategy, &out)
            } else {
                nextExpiry = min(nextExpiry, order.expiresAt)
            }
        }
    }

    /// Ends an order that did not fill to its end: releases what it held back, records, forgets it.
    mutating func close(_ slot: Int, _ reason: OrderReason, _ out: inout OutputBuffer) {
        release(slot)
        // What was refused after it had filled in part is cancelled: the fills stay
        // (failure-modes.md, B05).
        let isRejected = reason == .rejectedByVenue && orders.slots[slot].machine.rejected()
        guard isRejected || orders.slots[slot].machine.ended() else { return }
        orders.slots[slot].reason = reason
        recordTransition(slot, .ended, &out)
        orders.remove(slot)
        if exits.isConcerned {
            let order = orders.slots[slot]
            orderEnded(order, &out)
        }
    }

    private mutating func release(_ slot: Int) {
        let slots = orders.slots.view
        books.takeBack(
            slots[slot].promise, slots[slot].machine.leaves, releasing: slots[slot].reserved)
        slots[slot].reserved = .zero
    }
}
