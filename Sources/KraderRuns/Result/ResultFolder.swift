import Glibc
import KraderDatasets
import KraderJSON

/// The folder of a run. It is filled under a hidden name, then put in place, so that a reader never
/// sees half of it and a rerun replaces the whole. `SHA256SUMS` in it says what krader wrote: a
/// rerun replaces nothing else.
final class ResultFolder {
    private let parent: String
    private let hidden: HiddenFolder
    private var files: [String: (descriptor: Int32, hash: FileHash)] = [:]

    /// Makes the folder, and tries what putting it in place will need. Throws `ExitFault` with
    /// exit code 2 when it can't be made there.
    init(root: String, scenario: String, calls: FolderCalls = .system) throws {
        parent = root + "/" + scenario
        do throws(FileFault) {
            hidden = try HiddenFolder(in: parent, mode: 0o700, calls: calls)
        } catch {
            throw ExitFault(writing: error, advice: "name another with --out")
        }
    }

    /// What the file system there can't do, a sentence each.
    var notes: [String] { hidden.notes }

    /// Adds bytes to a file of the folder.
    func append(_ bytes: [UInt8], to name: String) throws {
        do throws(FileFault) {
            if files[name] == nil { files[name] = (try open(name), FileHash()) }
            guard var file = files[name] else { return }
            bytes.withUnsafeBytes { file.hash.update($0) }
            files[name] = file
            try FileWriter.append(bytes, to: file.descriptor, name)
        } catch {
            throw ExitFault(writing: error)
        }
    }

    private func open(_ name: String) throws(FileFault) -> Int32 {
        let descriptor = openat(
            hidden.descriptor, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw FileFault(path: name, number: errno) }
        return descriptor
    }

    /// Puts the folder in its place. What stood there before is gone, but for what others put into
    /// it or changed. The notes, a sentence each, say what there is to say of that.
    func publish(as name: String) throws -> (path: String, notes: [String]) {
        var own = OwnFiles()
        for (name, file) in files {
            var hash = file.hash
            // The timing says how long the run took, and so differs each time.
            own.add(name, hash: name == ToldResult.timingName ? nil : hash.finish())
        }
        try append(own.list, to: OwnFiles.listName)
        let place = parent + "/" + name
        do throws(FileFault) {
            try closeFiles()
            return (
                place, try hidden.publish(as: place, replacing: true, OwnFiles.init(listedIn:))
            )
        } catch {
            throw ExitFault(writing: error)
        }
    }

    /// The way from the folder, once it is in its place, to another: `../../../scenarios`. `nil`
    /// when that one isn't there any more.
    func way(to folder: String) -> String? {
        guard let from = FolderPath.real(parent), let to = FolderPath.real(folder) else {
            return nil
        }
        return FolderPath.way(from: from + "/run", to: to)
    }

    /// Leaves nothing behind, unless the run was finished.
    func discard() {
        try? closeFiles()
        hidden.discard()
    }

    /// Closes the files. What a file system over a network could not write, it says only at the
    /// end.
    private func closeFiles() throws(FileFault) {
        var fault: FileFault?
        for (name, file) in files where close(file.descriptor) != 0 {
            fault = FileFault(path: name, number: errno)
        }
        files.removeAll()
        if let fault { throw fault }
    }
}
