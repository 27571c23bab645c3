import KraderModel

extension Engine {
    /// Sends now when the pacing allows it, else waits in line.
    mutating func send(
        _ request: BrokerRequest, _ slot: Int, _ lane: RequestQueue.Lane,
        _ out: inout OutputBuffer
    ) {
        enqueue(
            RequestQueue.Entry(
                request: request, order: trading.orders.slots[slot].reference, lane: lane,
                rank: trading.orders.slots[slot].rank), &out)
    }

    @inline(__always)
    mutating func enqueue(_ entry: RequestQueue.Entry, _ out: inout OutputBuffer) {
        let goesAtOnce =
            configuration.pacing == .ideal && link.takesRequests
            && (!isBlocked || entry.goesAlways)
        if goesAtOnce || isMetOnPath(entry.request) {
            dispatch(entry, &out)
        } else {
            trading.requests.add(entry)
            sendWaiting(&out)
        }
    }

    /// Whether nothing but cancels and queries may leave: the broker's lists are being read.
    @inline(__always)
    var isBlocked: Bool {
        !trading.session[0].blocks.isDisjoint(with: .whole)
            && !PlantedBug.isPlanted(.sendsWhileReading)
    }

    /// Whether a request is an exit that a candle's way meets, or a cancel that makes way for one.
    /// The exchange fills such exits where they were met, so that nothing may delay them. They
    /// count as requests.
    private func isMetOnPath(_ request: BrokerRequest) -> Bool {
        if case .newOrder(let order) = request { return order.pathLevel != nil }
        return trading.exits.isWalking
    }

    mutating func sendWaiting(_ out: inout OutputBuffer) {
        guard link.takesRequests else { return }
        while let entry = trading.requests.next(at: now, isBlocked: isBlocked) {
            dispatch(entry, &out)
        }
    }

    /// The last gate: everything that could forbid sending is looked at again (failure-modes.md,
    /// A15).
    private mutating func dispatch(_ entry: RequestQueue.Entry, _ out: inout OutputBuffer) {
        guard let order = entry.order else {
            if case .query(let query) = entry.request { dispatch(query, &out) }
            return
        }
        guard let slot = trading.orders.slot(of: order) else { return }
        let request = trading.requests.nextID
        let event: OrderTransition.Event
        switch entry.request {
        case .newOrder:
            if trading.orders.slots[slot].machine.hasLeft { return }
            guard maySend(entry, slot) else { return close(slot, .notSent, &out) }
            guard passesLastGate(entry.request, &out) else { return }
            event = .sent
        case .modify:
            guard mayMove(slot) else { return withdrawReplace(slot, &out) }
            guard passesLastGate(entry.request, &out) else { return }
            event = .changeSent
        case .cancel:
            // The wish is kept.
            guard rules.mayCancel(market[trading.orders.slots[slot].symbol.int]) else { return }
            event = .changeSent
        case .query: return
        }
        let isUntold = PlantedBug.isPlanted(.sendsWithoutRecord) && entry.lane == .cancel
        guard isUntold || change(slot, event, { $0.request = request }, &out) else { return }
        emit(NumberedRequest(id: request, request: entry.request), &out)
    }

    @inline(__always)
    private mutating func maySend(_ entry: borrowing RequestQueue.Entry, _ slot: Int) -> Bool {
        if PlantedBug.isPlanted(.judgesOnce) { return true }
        let slots = trading.orders.slots.view
        let refusal = trading.session[0].refusal(slots[slot].side, isExit: slots[slot].isExit)
        if refusal != nil || !holdsLimits(slot) { return false }
        return rules.enforcesMarketRules ? takesOrder(entry) : true
    }

    /// Whether a buy still fits in what may be held and what cash covers: orders of other channels
    /// and what lists set right can have changed both since it was decided.
    @inline(__always)
    private mutating func holdsLimits(_ slot: Int) -> Bool {
        let slots = trading.orders.slots.view
        guard slots[slot].side == .buy else { return true }
        let (positions, totals) = (trading.books.positions, trading.books.totals)
        let symbol = slots[slot].symbol.int
        return positions[symbol].quantity + positions[symbol].bidFor
            <= rules.limits.maxPositionSize && totals[0].reserved <= totals[0].cash
    }

    @inline(never)
    private mutating func takesOrder(_ entry: borrowing RequestQueue.Entry) -> Bool {
        guard case .newOrder(let order) = entry.request else { return true }
        return rules.maySend(order.side, order.type, order.timeInForce, facts(order.symbol))
    }

    private mutating func mayMove(_ slot: Int) -> Bool {
        let order = trading.orders.slots[slot]
        guard let limit = order.limit, let pending = order.pendingLimit else { return false }
        let commitsNoMore = order.side == .sell || pending <= limit
        return trading.session[0].refusal(order.side, commitsNoMore: commitsNoMore) == nil
            && rules.maySend(order.side, order.type, .day, facts(order.symbol))
    }

    @inline(__always)
    mutating func facts(_ symbol: SymbolIndex) -> RiskRules.Facts {
        RiskRules.Facts(
            now: now, index: symbol.int, sessions: trading.session.view, market: market.view,
            positions: trading.books.positions, totals: trading.books.totals,
            openBuys: trading.books.openBuys)
    }

    /// Changes an order and tells of it. Returns false where the order is in no state for it.
    /// - Parameter adding: what the record says beside the event
    @inline(__always)
    @discardableResult
    mutating func change(
        _ slot: Int, _ event: OrderTransition.Event,
        _ adding: (inout OrderTransition) -> Void = { _ in }, _ out: inout OutputBuffer
    ) -> Bool {
        let slots = trading.orders.slots.view
        let machine = slots[slot].machine
        var change = OrderTransition(
            at: now, reference: slots[slot].reference, event: event,
            status: machine.status, reason: slots[slot].reason, number: slots[slot].number,
            limit: slots[slot].limit, filled: machine.filled, leaves: machine.leaves)
        adding(&change)
        guard trading.take(&change, slot) else { return false }
        emit(change, &out)
        return true
    }

    /// The wish is kept until it can be sent: when the number is known and no change is in flight.
    mutating func requestCancel(
        _ reference: OrderReference, _ reason: OrderReason, _ out: inout OutputBuffer
    ) {
        guard let slot = trading.orders.slot(of: reference),
            !trading.orders.slots[slot].isCancelRequested
        else { return }
        // Only the kill switch takes back what an exit sells.
        if trading.orders.slots[slot].isExit && reason != .cancelledByKillSwitch { return }
        if !trading.orders.slots[slot].machine.hasLeft {
            trading.requests.withdraw(reference)
            close(slot, .notSent, &out)
        } else {
            withdrawReplace(slot, &out)
            change(slot, .cancelRequested, { $0.reason = reason }, &out)
            sendCancelWish(slot, &out)
        }
    }

    @inline(__always)
    mutating func sendCancelWish(_ slot: Int, _ out: inout OutputBuffer) {
        if trading.orders.slots[slot].isCancelRequested { sendCancel(slot, &out) }
    }

    @inline(never)
    private mutating func sendCancel(_ slot: Int, _ out: inout OutputBuffer) {
        let order = trading.orders.slots[slot]
        guard order.machine.isWorking || PlantedBug.isPlanted(.changesTwice),
            let number = order.number,
            rules.mayCancel(market[order.symbol.int])
        else { return }
        let cancel = BrokerRequest.CancelOrder(original: number, symbol: order.symbol)
        send(.cancel(cancel), slot, .cancel, &out)
    }

    mutating func expireOrders(_ out: inout OutputBuffer) {
        nextExpiry = .distantFuture
        for slot in 0..<trading.orders.usedSlots where trading.orders.isAlive(slot) {
            let order = trading.orders.slots[slot]
            if order.isCancelRequested { continue }
            if order.expiresAt <= now {
                requestCancel(order.reference, .expiredByStrategy, &out)
            } else {
                nextExpiry = min(nextExpiry, order.expiresAt)
            }
        }
    }

    /// Ends an order that did not fill to its end: releases what it held back, records, forgets it.
    /// - Parameter request: the request that the broker refused
    mutating func close(
        _ slot: Int, _ reason: OrderReason, rejection: VenueRejection? = nil,
        answering request: RequestID? = nil, _ out: inout OutputBuffer
    ) {
        trading.requests.withdraw(trading.orders.slots[slot].reference)
        let hasEnded = change(
            slot, .ended,
            {
                $0.reason = reason
                $0.rejection = rejection
                $0.request = request
            }, &out)
        guard hasEnded, trading.exits.isConcerned else { return }
        let order = trading.orders.slots[slot]
        orderEnded(order, &out)
    }
}
