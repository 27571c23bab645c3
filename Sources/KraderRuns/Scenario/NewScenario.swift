public import KraderDatasets
import KraderJSON

/// Writes a new scenario file.
public enum NewScenario {
    /// Writes it whole or not at all; what stands there stays.
    ///
    /// Throws `ExitFault` with exit code 2, or 13 when the machine fails.
    public static func write(
        _ text: String, to path: String, calls: FolderCalls = .system
    ) throws(ExitFault) {
        do throws(FileFault) {
            if let slash = path.lastIndex(of: "/") {
                try FileWriter.makeFolders(String(path[..<slash]))
            }
            try FileWriter.writeNew(Array(text.utf8), to: path, calls: calls)
        } catch {
            guard error.isPresence else { throw ExitFault(writing: error) }
            throw ExitFault(
                status: .usage,
                message: "'\(shown(path, charactersMax: 200))' is there already; take another "
                    + "name, or remove it.")
        }
    }

    /// The same, in place of what stood there: a rerun finds the same.
    static func replace(_ text: String, at path: String) throws(ExitFault) {
        do throws(FileFault) {
            if let slash = path.lastIndex(of: "/") {
                try FileWriter.makeFolders(String(path[..<slash]))
            }
            try FileWriter.replace(Array(text.utf8), at: path)
        } catch {
            throw ExitFault(writing: error, advice: "name another folder with --out")
        }
    }
}

/// Writes what a command was asked to leave beside its answer: a file that a rerun replaces.
public enum AskedFile {
    /// Writes it whole, in place of what stood there.
    ///
    /// Throws `ExitFault` with exit code 2 for a wrong place, 13 when the machine fails.
    public static func write(
        _ text: String, to path: String, option: String
    ) throws(ExitFault) {
        do throws(FileFault) {
            try FileWriter.replace(Array(text.utf8), at: path)
        } catch {
            throw ExitFault(writing: error, advice: "name another with \(option)")
        }
    }
}
