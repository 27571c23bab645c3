import Glibc
import KraderModel

/// The machine's clock. Commands read it only for what a person left out; nothing below them may.
enum WallClock {
    /// The seconds of a clock that never goes back, for measuring.
    static var seconds: Double {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
    }

    /// A seed that is another one each second, short enough to type: seconds since 1970.
    static var seed: UInt64 {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return UInt64(max(now.tv_sec, 0))
    }

    /// Today's date in Korea.
    static var today: CalendarDate {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        let nanoseconds = Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
        return CalendarDate(Moment(nanoseconds: nanoseconds))
    }
}
