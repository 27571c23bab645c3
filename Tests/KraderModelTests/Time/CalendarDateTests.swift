import KraderModel
import Testing

@Suite struct CalendarDateTests {
    /// The day numbers and weekdays are from another calendar program.
    @Test(
        "known dates",
        arguments: [
            ("1900-01-01", -25_567, 1), ("1969-12-31", -1, 3), ("1970-01-01", 0, 4),
            ("2000-02-29", 11_016, 2), ("2024-02-29", 19_782, 4), ("2026-11-22", 20_779, 7),
            ("2100-03-01", 47_541, 1), ("2199-12-31", 84_005, 2),
        ] as [(String, Int32, Int)])
    func known(text: String, number: Int32, weekday: Int) throws {
        let date = try #require(CalendarDate(text))
        #expect(date.dayNumber == number)
        #expect(date.weekday == weekday)
        #expect(date.isWeekend == (weekday >= 6))
        #expect(CalendarDate(dayNumber: number).description == text)
    }

    @Test("every day from 1900 to 2199 follows the one before it and reads back")
    func roundTrips() throws {
        var failures = 0
        var before = (year: 1899, month: 12, day: 31)
        for number in Int32(-25_567)...84_005 {
            let date = CalendarDate(dayNumber: number)
            let civil = date.civil
            let follows =
                civil.day == before.day + 1
                || (civil.day == 1 && civil.month == before.month % 12 + 1)
            if !follows || CalendarDate(date.description) != date { failures += 1 }
            before = civil
        }
        #expect(failures == 0)
    }

    @Test(
        "texts that are no date",
        arguments: [
            "2026-02-30", "2023-02-29", "2100-02-29", "2026-13-01", "2026-00-10", "2026-01-00",
            "1899-12-31", "2200-01-01", "2026-3-3", "20260303", "2026/03/03", "2026-03-0x", "",
        ])
    func refused(_ text: String) {
        #expect(CalendarDate(text) == nil)
    }

    @Test("a day begins at midnight in Korea, 15:00 UTC of the day before")
    func midnight() {
        let day = CalendarDate(2026, 3, 3)
        // 2026-03-03T00:00:00+09:00 is 1,772,463,600 s after 1970.
        #expect(day.midnight == Moment(nanoseconds: 1_772_463_600_000_000_000))
        #expect(CalendarDate(day.midnight) == day)
        #expect(CalendarDate(day.midnight - Interval(nanoseconds: 1)) == day.advanced(by: -1))
        #expect(day.at(TimeOfDay(9, 0, 58)).description == "2026-03-03T09:00:58+09:00")
    }
}
