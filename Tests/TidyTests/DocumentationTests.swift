import Foundation
import KraderCommands
import KraderEngine
import KraderModel
import KraderRuns
import Testing

/// README lists every code and flag that a user can meet.
@Suite(
    .enabled(
        if: Readme.text.contains(Readme.heading),
        "README.md has no section “\(Readme.heading)” yet: nothing is checked against it"))
struct DocumentationTests {
    @Test("README lists every refusal, rejection and incident")
    func codes() {
        let codes =
            Refusal.all.map(\.code) + VenueRejection.allCases.map(\.code)
            + IncidentRecord.Kind.allCases.map(\.code)
        for code in codes where !Readme.text.contains("`\(code)`") {
            Issue.record("List `\(code)` in README, under “\(Readme.heading)” or beside it.")
        }
    }

    @Test("README lists every exit code")
    func exitCodes() throws {
        let section = Array((Readme.section("Exit codes") ?? "").utf8)
        for status in ExitStatus.allCases where section.lines(with: "\(status.rawValue)").isEmpty {
            Issue.record("List \(status.rawValue) (\(status)) in README, under “## Exit codes”.")
        }
    }

    @Test("README lists every flag of the command line")
    func flags() throws {
        let flags = try CommandTree.flags()
        #expect(flags.contains("--json"))
        for flag in flags.sorted() where Array(Readme.text.utf8).lines(with: flag).isEmpty {
            Issue.record("Say in README what \(flag) does.")
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
