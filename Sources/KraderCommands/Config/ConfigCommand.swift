import ArgumentParser
import KraderJSON
import KraderReport
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
    static let configuration = CommandConfiguration.work(
        "krader config show",
        abstract: "Print each setting, where it comes from and what it may be.",
        discussion: """
            Settings come from krader.json and .env in the current folder, from variables such as \
            KRADER_RISK__MAX_POSITION_SIZE and from --set, each over the ones before. What nothing \
            reads yet is marked: it waits for live trading. Secrets are masked.
            """)

    @OptionGroup var given: SettingOptions

    @OptionGroup var output: AnswerOptions

    func run(in program: KraderProgram) throws -> ExitStatus {
        let settings = try SettingsInForce.read(overrides: given.overrides)
        program.terminal.write(
            output.json
                ? settings.listedAsJSON
                : settings.listed(program.terminal.style(noColor: output.noColor)))
        return .ok
    }
}

extension Settings {
    fileprivate func listed(_ style: TextStyle) -> String {
        let columns = ["setting", "value", "source", "allowed"]
        let table = TextTable(
            columns: columns.map { ($0, .left) },
            rows: SettingDeclaration.all.map { declaration in
                let value = shownValue(of: declaration).text
                return [
                    declaration.path, value.isEmpty ? "-" : shown(value, charactersMax: 60),
                    shown(shownSource(of: declaration), charactersMax: 80),
                    declaration.kind.allowed
                        + (declaration.isRead ? "" : " (nothing reads it yet)"),
                ]
            })
        return table.lines(style, indent: "").map { $0 + "\n" }.joined()
    }

    fileprivate var listedAsJSON: String {
        Answer.json(command: "config show", .pretty) {
            $0.member("settings") {
                $0.array {
                    for declaration in SettingDeclaration.all {
                        $0.element(json(of: declaration))
                    }
                }
            }
        }
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
