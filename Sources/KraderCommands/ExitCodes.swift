/// Why krader ended, as the number that the shell sees. Numbers are stable and never reused.
public enum ExitStatus: Int32, Hashable, Sendable, CaseIterable {
    case ok = 0
    /// A fault of krader itself.
    case internalError = 1
    /// Wrong use of the command line or of a configuration or scenario file.
    case usage = 2
    /// Data missing or invalid.
    case data = 3
    /// A strategy threw.
    case strategyFault = 4
    /// An expectation or a gate failed.
    case expectationFailed = 5
    case digestDiffers = 6
    /// Stopped by the kill switch.
    case killSwitch = 7
    /// Reconciliation left something unresolved.
    case unresolved = 8
    /// The broker refused, or authentication failed.
    case broker = 9
    /// Not found, or no running instance.
    case notFound = 10
    case timedOut = 11
    /// Another krader holds the lock.
    case locked = 12
    case interrupted = 130
    case terminated = 143

    /// For `krader --help`.
    static let summary = """
        Exit codes: 0 ok, 1 internal error, 2 usage or configuration, 3 data missing or invalid, \
        4 strategy fault, 5 expectation or gate failed, 6 digest differs, 7 stopped by kill \
        switch, 8 reconciliation unresolved, 9 broker or authentication, 10 not found or not \
        running, 11 time-out, 12 locked by another krader, 130 and 143 interrupted.
        """
}

/// A command can't do what was asked: what to tell the user, and the exit code.
struct CommandFailure: Error {
    var status: ExitStatus
    var message: String
}
