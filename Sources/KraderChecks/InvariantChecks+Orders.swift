import KraderEngine
import KraderModel

// Orders: decided, changed, ended (invariants 1 to 4, 7, 14, 41).
extension InvariantChecks {
    mutating func take(_ record: UnsafePointer<OrderRecord>) {
        let (reference, at) = (record.pointee.reference, record.pointee.at)
        let (index, quantity) = (record.pointee.key.symbol, record.pointee.quantity.count)
        expect(
            reference.serial == orders.last + 1, .orderIsNew, at: at, reference, index,
            orders.last + 1, reference.serial)
        expect(
            quantity > 0 && quantity <= NumberRange.sharesMax.count, .quantityCanBe, at: at,
            reference, index, 1, quantity)
        if breach != nil { return }
        let order = orders.claim(reference.serial)
        order.pointee.symbol = index
        order.pointee.quantity = quantity
        order.pointee.side = record.pointee.side
        order.pointee.type = record.pointee.type
        order.pointee.timeInForce = record.pointee.timeInForce
        order.pointee.limit = record.pointee.limit?.won ?? 0
        order.pointee.valuation = record.pointee.valuation.won
        order.pointee.reserving = record.pointee.reservingPrice.won
        order.pointee.isExit = record.pointee.isExit
        begin(order)
        ordersToday += 1
        control.ownAlive += 1
        if record.pointee.isExit { control.exitsAlive += 1 }
        let symbol = symbols.address(of: index.int)
        switch record.pointee.side {
        case .buy: checkBuy(reference, index.int, at: at, isNew: true)
        case .sell:
            let sellable = symbol.pointee.held - symbol.pointee.unlisted
            expect(
                symbol.pointee.offered <= sellable, .soldIsHeld, at: at, reference, index,
                symbol.pointee.held, symbol.pointee.offered)
        }
        if isThorough { rememberKey(record.pointee) }
    }

    mutating func take(_ record: ExternalOrderRecord) {
        expect(
            record.reference.serial == orders.last + 1, .orderIsNew, at: record.at,
            record.reference, record.symbol, orders.last + 1, record.reference.serial)
        if breach != nil { return }
        let order = orders.claim(record.reference.serial)
        order.pointee.symbol = record.symbol
        order.pointee.quantity = record.terms.quantity.count
        order.pointee.side = record.terms.side
        order.pointee.type = record.terms.type
        order.pointee.limit = record.terms.limit?.won ?? 0
        order.pointee.valuation = record.valuation.won
        order.pointee.reserving = record.reservingPrice.won
        order.pointee.isExternal = true
        order.pointee.hasLeft = true
        order.pointee.status = .submitted
        order.pointee.number = record.number.value
        begin(order)
        if isThorough {
            rememberNumber(record.number, of: record.reference.serial, at: record.at)
            // The broker took it: one of ours that was lost, and still holds shares back, is not
            // there.
            let symbol = symbols[record.symbol.int]
            if record.terms.side == .sell, symbol.offered > symbol.held - symbol.unlisted {
                thorough.unsettled.insert(record.symbol.value)
            }
        }
    }

    @inline(__always)
    private mutating func begin(_ order: WatchedPlace) {
        count(order, order.pointee.quantity)
        if orders.hasMoved { return linkAnew() }
        let symbol = symbols.address(of: order.pointee.symbol.int)
        let (next, place) = (symbol.pointee.first, orders.place(at: order))
        order.pointee.next = next
        if next >= 0 { orders.places[Int(next)].previous = place }
        symbol.pointee.first = place
    }

    /// Shares of a live order begin to count, or cease to.
    @inline(__always)
    mutating func count(_ order: WatchedPlace, _ shares: Int64) {
        let symbol = symbols.address(of: order.pointee.symbol.int)
        switch order.pointee.side {
        case .buy:
            symbol.pointee.bidFor += shares
            money.openBuys &+= shares &* order.pointee.valuation
            money.reserved &+= shares &* order.pointee.reserving
        case .sell: symbol.pointee.offered += shares
        }
    }

    @inline(never)
    private mutating func linkAnew() {
        orders.hasMoved = false
        for symbol in 0..<symbols.count { symbols[symbol].first = -1 }
        for place in 0..<orders.places.count where orders.places[place].isAlive {
            let symbol = orders.places[place].symbol.int
            let next = symbols[symbol].first
            orders.places[place].next = next
            orders.places[place].previous = -1
            if next >= 0 { orders.places[Int(next)].previous = Int32(place) }
            symbols[symbol].first = Int32(place)
        }
    }

    /// Nothing more can happen to an order here; word of fills may come.
    @inline(__always)
    mutating func end(_ order: WatchedPlace) {
        let leaves = order.pointee.leaves
        if leaves != 0 { count(order, -leaves) }
        let (next, previous) = (order.pointee.next, order.pointee.previous)
        if next >= 0 { orders.places[Int(next)].previous = previous }
        if previous >= 0 {
            orders.places[Int(previous)].next = next
        } else {
            symbols[order.pointee.symbol.int].first = next
        }
        if !order.pointee.isExternal, !order.pointee.isAbsent {
            control.ownAlive -= 1
            if order.pointee.isExit { control.exitsAlive -= 1 }
        }
        orders.end(order)
    }
}
