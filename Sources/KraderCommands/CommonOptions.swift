import ArgumentParser
import KraderReport
import KraderRuns
import KraderScenario

/// How an answer is printed: of every command that answers.
struct AnswerOptions: ParsableArguments {
    @Flag(name: .long, help: "Print one JSON object, with all that is known.")
    var json = false

    @Flag(name: .customLong("no-color"), help: "Plain text; also by the variable NO_COLOR.")
    var noColor = false
}

/// What is told beside the answer, of commands that take a while.
struct WatchOptions: ParsableArguments {
    @Flag(
        name: [.customShort("q"), .long],
        help: "Print no more than the result, of a run its last line.")
    var quiet = false

    @Option(help: "How progress is shown on standard error, in place of the setting progress.")
    var progress: ProgressStyle?

    func style(_ settings: Settings) -> ProgressStyle {
        quiet ? .none : progress ?? ProgressStyle(settings.progress)
    }
}

/// Values in place of settings, of commands that play no scenario.
struct SettingOptions: ParsableArguments {
    @Option(
        name: .customLong("set"),
        help: ArgumentHelp(
            "A value in place of a setting's, such as data.dir=datasets; repeatable.",
            valueName: "path=value"))
    var overrides: [String] = []
}

/// Values in place of what a scenario says.
struct ScenarioOptions: ParsableArguments {
    @Option(
        name: .customLong("set"),
        help: ArgumentHelp(
            "A value in place of the scenario's or settings', such as "
                + "market.to=\"2026-03-31\"; repeatable.",
            valueName: "path=value"))
    var overrides: [String] = []

    @Option(help: "The seed in place of the scenario's.")
    var seed: UInt64?

    /// The seed is the last, for the last override of a value is the one that holds.
    var all: [String] { overrides + (seed.map { ["seed=\($0)"] } ?? []) }
}
