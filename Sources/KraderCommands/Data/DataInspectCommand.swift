import ArgumentParser
import KraderFiles
import KraderModel

/// Says what the market data of a scenario are, or how they look beside KRX's.
struct DataInspectCommand: ProgramCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Say what a scenario's market data are, or how they look beside KRX's.",
        discussion: """
            Without --profile: period, symbols, how many rows there are of each kind, first and \
            last times, notes and hashes. With it: the figures by which real trading on KRX is \
            described, of these data and of KRX side by side. No strategy runs.
            """)

    @Argument(help: "A scenario file.", completion: .file(extensions: ["json"]))
    var scenario: String

    @Flag(help: "Compare volume, prints, spreads, sizes and returns with KRX's.")
    var profile = false

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp(
            "A value in place of the scenario's or settings', such as market.to=\"2026-03-31\".",
            valueName: "path=value"))
    var overrides: [String] = []

    @Option(help: "The seed in place of the scenario's.")
    var seed: UInt64?

    @Flag(name: .long, help: "Print one JSON object; of a profile with each issue's figures.")
    var json = false

    @Flag(name: .customLong("no-color"), help: "Plain text; also by the variable NO_COLOR.")
    var noColor = false

    func run(in program: KraderProgram) throws -> ExitStatus {
        let run = try BacktestRun(
            path: scenario, overrides: overrides + (seed.map { ["seed=\($0)"] } ?? []),
            catalog: program.catalog)
        let style = ProgressStyle(rawValue: run.settings.text("progress")) ?? .auto
        var reading = MarketReading(
            run.market, period: run.scenario.period,
            progress: Progress(style: style, name: run.scenario.name), program.terminal)
        let answer: MarketAnswer
        if profile {
            let profile = try MarketComparison(run.scenario, run.market, &reading)
            answer = profile.answer(withIssues: json)
        } else {
            answer = MarketCensus(run.scenario, &reading).answer(of: run.market)
        }
        if let failure = run.market.readingFailure() { throw failure }
        let terminal = program.terminal
        terminal.write(
            json
                ? answer.json(command: "data inspect")
                : answer.text(colored: terminal.mayColor && !noColor))
        return .ok
    }
}
