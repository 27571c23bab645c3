import ArgumentParser

/// Market data, looked at from the command line.
struct DataCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "data",
        abstract: "Look at market data.",
        subcommands: [DataInspectCommand.self, DataListCommand.self, DataValidateCommand.self])
}
