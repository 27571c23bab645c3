/// A price in whole won per share. A price that exists is at least 1: "no price" is `nil`.
public struct Price: Hashable, Comparable, Sendable, CustomStringConvertible {
    public var won: Int64

    @inlinable public init(_ won: Int64) { self.won = won }

    @inlinable public static func < (a: Price, b: Price) -> Bool { a.won < b.won }

    /// What so many shares cost at this price. Traps on overflow.
    @inlinable public static func * (price: Price, shares: Shares) -> Won {
        Won(price.won * shares.count)
    }

    public var description: String { String(won) }
}
