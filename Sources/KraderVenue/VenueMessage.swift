public import KraderModel

/// What the venue has to say, and when it said it: reply and push latency come on top of `made`.
public struct VenueMessage: Hashable, Sendable {
    public enum Content: Hashable, Sendable {
        case reply(BrokerReply)
        case push(BrokerPush)
    }
    public var made: Moment
    public var content: Content

    @inlinable public init(made: Moment, content: Content) {
        self.made = made
        self.content = content
    }
}
