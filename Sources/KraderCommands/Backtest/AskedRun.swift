import KraderJSON
import KraderReport
import KraderRuns

/// A scenario that was asked for, and what became of it.
struct AskedRun {
    /// The path as named on the command line.
    var path: String
    var outcome: Result<FinishedRun, ExitFault>

    var status: ExitStatus {
        switch outcome {
        case .success(let run): run.status
        case .failure(let failure): failure.status
        }
    }

    /// The runs as one object for machines: the folder, exit code and whole `result.json` of each
    /// run, and the exit code and message of what could not be run.
    static func json(_ runs: [AskedRun], status: ExitStatus) -> String {
        Answer.json(command: "backtest", .pretty) {
            $0.member("exit", JSONValue(.integer(Int64(status.rawValue))))
            $0.member("runs") {
                $0.array {
                    for run in runs { $0.element(run.json) }
                }
            }
        }
    }

    private var json: JSONValue {
        let exit = JSONValue(.integer(Int64(status.rawValue)))
        switch outcome {
        case .success(let run):
            return [
                "scenario": JSONValue(.string(path)), "exit": exit,
                "folder": JSONValue(.string(run.folder)),
                "result": ResultFile.value(run.result, run.summary),
            ]
        case .failure(let failure):
            return [
                "scenario": JSONValue(.string(path)), "exit": exit,
                "error": JSONValue(.string(failure.message)),
            ]
        }
    }
}
