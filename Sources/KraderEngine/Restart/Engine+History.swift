import KraderModel

/// What goes on while history is taken in: hooks run without signals, and nothing leaves.
struct Rehearsal {
    /// The trading day as the records have it; hooks see that of the history meanwhile.
    var session: SessionState
    /// Whether there were no records: the run is the first, and history is from before it.
    var isFirst: Bool
    /// How many strategies the records knew: what the others ask for is new.
    var namedStrategies = 0
    /// The timers that strategies asked for meanwhile.
    var timers = StrategyTimers()
    /// Those that they asked for after the last record: nobody has told of them.
    var late: [StrategyTimers.Timer] = []
    /// The strategies that threw meanwhile, with the symbol of the hook.
    var faults: [(strategy: Int32, symbol: SymbolIndex)] = []
    /// Pushes that no order explained by the end of their day.
    var unnamed: [BrokerPush] = []
}

// History fills windows and indicators and tells last prices, statuses, traded values and ranks.
// Neither orders nor exits move, and what hooks say is dropped: it was said when it was no history.
// Up to the day of the last record nothing is recorded either; days that began or ended later, with
// their corporate actions, are facts that nobody has told yet.
extension Engine {
    /// Takes in what the market showed before now.
    mutating func rehearse(_ history: History, at moment: Moment, _ out: inout OutputBuffer) {
        precondition(rehearsal != nil, "History comes before an engine resumes")
        precondition(now <= moment, "Engine time never goes back")
        let former = Moment(nanoseconds: moment.nanoseconds - 1)
        switch history {
        case .candle:
            // All candles of an instant are taken before any of it closes.
            rehearse(through: former, timers: former, &out)
        case .tick, .book, .status:
            // Timers come behind what the market shows at their moment.
            rehearse(through: moment, timers: former, &out)
        }
        now = moment
        switch history {
        case .tick(let tick): rehearse(tick, &out)
        case .candle(let candle, let timeframe, let symbol):
            _ = show(candle, timeframe, symbol, &out)
        case .book(let book): receive(book, &out)
        case .status(let change): receive(change, &out)
        }
        findNextDue()
    }

    private mutating func rehearse(_ tick: Tick, _ out: inout OutputBuffer) {
        guard isInSession(tick.time), tick.scope == .regular else {
            return receiveOutside(tick, &out)
        }
        show(tick, &out)
        if host.wantsTicks && isFollowed(tick.symbol.int) { runTickHooks(tick, &out) }
    }

    /// Lets time pass: days, candle closes and timers, in their order.
    mutating func rehearse(
        through moment: Moment, timers last: Moment, _ out: inout OutputBuffer
    ) {
        while true {
            findNextDue()
            let timer = rehearsal?.timers.next ?? .distantFuture
            if nextDue <= moment && nextDue <= timer {
                now = max(now, nextDue)
                runDue(&out, through: now)
            } else if timer <= last {
                now = max(now, timer)
                rehearseTimers(&out)
            } else {
                return
            }
        }
    }

    private mutating func rehearseTimers(_ out: inout OutputBuffer) {
        var calls = 0
        while let timer = rehearsal?.timers.all.first, timer.moment <= now {
            rehearsal?.timers.remove(timer)
            let strategy = Int(timer.strategy)
            if trading.isPaused[strategy] { continue }
            calls += 1
            prepareHook(.timer, symbol: 0, eventTime: timer.moment)
            // It asks for a timer of this very moment again and again.
            let done = calls <= Limits.timersMax && host.call(strategy) { try $0.timer(&$1) }
            finishHook(strategy, done, &out)
        }
    }

    /// What a hook said is dropped but for its timers, which may come while history lasts. Whoever
    /// throws is paused as ever, which is told when the engine resumes.
    mutating func finishRehearsedHook(_ strategy: Int, _ done: Bool) {
        for index in 0..<host.context.wakes.count {
            let timer = StrategyTimers.Timer(
                moment: host.context.wakes[index], strategy: Int32(strategy))
            let isLate = now > lastRecord
            rehearsal?.timers.add(timer)
            if isLate { rehearsal?.late.append(timer) }
        }
        if !done {
            trading.isPaused[strategy] = true
            let symbol = host.context.symbol
            rehearsal?.faults.append((Int32(strategy), symbol))
        }
        host.context.wakes.removeAll()
        host.context.signals.removeAll()
        host.context.notes.removeAll()
    }
}

// Days in history.
extension Engine {
    /// A day begins: hooks see it. One after the last record's is told.
    mutating func rehearseBegin(of day: CalendarDate, _ out: inout OutputBuffer) {
        guard let known = rehearsal else { return }
        if known.isFirst || day <= max(known.session.day, trading.firstDay) {
            trading.session[0].day = day
            trading.session[0].hours = SessionHours.on(day)
            trading.session[0].isTradingDay = true
            return
        }
        isReplayed = false
        trading.session[0] = known.session
        if trading.isDayOpen { tellDay(&out) }
        let unnamed = trading.earlyPushes.map(\.push)
        tellBegin(of: day, &out)
        let session = trading.session[0]
        rehearsal?.unnamed += unnamed
        rehearsal?.session = session
    }

    /// A day ends. The one that the records left open is told, at the prices of its close.
    mutating func rehearseClose(_ out: inout OutputBuffer) {
        guard let known = rehearsal, !known.isFirst, trading.isDayOpen,
            trading.session[0].day == known.session.day
        else { return }
        trading.session[0] = known.session
        markHoldings()
        tellDay(&out)
    }
}
