import ArgumentParser
import KraderJSON
import KraderRuns

/// Sets runs beside each other.
struct RunsCompareCommand: ProgramCommand {
    static let configuration = CommandConfiguration.work(
        "krader runs compare",
        abstract: "Show in what runs differ: settings and parameters, then the figures.",
        discussion: """
            Ends with exit code 10 when there is no such run, 3 when one is damaged. A setting or \
            parameter that all runs have alike is left out.
            """)

    @Argument(
        help: ArgumentHelp(
            "Two runs or more: ids, the first digits of them, or folders.", valueName: "runs"))
    var runs: [String]

    @OptionGroup var place: RunPlace

    @OptionGroup var output: AnswerOptions

    @Flag(name: .long, help: "Print rows as CSV.")
    var csv = false

    func validate() throws {
        if output.json && csv { throw ValidationError("--json and --csv are one or the other.") }
        if runs.count < 2 { throw ValidationError("Name two runs or more.") }
    }

    func run(in program: KraderProgram) throws -> ExitStatus {
        let kept = try runs.map { try KeptRun(place.folder(of: $0)) }
        let comparison = RunComparison(kept)
        program.terminal.write(
            output.json
                ? comparison.json
                : csv
                    ? comparison.csv
                    : comparison.text(program.terminal.style(noColor: output.noColor)))
        return .ok
    }
}
