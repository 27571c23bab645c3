import CManual

/// A page of the manual in `docs/`, which the program carries along.
struct ManualPage {
    /// The name of its file, by which it is asked for.
    let topic: String
    let text: String

    /// What its first heading says.
    var title: String {
        text.split(separator: "\n").first.map { String($0.drop { $0 == "#" || $0 == " " }) } ?? ""
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

    /// A line of a page in which a word stands.
    struct Mention {
        let topic: String
        /// The heading above the line.
        let heading: String
        let line: String
    }

    /// Where a word stands between backticks, the places that explain it first: rows of tables that
    /// begin with it.
    static func mentions(of word: String) -> [Mention] {
        var rows: [Mention] = []
        var others: [Mention] = []
        for page in all {
            var heading = page.title
            var isCode = false
            for line in page.text.split(separator: "\n") {
                if line.hasPrefix("```") { isCode.toggle() }
                if isCode { continue }
                if line.hasPrefix("#") { heading = String(line.drop { $0 == "#" || $0 == " " }) }
                guard line.contains("`\(word)`") else { continue }
                let mention = Mention(topic: page.topic, heading: heading, line: String(line))
                if line.hasPrefix("| `\(word)`") {
                    rows.append(mention)
                } else {
                    others.append(mention)
                }
            }
        }
        return rows + others
    }
}
