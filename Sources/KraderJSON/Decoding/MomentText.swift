public import KraderModel

extension Moment {
    /// Reads `2026-03-03T09:00:58.123`, KST unless an offset follows: `Z`, `+09:00`, `+0900`. A
    /// space may stand for the `T`. `nil` for anything else.
    public init?(text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 16, bytes[10] == 0x54 || bytes[10] == 0x20,
            let date = CalendarDate(String(decoding: bytes[..<10], as: UTF8.self))
        else { return nil }
        var end = bytes.count
        var offset = Interval.hours(9)
        if let sign = bytes[16...].firstIndex(where: { $0 == 0x5A || $0 == 0x2B || $0 == 0x2D }) {
            guard let said = Interval(offset: bytes[sign...]) else { return nil }
            offset = said
            end = sign
        }
        guard let time = TimeOfDay(String(decoding: bytes[11..<end], as: UTF8.self)) else {
            return nil
        }
        self = date.at(time) + .hours(9) - offset
    }
}

extension Interval {
    /// Reads the distance from UTC that `Z`, `+09:00`, `+0900` or `-05` says.
    public init?(offset bytes: some Collection<UInt8>) {
        let bytes = Array(bytes)
        if bytes == [0x5A] {
            self = .zero
            return
        }
        guard let sign = bytes.first, sign == 0x2B || sign == 0x2D else { return nil }
        var digits = Array(bytes.dropFirst())
        if digits.count == 5, digits[2] == 0x3A { digits.remove(at: 2) }
        guard digits.count == 4 || digits.count == 2,
            let number = Int64(String(decoding: digits, as: UTF8.self)), digits[0] != 0x2B,
            digits[0] != 0x2D
        else { return nil }
        let (hours, minutes) = digits.count == 2 ? (number, 0) : (number / 100, number % 100)
        guard hours <= 15, minutes <= 59 else { return nil }
        let length = Interval.minutes(hours * 60 + minutes)
        self = sign == 0x2D ? .zero - length : length
    }
}
