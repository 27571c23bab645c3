/// The places at which a process that trades can end (failure-modes.md, "Crash points"). Tests and
/// scenarios choose among them; what was durable before one is there after it, and nothing else is.
public enum CrashPoint: UInt8, Hashable, Sendable, CaseIterable, CustomStringConvertible {
    /// A hook has made a signal, and nothing of it is durable.
    case signalComputed = 1
    /// An order's intent is durable; its request has not left.
    case intentCommitted
    /// The request has left; its reply has not been read.
    case requestSent
    /// A reply was read; what it says is not durable.
    case replyRead
    /// What a reply says is durable.
    case replyCommitted
    /// A fill was read; it is not durable.
    case fillRead
    /// A fill is durable.
    case fillCommitted
    /// The wish to cancel is durable; the cancel has not left.
    case cancelCommitted
    /// The cancel has left.
    case cancelSent
    /// All lists of a reconcile were read; nothing of them is applied.
    case snapshotTaken
    /// What a reconcile found is durable.
    case snapshotApplied
    /// The kill switch is durable; no cancel of it has left.
    case killCommitted
    /// One of the kill switch's cancels has left, another has not.
    case betweenKillCancels
    /// A day has ended and the next has not begun.
    case dayHalfRolled

    public var description: String { "CP\(rawValue)" }
}
