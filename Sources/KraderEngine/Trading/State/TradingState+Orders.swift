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

    /// An order that is nobody's here became known: the broker has it.
    mutating func take(_ record: ExternalOrderRecord) -> Int {
        var order = Order(
            reference: record.reference, key: .ofNobody(record.symbol, at: record.at),
            side: record.terms.side, type: record.terms.type, timeInForce: .day,
            createdAt: record.at, expiresAt: .distantFuture,
            machine: OrderMachine(quantity: record.terms.quantity), limit: record.terms.limit,
            reservingPrice: record.reservingPrice, valuation: record.valuation, isFromTick: false)
        order.reserved = record.reserved
        _ = order.machine.sent()
        _ = order.machine.acknowledged()
        order.sentAt = record.terms.enteredAt
        books.promise(order.promise, record.terms.quantity, reserving: order.reserved)
        // The broker took it: a sale of ours that was lost, and holds shares back yet, is not
        // there.
        if books.positions[record.symbol.int].sellable < .zero { books.disturb() }
        let slot = orders.insert(order)
        bind(record.number, slot)
        externals += 1
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
        if PlantedBug.isPlanted(.takesFillsBack), change.event == .cancelRequested {
            change.filled = .zero
        }
        if PlantedBug.isPlanted(.tellsDoubtAsSubmitted), change.event == .inDoubt {
            change.status = .submitted
        }
        change.leaves = slots[slot].machine.leaves
        if change.event == .ended { retire(slot) }
        return true
    }

    /// An order has ended: its slot may be another's.
    @inline(__always)
    mutating func retire(_ slot: Int) {
        if orders.slots[slot].isExternal {
            externals -= 1
        } else {
            activity.close(orders.slots[slot].symbol)
        }
        orders.remove(slot)
    }

    @inline(__always)
    private mutating func move(_ slot: Int, _ change: borrowing OrderTransition) -> Bool {
        let slots = orders.slots.view
        switch change.event {
        case .sent:
            guard slots[slot].machine.sent() else { return false }
            slots[slot].sentAt = change.at
            activity.gate.sent(slots[slot].quantity)
            requests.leave(change.request, change.reference, .newOrder, at: change.at)
        case .acknowledged, .adopted, .resurrected:
            noteAnswer(change.request, at: change.at)
            bind(change.number, slot)
            _ = slots[slot].machine.acknowledged()
            settle(slot)
            queueBehind(slot)
            if change.event == .resurrected, session[0].isKillSwitchEngaged {
                killSwitch.isPending = true
            }
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
            slots[slot].sentAt = change.at
            requests.leave(change.request, change.reference, RequestQueue.Kind(kind), at: change.at)
        case .modified:
            bind(change.number, slot)
            slots[slot].limit = change.limit
            slots[slot].takesOnArrival = change.takesOnArrival
            if let kind = slots[slot].machine.change { _ = slots[slot].machine.ended(kind) }
            settle(slot)
            endReplace(slot, change)
            queueBehind(slot)
        case .changeRefused: return refuseChange(slot, change)
        case .partlyCancelled:
            let quantity = slots[slot].machine.leaves - change.leaves
            guard slots[slot].machine.reduced(by: quantity) else { return false }
            settle(slot)
            // The exchange, or our own cancel, took what was left there: word of fills is missing.
            let isOurs = change.number.map { orders.isKnown($0) } ?? false
            if change.reason == .expired || isOurs { slots[slot].isWaitingForFills = true }
            if let number = change.number { partialCancels.append(number) }
            books.takeBack(slots[slot].promise, quantity, releasing: .zero)
            renewReservation(slot)
        case .inDoubt: return beginDoubt(slot, change)
        case .notFound:
            guard slots[slot].machine.provedAbsent() else { return false }
            slots[slot].reason = .notFound
            settle(slot)
        case .ended: return end(slot, change)
        }
        return true
    }

    /// Nobody knows what became of an order's request, or of a change's. Money and shares stay
    /// promised.
    private mutating func beginDoubt(_ slot: Int, _ change: borrowing OrderTransition) -> Bool {
        let slots = orders.slots.view
        let isLost =
            slots[slot].machine.change == nil
            ? slots[slot].machine.lost() : slots[slot].machine.changeLost()
        guard isLost else { return false }
        slots[slot].doubtSince = change.at
        doubts += 1
        if PlantedBug.isPlanted(.forgetsDoubtful) {
            books.reserve(.zero - slots[slot].reserved)
            slots[slot].reserved = .zero
        }
        // Where nothing came, something still may.
        if change.doubt == .timedOut {
            requests.noteInDoubt(change.request)
        } else {
            requests.end(change.request)
        }
        return true
    }

    /// What became of an order, or of its change, is known.
    @inline(__always)
    mutating func settle(_ slot: Int) {
        let slots = orders.slots.view
        guard slots[slot].doubtSince != .distantFuture, !slots[slot].machine.isInDoubt,
            !slots[slot].machine.isChangeInDoubt
        else { return }
        slots[slot].doubtSince = .distantFuture
        doubts -= 1
        requests.settle(slots[slot].reference)
    }

    /// A request was answered. How long that took says how timely the broker takes orders
    /// (failure-modes.md §1, A05).
    @inline(__always)
    mutating func noteAnswer(_ request: RequestID?, at moment: Moment) {
        guard let request, let sentAt = requests.end(request) else { return }
        if moment > sentAt + Limits.lateAnswer { intake.noteLate(sentAt: sentAt, at: moment) }
    }

    private mutating func refuseChange(
        _ slot: Int, _ change: borrowing OrderTransition
    ) -> Bool {
        let slots = orders.slots.view
        guard let kind = slots[slot].machine.change, slots[slot].changeRequest == change.request,
            slots[slot].machine.ended(kind)
        else { return false }
        noteAnswer(change.request, at: change.at)
        settle(slot)
        slots[slot].isWaitingForFills = false
        switch kind {
        case .modify:
            endReplace(slot, change)
            countRejection(slot, change)
        case .cancel:
            let mayBeGranted = change.rejection?.isForNow ?? false
            if mayBeGranted, !forbids(slots[slot]) { break }
            // Ours is only to cancel what the broker made twice of an order: that wish stays.
            if slots[slot].isExternal, change.rejection != .nothingLeft { break }
            slots[slot].isCancelRequested = false
            slots[slot].reason = .none
            // If the order must go, another cancel follows, until it is gone.
            if forbids(slots[slot]) {
                let isPast = killSwitch.nextRetry <= change.at
                let retry = change.at + Limits.cancelRetry
                if PlantedBug.isPlanted(.forgetsRefusedCancels) { break }
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
        noteAnswer(change.request, at: change.at)
        settle(slot)
        books.takeBack(slots[slot].promise, leaves, releasing: slots[slot].reserved)
        slots[slot].reserved = .zero
        slots[slot].reason = change.reason
        countRejection(slot, change)
        return true
    }

    private mutating func countRejection(_ slot: Int, _ change: borrowing OrderTransition) {
        let order = orders.slots[slot]
        guard let why = change.rejection, !order.isExit, !order.isExternal else { return }
        activity.take(why, of: order.key, at: change.at)
    }

    mutating func bind(_ number: OrderNumber?, _ slot: Int) {
        guard let number else { return }
        orders.bind(number, to: orders.slots[slot].reference)
        orders.renumber(slot, number)
        forgetPushes(of: number)
    }

    /// Nothing is pending any more: a buy counts at its limit again.
    private mutating func endReplace(_ slot: Int, _ change: borrowing OrderTransition) {
        orders.slots[slot].pendingLimit = nil
        price(slot, change.pricing)
    }

    /// Counts a buy at a price from now on, wherever open buys are summed: exposure, its strategy's
    /// budget, the reservation.
    mutating func price(_ slot: Int, _ pricing: OrderTransition.Pricing?) {
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
    mutating func renewReservation(_ slot: Int) {
        let slots = orders.slots.view
        guard slots[slot].side == .buy else { return }
        let needed = costs.reservation(
            filled: slots[slot].filledAmount, leaves: slots[slot].machine.leaves,
            price: slots[slot].reservingPrice)
        books.reserve(needed - slots[slot].reserved)
        slots[slot].reserved = needed
    }
}
