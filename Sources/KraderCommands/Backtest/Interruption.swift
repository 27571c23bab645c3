import Glibc
import KraderRuns

/// Listens for Ctrl-C and termination: the run stops at its next pause and keeps what it has.
enum Interruption {
    // Only the signal handler writes this, in one machine word.
    nonisolated(unsafe) private static var signalNumber: sig_atomic_t = 0

    static var isRequested: Bool { signalNumber != 0 }

    /// A terminal that is gone (SIGHUP) ends a run as SIGTERM does.
    static var status: ExitStatus { signalNumber == SIGINT ? .interrupted : .terminated }

    /// Sees to it that, until somebody listens, a terminal that is gone ends the process as SIGTERM
    /// does.
    static func prepare() {
        if isIgnored(SIGHUP) { return }
        signal(SIGHUP) { _ in
            signal(SIGTERM, SIG_DFL)
            kill(getpid(), SIGTERM)
        }
    }

    /// Begins to listen: the first signal asks the run to stop; a second one ends the process.
    static func listen() {
        var heard = sigset_t()
        sigemptyset(&heard)
        for number in [SIGINT, SIGTERM, SIGHUP] {
            // `nohup` asks not to hear of SIGHUP.
            if number == SIGHUP, isIgnored(number) { continue }
            sigaddset(&heard, number)
            signal(number) { received in
                Interruption.signalNumber = received
                signal(received, SIG_DFL)
            }
        }
        // Whoever started krader may have blocked the signals, and a blocked signal is never heard.
        pthread_sigmask(SIG_UNBLOCK, &heard, nil)
    }

    private static func isIgnored(_ number: Int32) -> Bool {
        var action = sigaction()
        sigaction(number, nil, &action)
        return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
            == unsafeBitCast(SIG_IGN, to: Int.self)
    }
}
