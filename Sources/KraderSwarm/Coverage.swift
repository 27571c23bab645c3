public import KraderChecks
public import KraderEngine
public import KraderModel

/// What worlds reached: in how many of them each goal was, and how often each cell was met.
public struct Coverage: Hashable, Sendable {
    public private(set) var worlds = 0
    private var goals = [Int](repeating: 0, count: Goal.allCases.count)
    private var orders = [Int](
        repeating: 0, count: OrderStatus.allCases.count * OrderTransition.Event.allCases.count)
    private var crashes = [Int](
        repeating: 0, count: CrashPoint.allCases.count * CrashState.allCases.count)
    private var pairs = [Int](
        repeating: 0, count: FaultClass.allCases.count * FaultClass.allCases.count)

    /// How often each check had something to look at.
    public internal(set) var evaluations = Evaluations()

    /// How things stood when an engine ended: the first that is so.
    public enum CrashState: UInt8, Hashable, Sendable, CaseIterable {
        case killed, reconciling, inDoubt, ordersLive, idle
    }

    public init() {}

    public subscript(goal: Goal) -> Int { goals[Int(goal.rawValue)] }

    /// How often an order came to a status, or stayed in it, by an event.
    public subscript(status: OrderStatus, event: OrderTransition.Event) -> Int {
        orders[place(status, event)]
    }

    /// How often an engine ended at a point, in a state.
    public subscript(point: CrashPoint, state: CrashState) -> Int { crashes[place(point, state)] }

    /// In how many worlds faults of two classes were met.
    public subscript(one: FaultClass, other: FaultClass) -> Int { pairs[place(one, other)] }

    public var goalsReached: Int { goals.count { $0 > 0 } }
    public var orderCells: Int { orders.count { $0 > 0 } }
    public var crashCells: (reached: Int, all: Int) { (crashes.count { $0 > 0 }, crashes.count) }
    public var pairsMet: (met: Int, all: Int) {
        let count = FaultClass.allCases.count
        return (pairs.count { $0 > 0 }, count * (count + 1) / 2)
    }
    /// The goals that no world reached.
    public var goalsMissed: [Goal] { Goal.allCases.filter { self[$0] == 0 } }

    mutating func endWorld() { worlds += 1 }

    /// A goal was reached; once a world.
    mutating func reach(_ goal: Goal) { goals[Int(goal.rawValue)] = 1 }

    mutating func meet(_ status: OrderStatus, _ event: OrderTransition.Event) {
        orders[place(status, event)] += 1
    }

    mutating func meet(_ point: CrashPoint, _ state: CrashState) {
        crashes[place(point, state)] += 1
    }

    /// The classes of which faults were met in a world.
    mutating func meet(_ classes: Set<FaultClass>) {
        for one in FaultClass.allCases where classes.contains(one) {
            for other in FaultClass.allCases
            where other.rawValue >= one.rawValue && classes.contains(other) {
                pairs[place(one, other)] += 1
            }
        }
    }

    /// Adds what other worlds reached.
    public mutating func add(_ other: Coverage) {
        worlds += other.worlds
        for place in goals.indices { goals[place] += other.goals[place] }
        for place in orders.indices { orders[place] += other.orders[place] }
        for place in crashes.indices { crashes[place] += other.crashes[place] }
        for place in pairs.indices { pairs[place] += other.pairs[place] }
        evaluations.add(other.evaluations)
    }

    private func place(_ status: OrderStatus, _ event: OrderTransition.Event) -> Int {
        Int(status.rawValue) * OrderTransition.Event.allCases.count + Int(event.rawValue)
    }

    private func place(_ point: CrashPoint, _ state: CrashState) -> Int {
        Int(point.rawValue - 1) * CrashState.allCases.count + Int(state.rawValue)
    }

    private func place(_ one: FaultClass, _ other: FaultClass) -> Int {
        let low = min(one.rawValue, other.rawValue)
        let high = max(one.rawValue, other.rawValue)
        return Int(low) * FaultClass.allCases.count + Int(high)
    }
}
