/// The days on which the exchange trades (krx-market.md §1.6).
///
/// Inside the covered years the exchange's own calendar answers. Outside them nobody told us:
/// between the first and the last of the days given to `adding(_:)` exactly those days trade,
/// elsewhere Monday to Friday do, and `standing(of:)` says that this is assumed (semantics.md §8).
///
/// Invariants:
/// 1. `closures` and `added` are sorted by date, without repetition.
/// 2. Every closure is a weekday of a covered year.
public struct TradingCalendar: Sendable {
    /// The years whose holidays are known, `nil` when there are none.
    public let coverage: ClosedRange<Int>?
    /// Weekdays of the covered years without trading, by date.
    public let closures: [Closure]
    /// Days that trade because data say so, by date: trading days of uncovered years, and days on
    /// which the exchange's calendar is closed but the data have rows.
    public private(set) var added: [CalendarDate] = []

    /// The first and last day of the covered years.
    private let covered: ClosedRange<CalendarDate>?
    /// One bit a covered day, from the first: is the exchange open? It is asked on hot paths.
    private var openDays: [UInt64] = []

    /// The calendar of KRX, which covers 2020…2027.
    public static let krx = TradingCalendar(coverage: 2020...2027, closures: krxClosures)

    /// A calendar on which Monday to Friday trade and no year is covered.
    public static let weekdays = TradingCalendar(coverage: nil, closures: [])

    /// The first day of KRX's calendar that is computed from the law and not yet announced.
    public static let projectedFrom = CalendarDate(2027, 1, 1)

    init(coverage: ClosedRange<Int>?, closures: [Closure]) {
        self.coverage = coverage
        self.closures = closures
        guard let coverage else {
            covered = nil
            return
        }
        let first = CalendarDate(coverage.lowerBound, 1, 1)
        let last = CalendarDate(coverage.upperBound, 12, 31)
        covered = first...last
        openDays = Array(repeating: 0, count: Int(last.dayNumber - first.dayNumber) / 64 + 1)
        for number in first.dayNumber...last.dayNumber {
            setOpen(CalendarDate(dayNumber: number), !CalendarDate(dayNumber: number).isWeekend)
        }
        for closure in closures { setOpen(closure.date, false) }
    }

    private mutating func setOpen(_ day: CalendarDate, _ isOpen: Bool) {
        guard let covered, covered.contains(day) else { return }
        let offset = Int(day.dayNumber - covered.lowerBound.dayNumber)
        let bit: UInt64 = 1 << UInt64(offset % 64)
        if isOpen { openDays[offset / 64] |= bit } else { openDays[offset / 64] &= ~bit }
    }

    /// A calendar in which these days, the days with rows in a run's data, trade as well. Days that
    /// trade in covered years anyway change nothing.
    public func adding(_ days: some Sequence<CalendarDate>) -> TradingCalendar {
        var result = self
        var merged = added
        for day in days where !isCovered(day) || !isTradingDay(day) { merged.append(day) }
        merged.sort()
        result.added = []
        for day in merged where result.added.last != day {
            result.added.append(day)
            result.setOpen(day, true)
        }
        return result
    }

    /// Whether the year's holidays are known.
    public func isCovered(year: Int) -> Bool { coverage?.contains(year) ?? false }

    /// Whether the holidays of the date's year are known.
    public func isCovered(_ day: CalendarDate) -> Bool { covered?.contains(day) ?? false }

    /// Whether the exchange trades on a KST date. Constant time in covered years; does not
    /// allocate.
    public func isTradingDay(_ day: CalendarDate) -> Bool {
        if let covered, covered.contains(day) {
            let offset = Int(day.dayNumber - covered.lowerBound.dayNumber)
            return openDays[offset / 64] >> UInt64(offset % 64) & 1 == 1
        }
        if let first = added.first, let last = added.last, first <= day, day <= last {
            return isAdded(day)
        }
        return !day.isWeekend
    }

    /// Whether data, not the exchange's calendar, make this a trading day.
    public func isAdded(_ day: CalendarDate) -> Bool {
        let index = added.partitioningIndex { $0 >= day }
        return index < added.count && added[index] == day
    }

    /// Why the exchange trades on a date or does not.
    public enum Standing: Hashable, Sendable {
        case trading
        /// The data have rows on it: in a year that is not covered, or against the calendar.
        case tradingByData
        /// A weekday of a year that is not covered.
        case tradingAssumed
        case weekend
        case closed(name: String)
        /// A weekday without rows, between days with rows, of a year that is not covered.
        case closedByData
    }

    public func standing(of day: CalendarDate) -> Standing {
        if isAdded(day) { return .tradingByData }
        if let name = closureName(on: day) { return .closed(name: name) }
        if day.isWeekend { return .weekend }
        if isCovered(day) { return .trading }
        return isTradingDay(day) ? .tradingAssumed : .closedByData
    }

    /// Why KRX is closed on a weekday, `nil` when the calendar lists no closure.
    func closureName(on day: CalendarDate) -> String? {
        let index = closures.partitioningIndex { $0.date >= day }
        guard index < closures.count, closures[index].date == day else { return nil }
        return closures[index].name
    }
}
