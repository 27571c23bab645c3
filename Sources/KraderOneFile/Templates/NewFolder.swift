import Glibc
public import KraderDatasets
import KraderJSON
import KraderRuns

/// Writes a folder whole or not at all.
public enum NewFolder {
    /// Writes files by their paths in the folder. Throws `ExitFault`: exit 2 when something stands
    /// there, 13 when the machine fails.
    public static func write(
        _ files: [(path: String, text: String)], to folder: String, calls: FolderCalls
    ) throws {
        // An empty folder is replaced, and nothing else.
        if rmdir(folder) != 0, errno != ENOENT, errno != EROFS {
            throw ExitFault(
                status: .usage,
                message: "'\(folder)' is there already and not empty; take another name, or "
                    + "remove it.")
        }
        do throws(FileFault) {
            let hidden = try HiddenFolder(in: ".", calls: calls)
            do throws(FileFault) {
                for file in files { try write(file.text, to: hidden.path + "/" + file.path) }
                chmod(hidden.path, 0o755)
                _ = try hidden.publish(as: folder, replacing: false)
            } catch {
                hidden.discard()
                throw error
            }
        } catch {
            throw ExitFault(writing: error)
        }
    }

    private static func write(_ text: String, to place: String) throws(FileFault) {
        if let slash = place.lastIndex(of: "/") {
            try FileWriter.makeFolders(String(place[..<slash]))
        }
        let descriptor = open(place, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw FileFault(path: place, number: errno) }
        do throws(FileFault) {
            try FileWriter.append(Array(text.utf8), to: descriptor, place)
        } catch {
            close(descriptor)
            throw error
        }
        guard close(descriptor) == 0 else { throw FileFault(path: place, number: errno) }
    }
}
