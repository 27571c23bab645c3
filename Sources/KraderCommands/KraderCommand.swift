import ArgumentParser
public import KraderDatasets
public import KraderEngine
import KraderRuns

/// The root of the command line. A new command is a line in `subcommands`.
struct KraderCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "krader",
        abstract: "Backtest trading strategies for Korean stocks, and trade them.",
        discussion: ExitStatus.summary,
        version: KraderProgram.version,
        subcommands: [
            BacktestCommand.self, CheckCommand.self, CompletionCommand.self, ConfigCommand.self,
            DataCommand.self, ExplainCommand.self, MarketCommand.self, RunsCommand.self,
            ScenarioCommand.self, StrategiesCommand.self, SwarmCommand.self, VerifyCommand.self,
            VersionCommand.self,
        ])

    /// ArgumentParser knows `--version` alone.
    @Flag(name: .customShort("V"), help: "Show the version.")
    var showsVersion = false

    func run() throws {
        if showsVersion { throw CleanExit.message(KraderProgram.version) }
        throw CleanExit.helpRequest()
    }
}

/// A command that is told what it runs in, instead of finding it in globals.
protocol ProgramCommand: ParsableCommand {
    /// Does the work. Results go to the terminal's standard output, all else to its standard error.
    func run(in program: KraderProgram) throws -> ExitStatus
}

/// The command line as a value: a program's `main` makes one and runs it. Whatever commands need to
/// know about the program they are part of belongs here.
public struct KraderProgram {
    public static let version = EngineVersion.current

    let terminal = Terminal()

    /// The strategies that scenarios can name.
    let catalog: StrategyCatalog

    /// The calls of the file system by which folders are put in place.
    let folderCalls: FolderCalls

    /// The names of strategies that a user expects to be played: those of a file of their own.
    let own: [String]

    public init(
        catalog: StrategyCatalog, folderCalls: FolderCalls = .system, own: [String] = []
    ) {
        self.catalog = catalog
        self.folderCalls = folderCalls
        self.own = own
    }

    /// Runs the command that the arguments name; the program's own name is not one of them.
    /// Returns the exit code (`ExitStatus`): an answer that could not be written is never 0.
    public func run(_ arguments: [String]) -> Int32 {
        TrapReport.listen()
        Terminal.prepare()
        Interruption.prepare()
        let status = answer(arguments)
        guard let fault = terminal.fault else { return status.rawValue }
        terminal.complain("Error: The answer could not be written: \(fault.reason).\n")
        return ExitStatus.combined([status, .unwritten]).rawValue
    }

    private func answer(_ arguments: [String]) -> ExitStatus {
        let words = CommandWords(arguments)
        do {
            try plantBug()
            if let request = HelpRequest(arguments) { return try request.answer(in: self) }
            try words.check()
            var command = try words.parse(arguments)
            if let command = command as? any ProgramCommand { return try command.run(in: self) }
            try command.run()
            return .ok
        } catch let failure as ExitFault {
            terminal.complain("Error: \(failure.message)\n")
            return failure.status
        } catch {
            return report(error, of: words)
        }
    }

    /// Tells what ArgumentParser throws: requests for help or the version, and mistakes in the
    /// arguments.
    private func report(_ error: any Error, of words: CommandWords) -> ExitStatus {
        let command = words.parsed
        let text = words.told(command.fullMessage(for: error)) + "\n"
        let code = command.exitCode(for: error)
        if code.isSuccess {
            terminal.write(text)
            return .ok
        }
        terminal.complain(text)
        return code == .validationFailure ? .usage : .internalError
    }
}
