import ArgumentParser
import KraderBacktest
import KraderJSON
import KraderReport
import KraderRuns
import KraderScenario

/// Checks scenarios without playing them.
struct ScenarioLintCommand: ProgramCommand {
    static let configuration = CommandConfiguration.work(
        "krader scenario lint",
        abstract: "Check scenarios and their data without playing them.",
        discussion: """
            All faults of all files are told, each with its line, its key and what is allowed. It \
            ends with 0 when there are none, with 2 for a scenario and 3 for its data.
            """)

    @Argument(help: "Scenario files.", completion: .file(extensions: ["json"]))
    var files: [String]

    @OptionGroup var given: ScenarioOptions

    @OptionGroup var output: AnswerOptions

    func run(in program: KraderProgram) throws -> ExitStatus {
        let read = files.map { path in (path: path, outcome: plan(path, program)) }
        let statuses = read.map { $0.outcome.fault?.status ?? .ok }
        let status = ExitStatus.combined(statuses)
        if output.json {
            program.terminal.write(json(read, status))
            return status
        }
        for (path, outcome) in read {
            switch outcome {
            case .success(let plan):
                program.terminal.write(
                    "\(shown(path, charactersMax: 200)): \(told(plan.scenario))\n")
            case .failure(let fault): program.terminal.complain("Error: \(fault.message)\n")
            }
        }
        return status
    }

    private func plan(
        _ path: String, _ program: KraderProgram
    ) -> Result<RunPlan, ExitFault> {
        do {
            return .success(
                try RunPlan(path: path, overrides: given.all, catalog: program.catalog))
        } catch let fault as ExitFault {
            return .failure(fault)
        } catch {
            return .failure(ExitFault(status: .internalError, message: "\(error)"))
        }
    }

    private func told(_ scenario: Scenario) -> String {
        let events = scenario.commands.count + scenario.faults.events.count
        return "\(times(events, "event")), \(times(scenario.expectations.count, "expectation"))"
    }

    private func json(
        _ read: [(path: String, outcome: Result<RunPlan, ExitFault>)], _ status: ExitStatus
    ) -> String {
        Answer.json(command: "scenario lint", .pretty) {
            $0.member("exit", JSONValue(.integer(Int64(status.rawValue))))
            $0.member("files") { list in
                list.array {
                    for (path, outcome) in read {
                        let fault = outcome.fault
                        $0.element([
                            "file": JSONValue(.string(path)),
                            "exit": JSONValue(.integer(Int64(fault?.status.rawValue ?? 0))),
                            "error": fault.map { JSONValue(.string($0.message)) } ?? nil,
                        ])
                    }
                }
            }
        }
    }
}

extension Result where Failure == ExitFault {
    fileprivate var fault: ExitFault? {
        if case .failure(let fault) = self { fault } else { nil }
    }
}
