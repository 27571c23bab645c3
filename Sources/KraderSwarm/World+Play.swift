public import KraderBacktest
import KraderChecks
public import KraderEngine
import KraderMarket
import KraderModel
import KraderStrategies
import KraderVenue

extension World {
    /// Plays it and judges what came of it. A world with a twist is played without it too.
    ///
    /// - Parameter isThorough: whether the checks that want memory and time are made too
    public func play(isThorough: Bool = true) -> Verdict {
        var (verdict, deeds) = playOnce(isThorough: isThorough)
        guard let twist, verdict.failure == nil, verdict.isTwistPlayed == true else {
            return verdict
        }
        var plain = self
        plain.twist = nil
        // A line that does nothing takes the plain world the same way.
        plain.faults.events.append(idleLine)
        let (before, plainDeeds) = plain.playOnce(isThorough: isThorough, notesDeeds: true)
        guard before.failure == nil else { return verdict }
        var (expected, found) = (before.end, verdict.end)
        switch twist {
        case .pushTwice, .restart, .reconcile, .permute: break
        case .again:
            if before.digest != verdict.digest { verdict.failure = .unrepeatable }
        case .slower:
            // What is not comparable counts apart, as a twist that never came does.
            verdict.isTwistPlayed = deeds.areWhole && plainDeeds.areWhole
        case .without(let place):
            verdict.isTwistPlayed = !deeds.isHeldBack && !plainDeeds.isHeldBack
            expected = plainDeeds.end(self, without: place, like: expected)
            found = deeds.end(self, without: nil, like: found)
        }
        if verdict.isTwistPlayed == true, expected != found {
            verdict.failure = .twistShows(twist, before: expected, after: found)
        }
        return verdict
    }

    /// The same world with scripts in the place of traders that trade by each print: they say
    /// what those said in it. It need not come to the same.
    func scripted() -> World {
        let tapes = traders.map { _ in SignalTape(codes: market.issues.map(\.code)) }
        var configuration = backtestConfiguration(tapes)
        configuration.isThorough = true
        var backtest = Backtest(configuration, ticks: WorldTicks(market), sink: SwarmSink())
        backtest.run()
        _ = backtest.finish()
        var world = self
        for (place, trader) in traders.enumerated() {
            guard case .hashed = trader else { continue }
            world.traders[place] = .scripted(tapes[place].signals)
        }
        return world
    }

    private func playOnce(
        isThorough: Bool, notesDeeds: Bool = false
    ) -> (verdict: Verdict, deeds: Deeds) {
        let sink = SwarmSink(notesDeeds: notesDeeds || twist != nil)
        var configuration = backtestConfiguration
        configuration.isThorough = isThorough
        var backtest = Backtest(configuration, ticks: WorldTicks(market), sink: sink)
        backtest.run()
        let result = backtest.finish()
        let end = EndState(
            mode: backtest.engine.mode, cash: backtest.engine.account.cash,
            doubts: backtest.engine.doubts,
            held: market.issues.indices.map {
                backtest.engine.position(SymbolIndex($0)).quantity
            })
        let isQuiet = kind == .none && result.isComplete
        let theirs = backtest.venue.positions()
        let cash = backtest.venue.balance().cash
        let held = market.issues.indices.map { place in
            theirs.first { $0.symbol.int == place }?.quantity ?? .zero
        }
        let given = backtest.venue.ordersOfDay().count {
            $0.kind == .new && $0.terms.channel == .openAPI
        }
        var failure = judge(
            result, end, cash: cash, held: held, isCompared: isQuiet || result.wasCalm,
            hasSaid: sink.hasSaid)
        if failure == nil, given > sink.ordersSent {
            failure = .unkept(orders: given, kept: sink.ordersSent)
        }
        let verdict = Verdict(
            failure: failure, coverage: sink.end(self, result, end), end: end,
            // The twist is the last line of the script.
            isTwistPlayed: twist.map { _ in result.script.last?.isDone == true },
            wasCalm: result.wasCalm || isQuiet, digest: result.digest, prints: result.ticks,
            hits: sink.hits, script: result.script)
        return (verdict, sink.deeds)
    }

    private func judge(
        _ result: RunResult, _ end: EndState, cash: Won, held: [Shares], isCompared: Bool,
        hasSaid: Bool
    ) -> Failure? {
        if let breach = result.breach { return .breach(breach) }
        if let why = result.storeFault, !mayLoseStore { return .storeFailed(why) }
        if !result.isComplete, result.storeFault == nil { return .rangeLeft }
        if isCompared {
            for place in held.indices where held[place] != end.held[place] {
                return .booksDiffer(
                    SymbolIndex(place), ours: end.held[place].count, theirs: held[place].count)
            }
            let off = (cash - end.cash).amount.magnitude
            // Of a day's turnover 0.002 % may differ (failure-modes.md §2, 20).
            let turnover = (result.buyAmount + result.sellAmount).amount
            if Int128(off) > max(1_000, turnover / 50_000) {
                return .booksDiffer(nil, ours: end.cash.amount, theirs: cash.amount)
            }
        }
        let staysBad = zip(faults.events, result.script).contains { event, outcome in
            guard !outcome.done.isEmpty, case .way(let fault, lasting: nil) = event.act else {
                return false
            }
            return fault != .expireToken
        }
        if staysBad, result.storeFault == nil, end.mode == .active || !hasSaid {
            return .staysUnsaid(end.mode)
        }
        return nil
    }

    /// Whether the plan troubles the store for longer than a commit waits for it.
    private var mayLoseStore: Bool {
        faults.events.contains { event in
            guard case .store(let fault, let lasting) = event.act else { return false }
            if fault == .corrupt { return true }
            return lasting.map { $0 > .seconds(4) } ?? true
        }
    }

    /// What the world is played with.
    public var backtestConfiguration: BacktestConfiguration { backtestConfiguration([]) }

    /// - Parameter tapes: take down what each trader says; none where nobody wants to know
    private func backtestConfiguration(_ tapes: [SignalTape]) -> BacktestConfiguration {
        let instruments = market.instruments
        let cost = { (holding: Holding) in
            market.issues[holding.symbol.int].base * holding.quantity
        }
        var engine = EngineConfiguration(
            instruments: instruments,
            account: OpeningAccount(
                cash: cash,
                positions: holdings.map {
                    OpeningAccount.Holding(
                        symbol: $0.symbol, quantity: $0.quantity, cost: cost($0))
                }),
            universe: .symbols(instruments.indices.map { SymbolIndex($0) }),
            strategies: twisted.strategies(tapes), limits: settings.limits,
            pacing: twisted.settings.pacing,
            marketBuyAs: settings.marketBuyAs, start: market.begin - .minutes(10))
        engine.controls = settings.controls
        engine.exitsAfterKill = settings.exitsAfterKill
        var venue = VenueConfiguration(
            fills: settings.fills, spreadSteps: settings.spreadSteps,
            participation: settings.participation, latency: settings.latency)
        venue.rowsPerPage = settings.rowsPerPage
        var configuration = BacktestConfiguration(
            engine: engine, venue: venue, seed: seed, end: end)
        configuration.faults = faults
        if let twistLine { configuration.faults.events.append(twistLine) }
        return configuration
    }

    private func strategies(_ tapes: [SignalTape]) -> [StrategyInstance] {
        traders.enumerated().map { place, trader in
            let tape = tapes.isEmpty ? nil : tapes[place]
            return StrategyInstance(id: "t\(place)", box: trader.box(tape))
        }
    }
}

extension Trader {
    func box(_ tape: SignalTape?) -> StrategyBox {
        switch self {
        case .hashed(let seed, let rarity, let usesExits, let until):
            return .hosting(
                HashedTrader(
                    seed: seed, rarity: rarity, usesExits: usesExits, until: until, tape: tape))
        case .scripted(let signals):
            var values = ParameterValues()
            values.set("signals", .signals(signals))
            return Trader.make("scripted", values)
        case .shipped(let name):
            guard let kind = StrategyCatalog.shipped[name] else {
                preconditionFailure("\(name) ships")
            }
            var values = ParameterValues(defaultsOf: kind.parameters)
            for (name, value) in saidParameters { values.set(name, value) }
            return Trader.make(name, values)
        }
    }

    /// The parameters of a shipped strategy that are not its defaults: short enough for an hour of
    /// one-minute candles.
    public var saidParameters: [(name: String, value: ParameterValue)] {
        guard case .shipped(let name) = self, let kind = StrategyCatalog.shipped[name] else {
            return []
        }
        let short: [(name: String, value: ParameterValue)] = [
            ("timeframe", .timeframe(.m1)), ("fast", .integer(2)), ("slow", .integer(5)),
            ("length", .integer(3)), ("lower", .decimal(45)), ("upper", .decimal(55)),
        ]
        return short.filter { one in kind.parameters.contains { $0.name == one.name } }
    }

    private static func make(_ name: String, _ values: ParameterValues) -> StrategyBox {
        guard let kind = StrategyCatalog.shipped[name], let box = try? kind.make(values) else {
            preconditionFailure("\(name) takes the swarm's parameters")
        }
        return box
    }
}
