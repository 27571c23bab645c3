public import KraderEngine
public import KraderModel

/// How far a run has come.
public struct RunProgress: Hashable, Sendable {
    /// The share of the period that has been played, 0…1.
    public var share: Double
    /// The simulated time.
    public var moment: Moment
    /// The number of inputs that the engine has taken.
    public var events: Int64
}

/// How whoever starts runs watches and ends them. A run has no terminal and hears no signals: it
/// asks here.
public struct RunControl {
    /// What is told of the progress, several times a second at most.
    public var progress: (RunProgress) -> Void
    /// Answers, when asked now and then, why the run is to end before its end, as an exit code;
    /// `nil` to go on.
    public var cancelled: () -> ExitStatus?
    /// Gives the memory where an engine marks which hook of these strategies and instruments runs.
    /// Whoever must name it when the process ends inside of the hook reads it there.
    public var hookMark: ([String], [Instrument]) -> UnsafeMutablePointer<HookMark>?

    /// Makes a control by which nobody watches and the run goes on to its end.
    public init(
        progress: @escaping (RunProgress) -> Void = { _ in },
        cancelled: @escaping () -> ExitStatus? = { nil },
        hookMark: @escaping ([String], [Instrument]) -> UnsafeMutablePointer<HookMark>? = {
            _, _ in nil
        }
    ) {
        self.progress = progress
        self.cancelled = cancelled
        self.hookMark = hookMark
    }

    /// Throws what a run says that is cancelled.
    public func checkCancelled(_ what: String = "Interrupted.") throws(ExitFault) {
        if let status = cancelled() { throw ExitFault(status: status, message: what) }
    }
}
