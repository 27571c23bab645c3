import KraderEngine
import KraderModel

/// Plays a plan: it is asked at each place where something can go wrong, and says what does. It
/// knows neither engine nor venue; whoever asks carries out what it says. It goes on over restarts
/// of the engine, as the world does.
struct FaultScript {
    /// Whether there is anything to play: looked at where a run's slow way is chosen.
    let isActive: Bool
    let events: [ScriptedEvent]
    var outcomes: [ScriptedOutcome]
    var totals = ScriptCounts()
    /// How often what a line waits for has happened, by line.
    var seen: [Int]
    /// How many messages a line acts on yet: the next ones of its kind.
    var armed: [Int]
    /// The lines that wait for a price, and whether the last one lay beyond it.
    let priceLines: [Int]
    var isBeyond: [Bool?]
    let crashPoints: Set<CrashPoint>
    var killCancels = 0

    private var agenda: [Due] = []
    /// What was asked by each request that has left.
    var asked: [RequestID: Asked] = [:]
    /// The lines that act on a request's reply, and what the broker says to it instead of acting.
    var replyLines: [RequestID: [Int]] = [:]
    var verdicts: [RequestID: Verdict] = [:]
    /// The lines whose messages had been lost already.
    var lost: Set<Int> = []
    /// Pushes that wait for the next one to overtake them.
    var heldPushes: [BrokerPush] = []
    /// The line by which a push is held that may change places with the next one, and since when.
    var swap: (line: Int, at: Moment)?
    var orders = ScriptedOrders()
    var way = ScriptedWay()
    var lists = ScriptedLists()
    var troubles: [(line: Int, fault: StoreFault, until: Moment)] = []
    /// The stretches in which market data don't come.
    var silences: [Silence] = []

    /// Nothing reaches the engine before this moment: the machine sleeps, or its store is slow.
    private(set) var heldUntil = Moment.distantPast
    /// Whether no engine runs.
    var isDown = false
    /// The moment at which the next engine begins, where none runs.
    var restartAt = Moment.distantFuture
    /// Whether the kill switch is engaged, by the records.
    var isKilled = false
    /// The last price that was shown of each symbol.
    var lastPrices: [SymbolIndex: Price] = [:]
    /// Whether a difference waits for a person.
    var isDifferenceWaiting = false
    /// The last moment at which anything that the script did was at work.
    var lastEffect = Moment.distantPast
    /// Whether what is owed after a calm phase was looked at.
    var wasCalm = false
    /// The last moment at which the engine wanted something new of an order.
    var lastAction = Moment.distantPast

    /// - Parameter isActive: whether the run goes the slow way even without any line
    init(_ plan: FaultPlan, isActive: Bool = false) {
        self.isActive = isActive || !plan.isEmpty
        events = plan.events
        outcomes = Array(repeating: ScriptedOutcome(), count: events.count)
        seen = Array(repeating: 0, count: events.count)
        armed = seen
        isBeyond = Array(repeating: nil, count: events.count)
        priceLines = plan.events.indices.filter {
            if case .when(let occurrence, _, _) = plan.events[$0].trigger,
                case .price = occurrence.kind
            {
                true
            } else {
                false
            }
        }
        crashPoints = Set(
            plan.events.compactMap {
                guard case .when(let occurrence, _, _) = $0.trigger,
                    case .crashPoint(let point) = occurrence.kind
                else { return nil }
                return point
            })
        lists.keepFor = plan.events.compactMap {
            switch $0.act {
            case .list(.stale(let age), _, _): age
            case .list(.pages, _, _): .zero
            case _: nil
            }
        }.max()
        for line in events.indices {
            if case .at(let moment) = events[line].trigger { schedule(.line(line), at: moment) }
        }
    }

    /// What a request was about.
    struct Asked {
        var kind: RequestKind
        var symbol: SymbolIndex?
    }

    /// What the broker says to a request that it does not act on.
    enum Verdict {
        case refuse(Int32)
    }

    struct Silence {
        var line: Int
        var symbol: SymbolIndex?
        /// Whether the exchange goes on meanwhile.
        var isOurs: Bool
    }

    /// What is due at a moment of the run.
    enum Step {
        case line(Int)
        /// What a line did is over.
        case end(Int)
        /// What watches the way has waited long enough to notice a line's outage.
        case notice(Int)
        /// The engine is told how the way is.
        case tell
        /// Nothing has overtaken the oldest push that waits for it.
        case release
        case restart
    }

    private struct Due {
        var at: Moment
        var step: Step
    }
}

// The agenda.
extension FaultScript {
    /// The moment of the next step; `distantFuture` when there is none.
    var nextDue: Moment { agenda.first?.at ?? .distantFuture }

    /// Puts a step behind all others of its moment.
    mutating func schedule(_ step: Step, at moment: Moment) {
        let place = agenda.firstIndex { $0.at > moment } ?? agenda.endIndex
        agenda.insert(Due(at: moment, step: step), at: place)
    }

    mutating func takeDue() -> Step? { agenda.isEmpty ? nil : agenda.removeFirst().step }

    mutating func hold(until moment: Moment) { heldUntil = max(heldUntil, moment) }

    /// A line's moment has come: messages are acted on as they come, all else at once.
    mutating func begin(_ line: Int, at moment: Moment) {
        switch events[line].act {
        case .request, .reply, .push:
            armed[line] += 1
        case .list, .way, .store, .process, .market, .fill, .reject, .order, .cancel, .modify,
            .command:
            schedule(.line(line), at: moment)
        }
    }

    /// A line was done, and what it did lasts until a moment.
    mutating func note(_ line: Int, at moment: Moment, until end: Moment? = nil) {
        lastEffect = max(lastEffect, end ?? moment)
        outcomes[line].done.append(moment)
        guard outcomes[line].done.count == 1 else { return }
        for other in events.indices {
            if case .after(line, let interval) = events[other].trigger {
                schedule(.line(other), at: moment.later(by: interval))
            }
        }
    }

    mutating func fail(_ line: Int, _ obstacle: String) {
        if outcomes[line].obstacle == nil { outcomes[line].obstacle = obstacle }
    }

    /// The outcomes of a run that is over. Lines that waited for something in vain say so.
    func conclude() -> [ScriptedOutcome] {
        var outcomes = outcomes
        for line in events.indices where outcomes[line].obstacle == nil {
            let done = outcomes[line].done.count
            if done == 0 {
                if lost.contains(line) {
                    outcomes[line].obstacle = "The message had been lost already"
                } else if armed[line] > 0 {
                    outcomes[line].obstacle = "No such message came after its moment"
                } else if lists.isWaiting(line) {
                    outcomes[line].obstacle = "No list told anything else by it in its time"
                }
            } else if case .when(_, _, let times) = events[line].trigger, times != .max,
                done < times
            {
                outcomes[line].obstacle = "It was done \(done) of \(times) times"
            }
        }
        return outcomes
    }

    /// Whether all that the script did has been over for so long, and the engine has wanted nothing
    /// new of an order meanwhile.
    func isCalm(for time: Interval, at moment: Moment) -> Bool {
        !isDown && !isDifferenceWaiting && heldUntil <= moment && heldPushes.isEmpty
            && moment >= lastEffect.later(by: time) && moment >= lastAction.later(by: time)
    }
}

extension Moment {
    /// So long after this moment; nothing is later than the distant future.
    func later(by interval: Interval) -> Moment {
        let (sum, overflows) = nanoseconds.addingReportingOverflow(interval.nanoseconds)
        return overflows ? .distantFuture : Moment(nanoseconds: sum)
    }
}
