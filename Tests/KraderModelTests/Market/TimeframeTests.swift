import KraderModel
import Testing

@Suite struct TimeframeTests {
    static let day = CalendarDate(2026, 3, 3)

    @Test(
        "buckets are aligned with the Korean clock",
        arguments: [
            (.m1, "09:00:00", "09:00:00"), (.m1, "09:00:59.999999999", "09:00:00"),
            (.m3, "09:05:59", "09:03:00"), (.m5, "15:30:07", "15:30:00"),
            (.m15, "09:14:59", "09:00:00"), (.m30, "15:19:59", "15:00:00"),
            (.m60, "09:59:59", "09:00:00"), (.h4, "09:00:00", "09:00:00"),
            (.h4, "12:59:59.999", "09:00:00"), (.h4, "13:00:00", "13:00:00"),
            (.h4, "15:30:11", "13:00:00"), (.h4, "08:59:59", "05:00:00"),
        ] as [(Timeframe, String, String)])
    func bucket(timeframe: Timeframe, at: String, start: String) throws {
        let at = Self.day.at(try #require(TimeOfDay(at)))
        let start = Self.day.at(try #require(TimeOfDay(start)))
        #expect(timeframe.bucketStart(of: at) == start)
    }

    @Test("the 4h bucket of the first hour of a day began at 21:00 the day before")
    func overMidnight() {
        let start = Timeframe.h4.bucketStart(of: Self.day.at(TimeOfDay(0, 30)))
        #expect(start == Self.day.advanced(by: -1).at(TimeOfDay(21, 0)))
    }

    @Test("names are read back", arguments: Timeframe.allCases)
    func names(_ timeframe: Timeframe) {
        #expect(Timeframe(timeframe.description) == timeframe)
    }

    @Test("1h is 60m; unknown names are refused")
    func otherNames() {
        #expect(Timeframe("1h") == .m60)
        #expect(Timeframe("2m") == nil)
        #expect(Timeframe("") == nil)
    }

    @Test("which candles make up which")
    func divides() {
        #expect(Timeframe.m1.divides(.m3))
        #expect(Timeframe.m3.divides(.m15))
        #expect(!Timeframe.m3.divides(.m5))
        #expect(!Timeframe.m10.divides(.m15))
        #expect(Timeframe.m60.divides(.h4))
        #expect(Timeframe.h4.divides(.d1))
    }
}
