/// A sum of amounts that grows with a run: what was bought and sold over the years outgrows a `Won`
/// while the account never does. It can't overflow: 10²⁰ of the largest amounts fit.
public struct WonSum: Hashable, Comparable, Sendable, AdditiveArithmetic, CustomStringConvertible {
    public var amount: Int128

    @inlinable public init(_ amount: Int128) { self.amount = amount }
    @inlinable public init(_ amount: Won) { self.amount = Int128(amount.amount) }

    @inlinable public static var zero: WonSum { WonSum(0) }

    @inlinable public static func < (a: WonSum, b: WonSum) -> Bool { a.amount < b.amount }
    @inlinable public static func + (a: WonSum, b: WonSum) -> WonSum { WonSum(a.amount + b.amount) }
    @inlinable public static func - (a: WonSum, b: WonSum) -> WonSum { WonSum(a.amount - b.amount) }
    @inlinable public static func += (a: inout WonSum, b: Won) { a.amount += Int128(b.amount) }

    public var description: String { String(amount) }
}
