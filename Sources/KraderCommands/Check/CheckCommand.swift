import ArgumentParser

/// Checks promises of krader on the user's own scenarios.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check on your own scenarios what krader promises.",
        subcommands: [CheckDeterminismCommand.self])
}
