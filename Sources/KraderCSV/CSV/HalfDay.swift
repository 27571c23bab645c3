/// The half of the day to which a time of twelve hours belongs: `오전 9:05`, `9:05 PM`.
enum HalfDay {
    case morning, afternoon

    /// The words, in small letters; the Korean ones in UTF-8 and in CP949, of which neither is text
    /// of the other.
    private static let words: [(bytes: [UInt8], half: HalfDay)] = [
        (Array("am".utf8), .morning), (Array("pm".utf8), .afternoon),
        (Array("오전".utf8), .morning), (Array("오후".utf8), .afternoon),
        ([0xBF, 0xC0, 0xC0, 0xFC], .morning), ([0xBF, 0xC0, 0xC8, 0xC4], .afternoon),
    ]

    /// The hour of the day, 0…23, that a clock of twelve hours shows in this half; `nil` for what
    /// no clock shows.
    func hour(_ shown: Int64) -> Int64? {
        guard (0...12).contains(shown) else { return nil }
        return shown % 12 + (self == .afternoon ? 12 : 0)
    }

    /// The half that the bytes begin with, and how many bytes say it.
    static func beginning(_ bytes: Slice<CSVField>) -> (half: HalfDay, count: Int)? {
        for word in words where bytes.count >= word.bytes.count {
            let isSaid = zip(word.bytes, bytes).allSatisfy {
                $0 == $1 || $0 == $1 | 0x20 && $0 < 0x80
            }
            if isSaid { return (word.half, word.bytes.count) }
        }
        return nil
    }
}
