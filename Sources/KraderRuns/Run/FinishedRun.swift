public import KraderBacktest
public import KraderReport

/// A run that has been played and written.
public struct FinishedRun {
    public var result: RunResult
    public var summary: RunSummary
    public var folder: String
    public var status: ExitStatus
    /// What there is to say of the folder, in sentences.
    public var notes: [String] = []

    public var reportPath: String { "\(folder)/report.html" }
}
