import ArgumentParser
import Glibc
import KraderJSON
import KraderOneFile
import KraderRuns

/// Plays scenarios with a strategy in one file each time that the file is saved.
struct StrategiesWatchCommand: ProgramCommand {
    static let configuration = CommandConfiguration.work(
        "krader strategies watch",
        abstract: "Play scenarios with a strategy in one file, again at each save.",
        discussion: """
            As 'krader strategies run', until Ctrl-C, which ends it with exit code 130. A line on \
            standard error stands before each result and says how long after the save it came.
            """)

    @Flag(help: "Compile with the optimiser: takes longer at each save.")
    var optimize = false

    @Argument(help: "A Swift file.", completion: .file(extensions: ["swift"]))
    var file: String

    @Argument(
        parsing: .captureForPassthrough,
        help: ArgumentHelp("Scenarios and flags of 'krader backtest'.", valueName: "backtest"))
    var backtest: [String] = []

    private static let pauseMicroseconds: UInt32 = 200_000

    func run(in program: KraderProgram) throws -> ExitStatus {
        let asked = AskedOneFile(file: file, optimize: optimize, backtest: backtest)
        // A file that is missing at the start is told at once; later it may be half of a save.
        _ = try StrategySource(file)
        Interruption.listen()
        var seen: FileStamp?
        var isFirst = true
        while !Interruption.isRequested {
            let stamp = FileStamp(file)
            guard let stamp, stamp != seen else {
                usleep(StrategiesWatchCommand.pauseMicroseconds)
                continue
            }
            seen = stamp
            play(asked, stamp, isFirst: isFirst, program)
            isFirst = false
        }
        return Interruption.status
    }

    private func play(
        _ asked: AskedOneFile, _ stamp: FileStamp, isFirst: Bool, _ program: KraderProgram
    ) {
        let began = WallClock.seconds
        let terminal = program.terminal
        let name = shown(file, charactersMax: 200)
        terminal.complain("── \(name) \(isFirst ? "as it is" : "was saved") ──\n")
        let outcome: String
        do {
            let made = try asked.made(program)
            let end = try ChildProgram(made.path, asked.arguments).wait(.quiet)
            outcome = "ended with \(end)"
        } catch let fault as ExitFault {
            if !Interruption.isRequested { terminal.complain("Error: \(fault.message)\n") }
            outcome = "no result"
        } catch {
            terminal.complain("Error: \(error)\n")
            outcome = "no result"
        }
        if Interruption.isRequested { return }
        let seconds = isFirst ? WallClock.seconds - began : stamp.age
        terminal.complain(
            "── \(outcome), \(decimal(seconds, 2)) s after the \(isFirst ? "start" : "save") ──\n")
    }
}
