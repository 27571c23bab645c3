public import KraderModel

/// What goes wrong in a run beside what the market does, and when: the lines of a scenario's
/// `events`, in the order of the list. The same plan acts on a link in process and on sockets.
///
/// A run whose plan is empty knows nothing of it. With any line the engine keeps its records in a
/// store and reads the broker's lists (`reconciles`), as it does live.
///
/// What is owed when the run is over: books equal to the broker's, nothing in doubt, and trading
/// whole or the kill complete (failure-modes.md §2, 20 and 40), where the run goes on for at least
/// 120 s after the end of everything that the script did and after the last that the engine asked
/// of an order, and where nothing that the script did lasts to the run's end, no difference waits
/// for a person, and nothing is under way. What is in doubt is owed 13 minutes after, and beside
/// another doubt when the session has been over for three minutes, since absence can't be proven
/// before (A05). Otherwise only safety is owed: the checks that are made after every step.
public struct FaultPlan: Hashable, Sendable {
    public var events: [ScriptedEvent]

    public init(_ events: [ScriptedEvent] = []) { self.events = events }

    public var isEmpty: Bool { events.isEmpty }
}

/// One line of the script: what happens, and when.
public struct ScriptedEvent: Hashable, Sendable {
    /// The name by which other lines and messages call it; `nil` where nobody gave it one.
    public var id: String?
    public var trigger: Trigger
    public var act: ScriptedAct

    public init(id: String? = nil, _ trigger: Trigger, _ act: ScriptedAct) {
        self.id = id
        self.trigger = trigger
        self.act = act
    }
}

/// What became of a line of the script. A line that never fired, or that could not be done when it
/// did, fails the run: it shows nothing.
public struct ScriptedOutcome: Hashable, Sendable {
    /// The moments at which it was done: none, or as many as `times` says.
    public var done: [Moment] = []
    /// Why it could not be done when its moment came, as a sentence without its full stop: the
    /// first reason of several.
    public var obstacle: String?

    public init() {}

    /// Whether it was done, each time that its moment came.
    public var isDone: Bool { !done.isEmpty && obstacle == nil }
}

/// What the script kept from the engine, and what was refused because of it.
public struct ScriptCounts: Hashable, Sendable {
    /// Prints, displays and candles that never reached the engine.
    public var lostData: Int64 = 0
    /// Prints whose price was zero: a decoder sets them aside.
    public var printsSetAside: Int64 = 0
    /// Other processes that wanted the same account and store, and were refused.
    public var copiesRefused: Int64 = 0
    /// Inputs that came while no engine ran.
    public var missedWhileDown: Int64 = 0

    public init() {}
}
