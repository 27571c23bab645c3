import Glibc
import KraderFiles
import KraderText

/// A scenario file's bytes, read only when it can be a scenario.
enum ScenarioFile {
    /// Throws `CommandFailure` with exit code 2 when it is too large, a folder or can't be read.
    static func read(_ path: String) throws -> [UInt8] {
        var status = stat()
        guard stat(path, &status) == 0 else {
            let reason = strerror(errno).map { String(cString: $0) } ?? "error \(errno)"
            throw CommandFailure(status: .usage, message: "Can't read '\(path)': \(reason).")
        }
        if status.st_mode & S_IFMT == S_IFDIR {
            throw CommandFailure(
                status: .usage, message: "'\(path)' is a folder; name the scenario file in it.")
        }
        if let fault = Scenario.sizeFault(bytes: Int(status.st_size), file: path) {
            throw CommandFailure(TextFaults([fault]))
        }
        do {
            return try readWholeFile(path)
        } catch let failure as CommandFailure {
            throw CommandFailure(status: .usage, message: failure.message)
        }
    }
}
