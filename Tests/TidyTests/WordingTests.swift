import Testing

/// These hold what no source says, in code or comment. This target is left out where it must name
/// the words.
@Suite struct WordingTests {
    static let others = (Package.sources + Package.tests).filter { $0.target != "TidyTests" }

    @Test("nothing is tried by force, and every crash gives its reason")
    func force() {
        report(
            BannedWord.breaches(
                of: [
                    BannedWord("try!", instead: "Throw on, or `guard` and state the rule."),
                    BannedWord("as!", instead: "Use `as?` and `guard`."),
                    BannedWord("fatalError()", instead: "Say which rule was broken."),
                    BannedWord("preconditionFailure()", instead: "Say which rule was broken."),
                ], in: WordingTests.others))
    }

    @Test("nothing is unwrapped by force")
    func unwrap() {
        for file in WordingTests.others {
            for (index, line) in file.codeLines.enumerated()
            where WordingTests.unwrapsByForce(Array(line.utf8)) {
                Issue.record("\(file.path):\(index + 1): `!`. Use `guard let` or `#require`.")
            }
        }
    }

    /// Whether a line has a `!` behind a value, but for `!=`, `try!` and `as!`.
    static func unwrapsByForce(_ line: [UInt8]) -> Bool {
        line.indices.dropFirst().contains { index in
            guard line[index] == UInt8(ascii: "!") else { return false }
            let before = line[index - 1]
            let isBehindValue =
                before.isNamePart || before == UInt8(ascii: ")") || before == UInt8(ascii: "]")
            let isComparison = index + 1 < line.count && line[index + 1] == UInt8(ascii: "=")
            let text = String(decoding: line[..<index], as: UTF8.self)
            return isBehindValue && !isComparison && !text.hasSuffix("try")
                && !text.hasSuffix("as")
        }
    }

    @Test(
        "a forced unwrap is told from other exclamation marks",
        arguments: zip(
            ["let a = b!", "f(x)!.y", "c[0]! += 1", "a != b", "!a", "f(!a)", "var a: Int!"],
            [true, true, true, false, false, false, true]))
    func unwrapsAreSeen(line: String, isForced: Bool) {
        #expect(WordingTests.unwrapsByForce(Array(line.utf8)) == isForced)
    }

    @Test("nothing is left for later in a comment, and no banner divides a file")
    func comments() {
        for file in WordingTests.others {
            for (index, line) in file.lines.enumerated() {
                let place = "\(file.path):\(index + 1)"
                for word in ["FIXME", "TODO", "XXX"]
                where Array(line.utf8).lines(with: word) != [] {
                    Issue.record("\(place): \(word). Do it, or write it down as an issue.")
                }
                if WordingTests.isBanner(line) {
                    Issue.record("\(place): a banner. Split the file into `Type+Aspect.swift`.")
                }
            }
        }
    }

    /// Whether a line is a comment that draws a line, or a `MARK`.
    static func isBanner(_ line: String) -> Bool {
        let text = line.drop { $0 == " " }
        guard text.hasPrefix("//") else { return false }
        let comment = text.drop { $0 == "/" }.drop { $0 == " " }
        if comment.hasPrefix("MARK:") { return true }
        guard let first = comment.first, "=-*#~_+".contains(first) else { return false }
        return comment.prefix { $0 == first }.count >= 4
    }

    @Test(
        "a banner is told from a comment",
        arguments: zip(
            ["// =====", "    // ----- Money", "// MARK: - Money", "/// - Parameter a: x", "// a"],
            [true, true, true, false, false]))
    func bannersAreSeen(line: String, isBanner: Bool) {
        #expect(WordingTests.isBanner(line) == isBanner)
    }

    @Test("no type or file is named after nothing in particular")
    func names() {
        let vague = ["Manager", "Helper", "Utils", "Utilities"]
        for file in WordingTests.others {
            for word in vague where file.path.split(separator: "/").last?.contains(word) == true {
                Issue.record("\(file.path): \(word) says nothing. Name what the file holds.")
            }
            for (index, line) in file.codeLines.enumerated() {
                let words = line.split { !$0.isLetter && !$0.isNumber && $0 != "_" }
                for (keyword, name) in zip(words, words.dropFirst())
                where ["struct", "class", "enum", "protocol", "actor", "typealias"].contains(
                    keyword)
                {
                    for word in vague where name.contains(word) {
                        Issue.record(
                            "\(file.path):\(index + 1): \(name). Name what it is or does.")
                    }
                }
            }
        }
    }

    @Test("nothing names a path of one machine")
    func machinePaths() {
        let words = ["/home/", "/root/", "/work/", "/tmp/", "/Users/"]
        var texts = WordingTests.others.map { ($0.path, $0.lines) }
        let pages = MarkdownPage.all.map(\.path)
        for path in Package.files(below: ".ci") + ["Package.swift"] + pages {
            if let text = Package.read(path) { texts.append((path, text.components)) }
        }
        for (path, lines) in texts {
            for (index, line) in lines.enumerated() {
                for word in words where line.contains(word) {
                    Issue.record("\(path):\(index + 1): \(word). Take the place as an argument.")
                }
            }
        }
    }
}

extension String {
    fileprivate var components: [String] {
        split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }
}
