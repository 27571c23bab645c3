import KraderModel

// What the broker answers to requests about orders.
extension Engine {
    /// Every number, the cancel's own too, leads to the order: it is never taken for a new one.
    mutating func receive(_ reply: BrokerReply, _ out: inout OutputBuffer) {
        guard let awaited = trading.requests.awaited.entry(reply.request) else {
            counts.repliesUnknown += 1
            return
        }
        let slot = trading.orders.slot(of: awaited.order)
        switch reply.outcome {
        case .accepted(let number):
            // A number below 1 is none (failure-modes.md §1, A13).
            guard number.value > 0 else {
                return loseReply(to: awaited, .numberMissing, &out)
            }
            let early = trading.earlyPushes(of: number)
            if let slot, awaited.isNew || PlantedBug.isPlanted(.takesCancelNumber) {
                acknowledge(slot, number, reply.request, &out)
            } else {
                tell(reply, about: awaited.order, number, &out)
                // What the change does a push says, or the lists have to.
                if slot != nil { noteUnexplained() }
            }
            for push in early { receive(push, &out) }
        case .rejected(let rejection):
            guard let slot, awaited.knowledge != .settled else {
                return tell(reply, about: awaited.order, nil, &out)
            }
            if awaited.isNew {
                reject(slot, rejection, reply.request, &out)
            } else {
                endChange(slot, rejection, reply, &out)
            }
        case .unknown(let why): loseReply(to: awaited, why, &out)
        }
        judgeIntake(&out)
    }

    /// What came proves nothing.
    private mutating func loseReply(
        to awaited: AwaitedReplies.Entry, _ why: UnknownOutcome, _ out: inout OutputBuffer
    ) {
        guard awaited.knowledge == .none,
            let slot = trading.orders.slot(of: awaited.order),
            beginDoubt(slot, awaited.id, why, &out)
        else {
            return tell(
                ReplyRecord(
                    at: now, request: awaited.id, order: awaited.order, number: nil,
                    rejection: nil), &out)
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

    mutating func reject(
        _ slot: Int, _ rejection: VenueRejection, _ request: RequestID?,
        _ out: inout OutputBuffer
    ) {
        let symbol = trading.orders.slots[slot].symbol
        let isPriced = trading.orders.slots[slot].limit != nil
        let isOfPerson = trading.orders.slots[slot].isExternal
        close(slot, .rejectedByVenue, rejection: rejection, answering: request, &out)
        // What a person's order does wrong is no fault of ours.
        if isOfPerson { return }
        countRejection(rejection, symbol, isPriced: isPriced, &out)
        // The broker knows less money or fewer shares than our books (failure-modes.md §1, B01,
        // B02).
        if configuration.reconciles, rejection == .cashShort || rejection == .sharesShort {
            lastAccount = .distantPast
            askSoon()
        }
    }

    /// The broker has the order. An order that is known under another number already is there
    /// twice; one that had been found absent turned up all the same.
    private mutating func acknowledge(
        _ slot: Int, _ number: OrderNumber, _ request: RequestID, _ out: inout OutputBuffer
    ) {
        let slots = trading.orders.slots.view
        if let other = trading.orders.slot(of: number), other != slot {
            guard CalendarDate(trading.orders.slots[other].createdAt) < CalendarDate(now) else {
                // Two orders can't have one number.
                quarantine(.accepted, slots[slot].symbol, &out)
                beginDoubt(slot, request, .numberMissing, &out)
                return
            }
            close(other, .expired, &out)
        }
        if let known = slots[slot].number, known != number, slots[slot].machine.hasLeft {
            let record = ReplyRecord(
                at: now, request: request, order: slots[slot].reference, number: nil,
                rejection: nil)
            tell(record, &out)
            // A number that it had before a modify is its own.
            if trading.orders.slot(of: number) == slot { return }
            return noteSecondOrder(of: slots[slot], number, &out)
        }
        if slots[slot].machine.isAbsent { return resurrect(slot, number, request, &out) }
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
        let reference = trading.orders.slots[slot].reference
        if !refuseChange(slot, rejection, reply.request, &out) {
            tell(reply, about: reference, nil, &out)
        }
    }

    /// The change in flight came to nothing. Returns false when there is none of that request.
    mutating func refuseChange(
        _ slot: Int, _ rejection: VenueRejection?, _ request: RequestID?,
        _ out: inout OutputBuffer
    ) -> Bool {
        let order = trading.orders.slots[slot]
        let isReplace = order.machine.change == .modify
        let pricing = isReplace ? pricing(slot, at: order.limit) : nil
        let hasEnded = change(
            slot, .changeRefused,
            {
                $0.rejection = rejection
                $0.request = request
                $0.pricing = pricing
            }, &out)
        guard hasEnded else { return false }
        if PlantedBug.isPlanted(.closesRefusedCancel), !isReplace {
            close(slot, order.reason, &out)
        }
        if isReplace {
            controlRejections(&out)
            sendCancelWish(slot, &out)
        } else {
            nextExpiry = min(nextExpiry, order.expiresAt)
            // The wish is kept while it may yet be granted.
            if trading.orders.slots[slot].isCancelRequested, !isSessionOver(at: now) {
                nextWish = min(nextWish, now + Limits.doubtPause)
            }
        }
        return true
    }
}

extension VenueRejection {
    /// Whether what it refuses may be taken later as it is (failure-modes.md §1, D14).
    var isForNow: Bool {
        switch self {
        case .wrongSession, .halted, .notTradeable: true
        case .cashShort, .sharesShort, .offStep, .outsideBand, .unknownSymbol, .unknownOrder,
            .nothingLeft, .badQuantity, .orderTypeNotAllowed, .quantityTooLarge, .tooManyOrders:
            false
        }
    }
}
