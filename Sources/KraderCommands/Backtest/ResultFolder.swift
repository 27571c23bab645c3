import Glibc
import KraderText

/// The folder of a run: filled under a hidden name, then put in place, so that a reader never sees
/// half of it and a rerun replaces the whole.
///
/// While it is filled its maker holds a lock on it, which ends with the process however that ends:
/// the next run of the same scenario takes an unlocked one for what a killed run left, and removes
/// it.
final class ResultFolder {
    private static let hiddenPrefix = ".unfinished-"

    private let parent: String
    private let hidden: HiddenFolder
    /// Folders that were not there before, the outermost first.
    private let made: [String]
    private var files: [String: Int32] = [:]

    /// Makes the folder. Throws `CommandFailure` with exit code 2 when it can't be made there.
    init(root: String, scenario: String) throws {
        let parent = root + "/" + scenario
        var made: [String] = []
        do {
            try ResultFolder.makeFolders(parent, made: &made)
            ResultFolder.removeLeftovers(in: parent)
            hidden = try HiddenFolder(in: parent, prefix: ResultFolder.hiddenPrefix)
        } catch {
            for path in made.reversed() { rmdir(path) }
            throw error
        }
        self.parent = parent
        self.made = made
    }

    /// Adds bytes to a file of the folder.
    func append(_ bytes: [UInt8], to name: String) throws {
        var descriptor = files[name] ?? -1
        if descriptor < 0 {
            descriptor = openat(
                hidden.descriptor, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                0o600)
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
        if rename(hidden.path, place) == 0 { return place }
        // Something stands there, an empty folder apart: it steps aside first.
        let replaced = hidden.path + "-replaced"
        guard rename(place, replaced) == 0 else {
            throw ResultFolder.failure("replace", place)
        }
        guard rename(hidden.path, place) == 0 else {
            let failure = ResultFolder.failure("replace", place)
            rename(replaced, place)
            throw failure
        }
        FolderRemoval.remove(replaced)
        return place
    }

    /// Leaves nothing behind.
    func discard() {
        closeFiles()
        FolderRemoval.remove(hidden.path)
        // Those that hold something by now stay.
        for path in made.reversed() { rmdir(path) }
    }

    private func closeFiles() {
        for descriptor in files.values { close(descriptor) }
        files.removeAll()
    }

    private static func makeFolders(_ path: String, made: inout [String]) throws {
        var next = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/") {
            next += part
            if mkdir(next, 0o700) == 0 {
                made.append(next)
            } else if errno != EEXIST {
                throw failure("make the folder", next, .usage)
            }
            next += "/"
        }
    }

    /// What killed runs left: hidden folders that nobody holds the lock of.
    private static func removeLeftovers(in parent: String) {
        guard let folder = opendir(parent) else { return }
        defer { closedir(folder) }
        var leftovers: [String] = []
        while let name = FolderRemoval.nextName(folder) {
            if name.hasPrefix(hiddenPrefix) { leftovers.append(parent + "/" + name) }
        }
        for path in leftovers {
            let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            guard descriptor >= 0 else { continue }
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { FolderRemoval.remove(path) }
            close(descriptor)
        }
    }

    /// A folder that can't be made is a wrong `--out`; one that can't be filled is a fault of the
    /// machine.
    static func failure(
        _ verb: String, _ path: String, _ status: ExitStatus = .internalError
    ) -> CommandFailure {
        let reason = strerror(errno).map { String(cString: $0) } ?? "error \(errno)"
        let advice = status == .usage ? "; name another with --out" : ""
        return CommandFailure(
            status: status,
            message: "Can't \(verb) '\(shown(path, charactersMax: 200))': \(reason)\(advice).")
    }
}

/// A new folder of a name that nobody else has, locked while this lives.
private final class HiddenFolder {
    let path: String
    let descriptor: Int32

    init(in parent: String, prefix: String) throws {
        while true {
            var template = Array("\(parent)/\(prefix)XXXXXX".utf8CString)
            guard mkdtemp(&template) != nil else {
                throw ResultFolder.failure("make a folder in", parent, .usage)
            }
            let path = template.withUnsafeBufferPointer { bytes in
                String(decoding: bytes.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
            }
            let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            // Between making and locking, another run may have taken it for a leftover.
            if descriptor >= 0, flock(descriptor, LOCK_EX | LOCK_NB) == 0, access(path, F_OK) == 0 {
                self.path = path
                self.descriptor = descriptor
                return
            }
            if descriptor >= 0 { close(descriptor) }
        }
    }

    deinit { close(descriptor) }
}

/// Removing a folder with all that is in it. Links are removed, not followed.
enum FolderRemoval {
    static func remove(_ path: String) {
        if unlink(path) == 0 { return }
        empty(open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC))
        rmdir(path)
    }

    /// Takes the descriptor over.
    private static func empty(_ descriptor: Int32) {
        guard descriptor >= 0 else { return }
        guard let folder = fdopendir(descriptor) else {
            close(descriptor)
            return
        }
        defer { closedir(folder) }
        while let name = nextName(folder) {
            if unlinkat(descriptor, name, 0) == 0 { continue }
            empty(openat(descriptor, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC))
            unlinkat(descriptor, name, AT_REMOVEDIR)
        }
    }

    /// The next entry but the folder itself and the one above.
    static func nextName(_ folder: OpaquePointer) -> String? {
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != "." && name != ".." { return name }
        }
        return nil
    }
}
