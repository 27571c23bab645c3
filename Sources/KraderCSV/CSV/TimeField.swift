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
    /// The last date and its day: rows of a day follow each other.
    private var lastDate: (year: Int, month: Int, day: Int) = (0, 0, 0)
    private var lastDayNumber: Int32 = 0
    private var lastMinute = LastMinute()
    /// The last eight-byte field of a date column, and its day.
    private var dateField: UInt64 = 0
    private var dateFieldDay: Int32 = 0

    init(zone: Interval, epochUnit: EpochUnit?) {
        self.zone = zone
        self.epochUnit = epochUnit
    }

    /// Nanoseconds since 1970 UTC of a time on a day, in the zone of the file.
    @inline(__always)
    func moment(_ date: CalendarDate, _ sinceMidnight: Int64) -> Int64 {
        Int64(date.dayNumber) * 86_400_000_000_000 + sinceMidnight - zone.nanoseconds
    }

    /// The nanoseconds of a day.
    static let day: Int64 = 86_400_000_000_000

    /// Reads a date column's field, which mostly is that of the row before.
    @inline(__always)
    mutating func readDate(_ field: CSVField) -> TimeReading? {
        if field.count == 8, let start = field.baseAddress,
            UnsafeRawPointer(start).loadUnaligned(as: UInt64.self) == dateField
        {
            return .date(CalendarDate(dayNumber: dateFieldDay))
        }
        let reading = read(field)
        if field.count == 8, let start = field.baseAddress, case .date(let date)? = reading {
            dateField = UnsafeRawPointer(start).loadUnaligned(as: UInt64.self)
            dateFieldDay = date.dayNumber
        }
        return reading
    }

    /// Reads a time, a date or both; `nil` for a field that is none.
    @inline(__always)
    mutating func read(_ field: CSVField) -> TimeReading? {
        if field.count >= 19, let moment = lastMinute.moment(of: field) { return .moment(moment) }
        return readSlowly(field)
    }

    private mutating func readSlowly(_ field: CSVField) -> TimeReading? {
        var scanner = DigitScanner(field)
        let first = scanner.number()
        if scanner.isAtEnd { return plain(first.value, digits: first.digits) }
        let next = scanner.next
        switch first.digits {
        case 4 where TimeField.isSeparator(next):
            guard let reading = dated(year: first.value, &scanner) else { return nil }
            if case .moment(let moment) = reading { lastMinute.remember(field, moment) }
            return reading
        case 8 where next == 0x54 || TimeField.isSeparator(next) && next != 0x2E:
            guard let date = date(first.value) else { return nil }
            scanner.skip()
            return timed(date, &scanner)
        case 1...2 where next == 0x3A:
            guard let time = clock(hour: first.value, nil, &scanner), scanner.isAtEnd else {
                return nil
            }
            return .timeOfDay(time)
        case 0:
            guard let half = scanner.halfDay(), let time = clock(of: half, &scanner),
                scanner.isAtEnd
            else { return nil }
            return .timeOfDay(time)
        case 5...14 where next == 0x2E: return fractional(first, &scanner)
        default: return nil
        }
    }

    /// What may stand between the numbers of a date: any mark but those of offsets.
    static func isSeparator(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x2B: false
        case 0x20...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: true
        default: false
        }
    }

    /// Reads a field of digits only.
    private mutating func plain(_ value: Int64, digits: Int) -> TimeReading? {
        if let epochUnit, digits > 0, digits <= 19 {
            return epoch(value, epochUnit)
        }
        switch digits {
        case 3, 4: return wallTime(hour: value / 100, minute: value % 100, second: 0)
        case 5, 6: return wallTime(value)
        case 8:
            // `90005123` is in no year that exists, so that it is a time with milliseconds.
            return date(value).map { .date($0) } ?? wallTime(value, parts: 1_000)
        case 9: return wallTime(value, parts: 1_000)
        case 10: return epoch(value, .seconds)
        case 12:
            return together(value / 10_000, time: value % 10_000 * 100)
                ?? wallTime(value, parts: 1_000_000)
        case 13: return epoch(value, .milliseconds)
        case 14: return together(value / 1_000_000, time: value % 1_000_000)
        case 16: return epoch(value, .microseconds)
        case 17: return together(value / 1_000_000_000, time: value % 1_000_000_000, parts: 1_000)
        case 19: return epoch(value, .nanoseconds)
        default: return nil
        }
    }

    /// Reads `115618.123`, `20260303115618.123`, or seconds since 1970 with a fraction.
    private mutating func fractional(
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
        case 14:
            guard
                case .moment(let second)? = together(
                    first.value / 1_000_000, time: first.value % 1_000_000)
            else { return nil }
            return .moment(second + fraction)
        default: return nil
        }
    }

    private func epoch(_ value: Int64, _ unit: EpochUnit) -> TimeReading? {
        let (product, overflow) = value.multipliedReportingOverflow(by: unit.nanoseconds)
        // Times go up to the year 2199, as `CalendarDate` does.
        return overflow || product > 7_258_118_400_000_000_000 ? nil : .moment(product)
    }

    private mutating func together(
        _ day: Int64, time: Int64, parts: Int64 = 1
    ) -> TimeReading? {
        guard let date = date(day), case .timeOfDay(let since)? = wallTime(time, parts: parts)
        else { return nil }
        return .moment(moment(date, since))
    }

    /// The time that `HHMMSS` says, with `parts` parts of a second behind it.
    private func wallTime(_ value: Int64, parts: Int64 = 1) -> TimeReading? {
        let (clock, part) = parts == 1 ? (value, 0) : (value / parts, value % parts)
        guard
            case .timeOfDay(let time)? = wallTime(
                hour: clock / 10_000, minute: clock / 100 % 100, second: clock % 100)
        else { return nil }
        return .timeOfDay(time + part * (1_000_000_000 / parts))
    }

    func wallTime(hour: Int64, minute: Int64, second: Int64) -> TimeReading? {
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

    /// Reads what follows a year: month, day, and perhaps a time with an offset.
    private mutating func dated(year: Int64, _ scanner: inout DigitScanner) -> TimeReading? {
        let separator = scanner.next
        scanner.skip()
        scanner.skipSpaces()
        let month = scanner.number()
        guard (1...2).contains(month.digits), scanner.next == separator else { return nil }
        scanner.skip()
        scanner.skipSpaces()
        let day = scanner.number()
        guard (1...2).contains(day.digits),
            let date = date(Int(year), Int(month.value), Int(day.value))
        else { return nil }
        // Korean spreadsheets show a date and a time as `2026. 3. 3. 오전 9:05:00`.
        var behind = scanner
        behind.skip()
        if separator == 0x2E, scanner.next == separator, behind.isAtEnd || behind.next == 0x20 {
            scanner = behind
        }
        if scanner.isAtEnd { return .date(date) }
        guard scanner.next == 0x54 || TimeField.isSeparator(scanner.next) else { return nil }
        scanner.skip()
        return timed(date, &scanner)
    }

    /// Reads what follows a date: a time of day, and perhaps an offset.
    private func timed(_ date: CalendarDate, _ scanner: inout DigitScanner) -> TimeReading? {
        scanner.skipSpaces()
        if let half = scanner.halfDay() {
            guard let since = clock(of: half, &scanner), scanner.isAtEnd else { return nil }
            return .moment(moment(date, since))
        }
        let hour = scanner.number()
        let since: Int64?
        switch hour.digits {
        case 1...2: since = clock(hour: hour.value, nil, &scanner)
        case 4: since = compact(hour.value * 100, parts: 1, &scanner)
        case 6: since = compact(hour.value, parts: 1, &scanner)
        case 9: since = compact(hour.value, parts: 1_000, &scanner)
        default: since = nil
        }
        guard let since else { return nil }
        if scanner.isAtEnd { return .moment(moment(date, since)) }
        scanner.skipSpaces()
        guard let offset = scanner.offset() else { return nil }
        return .moment(Int64(date.dayNumber) * TimeField.day + since - offset.nanoseconds)
    }

    /// Reads `090005` or `090005.123` behind a date, as nanoseconds since midnight.
    private func compact(
        _ value: Int64, parts: Int64, _ scanner: inout DigitScanner
    ) -> Int64? {
        guard case .timeOfDay(let time)? = wallTime(value, parts: parts) else { return nil }
        guard parts == 1, scanner.next == 0x2E else { return time }
        scanner.skip()
        return scanner.fraction().map { time + $0 }
    }
}
