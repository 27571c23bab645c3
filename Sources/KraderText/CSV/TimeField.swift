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

    /// Nanoseconds.
    static let day: Int64 = 86_400_000_000_000

    /// A date column's field: mostly that of the row before.
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

    /// `nil` for what is no time.
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
            guard let time = clock(hour: first.value, &scanner), scanner.isAtEnd else { return nil }
            return .timeOfDay(time)
        case 5...14 where next == 0x2E: return fractional(first, &scanner)
        default: return nil
        }
    }

    /// What may stand between the numbers of a date: any mark but those of offsets.
    private static func isSeparator(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x2B: false
        case 0x20...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: true
        default: false
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
        case 8:
            // `90005123` is in no year that there is.
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

    /// `115618.123`, `20260303115618.123`, or seconds since 1970 with a fraction.
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
        // Up to the year 2199, as `CalendarDate`.
        return overflow || product > 7_258_118_400_000_000_000 ? nil : .moment(product)
    }

    private mutating func together(
        _ day: Int64, time: Int64, parts: Int64 = 1
    ) -> TimeReading? {
        guard let date = date(day), case .timeOfDay(let since)? = wallTime(time, parts: parts)
        else { return nil }
        return .moment(moment(date, since))
    }

    /// `HHMMSS` with so many parts of a second behind it.
    private func wallTime(_ value: Int64, parts: Int64 = 1) -> TimeReading? {
        let (clock, part) = parts == 1 ? (value, 0) : (value / parts, value % parts)
        guard
            case .timeOfDay(let time)? = wallTime(
                hour: clock / 10_000, minute: clock / 100 % 100, second: clock % 100)
        else { return nil }
        return .timeOfDay(time + part * (1_000_000_000 / parts))
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
        guard scanner.next == 0x54 || TimeField.isSeparator(scanner.next) else { return nil }
        scanner.skip()
        return timed(date, &scanner)
    }

    /// What follows a date: a time of day, and perhaps an offset.
    private func timed(_ date: CalendarDate, _ scanner: inout DigitScanner) -> TimeReading? {
        scanner.skipSpaces()
        let hour = scanner.number()
        let since: Int64?
        switch hour.digits {
        case 1...2: since = clock(hour: hour.value, &scanner)
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

    /// `090005` or `090005.123` behind a date.
    private func compact(
        _ value: Int64, parts: Int64, _ scanner: inout DigitScanner
    ) -> Int64? {
        guard case .timeOfDay(let time)? = wallTime(value, parts: parts) else { return nil }
        guard parts == 1, scanner.next == 0x2E else { return time }
        scanner.skip()
        return scanner.fraction().map { time + $0 }
    }

    /// What follows an hour: `:mm`, `:mm:ss` or `:mm:ss.fff`, up to nine decimals. Behind another
    /// sign than a colon numbers may lack their zero: `9]46]3`.
    private func clock(hour: Int64, _ scanner: inout DigitScanner) -> Int64? {
        let separator = scanner.next
        guard TimeField.isSeparator(separator), separator != 0x2D, separator != 0x2E else {
            return nil
        }
        let digits = separator == 0x3A ? 2...2 : 1...2
        scanner.skip()
        let minute = scanner.number()
        guard digits.contains(minute.digits) else { return nil }
        var second: (value: Int64, digits: Int) = (0, 2)
        var fraction: Int64 = 0
        if scanner.next == separator {
            scanner.skip()
            second = scanner.number()
            guard digits.contains(second.digits) else { return nil }
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

/// The last minute that was read as `2026-03-03T09:00:05.123+09:00`: rows follow each other, so
/// that mostly only the seconds are new.
struct LastMinute {
    /// `2026-03-03T09:00:`, and what stands behind the seconds and their fraction.
    private var prefix: (UInt64, UInt64, UInt8) = (0, 0, 0)
    private var suffix: UInt64 = 0
    private var suffixCount = -1
    private var start: Int64 = 0

    /// The moment, when the field is of the last minute and written alike.
    @inline(__always)
    func moment(of field: CSVField) -> Int64? {
        guard let base = field.baseAddress, field.count >= 19, suffixCount >= 0 else { return nil }
        let raw = UnsafeRawPointer(base)
        guard raw.loadUnaligned(as: UInt64.self) == prefix.0,
            raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self) == prefix.1,
            base[16] == prefix.2
        else { return nil }
        let tens = base[17] &- 0x30
        let ones = base[18] &- 0x30
        guard tens <= 5, ones <= 9 else { return nil }
        var index = 19
        var fraction: Int64 = 0
        if index < field.count, base[index] == 0x2E {
            index += 1
            let first = index
            while index < field.count, base[index] &- 0x30 <= 9 {
                fraction = fraction &* 10 &+ Int64(base[index] &- 0x30)
                index &+= 1
            }
            let digits = index - first
            guard digits >= 1, digits <= 9 else { return nil }
            if digits == 3 {
                fraction &*= 1_000_000
            } else {
                for _ in digits..<9 { fraction &*= 10 }
            }
        }
        guard field.count - index == suffixCount,
            LastMinute.word(base + index, suffixCount) == suffix
        else { return nil }
        return start &+ Int64(tens &* 10 &+ ones) &* 1_000_000_000 &+ fraction
    }

    /// Remembers a field that was read the long way, when it is of this form.
    mutating func remember(_ field: CSVField, _ moment: Int64) {
        guard let base = field.baseAddress, field.count >= 19, base[4] == 0x2D || base[4] == 0x2F,
            base[13] == 0x3A, base[16] == 0x3A, base[17] &- 0x30 <= 5, base[18] &- 0x30 <= 9
        else { return }
        var index = 19
        var fraction: Int64 = 0
        var unit: Int64 = 100_000_000
        if index < field.count, base[index] == 0x2E {
            index += 1
            while index < field.count, base[index] &- 0x30 <= 9 {
                fraction += Int64(base[index] - 0x30) * unit
                unit /= 10
                index += 1
            }
        }
        guard field.count - index <= 8 else { return }
        let raw = UnsafeRawPointer(base)
        prefix = (
            raw.loadUnaligned(as: UInt64.self),
            raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self), base[16]
        )
        suffixCount = field.count - index
        suffix = LastMinute.word(base + index, suffixCount)
        let seconds = Int64(base[17] - 0x30) * 10 + Int64(base[18] - 0x30)
        start = moment - seconds * 1_000_000_000 - fraction
    }

    /// Up to eight bytes in a word.
    @inline(__always)
    private static func word(_ start: UnsafePointer<UInt8>, _ count: Int) -> UInt64 {
        if count >= 4 {
            // The two halves may overlap: the bytes in both are the same.
            let raw = UnsafeRawPointer(start)
            let first = UInt64(raw.loadUnaligned(as: UInt32.self))
            let second = UInt64(raw.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self))
            return first | second << UInt64(8 * (count - 4))
        }
        var word: UInt64 = 0
        for index in 0..<count { word |= UInt64(start[index]) << UInt64(8 * index) }
        return word
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
