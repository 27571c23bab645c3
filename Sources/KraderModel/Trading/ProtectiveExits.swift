/// Conditions under which the engine sells what an order bought. It holds them itself, keeps them
/// over restarts and sends an order when one is hit (semantics.md §3).
public struct ProtectiveExits: Hashable, Sendable {
    /// A price, or a distance from the average price of the shares that the order bought.
    public enum Level: Hashable, Sendable {
        case price(Price)
        /// A rate above 0: a stop lies so far below the average price, a target so far above it.
        case distance(Rate)
    }

    /// The level of the stop: a price at or below it hits it.
    public var stop: Level?
    /// The level of the target: a price at or above it hits it.
    public var target: Level?
    /// The trailing stop's distance, above 0 and below 1: a price so far below the highest since
    /// the first fill hits it.
    public var trailing: Rate?
    /// The time after the first fill at which the time exit is hit.
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
