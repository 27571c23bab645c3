import KraderModel

/// What the controls count: orders, messages and rejections of the last minutes and of the day. It
/// is the fold of orders and their transitions, so that a restart goes on in the same windows.
///
/// What an exit sells is a message and an open order, and counts for nothing else here.
struct OrderActivity: ~Copyable {
    /// One strategy's buys of one symbol, and its orders of either side in this minute.
    struct Cell: Hashable {
        /// The last buys, the newest first.
        var first = Moment.distantPast
        var second = Moment.distantPast
        var third = Moment.distantPast
        /// How many buys there were on the day with that number.
        var today: Int32 = 0
        var day: Int32 = 0
        /// What the newest buy asked for.
        var quantity = Shares.zero
        var limit: Price?
        var type = OrderType.limit
        /// The orders in a minute, counted since 1970 UTC.
        var minute: Int32 = 0
        var inMinute: Int32 = 0
    }

    struct Rejection: Hashable {
        var at = Moment.distantPast
        var strategy: Int32 = 0
        var symbol = SymbolIndex(0)
        var why = VenueRejection.cashShort
    }

    private let cells: FixedBuffer<Cell>
    private let symbols: Int
    /// The times of the last messages of the account, and of the last orders of each strategy.
    private let messages: MomentRings
    private let orders: MomentRings
    private(set) var messagesToday = 0
    private var day: Int32 = 0
    private let openOrders: FixedBuffer<Int32>
    /// The last rejections, in a ring: enough for three that belong together.
    private let rejections = FixedBuffer(repeating: Rejection(), count: 64)
    private var rejectionCount = 0
    /// The strategies that a control has switched off.
    let isOff: FixedBuffer<Bool>
    var gate = LastGate()

    init(symbols: Int, strategies: Int) {
        self.symbols = symbols
        cells = FixedBuffer(repeating: Cell(), count: strategies * symbols)
        messages = MomentRings(rows: 1, length: ControlLimits.messagesAMinute)
        orders = MomentRings(rows: strategies, length: ControlLimits.ordersAMinute)
        openOrders = FixedBuffer(repeating: 0, count: symbols)
        isOff = FixedBuffer(repeating: false, count: strategies)
    }

    @inline(__always)
    private func place(_ strategy: Int, _ symbol: Int) -> Int { strategy * symbols + symbol }

    private static func minute(_ moment: Moment) -> Int32 {
        Int32(truncatingIfNeeded: moment.seconds / 60)
    }
}

// What is written down.
extension OrderActivity {
    @inline(__always)
    mutating func take(_ order: borrowing OrderRecord) {
        let symbol = order.key.symbol.int
        gate.decided(order.quantity)
        openOrders[symbol] += 1
        addMessage(at: order.at)
        guard !order.isExit else { return }
        let place = addOrder(Int(order.key.strategy), symbol, at: order.at)
        guard order.side == .buy else { return }
        cells[place].third = cells[place].second
        cells[place].second = cells[place].first
        cells[place].first = order.at
        cells[place].today = cells[place].day == day ? cells[place].today + 1 : 1
        cells[place].day = day
        cells[place].quantity = order.quantity
        cells[place].limit = order.limit
        cells[place].type = order.type
    }

    /// A change of an order was decided.
    mutating func takeReplace(_ key: SignalKey, at moment: Moment) {
        gate.decidedChange()
        addMessage(at: moment)
        _ = addOrder(Int(key.strategy), key.symbol.int, at: moment)
    }

    /// A cancel was decided.
    mutating func takeCancel(at moment: Moment) { addMessage(at: moment) }

    /// An order is open no more.
    @inline(__always)
    func close(_ symbol: SymbolIndex) { openOrders[symbol.int] -= 1 }

    mutating func take(_ why: VenueRejection, of key: SignalKey, at moment: Moment) {
        rejections[rejectionCount & 63] = Rejection(
            at: moment, strategy: key.strategy, symbol: key.symbol, why: why)
        rejectionCount &+= 1
    }

    mutating func beginDay() {
        day += 1
        messagesToday = 0
    }

    func switchOff(_ strategy: Int) { isOff[strategy] = true }

    /// A person lets a strategy go on: what it did before counts against it no more.
    func switchOn(_ strategy: Int) {
        isOff[strategy] = false
        for symbol in 0..<symbols { cells[place(strategy, symbol)] = Cell() }
        orders.clear(strategy)
        for index in 0..<rejections.count where rejections[index].strategy == Int32(strategy) {
            rejections[index].at = .distantPast
        }
    }

    @inline(__always)
    private mutating func addMessage(at moment: Moment) {
        messages.add(moment, to: 0)
        messagesToday += 1
    }

    /// Gives the place of the cell.
    @inline(__always)
    private mutating func addOrder(_ strategy: Int, _ symbol: Int, at moment: Moment) -> Int {
        orders.add(moment, to: strategy)
        let place = place(strategy, symbol)
        let minute = OrderActivity.minute(moment)
        if cells[place].minute != minute {
            cells[place].minute = minute
            cells[place].inMinute = 0
        }
        cells[place].inMinute += 1
        return place
    }
}

// What is asked for.
extension OrderActivity {
    /// Whether another message in the minute that ends at a moment would be one too many.
    @inline(__always)
    func isMessageRateReached(at moment: Moment) -> Bool {
        messages.oldest(of: 0) > moment - ControlLimits.minute
    }

    /// The same for another order of a strategy.
    @inline(__always)
    func isOrderRateReached(_ strategy: Int, at moment: Moment) -> Bool {
        orders.oldest(of: strategy) > moment - ControlLimits.minute
    }

    /// A strategy's orders for a symbol in the clock minute of a moment.
    @inline(__always)
    func ordersInBar(_ strategy: Int, _ symbol: Int, at moment: Moment) -> Int {
        let cell = cells[place(strategy, symbol)]
        return cell.minute == OrderActivity.minute(moment) ? Int(cell.inMinute) : 0
    }

    @inline(__always)
    func cell(_ strategy: Int, _ symbol: Int) -> Cell { cells[place(strategy, symbol)] }

    /// A strategy's buys of a symbol today.
    @inline(__always)
    func buysToday(_ cell: Cell) -> Int { cell.day == day ? Int(cell.today) : 0 }

    @inline(__always)
    func openOrders(of symbol: Int) -> Int { Int(openOrders[symbol]) }

    /// The last rejection, and how many of its reason, symbol and strategy there were in the five
    /// minutes that ended with it.
    var lastRejection: (Rejection, count: Int) {
        let last = rejections[(rejectionCount &- 1) & 63]
        var count = 0
        for index in 0..<rejections.count {
            let other = rejections[index]
            if other.at > last.at - ControlLimits.stormWindow, other.strategy == last.strategy,
                other.symbol == last.symbol, other.why == last.why
            {
                count += 1
            }
        }
        return (last, count)
    }

    func agrees(with other: borrowing OrderActivity) -> Bool {
        messages.agrees(with: other.messages) && orders.agrees(with: other.orders)
            && (messagesToday, day, rejectionCount)
                == (other.messagesToday, other.day, other.rejectionCount)
            && gate == other.gate
            && (0..<cells.count).allSatisfy { cells[$0] == other.cells[$0] }
            && (0..<openOrders.count).allSatisfy { openOrders[$0] == other.openOrders[$0] }
            && (0..<rejections.count).allSatisfy { rejections[$0] == other.rejections[$0] }
            && (0..<isOff.count).allSatisfy { isOff[$0] == other.isOff[$0] }
    }
}
