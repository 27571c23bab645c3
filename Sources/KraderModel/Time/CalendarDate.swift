/// A date of the Korean calendar (KST, UTC+09:00, no daylight saving), trading day or not.
public struct CalendarDate: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Days since 1970-01-01 in KST.
    public var dayNumber: Int32

    @inlinable public init(dayNumber: Int32) { self.dayNumber = dayNumber }

    /// Makes a date; `nil` when there is no such date (`2026-02-30`) or the year is outside
    /// 1900…2199.
    public init?(year: Int, month: Int, day: Int) {
        guard (1900...2199).contains(year), (1...12).contains(month), (1...31).contains(day) else {
            return nil
        }
        // Days from civil: years start in March so that the leap day comes last.
        let y = month <= 2 ? year - 1 : year
        let era = y / 400
        let yearOfEra = y - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        dayNumber = Int32(era * 146_097 + dayOfEra - 719_468)
        let back = civil
        guard back.year == year, back.month == month, back.day == day else { return nil }
    }

    /// A date written in code, `CalendarDate(2026, 3, 3)`. Traps when there is no such date.
    public init(_ year: Int, _ month: Int, _ day: Int) {
        guard let date = CalendarDate(year: year, month: month, day: day) else {
            preconditionFailure("A date written in code exists")
        }
        self = date
    }

    /// The KST date on which a moment falls.
    @inlinable public init(_ moment: Moment) {
        let seconds = moment.seconds + 32_400
        dayNumber = Int32(seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400)
    }

    /// Reads `2026-03-03`; `nil` for anything else.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count == 10, bytes[4] == 0x2D, bytes[7] == 0x2D else { return nil }
        func number(_ range: Range<Int>) -> Int? {
            var value = 0
            for byte in bytes[range] {
                guard (0x30...0x39).contains(byte) else { return nil }
                value = value * 10 + Int(byte - 0x30)
            }
            return value
        }
        guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10) else {
            return nil
        }
        self.init(year: year, month: month, day: day)
    }

    public var civil: (year: Int, month: Int, day: Int) {
        let z = Int(dayNumber) + 719_468
        let era = (z >= 0 ? z : z - 146_096) / 146_097
        let dayOfEra = z - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return (
            yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month,
            dayOfYear - (153 * shifted + 2) / 5 + 1
        )
    }

    public var year: Int { civil.year }

    /// The day of the week: 1 is Monday … 7 is Sunday (ISO 8601).
    public var weekday: Int { ((Int(dayNumber) + 3) % 7 + 7) % 7 + 1 }
    public var isWeekend: Bool { weekday >= 6 }

    /// The moment 00:00 KST, when the day begins and counters roll.
    @inlinable public var midnight: Moment {
        let seconds = Int64(dayNumber) * 86_400 - 32_400
        let (nanoseconds, overflows) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        return overflows
            ? (seconds < 0 ? .distantPast : .distantFuture) : Moment(nanoseconds: nanoseconds)
    }

    @inlinable public func at(_ time: TimeOfDay) -> Moment {
        midnight + time.sinceMidnight
    }

    public func advanced(by days: Int) -> CalendarDate {
        CalendarDate(dayNumber: dayNumber + Int32(days))
    }

    @inlinable public static func < (a: CalendarDate, b: CalendarDate) -> Bool {
        a.dayNumber < b.dayNumber
    }

    /// The date as text: `2026-03-03`.
    public var description: String {
        let (year, month, day) = civil
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }
}

/// A number in decimal with leading zeros, for dates and times.
func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
