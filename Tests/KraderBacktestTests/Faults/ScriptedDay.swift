import KraderBacktest
import KraderEngine
import KraderModel
import KraderVenue
import Support
import Testing

/// A quiet half hour: an issue prints at 70,000 every ten seconds, and one buy of ten shares at
/// 70,000 rests in it from 09:01 on, for only prints beyond a limit fill it. Ten million won, no
/// costs, 50 ms on each way. What happens beside that the script says.
struct ScriptedDay {
    var events: [ScriptedEvent]
    /// What the strategy does, and when.
    var acts: [(at: Moment, act: Puppet.Act)] = [
        (at("09:01:00"), { $0.buy(share, quantity: Shares(10), limit: Price(70_000)) })
    ]
    var ticks = ScriptedDay.quiet
    var commands: [(at: Moment, command: Command)] = []
    var store: (any RecordStore)?
    var end = at("09:30:00")

    static let share = SymbolIndex(0)

    static func at(_ time: String) -> Moment { Sample.tuesday.at(time) }

    static let quiet: [Tick] = (0..<174).map {
        .print(at("09:00:30") + .seconds(10 * Int64($0)), 70_000)
    }

    init(_ events: [ScriptedEvent]) { self.events = events }

    var configuration: BacktestConfiguration {
        let engine = EngineConfiguration.sample(
            [Puppet(acts)], start: ScriptedDay.at("08:30:00"))
        var configuration = BacktestConfiguration.sample(
            engine, fills: .through, latency: .shipped, end: end)
        configuration.commands = commands
        configuration.faults = FaultPlan(events)
        configuration.store = store
        return configuration
    }

    func run() -> FinishedRun { FinishedRun(configuration, ticks: ticks) }
}

extension FinishedRun {
    /// How many requests of a kind left, by their records.
    func sent(_ kind: OrderTransition.Event) -> Int {
        sink.records.count {
            if case .transition(let change) = $0 { change.event == kind } else { false }
        }
    }

    var newOrders: Int { sent(.sent) }

    /// The moment of the first change of an order of a kind.
    func first(_ kind: OrderTransition.Event) -> Moment? {
        for case .transition(let change) in sink.records where change.event == kind {
            return change.at
        }
        return nil
    }

    func incidents(_ kind: IncidentRecord.Kind) -> [Moment] {
        result.incidents.filter { $0.kind == kind }.map(\.at)
    }

    var shares: Int64 { positions[0].quantity.count }

    /// Whether the line was done at these moments, and could be.
    func expectDone(
        _ line: Int = 0, at moments: String..., location: SourceLocation = #_sourceLocation
    ) {
        let outcome = result.script[line]
        #expect(outcome.obstacle == nil, sourceLocation: location)
        #expect(
            outcome.done == moments.map { ScriptedDay.at($0) }, sourceLocation: location)
    }
}

extension ScriptedEvent {
    static func at(_ time: String, _ act: ScriptedAct) -> ScriptedEvent {
        ScriptedEvent(.at(ScriptedDay.at(time)), act)
    }

    static func when(
        _ kind: Occurrence.Kind, nth: Int = 1, times: Int = 1, _ act: ScriptedAct
    ) -> ScriptedEvent {
        ScriptedEvent(.when(Occurrence(kind), nth: nth, times: times), act)
    }

    /// The broker fills ten shares of the first order at 70,000.
    static func fill(_ time: String, _ count: Int64 = 10) -> ScriptedEvent {
        .at(time, .fill(.nth(1), Shares(count), at: Price(70_000)))
    }

    static func firstRequest(_ fault: RequestFault) -> ScriptedEvent {
        .when(.request(.newOrder), .request(fault, .newOrder))
    }

    static func firstReply(_ fault: ReplyFault) -> ScriptedEvent {
        .when(.request(.newOrder), .reply(fault, .newOrder))
    }
}
