/// An amount of money in whole won. Negative amounts are debts or losses.
/// Arithmetic traps on overflow: a wrong amount is worse than no amount.
public struct Won: Hashable, Comparable, Sendable, AdditiveArithmetic, CustomStringConvertible {
    public var amount: Int64

    @inlinable public init(_ amount: Int64) { self.amount = amount }

    @inlinable public static var zero: Won { Won(0) }

    @inlinable public static func < (a: Won, b: Won) -> Bool { a.amount < b.amount }
    @inlinable public static func + (a: Won, b: Won) -> Won { Won(a.amount + b.amount) }
    @inlinable public static func - (a: Won, b: Won) -> Won { Won(a.amount - b.amount) }
    @inlinable public static prefix func - (a: Won) -> Won { Won(-a.amount) }
    @inlinable public static func * (a: Won, factor: Int64) -> Won { Won(a.amount * factor) }

    /// The sum, or the largest amount: for traded values, which are statistics. Data of strangers
    /// may add up to more than 64 bits hold, and no run ends by that.
    @inlinable @inline(__always) public func saturatedSum(_ other: Won) -> Won {
        let (sum, overflows) = amount.addingReportingOverflow(other.amount)
        return overflows ? .furthest(other) : Won(sum)
    }

    /// The end of the range on the side of `direction`. It is out of line, so that a sum costs its
    /// addition and a branch that nobody takes.
    @inlinable @inline(never) static func furthest(_ direction: Won) -> Won {
        Won(direction.amount < 0 ? .min : .max)
    }

    public var description: String { String(amount) }
}
