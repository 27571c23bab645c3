import ArgumentParser
import KraderJSON
import KraderReport
import KraderRuns
import KraderScenario

/// Runs scenarios under the simulated clock.
struct BacktestCommand: ProgramCommand {
    static let configuration = CommandConfiguration.work(
        "krader backtest",
        abstract:
            "Run scenarios, or strategies on your files, under the simulated clock and report.",
        discussion: """
            Files of market data (.csv, .csv.gz, .txt) are played with --strategy, without a \
            scenario file: symbols, boards and period are found in them or asked for, what is \
            assumed is said, and --save keeps the scenario that was made.

            Each run leaves a folder reports/<scenario>/<run id>/ with result.json, report.html \
            and CSV files. The run id follows from scenario, settings, data and seed: the same run \
            has the same name and the same bytes. The last line of each run names it.
            """)

    @Argument(
        help: "Scenario files; or files of market data, with --strategy.",
        completion: .file(extensions: ["json", "csv", "gz", "txt"]))
    var files: [String]

    @OptionGroup var direct: DirectOptions

    @OptionGroup var given: ScenarioOptions

    @Option(
        help: ArgumentHelp(
            "The folder for results, in place of the setting report.dir.", valueName: "folder"))
    var out: String?

    @Flag(
        name: .long,
        help: "End with exit code 5 where prices contradict what is held, at that moment.")
    var strict = false

    @OptionGroup var pages: PageOptions

    @OptionGroup var output: AnswerOptions

    @OptionGroup var watch: WatchOptions

    @Flag(name: [.customShort("v"), .long], help: "Print settings and data notes as well.")
    var verbose = false

    func run(in program: KraderProgram) throws -> ExitStatus {
        let terminal = program.terminal
        let style = terminal.style(noColor: output.noColor)
        guard out != "" else {
            throw ExitFault(status: .usage, message: "--out is empty; it must name a folder.")
        }
        try pages.check()
        let asked = try asked(program)
        Interruption.listen()
        var runs: [AskedRun] = []
        for plan in asked where !Interruption.isRequested {
            let run = AskedRun(path: plan.path, outcome: play(plan, program))
            switch run.outcome {
            case .success(let done):
                terminal.note(done.notes)
                if !output.json { tell(done, style, terminal) }
            case .failure(let failure): terminal.complain("Error: \(failure.message)\n")
            }
            runs.append(run)
        }
        var statuses = runs.map(\.status)
        if runs.count < asked.count { statuses.append(Interruption.status) }
        let status = ExitStatus.combined(statuses)
        let left = asked.dropFirst(runs.count).map { plan in
            AskedRun(
                path: plan.path,
                outcome: .failure(
                    ExitFault(
                        status: Interruption.status, message: "It was not played: interrupted")))
        }
        try pages.write(runs + left)
        if output.json { terminal.write(AskedRun.json(runs, status: status)) }
        if asked.count > 1 && !output.json && !watch.quiet { tellAll(runs, style, terminal) }
        return status
    }

    /// What is to be played, one after the other.
    private func asked(_ program: KraderProgram) throws -> [AskedPlan] {
        let overrides = given.all
        switch try PlayedArguments(files) {
        case .scenarios(let paths):
            if let option = direct.given.first {
                throw ExitFault(
                    status: .usage,
                    message: "\(option) is of files of market data, and "
                        + "'\(shown(paths[0], charactersMax: 200))' is none: a scenario says it "
                        + "itself, and --set changes it. Tables are read as CSV (.csv, .tsv, .txt, "
                        + "also .gz); of a folder the files are named.")
            }
            return paths.map { path in
                AskedPlan(path: path) {
                    try RunPlan(
                        path: path, overrides: overrides, catalog: program.catalog,
                        isStrict: strict)
                }
            }
        case .marketData(let paths):
            var direct = direct
            // Of a file with one strategy it is clear which is meant.
            if direct.strategies.isEmpty, program.own.count == 1 { direct.strategies = program.own }
            let request = try direct.request(paths, program.catalog)
            let overrides = try direct.overrides(overrides, program.catalog)
            return [
                AskedPlan(path: paths.joined(separator: " ")) {
                    try plan(of: request, overrides, program)
                }
            ]
        }
    }

    /// Makes a scenario of files, says what was assumed, and saves it where that is asked for.
    private func plan(
        of request: DirectRequest, _ overrides: [String], _ program: KraderProgram
    ) throws -> RunPlan {
        let scenario = try DirectScenario(request, saved: direct.save, control: .quiet)
        if !watch.quiet { program.terminal.note(scenario.notes) }
        program.terminal.warn(scenario.warnings)
        let plan = try RunPlan(
            bytes: Array(scenario.text.utf8), path: scenario.path, overrides: overrides,
            catalog: program.catalog, isStrict: strict)
        if let place = direct.save {
            try ScenarioFile.save(
                plan.playedText + "\n", to: place, calls: program.folderCalls)
        }
        return plan
    }

    private func play(
        _ asked: AskedPlan, _ program: KraderProgram
    ) -> Result<FinishedRun, ExitFault> {
        do {
            let run = try asked.plan()
            program.noteUnplayed(in: run)
            let style = watch.style(run.settings)
            let root = out ?? run.settings.text("report.dir")
            guard !root.isEmpty else {
                throw ExitFault(
                    status: .usage, message: "The setting report.dir is empty; it names a folder.")
            }
            return .success(
                try run.play(into: root, style, program))
        } catch let failure as ExitFault {
            return .failure(failure)
        } catch {
            return .failure(ExitFault(status: .internalError, message: "\(error)"))
        }
    }

    private func tell(_ done: FinishedRun, _ style: TextStyle, _ terminal: Terminal) {
        var text = ""
        if !watch.quiet {
            text += TerminalSummary.text(
                done.result, done.summary, style, report: done.reportPath)
            if verbose { text += done.details(style) }
        }
        terminal.write(text + SummaryLine.text(done.result, done.summary) + "\n")
    }

    /// Tells many runs, each in a line, and which scenarios could not be run.
    private func tellAll(_ runs: [AskedRun], _ style: TextStyle, _ terminal: Terminal) {
        let finished = runs.compactMap { try? $0.outcome.get() }
        if !finished.isEmpty {
            let rows = finished.map { (result: $0.result, summary: $0.summary) }
            terminal.write("\n" + TerminalSummary.table(rows, style))
        }
        let missing = files.count - finished.count
        if missing > 0 {
            terminal.complain("Not run: \(missing) of \(files.count) scenarios.\n")
        }
    }
}

/// One run of those that a command was asked for.
private struct AskedPlan {
    /// The path as named on the command line.
    var path: String
    /// Reads scenario and data.
    var plan: () throws -> RunPlan
}
