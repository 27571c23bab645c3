import Foundation

/// The built `krader`, which lies beside the test bundle, asked about itself.
enum BuiltProgram {
    struct Setting {
        var name: String
        /// Whether a scenario can say the setting.
        var changesResults: Bool
    }

    /// What the program prints, in a folder without settings.
    static func answer(_ arguments: [String]) throws -> String {
        String(decoding: try data(arguments), as: UTF8.self)
    }

    static func data(_ arguments: [String]) throws -> Data {
        let bundle = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: bundle)
            .deletingLastPathComponent().appendingPathComponent("krader")
        process.arguments = arguments
        process.currentDirectoryURL = FileManager.default.temporaryDirectory
        process.environment = ProcessInfo.processInfo.environment.filter {
            !$0.key.hasPrefix("KRADER_")
        }
        let out = Pipe()
        process.standardOutput = out
        try process.run()
        let data = out.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return data
    }

    static func settings() throws -> [Setting] {
        struct Answer: Decodable {
            struct Row: Decodable {
                var setting: String
                var changesResults: Bool

                enum CodingKeys: String, CodingKey {
                    case setting
                    case changesResults = "changes_results"
                }
            }
            var settings: [Row]
        }
        let data = try data(["config", "show", "--json"])
        return try JSONDecoder().decode(Answer.self, from: data).settings.map {
            Setting(name: $0.setting, changesResults: $0.changesResults)
        }
    }
}

/// The built `krader`'s own description of its commands.
enum CommandTree {
    private struct Dump: Decodable { var command: Command }

    private struct Command: Decodable {
        var commandName: String
        var shouldDisplay: Bool?
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

        /// The names of all commands below, each with those above it.
        func names(below above: String) -> [String] {
            (subcommands ?? []).filter { $0.commandName != "help" && $0.shouldDisplay != false }
                .flatMap { command -> [String] in
                    let name = "\(above) \(command.commandName)"
                    return [name] + command.names(below: name)
                }
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

    private static func dump() throws -> Command {
        let data = try BuiltProgram.data(["--experimental-dump-help"])
        return try JSONDecoder().decode(Dump.self, from: data).command
    }

    /// Every flag of every command.
    static func flags() throws -> Set<String> { try dump().flags }

    /// Every command with its full name, such as `krader data import`.
    static func commands() throws -> [String] { try dump().names(below: "krader") }
}
