/// Conditions under which the engine sells what an order bought. It holds them itself, keeps them
/// over restarts and sends an order when one is hit (semantics.md §3).
public struct ProtectiveExits: Hashable, Sendable {
    /// A price, or a distance from the average price of the shares that the order bought.
    public enum Level: Hashable, Sendable {
        case price(Price)
        /// Above 0; a stop lies so far below, a target so far above.
        case distance(Rate)
    }

    /// Hit by a price at or below it.
    public var stop: Level?
    /// Hit by a price at or above it.
    public var target: Level?
    /// Hit by a price so far below the highest since the first fill; above 0, below 1.
    public var trailing: Rate?
    /// Hit when so much time has passed since the first fill.
    public var after: Interval?

    public init(
        stop: Level? = nil, target: Level? = nil, trailing: Rate? = nil, after: Interval? = nil
    ) {
        self.stop = stop
        self.target = target
        self.trailing = trailing
        self.after = after
    }
}
