/// The last minute that was read as `2026-03-03T09:00:05.123+09:00`: rows follow each other, so
/// that mostly only the seconds are new.
struct LastMinute {
    /// The beginning `2026-03-03T09:00:`, and what stands behind the seconds and their fraction.
    private var prefix: (UInt64, UInt64, UInt8) = (0, 0, 0)
    private var suffix: UInt64 = 0
    private var suffixCount = -1
    private var start: Int64 = 0

    /// The moment, in nanoseconds since 1970 UTC, of a field of the same minute that is written
    /// alike.
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

    /// The bytes, eight at most, in a word.
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
