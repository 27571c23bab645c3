import KraderModel
import Testing

@Suite("Moments") struct MomentTests {
    @Test(
        "a moment lies in the second, the millisecond and the day that hold it, before 1970 too",
        arguments: [
            // Nanoseconds since 1970 UTC, whole seconds, whole milliseconds, day and time in KST.
            (0, 0, 0, "1970-01-01", "09:00:00"),
            (-1, -1, -1, "1970-01-01", "08:59:59.999999999"),
            (-1_000_000_000, -1, -1_000, "1970-01-01", "08:59:59"),
            (-1_000_000_001, -2, -1_001, "1970-01-01", "08:59:58.999999999"),
            (-32_400_000_000_000, -32_400, -32_400_000, "1970-01-01", "00:00:00"),
            (-32_400_000_000_001, -32_401, -32_400_001, "1969-12-31", "23:59:59.999999999"),
            (-32_400_500_000_000, -32_401, -32_400_500, "1969-12-31", "23:59:59.5"),
            (1_772_496_000_000_000_000, 1_772_496_000, 1_772_496_000_000, "2026-03-03", "09:00:00"),
        ] as [(Int64, Int64, Int64, String, String)])
    func units(
        nanoseconds: Int64, seconds: Int64, milliseconds: Int64, day: String, time: String
    ) {
        let moment = Moment(nanoseconds: nanoseconds)
        #expect(moment.seconds == seconds)
        #expect(moment.milliseconds == milliseconds)
        #expect("\(CalendarDate(moment))" == day)
        #expect("\(TimeOfDay(moment))" == time)
    }

    @Test("what is cut down is never later than it was, and less than a unit earlier")
    func cutDown() {
        let minute = Interval.minutes(1)
        for nanoseconds in [-60_000_000_001, -60_000_000_000, -1, 0, 59_999_999_999] as [Int64] {
            let moment = Moment(nanoseconds: nanoseconds)
            let cut = moment.cutDown(to: minute)
            #expect(cut <= moment && moment - cut < minute)
            #expect(cut.nanoseconds % minute.nanoseconds == 0)
        }
    }

    @Test("what lies beyond all that 64 bits count is never, not a trap")
    func never() {
        #expect(Moment.distantFuture + .seconds(1) == .distantFuture)
        #expect(Moment.distantPast - .seconds(1) == .distantPast)
        #expect(Moment.distantPast + .seconds(-1) == .distantPast)
        #expect(Moment.distantFuture - Moment.distantPast == Interval(nanoseconds: .max))
        #expect(Moment.distantPast - Moment.distantFuture == Interval(nanoseconds: .min))
        // 299 years are more nanoseconds than 64 bits count.
        let (first, last) = (CalendarDate(1900, 1, 1), CalendarDate(2199, 12, 31))
        #expect(last.midnight - first.midnight == Interval(nanoseconds: .max))
        for moment in [Moment.distantPast, .distantFuture] {
            _ = (
                CalendarDate(moment).midnight, TimeOfDay(moment),
                SessionHours.on(CalendarDate(moment))
            )
        }
    }
}
