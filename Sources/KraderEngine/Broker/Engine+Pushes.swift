import KraderModel

// What the broker says without being asked.
extension Engine {
    mutating func receive(_ push: BrokerPush, _ out: inout OutputBuffer) {
        defer { if !trading.isDayOpen { findNextInquiry() } }
        guard let slot = trading.orders.slot(of: push.number) else {
            return receiveUnmatched(push, &out)
        }
        if isOver(slot, for: push) {
            close(slot, .expired, &out)
            if trading.orders.slot(of: push.number) == nil { return receiveUnmatched(push, &out) }
        }
        guard trading.orders.slots[slot].symbol == push.symbol else {
            return quarantine(PushKind(push.event), push.symbol, &out)
        }
        apply(push, slot, &out)
    }

    /// Whether a number is given anew today, and its order of another day is over.
    @inline(__always)
    private mutating func isOver(_ slot: Int, for push: BrokerPush) -> Bool {
        guard case .accepted(let terms) = push.event else { return false }
        let createdAt = trading.orders.slots[slot].createdAt
        return createdAt < terms.enteredAt
            && CalendarDate(createdAt) < CalendarDate(terms.enteredAt)
    }

    private mutating func receiveUnmatched(_ push: BrokerPush, _ out: inout OutputBuffer) {
        if let fate = trading.orders.fate(of: push.number) {
            return receive(push, ofEnded: fate, &out)
        }
        if case .accepted(let terms) = push.event {
            if explain(push.number, push.symbol, terms, &out) { return }
        }
        keepEarly(push, &out)
    }

    /// A push without an order may have overtaken the reply that carries its number; or it tells of
    /// an order that nobody here knows. A list will say which.
    private mutating func keepEarly(_ push: BrokerPush, _ out: inout OutputBuffer) {
        guard trading.earlyPushes.count < Limits.liveOrdersMax else {
            return quarantine(PushKind(push.event), push.symbol, &out)
        }
        if PlantedBug.isPlanted(.losesMessages) { return }
        tell(EarlyPushRecord(at: now, push: push), &out)
        noteUnexplained()
    }

    /// What is said of an order that has ended: again, or late.
    private mutating func receive(
        _ push: BrokerPush, ofEnded fate: OrderTable.Fate, _ out: inout OutputBuffer
    ) {
        switch push.event {
        case .accepted: break
        case .executed(let execution): bookLate(execution, push, fate, &out)
        case .cancelled, .expired, .rejected, .modified:
            // That nothing is left is told again, but for what filled whole.
            guard fate.place == OrderTable.Fate.filled else {
                counts.pushesRepeated += 1
                return
            }
            quarantine(PushKind(push.event), push.symbol, &out)
        }
    }

    /// - Parameter number: that of a push which was kept for an order to explain it
    mutating func quarantine(
        _ kind: PushKind, _ symbol: SymbolIndex, of number: OrderNumber? = nil,
        _ out: inout OutputBuffer
    ) {
        counts.pushesQuarantined += 1
        tell(
            IncidentRecord(
                at: now, kind: .quarantinedPush, strategy: nil, symbol: symbol, push: kind,
                number: number), &out)
        if number == nil { askSoon() }
    }

    /// Pushes that nobody has named by now, since numbers begin again.
    mutating func quarantine(unnamed pushes: [BrokerPush], _ out: inout OutputBuffer) {
        for push in pushes { quarantine(PushKind(push.event), push.symbol, &out) }
    }

    private mutating func apply(_ push: BrokerPush, _ slot: Int, _ out: inout OutputBuffer) {
        switch push.event {
        case .accepted:
            break
        case .executed(let execution):
            book(execution, slot, push.number, &out)
        case .cancelled(let quantity, let number):
            takeOut(quantity, by: number, slot, &out)
        case .expired(let quantity): expire(quantity, slot, &out)
        case .rejected where PlantedBug.isPlanted(.ignoresPushedRejection): break
        case .rejected(let rejection) where push.number == trading.orders.slots[slot].number:
            reject(slot, rejection, nil, &out)
        case .rejected(let rejection):
            // It is a cancel's or modify's own number: the order works on.
            let request = trading.orders.slots[slot].changeRequest
            if !refuseChange(slot, rejection, request, &out) { counts.pushesRepeated += 1 }
        case .modified(let quantity, let limit, let number):
            move(quantity, to: limit, number, slot, &out)
        }
    }

    /// Shares rest under another number at another price: all that are left, where we asked for it.
    /// Where somebody else moved fewer, the lists say what became of the rest: a fill that is still
    /// on its way, or it stays where it was.
    private mutating func move(
        _ quantity: Shares, to limit: Price, _ number: OrderNumber, _ slot: Int,
        _ out: inout OutputBuffer
    ) {
        let order = trading.orders.slots[slot]
        guard !trading.orders.isKnownPlace(number, of: slot), !isAnother(number, than: order)
        else {
            counts.pushesRepeated += 1
            return
        }
        guard quantity.canBe, limit.canBe else { return quarantine(.modified, order.symbol, &out) }
        let isOurs = order.machine.change == .modify
        if !isOurs, quantity < order.machine.leaves {
            counts.pushesPostponed += 1
            return askSoon()
        }
        if PlantedBug.isPlanted(.takesChildForExternal) {
            let terms = OrderTerms(
                side: order.side, quantity: quantity, limit: limit, type: order.type,
                channel: .other, enteredAt: now)
            return addExternal(number, order.symbol, terms, &out)
        }
        noteModified(slot, limit: limit, number: number, &out)
    }

    /// Whether a number is that of another order.
    @inline(__always)
    func isAnother(_ number: OrderNumber, than order: Order) -> Bool {
        trading.orders.fate(of: number).map { $0.reference != order.reference } ?? false
    }

    /// The exchange ended the order. If fewer shares end than we count, word of a fill is to come.
    private mutating func expire(_ quantity: Shares, _ slot: Int, _ out: inout OutputBuffer) {
        guard quantity.canBe else {
            return quarantine(.expired, trading.orders.slots[slot].symbol, &out)
        }
        if trading.orders.slots[slot].isWaitingForFills {
            counts.pushesRepeated += 1
            return
        }
        let isEarlier = change(
            slot, .partlyCancelled,
            {
                $0.leaves -= quantity
                $0.number = nil
                $0.reason = .expired
            }, &out)
        if isEarlier { return askSoon() }
        close(slot, .expired, &out)
    }

    /// A cancel took shares out: all that is left, or a part, where somebody cancelled a part or a
    /// fill that came before our cancel is still on its way.
    mutating func takeOut(
        _ quantity: Shares, by number: OrderNumber, _ slot: Int, _ out: inout OutputBuffer
    ) {
        guard quantity.canBe else {
            return quarantine(.cancelled, trading.orders.slots[slot].symbol, &out)
        }
        if trading.partialCancels.contains(number) {
            counts.pushesRepeated += 1
            return
        }
        let isReduced = change(
            slot, .partlyCancelled,
            {
                $0.leaves -= quantity
                $0.number = number
            }, &out)
        if isReduced { return noteUnexplained() }
        let isOurs = trading.orders.slots[slot].isCancelRequested
        close(slot, isOurs ? trading.orders.slots[slot].reason : .cancelledByOther, &out)
    }
}

extension Shares {
    /// Whether a message may say so many (failure-modes.md §1, C13).
    var canBe: Bool { self > .zero && self <= NumberRange.sharesMax }
}

extension Price {
    /// Whether a message may say such a price.
    var canBe: Bool { self > Price(0) && self <= NumberRange.priceMax }
}
