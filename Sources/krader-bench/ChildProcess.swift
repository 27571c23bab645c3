import Glibc

/// A program run to its end: what a fresh process needs can only be seen in a fresh process.
enum ChildProcess {
    struct Failed: Error, CustomStringConvertible {
        var program: String
        var description: String { "\(program) cannot be run, or failed" }
    }

    /// The folder of this program's own file.
    static var ownFolder: String? {
        guard let path = ownPath, let slash = path.lastIndex(of: "/") else { return nil }
        return String(path[..<slash])
    }

    static var ownPath: String? {
        guard let resolved = realpath("/proc/self/exe", nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    /// What it wrote to standard output. Throws `Failed` unless it exited with 0.
    static func run(_ program: String, _ arguments: [String]) throws -> String {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw Failed(program: program) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        posix_spawn_file_actions_addclose(&actions, ends[0])
        var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) }
        defer { for word in words { free(word) } }
        words.append(nil)
        var child: pid_t = 0
        let isSpawned = posix_spawn(&child, program, &actions, nil, words, environ) == 0
        close(ends[1])
        defer { close(ends[0]) }
        guard isSpawned else { throw Failed(program: program) }
        let output = readAll(ends[0])
        var status: Int32 = 0
        guard waitpid(child, &status, 0) == child, status == 0 else {
            throw Failed(program: program)
        }
        return output
    }

    private static func readAll(_ descriptor: Int32) -> String {
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 4_096)
        while true {
            let count = read(descriptor, &part, part.count)
            if count <= 0 { break }
            bytes += part[..<count]
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
