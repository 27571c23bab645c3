/// A moment: nanoseconds since 1970-01-01T00:00:00 UTC. KST is a fixed +09:00 and only shows at the
/// edges (`CalendarDate`, `TimeOfDay`).
public struct Moment: Hashable, Comparable, Sendable {
    public var nanoseconds: Int64

    @inlinable public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    @inlinable public static var distantPast: Moment { Moment(nanoseconds: .min) }
    @inlinable public static var distantFuture: Moment { Moment(nanoseconds: .max) }

    @inlinable public static func < (a: Moment, b: Moment) -> Bool {
        a.nanoseconds < b.nanoseconds
    }
    @inlinable public static func + (a: Moment, b: Interval) -> Moment {
        Moment(nanoseconds: a.nanoseconds + b.nanoseconds)
    }
    @inlinable public static func - (a: Moment, b: Interval) -> Moment {
        Moment(nanoseconds: a.nanoseconds - b.nanoseconds)
    }
    @inlinable public static func - (a: Moment, b: Moment) -> Interval {
        Interval(nanoseconds: a.nanoseconds - b.nanoseconds)
    }

    /// Whole milliseconds since 1970 UTC, cut down: the unit of signal and order identities.
    @inlinable public var milliseconds: Int64 {
        nanoseconds >= 0
            ? nanoseconds / 1_000_000 : -((-nanoseconds + 999_999) / 1_000_000)
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
