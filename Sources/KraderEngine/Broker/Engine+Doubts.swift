import KraderModel

// Requests whose outcome nobody knows (failure-modes.md §1, A02–A06): such a request is never sent
// again. The broker is asked until a list, a push or a late reply tells.
extension Engine {
    /// The outcome of a request is unknown from now on. Returns false where its order is in no
    /// state for it.
    @discardableResult
    mutating func beginDoubt(
        _ slot: Int, _ request: RequestID, _ why: UnknownOutcome, _ out: inout OutputBuffer
    ) -> Bool {
        let order = trading.orders.slots[slot]
        let isChange = order.machine.change != nil
        guard isChange ? order.changeRequest == request : order.number == nil,
            OrderMachine.next(order.machine.state, isChange ? .changeLost : .lost) != nil
        else { return false }
        recordIncident(.outcomeUnknown, order.symbol, &out)
        if case .rateRefused = why { widenPacing(&out) }
        change(
            slot, .inDoubt,
            {
                $0.request = request
                $0.doubt = why
            }, &out)
        // A push may have told already, under a number that could not be explained.
        for push in trading.earlyPushes.map(\.push) {
            guard case .accepted(let terms) = push.event, !trading.orders.isKnown(push.number)
            else { continue }
            if explain(push.number, push.symbol, terms, &out) { break }
        }
        findNextInquiry()
        return true
    }

    /// Deadlines of replies, the judgement of late ones, and readings that are due.
    mutating func runBrokerTimers(_ out: inout OutputBuffer) {
        while let deadline = configuration.replyDeadline,
            let awaited = trading.requests.awaited.firstTrusted, awaited.sentAt + deadline <= now
        {
            guard let slot = trading.orders.slot(of: awaited.order),
                beginDoubt(slot, awaited.id, .timedOut, &out)
            else {
                // Its order has ended by other means: nothing is in doubt.
                tell(
                    ReplyRecord(
                        at: now, request: awaited.id, order: awaited.order, number: nil,
                        rejection: nil), &out)
                continue
            }
            if PlantedBug.isPlanted(.resendsOnTimeOut), awaited.isNew { repeatRequest(slot, &out) }
            if PlantedBug.isPlanted(.guessesFilled), awaited.isNew { fillByGuess(slot, &out) }
        }
        judgeIntake(&out)
        runInquiry(&out)
        if nextWish <= now { sendWishes(&out) }
    }

    /// Sends the cancels again that could not be taken.
    private mutating func sendWishes(_ out: inout OutputBuffer) {
        nextWish = .distantFuture
        for slot in 0..<trading.orders.usedSlots where trading.orders.isAlive(slot) {
            let order = trading.orders.slots[slot]
            guard order.isCancelRequested, order.machine.isWorking else { continue }
            trading.requests.withdraw(order.reference)
            sendCancelWish(slot, &out)
        }
    }

    /// The moment at which one of these is due.
    @inline(__always)
    mutating func nextBrokerTimer() -> Moment {
        var next = min(nextInquiry, min(nextIntakeCheck, nextWish))
        guard let deadline = configuration.replyDeadline,
            let sentAt = trading.requests.awaited.firstTrusted?.sentAt
        else { return next }
        next = min(next, sentAt + deadline)
        // Those that left before were late already.
        let recent = now - Limits.lateAnswer
        let due =
            sentAt >= recent
            ? sentAt : trading.requests.awaited.firstUnanswered(sentFrom: recent)
        if let due { next = min(next, due + Limits.lateAnswer + Interval(nanoseconds: 1)) }
        return next
    }
}

// Late intake: orders taken, and said so minutes later (failure-modes.md §1, A05, A06).
extension Engine {
    /// Two late answers within a minute, given or still awaited, mean that the broker takes orders
    /// late; trading is whole again when nothing is unanswered and the last late one is a minute
    /// ago.
    @inline(__always)
    mutating func judgeIntake(_ out: inout OutputBuffer) {
        let isLate = trading.session[0].blocks.contains(.lateIntake)
        guard configuration.replyDeadline != nil,
            isLate || trading.intake.lastLate > .distantPast
                || trading.requests.awaited.count > 1
        else { return }
        judgeIntake(isLate: isLate, &out)
    }

    @inline(never)
    private mutating func judgeIntake(isLate: Bool, _ out: inout OutputBuffer) {
        let unanswered = trading.requests.awaited.unanswered(
            sentBy: now - Limits.lateAnswer - Interval(nanoseconds: 1))
        let late = trading.intake.late(at: now)
        if !isLate, unanswered + late >= 2 {
            recordIncident(.lateIntake, nil, &out)
            setBlock(.lateIntake, true, &out)
        } else if isLate, unanswered == 0, trading.doubts == 0, late == 0 {
            setBlock(.lateIntake, false, &out)
        }
        nextIntakeCheck = .distantFuture
        if trading.session[0].blocks.contains(.lateIntake), unanswered == 0, trading.doubts == 0 {
            nextIntakeCheck = max(now, trading.intake.lastLate + Limits.lateWindow)
        }
    }

    mutating func setBlock(_ block: TradingBlocks, _ isOn: Bool, _ out: inout OutputBuffer) {
        var blocks = trading.session[0].blocks
        if isOn { blocks.insert(block) } else { blocks.remove(block) }
        guard blocks != trading.session[0].blocks else { return }
        tell(ModeRecord(at: now, blocks: blocks), &out)
        guard !isBlocked else { return }
        sendWaiting(&out)
        pursueAllExits(&out)
    }
}

// What a number that nobody knows belongs to.
extension Engine {
    /// Finds the order that the broker tells of: one whose outcome is unknown, by what it asks for,
    /// the oldest first; or another channel's. Returns false when a reply may yet say.
    mutating func explain(
        _ number: OrderNumber, _ symbol: SymbolIndex, _ terms: OrderTerms,
        _ out: inout OutputBuffer
    ) -> Bool {
        if terms.channel == .openAPI {
            // The reply of one that is under way says whose it is.
            if firstOrder(where: { $0.state == .inFlight }, symbol, terms) != nil { return false }
            if let slot = firstOrder(where: { $0.isInDoubt || $0.isAbsent }, symbol, terms) {
                adopt(slot, number, &out)
                return true
            }
            if let twin = knownOrder(symbol, terms) {
                noteSecondOrder(of: twin, number, &out)
                return true
            }
        }
        addExternal(number, symbol, terms, &out)
        return true
    }

    /// The oldest order in a state that asks for the same and left before the broker had it.
    private mutating func firstOrder(
        where isWanted: (OrderMachine) -> Bool, _ symbol: SymbolIndex, _ terms: OrderTerms
    ) -> Int? {
        var found: Int?
        let slots = trading.orders.slots.view
        for slot in 0..<trading.orders.usedSlots where trading.orders.isAlive(slot) {
            guard isWanted(slots[slot].machine), slots[slot].number == nil,
                slots[slot].symbol == symbol, slots[slot].asksFor(terms)
            else { continue }
            if found.map({ slots[$0].reference > slots[slot].reference }) ?? true { found = slot }
        }
        return found
    }

    /// An order that the broker has under another number and that asks for the same: what came
    /// through our channel and is nobody's is its repetition.
    private mutating func knownOrder(_ symbol: SymbolIndex, _ terms: OrderTerms) -> Order? {
        let slots = trading.orders.slots.view
        for slot in 0..<trading.orders.usedSlots where trading.orders.isAlive(slot) {
            if slots[slot].number != nil, slots[slot].symbol == symbol, !slots[slot].isExternal,
                slots[slot].asksFor(terms)
            {
                return slots[slot]
            }
        }
        return nil
    }

    /// The broker has an order whose outcome was unknown: it goes on under its number.
    mutating func adopt(_ slot: Int, _ number: OrderNumber, _ out: inout OutputBuffer) {
        if trading.orders.slots[slot].machine.isAbsent {
            return resurrect(slot, number, nil, &out)
        }
        let early = trading.earlyPushes(of: number)
        change(slot, .adopted, { $0.number = number }, &out)
        sendCancelWish(slot, &out)
        for push in early { receive(push, &out) }
        judgeIntake(&out)
    }

    /// An order that had been found absent turned up: it is cancelled, and trading stops.
    mutating func resurrect(
        _ slot: Int, _ number: OrderNumber, _ request: RequestID?, _ out: inout OutputBuffer
    ) {
        let order = trading.orders.slots[slot]
        let early = trading.earlyPushes(of: number)
        change(
            slot, .resurrected,
            {
                $0.number = number
                $0.request = request
            }, &out)
        recordIncident(.orderResurrected, order.symbol, &out)
        engageKillSwitch(.critical, &out)
        requestCancel(order.reference, .cancelledByKillSwitch, &out)
        // A wish from before could not be sent.
        sendCancelWish(slot, &out)
        for push in early { receive(push, &out) }
    }

    /// The broker has two orders for one intent: the first is kept, the second cancelled, and
    /// trading stops (failure-modes.md §1, A09).
    mutating func noteSecondOrder(
        of order: Order, _ number: OrderNumber, _ out: inout OutputBuffer
    ) {
        let terms = OrderTerms(
            side: order.side, quantity: order.quantity, limit: order.limit, type: order.type,
            channel: .openAPI, enteredAt: now)
        if !trading.orders.isKnown(number) { addExternal(number, order.symbol, terms, &out) }
        recordIncident(.secondOrder, order.symbol, &out)
        engageKillSwitch(.critical, &out)
        guard let slot = trading.orders.slot(of: number), trading.orders.slots[slot].isExternal
        else { return }
        requestCancel(trading.orders.slots[slot].reference, .cancelledByKillSwitch, &out)
    }

    /// The broker has an order that nobody here gave: it counts, and is never changed.
    mutating func addExternal(
        _ number: OrderNumber, _ symbol: SymbolIndex, _ terms: OrderTerms,
        _ out: inout OutputBuffer
    ) {
        guard symbol.int >= 0, market.count > symbol.int, terms.isReadable,
            !trading.orders.isFull, number.value > 0
        else { return quarantine(.accepted, symbol, &out) }
        let last = market[symbol.int].last ?? trading.books.positions[symbol.int].mark
        let valuation = terms.limit ?? last ?? Price(1)
        let reserving =
            rules.reservingPrice(terms.type, terms.limit, facts(symbol)) ?? valuation
        let record = ExternalOrderRecord(
            at: now, reference: trading.orders.nextReference, number: number, symbol: symbol,
            terms: terms,
            reserved: terms.side == .sell
                ? .zero
                : configuration.costs.reservation(
                    filled: .zero, leaves: terms.quantity, price: reserving),
            valuation: valuation, reservingPrice: reserving)
        let early = trading.earlyPushes(of: number)
        _ = trading.take(record)
        emit(.externalOrder(record), &out)
        recordIncident(.externalOrder, symbol, &out)
        for push in early { receive(push, &out) }
    }
}

// What planted bugs do with a request that timed out.
extension Engine {
    private mutating func repeatRequest(_ slot: Int, _ out: inout OutputBuffer) {
        let order = trading.orders.slots[slot]
        let request = BrokerRequest.NewOrder(
            symbol: order.symbol, side: order.side, quantity: order.quantity, type: order.type,
            limit: order.limit, timeInForce: order.timeInForce)
        emit(NumberedRequest(id: trading.requests.nextID, request: .newOrder(request)), &out)
    }

    private mutating func fillByGuess(_ slot: Int, _ out: inout OutputBuffer) {
        let order = trading.orders.slots[slot]
        let execution = Execution(
            number: ExecutionNumber(1), price: order.valuation, quantity: order.quantity, time: now,
            cumulativeQuantity: order.quantity, cumulativeAmount: order.valuation * order.quantity,
            venue: .unknown, channel: .openAPI)
        book(execution, slot, order.number ?? OrderNumber(1), &out)
    }
}

extension OrderTerms {
    /// Whether its numbers can be.
    var isReadable: Bool {
        quantity.canBe && limit?.canBe ?? true
    }
}

extension Order {
    /// Whether the broker's terms are those that it asks for. Kiwoom cuts times to seconds, and the
    /// clocks may differ.
    func asksFor(_ terms: OrderTerms) -> Bool {
        side == terms.side && quantity == terms.quantity && limit == terms.limit
            && type == terms.type
            && terms.enteredAt >= sentAt.cutDown(to: .seconds(1)) - Limits.skewMax
    }
}
