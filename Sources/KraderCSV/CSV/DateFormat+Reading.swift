import KraderModel

extension TimeField {
    /// Reads a field that is written as the format says; `nil` for any other.
    func read(_ field: CSVField, by format: DateFormat) -> TimeReading? {
        var scanner = DigitScanner(field)
        var said = SaidTime()
        for part in format.parts {
            guard said.take(part, &scanner) else { return nil }
        }
        guard scanner.isAtEnd else { return nil }
        if format.content == .time { return said.sinceMidnight.map { .timeOfDay($0) } }
        guard
            let date = CalendarDate(
                year: Int(said.year), month: Int(said.month), day: Int(said.day))
        else { return nil }
        guard format.content == .moment else { return .date(date) }
        guard let since = said.sinceMidnight else { return nil }
        guard let offset = said.offset else { return .moment(moment(date, since)) }
        return .moment(Int64(date.dayNumber) * TimeField.day + since - offset.nanoseconds)
    }
}

/// The numbers that a field says, gathered part by part.
private struct SaidTime {
    var year: Int64 = 0
    var month: Int64 = 0
    var day: Int64 = 0
    var offset: Interval?
    private var hour: Int64 = 0
    private var minute: Int64 = 0
    private var second: Int64 = 0
    private var fraction: Int64 = 0
    private var half: HalfDay?

    private static let months = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ].map { Array($0.utf8) }

    /// Nanoseconds since midnight; `nil` for a time that no clock shows.
    var sinceMidnight: Int64? {
        guard let hour = half.map({ $0.hour(hour) }) ?? hour, hour <= 23, minute <= 59,
            second <= 59
        else { return nil }
        return ((hour * 60 + minute) * 60 + second) * 1_000_000_000 + fraction
    }

    /// Reads what a part says; `false` when something else stands there.
    mutating func take(_ part: DateFormat.Part, _ scanner: inout DigitScanner) -> Bool {
        func number(_ digits: ClosedRange<Int>, _ scanner: inout DigitScanner) -> Int64? {
            let number = scanner.number(upTo: digits.upperBound)
            return digits.contains(number.digits) ? number.value : nil
        }
        func put(_ value: Int64?, _ place: inout Int64) -> Bool {
            place = value ?? 0
            return value != nil
        }
        switch part {
        case .year: return put(number(4...4, &scanner), &year)
        case .shortYear:
            // `strptime` takes 69 … 99 for years of the century before.
            return put(
                number(2...2, &scanner).map { $0 + ($0 < 69 ? 2_000 : 1_900) }, &year)
        case .month: return put(number(1...2, &scanner), &month)
        case .monthName: return put(SaidTime.month(&scanner), &month)
        case .day: return put(number(1...2, &scanner), &day)
        case .hour, .halfHour: return put(number(1...2, &scanner), &hour)
        case .minute: return put(number(1...2, &scanner), &minute)
        case .second: return put(number(1...2, &scanner), &second)
        case .fraction: return put(scanner.fraction(), &fraction)
        case .half:
            half = scanner.halfDay()
            return half != nil
        case .offset:
            offset = scanner.offset()
            scanner.skipAll()
            return offset != nil
        case .literal(let byte):
            guard scanner.next == byte, !scanner.isAtEnd else { return false }
            scanner.skip()
            return true
        case .blank:
            guard scanner.next == 0x20 else { return false }
            scanner.skipSpaces()
            return true
        }
    }

    private static func month(_ scanner: inout DigitScanner) -> Int64? {
        let letters = (0..<3).map { _ -> UInt8 in
            defer { scanner.skip() }
            return scanner.next | 0x20
        }
        return months.firstIndex(of: letters).map { Int64($0 + 1) }
    }
}

extension DateFormat {
    /// Orders of the numbers of a date that doesn't begin with a year of four digits.
    private static let orders = ["%d#%m#%Y", "%m#%d#%Y", "%y#%m#%d", "%d#%m#%y", "%m#%d#%y"]
    private static let times = [
        "", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p", " %p %I:%M", " %p %I:%M:%S",
    ]

    /// The formats that such a date may be written in: none of them can be taken without a guess,
    /// as the next row may contradict the only one that fits this row. A field that is no date has
    /// none.
    static func possible(for field: CSVField) -> [String] {
        guard isDate(field) else { return [] }
        let separator = field.first { !(0x30...0x39).contains($0) }
            .map { Character(Unicode.Scalar($0)) }
        let reader = TimeField(zone: .zero, epochUnit: nil)
        return orders.flatMap { order in
            let date = String(order.map { $0 == "#" ? separator ?? $0 : $0 })
            return times.map { date + $0 }
        }.filter { text in
            (try? DateFormat(text)).map { reader.read(field, by: $0) != nil } ?? false
        }
    }

    /// Whether the field begins as `3/4/26` and `03-04-2026` do.
    static func isDate(_ field: CSVField) -> Bool {
        var scanner = DigitScanner(field)
        guard (1...2).contains(scanner.number().digits) else { return false }
        let separator = scanner.next
        guard [0x2D, 0x2E, 0x2F].contains(separator) else { return false }
        scanner.skip()
        guard (1...2).contains(scanner.number().digits), scanner.next == separator else {
            return false
        }
        scanner.skip()
        return [2, 4].contains(scanner.number().digits)
            && (scanner.isAtEnd || scanner.next == 0x20)
    }
}
