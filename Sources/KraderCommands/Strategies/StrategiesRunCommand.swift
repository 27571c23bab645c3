import ArgumentParser
import KraderJSON
import KraderOneFile
import KraderRuns

/// Plays scenarios with the strategies of one Swift file.
struct StrategiesRunCommand: ProgramCommand {
    static let configuration = CommandConfiguration.work(
        "krader strategies run",
        abstract: "Compile a strategy in one Swift file and play scenarios with it.",
        discussion: """
            The file declares one or more types 'struct Name: Strategy'; scenarios name them as \
            they name those that ship. What stands behind the file goes to 'krader backtest' as \
            it is: scenarios, --set and all other flags. The program that is made is kept until \
            the file or krader changes. It needs swiftc, and krader where it was built. An error \
            of the file ends with exit code 2 and names its line.
            """)

    @Flag(help: "Compile with the optimiser: takes longer once, and long runs go faster.")
    var optimize = false

    @Argument(help: "A Swift file.", completion: .file(extensions: ["swift"]))
    var file: String

    @Argument(
        parsing: .captureForPassthrough,
        help: ArgumentHelp("Scenarios and flags of 'krader backtest'.", valueName: "backtest"))
    var backtest: [String] = []

    func run(in program: KraderProgram) throws -> ExitStatus {
        let asked = AskedOneFile(file: file, optimize: optimize, backtest: backtest)
        let made = try asked.made(program)
        try ChildProgram.become(made.path, asked.arguments)
    }
}

/// A file, and what to play with it.
struct AskedOneFile {
    let file: String
    let optimize: Bool
    /// The arguments of the program that is made.
    let arguments: [String]

    /// - Parameter backtest: the arguments as typed behind the file; `--optimize` may stand there
    ///   too.
    init(file: String, optimize: Bool, backtest: [String]) {
        self.file = file
        let flag = backtest.prefix { $0 != "--" }.firstIndex(of: "--optimize")
        self.optimize = optimize || flag != nil
        var rest = backtest
        if let flag { rest.remove(at: flag) }
        arguments = ["backtest"] + rest
    }

    /// The program, compiled or kept. It tells what the compiler warns of.
    func made(_ program: KraderProgram) throws -> OneFileProgram {
        let source = try StrategySource(file)
        program.terminal.note(
            source.declared.unusable.map {
                "The strategy '\(shown($0.name))' of the file is left out: \($0.why)."
            })
        let made = try OneFileProgram(
            source, optimize: optimize, calls: program.folderCalls, control: .quiet)
        if !made.warnings.isEmpty { program.terminal.complain(made.warnings) }
        return made
    }
}
