import KraderEngine
import KraderJSON
import KraderRuns
import KraderScenario

extension RunPlan {
    /// Reads what a command asked for, under the settings in force.
    ///
    /// - Parameter overrides: the overrides of settings and of the scenario, as typed after
    ///   `--set`.
    init(
        path: String, overrides: [String], catalog: StrategyCatalog, isStrict: Bool = false
    ) throws {
        let (ours, theirs) = try RunPlan.split(overrides)
        try self.init(
            path: path, settings: SettingsInForce.read(overrides: ours), overrides: theirs,
            catalog: catalog, isStrict: isStrict, control: .quiet)
    }

    /// Reads a scenario whose text is there already, in the same way.
    init(
        bytes: [UInt8], path: String, overrides: [String], catalog: StrategyCatalog,
        isStrict: Bool = false
    ) throws {
        let (ours, theirs) = try RunPlan.split(overrides)
        try self.init(
            bytes: bytes, path: path, settings: SettingsInForce.read(overrides: ours),
            overrides: theirs, catalog: catalog, isStrict: isStrict, control: .quiet)
    }

    /// Parts overrides of settings from those of the scenario.
    private static func split(_ typed: [String]) throws -> ([String], [Override]) {
        var settings: [String] = []
        var scenario: [Override] = []
        var faults: [TextFault] = []
        for text in typed {
            do throws(TextFaults) {
                let override = try Override(text)
                if Settings.owns(override) {
                    settings.append(text)
                } else {
                    scenario.append(override)
                }
            } catch {
                faults += error.list
            }
        }
        if !faults.isEmpty { throw ExitFault(TextFaults(faults)) }
        return (settings, scenario)
    }

    /// Plays the plan, showing how far it has come, until a signal ends it.
    func play(into root: String, _ style: ProgressStyle, _ program: KraderProgram) throws
        -> FinishedRun
    {
        let shown = RunView(style, name: scenario.name, program.terminal)
        defer { shown.finish() }
        return try play(into: root, control: .shown(shown), calls: program.folderCalls)
    }
}

/// Shows runs to a person while they go on.
final class RunView {
    private var progress: Progress
    private let terminal: Terminal

    init(_ style: ProgressStyle, name: String, _ terminal: Terminal) {
        progress = Progress(style: style, name: name)
        self.terminal = terminal
    }

    func show(_ reached: RunProgress) {
        progress.show(
            share: reached.share, at: reached.moment, events: reached.events, terminal: terminal)
    }

    /// Clears the changing line.
    func finish() { progress.finish(terminal) }
}

extension RunControl {
    /// A control by which Ctrl-C and termination end a run, and a strategy's trap is told of.
    static var quiet: RunControl {
        RunControl(
            cancelled: { Interruption.isRequested ? Interruption.status : nil },
            hookMark: { TrapReport.mark(strategies: $0, instruments: $1) })
    }

    static func shown(_ progress: RunView) -> RunControl {
        var control = RunControl.quiet
        control.progress = { progress.show($0) }
        return control
    }
}
