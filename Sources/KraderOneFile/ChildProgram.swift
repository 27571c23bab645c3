import Glibc
public import KraderRuns

/// Another program in a process of its own, started by its path and never through a shell.
public struct ChildProgram {
    private let process: pid_t

    /// - Parameter said: a file for all that the program says; with `nil` it says it where this one
    ///   does.
    /// Throws `ExitFault` when it can't be started.
    public init(_ path: String, _ arguments: [String], said: String? = nil) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if let said {
            let isNew = O_WRONLY | O_CREAT | O_TRUNC
            posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
            posix_spawn_file_actions_addopen(&actions, 1, said, isNew, 0o600)
            posix_spawn_file_actions_adddup2(&actions, 1, 2)
        }
        var words = ([path] + arguments).map { strdup($0) } + [nil]
        defer { for text in words { free(text) } }
        var started: pid_t = 0
        let fault = posix_spawn(&started, path, &actions, nil, &words, environ)
        guard fault == 0 else {
            errno = fault
            throw ScratchFolder.fault("start", path)
        }
        process = started
    }

    /// Waits for the end. Answers the exit code, or 128 and the signal's number when a signal ended
    /// it. Ctrl-C reaches both processes, so that one may end by itself first; when it doesn't, it
    /// is told to.
    public func wait(_ control: RunControl) -> Int32 {
        var status: Int32 = 0
        var pausesLeft = 500
        while waitpid(process, &status, WNOHANG) == 0 {
            if control.cancelled() != nil, pausesLeft >= 0 {
                if pausesLeft == 0 { kill(process, SIGTERM) }
                pausesLeft -= 1
            }
            usleep(2_000)
        }
        return status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
    }

    /// Becomes another program, with the same process and streams. Returns only by throwing.
    public static func become(_ path: String, _ arguments: [String]) throws -> Never {
        var words = ([path] + arguments).map { strdup($0) } + [nil]
        execv(path, &words)
        let number = errno
        for text in words { free(text) }
        errno = number
        throw ScratchFolder.fault("start", path)
    }
}
