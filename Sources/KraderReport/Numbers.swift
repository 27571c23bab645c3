import KraderJSON
import KraderModel

/// Numbers for people. Nothing depends on a locale.
enum Numbers {
    /// The amount with a sign unless it is zero: `+1,234`, `−1,234`.
    static func signed(_ amount: Won) -> String { signed(whole: Int128(amount.amount)) }
    static func signed(_ amount: WonSum) -> String { signed(whole: amount.amount) }

    static func signed(_ value: Int64) -> String { signed(whole: Int128(value)) }

    static func signed(whole value: Int128) -> String {
        let magnitude = grouped(Int128(clamping: value.magnitude))
        return value > 0 ? "+\(magnitude)" : value < 0 ? "−\(magnitude)" : "0"
    }

    /// The value with a number of decimals, halves away from zero, with a real minus sign and
    /// thousands grouped.
    static func fixed(_ value: Double, _ decimals: Int) -> String {
        let plain = plain(value, decimals)
        let isNegative = plain.hasPrefix("-")
        let parts = plain.drop { $0 == "-" }.split(separator: ".")
        let whole = Int64(parts.first ?? "0").map { grouped($0) } ?? String(parts.first ?? "0")
        let text = parts.count > 1 ? "\(whole).\(parts[1])" : whole
        return isNegative ? "−\(text)" : text
    }

    /// The same for machines: an ASCII minus, no grouping, never NaN or infinity.
    static func plain(_ value: Double, _ decimals: Int) -> String {
        guard value.isFinite else { return "0" }
        return plainDecimal(value, decimals) ?? "\(value)"
    }

    /// A share of one as `+3.12 %`.
    static func signedPercent(_ share: Double, _ decimals: Int = 2) -> String {
        let text = fixed(share * 100, decimals)
        let isZero = !text.contains { "123456789".contains($0) }
        return isZero ? "\(fixed(0, decimals)) %" : share > 0 ? "+\(text) %" : "\(text) %"
    }

    static func percent(_ share: Double, _ decimals: Int = 2) -> String {
        "\(fixed(share * 100, decimals)) %"
    }

    /// The time in the two largest units that say something: `2 d 3 h`, `1 h 12 min`, `45 s`.
    static func duration(seconds: Double) -> String {
        guard seconds.isFinite, seconds.magnitude < 1e15 else { return "–" }
        let total = Int64(seconds.rounded())
        let parts: [(Int64, String)] = [
            (total / 86_400, "d"), (total / 3_600 % 24, "h"), (total / 60 % 60, "min"),
            (total % 60, "s"),
        ]
        guard let first = parts.firstIndex(where: { $0.0 > 0 }) else { return "0 s" }
        return parts[first...].prefix(2).filter { $0.0 > 0 }
            .map { "\($0.0) \($0.1)" }.joined(separator: " ")
    }

    /// The date and minute in KST: `2026-03-03 09:01`.
    static func minute(_ moment: Moment) -> String {
        "\(CalendarDate(moment)) \(clock(moment))"
    }

    /// The date and second in KST: `2026-03-03 09:01:58`.
    static func second(_ moment: Moment) -> String {
        let seconds = (moment - CalendarDate(moment).midnight).nanoseconds / 1_000_000_000 % 60
        return "\(minute(moment)):\(twoDigits(seconds))"
    }

    /// The time of day in KST: `09:01`.
    static func clock(_ moment: Moment) -> String {
        let minutes = (moment - CalendarDate(moment).midnight).nanoseconds / 60_000_000_000
        return "\(twoDigits(minutes / 60)):\(twoDigits(minutes % 60))"
    }

    private static func twoDigits(_ value: Int64) -> String {
        value < 10 ? "0\(value)" : "\(value)"
    }
}

func grouped(_ amount: Won) -> String { grouped(amount.amount) }
func grouped(_ amount: WonSum) -> String { grouped(amount.amount) }
