public import KraderBacktest
public import KraderEngine
public import KraderModel
public import KraderVenue

/// A backtest written plainly from semantics.md §1 and §3: of all that can happen next, the
/// earliest, and of one moment the first in the written order. It keeps every input of the engine,
/// and compares the engine's books with the venue's whenever nothing is on its way.
public final class PlainRun {
    public private(set) var engine: Engine
    public private(set) var venue: Venue
    public private(set) var inputs: [(at: Moment, input: Input)] = []
    public private(set) var records: [Record] = []
    public let ledger: NaiveLedger
    public private(set) var digest: [UInt8] = []
    /// Where the two ledgers differ, in words.
    public private(set) var differences: [String] = []
    public private(set) var comparisons = 0
    public private(set) var ordersSent = 0

    private let configuration: BacktestConfiguration
    /// A fill that overtakes the reply of its order is booked after it, perhaps after fills of
    /// other orders: what a sale takes of the cost then differs by a rounding.
    private let fillsComeLate: Bool
    private let ticks: [Tick]
    private var next = 0
    private var latency: LatencyModel
    private var out = OutputBuffer()
    private var delayed: [(at: Moment, tick: Tick)] = []
    private var requests: [(at: Moment, request: NumberedRequest)] = []
    private var replies: [(at: Moment, reply: BrokerReply)] = []
    private var pushes: [(at: Moment, push: BrokerPush)] = []
    private var answers: [(at: Moment, answer: BrokerAnswer)] = []
    private var nextDay: Moment
    private var session = MomentSpan(start: .distantFuture, end: .distantPast)

    public init(_ configuration: BacktestConfiguration, ticks: [Tick]) {
        self.configuration = configuration
        self.ticks = ticks
        let delays = configuration.venue.latency
        fillsComeLate = delays.reply != delays.push || delays.push.isUncertain
        var engineConfiguration = configuration.engine
        engineConfiguration.stampUnit = configuration.stampUnit
        engine = Engine(engineConfiguration)
        venue = Venue(
            instruments: configuration.engine.instruments, account: configuration.engine.account,
            configuration: configuration.venue, costs: configuration.engine.costs)
        latency = LatencyModel(configuration.venue.latency, seed: configuration.seed)
        ledger = NaiveLedger(configuration.engine)
        nextDay = CalendarDate(configuration.engine.start).midnight
        beginDay()
        engine.start(into: &out)
        settle()
        while advance() {}
        digest = engine.finish(into: &out)
        settle()
        compare()
    }

    private func advance() -> Bool {
        var moments: [Moment?] = []
        moments.append(nextDay)
        moments.append(engine.nextDue)
        moments.append(next < ticks.count ? ticks[next].time : nil)
        moments.append(venue.nextWakeup)
        moments.append(replies.first?.at)
        moments.append(answers.first?.at)
        moments.append(pushes.first?.at)
        moments.append(delayed.first?.at)
        moments.append(engine.nextTimer)
        moments.append(requests.first?.at)
        let moment = moments.compactMap { $0 }.min() ?? .distantFuture
        let isOver = next >= ticks.count && nextDay > (ticks.last?.time ?? engine.now)
        if moment > configuration.end || (moment == nextDay && isOver) { return false }
        let now = max(moment, engine.now)
        switch moments.firstIndex(of: moment) {
        case 0:
            beginDay()
            // The venue's day has begun; the engine's begins next.
            return true
        case 1: give(.clock, now)
        case 2: showTick()
        case 3: venue.advance(to: now)
        case 4: give(.reply(replies.removeFirst().reply), now)
        case 5: give(.answer(answers.removeFirst().answer), now)
        case 6: give(.push(pushes.removeFirst().push), now)
        case 7: give(.tick(delayed.removeFirst().tick), now)
        case 8: give(.timer, now)
        case _: venue.receive(requests.removeFirst().request, at: now)
        }
        hear()
        return true
    }

    private func showTick() {
        let tick = ticks[next]
        next += 1
        if session.contains(tick.time) { venue.trade(tick) }
        delayed.append((latency.arrival(of: tick.time, on: .data), tick))
    }

    private func beginDay() {
        compare()
        let day = CalendarDate(nextDay)
        let calendar = configuration.engine.calendar
        nextDay = calendar.next(after: day).date.midnight
        guard let trading = calendar.tradingDay(day) else { return }
        let hours = SessionHours.on(day)
        session = MomentSpan(start: hours.open, end: hours.auctionEnd)
        venue.beginDay(
            day, hours: hours, settlementDay: calendar.settlement(of: trading).date)
    }

    private func give(_ input: Input, _ moment: Moment) {
        inputs.append((moment, input))
        engine.step(input, at: moment, into: &out)
        settle()
    }

    private func settle() {
        for index in 0..<out.records.count {
            records.append(out.records[index])
            ledger.take(out.records[index])
        }
        for index in 0..<out.requests.count {
            if case .newOrder = out.requests[index].request { ordersSent += 1 }
            requests.append((latency.arrival(of: engine.now, on: .order), out.requests[index]))
        }
        out.removeAll()
    }

    private func hear() {
        for index in 0..<venue.messages.count {
            let message = venue.messages[index]
            switch message.content {
            case .reply(let reply):
                replies.append((latency.arrival(of: message.made, on: .reply), reply))
            case .push(let push):
                pushes.append((latency.arrival(of: message.made, on: .push), push))
            }
        }
        venue.messages.removeAll()
        for index in 0..<venue.answers.count {
            let answer = venue.answers[index]
            answers.append((latency.arrival(of: answer.asOf, on: .reply), answer))
        }
        venue.answers.removeAll()
        compareSometimes()
    }

    private func compareSometimes() {
        if next % 16 == 0 { compare() }
    }

    /// When nothing is on its way, both sides must hold the same.
    private func compare() {
        guard requests.isEmpty, replies.isEmpty, pushes.isEmpty else { return }
        let account = engine.account
        let balance = venue.balance()
        check("cash", account.cash, balance.cash)
        check("cash below what is reserved", account.available < .zero, false)
        check("naive cash", account.cash, Won(ledger.cash))
        // What waits in the engine's queue is not the venue's yet.
        if configuration.engine.pacing == .ideal {
            check("reserved", account.reserved, balance.reserved)
            check("withdrawable", account.withdrawable, balance.withdrawable)
        }
        let day = CalendarDate(engine.now)
        if CalendarDate(engine.now).midnight < nextDay, balance.reserved == account.reserved,
            configuration.engine.calendar.isTradingDay(day)
        {
            check(
                "naive withdrawable on \(day)", account.withdrawable,
                ledger.withdrawable(on: day, reserved: account.reserved))
        }
        let totals = venue.totals()
        check("commission", account.commission, totals.commission)
        check("tax", account.tax, totals.tax)
        if !fillsComeLate { check("profit", account.grossProfit, totals.realised) }
        var listed = venue.positions()
        for symbol in configuration.engine.instruments.indices {
            let mine = engine.position(SymbolIndex(symbol))
            let isHeld = listed.first?.symbol == SymbolIndex(symbol)
            let theirs = isHeld ? listed.removeFirst() : nil
            check("quantity of \(symbol)", mine.quantity, theirs?.quantity ?? .zero)
            if !fillsComeLate { check("cost of \(symbol)", mine.cost, theirs?.cost ?? .zero) }
            check("naive quantity", mine.quantity, Shares(ledger.quantity[symbol]))
            check("naive cost", mine.cost, Won(ledger.cost[symbol]))
            if configuration.engine.pacing == .ideal {
                check("sellable of \(symbol)", mine.sellable, theirs?.sellable ?? .zero)
            }
        }
        comparisons += 1
    }

    private func check<Value: Equatable>(_ what: String, _ mine: Value, _ theirs: Value) {
        if mine != theirs, differences.count < 10 {
            differences.append("\(what) at \(engine.now): \(mine), not \(theirs)")
        }
    }
}

extension VenueConfiguration.Delay {
    var isUncertain: Bool {
        switch self {
        case .constant: false
        case .uniform: true
        }
    }
}
