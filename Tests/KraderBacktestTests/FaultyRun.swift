import KraderBacktest
import KraderChecks
import KraderModel
import KraderVenue
import Support

@testable import KraderEngine

/// A day of random trading over a way that loses, repeats, delays and garbles what goes over it, by
/// an engine that crashes now and then and is restored from its records; persons act at the broker
/// beside it. The last part of the day is calm.
///
/// It looks at what nobody may do: send a request again whose outcome is unknown, and send two
/// orders for one signal.
final class FaultyRun {
    /// How many of a thousand messages of each kind meet their fault.
    struct Rates {
        var lostRequests: UInt64 = 0
        var lostReplies: UInt64 = 0
        var garbledReplies: UInt64 = 0
        var lateReplies: UInt64 = 0
        var lostPushes: UInt64 = 0
        var repeatedPushes: UInt64 = 0
        var latePushes: UInt64 = 0
        var lostAnswers: UInt64 = 0
        var crashes: UInt64 = 0
        var persons: UInt64 = 0

        static let none = Rates()
        static let all = Rates(
            lostRequests: 20, lostReplies: 20, garbledReplies: 20, lateReplies: 20, lostPushes: 20,
            repeatedPushes: 20, latePushes: 20, lostAnswers: 50, crashes: 2, persons: 2)
    }

    var engine: Engine
    var venue: Venue
    /// They go on over crashes, as the world does.
    var checks: InvariantChecks
    var records: [Record] = []
    var breaches: [String] = []
    var restarts = 0
    var faults: [String: Int] = [:]

    let configuration: EngineConfiguration
    let ticks: [Tick]
    let rates: Rates
    /// The crash point at which the engine ends, and at which of its times.
    let crash: (point: CrashPoint, nth: Int)?
    var crashPointsMet = 0
    let calmFrom: Moment
    let end: Moment
    var generator: SeededGenerator
    var next = 0
    var out = OutputBuffer()
    var way: [(at: Moment, place: Int, message: Message)] = []
    var sent = 0
    var shown: [(at: Moment, tick: Tick)] = []
    var isSent: Set<Int64> = []
    var signalled: Set<SignalKey> = []
    var now: Moment
    /// The moment of the last kill by hand.
    var killedAt = Moment.distantPast

    enum Message {
        case request(NumberedRequest)
        case reply(BrokerReply)
        case answer(BrokerAnswer)
        case push(BrokerPush)
    }

    init(
        _ configuration: EngineConfiguration, ticks: [Tick], rates: Rates, seed: UInt64,
        crash: (point: CrashPoint, nth: Int)? = nil
    ) {
        var configuration = configuration
        configuration.reconciles = true
        configuration.replyDeadline = Limits.replyDeadline
        self.configuration = configuration
        self.ticks = ticks
        self.rates = rates
        self.crash = crash
        generator = SeededGenerator(seed: seed, stream: "faults")
        let day = CalendarDate(configuration.start)
        calmFrom = day.at("14:30")
        end = day.at("16:30")
        now = configuration.start
        engine = Engine(configuration)
        checks = InvariantChecks(configuration, isThorough: true)
        venue = Venue(
            instruments: configuration.instruments, account: configuration.account,
            configuration: VenueConfiguration(fills: .through), costs: configuration.costs)
        venue.beginDay(
            day, hours: SessionHours.on(day), settlementDay: day.advanced(by: 2))
        engine.start(into: &out)
        settle()
        while advance() {}
        checks.checkCalm(at: now)
        checks.compare(
            with: BrokerLists(
                openOrders: venue.openOrders(), positions: venue.positions(),
                balance: venue.balance()), at: now)
        if let breach = checks.breach { breaches.append("\(breach)") }
    }

    func strikes(_ rate: UInt64, _ fault: String) -> Bool {
        guard now < calmFrom, rate > 0, generator.next(below: 1_000) < rate else { return false }
        faults[fault, default: 0] += 1
        return true
    }

    func advance() -> Bool {
        let first = way.indices.min { (way[$0].at, way[$0].place) < (way[$1].at, way[$1].place) }
        let moments: [Moment] = [
            engine.nextDue, next < ticks.count ? ticks[next].time : .distantFuture,
            venue.nextWakeup, first.map { way[$0].at } ?? .distantFuture, engine.nextTimer,
        ]
        guard let moment = moments.min(), moment <= end else { return false }
        now = max(moment, engine.now)
        switch moments.firstIndex(of: moment) {
        case 0: give(.clock)
        case 1:
            venue.trade(ticks[next])
            give(.tick(ticks[next]))
            shown.append((now, ticks[next]))
            next += 1
            if strikes(rates.crashes, "crash") { restart() }
            kill()
            if strikes(rates.persons, "person") { actByHand() }
        case 2: venue.advance(to: now)
        case 3: if let first { deliver(way.remove(at: first).message) }
        case _: give(.timer)
        }
        hear()
        return true
    }

    func deliver(_ message: Message) {
        switch message {
        case .request(let request): venue.receive(request, at: now)
        case .reply(let reply): give(.reply(reply))
        case .answer(let answer): give(.answer(answer))
        case .push(let push): give(.push(push))
        }
    }

    func give(_ input: Input) {
        let readings = engine.counts.readings
        checks.see(input)
        engine.step(input, at: now, into: &out)
        if let crash, crash.nth > crashPointsMet, isMet(crash.point, input, readings) {
            crashPointsMet += 1
            if crashPointsMet == crash.nth { return end(at: crash.point) }
        }
        settle()
    }

    /// Keeps the records, then lets requests leave, looking at each.
    func settle(sending count: Int = .max) {
        checks.check(&out, setAside: engine.counts.messagesSetAside, at: engine.now)
        for index in 0..<out.records.count {
            records.append(out.records[index])
            if case .order(let order) = out.records[index],
                !signalled.insert(order.key).inserted
            {
                breaches.append("two orders of \(order.key)")
            }
        }
        for index in 0..<min(count, out.requests.count) {
            let request = out.requests[index]
            if !isSent.insert(request.id.number).inserted {
                breaches.append("\(request) left twice")
            }
            if strikes(rates.lostRequests, "lost request") { continue }
            send(.request(request), .milliseconds(50))
        }
        out.removeAll()
    }

    func send(_ message: Message, _ delay: Interval) {
        sent += 1
        way.append((now + delay, sent, message))
    }

    /// What the venue said goes its way, each message for itself.
    func hear() {
        for index in 0..<venue.messages.count {
            switch venue.messages[index].content {
            case .reply(let reply): hear(reply)
            case .push(let push):
                if strikes(rates.lostPushes, "lost push") { continue }
                let isLate = strikes(rates.latePushes, "late push")
                send(.push(push), isLate ? late() : .milliseconds(50))
                if strikes(rates.repeatedPushes, "repeated push") {
                    send(.push(push), .milliseconds(70))
                }
            }
        }
        venue.messages.removeAll()
        for index in 0..<venue.answers.count {
            if strikes(rates.lostAnswers, "lost answer") { continue }
            send(.answer(venue.answers[index]), .milliseconds(50))
        }
        venue.answers.removeAll()
    }

    func hear(_ reply: BrokerReply) {
        if strikes(rates.lostReplies, "lost reply") { return }
        if strikes(rates.garbledReplies, "garbled reply") {
            let causes: [UnknownOutcome] = [
                .reset, .http(502), .garbled, .numberMissing, .unknownCode(77), .rateRefused(1_700),
            ]
            let cause = causes[Int(generator.next(below: UInt64(causes.count)))]
            return send(
                .reply(BrokerReply(request: reply.request, outcome: .unknown(cause))),
                .milliseconds(50))
        }
        let isLate = strikes(rates.lateReplies, "late reply")
        send(.reply(reply), isLate ? late() : .milliseconds(50))
    }

    func late() -> Interval {
        .milliseconds(Int64(generator.next(below: 15_000)) + 100)
    }

    /// A person cancels, moves or fills something, or orders.
    func actByHand() {
        let open = venue.openOrders()
        let order = open.isEmpty ? nil : open[Int(generator.next(below: UInt64(open.count)))]
        switch (generator.next(below: 5), order) {
        case (3, let order?):
            // A share goes to the next price, or all of them.
            let quantity = generator.next(below: 2) == 0 ? nil : Shares(1)
            let limit = PriceStepTable.table(
                board: configuration.instruments[order.symbol.int].board,
                on: CalendarDate(configuration.start)
            ).up(from: order.terms.limit ?? ticks[next - 1].price)
            _ = venue.modifyByHand(order.number, quantity: quantity, limit: limit, at: now)
        case (0, let order?):
            _ = venue.cancelByHand(order.number, quantity: nil, at: now)
        case (1, let order?):
            _ = venue.fillByHand(
                order.number, quantity: Shares(1), at: order.terms.limit ?? ticks[next - 1].price,
                time: now)
        case _:
            _ = venue.enterByHand(
                BrokerRequest.NewOrder(
                    symbol: ticks[next - 1].symbol, side: .buy, quantity: Shares(1),
                    limit: ticks[next - 1].price), at: now)
        }
    }

    /// What differs between the engine's books and the broker's.
    var differences: [String] {
        var found: [String] = []
        let balance = venue.balance()
        if engine.account.cash != balance.cash {
            found.append("cash \(engine.account.cash), not \(balance.cash)")
        }
        let listed = venue.positions()
        for symbol in configuration.instruments.indices.map({ SymbolIndex($0) }) {
            let theirs = listed.first { $0.symbol == symbol }?.quantity ?? .zero
            let mine = engine.position(symbol).quantity
            if mine != theirs { found.append("\(mine) of \(symbol.value), not \(theirs)") }
        }
        let open = venue.openOrders().count
        if open != engine.liveOrderCount {
            found.append("\(engine.liveOrderCount) open, not \(open)")
        }
        return found
    }
}
