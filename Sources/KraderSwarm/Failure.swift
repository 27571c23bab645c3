public import KraderBacktest
public import KraderChecks
public import KraderEngine
public import KraderModel

/// What a world showed that may not be.
public enum Failure: Hashable, Sendable, CustomStringConvertible {
    /// An invariant does not hold.
    case breach(InvariantBreach)
    /// The engine's books and the broker's differ at the end, though all has been calm: shares of
    /// an issue, or won where no issue is named.
    case booksDiffer(SymbolIndex?, ours: Int64, theirs: Int64)
    /// Something never ends, and the engine trades as if all were well, or has not said why not.
    case staysUnsaid(EngineMode)
    /// The numbers left their range.
    case rangeLeft
    /// The store could not be read or written any more, though no trouble of the plan is so long.
    case storeFailed(String)
    /// What may not change how a world ends did.
    case twistShows(Twist, before: EndState, after: EndState)
    /// The broker has more orders of our program than were kept before they left (invariant 8).
    case unkept(orders: Int, kept: Int)
    /// The same world came to another digest.
    case unrepeatable

    /// Whether another failure shows the same thing that may not be.
    func isLike(_ other: Failure) -> Bool {
        switch (self, other) {
        case (.breach(let one), .breach(let other)): one.clause == other.clause
        case (.booksDiffer, .booksDiffer), (.staysUnsaid, .staysUnsaid), (.rangeLeft, .rangeLeft),
            (.storeFailed, .storeFailed), (.twistShows, .twistShows),
            (.unrepeatable, .unrepeatable), (.unkept, .unkept):
            true
        case (.breach, _), (.booksDiffer, _), (.staysUnsaid, _), (.rangeLeft, _),
            (.storeFailed, _), (.twistShows, _), (.unrepeatable, _), (.unkept, _):
            false
        }
    }

    public var description: String {
        switch self {
        case .breach(let breach): "\(breach)"
        case .booksDiffer(let symbol?, let ours, let theirs):
            "books differ: \(ours) shares of issue \(symbol.value), the broker has \(theirs)"
        case .booksDiffer(nil, let ours, let theirs):
            "books differ: cash of \(ours) won, the broker has \(theirs)"
        case .staysUnsaid(let mode):
            "what went wrong stays, and the engine is \(mode) or has not said so"
        case .rangeLeft: "numbers left their range"
        case .storeFailed(let why): "the store ended the run: \(why)"
        case .unkept(let orders, let kept):
            "the broker has \(orders) orders of ours, and \(kept) were kept before they left"
        case .unrepeatable: "the same world came to another digest when it was played again"
        case .twistShows(let twist, let before, let after):
            "\(twist) changed the end: \(before), not \(after)"
        }
    }
}

/// How a world ended.
public struct EndState: Hashable, Sendable {
    public var mode: EngineMode
    public var cash: Won
    public var doubts: Int
    /// Shares by symbol.
    public var held: [Shares]
}

/// What a world came to.
public struct Verdict: Sendable {
    public var failure: Failure?
    public var coverage = Coverage()
    public var end: EndState
    /// Whether the world's twist was done; `nil`: it has none. One whose moment never comes shows
    /// nothing.
    public var isTwistPlayed: Bool?
    /// Whether what is owed after a calm phase was looked at.
    public var wasCalm: Bool
    public var digest: [UInt8]
    public var prints: Int64
    /// The first moments at which goals were reached in a state of things, by time.
    public var hits: [Hit]
    /// What became of the world's script.
    public var script: [ScriptedOutcome]
}

extension Failure {
    /// What failed, in a word that can stand in the name of a file: `invariant-20`.
    public var code: String {
        switch self {
        case .breach(let breach): "invariant-\(breach.invariant)"
        case .booksDiffer: "books-differ"
        case .staysUnsaid: "stays-unsaid"
        case .rangeLeft: "range-left"
        case .storeFailed: "store-failed"
        case .twistShows: "twist-shows"
        case .unrepeatable: "unrepeatable"
        case .unkept: "unkept"
        }
    }
}
