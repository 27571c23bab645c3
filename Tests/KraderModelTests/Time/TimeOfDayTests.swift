import KraderModel
import Testing

@Suite struct TimeOfDayTests {
    @Test(
        "times are read to the nanosecond and shown as short as they are",
        arguments: [
            ("09:00", "09:00:00", 32_400_000_000_000), ("09:00:58", "09:00:58", 32_458_000_000_000),
            ("09:00:58.120", "09:00:58.12", 32_458_120_000_000),
            ("23:59:59.999999999", "23:59:59.999999999", 86_399_999_999_999),
            ("00:00:00", "00:00:00", 0),
        ] as [(String, String, Int64)])
    func reads(text: String, shown: String, nanoseconds: Int64) throws {
        let time = try #require(TimeOfDay(text))
        #expect(time.sinceMidnight == Interval(nanoseconds: nanoseconds))
        #expect(time.description == shown)
    }

    @Test(
        "texts that are no time of day",
        arguments: [
            "", "9:00", "24:00", "09:60", "09:00:60", "09:00:", "09:00:5", "09:00:58.",
            "09:00:58.1234567890", "09-00", "09:00:58,1", "０９:00",
        ])
    func refused(_ text: String) {
        #expect(TimeOfDay(text) == nil)
    }

    @Test("milliseconds are cut down, before 1970 too")
    func milliseconds() {
        #expect(Moment(nanoseconds: 1_999_999).milliseconds == 1)
        #expect(Moment(nanoseconds: -1).milliseconds == -1)
        #expect(Moment(nanoseconds: -1_000_000).milliseconds == -1)
    }
}
