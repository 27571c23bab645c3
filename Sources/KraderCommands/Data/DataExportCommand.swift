import ArgumentParser
import KraderDatasets
import KraderMarket
import KraderModel
import KraderReport
import KraderRuns
import KraderScenario

/// Writes a dataset's rows as CSV.
struct DataExportCommand: ProgramCommand {
    static let configuration = CommandConfiguration.work(
        "krader data export",
        abstract: "Write a dataset's rows as CSV files.",
        discussion: """
            A file for each row file, such as ticks/005930/2026-03-03.csv, with times in KST, \
            instruments.csv and options.json: krader data import of the folder makes the same \
            dataset. Changes of status are left out. With --to - the rows of one kind go to \
            standard output.
            """)

    @Argument(help: "A dataset's name below the folder of datasets, or its path.")
    var dataset: String

    @Option(
        help: ArgumentHelp(
            "The folder to be made, or - for standard output.", valueName: "folder"))
    var to: String

    @Option(
        name: .customLong("symbol"),
        help: ArgumentHelp("Only this symbol; repeatable.", valueName: "code"))
    var symbols: [String] = []

    @Option(
        name: .customLong("kind"),
        help: ArgumentHelp(
            "Only this kind of rows; repeatable.", valueName: "ticks|quotes|books|candles"),
        completion: .list(["ticks", "quotes", "books", "candles"]))
    var kinds: [String] = []

    @Option(
        name: .customLong("timeframe"),
        help: ArgumentHelp(
            "Only candles of this timeframe, such as 1m; repeatable.", valueName: "timeframe"),
        completion: .list(Timeframe.allCases.map(\.description)))
    var timeframes: [String] = []

    @Option(help: ArgumentHelp("Only from this day on.", valueName: "date"))
    var from: String?

    @Option(help: ArgumentHelp("Only through this day.", valueName: "date"))
    var through: String?

    @Flag(help: "Replace what an earlier export wrote there; all else there stays.")
    var replace = false

    @OptionGroup var given: SettingOptions

    @OptionGroup var output: AnswerOptions

    func run(in program: KraderProgram) throws -> ExitStatus {
        if to == "-", output.json {
            throw ExitFault(
                status: .usage,
                message: "--to - prints rows, --json an answer; give one of them.")
        }
        let settings = try SettingsInForce.read(overrides: given.overrides)
        let selection = try ExportSelection(self)
        let dataset = try DatasetPlace.open(self.dataset, settings)
        let files = dataset.files.filter(selection.wants)
        let statuses = files.count { $0.kind == .statuses }
        let wanted = files.filter { $0.kind != .statuses }
        guard !wanted.isEmpty else {
            throw ExitFault(
                status: .data, message: "\(self.dataset) has no rows of what is asked for.")
        }
        Interruption.listen()
        let style = ProgressStyle(settings.progress)
        var progress = Progress(style: style, name: self.dataset)
        defer { progress.finish(program.terminal) }
        var export = DatasetExport(
            dataset, in: selection.period, calls: program.folderCalls
        ) { share, moment, rows in
            progress.show(share: share, at: moment, events: rows, terminal: program.terminal)
            return !Interruption.isRequested
        }
        let began = WallClock.seconds
        do throws(ExportFault) {
            if to == "-" {
                try export.print(wanted)
                return .ok
            }
            program.terminal.note(try export.write(wanted, to: to, replacing: replace))
        } catch {
            throw ExitFault(error)
        }
        let seconds = WallClock.seconds - began
        var answer = Answer(title: "Exported \(dataset.path) to \(to)")
        answer.add("dataset", nil, .text(dataset.path))
        answer.add("folder", nil, .text(to))
        answer.add("files", "files", .number(Int64(export.files)))
        answer.add("rows", "rows", .number(export.rows))
        answer.add("bytes", "bytes", .number(export.bytes))
        if seconds > 0 {
            let rate = Int64((Double(export.rows) / seconds).rounded())
            answer.add("rows_per_second", "rows a second", .number(rate))
        }
        if statuses > 0 {
            answer.notes.append(
                "\(statuses) files of changes of status are left out: CSV files have no columns "
                    + "for them.")
        }
        program.terminal.write(
            output.json
                ? answer.json(command: "data export")
                : answer.text(program.terminal.style(noColor: output.noColor)))
        return .ok
    }
}

/// Selects which rows are exported.
struct ExportSelection {
    private var symbols: Set<IssueCode> = []
    private var kinds: Set<RowKind> = []
    private var timeframes: Set<Timeframe> = []
    /// The period of the rows; none outside of it is written.
    private(set) var period = MomentSpan(start: .distantPast, end: .distantFuture)

    /// Reads the options. Throws `ExitFault` with exit code 2.
    init(_ command: DataExportCommand) throws(ExitFault) {
        func usage(_ message: String) -> ExitFault {
            ExitFault(status: .usage, message: message)
        }
        guard !command.to.isEmpty else {
            throw usage("--to is empty; it must name a folder or be -.")
        }
        for text in command.symbols {
            guard let code = try? IssueCode(index: text) else {
                throw usage("--symbol is '\(text)'; it must be a code such as 005930.")
            }
            symbols.insert(code)
        }
        for text in command.kinds {
            guard let kind = RowKind(rawValue: text), kind != .statuses else {
                throw usage("--kind is '\(text)'; it must be ticks, quotes, books or candles.")
            }
            kinds.insert(kind)
        }
        for text in command.timeframes {
            guard let timeframe = Timeframe(text) else {
                throw usage("--timeframe is '\(text)'; it must be one such as 1m, 60m or 1d.")
            }
            timeframes.insert(timeframe)
        }
        func day(_ text: String?, _ name: String) throws(ExitFault) -> CalendarDate? {
            guard let text else { return nil }
            guard let day = CalendarDate(text) else {
                throw usage("\(name) is '\(text)'; it must be a date such as 2026-03-03.")
            }
            return day
        }
        if let day = try day(command.from, "--from") { period.start = day.midnight }
        if let day = try day(command.through, "--through") {
            period.end = day.advanced(by: 1).midnight
        }
    }

    /// Whether a file may have rows that are wanted.
    func wants(_ file: RowFile) -> Bool {
        (symbols.isEmpty || symbols.contains(file.symbol))
            && (kinds.isEmpty || kinds.contains(file.kind))
            && (timeframes.isEmpty || file.timeframe.map(timeframes.contains) ?? false)
            && file.last >= period.start && file.first < period.end
    }
}

extension ExitFault {
    fileprivate init(_ fault: ExportFault) {
        switch fault {
        case .exists(let sentence): self.init(status: .usage, message: sentence)
        case .severalKinds:
            self.init(
                status: .usage,
                message: "The rows are of several kinds; with --to - say one by --kind and "
                    + "--timeframe.")
        case .writing(let fault): self.init(writing: fault)
        case .dataset(let fault): self.init(fault)
        case .interrupted: self.init(status: Interruption.status, message: "Interrupted.")
        }
    }
}
