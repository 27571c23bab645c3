import KraderModel
import Support

@testable import KraderEngine

/// What can happen to one order, as its engine lives it: messages may be late, be told again, come
/// in another order, or never.
enum OrderHappening: Int, CaseIterable {
    case acknowledged, acknowledgedAgain, firstFill, secondFill, filledAgain
    case cancel, cancelConfirmed, cancelRefused, query, crash
}

/// One order's life before a truthful broker, happening by happening, a second apart. After each
/// step it looks at what may never be (`OneOrderPlay+Checks.swift`).
final class OneOrderPlay {
    var engine: Engine
    var broker: TruthfulBroker
    var breaches: [String] = []
    let configuration: EngineConfiguration
    var records: [Record] = []
    var now = Sample.tuesday.at("09:59:50")
    var out = OutputBuffer()
    let hand: Hand
    private var queries: [(id: RequestID, query: BrokerQuery)] = []
    /// What the engine was told, as its wire would show.
    private(set) var isAcknowledged = false
    private(set) var told: Set<Int> = []
    private var lastTold = 0
    /// The cancels that left while everything was answered.
    private var prompt: [RequestID] = []
    private var isAnswering = false
    /// How many readings were answered to their end.
    private(set) var readings = 0
    var readingsAtCancel: [RequestID: Int] = [:]
    var view = OrderSeen()
    /// Where the engine is to end, and whether a person has killed (`OneOrderPlay+Crash.swift`).
    var dying: CrashPoint?
    var isKilledByHand = false
    var keys: Set<SignalKey> = []
    /// Requests with a record, those that left, and the issues of the orders among them.
    var intents: Set<RequestID> = []
    var left: Set<RequestID> = []
    var issues: Set<SymbolIndex> = []
    /// Whether an order of another issue was given.
    var hasOther: Bool { keys.count > 1 || keys.contains { $0.symbol.int == 1 } }

    /// What the strategy is to do at the next print.
    final class Hand {
        enum Act { case none, buy, buyOther, cancel }
        var act = Act.none
    }

    init(_ manner: TruthfulBroker.Manner, buys: Bool = true) {
        let hand = Hand()
        self.hand = hand
        var puppet = Puppet()
        puppet.subscriptions.ticks = true
        puppet.onTick = { _, context in
            let act = hand.act
            hand.act = .none
            switch act {
            case .none: break
            case .buy: context.buy(SymbolIndex(0), quantity: Shares(10), limit: Price(70_000))
            case .buyOther:
                context.buy(SymbolIndex(1), quantity: Shares(1), limit: Price(20_000))
            case .cancel:
                for order in context.activeOrders(SymbolIndex(0)) {
                    context.cancel(order.reference)
                }
            }
        }
        var configuration = EngineConfiguration.sample(
            [puppet], start: Sample.tuesday.at("09:59:50"))
        configuration.replyDeadline = Limits.replyDeadline
        configuration.reconciles = true
        configuration.liveOrdersMax = 8
        self.configuration = configuration
        broker = TruthfulBroker(manner)
        engine = Engine(configuration)
        engine.start(into: &out)
        settle()
        pass(until: Sample.tuesday.at("09:59:59"), isAnswered: true)
        if buys { show(.buy) }
    }

    func play(_ happening: OrderHappening) {
        pass(until: now + .seconds(1), isAnswered: false)
        switch happening {
        case .acknowledged, .acknowledgedAgain: acknowledge()
        case .firstFill: tell(1)
        case .secondFill: tell(2)
        case .filledAgain: tell(lastTold)
        case .cancel: show(.cancel)
        case .cancelConfirmed, .cancelRefused:
            if let request = broker.waiting.first {
                let isRefused = happening == .cancelRefused
                answer(
                    request,
                    isRefused ? broker.refuse(request) : broker.decide(request, at: now))
            }
        case .query:
            give(.command(.reconcile))
            pass(until: now + .seconds(11), isAnswered: true)
        case .crash: restart()
        }
    }

    /// Whether it can happen now.
    func can(_ happening: OrderHappening) -> Bool {
        switch happening {
        case .acknowledged: broker.enteredAt != nil && !isAcknowledged
        case .acknowledgedAgain: isAcknowledged
        case .firstFill: !told.contains(1) && broker.canExecute(1)
        case .secondFill: !told.contains(2) && broker.canExecute(2)
        case .filledAgain: lastTold > 0
        case .cancel: view.isAlive && !view.isCancelRequested
        case .cancelConfirmed: broker.waiting.first.map { broker.canTake($0) } ?? false
        case .cancelRefused: broker.waiting.first.map { broker.canRefuse($0) } ?? false
        case .query, .crash: true
        }
    }

    /// From now on nothing is lost any more: what the engine asks is answered, what it sends is
    /// taken. What never came will not come.
    func calm() {
        // Of two orders in doubt neither is absent before the session's end.
        if !hasOther {
            pass(until: now + .seconds(120), isAnswered: true)
            lookAtTheEnd()
        }
        // What was found absent keeps its money until then.
        guard hasOther || broker.enteredAt == nil else { return }
        pass(until: Sample.tuesday.at("15:30:30"), isAnswered: true)
        broker.expire()
        pass(until: Sample.tuesday.at("16:00"), isAnswered: true)
        lookAtTheEnd()
    }

    private func acknowledge() {
        isAcknowledged = true
        let reply = BrokerReply(
            request: RequestID(view.request), outcome: .accepted(TruthfulBroker.number))
        let push = BrokerPush(
            number: TruthfulBroker.number, symbol: SymbolIndex(0), event: .accepted(broker.terms))
        // Which comes first is the wire's business.
        let isReplyFirst = broker.manner.executesAhead != 1
        give(isReplyFirst ? .reply(reply) : .push(push))
        give(isReplyFirst ? .push(push) : .reply(reply))
    }

    private func tell(_ count: Int) {
        broker.execute(count)
        told.insert(count)
        lastTold = count
        give(
            .push(
                BrokerPush(
                    number: TruthfulBroker.number, symbol: SymbolIndex(0),
                    event: .executed(broker.execution(count)))))
    }

    /// What was told to an engine that ended over it, nobody knows.
    func forgetLastTold() { told.remove(lastTold) }

    private func answer(_ request: RequestID, _ verdict: TruthfulBroker.Verdict) {
        broker.told(request)
        switch verdict {
        case .refused(let why): give(.reply(BrokerReply(request: request, outcome: .rejected(why))))
        case .taken(let number, let quantity):
            let reply = BrokerReply(request: request, outcome: .accepted(number))
            let push = BrokerPush(
                number: TruthfulBroker.number, symbol: SymbolIndex(0),
                event: .cancelled(quantity: quantity, by: number))
            let isReplyFirst = !broker.manner.cancelsAtOnce
            give(isReplyFirst ? .reply(reply) : .push(push))
            give(isReplyFirst ? .push(push) : .reply(reply))
        }
    }

    func restart() {
        queries.removeAll()
        do {
            engine = try Engine.restore(configuration, from: records)
        } catch {
            breaches.append("\(error)")
            return
        }
        engine.start(into: &out)
        settle()
        engine.resume(at: now, into: &out)
        settle()
    }
}

// How time passes.
extension OneOrderPlay {
    func show(_ act: Hand.Act) {
        hand.act = act
        give(.tick(.print(now, 70_000)))
    }

    /// Lets time pass. Where questions are answered, cancels that leave are taken and confirmed.
    func pass(until moment: Moment, isAnswered: Bool) {
        isAnswering = isAnswered
        defer { isAnswering = false }
        while true {
            if !prompt.isEmpty {
                let request = prompt.removeFirst()
                answer(request, broker.decide(request, at: now))
                continue
            }
            if isAnswered, !queries.isEmpty {
                let (id, query) = queries.removeFirst()
                now = now + .milliseconds(20)
                let outcome = broker.answer(query.kind)
                let before = engine.counts.readings
                if query.kind == .executions { readings += 1 }
                give(.answer(BrokerAnswer(request: id, query: query, asOf: now, outcome: outcome)))
                if engine.counts.readings > before { noteReading() }
                continue
            }
            let (due, timer) = (engine.nextDue, engine.nextTimer)
            guard min(due, timer) <= moment else { break }
            now = max(min(due, timer), engine.now)
            give(due <= timer ? .clock : .timer)
        }
        now = max(now, moment)
    }

    private func noteReading() {
        if view.isAcknowledged { told.formUnion(1..<broker.executed + 1) }
    }

    func give(_ input: Input) {
        engine.step(input, at: now, into: &out)
        if let point = dying, isMet(point, input) { return die(at: point) }
        settle()
        look()
    }

    /// Keeps the records, then lets requests reach the broker.
    func settle(sending count: Int = .max) {
        for index in 0..<out.records.count {
            records.append(out.records[index])
            look(at: out.records[index])
        }
        for index in 0..<min(count, out.requests.count) {
            let request = out.requests[index]
            look(at: request)
            switch request.request {
            case .newOrder(let order):
                // Of another issue it takes nothing.
                if order.symbol.int == 0 { broker.enter(at: now) }
            case .cancel:
                broker.receiveCancel(request.id, at: now)
                if isAnswering { prompt.append(request.id) }
            case .query(let query): queries = [(request.id, query)]
            case .modify: breaches.append("a modify left")
            }
        }
        out.removeAll()
    }
}
