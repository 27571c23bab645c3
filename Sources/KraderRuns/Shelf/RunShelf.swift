import Glibc
import KraderDatasets
import KraderJSON

/// The runs below a folder: `<scenario>/<run id>/`, or the run ids alone. Links are not followed.
public struct RunShelf {
    /// A folder of results, whether or not it is whole.
    public struct Place {
        public let folder: String
        /// The folder's own name, which is the run's id.
        public let name: String
    }

    public let root: String
    public private(set) var places: [Place] = []
    /// The number of folders that killed runs left.
    private(set) var leftovers = 0
    /// The number of files and folders that hold no results.
    public private(set) var others = 0

    /// How many levels below the folder runs may lie.
    private static let depthMax = 2

    /// Looks below a folder. Throws `ExitFault` with exit code 10 when there is no such folder.
    public init(below root: String) throws {
        self.root = root
        guard FolderRemoval.isFolder(root) else {
            throw ExitFault(
                status: .notFound,
                message: "There is no folder '\(shown(root, charactersMax: 200))'. 'krader "
                    + "backtest' leaves its runs in the folder of the setting report.dir; --dir "
                    + "names another.")
        }
        look(in: root, depth: 0)
    }

    private mutating func look(in folder: String, depth: Int) {
        guard let names = try? ResultFiles.names(in: folder) else {
            others += 1
            return
        }
        for name in names {
            let path = folder + "/" + name
            if name.hasPrefix(HiddenFolder.prefix) {
                leftovers += 1
            } else if !FolderRemoval.isFolder(path, followingLinks: false) {
                // What lies beside runs at the top is nobody's concern: a README, say.
                if depth > 0 { others += 1 }
            } else if RunShelf.holdsResult(path) {
                places.append(Place(folder: path, name: name))
            } else if depth + 1 < RunShelf.depthMax {
                look(in: path, depth: depth + 1)
            } else {
                others += 1
            }
        }
    }

    private static func holdsResult(_ path: String) -> Bool {
        var status = stat()
        return lstat(path + "/" + ToldResult.resultName, &status) == 0
    }

    /// What the folders hold.
    public struct Content {
        public var runs: [KeptRun] = []
        /// The number of runs that were stopped, and of folders that killed runs left.
        public var unfinished = 0
        public var damaged: [(folder: String, why: String)] = []
    }

    /// Reads all runs.
    public func read() -> Content {
        var content = Content(unfinished: leftovers)
        for place in places {
            do {
                let run = try KeptRun(place.folder)
                if run.isComplete {
                    content.runs.append(run)
                } else {
                    content.unfinished += 1
                }
            } catch let fault as ExitFault {
                content.damaged.append((place.folder, fault.message))
            } catch {
                content.damaged.append((place.folder, "\(error)"))
            }
        }
        return content
    }

    /// The folder that somebody means by a path, a run's id or its first digits.
    ///
    /// Throws `ExitFault`: exit 10 when there is none, 2 when there are several.
    public func folder(of asked: String) throws -> String {
        if asked.contains("/") || RunShelf.holdsResult(asked) {
            let inside = root + "/" + asked
            return RunShelf.holdsResult(asked) || !RunShelf.holdsResult(inside) ? asked : inside
        }
        let found =
            asked.isEmpty
            ? []
            : places.filter { $0.name == asked }.nonEmpty
                ?? places.filter { $0.name.hasPrefix(asked) }
        if found.count == 1, let place = found.first { return place.folder }
        let name = shown(asked, charactersMax: 100)
        let below = shown(root, charactersMax: 200)
        if found.isEmpty {
            // A slip lies in as much of an id as was typed.
            let length = asked.count
            let near = nearestSpelling(
                of: asked, among: places.flatMap { [$0.name, String($0.name.prefix(length))] })
            let whole = near.flatMap { near in places.first { $0.name.hasPrefix(near) } }
            throw ExitFault(
                status: .notFound,
                message: "There is no run '\(name)' below '\(below)'."
                    + (whole.map { " Did you mean '\(shown($0.name))'?" }
                        ?? " 'krader runs list' names those there are."))
        }
        let names = found.prefix(5).map { "'\(shown($0.folder, charactersMax: 200))'" }
        throw ExitFault(
            status: .usage,
            message: "'\(name)' may be \(found.count) runs: \(names.joined(separator: ", "))"
                + "\(found.count > 5 ? " …" : ""). Type more of the id, or the folder.")
    }
}

extension Array {
    fileprivate var nonEmpty: [Element]? { isEmpty ? nil : self }
}
