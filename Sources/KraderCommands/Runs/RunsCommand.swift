import ArgumentParser
import KraderRuns
import KraderScenario

/// Tells of the runs that lie on the disk.
struct RunsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runs",
        abstract: "List the runs that lie on the disk, show one, compare some.",
        subcommands: [RunsListCommand.self, RunsShowCommand.self, RunsCompareCommand.self])
}

/// The options for where runs are looked for.
struct RunPlace: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The folder that holds the runs, in place of the setting report.dir.",
            valueName: "folder"), completion: .directory)
    var dir: String?

    func shelf() throws -> RunShelf {
        let root = try dir ?? SettingsInForce.read(overrides: []).text("report.dir")
        guard !root.isEmpty else {
            throw ExitFault(
                status: .usage,
                message: dir == nil
                    ? "The setting report.dir is empty; it names a folder."
                    : "--dir is empty; it must name a folder.")
        }
        return try RunShelf(below: root)
    }
}
