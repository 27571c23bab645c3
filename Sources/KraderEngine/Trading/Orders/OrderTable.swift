public import KraderModel

/// Why an order ended or is as it is, beside its status.
public enum OrderReason: UInt8, Hashable, Sendable, CaseIterable {
    case none, cancelledByStrategy, cancelledByKillSwitch, expired, expiredByStrategy, notSent
    case rejectedByVenue, riskChanged

    public var code: String {
        switch self {
        case .none: ""
        case .cancelledByStrategy: "CANCELLED_BY_STRATEGY"
        case .cancelledByKillSwitch: "CANCELLED_BY_KILL_SWITCH"
        case .expired: "EXPIRED"
        case .expiredByStrategy: "EXPIRED_BY_STRATEGY"
        case .notSent: "NOT_SENT"
        case .rejectedByVenue: "REJECTED_BY_VENUE"
        case .riskChanged: "RISK_CHANGED"
        }
    }
}

/// One order of ours and everything money needs to know about it.
public struct Order: Hashable, Sendable {
    public let reference: OrderReference
    public let key: SignalKey
    public let side: Side
    public var type = OrderType.limit
    public let timeInForce: TimeInForce
    let createdAt: Moment
    /// The moment at which the engine cancels it; `distantFuture` when never.
    var expiresAt: Moment
    public var machine: OrderMachine
    public var limit: Price?
    /// Price at which a buy reserves cash.
    public var reservingPrice: Price
    /// What one share counts in exposure.
    var valuation: Price
    var filledAmount = Won.zero
    public var commission = Won.zero
    public var tax = Won.zero
    public var reserved = Won.zero
    /// The number under which it rests; it changes with each modify and is `nil` until the broker
    /// said one.
    public var number: OrderNumber?
    /// A limit asked for and not confirmed.
    var pendingLimit: Price?
    /// Whether the order is to be cancelled: the wish is kept until it can be sent.
    public var isCancelRequested = false
    public var isFromTick: Bool
    /// Whether the engine sent it because an exit was hit: it leaves and stays while its strategy,
    /// or trading, is paused.
    public var isExit = false
    /// Whether it is a limit that took when it was sent, as far as the engine knew the market then.
    var takesOnArrival = false
    /// Whether its fills arm exits.
    var hasExits = false
    public var reason = OrderReason.none
    /// The request of the change that is in flight, or was last.
    var changeRequest: RequestID?
    /// The place of what waits to be sent of it, among all that waits.
    var rank: Int64 = 0

    /// What stands in a free slot.
    static let none = Order(
        reference: OrderReference(serial: 0),
        key: SignalKey(
            strategy: 0, symbol: SymbolIndex(0), milliseconds: 0, sequence: 0, leg: 0),
        side: .buy, timeInForce: .day, createdAt: .distantPast, expiresAt: .distantFuture,
        machine: OrderMachine(quantity: Shares(1)), reservingPrice: Price(1), valuation: Price(1),
        isFromTick: false)

    public var symbol: SymbolIndex { key.symbol }
    public var quantity: Shares { machine.quantity }

    /// What the books count the order's leaves as.
    @inline(__always)
    var promise: OrderPromise {
        OrderPromise(
            strategy: Int(key.strategy), symbol: key.symbol.int, side: side, valuation: valuation)
    }
}

/// The last executions of an order, by the exchange's number (failure-modes.md §1, C01): enough for
/// repeats and pushes out of order, which come close together.
struct RecentExecutions: Hashable {
    private var first: Int64 = .min
    private var second: Int64 = .min
    private var third: Int64 = .min
    private var fourth: Int64 = .min

    @inline(__always)
    func contains(_ number: ExecutionNumber) -> Bool {
        let number = number.value
        return first == number || second == number || third == number || fourth == number
    }

    @inline(__always)
    mutating func add(_ number: ExecutionNumber) {
        (fourth, third, second, first) = (third, second, first, number.value)
    }
}

/// The orders that are alive, found by reference or by the broker's number.
struct OrderTable: ~Copyable {
    let slots: FixedBuffer<Order>
    /// The executions of each slot's order: what the broker tells twice is booked once.
    let executions: FixedBuffer<RecentExecutions>
    /// The executions of the last orders that ended, in a ring.
    private let ended = FixedBuffer<(serial: Int64, executions: RecentExecutions)>(
        repeating: (0, RecentExecutions()), count: 64)
    private var endings = 0
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

    init(capacity: Int) {
        slots = FixedBuffer(repeating: Order.none, count: capacity)
        executions = FixedBuffer(repeating: RecentExecutions(), count: capacity)
        alive = FixedBuffer(repeating: false, count: capacity)
        free = FixedBuffer(count: capacity) { Int32($0) }
    }

    var isFull: Bool { count == slots.count }
    var usedSlots: Int { used[0] }
    func isAlive(_ slot: Int) -> Bool { alive[slot] }
    var view: OrderView { OrderView(slots: slots.view, alive: alive.view, used: used.view) }

    /// The reference of the order that is decided next.
    var nextReference: OrderReference { OrderReference(serial: serials + 1) }

    mutating func insert(_ order: Order) -> Int {
        precondition(!isFull, "There is room, or the signal was refused")
        let slot = Int(free[count])
        count += 1
        used[0] = max(used[0], slot + 1)
        slots[slot] = order
        executions[slot] = RecentExecutions()
        alive[slot] = true
        serials = order.reference.serial
        bySerial.set(serials, slot)
        return slot
    }

    mutating func remove(_ slot: Int) {
        guard alive[slot] else { return }
        bySerial.remove(slots[slot].reference.serial)
        ended[endings & 63] = (slots[slot].reference.serial, executions[slot])
        endings &+= 1
        alive[slot] = false
        count -= 1
        free[count] = Int32(slot)
    }

    func slot(of reference: OrderReference) -> Int? { bySerial[reference.serial] }

    func slot(of number: OrderNumber) -> Int? {
        byNumber[Int64(number.value)].flatMap { bySerial[Int64($0)] }
    }

    mutating func bind(_ number: OrderNumber, to reference: OrderReference) {
        byNumber.set(Int64(number.value), Int(reference.serial))
    }

    /// Whether an order that has ended, among the last 64, was told of an execution before.
    func hasEnded(_ number: OrderNumber, with execution: ExecutionNumber) -> Bool {
        guard let serial = byNumber[Int64(number.value)] else { return false }
        for place in 0..<ended.count where ended[place].serial == Int64(serial) {
            return ended[place].executions.contains(execution)
        }
        return false
    }

    /// Whether the number was given today to an order of ours, alive or not, or to a change of one.
    func isKnown(_ number: OrderNumber) -> Bool { byNumber[Int64(number.value)] != nil }

    /// Numbers begin again each trading day; what is still alive can be told to have ended.
    mutating func forgetNumbers() {
        byNumber.removeAll()
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
            if executions[slot] != other.executions[there] { return "executions of \(slots[slot])" }
        }
        return byNumber.agrees(with: other.byNumber) ? nil : "numbers of orders"
    }
}
