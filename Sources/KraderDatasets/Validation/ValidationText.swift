import KraderJSON
import KraderModel

/// Writes numbers and times in the sentences of findings.
enum ValidationText {
    /// A number with its noun: `1 day`, `1,204 days`.
    static func count(_ number: Int, _ word: String) -> String {
        "\(grouped(number)) \(word)\(number == 1 ? "" : "s")"
    }

    /// A factor with three digits that count: `0.0200`, `11.5`, `148`.
    static func factor(_ value: Double) -> String {
        var decimals = 0
        var size = value
        while size < 99.95, decimals < 4 {
            size *= 10
            decimals += 1
        }
        var unit = 1.0
        for _ in 0..<decimals { unit *= 10 }
        guard let all = Int(exactly: (value * unit).rounded()) else { return "–" }
        guard decimals > 0 else { return grouped(all) }
        let rest = String(all % Int(unit))
        return "\(all / Int(unit))."
            + String(repeating: "0", count: decimals - rest.count) + rest
    }

    /// A share in percent: `12.3 %`.
    static func share(_ part: Int, of whole: Int) -> String {
        let tenths = whole > 0 ? Int((Double(part) / Double(whole) * 1_000).rounded()) : 0
        if part > 0, tenths == 0 { return "less than 0.1 %" }
        return "\(tenths / 10).\(tenths % 10) %"
    }

    /// A time of day: `09:03:05`.
    static func clock(_ sinceMidnight: Int64) -> String {
        let seconds = sinceMidnight / 1_000_000_000
        return [seconds / 3_600, seconds / 60 % 60, seconds % 60]
            .map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    }

    /// A length of time: `2 h 56 min`, `7 min`, `45 s`.
    static func length(_ nanoseconds: Int64) -> String {
        let seconds = nanoseconds / 1_000_000_000
        if seconds < 60 { return "\(seconds) s" }
        let minutes = (seconds + 30) / 60
        if minutes < 60 { return "\(minutes) min" }
        return minutes % 60 == 0 ? "\(minutes / 60) h" : "\(minutes / 60) h \(minutes % 60) min"
    }
}
