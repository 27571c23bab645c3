import KraderEngine
import KraderModel

// Orders: decided, changed, ended (invariants 1 to 4, 7, 14, 41).
extension InvariantChecks {
    @inline(__always)
    mutating func take(_ record: borrowing OrderRecord) {
        let quantity = record.quantity.count
        let symbol = record.key.symbol.int
        expect(
            record.reference.serial == orders.last + 1, .orderIsNew, at: record.at,
            record.reference, record.key.symbol, orders.last + 1, record.reference.serial)
        expect(
            quantity > 0 && quantity <= NumberRange.sharesMax.count, .quantityCanBe,
            at: record.at, record.reference, record.key.symbol, 1, quantity)
        if breach != nil { return }
        var order = WatchedOrder()
        order.serial = record.reference.serial
        order.key = record.key
        order.quantity = quantity
        order.side = record.side
        order.type = record.type
        order.timeInForce = record.timeInForce
        order.limit = record.limit?.won ?? 0
        order.valuation = record.valuation.won
        order.reserving = record.reservingPrice.won
        order.isExit = record.isExit
        begin(order)
        ordersToday += 1
        control.ownAlive += 1
        if record.isExit { control.exitsAlive += 1 }
        switch record.side {
        case .buy: checkBuy(record.reference, symbol, at: record.at, isNew: true)
        case .sell:
            expect(
                symbols[symbol].offered <= symbols[symbol].held - symbols[symbol].unlisted,
                .soldIsHeld, at: record.at, record.reference, record.key.symbol,
                symbols[symbol].held, symbols[symbol].offered)
        }
        if isThorough { rememberKey(record) }
    }

    mutating func take(_ record: ExternalOrderRecord) {
        expect(
            record.reference.serial == orders.last + 1, .orderIsNew, at: record.at,
            record.reference, record.symbol, orders.last + 1, record.reference.serial)
        if breach != nil { return }
        var order = WatchedOrder()
        order.serial = record.reference.serial
        order.key.strategy = SignalKey.nobody
        order.key.symbol = record.symbol
        order.quantity = record.terms.quantity.count
        order.side = record.terms.side
        order.type = record.terms.type
        order.limit = record.terms.limit?.won ?? 0
        order.valuation = record.valuation.won
        order.reserving = record.reservingPrice.won
        order.isExternal = true
        order.hasLeft = true
        order.status = .submitted
        order.number = record.number.value
        begin(order)
        if isThorough {
            rememberNumber(record.number, of: record.reference.serial, at: record.at)
        }
    }

    @inline(__always)
    private mutating func begin(_ order: consuming WatchedOrder) {
        let symbol = order.key.symbol.int
        let next = symbols[symbol].first
        order.isAlive = true
        order.next = next
        count(symbol, order.side, order.quantity, order.valuation, order.reserving)
        let place = Int32(orders.insert(order))
        if orders.hasMoved { return linkAnew() }
        if next >= 0 { orders.places[Int(next)].previous = place }
        symbols[symbol].first = place
    }

    /// Shares of a live order begin to count, or cease to.
    @inline(__always)
    mutating func count(_ place: Int, _ shares: Int64) {
        let order = orders.places[place]
        count(order.key.symbol.int, order.side, shares, order.valuation, order.reserving)
    }

    @inline(__always)
    private mutating func count(
        _ symbol: Int, _ side: Side, _ shares: Int64, _ valuation: Int64, _ reserving: Int64
    ) {
        switch side {
        case .buy:
            symbols[symbol].bidFor += shares
            money.openBuys &+= shares &* valuation
            money.reserved &+= shares &* reserving
        case .sell: symbols[symbol].offered += shares
        }
    }

    @inline(never)
    private mutating func linkAnew() {
        orders.hasMoved = false
        for symbol in 0..<symbols.count { symbols[symbol].first = -1 }
        for place in 0..<orders.places.count where orders.places[place].isAlive {
            let symbol = orders.places[place].key.symbol.int
            let next = symbols[symbol].first
            orders.places[place].next = next
            orders.places[place].previous = -1
            if next >= 0 { orders.places[Int(next)].previous = Int32(place) }
            symbols[symbol].first = Int32(place)
        }
    }

    /// Nothing more can happen to an order here; word of fills may come.
    @inline(__always)
    mutating func end(_ place: Int) {
        let order = orders.places[place]
        count(place, -order.leaves)
        if order.next >= 0 { orders.places[Int(order.next)].previous = order.previous }
        if order.previous >= 0 {
            orders.places[Int(order.previous)].next = order.next
        } else {
            symbols[order.key.symbol.int].first = order.next
        }
        if !orders.places[place].isExternal, !orders.places[place].isAbsent {
            control.ownAlive -= 1
            if orders.places[place].isExit { control.exitsAlive -= 1 }
        }
        orders.end(place)
    }
}

// Changes.
extension InvariantChecks {
    /// Whether an order was ever decided: what ended long ago is not remembered.
    @inline(__always)
    func wasDecided(_ order: OrderReference) -> Bool {
        order.serial > 0 && order.serial <= orders.last
    }

    @inline(__always)
    mutating func take(_ change: borrowing OrderTransition) {
        let place = orders.place(of: change.reference)
        guard place >= 0 else {
            expect(
                wasDecided(change.reference), .orderIsKnown, at: change.at, change.reference)
            return
        }
        let order = orders.places[place]
        let (filled, former, status) = (order.filled, order.status, change.status)
        expect(
            status != .rejected || filled == 0, .rejectedMeansNone, at: change.at,
            change.reference, nil, 0, filled)
        expect(
            isAllowed(former, status, isAbsent: order.isAbsent) && order.isAlive,
            .statusFollows, at: change.at, change.reference, nil, Int64(former.rawValue),
            Int64(change.status.rawValue))
        if change.filled.count != filled {
            note(
                change.filled.count < filled ? .filledNeverFalls : .filledIsSum, at: change.at,
                change.reference, nil, filled, change.filled.count)
        }
        if breach != nil { return }
        orders.places[place].status = status
        if order.isAbsent, !status.isTerminal { returnAbsent(place) }
        apply(change, place)
        if breach == nil { checkRest(change, place) }
    }

    /// The status table (failure-modes.md §2, 4). `isAbsent` is REJECTED with NOT_FOUND.
    @inline(__always)
    private func isAllowed(_ from: OrderStatus, _ to: OrderStatus, isAbsent: Bool) -> Bool {
        switch from {
        case .pendingNew: true
        case .submitted: to != .pendingNew
        case .partialFill: to == .partialFill || to == .filled || to == .canceled
        case .filled: false
        case .canceled: to == .canceled || to == .filled
        case .rejected: isAbsent && to != .pendingNew
        }
    }

    private mutating func apply(_ change: borrowing OrderTransition, _ place: Int) {
        switch change.event {
        case .sent: orders.places[place].hasLeft = true
        case .changeSent: orders.places[place].change = change.request?.number ?? 0
        case .acknowledged, .adopted, .resurrected:
            // It may be said again while a change of the order is in doubt.
            if orders.places[place].change == 0 { endDoubt(change, place) }
            learnNumber(change, place)
        case .modified:
            endDoubt(change, place)
            orders.places[place].change = 0
            orders.places[place].limit = change.limit?.won ?? 0
            orders.places[place].pending = 0
            learnNumber(change, place)
            price(change, place)
        case .changeRefused:
            endDoubt(change, place)
            orders.places[place].change = 0
            if orders.places[place].pending == 0 { orders.places[place].isCancelWished = false }
            orders.places[place].pending = 0
            price(change, place)
        case .changeWithdrawn:
            orders.places[place].pending = 0
            price(change, place)
        case .cancelRequested: orders.places[place].isCancelWished = true
        case .replaceRequested: takeReplace(change, place)
        case .partlyCancelled: takeOut(change, place)
        case .inDoubt:
            orders.places[place].doubtSince = change.at
            orders.places[place].listsAtDoubt = requests.lists
            control.doubts += 1
        case .notFound: takeAbsence(change, place)
        case .ended:
            endDoubt(change, place)
            if breach == nil { end(place) }
        }
    }

    private mutating func learnNumber(_ change: borrowing OrderTransition, _ place: Int) {
        guard let number = change.number?.value, number != orders.places[place].number else {
            return
        }
        if orders.places[place].number != 0 {
            orders.places[place].filledBefore = orders.places[place].filled
            orders.places[place].amountBefore = orders.places[place].amount
        }
        orders.places[place].number = number
        if isThorough {
            rememberNumber(OrderNumber(number), of: change.reference.serial, at: change.at)
        }
    }

    private mutating func takeReplace(_ change: borrowing OrderTransition, _ place: Int) {
        let pending = change.pendingLimit?.won ?? 0
        let isDearer = pending > orders.places[place].limit
        orders.places[place].pending = pending
        price(change, place)
        guard isDearer, orders.places[place].side == .buy else { return }
        let symbol = orders.places[place].key.symbol.int
        checkBuy(change.reference, symbol, at: change.at, isNew: false)
    }

    /// A buy counts at another price from now on.
    private mutating func price(_ change: borrowing OrderTransition, _ place: Int) {
        guard let pricing = change.pricing, orders.places[place].side == .buy else { return }
        let leaves = orders.places[place].leaves
        count(place, -leaves)
        orders.places[place].valuation = pricing.valuation.won
        orders.places[place].reserving = pricing.reservingPrice.won
        count(place, leaves)
    }

    private mutating func takeOut(_ change: borrowing OrderTransition, _ place: Int) {
        let leaves = orders.places[place].leaves
        let rest = change.leaves.count
        let cut = leaves - rest
        expect(
            cut > 0 && rest > 0, .leavesAreTheRest, at: change.at,
            change.reference, nil, leaves, change.leaves.count)
        if breach != nil { return }
        count(place, -cut)
        orders.places[place].cancelled += cut
        if orders.places[place].change == 0 { endDoubt(change, place) }
    }

    /// What is left is the rest, and status and shares say the same (invariant 2).
    @inline(__always)
    private mutating func checkRest(_ change: borrowing OrderTransition, _ place: Int) {
        let order = orders.places[place]
        expect(
            change.leaves.count == order.leaves, .leavesAreTheRest, at: change.at,
            change.reference, nil, order.leaves, change.leaves.count)
        checkStatus(place, at: change.at)
    }

    @inline(__always)
    mutating func checkStatus(_ place: Int, at moment: Moment) {
        let order = orders.places[place]
        let (filled, quantity) = (order.filled, order.quantity)
        let clause: Clause
        let holds: Bool
        switch order.status {
        case .filled: (clause, holds) = (.filledMeansAll, filled == quantity)
        case .canceled: (clause, holds) = (.canceledMeansPart, filled < quantity)
        case .rejected: (clause, holds) = (.rejectedMeansNone, filled == 0)
        case .pendingNew, .submitted: (clause, holds) = (.openMeansRest, filled == 0)
        case .partialFill:
            (clause, holds) = (.openMeansRest, filled > 0 && filled < quantity)
        }
        expect(
            holds, clause, at: moment, OrderReference(serial: order.serial), nil,
            quantity, filled)
    }
}
