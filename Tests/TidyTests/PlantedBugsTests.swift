import Foundation
import Testing

/// docs/reference/planted-bugs.md names each planted bug once, as the enumeration does, and what
/// notices it.
@Suite struct PlantedBugsTests {
    struct Bug: Hashable {
        let name: String
        let breaks: String
    }

    /// The cases of the enumeration, each with the comment above it.
    static func cases(in source: String) -> [Bug] {
        let lines = source.components(separatedBy: "\n").map {
            $0.trimmingCharacters(in: .whitespaces)
        }
        return zip(lines, lines.dropFirst()).compactMap { comment, line in
            let parts = line.components(separatedBy: "\"")
            guard line.hasPrefix("case "), parts.count == 3 else { return nil }
            return Bug(name: parts[1], breaks: String(comment.dropFirst(4)))
        }
    }

    /// The rows of a page with the scenario and the seed that each names, if it names one.
    static func rows(on page: String) -> [(bug: Bug, scenario: String?, seed: Int?)] {
        page.components(separatedBy: "\n").compactMap { line in
            let cells = line.components(separatedBy: " | ")
            guard cells.count == 4, cells[0].hasPrefix("| `") else { return nil }
            let name = cells[0].dropFirst(3).dropLast()
            let scenario = cells[2].hasPrefix("`") ? String(cells[2].dropFirst().dropLast()) : nil
            let seed = Int(cells[3].replacing(" |", with: ""))
            return (Bug(name: String(name), breaks: cells[1]), scenario, seed)
        }
    }

    @Test("a case is named by its raw value, a row by its cells")
    func reading() {
        let source = "    /// 6: sent again.\n    case resends = \"resends\"\n    case .resends: 1"
        let bug = Bug(name: "resends", breaks: "6: sent again.")
        #expect(Self.cases(in: source) == [bug])
        let page = """
            | bug | what it breaks | scenario | seed |
            | `resends` | 6: sent again. | `faults/a04-lost` | 12 |
            | `resends` | 6: sent again. | no scenario yet | not by the swarm: why |
            """
        let rows = Self.rows(on: page)
        #expect(rows.map(\.bug) == [bug, bug])
        #expect(rows.map(\.scenario) == ["faults/a04-lost", nil])
        #expect(rows.map(\.seed) == [12, nil])
    }

    @Test("the table has each planted bug, in the order of the cases and in their words")
    func table() throws {
        let source = try #require(
            Package.read("Sources/KraderModel/Foundations/PlantedBug.swift"))
        let page = try #require(Package.read("docs/reference/planted-bugs.md"))
        let cases = Self.cases(in: source)
        #expect(cases.count > 30)
        #expect(Self.rows(on: page).map(\.bug) == cases)
    }

    @Test("each planted bug is noticed by a scenario that is there, or by a seed up to 2,000")
    func noticed() throws {
        let page = try #require(Package.read("docs/reference/planted-bugs.md"))
        for (bug, scenario, seed) in Self.rows(on: page) {
            if let scenario, Package.read("scenarios/\(scenario).json") == nil {
                Issue.record("\(bug.name): scenarios/\(scenario).json is not there.")
            }
            if scenario == nil && seed == nil { Issue.record("Nothing notices \(bug.name).") }
            if let seed { #expect((1...2_000).contains(seed), "\(bug.name)") }
        }
    }

    @Test("each planted bug stands at a place, and the checker has none")
    func planted() throws {
        let source = try #require(
            Package.read("Sources/KraderModel/Foundations/PlantedBug.swift"))
        let places = try Regex(#"isPlanted\(\.(\w+)\)"#)
        var used: Set<String> = []
        for file in Package.sources where file.text.contains("isPlanted(.") {
            #expect(file.target != "KraderChecks", "\(file.path)")
            for match in file.text.matches(of: places) {
                used.insert(match[1].substring.map(String.init) ?? "")
            }
        }
        let declared = source.components(separatedBy: "\n").compactMap { line -> String? in
            let words = line.split(separator: " ")
            return words.count == 4 && words[0] == "case" ? String(words[1]) : nil
        }
        #expect(used == Set(declared))
    }
}
