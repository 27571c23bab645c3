import ArgumentParser
import KraderBacktest
import KraderEngine
import KraderReport
import KraderRuns

/// What a backtest leaves for CI beside its results.
struct PageOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Write expectations and script as JUnit XML, a suite for each scenario.",
            valueName: "file"), completion: .file(extensions: ["xml"]))
    var junit: String?

    @Option(
        help: ArgumentHelp(
            "Write a table of the runs, and what failed, as Markdown.", valueName: "file"),
        completion: .file(extensions: ["md"]))
    var summary: String?

    /// Refuses names that name no file, before anything is played.
    func check() throws {
        for (option, path) in [("--junit", junit), ("--summary", summary)] where path == "" {
            throw ExitFault(status: .usage, message: "\(option) is empty; it must name a file.")
        }
    }

    func write(_ runs: [AskedRun]) throws {
        if let junit {
            try AskedFile.write(
                JUnitReport.text(runs.map(\.suite)), to: junit, option: "--junit")
        }
        if let summary {
            let nets = runs.map { run in
                (try? run.outcome.get()).map { $0.result.account.equity - $0.result.openingEquity }
            }
            try AskedFile.write(
                MarkdownReport.text(runs.map(\.suite), nets: nets), to: summary,
                option: "--summary")
        }
    }
}

extension AskedRun {
    /// The run as CI pages know it: by its scenario's name, else by its path.
    fileprivate var suite: JUnitReport.Suite {
        switch outcome {
        case .success(let run):
            JUnitReport.Suite(
                name: run.summary.identity.scenario, summary: run.summary, fault: run.runFault)
        case .failure(let failure):
            JUnitReport.Suite(name: path, summary: nil, fault: failure.message)
        }
    }
}

extension FinishedRun {
    /// Why the run is no success beside its expectations and its script.
    fileprivate var runFault: String? {
        if status == .ok { return nil }
        let isTold = !summary.unmet.isEmpty || !summary.undone.isEmpty
        return status == .expectationFailed && isTold ? nil : "exit code \(status.rawValue)"
    }
}
