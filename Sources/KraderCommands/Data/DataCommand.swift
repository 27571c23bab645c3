import ArgumentParser

/// Makes and looks at market data from the command line.
struct DataCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "data",
        abstract: "Import, generate and export market data, and look at them.",
        subcommands: [
            DataImportCommand.self, DataGenerateCommand.self, DataExportCommand.self,
            DataListCommand.self, DataInspectCommand.self, DataInstrumentsCommand.self,
            DataValidateCommand.self,
        ])
}
