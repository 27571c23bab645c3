import ArgumentParser
import KraderJSON
import KraderRuns
import KraderScenario

/// Writes, checks, describes and lists scenario files.
struct ScenarioCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scenario",
        abstract: "Write scenario files, check them, list them.",
        subcommands: [
            ScenarioNewCommand.self, ScenarioLintCommand.self, ScenarioSchemaCommand.self,
            ScenarioListCommand.self,
        ])
}

/// Prints the JSON Schema of scenario files.
struct ScenarioSchemaCommand: ProgramCommand {
    static let configuration = CommandConfiguration.work(
        "krader scenario schema",
        abstract: "Print the JSON Schema of scenario files.",
        discussion: """
            It is of draft 2020-12: an editor that knows it completes keys, verbs and \
            expectations, and marks mistakes. What no schema can say, such as the steps of prices, \
            'krader scenario lint' says.
            """)

    func run(in program: KraderProgram) throws -> ExitStatus {
        program.terminal.write(ScenarioSchema.text(catalog: program.catalog))
        return .ok
    }
}

/// Lists the scenarios below a folder.
struct ScenarioListCommand: ProgramCommand {
    static let configuration = CommandConfiguration.work(
        "krader scenario list",
        abstract: "List scenarios with what they say of themselves.",
        discussion: """
            Of each: the file, how many events it scripts, how many expectations it has, and what \
            it is about.
            """)

    @Argument(help: "The folder to look in.", completion: .directory)
    var folder = "scenarios"

    @OptionGroup var output: AnswerOptions

    func run(in program: KraderProgram) throws -> ExitStatus {
        let list = try ScenarioList(below: folder)
        let terminal = program.terminal
        terminal.write(
            output.json ? list.json : list.text(terminal.style(noColor: output.noColor)))
        return .ok
    }
}
