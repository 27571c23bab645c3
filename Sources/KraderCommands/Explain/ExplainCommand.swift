import ArgumentParser
import KraderDatasets
import KraderJSON
import KraderReport
import KraderRuns
import KraderScenario

/// Tells how an order came to be, or why nothing happened with a symbol.
struct ExplainCommand: ProgramCommand {
    static let configuration = CommandConfiguration.work(
        "krader explain",
        abstract: "Tell how an order of a run came to be, or why nothing happened with a symbol.",
        discussion: """
            --order tells from the run's folder alone what the market showed, the signal, the \
            rules with their numbers, requests and what the broker said, fills, exits. --symbol \
            and --at play the run's scenario up to that time, compare its digest with the \
            folder's on the way, and tell which gate was closed, and what each strategy said. \
            Ends with exit code 10 when there is no such run, order, symbol or strategy, 2 when \
            the time lies outside the run, 3 when the folder is damaged or its data are missing, \
            6 when another run comes out.
            """)

    @Argument(
        help: ArgumentHelp("A run's id, the first digits of it, or its folder.", valueName: "run"))
    var run: String

    @Option(
        help: ArgumentHelp(
            "The order's id, the first digits of it, or its number in the run (orders.csv).",
            valueName: "id"))
    var order: String?

    @Option(help: ArgumentHelp("A symbol of the run; needs --at.", valueName: "code"))
    var symbol: String?

    @Option(
        help: ArgumentHelp(
            "The time to explain, KST; of a run of one day 09:05 will do.", valueName: "time"))
    var at: String?

    @Option(help: ArgumentHelp("Tell of this strategy alone.", valueName: "id"))
    var strategy: String?

    @Option(
        help: ArgumentHelp(
            "A folder to look for data in, by their hash; repeatable.", valueName: "folder"),
        completion: .directory)
    var data: [String] = []

    @OptionGroup var place: RunPlace

    @OptionGroup var output: AnswerOptions

    func validate() throws {
        if order != nil, symbol != nil || at != nil || strategy != nil || !data.isEmpty {
            throw ValidationError(
                "--order goes without --symbol, --at, --strategy and --data.")
        }
        if order == nil, symbol == nil || at == nil {
            throw ValidationError(
                "Name an order with --order, or a symbol and a time with "
                    + "--symbol and --at.")
        }
    }

    func run(in program: KraderProgram) throws -> ExitStatus {
        let answer = try answer(in: program)
        program.terminal.write(
            output.json
                ? answer.json(command: "explain")
                : answer.text(program.terminal.style(noColor: output.noColor)))
        return .ok
    }

    private func answer(in program: KraderProgram) throws -> Answer {
        let folder = try place.folder(of: run)
        if let order { return try OrderStory(of: order, in: folder).answer }
        for folder in data where !FolderRemoval.isFolder(folder) {
            throw ExitFault(
                status: .usage,
                message: "--data '\(shown(folder, charactersMax: 200))' is no folder.")
        }
        Interruption.listen()
        let view = RunView(
            ProgressStyle(Settings().progress), name: "explain", program.terminal)
        defer { view.finish() }
        let question = SymbolStory.Question(
            symbol: symbol ?? "", at: at ?? "", strategy: strategy, folders: data)
        return try SymbolStory(
            of: question, in: folder, catalog: program.catalog, control: .shown(view)
        ).answer
    }
}
