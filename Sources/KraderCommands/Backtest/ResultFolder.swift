import Glibc

/// The folder of a run: filled under a temporary name, then put in place in one step, so that a reader never sees
/// half of it and a rerun replaces the whole.
final class ResultFolder {
    private let parent: String
    private let temporary: String
    private var files: [String: Int32] = [:]

    /// Makes the folder. Throws `CommandFailure` when it can't be made.
    init(root: String, scenario: String) throws {
        parent = root + "/" + scenario
        temporary = parent + "/.unfinished-\(getpid())"
        try ResultFolder.makeFolders(parent)
        ResultFolder.remove(temporary)
        try ResultFolder.makeFolders(temporary)
    }

    /// Adds bytes to a file of the folder.
    func append(_ bytes: [UInt8], to name: String) throws {
        var descriptor = files[name] ?? -1
        if descriptor < 0 {
            descriptor = open(
                temporary + "/" + name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else { throw ResultFolder.failure("write", name) }
            files[name] = descriptor
        }
        try bytes.withUnsafeBytes { bytes in
            var rest = bytes
            while !rest.isEmpty {
                let written = write(descriptor, rest.baseAddress, rest.count)
                if written < 0 && errno == EINTR { continue }
                guard written > 0 else { throw ResultFolder.failure("write", name) }
                rest = UnsafeRawBufferPointer(rebasing: rest[written...])
            }
        }
    }

    /// Puts the folder in its place and gives its path. What stood there before is gone.
    func publish(as name: String) throws -> String {
        closeFiles()
        let place = parent + "/" + name
        if rename(temporary, place) != 0 {
            let old = parent + "/.replaced-\(getpid())"
            ResultFolder.remove(old)
            guard rename(place, old) == 0, rename(temporary, place) == 0 else {
                throw ResultFolder.failure("replace", place)
            }
            ResultFolder.remove(old)
        }
        return place
    }

    /// Leaves nothing behind.
    func discard() {
        closeFiles()
        ResultFolder.remove(temporary)
        // Only if this run made it and nothing is in it.
        rmdir(parent)
    }

    private func closeFiles() {
        for descriptor in files.values { close(descriptor) }
        files.removeAll()
    }

    private static func failure(_ verb: String, _ path: String) -> CommandFailure {
        let reason = strerror(errno).map { String(cString: $0) } ?? "error \(errno)"
        return CommandFailure(
            status: .internalError, message: "Can't \(verb) '\(path)': \(reason).")
    }

    private static func makeFolders(_ path: String) throws {
        var made = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/") {
            made += part + "/"
            if mkdir(made, 0o700) != 0 && errno != EEXIST { throw failure("make", made) }
        }
    }

    /// Removes a folder and the plain files in it, if it is there.
    private static func remove(_ path: String) {
        guard let folder = opendir(path) else { return }
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != "." && name != ".." { unlink(path + "/" + name) }
        }
        closedir(folder)
        rmdir(path)
    }
}
