import Glibc
import KraderDatasets
import KraderJSON
import KraderRuns

/// The programs that were compiled from strategies in one file, each in a folder that has its key
/// for a name. Nobody else may write there: what lies there is run.
struct ProgramCache {
    /// The most programs that are kept; beyond it the oldest are removed.
    static let entriesMax = 20
    static let programName = "program"
    /// The name of the file with what the compiler said of a program that it made: its warnings.
    static let saidName = "said"
    /// The name of the file with the program's size in bytes, by which one that was cut is known.
    static let sizeName = "size"

    let folder: String

    /// Opens `$XDG_CACHE_HOME/krader`, else `~/.cache/krader`, and makes it if it isn't there.
    /// Throws `ExitFault` when there can be none.
    init() throws {
        try self.init(folder: try ProgramCache.place())
    }

    init(folder: String) throws {
        self.folder = folder
        let advice = "name another folder for caches by the variable XDG_CACHE_HOME"
        do throws(FileFault) {
            try FileWriter.makeFolders(folder, mode: 0o700)
        } catch {
            throw ExitFault(writing: error, advice: advice)
        }
        var status = stat()
        guard lstat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR,
            status.st_uid == geteuid(),
            status.st_mode & 0o077 == 0 || chmod(folder, 0o700) == 0
        else {
            throw ExitFault(
                status: .usage,
                message: "'\(shown(folder, charactersMax: 200))' must be a folder of your own, "
                    + "for programs in it are run; \(advice).")
        }
    }

    private static func place() throws -> String {
        func variable(_ name: String) -> String? {
            guard let value = getenv(name).map({ String(cString: $0) }), value.hasPrefix("/")
            else { return nil }
            return value
        }
        if let caches = variable("XDG_CACHE_HOME") { return caches + "/krader" }
        let home =
            variable("HOME") ?? getpwuid(geteuid()).map { String(cString: $0.pointee.pw_dir) }
        guard let home else {
            throw ExitFault(
                status: .usage,
                message: "There is no folder for compiled strategies: neither XDG_CACHE_HOME nor "
                    + "HOME is an absolute path.")
        }
        return home + "/.cache/krader"
    }

    /// The folder of a program that was compiled before; `nil` when there is none.
    func entry(_ key: String) -> String? {
        let entry = folder + "/" + key
        var status = stat()
        // A folder appears whole: one that is not there yet may be another process's next moment.
        guard lstat(entry + "/" + ProgramCache.programName, &status) == 0 else { return nil }
        guard status.st_mode & S_IFMT == S_IFREG, status.st_uid == geteuid(), status.st_size > 0,
            status.st_mode & S_IXUSR != 0,
            (try? readWholeFile(entry + "/" + ProgramCache.sizeName))
                == Array(
                    "\(status.st_size)".utf8)
        else {
            // What was cut short is made anew.
            FolderRemoval.remove(entry)
            return nil
        }
        // The time says that it was used now: the oldest are those that nobody uses.
        utimensat(AT_FDCWD, entry, nil, 0)
        return entry
    }

    /// Fills a folder that nobody sees, and puts it in place when it is whole. What another process
    /// put there meanwhile is the same, and stays.
    func add(
        _ key: String, calls: FolderCalls, _ fill: (_ folder: String) throws -> Void
    ) throws -> String {
        let place = folder + "/" + key
        do {
            let hidden = try HiddenFolder(in: folder, mode: 0o700, calls: calls)
            do {
                try fill(hidden.path)
            } catch {
                hidden.discard()
                throw error
            }
            do throws(FileFault) {
                _ = try hidden.publish(as: place, replacing: false)
            } catch {
                FolderRemoval.remove(hidden.path)
                guard error.isPresence else { throw error }
            }
        } catch let fault as FileFault {
            throw ExitFault(writing: fault)
        }
        trim(but: key)
        return place
    }

    private func trim(but key: String) {
        let entries = ((try? ResultFiles.names(in: folder)) ?? [])
            .filter { $0.utf8.count == 64 && ContentHash($0) != nil && $0 != key }
            .compactMap { name in FileStamp(folder + "/" + name).map { (name, $0) } }
            .sorted { ($1.1.seconds, $1.1.nanoseconds) < ($0.1.seconds, $0.1.nanoseconds) }
        for (name, _) in entries.dropFirst(ProgramCache.entriesMax - 1) {
            FolderRemoval.remove(folder + "/" + name)
        }
    }
}
