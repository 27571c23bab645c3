import ArgumentParser
import KraderDatasets
import KraderJSON
import KraderMarket
import KraderModel
import KraderReport
import KraderRuns
import KraderScenario

/// Lists the datasets below the folder of datasets.
struct DataListCommand: ProgramCommand {
    static let configuration = CommandConfiguration.work(
        "krader data list",
        abstract: "List the datasets below the setting data.dir.",
        discussion: """
            A dataset that is damaged is listed with what is wrong. Sizes of files are compared \
            with the index; krader data validate compares every byte.
            """)

    @OptionGroup var given: SettingOptions

    @OptionGroup var output: AnswerOptions

    func run(in program: KraderProgram) throws -> ExitStatus {
        let settings = try SettingsInForce.read(overrides: given.overrides)
        let list = DatasetList(below: DatasetPlace.root(settings))
        let terminal = program.terminal
        terminal.write(
            output.json
                ? list.json : list.text(terminal.style(noColor: output.noColor)))
        return .ok
    }
}
