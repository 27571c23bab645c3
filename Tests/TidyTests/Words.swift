/// A piece of code that has no business somewhere, and what to write instead.
struct BannedWord {
    let word: String
    let instead: String

    init(_ word: String, instead: String) {
        self.word = word
        self.instead = instead
    }

    /// A line for each place in the files' code. A function of a target's own may have the name of
    /// one that is banned: an exchange has prints.
    static func breaches(of words: [BannedWord], in files: [SourceFile]) -> [String] {
        let owners = Dictionary(grouping: files, by: \.target).mapValues { files in
            Set(
                words.map(\.word).filter { word in
                    files.contains { $0.codeLines.contains { $0.contains("func \(word)") } }
                })
        }
        return files.flatMap { file in
            words.filter { owners[file.target]?.contains($0.word) == false }.flatMap { banned in
                file.code.lines(with: banned.word).map { line in
                    "\(file.path):\(line): `\(banned.word)`. \(banned.instead)"
                }
            }
        }
    }
}

extension [UInt8] {
    /// Lines, from 1, where a word stands by itself: `print(` is not in `blueprint(`.
    func lines(with word: String) -> [Int] {
        let needle = Array(word.utf8)
        guard let first = needle.first else { return [] }
        var lines: [Int] = []
        var line = 1
        for index in indices {
            if self[index] == UInt8(ascii: "\n") { line += 1 }
            guard self[index] == first, index + needle.count <= count,
                self[index..<(index + needle.count)].elementsEqual(needle)
            else { continue }
            let isInside =
                first.isNamePart && index > 0 && self[index - 1].isNamePart
                || needle[needle.count - 1].isNamePart && index + needle.count < count
                    && self[index + needle.count].isNamePart
            if !isInside { lines.append(line) }
        }
        return lines
    }
}

extension UInt8 {
    /// Whether a byte is part of a name in Swift: letter, digit or underscore.
    var isNamePart: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
