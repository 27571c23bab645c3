import KraderBacktest
import KraderReport
import KraderText

/// A run that has been played and written.
struct FinishedRun {
    var record: RunRecord
    var summary: RunSummary
    var folder: String
    var status: ExitStatus
    /// What there is to say of the folder, a sentence each.
    var notes: [String] = []

    var reportPath: String { "\(folder)/report.html" }

    /// What `--verbose` adds: settings in force and data notes.
    var details: String {
        let width = summary.settings.map(\.path.count).max() ?? 0
        var lines = ["Settings in force"]
        lines += summary.settings.map { setting in
            let space = String(repeating: " ", count: width - setting.path.count)
            let mark = setting.source == "default" ? "" : "  (\(setting.source))"
            return "  \(setting.path)\(space)  \(setting.value.text(.compact))\(mark)"
        }
        if !summary.dataNotes.isEmpty { lines.append("Data") }
        lines += summary.dataNotes.map { "  \($0)" }
        return lines.map { $0 + "\n" }.joined()
    }
}

/// A scenario that was asked for, and what became of it.
struct AskedRun {
    /// As named on the command line.
    var path: String
    var outcome: Result<FinishedRun, CommandFailure>

    var status: ExitStatus {
        switch outcome {
        case .success(let run): run.status
        case .failure(let failure): failure.status
        }
    }

    /// One object for machines: of each run its folder, exit code and whole `result.json`; of what
    /// could not be run the exit code and the message.
    static func json(_ runs: [AskedRun], status: ExitStatus) -> String {
        var writer = JSONWriter(.pretty)
        writer.object {
            $0.member("schema", 1)
            $0.member("command", "backtest")
            $0.member("exit", JSONValue(.integer(Int64(status.rawValue))))
            $0.member("runs") {
                $0.array {
                    for run in runs { $0.element(run.json) }
                }
            }
        }
        return String(decoding: writer.finished(), as: UTF8.self)
    }

    private var json: JSONValue {
        let exit = JSONValue(.integer(Int64(status.rawValue)))
        switch outcome {
        case .success(let run):
            return [
                "scenario": JSONValue(.string(path)), "exit": exit,
                "folder": JSONValue(.string(run.folder)),
                "result": ResultFile.value(run.record, run.summary),
            ]
        case .failure(let failure):
            return [
                "scenario": JSONValue(.string(path)), "exit": exit,
                "error": JSONValue(.string(failure.message)),
            ]
        }
    }
}
