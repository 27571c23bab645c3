/// A number of shares. Holdings and orders are never negative; a difference may be.
public struct Shares: Hashable, Comparable, Sendable, AdditiveArithmetic, CustomStringConvertible {
    public var count: Int64

    @inlinable public init(_ count: Int64) { self.count = count }

    @inlinable public static var zero: Shares { Shares(0) }

    @inlinable public static func < (a: Shares, b: Shares) -> Bool { a.count < b.count }
    @inlinable public static func + (a: Shares, b: Shares) -> Shares { Shares(a.count + b.count) }
    @inlinable public static func - (a: Shares, b: Shares) -> Shares { Shares(a.count - b.count) }
    @inlinable public static prefix func - (a: Shares) -> Shares { Shares(-a.count) }

    /// The sum, or the largest count: for volumes, which are statistics; see `Won.saturatedSum`.
    @inlinable @inline(__always) public func saturatedSum(_ other: Shares) -> Shares {
        let (sum, overflows) = count.addingReportingOverflow(other.count)
        return overflows ? .furthest(other) : Shares(sum)
    }

    @inlinable @inline(never) static func furthest(_ direction: Shares) -> Shares {
        Shares(direction.count < 0 ? .min : .max)
    }

    public var description: String { String(count) }
}
