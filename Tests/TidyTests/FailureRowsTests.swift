import Foundation
import Testing

/// docs/reference/failures.md says of each row which tests show it, and these name the row.
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

    /// The rows of a page with the tests that each names.
    static func shown(on page: String) -> [(row: String, tests: [String])] {
        page.components(separatedBy: "\n").compactMap { line in
            let cells = line.components(separatedBy: " | ")
            guard cells.count == 4, cells[0].hasPrefix("| "), cells[0].count == 5,
                cells[0] != "| row"
            else { return nil }
            let tests = cells[3].filter { !"`| ".contains($0) }.components(separatedBy: ",")
            return (String(cells[0].dropFirst(2)), tests)
        }
    }

    @Test("a test's name says its rows before a colon")
    func names() throws {
        #expect(try Self.rows(in: "@Test(\"C05: a fill that comes late\")") == ["C05"])
        #expect(
            try Self.rows(in: "\"A09–A11, B01: x\" \"C99 y\"") == ["A09", "A10", "A11", "B01"])
        let page = "\n| A01 | x | y | `OneTests`, `TwoTests` |\n| row | x | y | shown |\n"
        #expect(Self.shown(on: page).map(\.tests) == [["OneTests", "TwoTests"]])
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
        for (row, tests) in shown {
            for test in tests where named[test]?.contains(row) != true {
                Issue.record("docs/reference/failures.md: no test of \(test) names \(row).")
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
