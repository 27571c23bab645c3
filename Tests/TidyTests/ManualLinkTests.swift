import Foundation
import Testing

/// The manual's pages hang together, and the door to it stays a door.
@Suite struct ManualLinkTests {
    @Test("every link leads to a file and a heading that are there")
    func links() {
        #expect(MarkdownPage.all.count > 20)
        for page in MarkdownPage.all {
            for (number, target) in page.links {
                if let fault = ManualLinkTests.fault(of: target, on: page) {
                    Issue.record("\(page.path):\(number): \(target): \(fault)")
                }
            }
        }
    }

    /// What is wrong with a link; `nil` for one that leads somewhere.
    static func fault(of target: String, on page: MarkdownPage) -> String? {
        let place = page.place(of: target)
        if place.path == page.path, let anchor = place.anchor {
            return page.anchors.contains(anchor) ? nil : "there is no such heading."
        }
        let file = Package.root.appendingPathComponent(place.path).path
        guard FileManager.default.fileExists(atPath: file) else { return "there is no such file." }
        guard let anchor = place.anchor else { return nil }
        guard let text = Package.read(place.path) else { return "it is no page." }
        let isThere = MarkdownPage(path: place.path, text: text).anchors.contains(anchor)
        return isThere ? nil : "there is no such heading."
    }

    @Test(
        "a link that leads nowhere is seen",
        arguments: zip(
            ["codes.md", "#a-heading", "../how-to/my-csv.md", "no.md", "#b", "codes.md#b"],
            [true, true, true, false, false, false]))
    func faultsAreSeen(target: String, leads: Bool) {
        let page = MarkdownPage(path: "docs/reference/page.md", text: "# Page\n\n## A `heading`\n")
        #expect((ManualLinkTests.fault(of: target, on: page) == nil) == leads)
    }

    @Test("README has at most 250 lines", arguments: ["README.md", "README.ko.md"])
    func door(path: String) throws {
        let readme = try #require(Package.read(path))
        let lines = readme.split(separator: "\n", omittingEmptySubsequences: false).count - 1
        #expect(lines <= 250, "\(path) has \(lines) lines: move what is not its own to docs/.")
    }

    @Test("every page of the manual stands in its contents, and begins with a heading")
    func contents() throws {
        let contents = try #require(MarkdownPage.all.first { $0.path == "docs/README.md" })
        let listed = Set(contents.links.map { contents.place(of: $0.target).path })
        for page in MarkdownPage.all {
            #expect(page.beginsWithHeading, "\(page.path): begin with a heading.")
            if page.path.hasPrefix("docs/"), page.path != contents.path,
                !listed.contains(page.path)
            {
                Issue.record("\(page.path): give it a line in docs/README.md.")
            }
        }
    }

    @Test("prose fits into 120 columns, but for tables and commands")
    func columns() {
        for page in MarkdownPage.all {
            for (number, line) in page.prose
            where line.count > 120 && !line.hasPrefix("|") && !line.hasPrefix("    ") {
                Issue.record("\(page.path):\(number): \(line.count) columns. Break the line.")
            }
        }
    }
}
