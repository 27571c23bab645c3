import Testing

/// The program carries the manual: every English page of docs/ that answers a question.
@Suite struct ManualPagesTests {
    @Test("CManual embeds every page, and names each by its file")
    func embedded() throws {
        let source = try #require(Package.read("Sources/CManual/pages.c"))
        var embedded: Set<String> = []
        for line in source.split(separator: "\n") where line.hasPrefix("#embed \"../../") {
            embedded.insert(String(line.dropFirst(14).dropLast()))
        }
        let pages = MarkdownPage.all.map(\.path).filter {
            $0.hasPrefix("docs/") && !$0.hasPrefix("docs/ko/") && $0 != "docs/README.md"
        }
        for page in pages where !embedded.contains(page) {
            Issue.record("\(page): give it three lines in Sources/CManual/pages.c.")
        }
        for page in embedded where !pages.contains(page) {
            Issue.record("Sources/CManual/pages.c embeds \(page), which is not there.")
        }
        for page in pages {
            let topic = page.split(separator: "/").last.map { $0.dropLast(3) } ?? ""
            let name = topic.replacing("-", with: "_")
            #expect(source.contains("PAGE(\"\(topic)\", \(name))"), "\(page)")
        }
    }
}
