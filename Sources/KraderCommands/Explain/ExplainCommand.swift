import ArgumentParser
import KraderReport
import KraderRuns

/// Tells how an order came to be and what became of it.
struct ExplainCommand: ProgramCommand {
    static let configuration = CommandConfiguration.work(
        "krader explain",
        abstract: "Tell how an order of a run came to be, and what became of it.",
        discussion: """
            From the run's folder alone: what the market showed, the signal, the rules with their \
            numbers, requests and what the broker said, fills, exits. Ends with exit code 10 when \
            there is no such run or order, 3 when the folder is damaged.
            """)

    @Argument(
        help: ArgumentHelp("A run's id, the first digits of it, or its folder.", valueName: "run"))
    var run: String

    @Option(
        help: ArgumentHelp(
            "The order's id, the first digits of it, or its number in the run (orders.csv).",
            valueName: "id"))
    var order: String

    @OptionGroup var place: RunPlace

    @OptionGroup var output: AnswerOptions

    func run(in program: KraderProgram) throws -> ExitStatus {
        let story = try OrderStory(of: order, in: place.folder(of: run))
        program.terminal.write(
            output.json
                ? story.answer.json(command: "explain")
                : story.answer.text(program.terminal.style(noColor: output.noColor)))
        return .ok
    }
}
