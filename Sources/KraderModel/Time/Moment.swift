/// A moment: nanoseconds since 1970-01-01T00:00:00 UTC. KST is a fixed +09:00 and only shows at the
/// edges (`CalendarDate`, `TimeOfDay`). What lies before or after all that 64 bits count is never:
/// sums and spans stop there.
public struct Moment: Hashable, Comparable, Sendable {
    public var nanoseconds: Int64

    @inlinable public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    @inlinable public static var distantPast: Moment { Moment(nanoseconds: .min) }
    @inlinable public static var distantFuture: Moment { Moment(nanoseconds: .max) }

    @inlinable public static func < (a: Moment, b: Moment) -> Bool {
        a.nanoseconds < b.nanoseconds
    }
    @inlinable public static func + (a: Moment, b: Interval) -> Moment {
        let (sum, overflows) = a.nanoseconds.addingReportingOverflow(b.nanoseconds)
        if overflows { return b.nanoseconds < 0 ? .distantPast : .distantFuture }
        return Moment(nanoseconds: sum)
    }
    @inlinable public static func - (a: Moment, b: Interval) -> Moment {
        let (sum, overflows) = a.nanoseconds.subtractingReportingOverflow(b.nanoseconds)
        if overflows { return b.nanoseconds < 0 ? .distantFuture : .distantPast }
        return Moment(nanoseconds: sum)
    }
    @inlinable public static func - (a: Moment, b: Moment) -> Interval {
        let (span, overflows) = a.nanoseconds.subtractingReportingOverflow(b.nanoseconds)
        return Interval(nanoseconds: overflows ? (a < b ? .min : .max) : span)
    }

    /// Whole milliseconds since 1970 UTC, cut down: the unit of signal and order identities.
    @inlinable public var milliseconds: Int64 { whole(1_000_000) }

    /// Whole seconds since 1970 UTC, cut down.
    @inlinable public var seconds: Int64 { whole(1_000_000_000) }

    /// The last moment not after this one that lies a whole number of units from 1970 UTC.
    @inlinable public func cutDown(to unit: Interval) -> Moment {
        Moment(nanoseconds: whole(unit.nanoseconds) * unit.nanoseconds)
    }

    /// How often a unit of so many nanoseconds, at least 1, fits; before 1970 too, where Swift's
    /// division would cut towards 1970, into the unit that follows.
    @inlinable @inline(__always) func whole(_ unit: Int64) -> Int64 {
        let (quotient, rest) = nanoseconds.quotientAndRemainder(dividingBy: unit)
        return rest < 0 ? quotient - 1 : quotient
    }
}

/// A length of time in nanoseconds.
public struct Interval: Hashable, Comparable, Sendable, AdditiveArithmetic {
    public var nanoseconds: Int64

    @inlinable public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    @inlinable public static var zero: Interval { Interval(nanoseconds: 0) }
    public static func milliseconds(_ n: Int64) -> Interval { Interval(nanoseconds: n * 1_000_000) }
    public static func seconds(_ n: Int64) -> Interval { Interval(nanoseconds: n * 1_000_000_000) }
    public static func minutes(_ n: Int64) -> Interval { .seconds(n * 60) }
    public static func hours(_ n: Int64) -> Interval { .seconds(n * 3_600) }
    public static let day = Interval.hours(24)

    @inlinable public static func < (a: Interval, b: Interval) -> Bool {
        a.nanoseconds < b.nanoseconds
    }
    @inlinable public static func + (a: Interval, b: Interval) -> Interval {
        Interval(nanoseconds: a.nanoseconds + b.nanoseconds)
    }
    @inlinable public static func - (a: Interval, b: Interval) -> Interval {
        Interval(nanoseconds: a.nanoseconds - b.nanoseconds)
    }
}
