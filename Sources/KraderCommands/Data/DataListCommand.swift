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

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp("A value in place of a setting's.", valueName: "path=value"))
    var overrides: [String] = []

    @Flag(name: .long, help: "Print one JSON object.")
    var json = false

    @Flag(name: .customLong("no-color"), help: "Plain text; also by the variable NO_COLOR.")
    var noColor = false

    func run(in program: KraderProgram) throws -> ExitStatus {
        let settings = try SettingsInForce.read(overrides: overrides)
        let list = DatasetList(below: DatasetPlace.root(settings))
        let terminal = program.terminal
        terminal.write(
            json
                ? list.json : list.text(terminal.style(noColor: noColor)))
        return .ok
    }
}
