import Foundation
import KraderCommands
import KraderEngine
import KraderModel
import Testing

/// README lists every code and flag that a user can meet.
@Suite(
    .enabled(
        if: Readme.text.contains(Readme.heading),
        "README.md has no section “\(Readme.heading)” yet: nothing is checked against it"))
struct DocumentationTests {
    @Test("README lists every refusal", arguments: Refusal.all.map(\.code))
    func refusals(code: String) {
        #expect(Readme.text.contains("`\(code)`"), "List `\(code)` under “\(Readme.heading)”.")
    }

    @Test("README lists every rejection", arguments: VenueRejection.allCases.map(\.code))
    func rejections(code: String) {
        #expect(Readme.text.contains("`\(code)`"), "List `\(code)` beside the refusals.")
    }

    @Test("README lists every incident", arguments: IncidentRecord.Kind.allCases.map(\.code))
    func incidents(code: String) {
        #expect(Readme.text.contains("`\(code)`"), "List `\(code)` among the incidents.")
    }

    @Test("README lists every exit code", arguments: ExitStatus.allCases.map(\.rawValue))
    func exitCodes(number: Int32) throws {
        let section = try #require(
            Readme.section("Exit codes"), "README needs a section “## Exit codes”.")
        #expect(
            !Array(section.utf8).lines(with: "\(number)").isEmpty,
            "List exit code \(number) under “## Exit codes”.")
    }

    @Test("README lists every flag of the command line")
    func flags() throws {
        let flags = try CommandTree.flags()
        #expect(flags.contains("--json"))
        for flag in flags.sorted() where Array(Readme.text.utf8).lines(with: flag).isEmpty {
            Issue.record("\(flag): say in README what it does.")
        }
    }
}

enum Readme {
    static let text = Package.read("README.md") ?? ""
    static let heading = "## Refusal codes"

    /// From a heading of the second level to the next.
    static func section(_ title: String) -> String? {
        text.components(separatedBy: "\n## ").first { $0.hasPrefix(title) }
    }
}

/// The built `krader`'s own description of its commands.
enum CommandTree {
    private struct Dump: Decodable { var command: Command }

    private struct Command: Decodable {
        var arguments: [Argument]?
        var subcommands: [Command]?

        var flags: Set<String> {
            var found: Set<String> = []
            for argument in arguments ?? [] where argument.shouldDisplay {
                for name in argument.names ?? [] {
                    found.insert((name.kind == "long" ? "--" : "-") + name.name)
                }
            }
            return (subcommands ?? []).reduce(into: found) { $0.formUnion($1.flags) }
        }
    }

    private struct Argument: Decodable {
        struct Name: Decodable {
            var kind: String
            var name: String
        }
        var names: [Name]?
        var shouldDisplay: Bool
    }

    /// Every flag of every command.
    static func flags() throws -> Set<String> {
        let bundle = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: bundle)
            .deletingLastPathComponent().appendingPathComponent("krader")
        process.arguments = ["--experimental-dump-help"]
        let out = Pipe()
        process.standardOutput = out
        try process.run()
        let data = out.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return try JSONDecoder().decode(Dump.self, from: data).command.flags
    }
}
