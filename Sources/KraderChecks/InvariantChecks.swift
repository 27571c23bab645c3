public import KraderEngine
public import KraderModel

/// Looks at what goes into an engine and what comes out of it, and says the first thing that can't
/// be (failure-modes.md §2).
///
/// It shares no rule with the engine: it keeps books of its own from the records, and has tables of
/// its own for what the exchange allows. Show it each input, each step's output before it is acted
/// on, and nothing of an engine that was dropped. An engine that was made again goes on with the
/// same checks.
///
/// The invariants that failure-modes.md marks ● are always checked: by arithmetic on a place an
/// order and a place a symbol. The others want memory and time (`isThorough`): they are for debug
/// builds and tests.
public struct InvariantChecks: ~Copyable {
    private let whole = KeptWhole()
    /// The first breach. Nothing is looked at after it: one is enough.
    public internal(set) var breach: InvariantBreach?
    public let isThorough: Bool
    /// Whether what is shown was done by a run before: it is followed and not judged.
    public var isBelieving = false

    let costs: CostSchedule
    let limits: RiskLimits
    let pacing: PacingProfile
    let enforcesMarketRules: Bool
    let usesAfterMarket: Bool
    let tradesInterruptions: Bool
    let exitsAfterKill: Bool

    @usableFromInline let prints: FixedBuffer<WatchedPrint>
    let symbols: FixedBuffer<WatchedSymbol>
    var orders: WatchedOrders
    var money: WatchedMoney
    var control = WatchedControl()
    var requests: WatchedRequests
    @usableFromInline var step = WatchedStep()
    /// The symbols of which something is held, in no order.
    let held: FixedBuffer<Int32>
    var heldCount = 0
    var day = CalendarDate(dayNumber: .min)
    var hours: ExchangeRules.Hours
    /// Those of the day of the last candle, which may be an earlier one.
    private var hoursOfCandle: ExchangeRules.Hours
    var ordersToday = 0
    /// New shares that may not be sold yet, and from when they may.
    var unlisted: [(symbol: Int, quantity: Int64, from: CalendarDate)] = []
    var thorough = ThoroughMemory()
    /// How often each clause had something to look at; never where checks are not thorough.
    public internal(set) var evaluations = Evaluations()

    /// - Parameter isThorough: whether the checks that want memory and time are made too
    public init(_ configuration: EngineConfiguration, isThorough: Bool) {
        self.isThorough = isThorough
        costs = configuration.costs
        limits = configuration.limits
        pacing = configuration.pacing
        enforcesMarketRules = configuration.enforcesMarketRules
        usesAfterMarket = configuration.usesAfterMarket
        tradesInterruptions = configuration.tradesInterruptions
        exitsAfterKill = configuration.exitsAfterKill
        let instruments = configuration.instruments
        prints = FixedBuffer(repeating: WatchedPrint(), count: instruments.count)
        symbols = FixedBuffer(count: instruments.count) { WatchedSymbol(instruments[$0]) }
        held = FixedBuffer(repeating: -1, count: instruments.count)
        orders = WatchedOrders(capacity: isThorough ? 1 << 12 : 1 << 7)
        money = WatchedMoney(cash: configuration.account.cash.amount)
        requests = WatchedRequests()
        hours = ExchangeRules.hours(CalendarDate(configuration.start))
        hoursOfCandle = hours
        for holding in configuration.account.positions {
            let symbol = holding.symbol.int
            hold(symbol, symbols[symbol].held + holding.quantity.count)
            thorough.noteOpening(symbol, holding.quantity.count)
            let base = instruments[symbol].basePrice?.won
            if base == nil { symbols[symbol].isPlain = false }
            money.formerEquity += base.map { $0 * holding.quantity.count } ?? holding.cost.amount
        }
        money.formerEquity += money.cash
    }

    /// A print: nearly all there is to see.
    @inlinable @inline(__always)
    public mutating func see(_ tick: Tick) {
        guard tick.scope == .regular else { return }
        prints[tick.symbol.int].price = tick.price.won
        prints[tick.symbol.int].time = tick.time
    }

    /// A candle read from data. One that begins outside the session counts for nothing.
    public mutating func see(_ candle: borrowing Candle, _ symbol: SymbolIndex) {
        let start = candle.start
        if !hoursOfCandle.areOf(start) {
            hoursOfCandle = ExchangeRules.hours(CalendarDate(start))
        }
        let known = prints[symbol.int].price > 0
        let isInSession = hoursOfCandle.open <= start && start <= hoursOfCandle.cross
        guard candle.volume > .zero || known, isInSession || !enforcesMarketRules else { return }
        prints[symbol.int].price = candle.close.won
        // It counts where it began, so that the last of a day lies in it.
        prints[symbol.int].time = min(candle.end, hoursOfCandle.cross)
    }

    /// Any other input, before the step that it makes.
    public mutating func see(_ input: Input) {
        switch input {
        case .tick(let tick): see(tick)
        case .candle(let candle, _, let symbol): see(candle, symbol)
        case .status(let change): see(change)
        case .history(let history): see(history)
        case .reply: seeReply()
        case .push(let push): see(push)
        case .answer(let answer): see(answer)
        case .link(let state): control.link = state
        case .command(let command):
            step.source = .command
            if case .rearmKillSwitch = command { control.isRearmAsked = control.isKilled }
        case .way: step.source = .way
        case .clock, .timer, .book: break
        }
    }

    private mutating func see(_ history: History) {
        step.source = .history
        switch history {
        case .tick(let tick): see(tick)
        case .candle(let candle, _, let symbol): see(candle, symbol)
        case .status(let change): see(change)
        case .book: break
        }
    }

    private mutating func see(_ change: StatusChange) {
        step.changed = change.symbol.value
        let symbol = change.symbol.int
        symbols[symbol].former = symbols[symbol].status
        symbols[symbol].status = change.status
        symbols[symbol].statusAt = change.time
    }

    /// Whether the step that comes is made by a message of the broker.
    @inlinable public var hasMessage: Bool { step.isMessage }

    /// What a step left, before any of it is acted on. It only reads; lent to a call that isn't
    /// inlined, the buffer would be copied.
    ///
    /// - Parameters:
    ///   - setAside: how many messages the engine has set aside so far (`messagesSetAside`); it is
    ///     looked at after messages alone (`hasMessage`)
    ///   - moment: the engine's time
    @inlinable @inline(__always)
    public mutating func check(
        _ out: inout OutputBuffer, setAside: Int64, at moment: Moment
    ) {
        let isMute = out.records.count + out.requests.count == 0
        if step.isMessage { checkTrace(isMute, setAside, moment) }
        if !isMute { look(&out, moment) }
        step = WatchedStep()
    }

    @usableFromInline
    mutating func look(_ out: inout OutputBuffer, _ moment: Moment) {
        if breach != nil { return }
        if out.records.others.count + out.records.days.count > 0 { step.turnsDay = turnsDay(&out) }
        if isThorough {
            countEvaluations(&out)
            checkTime(&out, moment)
        }
        var sent = 0
        for index in 0..<out.records.count {
            let place = out.records.place(index)
            let index = Int(place.index)
            switch place.kind {
            case .order: take(out.records.orders.address(of: index))
            case .transition:
                let change = out.records.transitions.address(of: index)
                if change.pointee.event == .sent || change.pointee.event == .changeSent {
                    if sent < out.requests.count {
                        takeSend(change, out.requests.address(of: sent))
                        sent += 1
                    } else {
                        note(.requestIsItsIntent, at: moment, change.pointee.reference)
                    }
                }
                take(change)
            case .fill: take(out.records.fills.address(of: index))
            case .signal, .universe, .exit: break
            case .incident, .day, .corporateAction, .other: takeRest(place, &out, &sent)
            }
            if breach != nil { return }
        }
        if sent < out.requests.count { note(.requestHasIntent, at: moment) }
        if control.mustKill { note(.killFollowsErrors, at: moment) }
        if isThorough { checkOffered(moment) }
    }

    /// A record of a kind that is seldom made.
    @inline(never)
    private mutating func takeRest(
        _ place: RecordBuffer.Place, _ out: inout OutputBuffer, _ sent: inout Int
    ) {
        let index = Int(place.index)
        switch place.kind {
        case .incident: take(out.records.incidents[index])
        case .day: take(out.records.days[index])
        case .corporateAction: take(out.records.corporateActions[index])
        case .other:
            if case .query(let query) = out.records.others[index] {
                takeSend(query, sent < out.requests.count ? out.requests[sent] : nil)
                sent += 1
            } else {
                take(out.records.others[index])
            }
        case .signal, .order, .transition, .fill, .universe, .exit: break
        }
    }

    /// Whether a day ends or begins in the step, with which all of yesterday is over.
    private func turnsDay(_ out: inout OutputBuffer) -> Bool {
        for index in 0..<out.records.others.count {
            if case .dayBegin = out.records.others[index] { return true }
        }
        return out.records.days.count > 0
    }

    @inline(__always)
    mutating func expect(
        _ holds: Bool, _ clause: Clause, at moment: Moment, _ order: OrderReference? = nil,
        _ symbol: SymbolIndex? = nil, _ expected: Int64 = 0, _ found: Int64 = 0
    ) {
        if !holds { note(clause, at: moment, order, symbol, expected, found) }
    }

    @inline(never)
    mutating func note(
        _ clause: Clause, at moment: Moment, _ order: OrderReference? = nil,
        _ symbol: SymbolIndex? = nil, _ expected: Int64 = 0, _ found: Int64 = 0
    ) {
        guard breach == nil, !isBelieving else { return }
        breach = InvariantBreach(
            clause: clause, at: moment, order: order, symbol: symbol, expected: expected,
            found: found)
    }
}
