import ArgumentParser
import KraderJSON
import KraderMarket
import KraderModel
import KraderReport
import KraderRuns
import KraderScenario

/// Says what a dataset or the market data of a scenario hold, or how they look beside KRX's.
struct DataInspectCommand: ProgramCommand {
    static let configuration = CommandConfiguration.work(
        "krader data inspect",
        abstract: "Say what a dataset or a scenario's market data hold; draw prices; show rows.",
        discussion: """
            Of a dataset: contents, symbols, where it came from. With --symbol its prices and \
            volume are drawn, of all days or of one --day; with --at the rows around a time are \
            shown. Of a scenario: period, symbols, rows of each kind, notes and hashes. With \
            --profile: the figures by which real trading on KRX is described, of these data and \
            of KRX side by side. No strategy runs.
            """)

    @Argument(
        help: ArgumentHelp(
            "A dataset, by name or path, or a scenario file.",
            valueName: "dataset|scenario.json"),
        completion: .file())
    var target: String

    @Flag(help: "All symbols of a dataset, not only the largest.")
    var all = false

    @Option(help: "Draw the prices and volume of this symbol of a dataset.")
    var symbol: String?

    @Option(help: ArgumentHelp("Of one day.", valueName: "date"))
    var day: String?

    @Option(
        help: ArgumentHelp("Show the rows around this time of the day, KST.", valueName: "time"))
    var at: String?

    @Option(help: ArgumentHelp("Rows to show around a time. (default: 10)", valueName: "n"))
    var rows: Int?

    @Option(help: "Which rows: ticks, quotes, books or candles.", transform: recordKind)
    var kind: RowKind?

    @Flag(help: "Compare prints, spreads, sizes and returns with KRX's, and issues across days.")
    var profile = false

    @OptionGroup var given: ScenarioOptions

    @OptionGroup var output: AnswerOptions

    func validate() throws {
        if let rows, rows < 1 { throw ValidationError("--rows is a number from 1.") }
        let needsSymbol = [
            ("--day", day != nil), ("--at", at != nil), ("--rows", rows != nil),
            ("--kind", kind != nil),
        ]
        for (name, isSaid) in needsSymbol where isSaid && symbol == nil {
            throw ValidationError("\(name) needs a --symbol.")
        }
    }

    func run(in program: KraderProgram) throws -> ExitStatus {
        guard !meansDataset() else { return try inspectDataset(in: program) }
        if symbol != nil || all {
            throw ExitFault(
                status: .usage,
                message: "\(symbol != nil ? "--symbol" : "--all") is for datasets; "
                    + "'\(shown(target))' is a scenario.")
        }
        let run = try RunPlan(
            path: target, overrides: given.all,
            catalog: program.catalog)
        let style = ProgressStyle(run.settings.progress)
        let sources = try run.market.sources()
        let watched = RunView(style, name: run.scenario.name, program.terminal)
        defer { watched.finish() }
        var reading = MarketReading(
            sources, period: run.scenario.period, control: .shown(watched))
        let answer: Answer
        if profile {
            let subject = MarketComparison.Subject(run.scenario)
            let profile = try MarketComparison(subject, notes: run.market.notes, &reading)
            answer = profile.answer(withIssues: output.json)
        } else {
            answer = MarketCensus(run.scenario, &reading).answer(of: run.market)
        }
        if let fault = sources.readingFault() { throw fault }
        let terminal = program.terminal
        terminal.write(
            output.json
                ? answer.json(command: "data inspect")
                : answer.text(terminal.style(noColor: output.noColor)))
        return .ok
    }
}

private func recordKind(_ text: String) throws -> RowKind {
    guard let kind = RowKind(rawValue: text) else {
        throw ValidationError("It must be ticks, quotes, books or candles.")
    }
    return kind
}
