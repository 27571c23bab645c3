import KraderJSON
import KraderModel

/// Walks over a field number by number.
struct DigitScanner {
    private let field: CSVField
    private var index = 0

    init(_ field: CSVField) { self.field = field }

    var isAtEnd: Bool { index >= field.count }
    /// The byte that stands here, 0 at the end.
    var next: UInt8 { index < field.count ? field[index] : 0 }

    mutating func skip() { index += 1 }

    mutating func skipAll() { index = field.count }

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

    /// Reads at most a given number of digits, fewer than 19.
    mutating func number(upTo most: Int) -> (value: Int64, digits: Int) {
        var value: Int64 = 0
        let start = index
        while index < field.count, index - start < most, field[index] &- 0x30 <= 9 {
            value = value * 10 + Int64(field[index] - 0x30)
            index += 1
        }
        return (value, index - start)
    }

    /// The half of the day that stands here; `nil` where none does.
    mutating func halfDay() -> HalfDay? {
        guard index < field.count, let found = HalfDay.beginning(field[index...]) else {
            return nil
        }
        index += found.count
        return found.half
    }

    /// The distance from UTC with which the field ends, mostly `+09:00` or `+00:00`.
    func offset() -> Interval? {
        if field.count == index + 6, field[index] == 0x2B, field[index + 1] == 0x30,
            field[index + 3] == 0x3A, field[index + 4] == 0x30, field[index + 5] == 0x30
        {
            let hours = field[index + 2] &- 0x30
            if hours <= 9 { return .hours(Int64(hours)) }
        }
        return Interval(offset: field[index...])
    }

    /// The fraction of a second behind a decimal point, one to nine digits, in nanoseconds.
    mutating func fraction() -> Int64? {
        let part = number()
        guard (1...9).contains(part.digits) else { return nil }
        var value = part.value
        for _ in part.digits..<9 { value *= 10 }
        return value
    }
}
