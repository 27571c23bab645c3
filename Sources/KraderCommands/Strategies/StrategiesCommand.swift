import ArgumentParser
import KraderEngine
import KraderJSON
import KraderReport
import KraderRuns

/// Tells of the strategies that this program knows, and begins new ones.
struct StrategiesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "strategies",
        abstract: "List strategies, show what one may be told, begin and play one of your own.",
        subcommands: [
            StrategiesListCommand.self, StrategiesShowCommand.self, StrategiesNewCommand.self,
            StrategiesRunCommand.self, StrategiesWatchCommand.self,
        ])
}

/// Lists the strategies, each in a line.
struct StrategiesListCommand: ProgramCommand {
    static let configuration = CommandConfiguration.work(
        "krader strategies list", abstract: "Print each strategy's name and what it does.")

    @OptionGroup var output: AnswerOptions

    func run(in program: KraderProgram) throws -> ExitStatus {
        let kinds = program.catalog.kinds
        guard output.json else {
            let table = TextTable(
                columns: [("", .left), ("", .left)], rows: kinds.map { [$0.name, $0.summary] })
            let lines = table.lines(program.terminal.style(noColor: output.noColor), indent: "")
            program.terminal.write(lines.map { $0 + "\n" }.joined())
            return .ok
        }
        program.terminal.write(
            Answer.json(command: "strategies list", .pretty) {
                $0.member("strategies") { list in
                    list.array { for kind in kinds { $0.element(kind.json) } }
                }
            })
        return .ok
    }
}

/// Shows all that is declared of one strategy.
struct StrategiesShowCommand: ProgramCommand {
    static let configuration = CommandConfiguration.work(
        "krader strategies show",
        abstract: "Print a strategy's parameters and how a scenario names it.",
        discussion: "Ends with exit code 10 when there is no such strategy.")

    @Argument(help: "The strategy's name.")
    var name: String

    @OptionGroup var output: AnswerOptions

    func run(in program: KraderProgram) throws -> ExitStatus {
        guard let kind = program.catalog[name] else {
            throw ExitFault(unknownStrategy: name, program.catalog)
        }
        guard output.json else {
            program.terminal.write(kind.text(program.terminal.style(noColor: output.noColor)))
            return .ok
        }
        program.terminal.write(
            Answer.json(command: "strategies show", .pretty) {
                $0.member("strategy", kind.json)
                $0.member("example", kind.example)
            })
        return .ok
    }
}

extension ExitFault {
    fileprivate init(unknownStrategy name: String, _ catalog: StrategyCatalog) {
        let near = nearestSpelling(of: name, among: catalog.kinds.map(\.name))
        let hint =
            near.map { " Did you mean '\($0)'?" } ?? " 'strategies list' names those there are."
        self.init(status: .notFound, message: "There is no strategy '\(shown(name))'.\(hint)")
    }
}
