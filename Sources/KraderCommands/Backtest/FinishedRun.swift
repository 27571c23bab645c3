import KraderBacktest
import KraderReport
import KraderText

/// A run that has been played and written.
struct FinishedRun {
    var record: RunRecord
    var summary: RunSummary
    var folder: String
    var status: ExitStatus

    /// What `--verbose` adds: settings in force and data notes.
    var details: String {
        let settings = summary.settings.map { "  \($0.path) = \($0.value.text(.compact))" }
        let notes = summary.dataNotes.map { "  note  \($0)" }
        return (settings + notes).map { $0 + "\n" }.joined()
    }

    /// One object for machines: the whole `result.json` of each run, with its folder and exit code.
    static func json(_ runs: [FinishedRun]) -> String {
        var writer = JSONWriter(.pretty)
        writer.object {
            $0.member("schema", 1)
            $0.member("command", "backtest")
            $0.member("runs") {
                $0.array {
                    for run in runs {
                        $0.element([
                            "folder": JSONValue(.string(run.folder)),
                            "exit": JSONValue(.integer(Int64(run.status.rawValue))),
                            "result": ResultFile.value(run.record, run.summary),
                        ])
                    }
                }
            }
        }
        return String(decoding: writer.finished(), as: UTF8.self)
    }
}
