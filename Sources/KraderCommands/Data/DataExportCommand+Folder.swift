import Glibc
import KraderDatasets
import KraderText

/// The folder of an export: filled under a hidden name and put in place when it is whole.
final class ExportFolder {
    private static let hiddenPrefix = ".unfinished-"
    private static let optionsName = "options.json"

    private let path: String
    private let hidden: HiddenFolder
    private let made: [String]
    private let isReplacing: Bool
    private var folders: Set<String> = []

    /// Throws: `CommandFailure` with exit code 2 when it can't be made there.
    init(_ path: String, replacing: Bool) throws(CommandFailure) {
        var path = path
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        self.path = path
        isReplacing = replacing
        // Only what an export wrote may be replaced.
        let isExport =
            access(path + "/" + ExportFolder.optionsName, F_OK) == 0
            && access(path + "/" + Dataset.descriptionName, F_OK) != 0
        guard access(path, F_OK) != 0 || replacing && isExport else {
            throw CommandFailure(
                status: .usage,
                message: "'\(shown(path, charactersMax: 200))' exists already"
                    + (replacing
                        ? " and is no export." : "; with --replace an export is replaced."))
        }
        let parent =
            path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        do throws(FileFault) {
            made = try FileWriter.makeFolders(parent)
        } catch {
            throw ExportFolder.failure(error)
        }
        HiddenFolder.removeLeftovers(in: parent, prefix: ExportFolder.hiddenPrefix)
        do throws(FileFault) {
            hidden = try HiddenFolder(in: parent, prefix: ExportFolder.hiddenPrefix)
        } catch {
            for path in made.reversed() { rmdir(path) }
            throw ExportFolder.failure(error)
        }
    }

    /// `ticks/005930/2026-03-03.csv`
    static func name(of file: RecordFile) -> String {
        (file.path.lastIndex(of: ".").map { String(file.path[..<$0]) } ?? file.path) + ".csv"
    }

    /// A new file of the folder, to be closed by the caller.
    func open(_ name: String) throws(CommandFailure) -> Int32 {
        if let slash = name.lastIndex(of: "/") {
            let folder = hidden.path + "/" + name[..<slash]
            if !folders.contains(folder) {
                do throws(FileFault) {
                    try FileWriter.makeFolders(folder)
                } catch {
                    throw ExportFolder.failure(error)
                }
                folders.insert(folder)
            }
        }
        let descriptor = Glibc.open(
            hidden.path + "/" + name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw ExportFolder.failure(FileFault(path: name, number: errno))
        }
        return descriptor
    }

    func drop(_ name: String) { unlink(hidden.path + "/" + name) }

    func write(_ bytes: [UInt8], to name: String) throws(CommandFailure) {
        let descriptor = try open(name)
        defer { close(descriptor) }
        do throws(FileFault) {
            try FileWriter.append(bytes, to: descriptor, name)
        } catch {
            throw ExportFolder.failure(error)
        }
    }

    func publish() throws(CommandFailure) {
        chmod(hidden.path, 0o755)
        do throws(FileFault) {
            try hidden.publish(as: path, replacing: isReplacing)
        } catch {
            throw ExportFolder.failure(error)
        }
    }

    /// Leaves nothing behind.
    func discard() {
        FolderRemoval.remove(hidden.path)
        // Those that hold something by now stay.
        for path in made.reversed() { rmdir(path) }
    }

    private static func failure(_ fault: FileFault) -> CommandFailure {
        CommandFailure(
            status: .usage,
            message: "Can't write '\(shown(fault.path, charactersMax: 200))': \(fault.reason).")
    }
}
