import KraderModel

/// The orders that are alive, found by reference or by the broker's number, and what became of
/// those that ended today: word of a fill may come late.
struct OrderTable: ~Copyable {
    let slots: FixedBuffer<Order>
    private let alive: FixedBuffer<Bool>
    private let free: FixedBuffer<Int32>
    private(set) var count = 0
    private var bySerial = IntegerMap()
    /// Every number of today, root or child, to the order's serial.
    private var byNumber = IntegerMap(layout: .row)
    /// How many orders were ever decided.
    private(set) var serials: Int64 = 0
    /// One element: the highest slot ever used plus one, where loops over live orders stop.
    private let used = FixedBuffer(repeating: 0, count: 1)
    /// What became of the day's orders, by serial from `firstOfDay` on.
    private var fates = AppendBuffer<Fate>(capacity: 256)
    private var firstOfDay: Int64 = 1
    /// The orders that ended today with shares unfilled.
    private(set) var unfinished = AppendBuffer<Order>(capacity: 64)
    /// What was booked under numbers that orders had before a modify, today.
    private(set) var formers: [Former] = []

    /// What became of an order: alive, filled whole, or ended with shares unfilled.
    struct Fate {
        var reference: OrderReference
        var symbol: SymbolIndex
        var side: Side
        /// What it booked when it filled whole, in won.
        var booked = Won.zero
        /// Its place among the unfinished ones, or one of the two below.
        var place = Fate.alive

        static let alive = -1
        static let filled = -2
    }

    /// What was booked under a number that its order has no more.
    struct Former: Hashable {
        var number: OrderNumber
        var booked: BookedExecutions
    }

    init(capacity: Int) {
        slots = FixedBuffer(repeating: Order.none, count: capacity)
        alive = FixedBuffer(repeating: false, count: capacity)
        free = FixedBuffer(count: capacity) { Int32($0) }
    }

    var isFull: Bool { count == slots.count }
    var usedSlots: Int { used[0] }
    func isAlive(_ slot: Int) -> Bool { alive[slot] }
    var view: OrderView { OrderView(slots: slots.view, alive: alive.view, used: used.view) }

    /// The reference of the order that is decided next.
    var nextReference: OrderReference { OrderReference(serial: serials + 1) }

    /// It is in line, so that an order is made where it stays.
    @inline(__always)
    mutating func insert(_ order: Order) -> Int {
        precondition(!isFull, "There is room, or the signal was refused")
        let slot = Int(free[count])
        count += 1
        used[0] = max(used[0], slot + 1)
        slots[slot] = order
        alive[slot] = true
        serials = order.reference.serial
        bySerial.set(serials, slot)
        fates.append(
            Fate(reference: order.reference, symbol: order.symbol, side: order.side))
        return slot
    }

    mutating func remove(_ slot: Int) {
        guard alive[slot] else { return }
        let serial = slots[slot].reference.serial
        bySerial.remove(serial)
        alive[slot] = false
        count -= 1
        free[count] = Int32(slot)
        guard serial >= firstOfDay else { return }
        let index = Int(serial - firstOfDay)
        fates[index].booked = slots[slot].booked.through
        if slots[slot].machine.status == .filled {
            fates[index].place = Fate.filled
        } else {
            fates[index].place = unfinished.count
            unfinished.append(slots[slot])
        }
    }

    func slot(of reference: OrderReference) -> Int? { bySerial[reference.serial] }

    func slot(of number: OrderNumber) -> Int? {
        byNumber[Int64(number.value)].flatMap { bySerial[Int64($0)] }
    }

    /// A number is given to an order. It is the one under which the order rests from now on, or
    /// that of a change.
    mutating func bind(_ number: OrderNumber, to reference: OrderReference) {
        byNumber.set(Int64(number.value), Int(reference.serial))
    }

    /// An order rests under another number from now on: executions are counted anew under it.
    mutating func renumber(_ slot: Int, _ number: OrderNumber) {
        if let former = slots[slot].number, former != number {
            formers.append(Former(number: former, booked: slots[slot].booked))
            slots[slot].booked = BookedExecutions()
        }
        slots[slot].number = number
    }

    /// What is booked under a number that an order had.
    func former(_ number: OrderNumber) -> Int? {
        formers.firstIndex { $0.number == number }
    }

    /// What an execution under a number that its order has no more comes to.
    func finding(
        _ execution: borrowing Execution, under number: OrderNumber
    ) -> BookedExecutions.Finding {
        guard let place = former(number) else { return .contradictory }
        return formers[place].booked.finding(execution)
    }

    /// What an execution comes to that is told of an order that has ended.
    func finding(
        _ execution: borrowing Execution, under number: OrderNumber, ofEnded fate: Fate
    ) -> BookedExecutions.Finding {
        if let place = former(number) { return formers[place].booked.finding(execution) }
        if fate.place >= 0 { return unfinished[fate.place].booked.finding(execution) }
        return execution.cumulativeAmount <= fate.booked ? .repeated : .new
    }

    /// An execution that no order can have had is booked all the same: once.
    mutating func noteExcess(_ execution: Execution, under number: OrderNumber) {
        if let place = former(number) {
            formers[place].booked.add(execution)
        } else if let slot = slot(of: number) {
            slots[slot].booked.add(execution)
        } else if let serial = byNumber[Int64(number.value)], serial >= firstOfDay {
            let index = Int(Int64(serial) - firstOfDay)
            if fates[index].place >= 0 {
                unfinished[fates[index].place].booked.add(execution)
            } else {
                fates[index].booked = max(fates[index].booked, execution.cumulativeAmount)
            }
        }
    }

    /// Whether an order rests under a number, or did.
    func isKnownPlace(_ number: OrderNumber, of slot: Int) -> Bool {
        slots[slot].number == number || former(number) != nil
    }

    mutating func note(_ execution: Execution, former place: Int) {
        formers[place].booked.add(execution)
    }

    /// An order that had ended is known better.
    mutating func amend(_ place: Int, _ order: Order) { unfinished[place] = order }

    /// Whether the number was given today to an order of ours, alive or not, or to a change of one.
    func isKnown(_ number: OrderNumber) -> Bool { byNumber[Int64(number.value)] != nil }

    /// What became of the order that a number was given to; `nil` when that is not of today.
    func fate(of number: OrderNumber) -> Fate? {
        guard let serial = byNumber[Int64(number.value)], serial >= firstOfDay else { return nil }
        return fates[Int(Int64(serial) - firstOfDay)]
    }

    /// Numbers begin again each trading day; what is still alive can be told to have ended.
    mutating func forgetNumbers() {
        if PlantedBug.isPlanted(.keepsOldNumbers) { return }
        byNumber.removeAll()
        fates.removeAll()
        unfinished.removeAll()
        formers.removeAll()
        firstOfDay = serials + 1
        for slot in 0..<usedSlots where alive[slot] {
            if let number = slots[slot].number { bind(number, to: slots[slot].reference) }
        }
    }
}

/// Read access to live orders for strategies.
struct OrderView {
    let slots: BufferView<Order>
    let alive: BufferView<Bool>
    let used: BufferView<Int>

    func active(symbol: SymbolIndex, strategy: Int32) -> [ActiveOrder] {
        var found: [ActiveOrder] = []
        for slot in 0..<used[0]
        where alive[slot] && slots[slot].symbol == symbol && slots[slot].key.strategy == strategy {
            let machine = slots[slot].machine
            found.append(
                ActiveOrder(
                    reference: slots[slot].reference, side: slots[slot].side,
                    limit: slots[slot].limit, leaves: machine.leaves, filled: machine.filled,
                    status: machine.status, isCancelRequested: slots[slot].isCancelRequested))
        }
        // Slots are used again: the order of decision is the order of serials.
        return found.sorted { $0.reference < $1.reference }
    }

    func symbol(of reference: OrderReference) -> SymbolIndex? {
        for slot in 0..<used[0] where alive[slot] && slots[slot].reference == reference {
            return slots[slot].symbol
        }
        return nil
    }
}

extension OrderTable {
    /// The first difference from another table, in words; `nil` when there is none.
    func difference(from other: borrowing OrderTable) -> String? {
        guard count == other.count, serials == other.serials else {
            return "\(count) orders up to \(serials), not \(other.count) up to \(other.serials)"
        }
        for slot in 0..<usedSlots where isAlive(slot) {
            guard let there = other.slot(of: slots[slot].reference) else {
                return "order \(slots[slot].reference.serial) is not open there"
            }
            if slots[slot] != other.slots[there] {
                return "\(slots[slot]), not \(other.slots[there])"
            }
        }
        guard unfinished.count == other.unfinished.count, formers == other.formers else {
            return "ended orders"
        }
        for place in 0..<unfinished.count where unfinished[place] != other.unfinished[place] {
            return "\(unfinished[place]), not \(other.unfinished[place])"
        }
        return byNumber.agrees(with: other.byNumber) ? nil : "numbers of orders"
    }
}
