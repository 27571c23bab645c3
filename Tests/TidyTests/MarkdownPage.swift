import Foundation

/// A page of the manual: what it says, its links, and the headings that links can name.
struct MarkdownPage {
    /// The path below the package's root: `docs/how-to/my-csv.md`.
    let path: String
    let text: String

    init(path: String, text: String) {
        self.path = path
        self.text = text
    }

    /// README in both languages, CONTRIBUTING and everything below `docs`.
    static let all: [MarkdownPage] =
        (["README.md", "README.ko.md", "CONTRIBUTING.md"] + Package.files(below: "docs"))
        .filter { $0.hasSuffix(".md") }
        .compactMap { path in Package.read(path).map { MarkdownPage(path: path, text: $0) } }

    /// All of `docs` in one text.
    static let manual: String =
        all.filter { $0.path.hasPrefix("docs/") }.map(\.text).joined(separator: "\n")

    var lines: [String] { text.components(separatedBy: "\n") }

    /// Whether its first line is a heading, behind a line that leads to its other language.
    var beginsWithHeading: Bool {
        let lines = self.lines
        let hasTwin = lines[0].contains("English") && lines[0].contains("한국어")
        let opening = hasTwin ? lines.dropFirst(2).first : lines.first
        return opening?.hasPrefix("# ") == true
    }

    /// The lines outside of fenced blocks, with their numbers from 1.
    var prose: [(number: Int, line: String)] {
        var found: [(number: Int, line: String)] = []
        var isCode = false
        for (index, line) in lines.enumerated() {
            if line.hasPrefix("```") {
                isCode.toggle()
            } else if !isCode {
                found.append((number: index + 1, line: line))
            }
        }
        return found
    }

    /// The anchors that a link may name behind `#`.
    var anchors: Set<String> {
        Set(prose.filter { $0.line.hasPrefix("#") }.map { MarkdownPage.anchor(of: $0.line) })
    }

    /// The relative links, with the numbers of their lines.
    var links: [(number: Int, target: String)] {
        var found: [(number: Int, target: String)] = []
        for (number, line) in prose {
            let parts = MarkdownPage.withoutCode(line).components(separatedBy: "](")
            for part in parts.dropFirst() {
                guard let end = part.firstIndex(of: ")") else { continue }
                let target = String(part[..<end])
                if !target.hasPrefix("https:") { found.append((number: number, target: target)) }
            }
        }
        return found
    }

    /// The text from a heading of the second level to the next.
    func section(_ title: String) -> String? {
        text.components(separatedBy: "\n## ").first { $0.hasPrefix(title + "\n") }
    }

    /// The anchor as sites that show Markdown make it: small letters, blanks to hyphens, no other
    /// marks.
    static func anchor(of heading: String) -> String {
        let words = heading.drop { $0 == "#" || $0 == " " }.lowercased()
        return String(
            words.compactMap { character -> Character? in
                if character == " " { return "-" }
                let isKept =
                    character.isLetter || character.isNumber || character == "-"
                    || character == "_"
                return isKept ? character : nil
            })
    }

    /// The line without what stands between back quotes.
    static func withoutCode(_ line: String) -> String {
        let parts = line.components(separatedBy: "`")
        return parts.indices.filter { $0 % 2 == 0 }.map { parts[$0] }.joined()
    }

    /// The place to which a link of this page leads: the file below the package's root, and the
    /// heading.
    func place(of target: String) -> (path: String, anchor: String?) {
        let parts = target.components(separatedBy: "#")
        let anchor = parts.count > 1 ? parts[1] : nil
        if parts[0].isEmpty { return (path, anchor) }
        var folders = path.components(separatedBy: "/").dropLast().map { $0 }
        for step in parts[0].components(separatedBy: "/") {
            switch step {
            case "", ".": continue
            case "..": _ = folders.popLast()
            default: folders.append(step)
            }
        }
        return (folders.joined(separator: "/"), anchor)
    }
}
