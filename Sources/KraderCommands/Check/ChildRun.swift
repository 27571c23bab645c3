import Glibc
import KraderDatasets
import KraderJSON
import KraderRuns

/// What a process finds around itself: time zone and language.
struct World {
    var zone: String
    var language: String
}

/// This program itself, started on a scenario in a process of its own.
struct ChildRun {
    /// The folder of the run. It holds `home`, `desk` (the working folder), `out`, and what the
    /// process said.
    private let folder: String
    private let process: pid_t

    /// Starts the run. Throws `ExitFault` when it can't be started.
    init(_ scenario: String, _ flags: [String], _ world: World, folder: String) throws {
        self.folder = folder
        for name in ["", "/home", "/desk"] {
            guard mkdir(folder + name, 0o700) == 0 else {
                throw ScratchFolder.fault("make the folder", folder + name)
            }
        }
        // The settings of the current folder hold in the other as well.
        for name in ["krader.json", ".env"] where access(name, F_OK) == 0 {
            symlink(try ChildRun.absolute(name), "\(folder)/desk/\(name)")
        }
        let arguments =
            ["backtest", try ChildRun.absolute(scenario), "--out", folder + "/out", "--quiet"]
            + ["--progress", "none"] + flags
        process = try ChildRun.start(arguments, ChildRun.environment(world, folder), in: folder)
    }

    /// Waits for the end. Answers the exit code, or 128 and the signal's number when a signal ended
    /// it. When this process is asked to stop, so is that one.
    func wait() -> Int32 {
        var status: Int32 = 0
        var isToldToStop = false
        while waitpid(process, &status, WNOHANG) == 0 {
            if Interruption.isRequested, !isToldToStop {
                kill(process, SIGTERM)
                isToldToStop = true
            }
            usleep(2_000)
        }
        return status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
    }

    /// What the process said on standard error, without the word `Error: ` at its beginning.
    var complaint: String {
        let bytes = (try? readWholeFile(folder + "/complaint")) ?? []
        var text = Substring(String(decoding: bytes, as: UTF8.self))
        if text.hasPrefix("Error: ") { text = text.dropFirst(7) }
        while text.last == "\n" { text.removeLast() }
        return String(text)
    }

    /// The digest in the last line that the process said: `digest=7bc6c98138e1`.
    var digest: String {
        let bytes = (try? readWholeFile(folder + "/answer")) ?? []
        let words = String(decoding: bytes, as: UTF8.self).split { $0 == " " || $0 == "\n" }
        return words.last { $0.hasPrefix("digest=") }.map { String($0.dropFirst(7)) } ?? ""
    }

    /// The one folder of results that the run left.
    func resultFolder() throws -> String {
        var place = folder + "/out"
        for _ in 0..<2 {
            guard let name = try ResultFiles.names(in: place).first else {
                throw ExitFault(
                    status: .internalError, message: "A run left no results. \(complaint)")
            }
            place += "/" + name
        }
        return place
    }

    private static func environment(_ world: World, _ folder: String) -> [String] {
        let replaced = [
            "TZ": world.zone, "LC_ALL": world.language, "HOME": folder + "/home",
            // This has hash tables seeded anew in each process.
            "SWIFT_DETERMINISTIC_HASHING": nil,
        ]
        var kept: [String] = []
        var next = environ
        while let entry = next.pointee {
            let text = String(cString: entry)
            let name = text.prefix { $0 != "=" }
            if !replaced.keys.contains(String(name)) { kept.append(text) }
            next += 1
        }
        return kept + replaced.compactMap { name, value in value.map { "\(name)=\($0)" } }.sorted()
    }

    private static func start(
        _ arguments: [String], _ environment: [String], in folder: String
    ) throws -> pid_t {
        guard let program = FolderPath.real("/proc/self/exe") else {
            throw ScratchFolder.fault("find", "/proc/self/exe")
        }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        let isNew = O_WRONLY | O_CREAT | O_TRUNC
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, folder + "/answer", isNew, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, folder + "/complaint", isNew, 0o600)
        var words = ([program] + arguments).map { strdup($0) } + [nil]
        var variables = environment.map { strdup($0) } + [nil]
        defer { for text in words + variables { free(text) } }
        var process: pid_t = 0
        let fault = try inside(folder + "/desk") {
            posix_spawn(&process, program, &actions, nil, &words, &variables)
        }
        guard fault == 0 else {
            errno = fault
            throw ScratchFolder.fault("start", program)
        }
        return process
    }

    /// Does something in another working folder. A process that it starts begins there.
    private static func inside(_ folder: String, _ body: () -> Int32) throws -> Int32 {
        let before = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard before >= 0 else { throw ScratchFolder.fault("open", ".") }
        defer { close(before) }
        guard chdir(folder) == 0 else { throw ScratchFolder.fault("go to", folder) }
        let result = body()
        guard fchdir(before) == 0 else { throw ScratchFolder.fault("go back to", ".") }
        return result
    }

    /// The path in a form that means the same from another working folder, whether or not anything
    /// is there.
    private static func absolute(_ path: String) throws -> String {
        if path.hasPrefix("/") { return path }
        guard let folder = FolderPath.real(".") else { throw ScratchFolder.fault("find", ".") }
        return folder + "/" + path
    }
}
