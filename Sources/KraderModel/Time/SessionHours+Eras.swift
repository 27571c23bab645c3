extension SessionHours {
    static let laterClose = CalendarDate(2016, 8, 1)
    static let shorterOpeningAuction = CalendarDate(2019, 4, 29)
    static let afterMarketBegins = CalendarDate(2026, 9, 14)

    /// The hours of a date, as if the exchange traded on it. Does not allocate.
    public static func on(_ day: CalendarDate) -> SessionHours {
        let special = special(on: day)
        let opensLate: Interval = special == .none ? .zero : .hours(1)
        let closesLate: Interval = special == .examDay ? .hours(1) : .zero

        func span(
            _ from: TimeOfDay, _ to: TimeOfDay, later: Interval, endLater: Interval? = nil
        ) -> MomentSpan {
            MomentSpan(start: day.at(from) + later, end: day.at(to) + (endLater ?? later))
        }

        // The 07:30 start before 2019 is not in krx-market.md: general knowledge.
        let auctionStart = day < shorterOpeningAuction ? TimeOfDay(8, 0) : TimeOfDay(8, 30)
        let preOpen =
            day < shorterOpeningAuction
            ? span(TimeOfDay(7, 30), TimeOfDay(8, 30), later: opensLate)
            : span(TimeOfDay(8, 30), TimeOfDay(8, 40), later: opensLate)

        // Until 2016-07-29 everything from the closing auction on was half an hour earlier; the
        // evening's part of that is general knowledge too.
        let end: Interval = day < laterClose ? closesLate - .minutes(30) : closesLate
        let evening = span(TimeOfDay(16, 0), TimeOfDay(18, 0), later: end, endLater: .zero)
        let none = MomentSpan(start: evening.start, end: evening.start)
        let hasAfterMarket = day >= afterMarketBegins

        return SessionHours(
            openingAuction: span(auctionStart, TimeOfDay(9, 0), later: opensLate),
            continuous: span(TimeOfDay(9, 0), TimeOfDay(15, 20), later: opensLate, endLater: end),
            closingAuction: span(TimeOfDay(15, 20), TimeOfDay(15, 30), later: end),
            preOpenClosingPrice: preOpen,
            closingPrice: span(TimeOfDay(15, 30), TimeOfDay(16, 0), later: end),
            closingPriceMatching: day.at(TimeOfDay(15, 40)) + end,
            offHoursSinglePrice: hasAfterMarket ? none : evening,
            afterMarket: hasAfterMarket
                ? MomentSpan(start: evening.start, end: day.at(TimeOfDay(20, 0))) : none,
            special: special,
            areSpecialDaysKnown: day >= firstKnownSpecialDay && day < endOfKnownSpecialDays)
    }
}

// These restate krx-special-sessions.csv. The days of 2027 are projected.
extension SessionHours {
    static let firstKnownSpecialDay = CalendarDate(2020, 1, 1)
    static let endOfKnownSpecialDays = CalendarDate(2028, 1, 1)

    /// The first trading days of 2020…2027.
    private static let firstTradingDays = [
        CalendarDate(2020, 1, 2), CalendarDate(2021, 1, 4), CalendarDate(2022, 1, 3),
        CalendarDate(2023, 1, 2), CalendarDate(2024, 1, 2), CalendarDate(2025, 1, 2),
        CalendarDate(2026, 1, 2), CalendarDate(2027, 1, 4),
    ]

    /// College entrance exam days of 2020…2027.
    private static let examDays = [
        CalendarDate(2020, 12, 3), CalendarDate(2021, 11, 18), CalendarDate(2022, 11, 17),
        CalendarDate(2023, 11, 16), CalendarDate(2024, 11, 14), CalendarDate(2025, 11, 13),
        CalendarDate(2026, 11, 19), CalendarDate(2027, 11, 18),
    ]

    private static func special(on day: CalendarDate) -> Special {
        if firstTradingDays.contains(day) { return .firstTradingDayOfYear }
        return examDays.contains(day) ? .examDay : .none
    }
}
