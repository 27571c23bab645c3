public import KraderModel

/// The issue that a file's name tells of: `005930.csv`, `A000020.csv.gz`,
/// `yahoo-5m_005930_20251016-1024.csv`, `Q520057_D.csv`.
public enum FileNameCode {
    /// `nil` unless exactly one word of the name is a code of six characters with at least five
    /// digits. Words are runs of ASCII letters and digits; a time behind a date is no code, nor is
    /// a date of six digits beside a word that can be none.
    public static func find(in path: String) -> IssueCode? {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let words = name.utf8.split { !isLetterOrDigit($0) }.map {
            String(decoding: $0, as: UTF8.self)
        }
        var found: [IssueCode] = []
        var undatable: [IssueCode] = []
        for (index, word) in words.enumerated() {
            guard let code = code(word), index == 0 || !isDate(words[index - 1]) else { continue }
            if !found.contains(code) { found.append(code) }
            if !isShortDate(word), !undatable.contains(code) { undatable.append(code) }
        }
        if found.count == 1 { return found[0] }
        return undatable.count == 1 ? undatable[0] : nil
    }

    private static func code(_ word: String) -> IssueCode? {
        guard let code = try? IssueCode(word) else { return nil }
        return code.description.utf8.count(where: isDigit) >= 5 ? code : nil
    }

    /// `20260911`
    private static func isDate(_ word: String) -> Bool {
        guard word.utf8.count == 8, word.utf8.allSatisfy(isDigit), let number = Int(word) else {
            return false
        }
        return CalendarDate(
            year: number / 10_000, month: number / 100 % 100, day: number % 100) != nil
    }

    /// `260911`
    private static func isShortDate(_ word: String) -> Bool { isDate("20" + word) }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        isDigit(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }
}
