import KraderModel
import Testing

@Suite struct SessionHoursTests {
    private func times(_ span: MomentSpan) -> String {
        span.isEmpty ? "none" : "\(TimeOfDay(span.start))-\(TimeOfDay(span.end))"
    }

    /// krx-market.md §0 and §1.1: both sides of each change of hours.
    @Test(
        "hours by era",
        arguments: [
            ("2016-07-29", "08:00:00-09:00:00", "09:00:00-14:50:00", "14:50:00-15:00:00"),
            ("2016-08-01", "08:00:00-09:00:00", "09:00:00-15:20:00", "15:20:00-15:30:00"),
            ("2019-04-26", "08:00:00-09:00:00", "09:00:00-15:20:00", "15:20:00-15:30:00"),
            ("2019-04-29", "08:30:00-09:00:00", "09:00:00-15:20:00", "15:20:00-15:30:00"),
            ("2026-11-20", "08:30:00-09:00:00", "09:00:00-15:20:00", "15:20:00-15:30:00"),
        ])
    func eras(text: String, opening: String, continuous: String, closing: String) throws {
        let hours = SessionHours.on(try #require(CalendarDate(text)))
        #expect(times(hours.openingAuction) == opening)
        #expect(times(hours.continuous) == continuous)
        #expect(times(hours.closingAuction) == closing)
        #expect(hours.special == .none)
    }

    @Test("the evening: off-hours single price until 2026-09-11, after-market from 2026-09-14")
    func evening() {
        let last = SessionHours.on(CalendarDate(2026, 9, 11))
        #expect(times(last.offHoursSinglePrice) == "16:00:00-18:00:00")
        #expect(times(last.afterMarket) == "none")
        let first = SessionHours.on(CalendarDate(2026, 9, 14))
        #expect(times(first.offHoursSinglePrice) == "none")
        #expect(times(first.afterMarket) == "16:00:00-20:00:00")
        #expect(times(first.closingPrice) == "15:30:00-16:00:00")
        #expect(TimeOfDay(first.closingPriceMatching) == TimeOfDay(15, 40))
    }

    @Test(
        "the first trading day of a year opens at 10:00 and closes at 15:30",
        arguments: [
            "2020-01-02", "2021-01-04", "2022-01-03", "2023-01-02", "2024-01-02", "2025-01-02",
            "2026-01-02", "2027-01-04",
        ])
    func firstDay(text: String) throws {
        let day = try #require(CalendarDate(text))
        #expect(TradingCalendar.krx.next(after: CalendarDate(day.year - 1, 12, 31)).date == day)
        let hours = SessionHours.on(day)
        #expect(hours.special == .firstTradingDayOfYear)
        #expect(times(hours.preOpenClosingPrice) == "09:30:00-09:40:00")
        #expect(times(hours.openingAuction) == "09:30:00-10:00:00")
        #expect(times(hours.continuous) == "10:00:00-15:20:00")
        #expect(times(hours.closingAuction) == "15:20:00-15:30:00")
    }

    @Test(
        "exam days run from 10:00 to 16:30, their evening ends as always",
        arguments: [
            ("2020-12-03", "17:00:00-18:00:00", "none"),
            ("2021-11-18", "17:00:00-18:00:00", "none"),
            ("2022-11-17", "17:00:00-18:00:00", "none"),
            ("2023-11-16", "17:00:00-18:00:00", "none"),
            ("2024-11-14", "17:00:00-18:00:00", "none"),
            ("2025-11-13", "17:00:00-18:00:00", "none"),
            ("2026-11-19", "none", "17:00:00-20:00:00"),
            ("2027-11-18", "none", "17:00:00-20:00:00"),
        ])
    func examDay(text: String, offHours: String, afterMarket: String) throws {
        let day = try #require(CalendarDate(text))
        #expect(TradingCalendar.krx.isTradingDay(day) && day.weekday == 4)
        let hours = SessionHours.on(day)
        #expect(hours.special == .examDay)
        #expect(times(hours.openingAuction) == "09:30:00-10:00:00")
        #expect(times(hours.continuous) == "10:00:00-16:20:00")
        #expect(times(hours.closingAuction) == "16:20:00-16:30:00")
        #expect(TimeOfDay(hours.closingPriceMatching) == TimeOfDay(16, 40))
        #expect(times(hours.closingPrice) == "16:30:00-17:00:00")
        #expect(times(hours.offHoursSinglePrice) == offHours)
        #expect(times(hours.afterMarket) == afterMarket)
    }

    @Test("there are sixteen special days in 2020…2027")
    func specialDays() {
        let days = TradingCalendar.krx.tradingDays(
            from: CalendarDate(2020, 1, 1), through: CalendarDate(2027, 12, 31))
        #expect(days.count { SessionHours.on($0.date).special != .none } == 16)
        #expect(SessionHours.on(CalendarDate(2027, 12, 30)).areSpecialDaysKnown)
        #expect(!SessionHours.on(CalendarDate(2019, 12, 30)).areSpecialDaysKnown)
        #expect(!SessionHours.on(CalendarDate(2028, 1, 3)).areSpecialDaysKnown)
    }

    @Test(
        "phases of a day: starts belong to a phase, ends to the next one",
        arguments: [
            ("08:29:59.999", .closed), ("08:30", .openingAuction), ("08:35", .openingAuction),
            ("08:59:59.999999999", .openingAuction), ("09:00", .continuous),
            ("15:19:59.9", .continuous), ("15:20", .closingAuction), ("15:29:59", .closingAuction),
            ("15:30", .closingPrice), ("15:59:59", .closingPrice), ("16:00", .afterMarket),
            ("19:59:59", .afterMarket), ("20:00", .closed),
        ] as [(String, SessionPhase)])
    func phases(text: String, phase: SessionPhase) throws {
        let day = CalendarDate(2026, 11, 20)
        let moment = day.at(try #require(TimeOfDay(text)))
        #expect(SessionHours.on(day).phase(at: moment) == phase)
        #expect(SessionHours.on(day.advanced(by: 1)).phase(at: moment) == .closed)
    }

    @Test("before 2019-04-29 the pre-open closing-price session shows before the auction begins")
    func preOpen() {
        let day = CalendarDate(2019, 4, 26)
        let hours = SessionHours.on(day)
        #expect(hours.phase(at: day.at(TimeOfDay(7, 45))) == .preOpenClosingPrice)
        #expect(hours.phase(at: day.at(TimeOfDay(8, 15))) == .openingAuction)
        #expect(hours.phase(at: day.at(TimeOfDay(17, 0))) == .offHoursSinglePrice)
    }

    @Test("a cross prints up to 30 s after the nominal end")
    func auctionEnds() {
        let day = CalendarDate(2026, 11, 20)
        let hours = SessionHours.on(day)
        #expect(hours.close == day.at(TimeOfDay(15, 30)))
        #expect(hours.auctionEnd == day.at(TimeOfDay(15, 30, 30)))
        #expect(hours.openingAuctionEnd == day.at(TimeOfDay(9, 0, 30)))
        #expect(hours.openingAuctionStart == day.at(TimeOfDay(8, 30)))
        #expect(hours.closingAuctionStart == day.at(TimeOfDay(15, 20)))
    }
}
