/// A date on which the exchange trades. Only a `TradingCalendar` makes one, so holding one proves
/// it.
public struct TradingDay: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let date: CalendarDate

    fileprivate init(_ date: CalendarDate) { self.date = date }

    public static func < (a: TradingDay, b: TradingDay) -> Bool { a.date < b.date }

    /// The date as text: `2026-03-03`.
    public var description: String { date.description }
}

extension TradingCalendar {
    /// The date as a trading day; `nil` when the exchange does not trade on it.
    public func tradingDay(_ date: CalendarDate) -> TradingDay? {
        isTradingDay(date) ? TradingDay(date) : nil
    }

    /// The first trading day after a date.
    public func next(after date: CalendarDate) -> TradingDay {
        var day = date.advanced(by: 1)
        // Beyond all data every weekday trades: the search ends.
        while !isTradingDay(day) { day = day.advanced(by: 1) }
        return TradingDay(day)
    }

    /// The last trading day before a date.
    public func previous(before date: CalendarDate) -> TradingDay {
        var day = date.advanced(by: -1)
        while !isTradingDay(day) { day = day.advanced(by: -1) }
        return TradingDay(day)
    }

    /// The day on which a trade settles: two trading days later (krx-market.md §7).
    public func settlement(of day: TradingDay) -> TradingDay {
        next(after: next(after: day.date).date)
    }

    /// The trading days from one date through another, by date; none when they are out of order.
    public func tradingDays(
        from first: CalendarDate, through last: CalendarDate
    ) -> [TradingDay] {
        guard first <= last else { return [] }
        return (first.dayNumber...last.dayNumber).compactMap {
            tradingDay(CalendarDate(dayNumber: $0))
        }
    }
}
