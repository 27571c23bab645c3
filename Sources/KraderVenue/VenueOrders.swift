public import KraderModel

/// The heads of a symbol's lists and how many orders hang in them.
@usableFromInline struct SymbolOrders {
    /// The aggressive orders, by order number.
    var aggressive = VenueOrders.none
    /// The resting orders of each side, by price, the best first, then by order number.
    var buys = VenueOrders.none
    var sells = VenueOrders.none
    var live: Int32 = 0
    /// `live`, and `watched` where a book was shown: prints of other symbols concern nobody.
    @usableFromInline var attention: Int32 = 0
    /// Whether somebody wants to hear of each way of its path.
    var isWatched = false

    static let watched: Int32 = 1 << 30
}

/// The live orders: a fixed number of slots, a free list through them, and three sorted lists a
/// symbol.
///
/// 1. A slot hangs in exactly one list, the free one or one of its symbol's.
/// 2. Every number given out today has a row, which knows the slot in which its order rests.
/// 3. `liveSymbols` names the symbols with live orders and those watched, by index.
@usableFromInline struct VenueOrders: ~Copyable {
    static let capacity = 8_192
    static let none: Int32 = -1

    private let slots: FixedBuffer<VenueOrder>
    @usableFromInline let lists: FixedBuffer<SymbolOrders>
    private var free: Int32 = 0
    private(set) var live = 0
    /// How many live orders have a clock that isn't `regular`, together and by clock.
    private(set) var special = 0
    private let clocks: FixedBuffer<Int>
    private(set) var liveSymbols: FixedBuffer<Int32>
    private(set) var liveSymbolCount = 0
    private var rows = AppendBuffer<OrderRow>(capacity: 1_024)
    /// The immediate orders that look at recorded prints for a while, and those that look at points
    /// of candles.
    private var waitingForPrints = WaitingLine()
    private var waitingForPoints = WaitingLine()

    /// What became of an order number.
    enum Place {
        case resting(Int32)
        case nothingLeft
        /// A cancel's own number, or one that was never given.
        case noOrder
    }

    init(symbols: Int) {
        slots = FixedBuffer(count: VenueOrders.capacity) { index in
            var order = VenueOrder(
                number: OrderNumber(0), symbol: SymbolIndex(0), side: .buy, timeInForce: .day,
                limit: nil, reservingPrice: Price(0), quantity: .zero,
                leaves: .zero, enteredAt: .distantPast)
            order.next = index + 1 < VenueOrders.capacity ? Int32(index + 1) : VenueOrders.none
            return order
        }
        lists = FixedBuffer(repeating: SymbolOrders(), count: symbols)
        clocks = FixedBuffer(repeating: 0, count: OrderClock.allCases.count)
        liveSymbols = FixedBuffer(repeating: 0, count: symbols)
    }

    /// The same orders in the same places.
    init(copying other: borrowing VenueOrders) {
        slots = other.slots.copy()
        lists = other.lists.copy()
        free = other.free
        live = other.live
        special = other.special
        clocks = other.clocks.copy()
        liveSymbols = other.liveSymbols.copy()
        liveSymbolCount = other.liveSymbolCount
        rows = other.rows.copy()
        waitingForPrints = other.waitingForPrints.copy()
        waitingForPoints = other.waitingForPoints.copy()
    }

    subscript(slot: Int32) -> VenueOrder {
        @inline(__always) _read { yield slots[Int(slot)] }
        @inline(__always) nonmutating _modify { yield &slots[Int(slot)] }
    }

    var isFull: Bool { free == VenueOrders.none }
}

extension VenueOrders {
    /// The next order number of the day, for what the terms ask.
    mutating func number(
        _ kind: ListedOrder.Kind, of original: OrderNumber? = nil, _ symbol: SymbolIndex,
        _ terms: OrderTerms
    ) -> OrderNumber {
        rows.append(OrderRow(kind, of: original, symbol, terms))
        return OrderNumber(Int32(rows.count))
    }

    var numbersGiven: Int { rows.count }

    func place(of number: OrderNumber) -> Place {
        let index = Int(number.value) - 1
        guard index >= 0, index < rows.count else { return .noOrder }
        let slot = rows[index].slot
        if slot != VenueOrders.none { return .resting(slot) }
        return rows[index].kind == .cancel ? .noOrder : .nothingLeft
    }

    /// What was asked for under a number that was given.
    func row(of number: OrderNumber) -> OrderRow { rows[Int(number.value) - 1] }

    /// The issue of a number, if it was given.
    func symbol(of number: OrderNumber) -> SymbolIndex? {
        let index = Int(number.value) - 1
        return index >= 0 && index < rows.count ? rows[index].symbol : nil
    }

    /// Numbers begin at 1 again; no order may be left.
    mutating func restartNumbers() {
        precondition(live == 0, "A day's numbers end with its orders")
        rows.removeAll()
        waitingForPrints = WaitingLine()
        waitingForPoints = WaitingLine()
    }

    /// Lines up a live immediate order that will end by itself.
    mutating func wait(_ number: OrderNumber, forPoints: Bool) {
        if forPoints { waitingForPoints.add(number) } else { waitingForPrints.add(number) }
    }

    /// The immediate order whose wait ends first, of those that wait for points or for prints;
    /// `none` when none lives.
    mutating func nextToEnd(forPoints: Bool) -> Int32 {
        while let number = forPoints ? waitingForPoints.first : waitingForPrints.first {
            if case .resting(let slot) = place(of: number) { return slot }
            if forPoints { waitingForPoints.drop() } else { waitingForPrints.drop() }
        }
        return VenueOrders.none
    }

    /// Gives an order a slot and a place in its list. There must be room.
    mutating func insert(_ order: VenueOrder) {
        let slot = free
        precondition(slot != VenueOrders.none, "An order is taken only when there is room")
        free = slots[Int(slot)].next
        slots[Int(slot)] = order
        rows[Int(order.number.value) - 1].slot = slot
        live += 1
        if order.clock != .regular { count(order.clock, 1) }
        let symbol = order.symbol.int
        if lists[symbol].live == 0, !lists[symbol].isWatched { addLiveSymbol(symbol) }
        lists[symbol].live += 1
        lists[symbol].attention += 1
        link(slot)
    }

    /// Takes an order out for good.
    mutating func remove(_ slot: Int32) {
        unlink(slot)
        let symbol = slots[Int(slot)].symbol.int
        rows[Int(slots[Int(slot)].number.value) - 1].slot = VenueOrders.none
        slots[Int(slot)].next = free
        free = slot
        live -= 1
        if slots[Int(slot)].clock != .regular { count(slots[Int(slot)].clock, -1) }
        lists[symbol].live -= 1
        lists[symbol].attention -= 1
        if lists[symbol].live == 0, !lists[symbol].isWatched { removeLiveSymbol(symbol) }
    }

    mutating func watch(_ symbol: Int, _ isWatched: Bool) {
        if lists[symbol].isWatched == isWatched { return }
        lists[symbol].isWatched = isWatched
        if lists[symbol].live > 0 { return }
        if isWatched { addLiveSymbol(symbol) } else { removeLiveSymbol(symbol) }
    }

    /// An aggressive order waits at its limit from now on.
    mutating func rest(_ slot: Int32) {
        unlink(slot)
        slots[Int(slot)].isAggressive = false
        link(slot)
    }

    /// A resting order takes from now on what comes.
    mutating func hunt(_ slot: Int32) {
        unlink(slot)
        slots[Int(slot)].isAggressive = true
        link(slot)
    }

    /// A conditional limit becomes a market order, at the place of its number.
    mutating func becomeMarket(_ slot: Int32) {
        unlink(slot)
        count(slots[Int(slot)].clock, -1)
        slots[Int(slot)].clock = .regular
        slots[Int(slot)].type = .market
        slots[Int(slot)].limit = nil
        slots[Int(slot)].isAggressive = true
        link(slot)
    }

    func live(_ clock: OrderClock) -> Int { clocks[Int(clock.rawValue)] }

    private mutating func count(_ clock: OrderClock, _ change: Int) {
        clocks[Int(clock.rawValue)] += change
        special += change
    }

    private mutating func link(_ slot: Int32) {
        let symbol = slots[Int(slot)].symbol.int
        var previous = VenueOrders.none
        var next = head(of: slot)
        while next != VenueOrders.none, !comesBefore(slot, next) {
            previous = next
            next = slots[Int(next)].next
        }
        slots[Int(slot)].previous = previous
        slots[Int(slot)].next = next
        if next != VenueOrders.none { slots[Int(next)].previous = slot }
        if previous == VenueOrders.none {
            setHead(of: slot, symbol: symbol, to: slot)
        } else {
            slots[Int(previous)].next = slot
        }
    }

    private mutating func unlink(_ slot: Int32) {
        let previous = slots[Int(slot)].previous
        let next = slots[Int(slot)].next
        if next != VenueOrders.none { slots[Int(next)].previous = previous }
        if previous == VenueOrders.none {
            setHead(of: slot, symbol: slots[Int(slot)].symbol.int, to: next)
        } else {
            slots[Int(previous)].next = next
        }
    }

    // In line: lent to a call, the whole table would be copied.
    @inline(__always)
    private func head(of slot: Int32) -> Int32 {
        let lists = lists[slots[Int(slot)].symbol.int]
        if slots[Int(slot)].isAggressive { return lists.aggressive }
        return slots[Int(slot)].side == .buy ? lists.buys : lists.sells
    }

    @inline(__always)
    private func setHead(of slot: Int32, symbol: Int, to head: Int32) {
        if slots[Int(slot)].isAggressive {
            lists[symbol].aggressive = head
        } else if slots[Int(slot)].side == .buy {
            lists[symbol].buys = head
        } else {
            lists[symbol].sells = head
        }
    }

    private func comesBefore(_ slot: Int32, _ other: Int32) -> Bool {
        let a = slots[Int(slot)]
        let b = slots[Int(other)]
        if !a.isAggressive, let mine = a.limit, let theirs = b.limit, mine != theirs {
            return a.side == .buy ? mine > theirs : mine < theirs
        }
        return a.number < b.number
    }

    private mutating func addLiveSymbol(_ symbol: Int) {
        var place = liveSymbolCount
        while place > 0, liveSymbols[place - 1] > symbol {
            liveSymbols[place] = liveSymbols[place - 1]
            place -= 1
        }
        liveSymbols[place] = Int32(symbol)
        liveSymbolCount += 1
    }

    private mutating func removeLiveSymbol(_ symbol: Int) {
        var place = 0
        while liveSymbols[place] != symbol { place += 1 }
        liveSymbolCount -= 1
        while place < liveSymbolCount {
            liveSymbols[place] = liveSymbols[place + 1]
            place += 1
        }
    }
}
