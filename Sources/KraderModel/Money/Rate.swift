/// A rate as parts per 10⁹, so that 0.015 % is exactly 150,000 and no binary fraction takes part.
public struct Rate: Hashable, Comparable, Sendable, CustomStringConvertible {
    @inlinable public static var scale: Int64 { 1_000_000_000 }
    public var parts: Int64

    @inlinable public init(parts: Int64) { self.parts = parts }

    @inlinable public static var zero: Rate { Rate(parts: 0) }

    /// Makes a rate from hundredths of a per cent: `Rate(basisPoints: 20)` is 0.20 %.
    public init(basisPoints: Int64) { parts = basisPoints * 100_000 }

    /// The nearest rate to a decimal fraction, `nil` when it is not finite or outside ±1,000.
    public init?(fraction: Double) {
        guard fraction.isFinite, fraction.magnitude <= 1_000 else { return nil }
        parts = Int64((fraction * Double(Rate.scale)).rounded())
    }

    @inlinable public static func < (a: Rate, b: Rate) -> Bool { a.parts < b.parts }

    /// ⌊rate × amount⌋ for amounts of zero or more, in exact arithmetic.
    @inlinable public func floored(of amount: Won) -> Won {
        let (product, overflows) = amount.amount.multipliedReportingOverflow(by: parts)
        if !overflows { return Won(product / Rate.scale) }
        let (high, low) = amount.amount.multipliedFullWidth(by: parts)
        return Won(Rate.scale.dividingFullWidth((high, low)).quotient)
    }

    public var fraction: Double { Double(parts) / Double(Rate.scale) }
    public var description: String { "\(fraction)" }
}
