import Glibc
import KraderDatasets
import KraderJSON

/// Finds the data of a result by what they hold: where the scenario lay, in the result folder, or
/// below folders that a person names.
public struct InputSearch {
    public enum Outcome: Hashable {
        /// Every byte is what the run read.
        case verified(place: String)
        /// A dataset of the old version: its quick hashes are the same.
        case unverified(place: String)
        /// Nothing lies there, nor anywhere else.
        case missing
        /// Something else lies there.
        case changed(place: String, why: String)

        public var place: String? {
            switch self {
            case .verified(let place), .unverified(let place): place
            case .missing, .changed: nil
            }
        }

        public var word: String {
            switch self {
            case .verified: "verified"
            case .unverified: "unverified"
            case .missing: "missing"
            case .changed: "changed"
            }
        }

        var status: ExitStatus {
            switch self {
            case .verified, .unverified: .ok
            case .missing: .data
            case .changed: .digestDiffers
            }
        }
    }

    /// The most entries below the named folders that are looked at; the search says when there are
    /// more.
    private static let entriesMax = 1_000_000

    private let result: ToldResult
    private let folders: [String]
    private let control: RunControl
    /// What lies below the named folders; `nil` until it was looked for.
    private var listing: (files: [String], datasets: [String])?
    private var hashes: [String: String] = [:]

    /// - Parameter folders: the folders as named, all of which exist.
    init(_ result: ToldResult, folders: [String], _ control: RunControl) {
        self.result = result
        self.control = control
        self.folders = folders
    }

    /// Finds an input. Throws `ExitFault` when the search is interrupted.
    mutating func find(_ input: ToldResult.Input) throws -> Outcome {
        var changed: Outcome?
        for place in places(of: input) {
            let outcome = try look(at: place, for: input)
            switch outcome {
            case .verified, .unverified: return outcome
            case .changed: changed = changed ?? outcome
            case .missing: continue
            }
        }
        let (files, datasets) = try listed()
        if input.isDataset {
            for place in datasets {
                let outcome = try look(at: place, for: input)
                if outcome.place != nil { return outcome }
            }
        } else {
            let name = input.path.split(separator: "/").last ?? ""
            // A file most likely still has its name.
            let isNamesake = { (path: String) in path.split(separator: "/").last == name }
            for place in files.filter(isNamesake) + files.filter({ !isNamesake($0) })
            where try hash(ofFile: place) == input.hash {
                return .verified(place: place)
            }
        }
        return changed ?? .missing
    }

    /// The places where it would lie without a search, the likeliest first.
    private func places(of input: ToldResult.Input) -> [String] {
        if input.path.hasPrefix("/") { return [input.path] }
        let bases = [result.scenarioFolder, result.folder].compactMap { $0 } + folders
        return bases.map { $0 + "/" + input.path }
    }

    private mutating func look(at place: String, for input: ToldResult.Input) throws -> Outcome {
        guard input.isDataset else {
            guard let hash = try hash(ofFile: place) else { return .missing }
            if hash == input.hash { return .verified(place: place) }
            return .changed(
                place: place, why: "its SHA-256 is \(hash), the run read \(input.hash)")
        }
        do throws(DatasetFault) {
            let dataset = try Dataset(place)
            guard dataset.hash == input.hash else {
                let why =
                    dataset.isProvable && dataset.oldHash == input.hash
                    ? "it was upgraded since the run; its quick hashes are the same, so run again"
                    : "its hash is \(dataset.hash), the run's was \(input.hash)"
                return .changed(place: place, why: why)
            }
            if try dataset.prove({ [control] _, _ in control.cancelled() == nil }) {
                return dataset.isProvable ? .verified(place: place) : .unverified(place: place)
            }
        } catch {
            if case .missing = error { return .missing }
            return .changed(place: place, why: "\(error)")
        }
        try control.checkCancelled()
        return .missing
    }

    /// The SHA-256 of a file; `nil` for what is no file or can't be read.
    private mutating func hash(ofFile path: String) throws -> String? {
        if let known = hashes[path] { return known }
        try control.checkCancelled()
        var hash = FileHash()
        do throws(FileFault) {
            try FileReader.read(path) { hash.update($0) }
        } catch {
            return nil
        }
        let found = hash.finish()
        hashes[path] = found
        return found
    }

    /// Files and datasets below the named folders; links are not followed.
    private mutating func listed() throws -> (files: [String], datasets: [String]) {
        if let listing { return listing }
        var files: [String] = []
        var datasets: [String] = []
        var left = Array(folders.reversed())
        var entries = 0
        while let folder = left.popLast() {
            if Dataset.isThere(folder) {
                datasets.append(folder)
                continue
            }
            for name in InputSearch.names(in: folder) {
                entries += 1
                guard entries <= InputSearch.entriesMax else {
                    throw ExitFault(
                        status: .usage,
                        message: "There are more than \(InputSearch.entriesMax) files below the "
                            + "folders of --data; name a smaller one.")
                }
                try control.checkCancelled()
                let path = folder + "/" + name
                var status = stat()
                guard lstat(path, &status) == 0 else { continue }
                switch status.st_mode & S_IFMT {
                case S_IFDIR: left.append(path)
                case S_IFREG: files.append(path)
                default: continue
                }
            }
        }
        listing = (files, datasets)
        return (files, datasets)
    }

    /// The names in a folder, sorted; none when it can't be read.
    private static func names(in path: String) -> [String] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let name = FolderRemoval.nextName(folder) { names.append(name) }
        return names.sorted()
    }
}
