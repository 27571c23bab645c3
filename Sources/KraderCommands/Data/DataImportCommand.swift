import ArgumentParser
import KraderCSV
import KraderDatasets
import KraderJSON
import KraderModel
import KraderRuns
import KraderScenario

/// Turns CSV files of market data into a dataset.
struct DataImportCommand: ProgramCommand {
    static let configuration = CommandConfiguration.work(
        "krader data import",
        abstract: "Make a dataset of CSV files of ticks, candles or books.",
        discussion: """
            Files, folders and standard input ('-'), plain or packed with gzip. Columns are known \
            by their Korean and English names, UTF-8 and CP949 by the bytes, length and stamp of \
            candles by their times; what was recognised is said first, and --dry-run stops there. \
            Rows that can't be understood are counted and listed in rejects.csv. When the import \
            fails or is interrupted, nothing of it is left.
            """)

    @Argument(help: "Files or folders of CSV; - for standard input.", completion: .file())
    var files: [String]

    @OptionGroup var place: ImportPlaceOptions
    @OptionGroup var reading: ImportReadingOptions
    @OptionGroup var description: ImportDescriptionOptions

    @Option(
        help: ArgumentHelp(
            "Rows of a file that may be rejected, as a share or in per cent.",
            valueName: "0.001|0.1%"))
    var maxRejects = ImportShare(value: 0.001)

    @Option(
        help: ArgumentHelp(
            "Candles of a file whose high or low may not reach open and close.",
            valueName: "0.1|10%"))
    var maxWidened = ImportShare(value: ImportOptions.widenedMaxDefault)

    @Flag(help: "Say what is recognised, and write nothing.")
    var dryRun = false

    @OptionGroup var given: SettingOptions
    @OptionGroup var output: AnswerOptions
    @OptionGroup var watch: WatchOptions

    func run(in program: KraderProgram) throws -> ExitStatus {
        let terminal = program.terminal
        let settings = try SettingsInForce.read(overrides: given.overrides)
        var request = try request(settings)
        request.calls = program.folderCalls
        let watch = ImportWatch(
            style: watch.style(settings), tells: !watch.quiet && !dryRun, terminal: terminal)
        Interruption.listen()
        let began = WallClock.seconds
        do throws(ImportFault) {
            var work = try DatasetImport(request, observer: watch)
            let report = dryRun ? try work.recognise() : try work.run()
            watch.finish()
            let text = ImportAnswer(
                report: report, place: request.place, isDryRun: dryRun,
                seconds: WallClock.seconds - began)
            terminal.write(
                output.json ? text.json : text.text(terminal.style(noColor: output.noColor)))
            terminal.note(report.placement)
            return .ok
        } catch {
            watch.finish()
            return try status(of: error)
        }
    }

    private func request(_ settings: Settings) throws -> ImportRequest {
        guard files.isEmpty == false else {
            throw ExitFault(status: .usage, message: "Say which files to import.")
        }
        let target =
            dryRun && place.name == nil && place.into == nil
            ? "" : try place.target(settings)
        var request = ImportRequest(paths: files, place: target)
        request.replaces = place.replace
        try reading.apply(to: &request)
        try description.apply(to: &request)
        request.rejectsMax = maxRejects.value
        request.widenedMax = maxWidened.value
        return request
    }

    private func status(of fault: ImportFault) throws -> ExitStatus {
        switch fault {
        case .usage(let text): throw ExitFault(status: .usage, message: sentence(text))
        case .data(let text), .rejected(let text, _):
            throw ExitFault(status: .data, message: sentence(text))
        case .text(let faults):
            let failure = ExitFault(faults)
            throw ExitFault(status: .data, message: failure.message)
        case .dataset(.exists(let path)):
            throw ExitFault(
                status: .usage,
                message: "'\(shown(path, charactersMax: 200))' exists already; take another name, "
                    + "or replace it with --replace.")
        case .dataset(let fault): throw ExitFault(fault)
        case .interrupted: return Interruption.status
        }
    }

    private func sentence(_ text: String) -> String {
        let capital = text.prefix(1).uppercased() + text.dropFirst()
        return capital.hasSuffix(".") || capital.contains("\n") ? capital : capital + "."
    }
}

/// A share of rows, as typed: `0.001` or `0.1%`.
struct ImportShare: ExpressibleByArgument {
    var value: Double

    init(value: Double) { self.value = value }

    init?(argument: String) {
        let isPercent = argument.hasSuffix("%")
        guard let number = Double(isPercent ? String(argument.dropLast()) : argument) else {
            return nil
        }
        value = isPercent ? number / 100 : number
        guard (0...1).contains(value) else { return nil }
    }

    var defaultValueDescription: String { "\(value)" }
}
