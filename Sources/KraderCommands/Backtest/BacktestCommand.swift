import ArgumentParser
import KraderJSON
import KraderReport
import KraderRuns
import KraderScenario

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

    @Option(
        help: ArgumentHelp(
            "The folder for results, in place of the setting report.dir.", valueName: "folder"))
    var out: String?

    @Flag(
        name: .long,
        help: "End with exit code 5 where prices contradict what is held, at that moment.")
    var strict = false

    @Flag(name: .long, help: "Print one JSON object with all results.")
    var json = false

    @Flag(name: [.customShort("q"), .long], help: "Print only the last line of each run.")
    var quiet = false

    @Flag(name: [.customShort("v"), .long], help: "Print settings and data notes as well.")
    var verbose = false

    @Option(help: "How progress is shown on standard error, in place of the setting progress.")
    var progress: ProgressStyle?

    @Flag(name: .customLong("no-color"), help: "Plain text; also by the variable NO_COLOR.")
    var noColor = false

    func run(in program: KraderProgram) throws -> ExitStatus {
        let terminal = program.terminal
        let color = terminal.mayColor && !noColor
        guard out != "" else {
            throw ExitFault(status: .usage, message: "--out is empty; it must name a folder.")
        }
        Interruption.listen()
        var runs: [AskedRun] = []
        for path in scenarios where !Interruption.isRequested {
            let run = AskedRun(path: path, outcome: play(path, program))
            switch run.outcome {
            case .success(let done):
                terminal.note(done.notes)
                if !json { tell(done, color, terminal) }
            case .failure(let failure): terminal.complain("Error: \(failure.message)\n")
            }
            runs.append(run)
        }
        var statuses = runs.map(\.status)
        if runs.count < scenarios.count { statuses.append(Interruption.status) }
        let status = ExitStatus.combined(statuses)
        if json { terminal.write(AskedRun.json(runs, status: status)) }
        if scenarios.count > 1 && !json && !quiet { tellAll(runs, color, terminal) }
        return status
    }

    private func play(
        _ path: String, _ program: KraderProgram
    ) -> Result<FinishedRun, ExitFault> {
        do {
            let run = try RunPlan(
                path: path, overrides: overrides + (seed.map { ["seed=\($0)"] } ?? []),
                catalog: program.catalog, isStrict: strict)
            program.noteUnplayed(in: run)
            let style = progress ?? ProgressStyle(run.settings.progress)
            let root = out ?? run.settings.text("report.dir")
            guard !root.isEmpty else {
                throw ExitFault(
                    status: .usage, message: "The setting report.dir is empty; it names a folder.")
            }
            return .success(
                try run.play(into: root, quiet ? .none : style, program))
        } catch let failure as ExitFault {
            return .failure(failure)
        } catch {
            return .failure(ExitFault(status: .internalError, message: "\(error)"))
        }
    }

    private func tell(_ done: FinishedRun, _ color: Bool, _ terminal: Terminal) {
        var text = ""
        if !quiet {
            text += TerminalSummary.text(
                done.record, done.summary, color: color, report: done.reportPath)
            if verbose { text += done.details }
        }
        terminal.write(text + SummaryLine.text(done.record, done.summary) + "\n")
    }

    /// A line for each of many runs, and which scenarios could not be run.
    private func tellAll(_ runs: [AskedRun], _ color: Bool, _ terminal: Terminal) {
        let finished = runs.compactMap { try? $0.outcome.get() }
        if !finished.isEmpty {
            let rows = finished.map { (record: $0.record, summary: $0.summary) }
            terminal.write("\n" + TerminalSummary.table(rows, color: color))
        }
        let missing = scenarios.count - finished.count
        if missing > 0 {
            terminal.complain("Not run: \(missing) of \(scenarios.count) scenarios.\n")
        }
    }
}
