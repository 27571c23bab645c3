import ArgumentParser
import KraderJSON
import KraderRuns
import KraderScenario

/// Tells of the settings in force.
struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Look at the settings in force and where each comes from.",
        subcommands: [ConfigShowCommand.self])
}

/// Prints each setting with its value, its source and what it may be.
struct ConfigShowCommand: ProgramCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Print each setting, where it comes from and what it may be.",
        discussion: """
            Settings come from krader.json and .env in the current folder, from variables such as \
            KRADER_RISK__MAX_POSITION_SIZE and from --set, each over the ones before. What nothing \
            reads yet is marked: it waits for live trading. Secrets are masked.
            """)

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp("A setting in place of others, path=value.", valueName: "path=value"))
    var overrides: [String] = []

    @Flag(name: .long, help: "Print one JSON object.")
    var json = false

    func run(in program: KraderProgram) throws -> ExitStatus {
        let settings = try SettingsInForce.read(overrides: overrides)
        program.terminal.write(json ? settings.listedAsJSON : settings.listed)
        return .ok
    }
}

extension Settings {
    /// The settings as an aligned table.
    fileprivate var listed: String {
        let header = ["setting", "value", "source", "allowed"]
        let rows =
            [header]
            + SettingDeclaration.all.map { declaration in
                let value = shownValue(of: declaration).text
                return [
                    declaration.path, value.isEmpty ? "-" : shown(value, charactersMax: 60),
                    shown(shownSource(of: declaration), charactersMax: 80),
                    declaration.kind.allowed
                        + (declaration.isRead ? "" : " (nothing reads it yet)"),
                ]
            }
        let widths = header.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        let lines = rows.map { row in
            row.indices.map { column in
                column == row.count - 1
                    ? row[column]
                    : row[column]
                        + String(repeating: " ", count: widths[column] - row[column].count)
            }.joined(separator: "  ")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    fileprivate var listedAsJSON: String {
        var writer = JSONWriter(.pretty)
        writer.object {
            $0.member("schema", 1)
            $0.member("command", "config show")
            $0.member("settings") {
                $0.array {
                    for declaration in SettingDeclaration.all {
                        $0.element(json(of: declaration))
                    }
                }
            }
        }
        return String(decoding: writer.finished(), as: UTF8.self)
    }

    private func json(of declaration: SettingDeclaration) -> JSONValue {
        [
            "setting": JSONValue(.string(declaration.path)),
            "value": shownValue(of: declaration).json,
            "source": JSONValue(.string(shownSource(of: declaration))),
            "allowed": JSONValue(.string(declaration.kind.allowed)),
            "variable": JSONValue(.string(declaration.variable)),
            "read": JSONValue(.boolean(declaration.isRead)),
            "changes_results": JSONValue(.boolean(declaration.changesResults)),
            "help": JSONValue(.string(declaration.help)),
        ]
    }
}
