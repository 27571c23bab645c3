import ArgumentParser
import KraderDatasets
import KraderJSON
import KraderModel
import KraderReport
import KraderRuns
import KraderScenario

/// Reads a dataset whole and says what is wrong or odd in it.
struct DataValidateCommand: ProgramCommand {
    static let configuration = CommandConfiguration.work(
        "krader data validate",
        abstract: "Read a dataset whole and say what is wrong or odd in it.",
        discussion: """
            Every byte is compared with its hash, and each file with the SHA-256 that its import \
            wrote into the index: the dataset's identity. Then days and sessions are compared with \
            the exchange's calendar and hours, prices with the day's steps and limits, days with \
            those before them. Each finding has a stable code; docs/reference/codes.md says what \
            to do about it. An error makes results wrong, a warning needs a person's judgement, \
            a note is normal.
            """)

    @Argument(help: "A dataset: its name below the setting data.dir, or its path.")
    var dataset: String

    @Option(help: ArgumentHelp("Look at this symbol only; repeatable.", valueName: "code"))
    var symbol: [String] = []

    @Flag(help: "End with exit code 5 when there is an error.")
    var strict = false

    @Flag(
        help: ArgumentHelp(
            "Give a dataset of the old version the index that proves its identity, once every "
                + "byte was found whole."))
    var upgrade = false

    @Option(
        help: ArgumentHelp(
            "Findings to print of each code. (default: 3; all in JSON)", valueName: "n"))
    var limit: Int?

    @OptionGroup var given: SettingOptions

    @OptionGroup var output: AnswerOptions

    func validate() throws {
        if let limit, limit < 0 { throw ValidationError("--limit is a number from 0.") }
        if upgrade, !symbol.isEmpty {
            throw ValidationError("--upgrade needs every byte of the dataset, not --symbol.")
        }
    }

    func run(in program: KraderProgram) throws -> ExitStatus {
        let settings = try SettingsInForce.read(overrides: given.overrides)
        let found = try DatasetPlace.open(dataset, settings)
        let wanted = try symbol.map { try found.symbol($0) }
        let terminal = program.terminal
        var validation = DatasetValidation(found, symbols: wanted.isEmpty ? nil : Set(wanted))
        var progress = DatasetProgress(
            style: ProgressStyle(settings.progress), name: found.name,
            whole: validation.rowsOfAll, terminal)
        let report = validation.run { progress.advance($0) }
        progress.finish()
        let (dataset, proof) = try prove(found, report)
        terminal.write(
            output.json
                ? report.json(of: dataset, proof, limit: limit)
                : report.text(
                    of: dataset, proof, limit: limit ?? 3,
                    style: terminal.style(noColor: output.noColor)))
        if report.isDamaged { return .data }
        return strict && report.count(.error) > 0 ? .expectationFailed : .ok
    }

    /// Finds what is proven now; an upgrade writes the new index. Throws `ExitFault`.
    private func prove(
        _ found: Dataset, _ report: ValidationReport
    ) throws(ExitFault) -> (Dataset, IdentityProof) {
        if report.isDamaged { return (found, .refuted) }
        if !symbol.isEmpty { return (found, found.isProvable ? .inPart : .unverified) }
        if found.isProvable { return (found, .verified) }
        guard upgrade else { return (found, .unverified) }
        do throws(DatasetFault) {
            return (try found.upgraded(report.identities), .upgraded)
        } catch {
            throw ExitFault(error)
        }
    }
}
