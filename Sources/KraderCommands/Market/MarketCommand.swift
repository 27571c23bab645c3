import ArgumentParser
import KraderModel
import KraderReport
import KraderRuns

/// Asks for the exchange's rules from the command line.
struct MarketCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "market",
        abstract: "Look up the exchange's rules: price steps, limits, hours, costs, trading days.",
        discussion: """
            Every answer holds for a board and a date (KST), as in force then. With --batch a CSV \
            file asks one question a row: its columns have the names of the flags, the answer's \
            columns are appended. The file is plain: commas, no quotes.
            """,
        subcommands: [
            StepsCommand.self, LimitsCommand.self, SessionCommand.self, CostsCommand.self,
            CalendarCommand.self,
        ])
}

/// A `krader market` subcommand: the names of what it can be asked with, and a pure answer.
protocol MarketQuestionCommand: ProgramCommand {
    var output: MarketOutput { get }
    /// The names of the flags, and what was written after each.
    var flags: [(name: String, text: String?)] { get }
    /// Answers one question. Throws `ExitFault`.
    static func answer(_ question: MarketQuestion) throws -> Answer
}

/// The flags that all `krader market` subcommands share.
struct MarketOutput: ParsableArguments {
    @Option(name: .long, help: "Answer each row of a CSV file (- for standard input), as CSV.")
    var batch: String?

    @OptionGroup var answer: AnswerOptions

}

extension MarketQuestionCommand {
    func run(in program: KraderProgram) throws -> ExitStatus {
        let name = "market \(Self._commandName)"
        let today = WallClock.today
        let given = flags.compactMap { flag in
            flag.text.map { MarketQuestion.Field(name: flag.name, text: $0, place: .flag) }
        }
        guard let path = output.batch else {
            let answer = try Self.answer(MarketQuestion(fields: given, today: today))
            program.terminal.write(
                output.answer.json
                    ? answer.json(command: name)
                    : answer.text(program.terminal.style(noColor: output.answer.noColor)))
            return .ok
        }
        let batch = try MarketBatch(path: path, columns: flags.map(\.name), flags: given)
        let answers = try batch.questions(today: today).map(Self.answer)
        program.terminal.write(
            output.answer.json ? batch.json(answers, command: name) : batch.csv(answers))
        return .ok
    }
}
