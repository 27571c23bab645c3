import ArgumentParser
import KraderEngine
import KraderJSON
import KraderRuns

/// Lists runs, each in a line.
struct RunsListCommand: ProgramCommand {
    static let configuration = CommandConfiguration.work(
        "krader runs list",
        abstract: "List runs with what they played and what came of it.",
        discussion: """
            The newest stand first, by the time at which a result was written. Of a strategy the \
            parameters are named that are not as by default. What is no result or unfinished is \
            counted, what is damaged is named.
            """)

    /// The order of the rows; the best or newest come first.
    enum Order: String, ExpressibleByArgument, CaseIterable {
        case newest, net, `return`, sharpe, drawdown, trades, scenario
    }

    @OptionGroup var place: RunPlace

    @Option(help: "What to sort by; the best first.")
    var sort: Order = .newest

    @Option(help: ArgumentHelp("Only runs of this scenario.", valueName: "name"))
    var scenario: String?

    @Option(help: ArgumentHelp("Only runs with this kind of strategy.", valueName: "name"))
    var strategy: String?

    @OptionGroup var output: AnswerOptions

    @Flag(name: .long, help: "Print rows as CSV.")
    var csv = false

    func validate() throws {
        if output.json && csv { throw ValidationError("--json and --csv are one or the other.") }
    }

    func run(in program: KraderProgram) throws -> ExitStatus {
        let shelf = try place.shelf()
        let content = shelf.read()
        let runs = sorted(content.runs.filter(isAsked))
        let list = RunList(
            root: shelf.root, runs: runs, all: content.runs, unfinished: content.unfinished,
            others: shelf.others, damaged: content.damaged, catalog: program.catalog)
        let terminal = program.terminal
        if output.json {
            terminal.write(list.json)
        } else if csv {
            terminal.write(list.csv)
            terminal.note(list.remarks)
        } else {
            terminal.write(list.text(terminal.style(noColor: output.noColor)))
        }
        if runs.isEmpty, let hint { terminal.note([hint(content.runs)]) }
        return .ok
    }

    private func isAsked(_ run: KeptRun) -> Bool {
        (scenario.map { $0 == run.scenario } ?? true)
            && (strategy.map { asked in run.strategies.contains { $0.kind == asked } } ?? true)
    }

    /// What to say when a filter let nothing pass; `nil` without a filter.
    private var hint: (([KeptRun]) -> String)? {
        guard scenario != nil || strategy != nil else { return nil }
        return { runs in
            let names = [
                (scenario, runs.map(\.scenario)),
                (strategy, runs.flatMap { $0.strategies.map(\.kind) }),
            ]
            let near = names.compactMap { asked, there in
                asked.flatMap { asked in
                    there.contains(asked) ? nil : nearestSpelling(of: asked, among: there)
                }
            }.first
            return "No run of \(runs.count) is so"
                + (near.map { "; did you mean '\(shown($0))'?" } ?? ".")
        }
    }

    private func sorted(_ runs: [KeptRun]) -> [KeptRun] {
        func key(_ run: KeptRun) -> Double? {
            switch sort {
            case .newest: Double(run.written)
            case .net: run.net?.double
            case .return: run.statistic("return")?.double
            case .sharpe: run.statistic("sharpe")?.double
            case .drawdown: run.maxDrawdown?.double.map { -$0 }
            case .trades: run.trades?.double
            case .scenario: 0
            }
        }
        return runs.map { (run: $0, key: key($0)) }.sorted { a, b in
            switch (a.key, b.key) {
            case (let x?, let y?) where x != y: x > y
            case (.some, nil): true
            case (nil, .some): false
            default: (a.run.scenario, a.run.folder) < (b.run.scenario, b.run.folder)
            }
        }.map(\.run)
    }
}
