import Foundation
import KraderCommands
import KraderDatasets
import KraderEngine
import KraderModel
import KraderRuns
import Testing

/// The manual lists every code, setting, key and flag that a user can meet.
@Suite struct DocumentationTests {
    @Test("the manual lists every refusal, rejection, incident, order state and finding")
    func codes() {
        let codes =
            Refusal.all.map(\.code) + VenueRejection.allCases.map(\.code)
            + IncidentRecord.Kind.allCases.map(\.code) + OrderStatus.allCases.map(\.description)
            + OrderReason.allCases.map(\.code).filter { !$0.isEmpty }
            + FindingCode.allCases.map(\.rawValue)
        let page = Package.read("docs/reference/codes.md") ?? ""
        for code in codes where !page.contains("`\(code)`") {
            Issue.record("List `\(code)` in docs/reference/codes.md.")
        }
    }

    @Test("the manual lists every exit code")
    func exitCodes() throws {
        let page = try #require(
            MarkdownPage.all.first { $0.path == "docs/reference/codes.md" })
        let section = Array(try #require(page.section("Exit codes")).utf8)
        for status in ExitStatus.allCases where section.lines(with: "\(status.rawValue)").isEmpty {
            Issue.record("List \(status.rawValue) (\(status)) in docs/reference/codes.md.")
        }
    }

    @Test("the manual lists every flag of the command line")
    func flags() throws {
        let flags = try CommandTree.flags()
        #expect(flags.contains("--json"))
        let page = Array((Package.read("docs/reference/commands.md") ?? "").utf8)
        for flag in flags.sorted() where page.lines(with: flag).isEmpty {
            Issue.record("Say in docs/reference/commands.md what \(flag) does.")
        }
    }

    @Test("the manual lists every command")
    func commands() throws {
        let page = Package.read("docs/reference/commands.md") ?? ""
        let commands = try CommandTree.commands()
        #expect(commands.contains("krader backtest"))
        for command in commands where !page.contains("\n## \(command)\n") {
            Issue.record("Give docs/reference/commands.md a section “## \(command)”.")
        }
    }

    @Test("the manual lists every setting, and every one that a scenario can say as its key too")
    func settings() throws {
        let page = Package.read("docs/reference/settings.md") ?? ""
        let grammar = Package.read("docs/reference/scenario.md") ?? ""
        let settings = try BuiltProgram.settings()
        #expect(settings.count > 40)
        for setting in settings {
            if !page.contains("`\(setting.name)`") {
                Issue.record("List `\(setting.name)` in docs/reference/settings.md.")
            }
            let leaf = setting.name.split(separator: ".").last.map(String.init) ?? ""
            if setting.changesResults, Array(grammar.utf8).lines(with: leaf).isEmpty {
                Issue.record("List `\(setting.name)` in docs/reference/scenario.md.")
            }
        }
    }

    @Test("the manual lists every key that the reader of scenarios asks for")
    func keys() {
        let grammar = Array((Package.read("docs/reference/scenario.md") ?? "").utf8)
        let keys = ScenarioKeys.all
        #expect(keys.count > 60)
        for key in keys.sorted() where grammar.lines(with: key).isEmpty {
            Issue.record("List `\(key)` in docs/reference/scenario.md.")
        }
    }

    @Test("the manual shows every strategy that ships")
    func strategies() throws {
        let page = Package.read("docs/reference/strategies.md") ?? ""
        let list = try BuiltProgram.answer(["strategies", "list"])
        // A summary goes on below, under the one before.
        let names = list.split(separator: "\n").filter { $0.first != " " }
            .compactMap { $0.split(separator: " ").first }
        #expect(names.count > 5)
        for name in names where !page.contains("`\(name)`") {
            Issue.record("List `\(name)` in docs/reference/strategies.md.")
        }
    }
}

/// The keys of a scenario, as its reader names them: the literals that it asks an object for.
enum ScenarioKeys {
    static let calls: Set = [
        "required", "optional", "reader", "object", "objectIfPresent", "objectOrEmpty", "list",
        "listIfPresent", "listOrEmpty", "integer", "integerIfPresent", "decimal",
        "decimalIfPresent", "boolean", "choice", "choiceIfPresent", "shares", "sharesIfPresent",
        "price", "priceIfPresent", "textIfPresent", "dateIfPresent", "issueCode", "has",
        "noteMissing",
    ]

    static var all: Set<String> {
        let readers = Package.sources.filter {
            $0.path.split(separator: "/").last?.hasPrefix("ScenarioReader") == true
        }
        return readers.reduce(into: Set()) { $0.formUnion(keys(in: $1.text)) }
    }

    static func keys(in text: String) -> Set<String> {
        let oneLine = text.split { $0.isWhitespace }.joined(separator: " ")
            .replacingOccurrences(of: "( \"", with: "(\"")
        let parts = oneLine.components(separatedBy: "(\"")
        var keys: Set<String> = []
        for (before, after) in zip(parts, parts.dropFirst()) {
            let call = String(before.reversed().prefix { $0.isLetter }.reversed())
            let key = after.prefix { $0 != "\"" }
            let isKey = key.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "_" }
            if calls.contains(call), isKey, !key.isEmpty { keys.insert(String(key)) }
        }
        return keys
    }
}
