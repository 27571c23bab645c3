import Glibc
import KraderDatasets
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
        do throws(FileFault) {
            made = try FileWriter.makeFolders(parent, mode: 0o700)
        } catch {
            throw ResultFolder.failure("make the folder", error, .usage)
        }
        HiddenFolder.removeLeftovers(in: parent, prefix: ResultFolder.hiddenPrefix)
        do throws(FileFault) {
            hidden = try HiddenFolder(in: parent, prefix: ResultFolder.hiddenPrefix)
        } catch {
            for path in made.reversed() { rmdir(path) }
            throw ResultFolder.failure("make a folder in", error, .usage)
        }
        self.parent = parent
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
        do throws(FileFault) {
            try hidden.publish(as: place, replacing: true)
        } catch {
            throw ResultFolder.failure("replace", error, .internalError)
        }
        return place
    }

    /// The way from the folder, once it is in its place, to another: `../../../scenarios`. `nil`
    /// when that one isn't there any more.
    func way(to folder: String) -> String? {
        guard let from = FolderPath.real(parent), let to = FolderPath.real(folder) else {
            return nil
        }
        return FolderPath.way(from: from + "/run", to: to)
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

    /// A folder that can't be made is a wrong `--out`; one that can't be filled is a fault of the
    /// machine.
    static func failure(
        _ verb: String, _ path: String, _ status: ExitStatus = .internalError
    ) -> CommandFailure {
        failure(verb, FileFault(path: path, number: errno), status)
    }

    private static func failure(
        _ verb: String, _ fault: FileFault, _ status: ExitStatus
    ) -> CommandFailure {
        let advice = status == .usage ? "; name another with --out" : ""
        let path = shown(fault.path, charactersMax: 200)
        return CommandFailure(
            status: status, message: "Can't \(verb) '\(path)': \(fault.reason)\(advice).")
    }
}
