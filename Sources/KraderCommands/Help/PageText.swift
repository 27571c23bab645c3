import KraderReport

/// A page of the manual for a terminal: its paragraphs are set anew to the width, a row of a table
/// becomes a paragraph below its first cell, links keep their words, code stays as it is.
struct PageText {
    private let style: TextStyle
    private(set) var lines: [String] = []
    private var paragraph: [Substring] = []
    private var indent = (first: "", rest: "")

    init(_ page: ManualPage, _ style: TextStyle) {
        self.style = style
        var isCode = false
        var isHeading = false
        let source = page.text.split(separator: "\n", omittingEmptySubsequences: false)
        for (place, line) in source.enumerated() {
            if line.hasPrefix("```") {
                endParagraph()
                isCode.toggle()
            } else if isCode {
                lines.append(line.isEmpty ? "" : "    " + line)
            } else if line.hasPrefix("<!--") || line.hasPrefix("* [") && line.contains("](#") {
                // A terminal follows no link to a heading, so that a list of them says nothing.
                continue
            } else if line.hasPrefix("|") {
                let next = place + 1 < source.count ? source[place + 1] : ""
                isHeading = next.hasPrefix("|-") || next.hasPrefix("|:")
                if !line.hasPrefix("|-"), !line.hasPrefix("|:") { row(line, isHeading) }
            } else {
                take(line)
            }
        }
        endParagraph()
        while lines.last == "" { lines.removeLast() }
    }

    private mutating func take(_ line: Substring) {
        if line.hasPrefix("#") {
            endParagraph()
            lines.append(strong(PageText.plain(line.drop { $0 == "#" || $0 == " " })))
        } else if line.allSatisfy({ $0 == " " }) {
            endParagraph()
            if lines.last != "" { lines.append("") }
        } else if let mark = PageText.itemMark(line) {
            endParagraph()
            indent = (mark, String(repeating: " ", count: mark.count))
            paragraph = [line.dropFirst(mark.count)]
        } else {
            paragraph.append(line.drop { $0 == " " })
        }
    }

    /// The dash or number before an item of a list, with the space around it.
    private static func itemMark(_ line: Substring) -> String? {
        let blank = line.prefix { $0 == " " }
        let rest = line.dropFirst(blank.count)
        if rest.hasPrefix("* ") || rest.hasPrefix("- ") { return String(blank) + rest.prefix(2) }
        let number = rest.prefix(while: \.isNumber)
        guard !number.isEmpty, rest.dropFirst(number.count).hasPrefix(". ") else { return nil }
        return String(blank + number + ". ")
    }

    private mutating func row(_ line: Substring, _ isHeading: Bool) {
        endParagraph()
        let cells = PageText.cells(line)
        guard let first = cells.first else { return }
        let rest = cells.dropFirst().filter { !$0.isEmpty }.joined(separator: " · ")
        if isHeading {
            lines.append(strong(PageText.plain(Substring(cells.joined(separator: " · ")))))
            return
        }
        let name = PageText.plain(Substring(first))
        let column = 14
        if shownWidth(name) < column {
            let space = String(repeating: " ", count: column - shownWidth(name))
            indent = ("  " + name + space, String(repeating: " ", count: column + 2))
        } else {
            indent = ("  ", "  ")
            paragraph = [Substring(first)]
            endParagraph()
            indent.first = String(repeating: " ", count: column + 2)
            indent.rest = indent.first
        }
        if rest.isEmpty {
            lines.append(String(indent.first.reversed().drop { $0 == " " }.reversed()))
            indent = ("", "")
        } else {
            paragraph = [Substring(rest)]
            endParagraph()
        }
    }

    /// What stands between the bars of a table's row; `\|` is a bar of the text.
    static func cells(_ line: Substring) -> [String] {
        var cells = [""]
        var isEscaped = false
        for character in line.drop(while: { $0 == "|" }) {
            if character == "|", !isEscaped {
                cells.append("")
            } else if character != "\\" {
                cells[cells.count - 1].append(character)
            }
            isEscaped = character == "\\"
        }
        if cells.last?.allSatisfy({ $0 == " " }) == true { cells.removeLast() }
        return cells.map { cell in
            String(cell.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        }
    }

    private mutating func endParagraph() {
        defer {
            paragraph = []
            indent = ("", "")
        }
        guard !paragraph.isEmpty else { return }
        let text = PageText.plain(Substring(paragraph.joined(separator: " ")))
        let broken = wrapped(text, columns: style.columns - shownWidth(indent.first))
        for (place, line) in broken.enumerated() {
            lines.append((place == 0 ? indent.first : indent.rest) + line)
        }
    }

    /// Without the marks of links and of emphasis; a link to a page of the manual names its topic.
    static func plain(_ text: Substring) -> String {
        var plain = ""
        var rest = text
        while let open = rest.firstIndex(of: "[") {
            guard let end = rest[open...].firstRange(of: "]("),
                let close = rest[end.upperBound...].firstIndex(of: ")")
            else { break }
            plain += rest[..<open]
            plain += rest[rest.index(after: open)..<end.lowerBound]
            let file = rest[end.upperBound..<close].prefix { $0 != "#" }.split(separator: "/").last
            if let file, file.hasSuffix(".md"), file != "README.md" {
                plain += " (krader help \(file.dropLast(3)))"
            }
            rest = rest[rest.index(after: close)...]
        }
        plain += rest
        return withoutEmphasis(plain)
    }

    /// Stars that stand at a word's edge mark emphasis; one between spaces is a multiplication.
    private static func withoutEmphasis(_ text: String) -> String {
        var kept = ""
        var isCode = false
        let characters = Array(text)
        for (place, character) in characters.enumerated() {
            if character == "`" {
                isCode.toggle()
                continue
            }
            if character == "*", !isCode {
                let before = place > 0 ? characters[place - 1] : " "
                let after = place + 1 < characters.count ? characters[place + 1] : " "
                if !(before == " " && after == " ") { continue }
            }
            kept.append(character)
        }
        return kept
    }

    private func strong(_ text: String) -> String { style(text, .bold) }
}
