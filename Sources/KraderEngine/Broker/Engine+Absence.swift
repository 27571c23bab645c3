import KraderModel

// What the lists don't show.
extension Engine {
    /// A cancel whose outcome was unknown and that no list shows is sent again while its order is
    /// open; a modify is not, until it is absent for sure (failure-modes.md §1, D04, D13).
    mutating func judgeChanges(_ reading: Inquiry, _ out: inout OutputBuffer) {
        let slots = trading.orders.slots.view
        for slot in 0..<trading.orders.usedSlots where trading.orders.isAlive(slot) {
            let order = slots[slot]
            guard order.machine.isChangeInDoubt, let number = order.number,
                reading.startedAt >= order.doubtSince + .seconds(1),
                let row = reading.orders.first(where: { $0.number == number }),
                row.leaves > .zero
            else { continue }
            let kind: ListedOrder.Kind = order.machine.change == .modify ? .modify : .cancel
            let earliest = order.sentAt.cutDown(to: .seconds(1)) - Limits.skewMax
            let change = reading.ordersOfDay.last {
                $0.kind == kind && $0.original == number && $0.terms.channel == .openAPI
                    && $0.terms.enteredAt >= earliest
            }
            if let change, change.rejection == nil { continue }
            if kind == .modify, change == nil, !isAbsent(slot, reading) { continue }
            let (reference, reason) = (order.reference, order.reason)
            _ = refuseChange(slot, change?.rejection, order.changeRequest, &out)
            if kind == .cancel, change == nil { requestCancel(reference, reason, &out) }
        }
    }

    /// Orders that reading after reading does not show are not there, if that can be known.
    mutating func judgeAbsence(_ reading: Inquiry, _ out: inout OutputBuffer) {
        let slots = trading.orders.slots.view
        for slot in 0..<trading.orders.usedSlots where trading.orders.isAlive(slot) {
            if slots[slot].machine.isInDoubt, isAbsent(slot, reading) {
                change(slot, .notFound, { $0.reason = .notFound }, &out)
                recordIncident(.orderNotFound, slots[slot].symbol, &out)
            }
            if slots[slot].machine.isAbsent, isSessionOver(at: reading.startedAt) {
                close(slot, .notFound, &out)
            }
        }
        let open = (0..<trading.orders.usedSlots).filter {
            trading.orders.isAlive($0) && slots[$0].doubtSince != .distantFuture
        }
        let references = open.map { slots[$0].reference }
        absences.removeAll { absence in !references.contains(absence.order) }
    }

    /// Whether a request is absent for sure: so many complete readings over so long did not show
    /// it, while everything else was answered in time; or the session has been over for so long.
    private mutating func isAbsent(_ slot: Int, _ reading: Inquiry) -> Bool {
        let order = trading.orders.slots[slot]
        guard reading.startedAt >= order.doubtSince else { return false }
        let place: Int
        if let known = absences.firstIndex(where: { $0.order == order.reference }) {
            place = known
        } else {
            absences.append((order.reference, 0))
            place = absences.count - 1
        }
        absences[place].readings += 1
        if PlantedBug.isPlanted(.believesOneReading) { return true }
        if isSessionOver(at: reading.startedAt) { return true }
        let own = trading.requests.awaited.unanswered(of: order.reference)
        let others = trading.requests.awaited.unanswered(sentBy: now) - own
        return absences[place].readings >= Limits.absenceReadings
            && reading.startedAt >= order.doubtSince + Limits.absenceTime
            && trading.doubts == 1 && others == 0
            && !trading.session[0].blocks.contains(.link)
            && trading.intake.isTimely(at: now)
            // Late intake ends with the last doubt: to ask for its end here would be to wait for
            // what waits for us.
            && trading.intake.late(at: now) == 0
    }

    /// Whether something waits for a list by now.
    var isUnexplained: Bool {
        let oldest = trading.earlyPushes.first?.at ?? .distantFuture
        return isReadingAsked || oldest <= now - Limits.unexplainedTime
            || holes(before: now - Limits.unexplainedTime) > 0
    }

    /// What is explained is asked for no more; what is young may explain itself.
    mutating func forgetExplained() {
        guard !isUnexplained else { return }
        let isWaiting = holes(before: now) > 0
        unexplainedSince = trading.earlyPushes.first?.at ?? (isWaiting ? now : .distantFuture)
    }

    /// Whether an order is of another day, and its day is over.
    mutating func isOfFormerDay(_ slot: Int) -> Bool {
        trading.orders.isAlive(slot) && trading.orders.slots[slot].number != nil
            && CalendarDate(trading.orders.slots[slot].createdAt) < trading.session[0].day
    }

    /// Whether word that an order's day is over can be lost: against a broker who always answers,
    /// or without days, it comes.
    @inline(__always)
    var asksForEnds: Bool {
        rules.enforcesMarketRules && configuration.replyDeadline != nil
    }

    /// Whether an order of another day is still alive here.
    mutating func hasFormerOrders() -> Bool {
        asksForEnds && trading.isDayOpen
            && (0..<trading.orders.usedSlots).contains { isOfFormerDay($0) }
    }

    /// Whether lists can't change any more: the session has been over for so long.
    mutating func isSessionOver(at moment: Moment) -> Bool {
        rules.enforcesMarketRules && moment >= listsSettle
    }

    /// The moment from which today's lists change no more: a while after the end of the last
    /// session in which an order may live (failure-modes.md §1, E01).
    @inline(__always)
    var listsSettle: Moment {
        let hours = trading.session[0].hours
        var last = hours.auctionEnd
        if configuration.usesAfterMarket { last = max(last, hours.afterMarket.end) }
        let slots = trading.orders.slots.view
        for slot in 0..<trading.orders.usedSlots
        where trading.orders.isAlive(slot) && slots[slot].type == .closingPrice {
            last = max(last, hours.closingPrice.end)
        }
        return last + Limits.listSettling
    }

    /// A push that a complete reading begun well after it did not explain is nobody's.
    mutating func dropUnexplained(_ reading: Inquiry, _ out: inout OutputBuffer) {
        let inFlight = trading.requests.awaited.unanswered(sentBy: now)
        guard inFlight == 0, trading.doubts == 0 else { return }
        for early in trading.earlyPushes
        where early.at + Limits.unexplainedTime <= reading.startedAt {
            let push = early.push
            quarantine(PushKind(push.event), push.symbol, of: push.number, &out)
        }
    }

    /// How many live orders have holes between their executions, or a change that was answered and
    /// has not come to anything since a moment.
    func holes(before moment: Moment) -> Int {
        var count = 0
        let slots = trading.orders.slots.view
        for slot in 0..<trading.orders.usedSlots
        where trading.orders.isAlive(slot)
            && (!slots[slot].booked.isWhole || slots[slot].isWaitingForFills
                || (slots[slot].sentAt <= moment && isChangeAnswered(slots[slot])))
        {
            count += 1
        }
        return count
    }

    private func isChangeAnswered(_ order: borrowing Order) -> Bool {
        guard order.machine.change != nil, !order.machine.isChangeInDoubt,
            let request = order.changeRequest
        else { return false }
        return trading.requests.awaited.entry(request) == nil
    }
}
