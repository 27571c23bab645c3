import Testing

/// The package's folders: each is declared, described and tested.
@Suite struct LayoutTests {
    @Test("every folder of Sources is a target, and has its place on the map")
    func declared() {
        let manifest = Package.read("Package.swift") ?? ""
        let folders = Package.folders(in: "Sources")
        for folder in folders {
            if !manifest.contains("\"\(folder)\"") {
                Issue.record("Sources/\(folder): declare it in Package.swift, or delete it.")
            }
            if TargetMap.shared.layer(of: folder) == nil {
                Issue.record("Sources/\(folder): give it a line in .ci/targets.")
            }
        }
        for target in TargetMap.shared.targets where !folders.contains(target) {
            Issue.record(".ci/targets names \(target), which has no folder in Sources.")
        }
    }

    @Test("every library has a page that says what it is and in which order to read it")
    func described() {
        var missing: [String: Int] = [:]
        for folder in Package.folders(in: "Sources") where folder.hasPrefix("Krader") {
            guard let page = Package.read("Sources/\(folder)/\(folder).docc/\(folder).md") else {
                missing[folder] = 1
                continue
            }
            #expect(page.hasPrefix("# ``\(folder)``\n"), "\(folder): the page names its module")
            if TargetMap.shared.layer(of: folder) == .pure {
                let said = page.split { $0.isWhitespace }.joined(separator: " ").lowercased()
                #expect(
                    said.contains("no io, no clock, no randomness"),
                    "\(folder): a pure target's page promises no IO, no clock, no randomness.")
            }
        }
        Ratchet(
            advice: "Write Sources/X/X.docc/X.md: a page, files in reading order.",
            known: [:]
        ).check(missing)
    }

    @Test("every test target tests something")
    func tested() {
        var empty: [String: Int] = [:]
        for folder in Package.folders(in: "Tests") where folder != "Support" {
            let files = Package.tests.filter { $0.target == folder }
            if !files.contains(where: { !$0.code.lines(with: "@Test").isEmpty }) {
                empty[folder] = 1
            }
        }
        Ratchet(
            advice: "Write a test, or delete the target.",
            known: [:]
        ).check(empty)
    }
}
