public import KraderModel

/// What the venue has to say, and when it said it: reply and push latency come on top of `made`.
/// Answers to queries lie in a buffer of their own: their lists would make every message one that
/// owns memory.
public struct VenueMessage: Hashable, Sendable {
    public enum Content: Hashable, Sendable {
        case reply(BrokerReply)
        case push(BrokerPush)
    }
    public var made: Moment
    public var content: Content
    /// What an execution rests on. No broker says it: it stays out of what the engine hears.
    public var evidence: Evidence?

    @inlinable public init(made: Moment, content: Content, evidence: Evidence? = nil) {
        self.made = made
        self.content = content
        self.evidence = evidence
    }
}
