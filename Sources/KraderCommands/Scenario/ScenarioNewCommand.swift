import ArgumentParser
import KraderDatasets
import KraderJSON
import KraderRuns
import KraderScenario

/// Writes a scenario to begin with.
struct ScenarioNewCommand: ProgramCommand {
    static let configuration = CommandConfiguration.work(
        "krader scenario new",
        abstract: "Write a scenario that passes as it stands, to change as you like.",
        discussion: """
            With --fault the reply to an order is lost; with --kill somebody pulls the kill \
            switch; with --restart a run goes on from what an earlier one left; else an order \
            fills. Its 'about' texts say what is what. What stands there is \
            never replaced.
            """)

    @Argument(help: "The scenario's name; the file is NAME.json.")
    var name: String

    @Flag(help: "What the scenario is about; plain unless said.")
    var kind: Kind = .plain

    enum Kind: String, EnumerableFlag {
        case plain, fault, kill, restart

        static func help(for value: Kind) -> ArgumentHelp? {
            switch value {
            case .plain: "An order fills."
            case .fault: "A reply is lost."
            case .kill: "Somebody pulls the kill switch."
            case .restart: "A run goes on from what an earlier one left."
            }
        }

        var template: ScenarioTemplate {
            switch self {
            case .plain: .plain
            case .fault: .fault
            case .kill: .kill
            case .restart: .restart
            }
        }
    }

    @Option(
        help: ArgumentHelp(
            "The folder of the file; the current one unless said.", valueName: "folder"),
        completion: .directory)
    var dir: String?

    func run(in program: KraderProgram) throws -> ExitStatus {
        let text = kind.template.text(name: name)
        // A name that no scenario may have is told in the words of the reader.
        do throws(TextFaults) {
            _ = try Scenario.decode(
                bytes: Array(text.utf8), file: "\(name).json", catalog: program.catalog)
        } catch {
            throw ExitFault(error)
        }
        let path = (dir.map { $0 + "/" } ?? "") + name + ".json"
        try NewScenario.write(text, to: path, calls: program.folderCalls)
        let place = shown(path, charactersMax: 200)
        program.terminal.write(
            """
            \(place) is written. Play it with

              krader backtest \(place)

            """)
        return .ok
    }
}
