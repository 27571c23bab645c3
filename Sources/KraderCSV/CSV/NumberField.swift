/// A whole number as files write it: `70000`, `+70,000`, `-257750`, ` 0`, `18015.0`, `1.5e+07`.
struct NumberField {
    enum Sign { case none, plus, minus }

    enum Fault: Error { case empty, notANumber, notWhole, tooLarge }

    var magnitude: Int64
    var sign: Sign

    /// Reads a number and keeps some decimals as part of it: with two, `2669.81` is 266,981.
    static func read(_ field: CSVField, decimals: Int = 0) throws(Fault) -> NumberField {
        var index = 0
        let count = field.count
        while index < count, field[index] == 0x20 { index += 1 }
        guard index < count else { throw .empty }
        var sign = Sign.none
        if field[index] == 0x2B || field[index] == 0x2D {
            sign = field[index] == 0x2B ? .plus : .minus
            index += 1
        }
        var magnitude: Int64 = 0
        let first = index
        // Eighteen digits fit in any case.
        while index < count, index - first < 18 {
            let digit = field[index] &- 0x30
            guard digit <= 9 else { break }
            magnitude = magnitude &* 10 &+ Int64(digit)
            index += 1
        }
        if index > first, decimals == 0 {
            // Spreadsheets write whole numbers as `18015.0`.
            if index + 2 == count, field[index] == 0x2E, field[index + 1] == 0x30 { index += 2 }
            if index == count { return NumberField(magnitude: magnitude, sign: sign) }
        }
        return NumberField(
            magnitude: try slow(field, from: first, decimals: decimals), sign: sign)
    }

    /// Reads a number and rounds it to a whole one, halves away from 0.
    static func rounded(
        _ field: CSVField
    ) throws(Fault) -> (number: NumberField, isExact: Bool) {
        do throws(Fault) {
            return (try read(field), true)
        } catch {
            guard error == .notWhole else { throw error }
        }
        let text = String(decoding: field, as: UTF8.self).filter { $0 != "," && $0 != " " }
        guard let value = Double(text), value.magnitude < 0x1p53 else { throw .notANumber }
        let sign: Sign = text.hasPrefix("-") ? .minus : text.hasPrefix("+") ? .plus : .none
        return (NumberField(magnitude: Int64(value.magnitude.rounded()), sign: sign), false)
    }

    /// Reads what is more than plain digits: thousands separators, a fraction, an exponent.
    private static func slow(
        _ field: CSVField, from first: Int, decimals: Int
    ) throws(Fault) -> Int64 {
        if field.contains(where: { $0 == 0x65 || $0 == 0x45 }) {
            return try exponential(field, from: first, decimals: decimals)
        }
        let point = field.firstIndex(of: 0x2E) ?? field.count
        var magnitude = try grouped(field, first..<max(first, point))
        var kept = 0
        var isWhole = true
        for index in min(point + 1, field.count)..<field.count {
            let digit = field[index] &- 0x30
            guard digit <= 9 else { throw .notANumber }
            if kept < decimals {
                magnitude = try shifted(magnitude, Int64(digit))
                kept += 1
            } else if digit != 0 {
                isWhole = false
            }
        }
        guard isWhole else { throw .notWhole }
        while kept < decimals {
            magnitude = try shifted(magnitude, 0)
            kept += 1
        }
        return magnitude
    }

    /// Reads digits, all of them or none in groups of three behind commas.
    private static func grouped(_ field: CSVField, _ range: Range<Int>) throws(Fault) -> Int64 {
        var magnitude: Int64 = 0
        var digitsInGroup = 0
        var hasGroups = false
        for index in range {
            if field[index] == 0x2C {
                guard hasGroups ? digitsInGroup == 3 : (1...3).contains(digitsInGroup) else {
                    throw .notANumber
                }
                hasGroups = true
                digitsInGroup = 0
                continue
            }
            let digit = field[index] &- 0x30
            guard digit <= 9 else { throw .notANumber }
            magnitude = try shifted(magnitude, Int64(digit))
            digitsInGroup += 1
        }
        guard hasGroups ? digitsInGroup == 3 : digitsInGroup > 0 else { throw .notANumber }
        return magnitude
    }

    private static func shifted(_ value: Int64, _ digit: Int64) throws(Fault) -> Int64 {
        let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
        let (sum, carry) = tens.addingReportingOverflow(digit)
        if overflow || carry { throw .tooLarge }
        return sum
    }

    /// Reads `1.5e+07`, which is exact as long as a Double is.
    private static func exponential(
        _ field: CSVField, from first: Int, decimals: Int
    ) throws(Fault) -> Int64 {
        let text = String(decoding: field[first...], as: UTF8.self)
        // Other texts are refused here: Double would read `0x1e3` and leading signs too.
        let isPlain = text.utf8.allSatisfy { "0123456789.eE+-".utf8.contains($0) }
        guard isPlain, text.utf8.count <= 64, let first = text.utf8.first,
            first != 0x2D && first != 0x2B, var value = Double(text)
        else { throw .notANumber }
        for _ in 0..<decimals { value *= 10 }
        guard value < 0x1p53 else { throw .tooLarge }
        guard let whole = Int64(exactly: value) else { throw .notWhole }
        return whole
    }
}
