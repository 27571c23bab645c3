public import KraderDatasets

/// Why krader ended, as the number that the shell sees. Numbers are stable and never reused.
public enum ExitStatus: Int32, Hashable, Sendable, CaseIterable {
    case ok = 0
    /// A fault of krader itself.
    case internalError = 1
    /// Wrong use of the command line or of a configuration or scenario file.
    case usage = 2
    /// Data are missing or invalid.
    case data = 3
    /// A strategy threw.
    case strategyFault = 4
    /// An expectation or a gate failed.
    case expectationFailed = 5
    case digestDiffers = 6
    /// The kill switch stopped the run.
    case killSwitch = 7
    /// Reconciliation left something unresolved.
    case unresolved = 8
    /// The broker refused, or authentication failed.
    case broker = 9
    /// Something was not found, or there is no running instance.
    case notFound = 10
    case timedOut = 11
    /// Another krader holds the lock.
    case locked = 12
    /// A file or an answer could not be written: the disk is full, or standard output is closed.
    case unwritten = 13
    case interrupted = 130
    case terminated = 143

    /// The exit codes in short, for `krader --help`.
    public static let summary = """
        Exit codes: 0 ok, 1 internal error, 2 usage or configuration, 3 data missing or invalid, \
        4 strategy fault, 5 expectation or gate failed, 6 digest differs, 7 stopped by kill \
        switch, 8 reconciliation unresolved, 9 broker or authentication, 10 not found or not \
        running, 11 time-out, 12 locked by another krader, 13 could not be written (disk full, \
        output closed), 130 and 143 interrupted.
        """
}

extension ExitStatus {
    /// The code of a file that can't be written: a wrong place is the user's to change, all else is
    /// the machine's fault. It is one rule for all that krader writes.
    public init(writing fault: FileFault) { self = fault.isWrongPlace ? .usage : .unwritten }

    /// The code of many runs: the first of 1, 13, 2, 3, 6, 5, 8, 7, 4 that occurs; an interruption
    /// comes before all.
    public static func combined(_ statuses: [ExitStatus]) -> ExitStatus {
        let order: [ExitStatus] = [
            .interrupted, .terminated, .internalError, .unwritten, .usage, .data,
            .digestDiffers, .expectationFailed, .unresolved, .killSwitch, .strategyFault,
        ]
        return order.first { statuses.contains($0) } ?? .ok
    }
}
