public import KraderModel

/// Decides: input in, outputs out. One entry, `step`; no clock, no file, no randomness, no task, no
/// hash order.
///
/// Order within a step at one moment (semantics.md §1): news of the way, day and session roll,
/// candle closes and their hooks, the input itself with its hooks, then, by `.timer`, strategy
/// timers, expiries and paced requests. The driver calls `step(.clock)` at `nextDue` before other
/// inputs of that moment and `step(.timer)` at `nextTimer` after them.
///
/// Methods that only read are `mutating` too where orders pass: lent to a call that isn't inlined,
/// the whole engine would be copied (measured: 1,360 bytes a call).
///
/// Invariants, checked after each step in debug builds (`Engine+Invariants.swift`):
/// 1. Time never goes back; trading state is the fold of its records (`Engine+Shadow.swift`).
/// 2. Reserved cash is the sum over live buys; offered shares the sum over live sells.
/// 3. No position is negative; no sell order offers what is not held.
/// 4. Equity is cash plus holdings at their marks.
/// 5. What belongs to strategies and to nobody sums up to the account (`StrategyLedger`).
/// 6. Armed exits cover no more than their strategy holds (`ExitTable`).
public struct Engine: ~Copyable {
    private let whole = KeptWhole()
    let configuration: EngineConfiguration
    let rules: RiskRules
    let controls: RiskControls
    /// What a restart must know again. Every change of it has a record.
    var trading: TradingState
    #if DEBUG
        /// The fold of the records so far, which must be the same.
        var shadow: TradingState
    #endif
    let market: FixedBuffer<SymbolState>
    var candles: CandleBook
    var universe: Universe
    let needs: WindowNeeds
    var host: StrategyHost
    var digest: Digest
    /// How the way to the broker is, how often others logged in with our key, and when it was lost.
    public internal(set) var link = LinkState.up
    var takeovers = 0
    var linkLostAt = Moment.distantPast
    /// The reading of the broker's lists that goes on, when the last began, the next is due.
    var inquiry: Inquiry?
    var lastReading = Moment.distantPast
    /// The moment at which the last reading began by which holdings and money were compared.
    var lastAccount = Moment.distantPast
    /// A person has said that the next difference is right, however large; one waits for that.
    var (isDifferenceAccepted, isDifferenceWaiting) = (false, false)
    var nextInquiry = Moment.distantFuture
    /// Since when there is what only a list can explain; `distantFuture` while there is nothing.
    var unexplainedSince = Moment.distantFuture
    /// How many readings in a row came to nothing.
    var readingsFailed = 0
    /// What readings don't show, of a broker that keeps no list of the day.
    var unlisted = UnlistedOrders()
    /// The moment at which cancels that could not be taken are sent again.
    var nextWish = Moment.distantFuture
    /// Whether a reading was asked for by what was set aside, or by a person.
    var isReadingAsked = false
    /// The moment at which the last execution was booked.
    var lastFill = Moment.distantPast
    var nextIntakeCheck = Moment.distantFuture
    /// Since when a list has to show that no order is left that a kill wants gone.
    var killQuietSince = Moment.distantFuture
    /// A person's wish to arm the kill switch again, while the lists are read for it.
    var rearming: Rearming?
    /// When it is told again what is held without protection, and when that changed last.
    var nextUnprotected = Moment.distantFuture
    var holdingsChanged = Moment.distantPast
    /// How many readings did not show an order, or its change, since its outcome became unknown.
    var absences: [(order: OrderReference, readings: Int)] = []

    public internal(set) var now: Moment
    /// The moment at which the day or session rolls next.
    var nextRoll: Moment { didSet { nextTurn = min(nextRoll, nextRanking) } }
    /// The moments at which the universe is ranked next, and last on this day.
    var nextRanking = Moment.distantFuture { didSet { nextTurn = min(nextRoll, nextRanking) } }
    var lastRanking = Moment.distantFuture
    /// The earlier of roll and ranking.
    private(set) var nextTurn: Moment
    var dayStage = DayStage.waiting
    /// The regular session, closing cross included: prints outside it are excluded.
    var sessionStart = Moment.distantFuture { didSet { measureSession() } }
    var sessionEnd = Moment.distantPast { didSet { measureSession() } }
    /// The session's length in nanoseconds; 0 before the first day.
    var sessionLength: UInt64 = 0
    var nextExpiry = Moment.distantFuture
    var nextRelease = Moment.distantFuture
    var hooks: Int64 = 0
    /// Equity below it has lost more than twice the daily loss limit.
    var lossFloor = Won(.min)
    /// A bit a stage and market: circuit breakers that were told of.
    var breakersToday: UInt8 = 0
    var acceptsSignals = true
    public internal(set) var counts = EngineCounts()
    /// What goes on while history is taken in; `nil` from the moment at which the engine resumes.
    var rehearsal: Rehearsal?
    /// Whether what history shows now was told before: up to the day of the last record.
    var isReplayed = false
    /// The moment of the last record that was restored.
    var lastRecord = Moment.distantPast
    /// The symbols of which anything is known over time; none without market rules.
    let historic: [Int]
    /// The trading day before; `nil` on the first, whose account and base prices know all before.
    var lastDay: CalendarDate?
    var awaited: AwaitedPrices
    /// How many awaited prices leave prints unwatched: 0, or −1 where a ranking watches them all.
    let unwatchedCount: Int

    enum DayStage { case waiting, open }

    public init(_ configuration: EngineConfiguration) {
        precondition(
            configuration.closeDelay <= Limits.closeDelayMax, "A candle closes soon after its end")
        precondition(configuration.instruments.count <= Limits.symbolsMax, "Too many symbols")
        precondition(configuration.strategies.count <= Limits.strategiesMax, "Too many strategies")
        self.configuration = configuration
        let instruments = configuration.instruments
        // Those of the configuration are plans, which other engines are made from too.
        let boxes = configuration.strategies.map { $0.box.copy() }
        digest = Digest(instruments)
        let first = CalendarDate(configuration.start)
        rules = RiskRules(
            limits: configuration.limits, costs: configuration.costs,
            enforcesMarketRules: configuration.enforcesMarketRules,
            usesAfterMarket: configuration.usesAfterMarket,
            tradesInterruptions: configuration.tradesInterruptions)
        controls = RiskControls(limits: configuration.limits, costs: configuration.costs)
        var states = instruments.map { instrument in
            SymbolState(
                instrument, steps: PriceStepTable.table(board: instrument.board, on: first))
        }
        switch configuration.universe {
        case .symbols(let symbols):
            var rank = 0
            for symbol in symbols where !states[symbol.int].isInUniverse {
                rank += 1
                states[symbol.int].isInUniverse = true
                states[symbol.int].rank = rank
            }
        case .ranked: break
        }
        let universe = Universe(configuration.universe, instruments: instruments)
        unwatchedCount = universe.isRanked ? -1 : 0
        let opening = states
        market = FixedBuffer(count: opening.count) { opening[$0] }
        trading = TradingState(configuration)
        #if DEBUG
            shadow = TradingState(configuration)
        #endif
        awaited = AwaitedPrices(symbols: instruments.count)
        historic =
            configuration.enforcesMarketRules
            ? instruments.indices.filter { instruments[$0].hasHistory } : []
        candles = CandleBook(
            windows: Engine.windows(of: boxes), symbolCount: instruments.count,
            closeDelay: configuration.closeDelay, lastDelay: Engine.lastDelay(configuration))
        needs = WindowNeeds(of: boxes, timeframes: candles.timeframes)
        let context = StrategyContext(
            positions: trading.books.positions, account: trading.books.totals, market: market.view,
            session: trading.session.view, orders: trading.orders.view, candles: candles.view,
            own: trading.books.cells, instruments: instruments, universe: universe.view,
            mark: configuration.hookMark)
        self.universe = universe
        host = StrategyHost(boxes, timeframes: candles.timeframes, context: context)
        now = configuration.start
        nextRoll = configuration.start
        nextTurn = configuration.start
    }

    /// The moment at which `step(.clock)` must be called at the latest, before its other inputs.
    public private(set) var nextDue = Moment.distantPast

    @inline(__always)
    mutating func findNextDue() {
        nextDue = candles.nextClose < nextTurn ? candles.nextClose : nextTurn
        if !candles.closed.isEmpty { nextDue = now }
    }

    /// The moment at which `step(.timer)` must be called at the latest, after its other inputs.
    public private(set) var nextTimer = Moment.distantFuture

    mutating func findNextTimer() {
        let isHeld = trading.requests.isEmpty || !link.takesRequests
        let queued =
            isHeld ? .distantFuture : max(trading.requests.nextSlot(isBlocked: isBlocked), now)
        nextTimer = min(
            trading.timers.next, min(nextExpiry, nextRelease, queued),
            min(trading.killSwitch.nextRetry, trading.exits.nextTimer, nextUnprotected))
        nextTimer = min(nextTimer, nextBrokerTimer())
    }

    /// Takes in one fact. `out` must be empty; what it holds afterwards must be committed, then
    /// performed.
    public mutating func step(_ input: Input, at moment: Moment, into out: inout OutputBuffer) {
        switch input {
        case .tick(let tick): step(tick, at: moment, into: &out)
        case .candle(let candle, let timeframe, let symbol):
            step(candle, timeframe, symbol, at: moment, into: &out)
        case .history(let history):
            rehearse(history, at: moment, &out)
            check(&out)
        case .clock, .timer, .book, .status, .way, .reply, .push, .answer, .link, .command:
            begin(moment, &out)
            stepSlowly(input, &out)
            end(&out)
        }
    }

    /// The same for a print, which is nearly all there is to take in: it needs no box.
    public mutating func step(_ tick: Tick, at moment: Moment, into out: inout OutputBuffer) {
        begin(moment, &out)
        digest.add(tick, at: moment)
        if nextDue <= moment { runDue(&out, through: moment) }
        receive(tick, &out)
        findNextDue()
        if !out.isEmpty { findNextTimer() }
        check(&out)
    }

    /// The same for a book, which is too large to be copied into an `Input`.
    public mutating func step(
        _ book: borrowing Book, at moment: Moment, into out: inout OutputBuffer
    ) {
        begin(moment, &out)
        digest.add(book, at: moment)
        if nextDue <= moment { runDue(&out, through: moment) }
        receive(book, &out)
        findNextDue()
        if !out.isEmpty { findNextTimer() }
        check(&out)
    }

    /// The same for a candle read from data, at its end. All candles of an instant are taken before
    /// any of it closes or a hook runs: these wait for the clock.
    public mutating func step(
        _ candle: borrowing Candle, _ timeframe: Timeframe, _ symbol: SymbolIndex,
        at moment: Moment, into out: inout OutputBuffer
    ) {
        begin(moment, &out)
        digest.add(candle, timeframe, symbol, at: moment)
        if nextDue < moment {
            runDue(&out, through: Moment(nanoseconds: moment.nanoseconds - 1))
        }
        receive(candle, timeframe, symbol, &out)
        findNextDue()
        if !out.isEmpty { findNextTimer() }
        check(&out)
    }

    /// Debug builds look at the invariants and at the shadow after each step.
    @inline(__always)
    mutating func check(_ out: inout OutputBuffer) {
        #if DEBUG
            assert(invariantsHold, "An invariant of the engine is broken")
            let difference = shadowDifference(&out)
            assert(difference == nil, difference ?? "")
        #endif
    }

    @inline(__always)
    mutating func begin(_ moment: Moment, _ out: inout OutputBuffer) {
        precondition(now <= moment, "Engine time never goes back")
        now = moment
        digest.enter(moment, trading.books.totals, &out)
    }

    @inline(never)
    private mutating func stepSlowly(_ input: Input, _ out: inout OutputBuffer) {
        digest.add(input, at: now)
        if case .link(let state) = input { receive(state, &out) }
        if nextDue <= now { runDue(&out, through: now) }
        switch input {
        case .clock, .tick, .candle, .history, .link: break
        case .book(let book): receive(book, &out)
        case .status(let change):
            receive(change, &out)
            if trading.exits.hitCount > 0 { tryAgain(change.symbol.int, &out) }
        case .way(let way): receive(way, &out)
        case .timer: runTimers(&out)
        case .reply(let reply): receive(reply, &out)
        case .push(let push): receive(push, &out)
        case .answer(let answer): receive(answer, &out)
        case .command(let command): receive(command, &out)
        }
    }

    /// Stops the strategies after the last input, writes the unfinished day and gives the digest.
    public mutating func finish(into out: inout OutputBuffer) -> [UInt8] {
        acceptsSignals = false
        for strategy in 0..<host.count where !trading.isPaused[strategy] {
            prepareHook(.timer, symbol: 0, eventTime: now)
            let done = host.call(strategy) { try $0.stop(&$1) }
            finishHook(strategy, done, &out)
        }
        if dayStage == .open { closeDay(isUnfinished: true, &out) }
        check(&out)
        return digest.finish(trading.books.totals, &out)
    }
}
