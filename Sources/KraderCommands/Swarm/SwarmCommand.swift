import ArgumentParser
import Glibc
import KraderReport
import KraderRuns

/// Draws whole worlds from seeds and looks for one in which a promise is broken.
struct SwarmCommand: ProgramCommand {
    static let configuration = CommandConfiguration.work(
        "krader swarm",
        abstract: "Hunt for worlds in which krader breaks a promise.",
        discussion: """
            Each seed is a world: a market, traders, settings, and what goes wrong between trader \
            and broker. While things go wrong no invariant may break; after a calm phase nothing \
            may be in doubt, and the books must be the broker's. Without --worlds and --minutes \
            1,000 worlds are played. The first world that fails is made smaller, told, and \
            written as a scenario, and the exit code is 5.
            """)

    @Option(help: ArgumentHelp("How many worlds are played.", valueName: "count"))
    var worlds: Int?

    @Option(help: ArgumentHelp("For how many minutes worlds are played.", valueName: "minutes"))
    var minutes: Double?

    @Option(help: "The seed of the first world; the next ones follow. (default: by the clock)")
    var seed: UInt64?

    @Option(help: "How many issues each world has, 1…20; else each draws its own number.")
    var symbols: Int?

    @Option(
        name: [.customShort("j"), .long],
        help: "How many worlds are played at once. (default: one a processor)")
    var jobs: Int?

    @Option(help: ArgumentHelp("The folder of failing worlds' scenarios.", valueName: "folder"))
    var out = "swarm"

    @Flag(help: "Futures of worlds that came to something rare are played too.")
    var branch = false

    @Option(help: ArgumentHelp("Of one world: the branches that lead on.", valueName: "branches"))
    var path: String?

    @Flag(help: "Goals that are owed in so many worlds and not reached fail it too.")
    var demandGoals = false

    @Flag(name: .customLong("no-shrink"), help: "Leave the world that fails as it is.")
    var leavesWhole = false

    @OptionGroup var output: AnswerOptions

    @OptionGroup var watch: WatchOptions

    private static let usualWorlds = 1_000
    private static let minutesMax = 100_000.0

    func validate() throws {
        if let worlds, worlds < 1 { throw ValidationError("--worlds is 1 or more.") }
        if let minutes, !(minutes > 0 && minutes <= SwarmCommand.minutesMax) {
            throw ValidationError("--minutes is above 0 and at most 100,000.")
        }
        if let symbols, !(1...20).contains(symbols) {
            throw ValidationError("--symbols is 1…20.")
        }
        if let path {
            guard SwarmRun.isPath(path) else {
                throw ValidationError("--path is like 754210.3/801223.1.")
            }
            guard worlds == 1, seed != nil, !branch else {
                throw ValidationError("--path wants --seed and --worlds 1, and no --branch.")
            }
        }
        if let jobs, !(1...SwarmRun.jobsMax).contains(jobs) {
            throw ValidationError("--jobs is 1…\(SwarmRun.jobsMax).")
        }
    }

    func run(in program: KraderProgram) throws -> ExitStatus {
        Interruption.listen()
        let first = seed ?? WallClock.seed
        let processors = min(max(sysconf(Int32(_SC_NPROCESSORS_ONLN)), 1), SwarmRun.jobsMax)
        var run = SwarmRun(
            seed: first, worlds: worlds ?? (minutes == nil ? SwarmCommand.usualWorlds : .max),
            seconds: (minutes ?? SwarmCommand.minutesMax) * 60, symbols: symbols,
            jobs: jobs ?? processors)
        run.shrinks = !leavesWhole
        run.branches = branch
        run.path = path ?? ""
        if !watch.quiet { program.terminal.complain("The first seed is \(first).\n") }
        let terminal = program.terminal
        let line = SwarmProgress(watch.progress ?? .auto, isQuiet: watch.quiet)
        let result = run.run(
            SwarmRun.Watch(
                seeds: TrapReport.markSeeds(count: run.jobs),
                isCancelled: { Interruption.isRequested },
                progress: { line.show($0, terminal) }))
        line.end(terminal)
        let kept = try result.smallest.map { smallest in
            let scenario = FailingScenario(smallest, catalog: program.catalog)
            let paths = try scenario.write(into: out, world: "\(smallest.world)")
            return (scenario: scenario, paths: paths)
        }
        let answer = result.answer(run, demanded: demandGoals, kept: kept)
        if output.json {
            terminal.write(answer.json(command: "swarm"))
        } else {
            let style = terminal.style(noColor: output.noColor)
            terminal.write(answer.text(style) + result.smallestText)
        }
        let status = result.status(demanded: demandGoals)
        return Interruption.isRequested
            ? ExitStatus.combined([Interruption.status, status]) : status
    }
}

/// The line on standard error that says how far a swarm has come: changing on a terminal, else one
/// each ten seconds.
final class SwarmProgress {
    private let isLive: Bool
    private let isShown: Bool
    private var lastShown = 0.0
    private var hasShown = false

    init(_ style: ProgressStyle, isQuiet: Bool) {
        isLive = style == .auto && isatty(2) == 1
        isShown = style != .none && !isQuiet
    }

    func show(_ progress: SwarmRun.Progress, _ terminal: Terminal) {
        guard isShown, progress.seconds - lastShown >= (isLive ? 0.2 : 10) else { return }
        lastShown = progress.seconds
        let rate = Int(Double(progress.worlds) * 60 / progress.seconds)
        let text =
            "\(progress.worlds) worlds, \(progress.failures) failed, \(rate) a minute, "
            + "\(Int(progress.seconds)) s"
        if isLive {
            terminal.replaceLine(text)
            hasShown = true
        } else {
            terminal.complain(text + "\n")
        }
    }

    func end(_ terminal: Terminal) { if hasShown { terminal.complain("\n") } }
}
