import Glibc
import KraderDatasets
import KraderText

/// A folder that is either written whole or not at all.
enum NewFolder {
    /// Files by their paths in the folder. Throws `CommandFailure`: exit 2 when something stands
    /// there, 1 when the machine fails.
    static func write(_ files: [(path: String, text: String)], to folder: String) throws {
        if access(folder, F_OK) == 0, !isEmpty(folder) {
            throw CommandFailure(
                status: .usage,
                message: "'\(folder)' is there already and not empty; take another name, or "
                    + "remove it.")
        }
        let hidden = ".\(folder)-\(getpid())"
        guard mkdir(hidden, 0o777) == 0 else { throw failure("make the folder", hidden) }
        do {
            for file in files { try write(file.text, to: file.path, in: hidden) }
            // Replaces an empty folder, and nothing else.
            guard rename(hidden, folder) == 0 else { throw failure("make the folder", folder) }
        } catch {
            FolderRemoval.remove(hidden)
            throw error
        }
    }

    private static func isEmpty(_ path: String) -> Bool {
        guard let folder = opendir(path) else { return false }
        defer { closedir(folder) }
        return FolderRemoval.nextName(folder) == nil
    }

    private static func write(_ text: String, to path: String, in folder: String) throws {
        var place = folder
        for part in path.split(separator: "/").dropLast() {
            place += "/" + part
            guard mkdir(place, 0o777) == 0 || errno == EEXIST else {
                throw failure("make the folder", place)
            }
        }
        place = folder + "/" + path
        let descriptor = open(place, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw failure("write", place) }
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress.map { $0 + written }, bytes.count - written)
            }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw failure("write", place) }
            written += count
        }
    }

    private static func failure(_ verb: String, _ path: String) -> CommandFailure {
        let number = errno
        let reason = strerror(number).map { String(cString: $0) } ?? "error \(number)"
        return CommandFailure(
            status: number == EACCES || number == EROFS ? .usage : .internalError,
            message: "Can't \(verb) '\(shown(path, charactersMax: 200))': \(reason).")
    }
}
