/// A time of day in KST, 00:00:00 … 24:00:00.
public struct TimeOfDay: Hashable, Comparable, Sendable, CustomStringConvertible {
    public var sinceMidnight: Interval

    @inlinable public init(sinceMidnight: Interval) { self.sinceMidnight = sinceMidnight }

    public init(_ hour: Int, _ minute: Int, _ second: Int = 0) {
        sinceMidnight = .seconds(Int64(hour * 3_600 + minute * 60 + second))
    }

    /// The KST time of day of a moment.
    @inlinable public init(_ moment: Moment) {
        sinceMidnight = moment - CalendarDate(moment).midnight
    }

    /// Reads `09:00`, `09:00:58` or `09:00:58.123` (up to nine decimals); `nil` for anything else.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        func number(_ at: Int) -> Int64? {
            guard at + 1 < bytes.count, (0x30...0x39).contains(bytes[at]),
                (0x30...0x39).contains(bytes[at + 1])
            else { return nil }
            return Int64(bytes[at] - 0x30) * 10 + Int64(bytes[at + 1] - 0x30)
        }
        guard bytes.count >= 5, let hour = number(0), bytes[2] == 0x3A, let minute = number(3),
            hour <= 23, minute <= 59
        else { return nil }
        var nanoseconds = (hour * 3_600 + minute * 60) * 1_000_000_000
        if bytes.count > 5 {
            guard bytes[5] == 0x3A, let second = number(6), second <= 59 else { return nil }
            nanoseconds += second * 1_000_000_000
        }
        if bytes.count > 8 {
            guard bytes[8] == 0x2E, (1...9).contains(bytes.count - 9) else { return nil }
            var unit: Int64 = 100_000_000
            for byte in bytes[9...] {
                guard (0x30...0x39).contains(byte) else { return nil }
                nanoseconds += Int64(byte - 0x30) * unit
                unit /= 10
            }
        }
        sinceMidnight = Interval(nanoseconds: nanoseconds)
    }

    @inlinable public static func < (a: TimeOfDay, b: TimeOfDay) -> Bool {
        a.sinceMidnight < b.sinceMidnight
    }

    /// The time as text: `09:00:58`, with `.123456789` cut to the digits that are there.
    public var description: String {
        let total = sinceMidnight.nanoseconds
        let seconds = Int(total / 1_000_000_000)
        let parts = [seconds / 3_600, seconds / 60 % 60, seconds % 60]
        let text = parts.map { padded($0, 2) }.joined(separator: ":")
        var fraction = padded(Int(total % 1_000_000_000), 9)
        while fraction.hasSuffix("0") { fraction.removeLast() }
        return fraction.isEmpty ? text : text + "." + fraction
    }
}

extension Moment: CustomStringConvertible {
    /// The moment as text, always KST, always with its offset: `2026-03-03T09:00:58.123+09:00`.
    public var description: String {
        if self == .distantPast { return "never" }
        if self == .distantFuture { return "never again" }
        return "\(CalendarDate(self))T\(TimeOfDay(self))+09:00"
    }
}
