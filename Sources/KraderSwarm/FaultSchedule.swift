import KraderBacktest
import KraderEngine
import KraderModel

/// Draws what goes wrong in a world: which classes are on, how often each strikes, and when.
struct FaultSchedule {
    private(set) var events: [ScriptedEvent] = []
    private let world: World
    private let storm: ClosedRange<Moment>

    init(_ world: World, _ draw: inout Draw) {
        self.world = world
        storm = (world.market.begin + .minutes(2))...world.calmFrom
        if world.kind == .none { return }
        let odds = draw.one([2, 4, 8])
        for fault in FaultClass.allCases where fault != .orderRefused && draw.isOne(of: odds) {
            // Rates are log-uniform: from once to a dozen times in the storm.
            for _ in 0..<draw.logarithmic(1, 12) { add(fault, &draw) }
        }
        if events.isEmpty { add(draw.one(FaultClass.allCases), &draw) }
        forceRare()
        forceExchange()
        if world.kind == .staying { stay(&draw) }
        if world.kind == .healing, draw.isOne(of: 2) { persons(&draw) }
    }

    /// What goes wrong from a moment on, most of it soon: a rare state of things does not last.
    init(futureOf world: World, from: Moment, until: Moment, _ draw: inout Draw) {
        self.world = world
        storm = from...until
        let span = Int((until - from).nanoseconds / 1_000_000)
        for _ in 0..<draw.logarithmic(2, 12) {
            let act = act(draw.one(FaultClass.allCases), &draw)
            let at = from + .milliseconds(Int64(draw.logarithmic(1, max(span, 1)) - 1))
            events.append(ScriptedEvent(.at(at), act))
        }
        if world.kind == .healing, draw.isOne(of: 2) { persons(&draw) }
    }

    /// What chance alone would bring once in ten thousand worlds: a new order that is under way
    /// for so long that it is proved absent before it arrives. Drawn apart, so that the other
    /// worlds are what they were before.
    private mutating func forceRare() {
        var draw = Draw(seed: world.seed, stream: "rare")
        guard world.kind != .staying, draw.isOne(of: 12) else { return }
        let late = Interval.seconds(Int64(100 + draw.below(200)))
        events.append(
            ScriptedEvent(
                .when(Occurrence(.request(.newOrder)), nth: draw.logarithmic(1, 8), times: 1),
                .request(.delay(late), .newOrder)))
    }

    /// What the exchange does to orders that were accepted, and what no broker should tell: that
    /// more has filled than was ordered. Drawn apart too.
    private mutating func forceExchange() {
        var draw = Draw(seed: world.seed, stream: "exchange")
        if draw.isOne(of: 6) {
            for _ in 0..<draw.logarithmic(1, 6) { add(.orderRefused, &draw) }
        }
        // Who was told wrong sums by a healthy broker does not owe that all agrees in the end.
        guard world.kind == .beyond, draw.isOne(of: 3) else { return }
        events.append(
            ScriptedEvent(
                .when(Occurrence(.push(.executed)), nth: draw.logarithmic(1, 20), times: 1),
                .push(.corrupt(Shares(Int64(draw.logarithmic(50, 2_000)))), .executed)))
    }

    private mutating func add(_ fault: FaultClass, _ draw: inout Draw) {
        let act = act(fault, &draw)
        events.append(ScriptedEvent(trigger(act, &draw), act))
    }

    private func trigger(_ act: ScriptedAct, _ draw: inout Draw) -> Trigger {
        let at = Trigger.at(draw.moment(storm.lowerBound, storm.upperBound - .minutes(3)))
        if draw.isOne(of: 2) { return at }
        let nth = draw.logarithmic(1, 40)
        let times = draw.one([1, 1, 1, 2, 3])
        func when(_ kind: Occurrence.Kind) -> Trigger {
            .when(Occurrence(kind), nth: nth, times: times)
        }
        switch act {
        case .request(_, let kind): return when(.request(kind))
        case .reply(_, let kind): return when(draw.isOne(of: 2) ? .request(kind) : .reply(kind))
        case .push(_, let kind): return when(.push(kind))
        case .process:
            return .when(
                Occurrence(.crashPoint(draw.one(CrashPoint.allCases))),
                nth: draw.logarithmic(1, 16), times: 1)
        case .way, .store, .command, .fill, .reject:
            let stages: [Occurrence.Kind] = [
                .order(draw.one(OrderStage.allCases)), .record(draw.one(RecordKind.allCases)),
            ]
            return draw.isOne(of: 3)
                ? .when(Occurrence(draw.one(stages)), nth: nth, times: 1) : at
        case .list, .market, .order, .cancel, .modify: return at
        }
    }

    /// What lasts in a storm lasts up to two minutes.
    private func lasting(_ draw: inout Draw) -> Interval {
        .milliseconds(Int64(draw.logarithmic(100, 120_000)))
    }

    private func late(_ draw: inout Draw) -> Interval {
        .milliseconds(Int64(draw.logarithmic(10, 20_000)))
    }

    private func symbol(_ draw: inout Draw) -> SymbolIndex {
        SymbolIndex(draw.below(world.market.issues.count))
    }

    private func price(_ symbol: SymbolIndex) -> Price { world.market.issues[symbol.int].base }

    private func orders(_ draw: inout Draw) -> RequestKind {
        draw.one([.newOrder, .newOrder, .newOrder, .cancel, .modify, .anyOrder])
    }

    private func act(_ fault: FaultClass, _ draw: inout Draw) -> ScriptedAct {
        switch fault {
        case .requestLost: .request(.drop, anyRequest(&draw))
        case .requestLate: .request(.delay(late(&draw)), anyRequest(&draw))
        case .requestRefused:
            .request(
                .reject(draw.one([855_056, 800_033, 571_552, 506_550, 8_005, 77])), orders(&draw))
        case .rateRefused: .request(.refuseRate(taken: draw.isOne(of: 3)), anyRequest(&draw))
        case .replyLost: .reply(.drop, anyRequest(&draw))
        case .replyLate: .reply(.delay(late(&draw)), anyRequest(&draw))
        case .replyGarbled:
            .reply(
                draw.one([.reset, .http(502), .code(77), .code(1_700), .garble, .blankNumber]),
                anyRequest(&draw))
        case .replyRepeated: .reply(.repeat, anyRequest(&draw))
        case .pushLost: .push(.drop, draw.one(MessageKind.allCases))
        case .pushLate: .push(.delay(late(&draw)), draw.one(MessageKind.allCases))
        case .pushRepeated: .push(.repeat, draw.one(MessageKind.allCases))
        case .pushReordered: .push(.reorder, draw.one(MessageKind.allCases))
        case .pushCorrupt: .push(.corrupt(.zero), draw.one([.executed, .executed, .any]))
        case .listWrong:
            .list(
                draw.one([.empty, .partial, .stale(lasting(&draw))]), anyList(&draw),
                lasting: lasting(&draw))
        case .listRefused:
            .list(
                .refuse(draw.one([571_758, 1_700])), anyList(&draw), lasting: lasting(&draw))
        case .wayDown, .waySilent, .wayTaken, .token, .clock, .sleep: way(fault, &draw)
        case .storeTroubled:
            .store(
                draw.one([
                    .busy, .full, .slow(.milliseconds(Int64(draw.logarithmic(1, 3_000)))),
                    .markFails,
                ]),
                lasting: .milliseconds(Int64(draw.logarithmic(1, 4_000))))
        case .crash:
            .process(
                draw.isOne(of: 12)
                    ? .secondCopy
                    : .crash(restartAfter: .milliseconds(Int64(draw.logarithmic(1, 120_000)))))
        case .halt, .dataMissing, .dataWrong: market(fault, &draw)
        case .filledByHand, .personOrders, .personStops, .orderRefused: byHand(fault, &draw)
        }
    }

    private func anyRequest(_ draw: inout Draw) -> RequestKind {
        draw.isOne(of: 3) ? draw.one(RequestKind.allCases) : orders(&draw)
    }

    private func anyList(_ draw: inout Draw) -> RequestKind {
        draw.one([
            .anyQuery, .openOrders, .executedOrders, .ordersOfDay, .executions, .positions,
            .balance,
        ])
    }

    private func way(_ fault: FaultClass, _ draw: inout Draw) -> ScriptedAct {
        let ways: [WayFault] =
            switch fault {
            case .wayDown: [.drop, .dropRequests, .dropPushes, .maintenance]
            case .waySilent: [.halfOpen, .silence]
            case .wayTaken: [.takeOver, .refuseAddress]
            case .token: [.expireToken, .expireToken, .revokeToken]
            case .clock: [.skewClock(.milliseconds(Int64(draw.logarithmic(100, 60_000))))]
            case _: [.suspend]
            }
        let way = draw.one(ways)
        // After two minutes without a token the key is given up for good.
        let isToken = way == .expireToken
        if isToken, draw.isOne(of: 2) { return .way(way, lasting: nil) }
        return .way(way, lasting: isToken ? min(lasting(&draw), .seconds(100)) : lasting(&draw))
    }

    private func market(_ fault: FaultClass, _ draw: inout Draw) -> ScriptedAct {
        let faults: [MarketFault] =
            switch fault {
            case .halt: [.halt, .interrupt, .interrupt]
            case .dataMissing: [.stale, .gap]
            case _: [.crossed, .zeroPrice]
            }
        let chosen = draw.one(faults)
        let symbol = draw.isOne(of: 4) ? nil : symbol(&draw)
        let lasting = lasting(&draw)
        switch chosen {
        case .halt, .interrupt, .stale, .gap: return .market(chosen, symbol, lasting: lasting)
        case .crossed, .zeroPrice: return .market(chosen, symbol, lasting: nil)
        }
    }

    private func byHand(_ fault: FaultClass, _ draw: inout Draw) -> ScriptedAct {
        let symbol = symbol(&draw)
        let target: OrderTarget = draw.one([
            .oldest(symbol), .nth(draw.logarithmic(1, 60)), .manual(1 + draw.below(3)),
        ])
        let few = Shares(Int64(draw.logarithmic(1, 20)))
        switch fault {
        case .filledByHand: return .fill(target, few, at: price(symbol))
        case .orderRefused:
            return .reject(target, code: draw.one([855_056, 800_033, 571_552, 509_193]))
        case .personOrders:
            return draw.one([
                .order(
                    BrokerRequest.NewOrder(
                        symbol: symbol, side: .buy, quantity: few, limit: price(symbol))),
                .order(
                    BrokerRequest.NewOrder(
                        symbol: symbol, side: .sell, quantity: few, limit: price(symbol))),
                .cancel(target, draw.isOne(of: 2) ? nil : few),
                .modify(target, draw.isOne(of: 2) ? nil : few, limit: price(symbol)),
            ])
        case _:
            let note = OperatorNote(name: "swarm", reason: "drawn")
            return .command(
                draw.one([
                    .pause, .resume, .resume, .reconcile, .engageKillSwitch,
                    .rearmKillSwitch(note, isReducing: draw.isOne(of: 2)),
                    .rearmKillSwitch(note, isReducing: false), .flatten(nil, note),
                    .flatten(symbol, note), .acceptDifference, .acknowledge(note),
                ]))
        }
    }

    /// One thing that never ends.
    private mutating func stay(_ draw: inout Draw) {
        let act = draw.one([
            ScriptedAct.way(
                draw.one([.drop, .dropRequests, .dropPushes, .halfOpen, .takeOver, .revokeToken]),
                lasting: nil),
            .list(
                .refuse(571_758), draw.one([.anyQuery, .openOrders, .balance]),
                lasting: .hours(24)),
            .market(.halt, symbol(&draw), lasting: nil),
        ])
        events.append(
            ScriptedEvent(.at(draw.moment(storm.lowerBound, storm.upperBound)), act))
    }

    /// A person looks after the storm: what waits for one is said, and all is armed again.
    private mutating func persons(_ draw: inout Draw) {
        let note = OperatorNote(name: "swarm", reason: "all is calm")
        for (minutes, command) in [
            (2, Command.acceptDifference), (4, .rearmKillSwitch(note, isReducing: false)),
            (6, .resume),
        ] {
            events.append(
                ScriptedEvent(
                    .at(world.calmFrom + .minutes(Int64(minutes))), .command(command)))
        }
    }
}
