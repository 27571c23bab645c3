import ArgumentParser

/// Market data, imported and looked at from the command line.
struct DataCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "data",
        abstract: "Make, import, export market data and look at them.",
        subcommands: [
            DataExportCommand.self, DataGenerateCommand.self, DataImportCommand.self,
            DataInspectCommand.self,
        ])
}
