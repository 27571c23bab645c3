import KraderBacktest
import KraderEngine
import KraderMarket
import KraderModel
import KraderVenue
import Support
import Testing

/// Follows a run's records as somebody who only reads them can, and says what should not be.
private struct ModeChecker {
    var faults: [String] = []
    var sent = 0
    var kills = 0
    var completed = 0
    var refusedRearms = 0
    var reductions = 0
    private var isKilled = false
    private var isComplete = false
    private var killedAt = Moment.distantPast
    private var isPaused = false
    private var reducingDay: CalendarDate?
    private var sides: [OrderReference: Side] = [:]
    /// Sales by which the engine protects what is held: their keys have negative sequences.
    private var protective: Set<OrderReference> = []
    private var living: Set<OrderReference> = []

    mutating func read(_ record: Record) {
        switch record {
        case .signal, .day, .universe, .exit, .corporateAction, .reply, .earlyPush, .heldSignal,
            .timer, .dayBegin, .run, .reason, .query, .mode, .externalOrder, .adjust, .pacing:
            break
        case .order(let order):
            sides[order.reference] = order.side
            if order.key.sequence < 0, order.side == .sell { protective.insert(order.reference) }
            living.insert(order.reference)
            if isKilled { fault("order decided while killed", order.at) }
        case .transition(let change):
            if change.event == .sent { checkSent(change) }
            if change.status.isTerminal { living.remove(change.reference) }
        case .fill(let fill):
            if fill.status.isTerminal { living.remove(fill.order) }
        case .incident(let incident): read(incident)
        }
    }

    private mutating func checkSent(_ change: OrderTransition) {
        sent += 1
        if isKilled { fault("new order left while killed", change.at) }
        if isPaused, !protective.contains(change.reference) {
            fault("new order left while paused", change.at)
        }
        if reducingDay == CalendarDate(change.at), sides[change.reference] == .buy {
            fault("buy left while reducing", change.at)
        }
    }

    private mutating func read(_ incident: IncidentRecord) {
        switch incident.kind {
        case .killSwitchEngaged:
            kills += 1
            if isKilled { fault("killed twice", incident.at) }
            isKilled = true
            isComplete = false
            killedAt = incident.at
        case .killSwitchComplete:
            completed += 1
            isComplete = true
            if !living.isEmpty { fault("complete while orders live", incident.at) }
            if incident.delay != incident.at - killedAt { fault("wrong delay", incident.at) }
        case .killSwitchRearmed:
            if !living.isEmpty { fault("rearmed while orders live", incident.at) }
            isKilled = false
        case .rearmRefused:
            refusedRearms += 1
            if isComplete { fault("rearm refused though nothing lives", incident.at) }
        case .unprotected:
            if !isKilled { fault("unprotected though not killed", incident.at) }
        case .paused: isPaused = true
        case .resumed: isPaused = false
        case .reducing:
            reductions += 1
            reducingDay = CalendarDate(incident.at)
        case .strategyPaused, .quarantinedPush, .signalsFlooded, .unexpectedRejection,
            .outcomeUnknown, .lateIntake, .orderNotFound, .orderResurrected, .secondOrder,
            .overfilled, .filledAfterEnd, .externalOrder, .linkLost, .linkRestored,
            .sessionTakenOver, .authenticationLost, .clockSkewed, .snapshotUnusable, .repaired,
            .largeDifference, .strategySwitchedOff, .strategySwitchedOn, .exitsStopped,
            .acknowledged, .flattening, .flattenRefused, .invariantBroken:
            fault(incident.kind.code, incident.at)
        case .circuitBreaker, .baseChanged, .actionAgainstPrices: break
        }
    }

    private mutating func fault(_ what: String, _ at: Moment) { faults.append("\(at) \(what)") }
}

@Suite("Kill, pause and REDUCING in whole runs")
struct ControlRunTests {
    /// A few commands a day at random times, rearming and resuming more often than stopping.
    static func commands(_ seed: UInt64) -> [(at: Moment, command: Command)] {
        var generator = SeededGenerator(seed: seed, stream: "commands")
        var commands: [(at: Moment, command: Command)] = []
        for day in [24, 26, 29, 30].map({ CalendarDate(2025, 12, $0) }) {
            for _ in 0..<30 {
                let seconds = Int64(generator.next(below: 7 * 3_600))
                let at = day.at(TimeOfDay(8, 45)) + .seconds(seconds)
                switch generator.next(below: 6) {
                case 0:
                    commands.append((at, .engageKillSwitch))
                    commands.append((at + .milliseconds(60), .rearmKillSwitch))
                case 1: commands.append((at, .pause))
                case 2, 3: commands.append((at, .rearmKillSwitch))
                case _: commands.append((at, .resume))
                }
            }
        }
        return commands.enumerated().sorted {
            ($0.element.at, $0.offset) < ($1.element.at, $1.offset)
        }
        .map(\.element)
    }

    @Test(
        "nothing but cancels leaves while killed, no new order while paused, no buy while reducing",
        arguments: 0..<10 as Range<UInt64>)
    func modes(seed: UInt64) {
        var (configuration, ticks) = randomRun(seed, perDay: 1_500)
        configuration.commands = ControlRunTests.commands(seed)
        configuration.engine.limits.dailyLossLimit = Won(150_000)
        let run = FinishedRun(configuration, ticks: ticks)
        var checker = ModeChecker()
        for record in run.sink.records { checker.read(record) }
        #expect(checker.faults == [])
        #expect(checker.sent > 150 && checker.kills > 3, "Runs that do nothing show nothing")
        #expect(checker.completed == checker.kills, "Each was completed, by cancels or expiry")
        // Both sides agree on what came of it.
        #expect(run.account.cash == run.balance.cash)
        for held in run.held {
            #expect(run.positions[held.symbol.int].quantity == held.quantity)
        }
    }

    @Test("in those runs rearms are refused and losses reduce, too")
    func kinds() {
        var refusedRearms = 0
        var reductions = 0
        for seed in 0..<10 as Range<UInt64> {
            var (configuration, ticks) = randomRun(seed, perDay: 300)
            configuration.commands = ControlRunTests.commands(seed)
            configuration.engine.limits.dailyLossLimit = Won(50_000)
            let run = FinishedRun(configuration, ticks: ticks)
            var checker = ModeChecker()
            for record in run.sink.records { checker.read(record) }
            #expect(checker.faults == [])
            refusedRearms += checker.refusedRearms
            reductions += checker.reductions
        }
        #expect(refusedRearms > 0 && reductions > 0)
    }

    @Test("with 50 ms each way it is complete when cancel and list have gone there and back")
    func delay() throws {
        let day = Sample.tuesday
        let buy = Puppet([
            (
                day.at("10:00"),
                { $0.buy(SymbolIndex(0), quantity: Shares(10), limit: Price(60_000)) }
            )
        ])
        var configuration = BacktestConfiguration.sample(
            .sample([buy]), latency: .shipped, end: day.at("16:00"))
        configuration.commands = [
            (day.at("10:00:10"), .engageKillSwitch), (day.at("10:00:10.05"), .rearmKillSwitch),
            (day.at("10:00:11"), .rearmKillSwitch),
        ]
        let run = FinishedRun(
            configuration,
            ticks: [.print(day.at("09:30"), 70_000), .print(day.at("15:00"), 70_000)])
        let incidents = run.sink.records.compactMap { record in
            if case .incident = record { words(record) } else { nil }
        }
        #expect(
            incidents == [
                "KILL_SWITCH_ENGAGED", "KILL_SWITCH_REFUSED_REARM ORDERS_OPEN",
                "KILL_SWITCH_COMPLETE after 200 ms", "KILL_SWITCH_REARMED",
            ])
    }
}
