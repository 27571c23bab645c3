import KraderModel

/// What orders may leave (failure-modes.md, "States"). The strictest mode that applies is in force.
public enum EngineMode: UInt8, Hashable, Sendable, CaseIterable, CustomStringConvertible {
    case active
    /// No new orders of strategies but those that reduce: the way to the broker isn't whole, or the
    /// broker answers late.
    case degraded
    /// No new orders of strategies; exits that guard what is held go on.
    case paused
    /// Only sells leave.
    case reducing
    /// The broker's lists are being read: only cancels leave.
    case reconciling
    /// The broker can't be asked, or differs so much that a person must look: only cancels leave.
    case startupBlocked
    /// Only cancels leave.
    case killed

    public var description: String {
        switch self {
        case .active: "ACTIVE"
        case .degraded: "DEGRADED"
        case .reconciling: "RECONCILING"
        case .startupBlocked: "STARTUP_BLOCKED"
        case .paused: "PAUSED"
        case .reducing: "REDUCING"
        case .killed: "KILLED"
        }
    }
}

/// Why the kill switch engaged or trading was paused.
public enum StopCause: UInt8, Hashable, Sendable, CaseIterable {
    case byHand = 1
    /// There were too many errors, within five minutes or in a day.
    case errors
    /// Something happened that can't be: shares filled that an order did not have.
    case critical

    public var code: String {
        switch self {
        case .byHand: "BY_HAND"
        case .errors: "ERRORS"
        case .critical: "CRITICAL"
        }
    }
}
