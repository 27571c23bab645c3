import Glibc
import KraderJSON

/// The folder of an export. It is filled under a hidden name and put in place when it is whole.
final class ExportFolder {
    private let path: String
    private let hidden: HiddenFolder
    private let isReplacing: Bool
    private var folders: Set<String> = []
    private var own = OwnFiles()

    /// Makes the folder. Throws `ExportFault` when it can't be made there.
    init(_ path: String, replacing: Bool, calls: FolderCalls) throws(ExportFault) {
        var path = path
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        self.path = path
        isReplacing = replacing
        if access(path, F_OK) == 0 { try ExportFolder.checkReplaceable(path, replacing) }
        let parent =
            path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        do throws(FileFault) {
            hidden = try HiddenFolder(in: parent, calls: calls)
        } catch {
            throw .writing(error)
        }
    }

    /// Checks that a folder may be replaced: only what an export wrote, and nobody changed.
    private static func checkReplaceable(
        _ path: String, _ replacing: Bool
    ) throws(ExportFault) {
        func refusal(_ text: String) -> ExportFault {
            .exists("'\(shown(path, charactersMax: 200))' exists already\(text)")
        }
        guard replacing else { throw refusal("; with --replace an export is replaced.") }
        guard FolderRemoval.isFolder(path, followingLinks: false),
            let own = OwnFiles(listedIn: path)
        else {
            throw refusal(
                " and is no export: it has no \(OwnFiles.listName) as krader wrote it. Remove it "
                    + "yourself if nothing in it is needed.")
        }
        if let changed = own.changed(in: path) {
            throw refusal(", and '\(shown(changed))' was changed since it was written: move it.")
        }
    }

    /// What the file system there can't do, in sentences.
    var notes: [String] { hidden.notes }

    /// The name of the file in the export: `ticks/005930/2026-03-03.csv`.
    static func name(of file: RowFile) -> String {
        (file.path.lastIndex(of: ".").map { String(file.path[..<$0]) } ?? file.path) + ".csv"
    }

    /// Opens a new file of the folder, which the caller finishes or drops.
    func open(_ name: String) throws(ExportFault) -> Int32 {
        do throws(FileFault) {
            if let slash = name.lastIndex(of: "/") {
                let folder = hidden.path + "/" + name[..<slash]
                if folders.insert(folder).inserted { try FileWriter.makeFolders(folder) }
            }
            let descriptor = Glibc.open(
                hidden.path + "/" + name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                0o644)
            guard descriptor >= 0 else { throw FileFault(path: name, number: errno) }
            return descriptor
        } catch {
            throw .writing(error)
        }
    }

    /// Finishes a file that is whole and has this SHA-256.
    func finish(_ descriptor: Int32, _ name: String, hash: String) throws(ExportFault) {
        guard close(descriptor) == 0 else {
            throw .writing(FileFault(path: name, number: errno))
        }
        own.add(name, hash: hash)
    }

    func drop(_ descriptor: Int32, _ name: String) {
        close(descriptor)
        unlink(hidden.path + "/" + name)
    }

    func write(_ bytes: [UInt8], to name: String) throws(ExportFault) {
        let descriptor = try open(name)
        do throws(FileFault) {
            try FileWriter.append(bytes, to: descriptor, name)
        } catch {
            drop(descriptor, name)
            throw .writing(error)
        }
        var hash = FileHash()
        bytes.withUnsafeBytes { hash.update($0) }
        try finish(descriptor, name, hash: hash.finish())
    }

    /// Puts the folder in its place. Returns sentences on what stood there.
    func publish() throws(ExportFault) -> [String] {
        try write(own.list, to: OwnFiles.listName)
        chmod(hidden.path, 0o755)
        do throws(FileFault) {
            return try hidden.publish(
                as: path, replacing: isReplacing, OwnFiles.init(listedIn:))
        } catch {
            throw .writing(error)
        }
    }

    /// Removes all that was made, unless the export was whole.
    func discard() { hidden.discard() }
}
