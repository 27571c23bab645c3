import KraderChecks
public import KraderEngine
public import KraderMarket
public import KraderModel
public import KraderVenue

/// Runs an engine and a venue against market data under a simulated clock.
///
/// Two objects that meet only over messages with latency: prints reach the venue at their exchange
/// time and the engine a data latency later; requests, replies and pushes each take their own time.
/// At one moment: the venue's day, the engine's rolls and candle closes; path points, statuses,
/// books and prints at the venue; replies and pushes; statuses, books and prints at the engine;
/// timers, commands, and last the requests that arrive at the venue (semantics.md §1, §3).
public struct Backtest: ~Copyable {
    private let whole = KeptWhole()
    public internal(set) var engine: Engine
    public internal(set) var venue: Venue
    let sink: any RunSink
    var reasons: ReasonTable
    /// What a restart makes an engine from: a plan, records, and what the market showed before.
    let plan: EngineConfiguration
    let store: (any RecordStore)?
    var history: [(at: Moment, shown: History)] = []
    var lastKept: (at: Moment, isCandle: Bool)
    /// Why records could not be kept or read: the run is over.
    public internal(set) var storeFault: String?
    /// Why the run can't begin as it should: the broker refuses an order that it is to hold.
    public internal(set) var openingFault: String?
    /// Whether the store's second place says "killed", and why that could not be written.
    var isKillMarked = false
    public internal(set) var markFault: String?
    var collector: RunCollector
    /// What looks at all that the engine is given and leaves; whether it knows what they found.
    var checks: InvariantChecks
    var isBreachTold = false
    var link: Link
    /// What goes wrong beside the market; the store that it troubles.
    var script: FaultScript
    let faultyStore: FaultyRecordStore?
    /// How many rows a page of the broker's lists has, and the longest that a message takes.
    let rowsPerPage: Int
    let longestLatency: Interval
    /// The last moment that is played: that of the first contradiction where the run is strict.
    var end: Moment
    let isStrict: Bool
    let calendar: TradingCalendar
    let enforcesMarketRules: Bool
    private let tickSource: (any TickSource)?
    var ticks: BufferView<Tick>
    var tickIndex = 0
    var candles: CandleFeed
    var books: DelayedFeed<Book>
    var statuses: DelayedFeed<StatusChange>
    private let commands: [(at: Moment, command: Command)]
    private var commandsDone = 0
    /// Prints on their way to the engine.
    var delayedTicks = Fifo<Tick>()
    var evidence = EvidenceLog()
    /// Whether a candle's way is being walked, and whether the engine compares it just now.
    var isWalking = false
    var isComparing = false
    /// What the walk makes the engine ask for: nothing is between.
    var urgent: [NumberedRequest] = []
    let hasCandles: Bool
    /// Whether targets are met where a way only comes to them.
    let touches: Bool
    /// Whether data have no latency: a print goes to both at once if no other has its time.
    private let isDirect: Bool
    /// The midnights at which the venue's day began, and its next one begins.
    var venueDay = Moment.distantPast
    var nextDay: Moment
    /// The regular session: of candles only what lies in it counts.
    var session = MomentSpan(start: .distantFuture, end: .distantPast)
    /// The moment until which the exchange is open at some hour: the venue is shown every print.
    var tradingEnd = Moment.distantPast
    /// The moment before which nothing but prints can happen.
    var horizon = Moment.distantPast
    var out = OutputBuffer()
    var lastMarketTime: Moment?
    var tickCount: Int64 = 0
    public private(set) var isComplete = false
    var range = RangeWatch()
    var market: MarketView
    /// Why the run ended, if its numbers left their range: what it came to is no result.
    public internal(set) var rangeBreach: RangeBreach?

    public init(
        _ configuration: BacktestConfiguration, ticks: (any TickSource)? = nil,
        candles: (any CandleSource)? = nil, books: (any BookSource)? = nil,
        statuses: (any StatusSource)? = nil, sink: any RunSink
    ) {
        var engineConfiguration = configuration.engine
        engineConfiguration.enforcesMarketRules = configuration.venue.enforcesMarketRules
        engineConfiguration.spreadSteps = configuration.venue.spreadSteps
        script = FaultScript(configuration.faults, isActive: configuration.opening != nil)
        if script.isActive {
            engineConfiguration.reconciles = true
            engineConfiguration.replyDeadline = Limits.replyDeadline
        }
        let first = ticks?.nextTicks() ?? BufferView.empty
        let feed = DelayedFeed<Book>(books.map { books in { books.nextBooks() } })
        // Candles as data close at their end: nothing else is to be waited for.
        let isOfCandles = first.count == 0 && feed.isOver && candles != nil
        if isOfCandles { engineConfiguration.closeDelay = .zero }
        // Points that we make of candles have no stamp unit, whatever is said of prints.
        let stampUnit = isOfCandles ? Interval(nanoseconds: 1) : configuration.stampUnit
        engineConfiguration.stampUnit = isOfCandles ? .zero : stampUnit
        collector = RunCollector(engineConfiguration, benchmark: configuration.benchmark)
        checks = InvariantChecks(engineConfiguration, isThorough: configuration.isThorough)
        engine = Engine(engineConfiguration)
        plan = engineConfiguration
        market = engine.marketView
        faultyStore =
            script.isActive
            ? FaultyRecordStore(around: configuration.store ?? MemoryRecordStore()) : nil
        store = faultyStore ?? configuration.store
        rowsPerPage = configuration.venue.rowsPerPage
        longestLatency = max(
            configuration.venue.latency.reply.upperBound,
            configuration.venue.latency.push.upperBound)
        lastKept = (engineConfiguration.start, false)
        reasons = engine.reasons
        venue = Venue(
            instruments: engineConfiguration.instruments,
            account: configuration.opening?.account ?? engineConfiguration.account,
            configuration: configuration.venue, costs: engineConfiguration.costs,
            stampUnit: stampUnit, opensWithAuction: configuration.opensWithAuction)
        hasCandles = candles != nil
        touches = configuration.venue.fills == .touch
        link = Link(configuration.venue.latency, seed: configuration.seed)
        end = configuration.end
        isStrict = configuration.isStrict
        calendar = engineConfiguration.calendar
        enforcesMarketRules = configuration.venue.enforcesMarketRules
        tickSource = ticks
        self.ticks = first
        self.candles = CandleFeed(candles)
        self.books = feed
        self.statuses = DelayedFeed(statuses.map { statuses in { statuses.nextStatusChanges() } })
        commands = configuration.commands
        isDirect = configuration.venue.latency.data == .none
        nextDay = CalendarDate(engineConfiguration.start).midnight
        self.sink = sink
        range.engine = engine.rangeBreaches
        range.sums = collector.breaches.view
        range.venue = venue.rangeBreaches
        collector.begin(engine.account)
        beginVenueDay()
        if let opening = configuration.opening { begin(opening) } else { begin() }
    }

    /// Plays everything. `progress` is called now and then and stops the run by answering false.
    public mutating func run(progress: (Moment, Int64) -> Bool = { _, _ in true }) {
        guard openingFault == nil else { return }
        let pause: Int64 = 1 << 16
        var steps: Int64 = 0
        var nextProgress = pause
        while true {
            if store != nil {
                // Each input is given by itself, so that it can be given again.
            } else if books.isOver && isDirect {
                runPlainTicks(limit: Int(pause))
            } else if books.isOver {
                runDelayedTicks(limit: Int(pause))
            } else {
                runBooks(limit: Int(pause))
            }
            let messages = playMessages()
            steps += max(messages, 1)
            if messages == 0 {
                if hasLeftRange() || storeFault != nil { return }
                if mustTellBreach { tellBreach() }
                if !advance() {
                    isComplete = !collector.hasContradiction || !isStrict
                    return
                }
            }
            findHorizon()
            if steps + tickCount + books.count >= nextProgress {
                nextProgress = steps + tickCount + books.count + pause
                if !progress(engine.now, tickCount + books.count + candles.count) { return }
            }
        }
    }

    mutating func findHorizon() {
        horizon = min(nextDay, engine.nextTimer, venue.nextWakeup)
        horizon = min(horizon, link.next)
        // Prints on their way are the other half of the fast way of delayed ones.
        if isDirect && books.isOver { horizon = min(horizon, delayedTicks.next) }
        horizon = min(horizon, statuses.nextShown, min(statuses.nextTold, nextCommand))
        horizon = min(horizon, candles.nextStart, candles.nextArrival)
        if end < horizon { horizon = Moment(nanoseconds: end.nanoseconds + 1) }
        if mustTellBreach { horizon = .distantPast }
    }

    /// What can happen next, in the order in which things of one moment happen.
    enum Event {
        case day, script, candleAtEngine, clock, venueWakeup
        case statusAtVenue, bookAtVenue, tickAtVenue, candleAtVenue, reply
        case answer, push, statusAtEngine, bookAtEngine, tickAtEngine, timer, command, request
    }

    var nextCommand: Moment {
        commandsDone < commands.count ? commands[commandsDone].at : .distantFuture
    }

    /// Does the next thing. Returns false when the run is over.
    private mutating func advance() -> Bool {
        if tickIndex >= ticks.count, let tickSource, ticks.count > 0 {
            ticks = tickSource.nextTicks()
            tickIndex = 0
        }
        if script.isActive { return advanceByScript() }
        // These are in the order of one moment: a later line wins only when it is earlier.
        var moment = nextDay
        var event = Event.day
        if candles.nextArrival < moment { (moment, event) = (candles.nextArrival, .candleAtEngine) }
        if engine.nextDue < moment { (moment, event) = (engine.nextDue, .clock) }
        if venue.nextWakeup < moment { (moment, event) = (venue.nextWakeup, .venueWakeup) }
        if statuses.nextShown < moment { (moment, event) = (statuses.nextShown, .statusAtVenue) }
        if books.nextShown < moment { (moment, event) = (books.nextShown, .bookAtVenue) }
        if tickIndex < ticks.count, ticks[tickIndex].time < moment {
            (moment, event) = (ticks[tickIndex].time, .tickAtVenue)
        }
        if candles.nextStart < moment { (moment, event) = (candles.nextStart, .candleAtVenue) }
        if link.replies.next < moment { (moment, event) = (link.replies.next, .reply) }
        if link.answers.next < moment { (moment, event) = (link.answers.next, .answer) }
        if link.pushes.next < moment { (moment, event) = (link.pushes.next, .push) }
        if statuses.nextTold < moment { (moment, event) = (statuses.nextTold, .statusAtEngine) }
        if books.nextTold < moment { (moment, event) = (books.nextTold, .bookAtEngine) }
        if delayedTicks.next < moment { (moment, event) = (delayedTicks.next, .tickAtEngine) }
        if engine.nextTimer < moment { (moment, event) = (engine.nextTimer, .timer) }
        if nextCommand < moment { (moment, event) = (nextCommand, .command) }
        if link.requests.next < moment { (moment, event) = (link.requests.next, .request) }
        if moment > end || (moment == nextDay && isDataOver) { return false }
        perform(event, max(moment, engine.now))
        return true
    }

    /// Whether no data are left: the run ends with the day of the last of them. Halts are data.
    var isDataOver: Bool {
        guard tickIndex >= ticks.count, candles.isOver, books.isOver,
            !statuses.hasNext(where: { $0.status == .halted })
        else { return false }
        return nextDay > (lastMarketTime ?? engine.now)
    }

    mutating func perform(_ event: Event, _ moment: Moment) {
        switch event {
        case .day: beginVenueDay()
        case .script: playScript(at: moment)
        case .candleAtEngine where store != nil:
            let candle = candles.arrived
            candles.dropArrived()
            give(.candle(candle.candle, candle.timeframe, candle.symbol), at: moment)
        case .candleAtEngine:
            // Those of one moment follow each other: hooks wait for the clock.
            repeat {
                checks.see(candles.arrived.candle, candles.arrived.symbol)
                engine.step(
                    candles.arrived.candle, candles.arrived.timeframe, candles.arrived.symbol,
                    at: moment, into: &out)
                candles.dropArrived()
            } while candles.nextArrival <= moment && out.isEmpty
        case .clock: give(.clock, at: moment)
        case .statusAtVenue: showStatus(at: moment)
        case .bookAtVenue where script.isActive: showBookByScript()
        case .bookAtVenue: showBook()
        case .tickAtVenue where script.isActive: showTickByScript()
        case .tickAtVenue: showTick()
        case .candleAtVenue:
            repeat { showCandle() } while candles.nextStart <= moment
        case .venueWakeup: advanceVenue(to: moment)
        case .reply: give(.reply(link.replies.removeFirst()), at: moment)
        case .answer: give(.answer(link.answers.removeFirst()), at: moment)
        case .push: give(.push(link.pushes.removeFirst()), at: moment)
        case .statusAtEngine: give(.status(statuses.takeTold()), at: moment)
        case .bookAtEngine where store != nil: give(.book(books.takeTold()), at: moment)
        case .bookAtEngine: engine.step(books.takeTold(), at: moment, into: &out)
        case .tickAtEngine: give(.tick(delayedTicks.removeFirst()), at: moment)
        case .timer: give(.timer, at: moment)
        case .command:
            give(.command(commands[commandsDone].command), at: moment)
            commandsDone += 1
        case .request where script.isActive: arrive(link.requests.removeFirst(), at: moment)
        case .request: venue.receive(link.requests.removeFirst(), at: moment)
        }
        if !out.isEmpty { settle() }
        if !venue.messages.isEmpty { takeMessages() }
        if !venue.answers.isEmpty { takeAnswers() }
    }
}
