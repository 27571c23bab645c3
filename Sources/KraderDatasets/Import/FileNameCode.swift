public import KraderModel

/// The issue that a file's name tells of, or else that of a folder it lies in: `005930.csv`,
/// `A000020.csv.gz`, `yahoo-5m_005930_20251016-1024.csv`, `005930_NX.csv`, `005930/202602.csv`.
public struct FileNameCode: Hashable, Sendable {
    public var code: IssueCode
    /// The scope that a suffix `_NX` or `_AL` behind the code says.
    public var scope: MarketScope?
    /// Whether it is the name of a folder that tells of the issue.
    public var isOfFolder = false

    /// Finds the issue; `nil` unless exactly one word of the name is a code of six characters with
    /// at least five digits. Words are runs of ASCII letters and digits; a time behind a date is no
    /// code, nor is a date of six digits beside a word that can be none, or below a folder that is
    /// a code. A month such as `202602` is never one.
    public init?(in path: String) {
        var parts = path.split(separator: "/").map(String.init)
        guard let name = parts.popLast() else { return nil }
        let words = Words(name)
        if let sure = words.codes(dates: false) {
            guard sure.count == 1 else { return nil }
            self = sure[0]
            return
        }
        for part in parts.reversed() {
            guard let sure = Words(part).codes(dates: false), sure.count == 1 else { continue }
            self = sure[0]
            isOfFolder = true
            return
        }
        guard let all = words.codes(dates: true), all.count == 1 else { return nil }
        self = all[0]
    }

    /// The code without its suffix.
    public static func find(in path: String) -> IssueCode? { FileNameCode(in: path)?.code }

    private init(code: IssueCode, scope: MarketScope?) {
        self.code = code
        self.scope = scope
    }

    /// The words of a name.
    private struct Words {
        let words: [String]

        init(_ name: String) {
            words = name.utf8.split { !Words.isLetterOrDigit($0) }.map {
                String(decoding: $0, as: UTF8.self)
            }
        }

        /// The codes among them, each once.
        /// - Parameter dates: whether words count that may be a date of six digits too.
        func codes(dates: Bool) -> [FileNameCode]? {
            var found: [FileNameCode] = []
            for (index, word) in words.enumerated() {
                guard let code = Words.code(word), index == 0 || !Words.isDate(words[index - 1]),
                    !Words.isMonth(word), dates || !Words.isDate("20" + word)
                else { continue }
                let next = index + 1 < words.count ? words[index + 1] : ""
                let told = FileNameCode(
                    code: code, scope: IssueCode.scope(ofSuffix: Array(next.utf8)))
                if !found.contains(where: { $0.code == code }) { found.append(told) }
            }
            return found.isEmpty ? nil : found
        }

        private static func code(_ word: String) -> IssueCode? {
            guard let code = try? IssueCode(word) else { return nil }
            return code.description.utf8.count(where: isDigit) >= 5 ? code : nil
        }

        /// Whether a word is a date such as `20260911`.
        private static func isDate(_ word: String) -> Bool {
            guard word.utf8.count == 8, word.utf8.allSatisfy(isDigit), let number = Int(word)
            else { return false }
            return CalendarDate(
                year: number / 10_000, month: number / 100 % 100, day: number % 100) != nil
        }

        /// Whether a word is a month such as `202602`, of the years from which people have files of
        /// months.
        private static func isMonth(_ word: String) -> Bool {
            guard word.utf8.count == 6, let number = Int(word) else { return false }
            return (2010...2040).contains(number / 100) && (1...12).contains(number % 100)
        }

        private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

        private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
            isDigit(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        }
    }
}
