import KraderChecks
import KraderEngine
import KraderModel
import KraderVenue

// A run with a script: each input is given by itself, and each message goes past the script.
extension Backtest {
    /// Does the next thing as `advance` does. What the script does comes first in its moment, for
    /// what it does to messages must be known before they leave. Nothing reaches the engine while
    /// its machine sleeps, and nothing is due where none runs.
    mutating func advanceByScript() -> Bool {
        let held = script.heldUntil
        var moment = nextDay
        var event = Event.day
        func consider(_ other: Moment, _ next: Event) {
            if other < moment { (moment, event) = (other, next) }
        }
        consider(script.nextDue, .script)
        consider(max(candles.nextArrival, held), .candleAtEngine)
        if !script.isDown { consider(max(engine.nextDue, held), .clock) }
        consider(venue.nextWakeup, .venueWakeup)
        consider(statuses.nextShown, .statusAtVenue)
        consider(books.nextShown, .bookAtVenue)
        if tickIndex < ticks.count { consider(ticks[tickIndex].time, .tickAtVenue) }
        consider(candles.nextStart, .candleAtVenue)
        consider(max(link.replies.next, held), .reply)
        consider(max(link.answers.next, held), .answer)
        consider(max(link.pushes.next, held), .push)
        consider(max(statuses.nextTold, held), .statusAtEngine)
        consider(max(books.nextTold, held), .bookAtEngine)
        consider(max(delayedTicks.next, held), .tickAtEngine)
        if !script.isDown {
            consider(max(engine.nextTimer, held), .timer)
            consider(max(nextCommand, held), .command)
        }
        consider(link.requests.next, .request)
        if moment > end || (moment == nextDay && isDataOver) { return false }
        perform(event, max(moment, engine.now))
        return true
    }

    /// Gives the engine an input, unless it does not come to it; the engine may end in it.
    mutating func giveByScript(_ input: Input, at moment: Moment) {
        if script.isDown { return miss(input, at: moment) }
        switch input {
        // A way is over before a machine that sleeps has looked at it.
        case .way where script.heldUntil > moment: return
        case .tick(let tick) where script.isLost(tick.symbol):
            script.totals.lostData += 1
            return
        case .book(let book) where script.isLost(book.symbol):
            script.totals.lostData += 1
            return
        case .candle(let candle, _, let symbol):
            if script.isSilent(symbol) {
                script.totals.lostData += 1
                return
            }
            script.show(symbol, low: candle.low, high: candle.high, at: moment)
        case .clock, .timer, .tick, .book, .status, .history, .way, .reply, .push, .answer, .link,
            .command:
            break
        }
        faultyStore?.now = moment
        let readings = engine.counts.readings
        checks.see(input)
        engine.step(input, at: moment, into: &out)
        let hasRead = engine.counts.readings > readings
        if let crash = script.crash(in: &out, after: input, hasRead: hasRead, at: moment) {
            return end(by: crash.line, crash.cut, in: input, at: moment)
        }
        keep(input, at: moment)
        if out.isEmpty { check() }
    }

    /// Tells what a step left and lets the first of its requests leave, later where its records
    /// were kept late.
    mutating func settleByScript(sending count: Int = .max) {
        check()
        if count < out.requests.count { sink.holdsBack(after: count) }
        tellSink()
        for index in 0..<out.records.count { script.see(out.records[index], at: engine.now) }
        let waited = faultyStore?.takeWaited() ?? .zero
        if waited > .zero { script.hold(until: engine.now.later(by: waited)) }
        for index in 0..<min(count, out.requests.count) {
            let request = out.requests.address(of: index)
            if mayLeave(request) { leave(request.pointee, after: waited) }
        }
        out.removeAll()
        if hasCandles { watch() }
    }

    private mutating func leave(_ request: NumberedRequest, after waited: Interval) {
        guard let delay = script.leave(request, at: engine.now) else { return }
        if isWalking, isUrgent(request), delay == .zero, waited == .zero {
            urgent.append(request)
        } else {
            link.send(request, at: engine.now, later: waited + delay)
        }
    }

    /// A request is at the broker, which may not act on it.
    mutating func arrive(_ numbered: NumberedRequest, at moment: Moment) {
        guard script.isActive, case .refuse(let code)? = script.arrive(numbered.id) else {
            return venue.receive(numbered, at: moment)
        }
        switch numbered.request {
        case .newOrder, .modify, .cancel:
            say(BrokerReply(request: numbered.id, outcome: BrokerCode.outcome(code)), at: moment)
        case .query(let query):
            say(
                BrokerAnswer(
                    request: numbered.id, query: query, asOf: moment,
                    outcome: BrokerCode.answer(code)), at: moment)
        }
    }
}

// What the venue says.
extension Backtest {
    mutating func takeMessagesByScript() {
        for index in 0..<venue.messages.count {
            let message = venue.messages[index]
            switch message.content {
            case .reply(let reply): say(reply, at: message.made)
            case .push(let push):
                keepEvidence(of: message)
                say(push, at: message.made)
            }
        }
        venue.messages.removeAll()
        keepLists()
    }

    mutating func takeAnswersByScript() {
        for index in 0..<venue.answers.count {
            say(venue.answers[index], at: venue.answers[index].asOf)
        }
        venue.answers.removeAll()
    }

    /// Keeps the broker's lists as they are now, where a script wants old ones.
    mutating func keepLists() {
        guard script.lists.keepFor != nil else { return }
        script.lists.keep(ListCopy(venue, rowsPerPage: rowsPerPage, at: max(engine.now, venueDay)))
    }

    private mutating func say(_ reply: BrokerReply, at moment: Moment) {
        for sent in script.send(reply, at: moment) {
            link.send(sent.message, at: moment, later: sent.delay)
        }
    }

    private mutating func say(_ answer: BrokerAnswer, at moment: Moment) {
        for sent in script.send(answer, at: moment) {
            link.send(sent.message, at: moment, later: sent.delay)
        }
    }

    mutating func say(_ push: BrokerPush, at moment: Moment) {
        for sent in script.send(push, at: moment) {
            link.send(sent.message, at: moment, later: sent.delay)
        }
    }

    /// While a candle's way is walked, what is said of its symbol is heard at once, unless
    /// something happens to it.
    mutating func tellByScript(
        _ message: VenueMessage, _ symbol: SymbolIndex, at moment: Moment
    ) {
        keepEvidence(of: message)
        let isDeaf = script.isDeaf(at: moment)
        switch message.content {
        case .reply(let reply):
            for sent in script.send(reply, at: message.made) {
                if sent.delay == .zero, !isDeaf {
                    give(.reply(sent.message), at: moment)
                } else {
                    link.send(sent.message, at: message.made, later: sent.delay)
                }
            }
        case .push(let push):
            for sent in script.send(push, at: message.made) {
                if sent.delay == .zero, !isDeaf, sent.message.symbol == symbol {
                    give(.push(sent.message), at: moment)
                } else {
                    link.send(sent.message, at: message.made, later: sent.delay)
                }
            }
        }
        if !out.isEmpty { settle() }
    }
}

// What the market shows.
extension Backtest {
    mutating func showTickByScript() {
        let tick = ticks[tickIndex]
        if script.isGap(tick.symbol) {
            tickIndex += 1
            tickCount += 1
            lastMarketTime = tick.time
            script.totals.lostData += 1
            return
        }
        if tick.scope == .regular {
            script.lastPrices[tick.symbol] = tick.price
            script.show(tick.symbol, low: tick.price, high: tick.price, at: tick.time)
        }
        showTick()
    }

    mutating func showBookByScript() {
        var isGap = false
        books.withNextShown { isGap = script.isGap($0.symbol) }
        guard isGap else { return showBook() }
        lastMarketTime = books.nextShown
        books.skip()
        script.totals.lostData += 1
    }
}

extension FaultScript {
    /// Whether market data of a symbol don't reach the engine.
    func isSilent(_ symbol: SymbolIndex) -> Bool {
        silences.contains { $0.symbol == nil || $0.symbol == symbol }
    }

    /// Whether its prints and displays don't, since the market is silent or the way is broken.
    func isLost(_ symbol: SymbolIndex) -> Bool { way.losesData || isSilent(symbol) }

    /// Whether its data are missing for the exchange too.
    func isGap(_ symbol: SymbolIndex) -> Bool {
        silences.contains { !$0.isOurs && ($0.symbol == nil || $0.symbol == symbol) }
    }

    /// Whether nothing can be told to the engine now.
    func isDeaf(at moment: Moment) -> Bool { isDown || heldUntil > moment }
}
