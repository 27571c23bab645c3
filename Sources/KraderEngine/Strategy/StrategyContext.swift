public import KraderModel

/// What a strategy sees during a hook, and where it leaves its signals. Read access goes to the
/// engine's own state, without copies; nothing here outlives the hook.
public struct StrategyContext: ~Copyable {
    /// The mark of the hook that runs: what must be named when the process ends inside of it is
    /// written nowhere else.
    @usableFromInline let mark: UnsafeMutablePointer<HookMark>
    /// The mark of one element that stands in where nobody else wants to know.
    private let ownMark: FixedBuffer<HookMark>
    /// The time that names this hook's signals: candle end, tick time or `now`.
    var eventTime = Moment.distantPast
    var defaultTimeInForce = TimeInForce.day
    var hook = Hook.timer

    /// Which of a strategy's hooks runs. Each kind's events come in order of time, which those of
    /// all kinds together need not: a fill is named by when it was learned, a tick by its stamp.
    enum Hook: Int, CaseIterable { case candle, tick, timer, fill, crossSection, book }

    @usableFromInline let positions: BufferView<Position>
    @usableFromInline let account: BufferView<Account>
    @usableFromInline let market: BufferView<SymbolState>
    @usableFromInline let session: BufferView<SessionState>
    let orders: OrderView
    @usableFromInline let candles: CandleView
    let instruments: [Instrument]
    @usableFromInline let members: BufferView<SymbolIndex>
    @usableFromInline let memberCount: BufferView<Int>

    var signals = AppendBuffer<Signal>()
    var notes = AppendBuffer<Note>()
    var wakes = AppendBuffer<Moment>()
    let reasons = ReasonTable()
    var holds = HoldCounts()
    /// Each strategy's positions, by symbol; `nil`: all of the account is the strategy's.
    @usableFromInline let own: BufferView<OwnPosition>?

    init(
        positions: BufferView<Position>, account: BufferView<Account>,
        market: BufferView<SymbolState>, session: BufferView<SessionState>, orders: OrderView,
        candles: CandleView, own: BufferView<OwnPosition>? = nil, instruments: [Instrument],
        universe: borrowing UniverseView = .empty, mark: UnsafeMutablePointer<HookMark>? = nil
    ) {
        // It is not read by `self`: what an initialiser reads of a value that isn't whole yet, the
        // optimiser of Swift 6.3.1 destroys once more at its end.
        let ownMark = FixedBuffer<HookMark>(repeating: HookMark(), count: 1)
        self.mark = mark ?? UnsafeMutablePointer(mutating: ownMark.view.address(of: 0))
        self.ownMark = ownMark
        self.positions = positions
        self.account = account
        self.market = market
        self.session = session
        self.orders = orders
        self.candles = candles
        self.own = own
        self.instruments = instruments
        members = universe.members
        memberCount = universe.counter
    }
}

// What a strategy sees. It is inlinable: lent to a call that isn't inlined, the whole context would
// be copied.
extension StrategyContext {
    /// The engine's time, which no hook sees go back.
    public internal(set) var now: Moment {
        @inlinable get { mark.pointee.now }
        set { mark.pointee.now = newValue }
    }
    /// The symbol of the candle, tick or fill; the first one in other hooks.
    public internal(set) var symbol: SymbolIndex {
        @inlinable get { mark.pointee.symbol }
        set { mark.pointee.symbol = newValue }
    }
    /// The strategy's place in the run.
    public internal(set) var strategy: Int32 {
        @inlinable get { mark.pointee.strategy }
        set { mark.pointee.strategy = newValue }
    }

    public var symbolCount: Int { instruments.count }

    public func code(_ symbol: SymbolIndex) -> IssueCode { instruments[symbol.int].code }

    public func symbol(_ code: IssueCode) -> SymbolIndex? {
        instruments.firstIndex { $0.code == code }.map(SymbolIndex.init)
    }

    /// What the account holds, whoever bought it.
    @inlinable public func position(_ symbol: SymbolIndex) -> Position { positions[symbol.int] }

    /// What this strategy's own orders bought and have not sold. It may sell that, and what the
    /// account held at the start.
    @inlinable public func ownPosition(_ symbol: SymbolIndex) -> OwnPosition {
        guard let own else { return OwnPosition(positions[symbol.int]) }
        return own[Int(strategy) * positions.count + symbol.int]
    }

    /// The cash in won that may still buy: what open buys hold back is off it.
    @inlinable public var availableCash: Won { account[0].available }
    @inlinable public var cash: Won { account[0].cash }
    @inlinable public var equity: Won { account[0].equity }

    /// The price of the last print in scope; `nil` before the first.
    @inlinable public func lastPrice(_ symbol: SymbolIndex) -> Price? { market[symbol.int].last }

    /// The price that a buyer pays at once; `nil` without quotes or where nobody sells.
    @inlinable public func ask(_ symbol: SymbolIndex) -> Price? { market[symbol.int].ask }
    /// The price that a seller gets at once; `nil` without quotes or where nobody buys.
    @inlinable public func bid(_ symbol: SymbolIndex) -> Price? { market[symbol.int].bid }
    @inlinable public func status(_ symbol: SymbolIndex) -> TradingStatus {
        market[symbol.int].status
    }

    /// Whether orders can be entered now: a trading day, between the auction's start and the close.
    public var isMarketOpen: Bool { session[0].takesOrders(at: now) }

    /// How many orders all strategies made today.
    @inlinable public var ordersToday: Int { session[0].ordersToday }

    /// The symbols that may be bought, by rank; none under a ranking before anything has traded.
    @inlinable public var universe: UniverseView {
        UniverseView(members: members, counter: memberCount)
    }

    @inlinable public func isInUniverse(_ symbol: SymbolIndex) -> Bool {
        market[symbol.int].isInUniverse
    }

    /// A symbol's place in the universe, 1 for the most traded; `nil` for one outside it.
    @inlinable public func rank(_ symbol: SymbolIndex) -> Int? {
        let rank = market[symbol.int].rank
        return rank > 0 ? rank : nil
    }

    /// The closed candles, oldest first; none when this timeframe was not subscribed.
    @inlinable public func candles(_ symbol: SymbolIndex, _ timeframe: Timeframe) -> CandleWindow {
        let k = candles.place(of: timeframe)
        if k < 0 {
            return CandleWindow(slab: candles.slab, offset: 0, length: 0, first: 0, count: 0)
        }
        return candles.window(symbol, k)
    }

    /// This strategy's live orders of a symbol, oldest first.
    public func activeOrders(_ symbol: SymbolIndex) -> [ActiveOrder] {
        orders.active(symbol: symbol, strategy: strategy)
    }
}

// What a strategy says.
extension StrategyContext {
    /// Asks for a buy. Without a limit it is a market order; without a quantity the risk rules size
    /// it. With `exits` the engine guards what it bought, here by a stop 2 % below what was paid:
    ///
    /// ```swift
    /// let exits = ProtectiveExits(stop: .distance(Rate(basisPoints: 200)))
    /// context.buy(symbol, quantity: Shares(10), exits: exits, reason: "guarded")
    /// ```
    public mutating func buy(
        _ symbol: SymbolIndex, quantity: Shares? = nil, type: OrderType? = nil,
        limit: Price? = nil, timeInForce: TimeInForce? = nil, expireAfter: Interval? = nil,
        exits: ProtectiveExits? = nil, leg: Int = 0,
        confidence: Double = 1, reason: StaticString = "buy",
        notes: [(StaticString, Double)] = []
    ) {
        let signal = OrderSignal(
            side: .buy, type: type, quantity: quantity, limit: limit,
            timeInForce: timeInForce ?? defaultTimeInForce, expireAfter: expireAfter, exits: exits)
        append(.order(signal), symbol, leg, confidence, reason, notes)
    }

    /// Asks for a sale of shares held; see `buy`.
    public mutating func sell(
        _ symbol: SymbolIndex, quantity: Shares? = nil, type: OrderType? = nil,
        limit: Price? = nil, timeInForce: TimeInForce? = nil, expireAfter: Interval? = nil,
        leg: Int = 0,
        confidence: Double = 1, reason: StaticString = "sell",
        notes: [(StaticString, Double)] = []
    ) {
        let signal = OrderSignal(
            side: .sell, type: type, quantity: quantity, limit: limit,
            timeInForce: timeInForce ?? defaultTimeInForce, expireAfter: expireAfter)
        append(.order(signal), symbol, leg, confidence, reason, notes)
    }

    /// Says that there is nothing to do and why. It is counted, not stored.
    public mutating func hold(_ reason: StaticString = "hold") {
        holds.count(strategy, reasons.index(reason))
    }

    /// Takes back what is left of an order, here of a limit order that waited for a whole candle:
    ///
    /// ```swift
    /// if let open = context.activeOrders(symbol).first {
    ///     if !open.isCancelRequested { context.cancel(open.reference, reason: "not_filled") }
    /// } else if context.ownPosition(symbol).quantity == .zero {
    ///     context.buy(symbol, quantity: Shares(10), limit: candle.low, reason: "at_the_low")
    /// }
    /// ```
    public mutating func cancel(_ order: OrderReference, reason: StaticString = "cancel") {
        let symbol = orders.symbol(of: order) ?? self.symbol
        append(.cancel(order), symbol, 0, 1, reason, [])
    }

    /// Moves what is left of an order to a new limit.
    public mutating func replace(
        _ order: OrderReference, limit: Price, reason: StaticString = "replace"
    ) {
        let symbol = orders.symbol(of: order) ?? self.symbol
        append(.replace(order, limit: limit), symbol, 0, 1, reason, [])
    }

    /// Asks for the timer hook at a moment, now or later.
    public mutating func wake(at moment: Moment) { wakes.append(max(moment, now)) }

    private mutating func append(
        _ action: Signal.Action, _ symbol: SymbolIndex, _ leg: Int, _ confidence: Double,
        _ reason: StaticString, _ named: [(StaticString, Double)]
    ) {
        let first = Int32(notes.count)
        for (name, value) in named {
            notes.append(Note(name: reasons.index(name), value: value))
        }
        signals.append(
            Signal(
                symbol: symbol, action: action, leg: Int32(leg), confidence: confidence,
                reason: reasons.index(reason), notes: first..<Int32(notes.count)))
    }
}

/// A live order as its strategy sees it.
public struct ActiveOrder: Hashable, Sendable {
    public var reference: OrderReference
    public var side: Side
    public var limit: Price?
    public var leaves: Shares
    public var filled: Shares
    public var status: OrderStatus
    public var isCancelRequested: Bool
}

/// How often each strategy held, by reason.
struct HoldCounts {
    private(set) var rows: [(strategy: Int32, reason: ReasonIndex, count: Int64)] = []

    mutating func count(_ strategy: Int32, _ reason: ReasonIndex) {
        for index in rows.indices
        where rows[index].reason == reason && rows[index].strategy == strategy {
            rows[index].count += 1
            return
        }
        rows.append((strategy, reason, 1))
    }
}
