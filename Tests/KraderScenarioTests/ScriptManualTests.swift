import Foundation
import KraderJSON
import Testing

@testable import KraderScenario

/// The tables of events and expectations in the manual are those by which they are read.
@Suite("The manual's tables of events and expectations")
struct ScriptManualTests {
    private func page() throws -> String {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "docs/reference/scenario.md")
        return try String(contentsOf: path, encoding: .utf8)
    }

    /// A key in a cell: its name, what it may hold, and what it is when nobody says.
    private func cell(_ key: GrammarKey) -> String {
        let held = "`\(key.name)` \(key.allowed)"
        return switch key.presence {
        case .needed: held
        case .optional: "perhaps " + held
        case .byDefault(let value): "\(held); \(value.string ?? value.text()) unless said"
        }
    }

    private func table(_ head: [String], _ rows: [[String]]) -> String {
        let lines = [head, head.map { _ in "---" }] + rows
        return lines.map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n")
            + "\n"
    }

    private func expectTable(_ table: String) throws {
        let page = try page()
        #expect(
            page.contains(table),
            "docs/reference/scenario.md lacks this table, as it is read by:\n\(table)")
    }

    @Test("each occasion of `when` stands there as it is read")
    func occasions() throws {
        let rows = ScriptOccasion.all.map { occasion in
            [
                "`\(occasion.name)`", occasion.key.allowed,
                ([occasion.key.help] + occasion.more.map { cell($0) + "." })
                    .joined(separator: " "),
            ]
        }
        let common = ScriptOccasion.common.map { ["`\($0.name)`", $0.allowed, $0.help] }
        try expectTable(table(["key of `when`", "kind, range", "what"], rows + common))
    }

    @Test("each verb stands there with its keys and the failures that it shows")
    func verbs() throws {
        let rows = ScriptVerb.all.map { verb in
            let keys = verb.keys.filter { $0.name != ScriptVerb.subjectKey }.map(cell)
            let lasting =
                switch verb.lasting {
                case .no: [String]()
                case .may: ["perhaps a time"]
                case .must: ["a time"]
                }
            return [
                "`\(verb.name)`", (keys + lasting).joined(separator: "; "), verb.help, verb.rows,
            ]
        }
        try expectTable(table(["`do`", "its keys", "what happens", "rows"], rows))
    }

    @Test("each claim of `expect` stands there with its keys")
    func claims() throws {
        let rows = ClaimForm.all.map { form in
            let isLong = form.name == "requests" || form.name == "statistics"
            let held = isLong ? "counts or bounds by name, see below" : form.key.allowed
            return [
                "`\(form.name)`", held, form.more.map(cell).joined(separator: "; "),
                form.key.help + (form.isTimed ? "" : " At the end alone."),
            ]
        }
        try expectTable(table(["key", "what it holds", "beside it", "what"], rows))
    }

    @Test("a table that differs in a word is seen")
    func differs() throws {
        let page = try page()
        #expect(!page.contains("| `kill` |  | The kill switch engages or not. | K01–K06 |"))
    }
}
