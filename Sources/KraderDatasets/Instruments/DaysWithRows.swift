public import KraderModel

/// The days on which whole-market rows exist, and what is missing among them.
public struct DaysWithRows: Sendable {
    /// The days with rows, in order.
    public let days: [CalendarDate]
    /// The trading days without any row between the first day and the last, in years that the
    /// calendar covers.
    public let missing: [CalendarDate]
    /// The years in which rows of halted issues are kept.
    private let yearsWithHalts: Set<Int>
    private let places: [CalendarDate: Int]
    /// The days before which a trading day is missing, and those before which many are.
    private let afterGap: Set<CalendarDate>
    private let afterHole: Set<CalendarDate>

    /// The most missing days that are a mere gap. More are a hole in the data, in which an issue
    /// may have come or gone.
    private static let gapDaysMax = 5

    init(_ rows: [DailyRow], _ calendar: TradingCalendar) {
        days = Set(rows.map(\.day)).sorted()
        places = Dictionary(uniqueKeysWithValues: days.enumerated().map { ($1, $0) })
        yearsWithHalts = Set(Set(rows.filter(\.isHalted).map(\.day)).map(\.year))
        var missing: [CalendarDate] = []
        var afterGap: Set<CalendarDate> = []
        var afterHole: Set<CalendarDate> = []
        for (day, next) in zip(days, days.dropFirst()) {
            let between = (day.dayNumber + 1..<next.dayNumber).map(CalendarDate.init(dayNumber:))
                .filter { calendar.isCovered($0) && calendar.isTradingDay($0) }
            missing += between
            // Where the calendar knows nothing, up to two weeks are no gap.
            let isLong = next.dayNumber - day.dayNumber > 14
            if !between.isEmpty || isLong { afterGap.insert(next) }
            if between.count > DaysWithRows.gapDaysMax || isLong { afterHole.insert(next) }
        }
        self.missing = missing
        self.afterGap = afterGap
        self.afterHole = afterHole
    }

    public var first: CalendarDate? { days.first }
    public var last: CalendarDate? { days.last }

    /// The next day with rows.
    func next(after day: CalendarDate) -> CalendarDate? {
        guard let place = places[day], place + 1 < days.count else { return nil }
        return days[place + 1]
    }

    /// The number of days with rows from one of them to another.
    func distance(from day: CalendarDate, to later: CalendarDate) -> Int {
        (places[later] ?? 0) - (places[day] ?? 0)
    }

    /// Whether a trading day just before this one has no rows at all, so that the previous close is
    /// not known.
    func hasGap(before day: CalendarDate) -> Bool { afterGap.contains(day) }
    func hasHole(before day: CalendarDate) -> Bool { afterHole.contains(day) }

    /// Whether an issue without a row was not there, rather than not traded.
    func keepsHaltedRows(in year: Int) -> Bool { yearsWithHalts.contains(year) }
}
