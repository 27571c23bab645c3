import Glibc

/// Ctrl-C and termination: the run stops at its next pause and keeps what it has.
enum Interruption {
    // Written by the signal handler only, in one machine word.
    nonisolated(unsafe) private static var signalNumber: sig_atomic_t = 0

    static var isRequested: Bool { signalNumber != 0 }

    static var status: ExitStatus { signalNumber == SIGTERM ? .terminated : .interrupted }

    /// From here on the first signal asks the run to stop; a second one ends the process.
    static func listen() {
        var heard = sigset_t()
        sigemptyset(&heard)
        for number in [SIGINT, SIGTERM] {
            sigaddset(&heard, number)
            signal(number) { received in
                Interruption.signalNumber = received
                signal(received, SIG_DFL)
            }
        }
        // Whoever started krader may have blocked them, and a blocked signal is never heard.
        pthread_sigmask(SIG_UNBLOCK, &heard, nil)
        // A reader that went away (`| head`) ends the writing, not the run.
        signal(SIGPIPE, SIG_IGN)
    }
}
