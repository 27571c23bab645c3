/// The words by which files say that there is no number.
enum EmptyWord {
    /// The words in small letters. None of them is a number anywhere.
    private static let all: [[UInt8]] = [
        "", "-", "null", "none", "nan", "na", "n/a", "#n/a",
    ].map { Array($0.utf8) }

    static func matches(_ field: CSVField) -> Bool {
        field.count <= 4
            && all.contains { word in
                word.count == field.count && zip(word, field).allSatisfy { $0 == small($1) }
            }
    }

    private static func small(_ byte: UInt8) -> UInt8 {
        (0x41...0x5A).contains(byte) ? byte + 0x20 : byte
    }
}
