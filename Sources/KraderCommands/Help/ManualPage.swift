import CManual

/// A page of the manual in `docs/`, which the program carries along.
struct ManualPage {
    /// The name of its file, by which it is asked for.
    let topic: String
    let text: String

    /// What its first heading says.
    var title: String {
        text.split(separator: "\n").first { $0.hasPrefix("# ") }.map { String($0.dropFirst(2)) }
            ?? topic
    }

    /// All pages in the manual's order: learning, doing, looking up, understanding.
    static let all: [ManualPage] = {
        var pages: [ManualPage] = []
        while let page = krader_page(UInt(pages.count))?.pointee {
            let bytes = UnsafeBufferPointer(start: page.text, count: Int(page.length))
            pages.append(
                ManualPage(
                    topic: String(cString: page.topic), text: String(decoding: bytes, as: UTF8.self)
                ))
        }
        return pages
    }()

    /// A paragraph, or a row of a table, in which a word stands.
    struct Mention {
        let topic: String
        /// The heading above it.
        let heading: String
        let text: String
    }

    /// Where a word stands between backticks: first the rows of tables that begin with it, for they
    /// explain it.
    static func mentions(of word: String) -> [Mention] {
        var rows: [Mention] = []
        var others: [Mention] = []
        for page in all {
            for paragraph in page.paragraphs where paragraph.text.contains("`\(word)`") {
                let mention = Mention(
                    topic: page.topic, heading: paragraph.heading, text: paragraph.text)
                if paragraph.text.hasPrefix("| `\(word)`") {
                    rows.append(mention)
                } else {
                    others.append(mention)
                }
            }
        }
        return rows + others
    }

    /// Without code, each below its heading; a row of a table is one.
    private var paragraphs: [(heading: String, text: String)] {
        var paragraphs: [(heading: String, text: String)] = []
        var heading = title
        var isCode = false
        var isOpen = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("```") { isCode.toggle() }
            let begins = line.hasPrefix("|") || line.hasPrefix("* ")
            if line.hasPrefix("#") { heading = String(line.drop { $0 == "#" || $0 == " " }) }
            if isCode || line.isEmpty || line.hasPrefix("#") || line.hasPrefix("```") {
                isOpen = false
            } else if isOpen, !begins {
                paragraphs[paragraphs.count - 1].text += "\n" + line
            } else {
                paragraphs.append((heading, String(line)))
                isOpen = true
            }
        }
        return paragraphs
    }
}
