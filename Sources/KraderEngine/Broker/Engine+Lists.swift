import KraderModel

// What a complete reading of the broker's lists says of orders. Lists may be older than what pushes
// have told: they add what is missing and take nothing back (failure-modes.md §1, F11–F14 and
// I04–I06).
extension Engine {
    /// - Returns: whether all of it could be taken
    mutating func apply(_ reading: Inquiry, _ out: inout OutputBuffer) -> Bool {
        if !reading.isWithoutDay, !reading.ordersOfDay.isEmpty { unlisted.hasSeenDay = true }
        let isWhole = PlantedBug.isPlanted(.trustsEmptyList) || showsAllKnown(reading)
        guard reading.isWithoutDay ? !unlisted.hasSeenDay : isWhole else {
            noteReadingLost()
            recordIncident(.snapshotUnusable, nil, &out)
            return false
        }
        isReadingAsked = false
        readingsFailed = 0
        endFormerDays(reading, &out)
        for row in reading.orders where row.kind == .new {
            guard trading.orders.slot(of: row.number) == nil,
                trading.orders.fate(of: row.number) == nil, isOurs(row)
            else { continue }
            _ = explain(row.number, row.symbol, row.terms, &out)
        }
        let moved = reading.orders.filter { $0.kind == .modify && $0.rejection == nil }
        for row in moved.sorted(by: { $0.number < $1.number }) { follow(row, reading, &out) }
        for row in reading.executions.sorted(by: { $0.comesBefore($1) }) { take(row, &out) }
        for row in reading.ordersOfDay where row.kind == .cancel { reduce(row, reading, &out) }
        for row in reading.ordersOfDay where row.kind != .cancel { end(row, reading, &out) }
        endUnshown(reading, &out)
        judgeChanges(reading, &out)
        judgeAbsence(reading, &out)
        dropUnexplained(reading, &out)
        forgetExplained()
        judgeIntake(&out)
        if reading.isOfAccount {
            // While something is unknown holdings can't be compared; orders go on all the same.
            guard reading.isSteady else { return false }
            if reconcile(reading, &out) {
                lastAccount = reading.startedAt
            } else if isAtRest {
                return false
            } else {
                // Orders go on; of holdings nothing can be said.
                endReconciling(&out)
                return false
            }
        } else if configuration.reconciles {
            return true
        }
        endReconciling(&out)
        return true
    }

    /// All is known: trading goes on, unless a difference waits for a person.
    private mutating func endReconciling(_ out: inout OutputBuffer) {
        setBlock(.reconciling, false, &out)
        if !isDifferenceWaiting { setBlock(.startup, false, &out) }
    }

    /// Whether an order of the day is to be known here: what had ended before the account was read
    /// for the first time is in its holdings already.
    private func isOurs(_ row: ListedOrder) -> Bool {
        row.leaves > .zero || row.terms.enteredAt >= configuration.start
    }

    /// A list that lacks an order which the broker has had for long is none to build on.
    private mutating func showsAllKnown(_ reading: Inquiry) -> Bool {
        let shown = Set(reading.ordersOfDay.map(\.number))
        let slots = trading.orders.slots.view
        for slot in 0..<trading.orders.usedSlots
        where mustBeListed(slot, at: reading.startedAt) {
            if let number = slots[slot].number, !shown.contains(number) { return false }
        }
        return true
    }

    /// Whether the broker has had an order of today for so long that its lists must show it.
    private mutating func mustBeListed(_ slot: Int, at moment: Moment) -> Bool {
        let slots = trading.orders.slots.view
        return trading.orders.isAlive(slot) && slots[slot].number != nil
            && CalendarDate(slots[slot].createdAt) == trading.session[0].day
            && max(slots[slot].sentAt, slots[slot].createdAt) < moment - Limits.replyDeadline
    }

    /// Whether a list of the day's orders must have rows.
    mutating func expectsOrders() -> Bool {
        (0..<trading.orders.usedSlots).contains { mustBeListed($0, at: now) }
    }

    /// Day orders end with their day: one of another day that today's lists don't show is over.
    /// What of it filled unheard a reconcile of holdings shows.
    private mutating func endFormerDays(_ reading: Inquiry, _ out: inout OutputBuffer) {
        guard hasFormerOrders(),
            reading.startedAt >= trading.session[0].hours.openingAuction.start
        else { return }
        let shown = Set(
            reading.orders.filter { CalendarDate($0.terms.enteredAt) < trading.session[0].day }
                .map(\.number))
        for slot in 0..<trading.orders.usedSlots where isOfFormerDay(slot) {
            if let number = trading.orders.slots[slot].number, !shown.contains(number) {
                close(slot, .expired, &out)
            }
        }
    }

    /// Where a broker keeps no list of the day, an order that readings show neither among the open
    /// nor among the executed ones, again and again, has ended with nothing filled
    /// (failure-modes.md §1, F12).
    private mutating func endUnshown(_ reading: Inquiry, _ out: inout OutputBuffer) {
        let trustsAtOnce = PlantedBug.isPlanted(.trustsEmptyList)
        guard reading.isWithoutDay || trustsAtOnce else { return }
        let shown = Set(reading.orders.map(\.number))
        let slots = trading.orders.slots.view
        let unshown = (0..<trading.orders.usedSlots).filter { slot in
            mustBeListed(slot, at: reading.startedAt)
                && slots[slot].number.map { !shown.contains($0) } ?? false
        }
        let ended = unlisted.note(unshown.map { slots[$0].reference }, at: reading.startedAt)
        for slot in unshown where trustsAtOnce || ended.contains(slots[slot].reference) {
            close(slot, slots[slot].isCancelRequested ? slots[slot].reason : .expired, &out)
        }
    }

    /// Somebody moved an order, or a modify whose outcome was unknown was taken.
    private mutating func follow(
        _ row: ListedOrder, _ reading: Inquiry, _ out: inout OutputBuffer
    ) {
        guard row.terms.isReadable, let original = row.original, let limit = row.terms.limit,
            let slot = trading.orders.slot(of: original),
            trading.orders.slots[slot].number == original,
            !isAnother(row.number, than: trading.orders.slots[slot])
        else { return }
        let rest = reading.orders.first { $0.number == original }?.leaves ?? .zero
        if rest > .zero, row.terms.channel == .other { return splitOff(row, slot, &out) }
        noteModified(slot, limit: limit, number: row.number, &out)
    }

    /// A person moved a part of an order: from then on that part is nobody's here, and the rest
    /// goes on as it was (failure-modes.md §1, D16; §2, 30).
    private mutating func splitOff(
        _ row: ListedOrder, _ slot: Int, _ out: inout OutputBuffer
    ) {
        let isReduced = change(
            slot, .partlyCancelled,
            {
                $0.leaves -= row.terms.quantity
                $0.number = row.number
            }, &out)
        if isReduced { addExternal(row.number, row.symbol, row.terms, &out) }
    }

    private mutating func take(_ row: ListedExecution, _ out: inout OutputBuffer) {
        let push = BrokerPush(
            number: row.order, symbol: row.symbol, event: .executed(row.execution))
        if let slot = trading.orders.slot(of: row.order) {
            if !isBooked(row.execution, slot, row.order) {
                book(row.execution, slot, row.order, &out)
            }
        } else if let fate = trading.orders.fate(of: row.order) {
            let finding = trading.orders.finding(
                row.execution, under: row.order, ofEnded: fate)
            if finding != .repeated { receive(push, &out) }
        }
    }

    /// What a list shows again is no repetition to be counted.
    private mutating func isBooked(
        _ execution: Execution, _ slot: Int, _ number: OrderNumber
    ) -> Bool {
        let order = trading.orders.slots[slot]
        let finding =
            order.number == number
            ? order.booked.finding(execution) : trading.orders.finding(execution, under: number)
        return finding == .repeated
    }

    /// A cancel took a part out of an order that lives on, and word of it was lost
    /// (failure-modes.md §1, D06, D16).
    private mutating func reduce(
        _ row: ListedOrder, _ reading: Inquiry, _ out: inout OutputBuffer
    ) {
        guard row.rejection == nil, let original = row.original,
            let slot = trading.orders.slot(of: original),
            trading.orders.slots[slot].number == original,
            !trading.partialCancels.contains(row.number),
            row.terms.quantity < trading.orders.slots[slot].machine.leaves,
            reading.orders.contains(where: { $0.number == original && $0.leaves > .zero })
        else { return }
        takeOut(row.terms.quantity, by: row.number, slot, &out)
    }

    /// An order has ended at the broker: what filled is booked, the rest is over.
    private mutating func end(
        _ row: ListedOrder, _ reading: Inquiry, _ out: inout OutputBuffer
    ) {
        guard row.leaves == .zero, let slot = trading.orders.slot(of: row.number),
            trading.orders.slots[slot].number == row.number
        else { return }
        if let rejection = row.rejection, trading.orders.slots[slot].machine.filled == .zero {
            return reject(slot, rejection, nil, &out)
        }
        let reference = trading.orders.slots[slot].reference
        guard bookUnlisted(row, slot, &out), let slot = trading.orders.slot(of: reference),
            trading.orders.slots[slot].booked.isWhole
        else { return }
        let cancel = reading.ordersOfDay.first {
            $0.kind == .cancel && $0.original == row.number && $0.rejection == nil
        }
        let order = trading.orders.slots[slot]
        let reason: OrderReason =
            switch cancel?.terms.channel {
            case nil: reading.isWithoutDay && order.isCancelRequested ? order.reason : .expired
            case .openAPI: order.isCancelRequested ? order.reason : .cancelledByStrategy
            case .other: .cancelledByOther
            }
        close(slot, reason, &out)
    }

    /// What an order filled beyond the executions that are listed: its sums tell shares and won.
    /// They are booked at the two neighbouring prices in whole won that make up the amount
    /// (failure-modes.md §1, C03). Returns false where they can't be told: the lists are asked
    /// again.
    private mutating func bookUnlisted(
        _ row: ListedOrder, _ slot: Int, _ out: inout OutputBuffer
    ) -> Bool {
        let order = trading.orders.slots[slot]
        guard order.booked.isWhole, row.amount > order.booked.through else { return true }
        let shares = row.filled - order.booked.shares
        let amount = row.amount - order.booked.through
        guard shares > .zero, shares <= order.machine.leaves, amount.amount >= shares.count else {
            askSoon()
            return false
        }
        let (price, rest) = amount.amount.quotientAndRemainder(dividingBy: shares.count)
        let reference = order.reference
        for (quantity, price) in [(shares.count - rest, price), (rest, price + 1)]
        where quantity > 0 {
            guard let slot = trading.orders.slot(of: reference) else { return true }
            let known = trading.orders.slots[slot]
            let quantity = Shares(quantity)
            book(
                Execution(
                    number: ExecutionNumber(syntheticOf: row.number, known.booked.through, now),
                    price: Price(price), quantity: quantity, time: now,
                    cumulativeQuantity: known.booked.shares + quantity,
                    cumulativeAmount: known.booked.through + Price(price) * quantity,
                    venue: .unknown, channel: row.terms.channel), slot, row.number, &out)
        }
        return true
    }
}

extension ListedExecution {
    func comesBefore(_ other: ListedExecution) -> Bool {
        (order, execution.cumulativeAmount) < (other.order, other.execution.cumulativeAmount)
    }
}

extension ExecutionNumber {
    /// The number of what a list's sums tell without an execution: below 0, which no exchange's is,
    /// and the same whenever the same is found (failure-modes.md §1, C03).
    init(syntheticOf number: OrderNumber, _ from: Won, _ moment: Moment) {
        var hash = RunningHash()
        hash.add(
            Int64(CalendarDate(moment).dayNumber), Int64(number.value), from.amount, 0)
        var value: Int64 = 0
        for byte in hash.bytes.prefix(7) { value = value << 8 | Int64(byte) }
        self.init(-1 - value)
    }
}
