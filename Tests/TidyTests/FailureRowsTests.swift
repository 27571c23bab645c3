import Foundation
import Testing

/// docs/reference/failures.md says of each row which tests show it, and these name the row; and
/// which scenarios play it. Those of what goes wrong are each on it, and in their own index.
@Suite struct FailureRowsTests {
    /// The rows that the names of tests in a text begin with: `C01, C02: …`, `A10–A14: …`.
    static func rows(in text: String) throws -> Set<String> {
        var found: Set<String> = []
        let pattern = try Regex(#""((?:[A-L]\d\d(?:–[A-L]\d\d)?(?:, )?)+): "#)
        for match in text.matches(of: pattern) {
            let rows = match[1].substring.map(String.init) ?? ""
            for part in rows.components(separatedBy: ", ") {
                let ends = part.components(separatedBy: "–")
                guard let first = Int(ends[0].dropFirst()), let letter = part.first,
                    let last = Int(ends[ends.count - 1].dropFirst()), first <= last
                else { continue }
                for number in first...last {
                    found.insert("\(letter)" + (number < 10 ? "0\(number)" : "\(number)"))
                }
            }
        }
        return found
    }

    /// A row of a page with the tests that it names and, behind a semicolon, the scenarios.
    struct Row: Equatable {
        var row: String
        var tests: [String]
        var scenarios: [String] = []
    }

    static func shown(on page: String) -> [Row] {
        page.components(separatedBy: "\n").compactMap { line in
            let cells = line.components(separatedBy: " | ")
            guard cells.count == 4, cells[0].hasPrefix("| "), cells[0].count == 5,
                cells[0] != "| row"
            else { return nil }
            let named = cells[3].filter { !"`| ".contains($0) }.components(separatedBy: ";")
                .map { $0.components(separatedBy: ",") }
            return Row(
                row: String(cells[0].dropFirst(2)), tests: named[0],
                scenarios: named.count > 1 ? named[1] : [])
        }
    }

    /// The scenarios in which something goes wrong, as pages name them: `folder/name`.
    static func scenarios() throws -> [String] {
        try ["faults", "kill", "market", "recovery"].flatMap { folder in
            try FileManager.default.contentsOfDirectory(
                atPath: Package.root.appendingPathComponent("scenarios/\(folder)").path
            ).filter { $0.hasSuffix(".json") }.sorted().map { "\(folder)/\($0.dropLast(5))" }
        }
    }

    @Test("a test's name says its rows before a colon")
    func names() throws {
        #expect(try Self.rows(in: "@Test(\"C05: a fill that comes late\")") == ["C05"])
        #expect(
            try Self.rows(in: "\"A09–A11, B01: x\" \"C99 y\"") == ["A09", "A10", "A11", "B01"])
        let page =
            "\n| A01 | x | y | `OneTests`, `TwoTests` |\n| row | x | y | shown |\n"
            + "| A02 | x | y | `OneTests`; `kill/a`, `b` |\n"
        #expect(
            Self.shown(on: page) == [
                Row(row: "A01", tests: ["OneTests", "TwoTests"]),
                Row(row: "A02", tests: ["OneTests"], scenarios: ["kill/a", "b"]),
            ])
    }

    @Test("each scenario of what goes wrong stands at its row and in the index, and none else")
    func scenarios() throws {
        let page = try #require(Package.read("docs/reference/failures.md"))
        let index = try #require(Package.read("scenarios/README.md"))
        let shown = Self.shown(on: page)
        let named = Set(shown.flatMap(\.scenarios))
        let all = try Self.scenarios()
        #expect(all.count > 100)
        for scenario in all {
            let parts = scenario.components(separatedBy: "/")
            #expect(named.contains(scenario), "docs/reference/failures.md lacks \(scenario).")
            #expect(
                index.contains("\n| `\(parts[1])` |"), "scenarios/README.md lacks \(scenario).")
            // A name that begins with a row is that row's.
            let row = String(parts[1].prefix(3)).uppercased()
            guard shown.contains(where: { $0.row == row }) else { continue }
            #expect(
                shown.contains { $0.row == row && $0.scenarios.contains(scenario) },
                "\(scenario) is not at \(row) in docs/reference/failures.md.")
        }
        for name in named.sorted() {
            #expect(Package.read("scenarios/\(name).json") != nil, "There is no \(name).")
        }
    }

    @Test("each row of the page is named by the tests that it names, and each named row is on it")
    func page() throws {
        let page = try #require(Package.read("docs/reference/failures.md"))
        let shown = Self.shown(on: page)
        #expect(shown.count > 100)
        var named: [String: Set<String>] = [:]
        for file in Package.tests where file.target != "TidyTests" {
            let name = String(file.path.split(separator: "/").last ?? "").dropLast(6)
            named[String(name), default: []].formUnion(try Self.rows(in: file.text))
        }
        for line in shown {
            for test in line.tests where named[test]?.contains(line.row) != true {
                Issue.record("docs/reference/failures.md: no test of \(test) names \(line.row).")
            }
        }
        let rows = Set(shown.map(\.row))
        for (test, names) in named {
            for row in names.sorted() where !rows.contains(row) {
                Issue.record("\(test) names \(row): say it in docs/reference/failures.md.")
            }
        }
    }
}
