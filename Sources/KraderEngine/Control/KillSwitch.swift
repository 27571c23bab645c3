import KraderModel

/// How far the kill switch is, beside the flag in the session.
struct KillSwitch: Hashable {
    var engagedAt = Moment.distantPast
    /// Whether orders that must go may still live: until the broker's list of open orders shows
    /// none.
    var isPending = false
    /// The moment at which cancels that were refused are sent again.
    var nextRetry = Moment.distantFuture
    /// How often it was told what is held without protection, when last, and when a person said
    /// that he knows.
    var warnings = 0
    var lastWarning = Moment.distantPast
    var acknowledgedAt = Moment.distantPast

    /// It engages, or is armed again: nobody has been told of anything.
    mutating func begin(at moment: Moment) {
        self = KillSwitch()
        engagedAt = moment
        isPending = true
    }

    /// It was told what is held; what is said of several issues at one moment is one warning.
    mutating func noteWarning(at moment: Moment) {
        guard moment != lastWarning else { return }
        warnings += 1
        lastWarning = moment
    }

    /// Whether two are the same, as far as records tell.
    func agrees(with other: KillSwitch) -> Bool {
        var (mine, theirs) = (self, other)
        mine.nextRetry = .distantFuture
        theirs.nextRetry = .distantFuture
        return mine == theirs
    }
}

/// Who told the engine something that needs a person, and why.
public struct OperatorNote: Hashable, Sendable {
    public var name: String
    public var reason: String

    public init(name: String, reason: String) {
        self.name = name
        self.reason = reason
    }
}

/// A person's wish to arm the kill switch again, until the broker's lists were read.
struct Rearming {
    var note: OperatorNote
    var isReducing: Bool
    var askedAt: Moment
}

/// Why the kill switch was not armed again.
public enum RearmObstacle: UInt8, Hashable, Sendable, CaseIterable {
    /// Orders of ours are open, or nobody has shown that none is.
    case ordersOpen = 1
    /// Nobody knows what became of a request.
    case outcomeUnknown
    case linkDown
    /// The broker's lists differ by more than may be set right without a person.
    case differenceWaiting
    /// The lists could not be read, or contradicted what is known.
    case listsUnread
    /// Somebody, or something, wanted to stop everything meanwhile.
    case killedAgain

    public var code: String {
        switch self {
        case .ordersOpen: "ORDERS_OPEN"
        case .outcomeUnknown: "OUTCOME_UNKNOWN"
        case .linkDown: "LINK_DOWN"
        case .differenceWaiting: "DIFFERENCE_WAITING"
        case .listsUnread: "LISTS_UNREAD"
        case .killedAgain: "KILLED_AGAIN"
        }
    }
}

/// Why only sells leave.
struct Reductions: OptionSet, Hashable {
    let rawValue: UInt8
    /// Twice the daily loss limit is lost: until the next trading day.
    static let loss = Reductions(rawValue: 1)
    /// A person wanted it: until `resume`.
    static let byHand = Reductions(rawValue: 2)
}
