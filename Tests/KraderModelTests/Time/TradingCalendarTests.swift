import KraderModel
import Testing

@Suite struct TradingCalendarTests {
    let krx = TradingCalendar.krx

    /// The counts are those of krx-market.md §1.6.
    @Test(
        "§1.6 trading days of each year",
        arguments: [
            (2020, 248), (2021, 248), (2022, 246), (2023, 245), (2024, 244), (2025, 242),
            (2026, 244), (2027, 245),
        ])
    func counts(year: Int, days: Int) {
        let found = krx.tradingDays(
            from: CalendarDate(year, 1, 1), through: CalendarDate(year, 12, 31))
        #expect(found.count == days)
    }

    /// Days that public calendar packages get wrong (krx-market.md §1.6).
    @Test(
        "§1.6 days that others get wrong",
        arguments: [
            ("2024-10-01", "Armed Forces Day (temporary public holiday)"),
            ("2025-01-27", "Temporary Public Holiday"), ("2025-06-03", "Presidential Election Day"),
            ("2026-06-03", "Local Election Day"), ("2026-07-17", "Constitution Day"),
            ("2027-05-03", "Substitute holiday: Labor Day"),
            ("2027-07-19", "Substitute holiday: Constitution Day"),
        ])
    func disputed(text: String, name: String) throws {
        let day = try #require(CalendarDate(text))
        #expect(!krx.isTradingDay(day))
        #expect(krx.standing(of: day) == .closed(name: name))
    }

    @Test("§1.6 Constitution Day trades before 2026; its year and the others' rules")
    func rules() {
        // 2025-07-17 was a Thursday.
        #expect(krx.isTradingDay(CalendarDate(2025, 7, 17)))
        // Memorial Day (6 June) and New Year's Day never get a substitute: 2021-06-06 was a Sunday.
        #expect(krx.isTradingDay(CalendarDate(2021, 6, 7)))
        // 2022-01-01 was a Saturday.
        #expect(krx.isTradingDay(CalendarDate(2022, 1, 3)))
        // Chuseok 2026 meets a Saturday, which brings no substitute.
        #expect(krx.isTradingDay(CalendarDate(2026, 9, 28)))
    }

    @Test("§1.6 the year's last weekday that is no holiday is closed", arguments: 2020...2027)
    func yearEnd(year: Int) {
        var day = CalendarDate(year, 12, 31)
        while day.isWeekend { day = day.advanced(by: -1) }
        #expect(krx.standing(of: day) == .closed(name: "Year-end market closing"))
    }

    @Test("closures are weekdays in order")
    func closures() {
        #expect(!krx.closures.contains { $0.date.isWeekend })
        #expect(zip(krx.closures, krx.closures.dropFirst()).allSatisfy { $0.date < $1.date })
    }

    @Test("neighbours and settlement step over weekends and holidays")
    func neighbours() throws {
        // Christmas 2026 is a Friday.
        let christmas = CalendarDate(2026, 12, 25)
        #expect(krx.tradingDay(christmas) == nil)
        #expect(krx.previous(before: christmas).date == CalendarDate(2026, 12, 24))
        #expect(krx.next(after: christmas).date == CalendarDate(2026, 12, 28))
        // The last trades of 2024 under the old tax: bought on 26 December, settled on 30 December.
        let day = try #require(krx.tradingDay(CalendarDate(2024, 12, 26)))
        #expect(krx.settlement(of: day).date == CalendarDate(2024, 12, 30))
    }

    /// First trade dates of the new rates and the first settlement dates that the law names.
    @Test(
        "trades settle two trading days later (krx-market.md §6.1)",
        arguments: [
            ("2020-12-29", "2021-01-04"), ("2022-12-28", "2023-01-02"),
            ("2023-12-27", "2024-01-02"), ("2024-12-27", "2025-01-02"),
            ("2025-12-29", "2026-01-02"),
        ])
    func settlement(trade: String, settled: String) throws {
        let date = try #require(CalendarDate(trade))
        let day = try #require(krx.tradingDay(date))
        #expect(krx.settlement(of: day).description == settled)
    }

    @Test("outside the covered years Monday to Friday are assumed")
    func outside() {
        #expect(krx.isCovered(year: 2020) && krx.isCovered(year: 2027))
        #expect(!krx.isCovered(year: 2019) && !krx.isCovered(year: 2028))
        #expect(krx.standing(of: CalendarDate(2019, 12, 31)) == .tradingAssumed)
        #expect(krx.standing(of: CalendarDate(2019, 12, 29)) == .weekend)
        #expect(krx.next(after: CalendarDate(2027, 12, 30)).date == CalendarDate(2028, 1, 3))
    }

    @Test("outside the covered years days with rows trade, the days between them do not")
    func dataDays() {
        let first = CalendarDate(2019, 9, 11)
        let last = CalendarDate(2019, 9, 16)
        let calendar = krx.adding([last, first, last])
        #expect(calendar.added == [first, last])
        #expect(calendar.standing(of: first) == .tradingByData)
        #expect(calendar.standing(of: CalendarDate(2019, 9, 12)) == .closedByData)
        #expect(calendar.next(after: first).date == last)
        #expect(calendar.isTradingDay(CalendarDate(2019, 9, 17)))
        #expect(calendar.isTradingDay(CalendarDate(2026, 3, 3)))
    }

    @Test("rows on a closed day of a covered year make it trade, and are known for it")
    func dataAgainstCalendar() {
        let saturday = CalendarDate(2026, 3, 7)
        let calendar = krx.adding([CalendarDate(2026, 3, 6), saturday]).adding([saturday])
        #expect(calendar.added == [saturday])
        #expect(calendar.isTradingDay(saturday))
        #expect(calendar.next(after: CalendarDate(2026, 3, 6)).date == saturday)
        #expect(!krx.isTradingDay(saturday))
    }

    @Test("the weekday calendar knows no year")
    func weekdays() {
        let calendar = TradingCalendar.weekdays
        #expect(calendar.coverage == nil)
        #expect(calendar.isTradingDay(CalendarDate(2026, 12, 25)))
        #expect(!calendar.isTradingDay(CalendarDate(2026, 12, 26)))
    }
}
