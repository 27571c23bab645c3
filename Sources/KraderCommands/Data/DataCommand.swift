import ArgumentParser

/// Market data, imported and looked at from the command line.
struct DataCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "data",
        abstract: "Import market data and look at them.",
        subcommands: [DataImportCommand.self, DataInspectCommand.self])
}
