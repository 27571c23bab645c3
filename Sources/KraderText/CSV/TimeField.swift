import KraderModel

/// What a time field says.
enum TimeReading {
    /// Nanoseconds since 1970 UTC.
    case moment(Int64)
    /// A date alone: the nanoseconds of its beginning in the zone of the file.
    case date(CalendarDate)
    /// A time alone: nanoseconds since midnight.
    case timeOfDay(Int64)
}

/// The unit of whole-number times since 1970 UTC.
public enum EpochUnit: String, Hashable, Sendable, CaseIterable {
    case seconds = "s"
    case milliseconds = "ms"
    case microseconds = "us"
    case nanoseconds = "ns"

    var nanoseconds: Int64 {
        switch self {
        case .seconds: 1_000_000_000
        case .milliseconds: 1_000_000
        case .microseconds: 1_000
        case .nanoseconds: 1
        }
    }
}

/// Reads times as files write them: dates with `-`, `/`, `.` or nothing between, a time of day with
/// or without colons, both together with or without an offset, and counts since 1970.
struct TimeField {
    /// The distance from UTC of times that say none.
    let zone: Interval
    let epochUnit: EpochUnit?
    /// Rows of a day follow each other: the last date and where it began.
    private var lastDate: (year: Int, month: Int, day: Int) = (0, 0, 0)
    private var lastDayNumber: Int32 = 0

    init(zone: Interval, epochUnit: EpochUnit?) {
        self.zone = zone
        self.epochUnit = epochUnit
    }

    /// Nanoseconds since 1970 UTC of a time on a day, in the zone of the file.
    @inline(__always)
    func moment(_ date: CalendarDate, _ sinceMidnight: Int64) -> Int64 {
        Int64(date.dayNumber) * 86_400_000_000_000 + sinceMidnight - zone.nanoseconds
    }

    /// Nanoseconds.
    static let day: Int64 = 86_400_000_000_000

    /// A date column's field: mostly that of the row before.
    @inline(__always)
    mutating func readDate(_ field: CSVField) -> TimeReading? { read(field) }

    /// `nil` for what is no time.
    mutating func read(_ field: CSVField) -> TimeReading? {
        var scanner = DigitScanner(field)
        let first = scanner.number()
        if scanner.isAtEnd { return plain(first.value, digits: first.digits) }
        switch (first.digits, scanner.next) {
        case (4, 0x2D), (4, 0x2F), (4, 0x2E): return dated(year: first.value, &scanner)
        case (1...2, 0x3A):
            guard let time = clock(hour: first.value, &scanner), scanner.isAtEnd else { return nil }
            return .timeOfDay(time)
        case (5...10, 0x2E): return fractional(first, &scanner)
        default: return nil
        }
    }

    /// Digits only.
    private mutating func plain(_ value: Int64, digits: Int) -> TimeReading? {
        if let epochUnit, digits > 0, digits <= 19 {
            return epoch(value, epochUnit)
        }
        switch digits {
        case 3, 4: return wallTime(hour: value / 100, minute: value % 100, second: 0)
        case 5, 6: return wallTime(value)
        case 8: return date(value).map { .date($0) }
        case 10: return epoch(value, .seconds)
        case 12: return together(value / 10_000, time: value % 10_000 * 100)
        case 13: return epoch(value, .milliseconds)
        case 14: return together(value / 1_000_000, time: value % 1_000_000)
        case 16: return epoch(value, .microseconds)
        case 19: return epoch(value, .nanoseconds)
        default: return nil
        }
    }

    /// `115618.123` or seconds since 1970 with a fraction.
    private func fractional(
        _ first: (value: Int64, digits: Int), _ scanner: inout DigitScanner
    ) -> TimeReading? {
        scanner.skip()
        guard let fraction = scanner.fraction(), scanner.isAtEnd else { return nil }
        switch first.digits {
        case 5, 6:
            guard case .timeOfDay(let time)? = wallTime(first.value) else { return nil }
            return .timeOfDay(time + fraction)
        case 10:
            guard case .moment(let second)? = epoch(first.value, .seconds) else { return nil }
            return .moment(second + fraction)
        default: return nil
        }
    }

    private func epoch(_ value: Int64, _ unit: EpochUnit) -> TimeReading? {
        let (product, overflow) = value.multipliedReportingOverflow(by: unit.nanoseconds)
        // Up to the year 2199, as `CalendarDate`.
        return overflow || product > 7_258_118_400_000_000_000 ? nil : .moment(product)
    }

    private mutating func together(_ day: Int64, time: Int64) -> TimeReading? {
        guard let date = date(day), case .timeOfDay(let since)? = wallTime(time) else { return nil }
        return .moment(moment(date, since))
    }

    private func wallTime(_ value: Int64) -> TimeReading? {
        wallTime(hour: value / 10_000, minute: value / 100 % 100, second: value % 100)
    }

    private func wallTime(hour: Int64, minute: Int64, second: Int64) -> TimeReading? {
        guard hour <= 23, minute <= 59, second <= 59 else { return nil }
        return .timeOfDay(((hour * 60 + minute) * 60 + second) * 1_000_000_000)
    }

    private mutating func date(_ value: Int64) -> CalendarDate? {
        date(Int(value / 10_000), Int(value / 100 % 100), Int(value % 100))
    }

    private mutating func date(_ year: Int, _ month: Int, _ day: Int) -> CalendarDate? {
        if lastDate == (year, month, day) { return CalendarDate(dayNumber: lastDayNumber) }
        guard let date = CalendarDate(year: year, month: month, day: day) else { return nil }
        lastDate = (year, month, day)
        lastDayNumber = date.dayNumber
        return date
    }

    /// What follows a year: month, day, and perhaps a time with an offset.
    private mutating func dated(year: Int64, _ scanner: inout DigitScanner) -> TimeReading? {
        let separator = scanner.next
        scanner.skip()
        let month = scanner.number()
        guard (1...2).contains(month.digits), scanner.next == separator else { return nil }
        scanner.skip()
        let day = scanner.number()
        guard (1...2).contains(day.digits),
            let date = date(Int(year), Int(month.value), Int(day.value))
        else { return nil }
        if scanner.isAtEnd { return .date(date) }
        guard scanner.next == 0x54 || scanner.next == 0x20 else { return nil }
        scanner.skip()
        let hour = scanner.number()
        guard (1...2).contains(hour.digits), let since = clock(hour: hour.value, &scanner) else {
            return nil
        }
        if scanner.isAtEnd { return .moment(moment(date, since)) }
        scanner.skipSpaces()
        guard let offset = scanner.offset() else { return nil }
        return .moment(
            Int64(date.dayNumber) * 86_400_000_000_000 + since - offset.nanoseconds)
    }

    /// What follows an hour: `:mm`, `:mm:ss` or `:mm:ss.fff`, up to nine decimals.
    private func clock(hour: Int64, _ scanner: inout DigitScanner) -> Int64? {
        guard scanner.next == 0x3A else { return nil }
        scanner.skip()
        let minute = scanner.number()
        guard minute.digits == 2 else { return nil }
        var second: (value: Int64, digits: Int) = (0, 2)
        var fraction: Int64 = 0
        if scanner.next == 0x3A {
            scanner.skip()
            second = scanner.number()
            guard second.digits == 2 else { return nil }
            if scanner.next == 0x2E {
                scanner.skip()
                guard let said = scanner.fraction() else { return nil }
                fraction = said
            }
        }
        guard
            case .timeOfDay(let time)? = wallTime(
                hour: hour, minute: minute.value, second: second.value)
        else { return nil }
        return time + fraction
    }
}

/// Walks over a field number by number.
private struct DigitScanner {
    private let field: CSVField
    private var index = 0

    init(_ field: CSVField) { self.field = field }

    var isAtEnd: Bool { index >= field.count }
    /// The byte that stands here, 0 at the end.
    var next: UInt8 { index < field.count ? field[index] : 0 }

    mutating func skip() { index += 1 }

    mutating func skipSpaces() { while next == 0x20 { index += 1 } }

    /// Reads up to 19 digits; a number that does not fit has 20.
    mutating func number() -> (value: Int64, digits: Int) {
        var value: Int64 = 0
        let start = index
        while index < field.count, index - start < 18 {
            let digit = field[index] &- 0x30
            guard digit <= 9 else { break }
            value = value &* 10 &+ Int64(digit)
            index += 1
        }
        while index < field.count, field[index] &- 0x30 <= 9 {
            let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = tens.addingReportingOverflow(Int64(field[index] - 0x30))
            if overflow || carry || index - start >= 19 { return (0, 20) }
            value = sum
            index += 1
        }
        return (value, index - start)
    }

    /// The distance from UTC that ends the field, mostly `+09:00` or `+00:00`.
    func offset() -> Interval? {
        if field.count == index + 6, field[index] == 0x2B, field[index + 1] == 0x30,
            field[index + 3] == 0x3A, field[index + 4] == 0x30, field[index + 5] == 0x30
        {
            let hours = field[index + 2] &- 0x30
            if hours <= 9 { return .hours(Int64(hours)) }
        }
        return Interval(offset: field[index...])
    }

    /// One to nine digits behind a decimal point, in nanoseconds.
    mutating func fraction() -> Int64? {
        let part = number()
        guard (1...9).contains(part.digits) else { return nil }
        var value = part.value
        for _ in part.digits..<9 { value *= 10 }
        return value
    }
}
