import ArgumentParser
import KraderEngine
import KraderJSON
import KraderRuns

/// Tells again, from its folder, what a run came to.
struct RunsShowCommand: ProgramCommand {
    static let configuration = CommandConfiguration.work(
        "krader runs show",
        abstract: "Print the summary of a run again.",
        discussion: "Ends with exit code 10 when there is no such run, 3 when it is damaged.")

    @Argument(
        help: ArgumentHelp("A run's id, the first digits of it, or its folder.", valueName: "run"))
    var run: String

    @OptionGroup var place: RunPlace

    @OptionGroup var output: AnswerOptions

    func run(in program: KraderProgram) throws -> ExitStatus {
        let kept = try KeptRun(place.folder(of: run))
        program.terminal.write(
            output.json
                ? kept.shownJSON(program.catalog)
                : kept.summary(program.terminal.style(noColor: output.noColor)))
        return .ok
    }
}

extension RunPlace {
    /// The folder of the run. A folder is taken as it stands, whether or not there is any shelf.
    func folder(of asked: String) throws -> String {
        if dir == nil, asked.contains("/") { return asked }
        return try shelf().folder(of: asked)
    }
}
