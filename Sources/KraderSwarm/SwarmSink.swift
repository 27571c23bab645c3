import KraderBacktest
import KraderChecks
import KraderEngine
import KraderModel

/// Hears a world's records and notes what was reached.
final class SwarmSink: RunSink {
    private(set) var coverage = Coverage()
    /// How things stood before each engine that went on for another.
    private(set) var restarts: [Coverage.CrashState] = []
    private var runs = 0
    private var doubts: Set<OrderReference> = []
    private var live: Set<OrderReference> = []
    private var isKilled = false
    private var isReconciling = false
    private var exits: Set<OrderReference> = []
    /// Whether anybody was told that something is not as it should be.
    private(set) var hasSaid = false
    /// New orders of which it was kept that they leave.
    private(set) var ordersSent = 0
    /// What traders did, where a twist is to be judged.
    private(set) var deeds = Deeds()
    private let notesDeeds: Bool
    private(set) var hits: [Hit] = []
    /// The hits that were reached as an engine went on, and which of the restarts that was.
    private var hitsOfRestarts: [(hit: Int, restart: Int)] = []
    private var now = Moment.distantPast

    init(notesDeeds: Bool = false) { self.notesDeeds = notesDeeds }

    func minute(_ line: DigestLine, _ market: MarketView) {}
    func trade(_ trade: Trade) {}

    func commit(_ output: inout OutputBuffer, _ reasons: ReasonTable) {
        for index in 0..<output.records.count {
            let place = output.records.place(index)
            let position = Int(place.index)
            switch place.kind {
            case .signal: if notesDeeds { deeds.see(output.records.signals[position]) }
            case .day, .universe, .exit, .corporateAction: break
            case .order: see(output.records.orders[position])
            case .transition: see(output.records.transitions[position])
            case .fill: see(output.records.fills[position])
            case .incident: see(output.records.incidents[position])
            case .other: see(output.records.others[position])
            }
        }
    }

    /// A goal was reached: the first time in this state of things is kept.
    private func reach(_ goal: Goal) {
        coverage.reach(goal)
        if hits.contains(where: { $0.goal == goal && $0.state == state }) { return }
        hits.append(Hit(goal: goal, state: state, at: now))
    }

    /// How things stand: the first that is so.
    private var state: Coverage.CrashState {
        if isKilled { return .killed }
        if isReconciling { return .reconciling }
        if !doubts.isEmpty { return .inDoubt }
        return live.isEmpty ? .idle : .ordersLive
    }

    private func see(_ order: OrderRecord) {
        now = order.at
        live.insert(order.reference)
        if order.isExit { exits.insert(order.reference) }
    }

    private func see(_ change: OrderTransition) {
        now = change.at
        coverage.meet(change.status, change.event)
        if notesDeeds { deeds.see(change) }
        if change.status.isTerminal {
            live.remove(change.reference)
            doubts.remove(change.reference)
        }
        switch change.event {
        case .inDoubt:
            doubts.insert(change.reference)
            reach(.inDoubt)
        case .adopted:
            doubts.remove(change.reference)
            reach(.adopted)
        case .acknowledged: doubts.remove(change.reference)
        case .notFound: reach(.notFound)
        case .resurrected:
            live.insert(change.reference)
            reach(.resurrected)
        case .modified: reach(.replaced)
        case .changeRefused: reach(.changeRefused)
        case .changeWithdrawn: reach(.changeWithdrawn)
        case .ended:
            if change.status == .rejected { reach(.rejected) }
            if change.status == .canceled { reach(.canceled) }
        case .sent: ordersSent += 1
        case .changeSent, .partlyCancelled, .cancelRequested, .replaceRequested: break
        }
    }

    private func see(_ fill: FillRecord) {
        now = fill.at
        if notesDeeds { deeds.see(fill) }
        reach(fill.status == .filled ? .filled : .partlyFilled)
        if exits.contains(fill.order) { reach(.exitSold) }
        if fill.status == .filled {
            live.remove(fill.order)
            doubts.remove(fill.order)
        }
    }

    private func see(_ incident: IncidentRecord) {
        now = incident.at
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
            if isReconciling { reach(.killedWhileReconciling) }
            switch incident.cause {
            case .byHand?: reach(.killedByHand)
            case .errors?: reach(.killedByErrors)
            case .critical?: reach(.killedCritically)
            case nil: break
            }
        case .killSwitchRearmed:
            isKilled = false
            reach(.rearmed)
        case .killSwitchComplete: reach(.killComplete)
        case .rearmRefused: reach(.rearmRefused)
        case .quarantinedPush: reach(.messageSetAside)
        case .orderNotFound: reach(.notFound)
        case .orderResurrected: reach(.resurrected)
        case .secondOrder: reach(.secondOrder)
        case .overfilled: reach(.overfilled)
        case .filledAfterEnd: reach(.lateFill)
        case .externalOrder: reach(.external)
        case .linkLost: reach(.wayLost)
        case .sessionTakenOver: reach(.wayTaken)
        case .authenticationLost: reach(.keyLost)
        case .clockSkewed: reach(.clockSkewed)
        case .snapshotUnusable: reach(.listUnusable)
        case .largeDifference: reach(.differenceWaits)
        case .lateIntake: reach(.lateIntake)
        case .unprotected: reach(.unprotected)
        case .flattening: reach(.flattened)
        case .strategyPaused, .signalsFlooded, .paused, .resumed, .reducing, .unexpectedRejection,
            .circuitBreaker, .baseChanged, .actionAgainstPrices, .outcomeUnknown, .linkRestored,
            .repaired, .strategySwitchedOff, .strategySwitchedOn, .exitsStopped, .acknowledged,
            .flattenRefused, .invariantBroken:
            break
        }
    }

    private func see(_ record: Record) {
        now = record.at
        switch record {
        case .run: begin()
        case .earlyPush: reach(.earlyPush)
        case .externalOrder: reach(.external)
        case .adjust: reach(.adjusted)
        case .pacing: reach(.pacingWidened)
        case .mode(let mode): isReconciling = mode.blocks.contains(.reconciling)
        case .signal, .order, .transition, .fill, .day, .incident, .universe, .exit,
            .corporateAction, .reply, .heldSignal, .timer, .dayBegin, .reason, .query:
            break
        }
    }

    /// A run begins; every one but the first goes on for another.
    private func begin() {
        runs += 1
        guard runs > 1 else { return }
        let known = hits.count
        reach(.restart)
        if isKilled { reach(.restartKilled) }
        if isReconciling { reach(.restartReconciling) }
        if !doubts.isEmpty { reach(.restartInDoubt) }
        if !live.isEmpty { reach(.restartWithOrders) }
        hitsOfRestarts += (known..<hits.count).map { ($0, restarts.count) }
        restarts.append(state)
    }

    /// The moments at which engines ended, by time. A run's record has the time of the last one
    /// before it: what was reached as another engine went on was reached behind the crash.
    private func dateRestarts(_ world: World, _ result: RunResult) -> [Moment] {
        let crashes = zip(world.faults.events, result.script).flatMap { event, outcome in
            if case .process(.crash) = event.act { outcome.done } else { [Moment]() }
        }.sorted()
        for (hit, restart) in hitsOfRestarts where crashes.indices.contains(restart) {
            hits[hit].at = max(hits[hit].at, crashes[restart])
        }
        hits.sort { $0.at < $1.at }
        return crashes
    }

    /// Notes what became of the script, and how the world ended.
    func end(_ world: World, _ result: RunResult, _ end: EndState) -> Coverage {
        var classes: Set<FaultClass> = []
        var onWay: [Moment] = []
        let crashes = dateRestarts(world, result)
        for (event, outcome) in zip(world.faults.events, result.script) {
            guard let first = outcome.done.first else { continue }
            classes.insert(FaultClass(event.act))
            switch event.act {
            case .request, .reply, .push: onWay += outcome.done
            case .list, .way, .store, .process, .market, .fill, .reject, .order, .cancel, .modify,
                .command:
                break
            }
            if case .when(let occurrence, _, _) = event.trigger,
                case .crashPoint(let point) = occurrence.kind,
                let restart = crashes.firstIndex(of: first), restarts.indices.contains(restart)
            {
                coverage.meet(point, restarts[restart])
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
        coverage.evaluations = result.evaluations
        coverage.endWorld()
        return coverage
    }
}
