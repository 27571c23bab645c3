import ArgumentParser
import KraderCSV
import KraderDatasets
import KraderJSON
import KraderModel
import KraderReport
import KraderRuns
import KraderScenario

/// Tells what is known of issues over time. It makes a dataset's `instruments.csv`, shows it, and
/// lets a person decide what was concluded.
struct DataInstrumentsCommand: ProgramCommand {
    static let configuration = CommandConfiguration.work(
        "krader data instruments",
        abstract: "Make, show and decide what a dataset says of its issues.",
        discussion: """
            With --into, facts are made of whole-market files (daily rows of many issues, and \
            lists of listed or delisted ones) or of a dataset's own daily candles: boards, listed \
            shares, base prices, first and last days. Splits, reductions and bonus issues are \
            proposed; no run obeys them before --confirm. Without --into: what stands there.
            """)

    @Argument(
        help: ArgumentHelp(
            "A dataset or an instruments file; with --into the files, or the dataset, to read.",
            valueName: "files"), completion: .file())
    var paths: [String]

    @Option(help: "The dataset, or the .csv file, that gets the facts; what it says stays.")
    var into: String?

    @Option(
        help: ArgumentHelp(
            "Take a proposal as true: 042000@2021-01-28, or all. Repeatable.",
            valueName: "code@day"))
    var confirm: [String] = []

    @Option(
        help: ArgumentHelp("Remove a proposal, or all. Repeatable.", valueName: "code@day"))
    var reject: [String] = []

    @Flag(help: "Accept an instruments.csv that was edited by hand.")
    var seal = false

    @Option(help: ArgumentHelp("Only facts of this issue. Repeatable.", valueName: "code"))
    var symbol: [String] = []

    @Option(
        help: "The board of issues whose rows do not say it, such as KOSPI or ETF.",
        completion: .list(Board.allCases.map(\.rawValue)))
    var board: String?

    @Option(help: "The day of files that do not say it, such as 2026-03-20.")
    var date: String?

    @Flag(name: .customLong("dry-run"), help: "Write nothing.")
    var dryRun = false

    @OptionGroup var given: SettingOptions

    @OptionGroup var output: AnswerOptions

    func run(in program: KraderProgram) throws -> ExitStatus {
        let choices = try InstrumentChoices(
            symbol: symbol, confirm: confirm, reject: reject, board: board, date: date)
        let settings = try SettingsInForce.read(overrides: given.overrides)
        var answer: InstrumentAnswer
        if let into {
            guard confirm.isEmpty, reject.isEmpty, !seal else {
                throw ExitFault(
                    status: .usage,
                    message: "--into makes proposals; --confirm, --reject and --seal decide what "
                        + "stands: one after the other.")
            }
            answer = try build(InstrumentPlace(target: into, settings), choices, settings)
        } else {
            for (name, isGiven) in [("--board", board != nil), ("--date", date != nil)]
            where isGiven {
                throw ExitFault(
                    status: .usage, message: "\(name) says how to read files: it needs --into.")
            }
            guard paths.count == 1 else {
                throw ExitFault(
                    status: .usage,
                    message: "One dataset or instruments file is shown; to read files say --into.")
            }
            answer = try decide(InstrumentPlace(existing: paths[0], settings), choices)
        }
        answer.symbols = choices.symbols
        let terminal = program.terminal
        let shown = answer.answer(forPeople: !output.json)
        terminal.write(
            output.json
                ? shown.json(command: "data instruments")
                : shown.text(terminal.style(noColor: output.noColor)))
        return .ok
    }

    /// Puts facts of files or of a dataset's candles into a table.
    private func build(
        _ place: InstrumentPlace, _ choices: InstrumentChoices, _ settings: Settings
    ) throws -> InstrumentAnswer {
        var table = try place.table()
        var sources = InstrumentSources(symbols: choices.symbols, date: choices.date)
        for path in paths {
            if let dataset = try InstrumentPlace.dataset(among: path, settings) {
                try orFailure { () throws(DatasetFault) in
                    try dataset.dailyRows(of: choices.symbols) { sources.add($0, $1) }
                }
            } else {
                do throws(InstrumentSources.Fault) {
                    try sources.read(path)
                } catch {
                    throw ExitFault(error)
                }
            }
        }
        // An issue is not new when it has facts from before the rows.
        let first = sources.builder.firstDay
        let known = Set(
            table.facts.lazy.filter { fact in first.map { fact.day < $0 } ?? false }
                .map(\.symbol))
        let findings = sources.finish(board: choices.board, known: known)
        guard findings.rows > 0 else {
            throw ExitFault(status: .data, message: "There are no daily rows to read.")
        }
        let before = table.facts.count
        let contested = table.merge(findings.facts)
        try InstrumentPlace.check(table)
        if !dryRun { try place.write(table) }
        var answer = InstrumentAnswer(place.name, table)
        answer.findings = findings
        answer.files = sources.files
        answer.rejects = sources.rejects.map { "\($0.path), line \($0.reject.line)" }
        answer.added = table.facts.count - before
        answer.contested = contested
        answer.isWritten = !dryRun
        return answer
    }

    /// Shows a table, after what was decided about it.
    private func decide(
        _ place: InstrumentPlace, _ choices: InstrumentChoices
    ) throws -> InstrumentAnswer {
        var table = try place.table(asItLies: seal)
        var answer = InstrumentAnswer(place.name, table)
        guard seal || !choices.confirmed.isEmpty || !choices.rejected.isEmpty else { return answer }
        for choice in choices.rejected + choices.confirmed {
            let found = table.proposals.contains { choice.means($0) }
            // To decide `all` of no proposals is no mistake.
            if !found, choice != .all { throw choice.failure(in: table) }
        }
        let removed = table.decide(.reject) { fact in
            choices.rejected.contains { $0.means(fact) } && choices.isWanted(fact)
        }
        let confirmed = table.decide(.confirm) { fact in
            choices.confirmed.contains { $0.means(fact) } && choices.isWanted(fact)
        }
        try InstrumentPlace.check(table)
        if !dryRun { try place.write(table) }
        answer = InstrumentAnswer(place.name, table)
        answer.confirmed = confirmed.count
        answer.removed = removed.count
        answer.isSealed = seal
        answer.isWritten = !dryRun
        return answer
    }
}
