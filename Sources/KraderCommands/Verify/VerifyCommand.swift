import ArgumentParser
import KraderDatasets
import KraderJSON
import KraderRuns
import KraderScenario

/// Checks a result: the data it names, and that playing it again gives the same.
struct VerifyCommand: ProgramCommand {
    static let configuration = CommandConfiguration.work(
        "krader verify",
        abstract: "Hash a result's data anew, play it again and compare all of its files.",
        discussion: """
            Data are looked for where the scenario lay, in the result folder, and by their hash \
            below the folders of --data. Exit code 0: every input has its hash, and the replay \
            gave the same bytes. 3: an input is missing. 6: an input or the result was changed, or \
            another engine version played it. 10: there is no such folder.
            """)

    @Argument(
        help: ArgumentHelp("A result folder.", valueName: "result"), completion: .directory)
    var result: String

    @Option(
        help: ArgumentHelp(
            "A folder to look for data in, by their hash; repeatable.", valueName: "folder"),
        completion: .directory)
    var data: [String] = []

    @OptionGroup var output: AnswerOptions

    @OptionGroup var watch: WatchOptions

    func run(in program: KraderProgram) throws -> ExitStatus {
        for folder in data where !FolderRemoval.isFolder(folder) {
            throw ExitFault(
                status: .usage,
                message: "--data '\(shown(folder, charactersMax: 200))' is no folder.")
        }
        Interruption.listen()
        let told = try ToldResult(result)
        let shown = RunView(watch.style(Settings()), name: told.scenario, program.terminal)
        defer { shown.finish() }
        let verification = try Verification(
            told, folders: data, catalog: program.catalog, control: .shown(shown))
        program.terminal.write(
            output.json
                ? verification.json
                : verification.text(
                    isQuiet: watch.quiet, program.terminal.style(noColor: output.noColor)))
        return verification.status
    }
}
