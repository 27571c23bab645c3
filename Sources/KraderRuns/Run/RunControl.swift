public import KraderEngine
public import KraderModel

/// How far a run has come.
public struct RunProgress: Hashable, Sendable {
    /// Of the period, 0…1.
    public var share: Double
    /// Simulated time.
    public var moment: Moment
    /// Inputs that the engine has taken.
    public var events: Int64
}

/// How whoever starts runs watches and ends them. A run has no terminal and hears no signals: it
/// asks here.
public struct RunControl {
    /// Told now and then, several times a second at most.
    public var progress: (RunProgress) -> Void
    /// Asked now and then: why the run is to end before its end, as an exit code; `nil` to go on.
    public var cancelled: () -> ExitStatus?
    /// Where an engine marks which hook runs, of these strategies and instruments, for whoever
    /// must name it when the process ends inside of it.
    public var hookMark: ([String], [Instrument]) -> UnsafeMutablePointer<HookMark>?

    /// Nobody watches, and the run goes on to its end.
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

    /// Throws what whoever cancelled it is told.
    public func checkCancelled(_ what: String = "Interrupted.") throws(ExitFault) {
        if let status = cancelled() { throw ExitFault(status: status, message: what) }
    }
}
