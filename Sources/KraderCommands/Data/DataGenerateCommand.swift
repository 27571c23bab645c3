import ArgumentParser
import KraderCSV
import KraderDatasets
import KraderJSON
import KraderModel
import KraderReport
import KraderRuns
import KraderScenario

/// Makes a dataset of the synthetic market.
struct DataGenerateCommand: ProgramCommand {
    static let configuration = CommandConfiguration.work(
        "krader data generate",
        abstract: "Make a dataset of the synthetic market.",
        discussion: """
            Writes all that the synthetic market of a scenario makes: prints, quotes or books, \
            interruptions or candles, and instruments.csv. A run on the dataset has the results of \
            the scenario itself. Without a scenario the market has its defaults, which --set \
            changes: --set synthetic.symbols=5 --set from=2026-03-03 --set to=2026-03-31. \
            Several scenarios, of different symbols, make one dataset.
            """)

    @Argument(
        help: "Scenarios whose data are synthetic.", completion: .file(extensions: ["json"]))
    var scenarios: [String] = []

    @Option(
        help: ArgumentHelp(
            "The dataset's name below the folder of datasets, or its path.", valueName: "name"))
    var name: String

    @OptionGroup var given: ScenarioOptions

    @Option(
        help: ArgumentHelp(
            "Facts of the issues: splits and delistings are carried out on their candles, an index "
                + "that is not among them is made of all.",
            valueName: "file"))
    var instruments: String?

    @Option(help: ArgumentHelp("What is said of the dataset.", valueName: "text"))
    var about: String?

    @Option(help: ArgumentHelp("Under which licence it is given.", valueName: "text"))
    var licence = ""

    @Flag(help: "Replace a dataset of this name; what others put into it stays.")
    var replace = false

    @OptionGroup var output: AnswerOptions

    func run(in program: KraderProgram) throws -> ExitStatus {
        let (settings, changes) = try split()
        let parts = try readScenarios(program, settings, changes)
        let facts = try readFacts()
        let path = DatasetPlace.target(name, settings)
        let style = ProgressStyle(settings.progress)
        Interruption.listen()
        var generation = try generation(of: parts, facts)
        let writer = try startWriter(path, program)
        let began = WallClock.seconds
        do {
            var progress = Progress(style: style, name: name)
            defer { progress.finish(program.terminal) }
            try generation.write(to: writer) { share, moment, rows in
                progress.show(
                    share: share, at: moment, events: rows, terminal: program.terminal)
                return !Interruption.isRequested
            }
            let notes = try writer.publish(
                DatasetDescription(
                    scope: .krx, bookCoverage: .full, source: source(of: parts), licence: licence,
                    about: about ?? "Made up by krader: no real prices."))
            program.terminal.note(writer.notes + notes)
        } catch {
            writer.discard()
            if let fault = error as? DatasetFault { throw ExitFault(fault) }
            if let fault = error as? GenerationFault { throw ExitFault(fault) }
            throw error
        }
        try tell(path, seconds: WallClock.seconds - began, program.terminal)
        return .ok
    }

    private func generation(
        of parts: [Scenario], _ facts: InstrumentTable
    ) throws(ExitFault) -> Generation {
        do throws(GenerationFault) {
            return try Generation(
                parts.compactMap(\.generatedMarket), facts, source: source(of: parts))
        } catch {
            throw ExitFault(error)
        }
    }

    private func source(of parts: [Scenario]) -> String {
        let seeds = Set(parts.map(\.seed))
        let seed = seeds.count == 1 ? parts.first.map { ", seed \($0.seed)" } : nil
        return "krader synthetic market" + (seed ?? "")
    }

    private func startWriter(
        _ path: String, _ program: KraderProgram
    ) throws(ExitFault) -> DatasetWriter {
        do throws(DatasetFault) {
            return try DatasetWriter(
                path: path, replacing: replace, calls: program.folderCalls)
        } catch {
            var failure = ExitFault(error)
            if case .exists = error, !replace {
                failure.message += " With --replace a dataset is replaced."
            }
            throw failure
        }
    }

    private func readFacts() throws -> InstrumentTable {
        guard let instruments else { return InstrumentTable() }
        let bytes = try ScenarioFile.read(instruments)
        do throws(TextFaults) {
            return try InstrumentTable(bytes, file: instruments)
        } catch {
            throw ExitFault(error)
        }
    }

    private func tell(_ path: String, seconds: Double, _ terminal: Terminal) throws {
        let dataset: Dataset
        do throws(DatasetFault) { dataset = try Dataset(path) } catch {
            throw ExitFault(error)
        }
        var answer = Answer(title: "Dataset \(path)")
        let contents = DatasetContent.of(dataset.files)
        let rows = contents.reduce(0) { $0 + $1.rows }
        answer.add("path", nil, .text(path))
        answer.add("source", "source", .text(dataset.description.source))
        answer.add("symbols", "symbols", .number(Int64(dataset.symbols.count)))
        answer.add("rows", "rows", .number(Int64(rows)))
        answer.add("bytes", "bytes", .number(Int64(contents.reduce(0) { $0 + $1.bytes })))
        if seconds > 0 {
            let rate = Int64((Double(rows) / seconds).rounded())
            answer.add("rows_per_second", "rows a second", .number(rate))
        }
        answer.add("sha256", "hash", .text(dataset.hash))
        answer.tables = [DataGenerateCommand.table(contents)]
        terminal.write(
            output.json
                ? answer.json(command: "data generate")
                : answer.text(terminal.style(noColor: output.noColor)))
    }

    private static func table(_ contents: [DatasetContent]) -> Answer.Table {
        Answer.Table(
            name: "contents",
            columns: [
                ("kind", "kind"), ("symbols", "symbols"), ("files", "files"), ("rows", "rows"),
                ("bytes", "bytes"), ("bytes_per_row", "bytes a row"), ("from", "from"),
                ("to", "to"),
            ],
            rows: contents.map { content in
                let each = Int64((Double(content.bytes) * 100 / Double(content.rows)).rounded())
                let cents = String(each % 100 + 100).dropFirst()
                let text = "\(each / 100).\(cents)"
                return [
                    .text(content.name), .number(Int64(content.symbols)),
                    .number(Int64(content.files)), .number(Int64(content.rows)),
                    .number(Int64(content.bytes)), .measure(shown: text, plain: text),
                    .date(content.from), .date(content.to),
                ]
            })
    }
}

extension ExitFault {
    init(_ fault: GenerationFault) {
        switch fault {
        case .hasPrints(let code):
            self.init(
                status: .usage,
                message: "\(code) has prints; splits and delistings are carried out on candles "
                    + "alone.")
        case .tooLarge(let code, let date):
            self.init(
                status: .usage,
                message: "\(code) has gone beyond \(NumberRange.priceMax) won, or as many shares "
                    + "as no record holds, by \(date); make it calmer or the time shorter.")
        case .dataset(let fault): self.init(fault)
        case .interrupted:
            self.init(status: Interruption.status, message: "Interrupted; nothing was written.")
        }
    }
}
