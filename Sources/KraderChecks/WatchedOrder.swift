import KraderEngine
import KraderModel

/// What the checks know of one order, from records alone.
struct WatchedOrder {
    var serial: Int64 = 0
    var quantity: Int64 = 0
    var filled: Int64 = 0
    /// Shares that partial cancels took out.
    var cancelled: Int64 = 0
    /// What its fills amount to, in won.
    var amount: Int64 = 0
    /// Shares and won that filled before it got the number that it has.
    var filledBefore: Int64 = 0
    var amountBefore: Int64 = 0
    /// The most shares of that number that the broker has told of.
    var told: Int64 = 0
    /// Its limit and the one asked for; 0 is none.
    var limit: Int64 = 0
    var pending: Int64 = 0
    /// What a share counts in exposure, and at what a share of a buy holds back cash.
    var valuation: Int64 = 0
    var reserving: Int64 = 0
    var symbol = SymbolIndex(0)
    /// The broker's number; 0 while none is known.
    var number: Int32 = 0
    /// The request of the change in flight; 0 while none is.
    var change: Int64 = 0
    var doubtSince = Moment.distantFuture
    /// How many lists of the day's orders had come when its doubt began.
    var listsAtDoubt: Int64 = 0
    var commission: Int64 = 0
    var tax: Int64 = 0
    /// The places of the neighbours among the live orders of its symbol; −1 is none.
    var next: Int32 = -1
    var previous: Int32 = -1
    var side = Side.buy
    var type = OrderType.limit
    var timeInForce = TimeInForce.day
    var status = OrderStatus.pendingNew
    var isAlive = false
    var isExternal = false
    var isExit = false
    var hasLeft = false
    var isAbsent = false
    var isCancelWished = false

    var leaves: Int64 { isAlive ? quantity - filled - cancelled : 0 }
    var isInDoubt: Bool { doubtSince != .distantFuture }
    /// Up to which price it may trade; `nil`: at any.
    var reach: Int64? { type == .limit ? limit : nil }

    /// Whether a request says what was decided.
    @inline(__always)
    func asksFor(
        _ symbol: SymbolIndex, _ side: Side, _ quantity: Int64, _ limit: Int64,
        _ type: OrderType, _ life: TimeInForce
    ) -> Bool {
        self.symbol == symbol && self.side == side && self.quantity == quantity
            && self.limit == limit && self.type == type && timeInForce == life
    }
}

/// Where what is known of an order lies: it is changed there, and never copied.
typealias WatchedPlace = UnsafeMutablePointer<WatchedOrder>

/// The orders that live, and those that ended of late, by reference: a place for each, modulo a
/// size that grows when half of it lives.
struct WatchedOrders: ~Copyable {
    private(set) var places: FixedBuffer<WatchedOrder>
    private var mask: Int
    /// The furthest that an order lies behind its home.
    private var furthest = 0
    private(set) var alive = 0
    /// The reference of the last one decided.
    private(set) var last: Int64 = 0
    /// Whether places have changed since orders were last linked.
    var hasMoved = false

    /// - Parameter capacity: a power of two
    init(capacity: Int) {
        places = FixedBuffer(repeating: WatchedOrder(), count: capacity)
        mask = capacity - 1
    }

    var count: Int { places.count }

    /// The place of an order; −1 where it was never decided, or has ended long ago.
    @inline(__always)
    func place(of reference: OrderReference) -> Int {
        let home = Int(truncatingIfNeeded: reference.serial) & mask
        if places[home].serial == reference.serial { return home }
        return furthest == 0 ? -1 : search(reference.serial, from: home)
    }

    private func search(_ serial: Int64, from home: Int) -> Int {
        for distance in 1...furthest where places[(home + distance) & mask].serial == serial {
            return (home + distance) & mask
        }
        return -1
    }

    /// Where an order lies; `nil` where it was never decided, or has ended long ago. It is good
    /// until another is claimed.
    @inline(__always)
    func order(_ reference: OrderReference) -> WatchedPlace? {
        let home = places.address(of: Int(truncatingIfNeeded: reference.serial) & mask)
        if home.pointee.serial == reference.serial { return home }
        let place = place(of: reference)
        return place < 0 ? nil : places.address(of: place)
    }

    /// The place of an order that lies here.
    @inline(__always)
    func place(at order: WatchedPlace) -> Int32 {
        Int32(truncatingIfNeeded: order - places.address(of: 0))
    }

    /// Room for a new order, all of it at its beginning but its reference.
    @inline(__always)
    mutating func claim(_ serial: Int64) -> WatchedPlace {
        if alive * 2 >= places.count { grow() }
        last = serial
        let order = places.address(of: room(for: serial))
        order.pointee = WatchedOrder()
        order.pointee.serial = serial
        order.pointee.isAlive = true
        alive += 1
        return order
    }

    @inline(__always)
    mutating func end(_ order: WatchedPlace) {
        order.pointee.isAlive = false
        alive -= 1
    }

    /// The first place from an order's home on where none lives.
    @inline(__always)
    private mutating func room(for serial: Int64) -> Int {
        let home = Int(truncatingIfNeeded: serial) & mask
        return places[home].isAlive ? search(home) : home
    }

    @inline(never)
    private mutating func search(_ home: Int) -> Int {
        var distance = 1
        while places[(home + distance) & mask].isAlive { distance += 1 }
        if distance > furthest { furthest = distance }
        return (home + distance) & mask
    }

    /// Makes room. Orders change their places: whoever links them does so anew.
    private mutating func grow() {
        var former = FixedBuffer(repeating: WatchedOrder(), count: places.count * 2)
        swap(&places, &former)
        mask = places.count - 1
        furthest = 0
        for place in 0..<former.count where former[place].serial > 0 {
            places[room(for: former[place].serial)] = former[place]
        }
        hasMoved = true
    }
}
