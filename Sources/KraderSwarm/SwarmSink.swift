import KraderBacktest
import KraderChecks
import KraderEngine
import KraderModel

/// Hears a world's records and notes what was reached.
final class SwarmSink: RunSink {
    private(set) var coverage = Coverage()
    /// When engines ended and others went on, and how things stood before.
    private(set) var restarts: [(at: Moment, state: Coverage.CrashState)] = []
    private var runs = 0
    private var doubts: Set<OrderReference> = []
    private var live: Set<OrderReference> = []
    private var isKilled = false
    private var isReconciling = false
    private var exits: Set<OrderReference> = []
    /// Whether anybody was told that something is not as it should be.
    private(set) var hasSaid = false

    func minute(_ line: DigestLine, _ market: MarketView) {}
    func trade(_ trade: Trade) {}

    func commit(_ output: inout OutputBuffer, _ reasons: ReasonTable) {
        for index in 0..<output.records.count {
            let place = output.records.place(index)
            let position = Int(place.index)
            switch place.kind {
            case .signal, .day, .universe, .exit, .corporateAction: break
            case .order: see(output.records.orders[position])
            case .transition: see(output.records.transitions[position])
            case .fill: see(output.records.fills[position])
            case .incident: see(output.records.incidents[position])
            case .other: see(output.records.others[position])
            }
        }
    }

    private func see(_ order: OrderRecord) {
        live.insert(order.reference)
        if order.isExit { exits.insert(order.reference) }
    }

    private func see(_ change: OrderTransition) {
        coverage.meet(change.status, change.event)
        if change.status.isTerminal {
            live.remove(change.reference)
            doubts.remove(change.reference)
        }
        switch change.event {
        case .inDoubt:
            doubts.insert(change.reference)
            coverage.reach(.inDoubt)
        case .adopted:
            doubts.remove(change.reference)
            coverage.reach(.adopted)
        case .acknowledged: doubts.remove(change.reference)
        case .notFound: coverage.reach(.notFound)
        case .resurrected:
            live.insert(change.reference)
            coverage.reach(.resurrected)
        case .modified: coverage.reach(.replaced)
        case .changeRefused: coverage.reach(.changeRefused)
        case .changeWithdrawn: coverage.reach(.changeWithdrawn)
        case .ended:
            if change.status == .rejected { coverage.reach(.rejected) }
            if change.status == .canceled { coverage.reach(.canceled) }
        case .sent, .changeSent, .partlyCancelled, .cancelRequested, .replaceRequested: break
        }
    }

    private func see(_ fill: FillRecord) {
        coverage.reach(fill.status == .filled ? .filled : .partlyFilled)
        if exits.contains(fill.order) { coverage.reach(.exitSold) }
        if fill.status == .filled {
            live.remove(fill.order)
            doubts.remove(fill.order)
        }
    }

    private func see(_ incident: IncidentRecord) {
        switch incident.kind {
        case .linkLost, .sessionTakenOver, .authenticationLost, .snapshotUnusable,
            .killSwitchEngaged, .clockSkewed, .outcomeUnknown:
            hasSaid = true
        case .strategyPaused, .signalsFlooded, .paused, .resumed, .reducing,
            .unexpectedRejection, .circuitBreaker, .baseChanged, .actionAgainstPrices,
            .linkRestored, .repaired, .strategySwitchedOff, .strategySwitchedOn, .exitsStopped,
            .acknowledged, .flattenRefused, .invariantBroken, .killSwitchRearmed,
            .killSwitchComplete, .rearmRefused, .quarantinedPush, .orderNotFound,
            .orderResurrected, .secondOrder, .overfilled, .filledAfterEnd, .externalOrder,
            .largeDifference, .lateIntake, .unprotected, .flattening:
            break
        }
        switch incident.kind {
        case .killSwitchEngaged:
            isKilled = true
            if isReconciling { coverage.reach(.killedWhileReconciling) }
            switch incident.cause {
            case .byHand?: coverage.reach(.killedByHand)
            case .errors?: coverage.reach(.killedByErrors)
            case .critical?: coverage.reach(.killedCritically)
            case nil: break
            }
        case .killSwitchRearmed:
            isKilled = false
            coverage.reach(.rearmed)
        case .killSwitchComplete: coverage.reach(.killComplete)
        case .rearmRefused: coverage.reach(.rearmRefused)
        case .quarantinedPush: coverage.reach(.messageSetAside)
        case .orderNotFound: coverage.reach(.notFound)
        case .orderResurrected: coverage.reach(.resurrected)
        case .secondOrder: coverage.reach(.secondOrder)
        case .overfilled: coverage.reach(.overfilled)
        case .filledAfterEnd: coverage.reach(.lateFill)
        case .externalOrder: coverage.reach(.external)
        case .linkLost: coverage.reach(.wayLost)
        case .sessionTakenOver: coverage.reach(.wayTaken)
        case .authenticationLost: coverage.reach(.keyLost)
        case .clockSkewed: coverage.reach(.clockSkewed)
        case .snapshotUnusable: coverage.reach(.listUnusable)
        case .largeDifference: coverage.reach(.differenceWaits)
        case .lateIntake: coverage.reach(.lateIntake)
        case .unprotected: coverage.reach(.unprotected)
        case .flattening: coverage.reach(.flattened)
        case .strategyPaused, .signalsFlooded, .paused, .resumed, .reducing, .unexpectedRejection,
            .circuitBreaker, .baseChanged, .actionAgainstPrices, .outcomeUnknown, .linkRestored,
            .repaired, .strategySwitchedOff, .strategySwitchedOn, .exitsStopped, .acknowledged,
            .flattenRefused, .invariantBroken:
            break
        }
    }

    private func see(_ record: Record) {
        switch record {
        case .run(let run): begin(run.at)
        case .earlyPush: coverage.reach(.earlyPush)
        case .externalOrder: coverage.reach(.external)
        case .adjust: coverage.reach(.adjusted)
        case .pacing: coverage.reach(.pacingWidened)
        case .mode(let mode): isReconciling = mode.blocks.contains(.reconciling)
        case .signal, .order, .transition, .fill, .day, .incident, .universe, .exit,
            .corporateAction, .reply, .heldSignal, .timer, .dayBegin, .reason, .query:
            break
        }
    }

    /// A run begins; every one but the first goes on for another.
    private func begin(_ moment: Moment) {
        runs += 1
        guard runs > 1 else { return }
        coverage.reach(.restart)
        if isKilled { coverage.reach(.restartKilled) }
        if isReconciling { coverage.reach(.restartReconciling) }
        if !doubts.isEmpty { coverage.reach(.restartInDoubt) }
        if !live.isEmpty { coverage.reach(.restartWithOrders) }
        let state: Coverage.CrashState =
            if isKilled {
                .killed
            } else if isReconciling {
                .reconciling
            } else if !doubts.isEmpty {
                .inDoubt
            } else {
                live.isEmpty ? .idle : .ordersLive
            }
        restarts.append((moment, state))
    }

    /// Notes what became of the script, and how the world ended.
    func end(_ world: World, _ result: RunResult, _ end: EndState) -> Coverage {
        var classes: Set<FaultClass> = []
        var onWay: [Moment] = []
        for (event, outcome) in zip(world.faults.events, result.script) {
            guard let first = outcome.done.first else { continue }
            classes.insert(FaultClass(event.act))
            switch event.act {
            case .request, .reply, .push: onWay += outcome.done
            case .list, .way, .store, .process, .market, .fill, .order, .cancel, .modify, .command:
                break
            }
            if case .when(let occurrence, _, _) = event.trigger,
                case .crashPoint(let point) = occurrence.kind,
                let restart = restarts.first(where: { $0.at >= first })
            {
                coverage.meet(point, restart.state)
            }
        }
        coverage.meet(classes)
        onWay.sort()
        if zip(onWay, onWay.dropFirst()).contains(where: { $1 - $0 <= .seconds(1) }) {
            coverage.reach(.twoFaultsInOneRoundTrip)
        }
        if result.wasCalm {
            coverage.reach(.calm)
            if end.mode == .active { coverage.reach(.calmAndActive) }
            if end.mode == .killed { coverage.reach(.calmAndKilled) }
        }
        coverage.endWorld()
        return coverage
    }
}
