import ArgumentParser

/// Market data, looked at and made from the command line.
struct DataCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "data",
        abstract: "Import market data, make them and look at them.",
        subcommands: [
            DataImportCommand.self, DataListCommand.self, DataInspectCommand.self,
            DataValidateCommand.self,
        ])
}
