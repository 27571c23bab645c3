import KraderChecks
public import KraderEngine
public import KraderModel
import Testing

/// One engine driven by hand, as a driver would: what is due happens first, timers last. What a
/// step leaves is said in words, records first. After each step all invariants are looked at.
public final class EngineBench {
    public private(set) var engine: Engine
    private var checks: InvariantChecks
    /// Whether a test makes the broker do what breaks one.
    public var toleratesBreaches = false
    public var day = Sample.tuesday
    private var out = OutputBuffer()
    private var said: [String] = []
    private let opening: Won
    private let costOfOpening: Won
    private let symbols: Int
    /// Every input that the engine was given, for replays.
    public private(set) var inputs: [(at: Moment, input: Input)] = []

    public init(_ configuration: EngineConfiguration) {
        engine = Engine(configuration)
        checks = InvariantChecks(configuration, isThorough: true)
        opening = configuration.account.cash
        costOfOpening = configuration.account.positions.reduce(.zero) { $0 + $1.cost }
        symbols = configuration.instruments.count
        engine.start(into: &out)
        take()
    }

    /// What the steps since the last call left.
    public func read() -> [String] {
        defer { said = [] }
        return said
    }

    /// Lets time pass: what is due until then happens, timers of that moment included.
    @discardableResult
    public func wait(_ time: String) -> [String] { wait(until: day.at(time)) }

    @discardableResult
    public func wait(until moment: Moment) -> [String] {
        catchUp(moment, includingTimers: true)
        return read()
    }

    @discardableResult
    public func print(
        _ time: String, _ price: Int64, _ size: Int64 = 100, symbol: Int = 0,
        arrives: String? = nil, scope: Tick.Scope = .regular
    ) -> [String] {
        let tick = Tick.print(day.at(time), price, size, symbol: symbol, scope: scope)
        return give(.tick(tick), at: day.at(arrives ?? time))
    }

    @discardableResult
    public func candle(_ candle: Candle, _ timeframe: Timeframe, symbol: Int = 0) -> [String] {
        let input = Input.candle(candle, timeframe, SymbolIndex(symbol))
        if engine.nextTimer < candle.end { catchUp(candle.end, includingTimers: false) }
        step(input, candle.end)
        catchUp(candle.end, includingTimers: true)
        return read()
    }

    /// Gives a piece of a candle's path.
    @discardableResult
    public func way(_ time: String, _ way: PathWay) -> [String] {
        give(.way(way), at: day.at(time))
    }

    /// Accepts request `request` under a number, as the broker does.
    @discardableResult
    public func accept(_ time: String, _ request: Int64, as number: Int32) -> [String] {
        reply(time, request, .accepted(OrderNumber(number)))
    }

    @discardableResult
    public func refuse(_ time: String, _ request: Int64, _ why: VenueRejection) -> [String] {
        reply(time, request, .rejected(why))
    }

    private func reply(
        _ time: String, _ request: Int64, _ outcome: BrokerReply.Outcome
    ) -> [String] {
        give(
            .reply(BrokerReply(request: RequestID(request), outcome: outcome)), at: day.at(time))
    }

    @discardableResult
    public func fill(
        _ time: String, _ number: Int32, _ quantity: Int64, at price: Int64, symbol: Int = 0
    ) -> [String] {
        let execution = execution(number, quantity, at: price, time: day.at(time))
        return push(time, number, .executed(execution), symbol: symbol)
    }

    private var tape = ExecutionTape()

    /// The next execution of an order number.
    public func execution(
        _ number: Int32, _ quantity: Int64, at price: Int64, time: Moment
    ) -> Execution {
        tape.next(number, quantity, at: price, time: time)
    }

    /// The number of the last request for a new order.
    public var lastOrder: Int64 {
        requests.last { if case .newOrder = $0.request { true } else { false } }?.id.number ?? 0
    }

    /// Gives an answer to the last query that left.
    @discardableResult
    public func answer(_ time: String, _ outcome: BrokerAnswer.Outcome) -> [String] {
        for numbered in requests.reversed() {
            guard case .query(let query) = numbered.request else { continue }
            return give(
                .answer(
                    BrokerAnswer(
                        request: numbered.id, query: query, asOf: day.at(time), outcome: outcome)),
                at: day.at(time))
        }
        preconditionFailure("A query has left")
    }

    @discardableResult
    public func push(
        _ time: String, _ number: Int32, _ event: BrokerPush.Event, symbol: Int = 0
    ) -> [String] {
        let push = BrokerPush(
            number: OrderNumber(number), symbol: SymbolIndex(symbol), event: event)
        return give(.push(push), at: day.at(time))
    }

    @discardableResult
    public func command(_ time: String, _ command: Command) -> [String] {
        give(.command(command), at: day.at(time))
    }

    @discardableResult
    public func give(_ input: Input, at moment: Moment) -> [String] {
        catchUp(moment, includingTimers: false)
        step(input, moment)
        catchUp(moment, includingTimers: true)
        return read()
    }

    /// Ends the run and gives the digest.
    public func finish() -> [UInt8] {
        let digest = engine.finish(into: &out)
        take()
        return digest
    }

    /// Steps without what a driver does around them.
    public func step(_ input: Input, _ moment: Moment) {
        inputs.append((moment, input))
        checks.see(input)
        engine.step(input, at: moment, into: &out)
        take()
        while !unanswered.isEmpty {
            let query = unanswered.removeFirst()
            step(.answer(truth(query, at: moment)), moment)
        }
    }

    /// Whether `UNPROTECTED` is said too, for the tests that are about it.
    public var tellsUnprotected = false
    /// Whether queries of a killed engine are answered at once: nothing is open, and the account is
    /// as the engine has it. They are not said in words.
    public var answersWhenKilled = true
    private var unanswered: [NumberedRequest] = []

    private func truth(_ request: NumberedRequest, at moment: Moment) -> BrokerAnswer {
        guard case .query(let query) = request.request else {
            preconditionFailure("Only queries are answered")
        }
        let outcome: BrokerAnswer.Outcome =
            switch query.kind {
            case .openOrders, .ordersOfDay, .executedOrders: .orders([], hasMore: false)
            case .executions: .executions([], hasMore: false)
            case .positions:
                .positions(
                    (0..<symbols).map(SymbolIndex.init).map { symbol in
                        let held = engine.position(symbol)
                        return ListedPosition(
                            symbol: symbol, quantity: held.quantity, sellable: held.quantity,
                            cost: held.cost)
                    }.filter { $0.quantity > .zero }, hasMore: false)
            case .balance:
                .balance(
                    ListedBalance(
                        cash: engine.account.cash, reserved: engine.account.reserved,
                        withdrawable: engine.account.cash))
            }
        return BrokerAnswer(request: request.id, query: query, asOf: moment, outcome: outcome)
    }

    private func catchUp(_ moment: Moment, includingTimers: Bool) {
        var steps = 0
        while true {
            precondition(steps < 100_000, "A bench that never comes to rest")
            steps += 1
            let timer = engine.nextTimer
            let due = engine.nextDue
            if due <= moment, due <= timer {
                step(.clock, max(due, engine.now))
            } else if timer < moment || (includingTimers && timer <= moment) {
                step(.timer, max(timer, engine.now))
            } else {
                return
            }
        }
    }

    private func look() {
        let isNew = checks.breach == nil
        checks.check(&out, setAside: engine.counts.messagesSetAside, at: engine.now)
        if isNew, let breach = checks.breach, !toleratesBreaches {
            Issue.record("\(breach)")
        }
    }

    private func take() {
        look()
        for index in 0..<out.minutes.count { minutes.append(out.minutes[index]) }
        for index in 0..<out.records.count {
            records.append(out.records[index])
            if case .incident(let incident) = out.records[index], incident.kind == .unprotected,
                !tellsUnprotected
            {
                continue
            }
            if let line = words(out.records[index]) { said.append(line) }
        }
        for index in 0..<out.requests.count {
            let request = out.requests[index]
            requests.append(request)
            if case .query = request.request, answersWhenKilled, engine.mode == .killed {
                unanswered.append(request)
            } else {
                said.append(words(request))
            }
        }
        out.removeAll()
    }

    public private(set) var minutes: [DigestLine] = []
    public private(set) var records: [Record] = []
    public private(set) var requests: [NumberedRequest] = []

    /// Cash + cost of holdings + commission + tax − profit = what was there at the start.
    public var balances: Bool {
        var cost = Won.zero
        for symbol in 0..<symbols { cost += engine.position(SymbolIndex(symbol)).cost }
        let account = engine.account
        return account.cash + cost + account.commission + account.tax - account.grossProfit
            == opening + costOfOpening
    }
}
