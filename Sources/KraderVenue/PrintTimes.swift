public import KraderModel

/// Whether an issue was busy before it fell silent (semantics.md §4).
extension VenueSymbol {
    /// How many prints in `busyTime` before a silence make it one that must have a reason.
    static let busy: UInt8 = 10
    static let busyTime = Interval.minutes(10)

    /// Counts a recorded print of a session. Points of candles are never counted.
    @inlinable @inline(__always) mutating func count(_ moment: Moment) {
        // Sixteen places: a byte that counts over finds them.
        times[Int(prints & 15)] = moment
        prints &+= 1
    }

    /// Whether the tenth-last print lies in the ten minutes up to the last one.
    var wasBusy: Bool {
        let first = times[Int((prints &- VenueSymbol.busy) & 15)]
        return first != .distantPast && lastTime - first <= VenueSymbol.busyTime
    }

    mutating func forgetPrints() { times = InlineArray(repeating: .distantPast) }
}
