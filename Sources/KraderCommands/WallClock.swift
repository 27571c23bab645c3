import Glibc
import KraderModel

/// The machine's clock. Commands read it only for what a person left out; nothing below them may.
enum WallClock {
    /// Today's date in Korea.
    static var today: CalendarDate {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        let nanoseconds = Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
        return CalendarDate(Moment(nanoseconds: nanoseconds))
    }
}
