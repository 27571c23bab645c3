import ArgumentParser
import KraderFiles
import KraderReport
import KraderText

/// Runs scenarios under the simulated clock.
struct BacktestCommand: ProgramCommand {
    static let configuration = CommandConfiguration(
        commandName: "backtest",
        abstract: "Run scenarios under the simulated clock and report.",
        discussion: """
            Each run leaves a folder reports/<scenario>/<run id>/ with result.json, report.html \
            and CSV files. The run id follows from scenario, settings, data and seed: the same run \
            has the same name and the same bytes. The last line of each run names it.
            """)

    @Argument(help: "Scenario files.", completion: .file(extensions: ["json"]))
    var scenarios: [String]

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp(
            "A value in place of the scenario's or settings', such as account.cash=5000000.",
            valueName: "path=value"))
    var overrides: [String] = []

    @Option(help: "The seed in place of the scenario's.")
    var seed: UInt64?

    @Option(help: ArgumentHelp("The folder for results.", valueName: "folder"))
    var out = "reports"

    @Flag(name: .long, help: "Print one JSON object with all results.")
    var json = false

    @Flag(name: [.customShort("q"), .long], help: "Print only the last line of each run.")
    var quiet = false

    @Flag(name: [.customShort("v"), .long], help: "Print settings and data notes as well.")
    var verbose = false

    @Option(help: "How progress is shown on standard error: auto, plain or none.")
    var progress = ProgressStyle.auto

    @Flag(name: .customLong("no-color"), help: "Plain text; also by the variable NO_COLOR.")
    var noColor = false

    func validate() throws {
        if scenarios.isEmpty { throw ValidationError("Name at least one scenario file.") }
    }

    func run(in program: KraderProgram) throws -> ExitStatus {
        let color = program.terminal.mayColor && !noColor
        let overrides = self.overrides + (seed.map { ["seed=\($0)"] } ?? [])
        Interruption.listen()
        var finished: [FinishedRun] = []
        var statuses: [ExitStatus] = []
        for path in scenarios where !Interruption.isRequested {
            do {
                let run = try BacktestRun(
                    path: path, overrides: overrides, catalog: program.catalog)
                let done = try run.play(
                    into: out,
                    progress: Progress(style: quiet ? .none : progress, name: run.scenario.name))
                statuses.append(done.status)
                if !json { tell(done, color, program.terminal) }
                finished.append(done)
            } catch let failure as CommandFailure {
                statuses.append(failure.status)
                program.terminal.complain("Error: \(failure.message)\n")
            }
        }
        if json { program.terminal.write(FinishedRun.json(finished)) }
        if scenarios.count > 1 && !json && !quiet {
            let rows = finished.map { (record: $0.record, summary: $0.summary) }
            program.terminal.write("\n" + TerminalSummary.table(rows, color: color))
        }
        return ExitStatus.combined(statuses)
    }

    private func tell(_ done: FinishedRun, _ color: Bool, _ terminal: Terminal) {
        var text = ""
        if !quiet {
            text += TerminalSummary.text(done.record, done.summary, color: color)
            if verbose { text += done.details }
            text += "  report  \(done.folder)/report.html\n"
        }
        terminal.write(text + SummaryLine.text(done.record, done.summary) + "\n")
    }
}

extension ExitStatus {
    /// Of many runs the first of 1, 2, 3, 6, 5, 8, 7, 4 that occurs; an interruption before all.
    static func combined(_ statuses: [ExitStatus]) -> ExitStatus {
        let order: [ExitStatus] = [
            .interrupted, .terminated, .internalError, .usage, .data, .digestDiffers,
            .expectationFailed, .unresolved, .killSwitch, .strategyFault,
        ]
        return order.first { statuses.contains($0) } ?? .ok
    }
}
