import Glibc
public import KraderDatasets
import KraderJSON
public import KraderScenario

/// Finds the datasets that people name.
public enum DatasetPlace {
    /// The setting that says below which folder datasets are.
    public static let setting = "data.dir"

    /// The path of the folder that a dataset's name or path means: a path when it has a "/" or a
    /// dataset stands there, else a name below the folder that the setting `data.dir` says.
    ///
    /// Throws `ExitFault` with exit code 3 when there is no dataset, with the nearest spelling of
    /// those that there are.
    static func resolve(_ argument: String, _ settings: Settings) throws(ExitFault) -> String {
        let path = trimmed(argument)
        if Dataset.isThere(path) { return path }
        guard !path.contains("/") else {
            throw ExitFault(status: .data, message: missing(path) + ".")
        }
        let root = root(settings)
        let place = root + "/" + path
        if !path.isEmpty, Dataset.isThere(place) { return place }
        throw ExitFault(status: .data, message: unknown(path, below: root))
    }

    /// The path where a new dataset of this name or path belongs: nothing needs to be there yet.
    public static func target(_ argument: String, _ settings: Settings) -> String {
        let path = trimmed(argument)
        return path.contains("/") || path == "." || path == ".." || Dataset.isThere(path)
            ? path : root(settings) + "/" + path
    }

    /// The folder below which datasets are looked for by name.
    public static func root(_ settings: Settings) -> String {
        let root = trimmed(settings.text(setting))
        return root.isEmpty ? "." : root
    }

    /// The names of the datasets below a folder, sorted; unfinished ones are hidden.
    public static func names(below root: String) -> [String] {
        guard let folder = opendir(root) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let name = FolderRemoval.nextName(folder) {
            if !name.hasPrefix("."), Dataset.isThere(root + "/" + name) { names.append(name) }
        }
        return names.sorted()
    }

    /// Opens a dataset by name or path. Throws `ExitFault` with exit code 3.
    public static func open(_ argument: String, _ settings: Settings) throws(ExitFault) -> Dataset {
        let path = try resolve(argument, settings)
        do throws(DatasetFault) {
            return try Dataset(path)
        } catch {
            throw ExitFault(error)
        }
    }

    /// The path without slashes at its end.
    private static func trimmed(_ path: String) -> String {
        var path = path
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        return path
    }

    private static func missing(_ path: String) -> String {
        let fault: DatasetFault =
            FolderRemoval.isFolder(path) ? .notADataset(path) : .missing(path)
        return fault.sentence
    }

    private static func unknown(_ name: String, below root: String) -> String {
        let place = shown(root, charactersMax: 200)
        let names = names(below: root)
        if FolderRemoval.isFolder(root + "/" + name), !name.isEmpty {
            return missing(root + "/" + name) + "."
        }
        var message = "There is no dataset '\(shown(name, charactersMax: 200))' below '\(place)'"
        if let nearest = nearestSpelling(of: name, among: names) {
            message += ". Did you mean '\(nearest)'?"
        } else if names.isEmpty {
            message += ", and no other either."
        } else {
            let some = names.prefix(8).map { shown($0) }.joined(separator: ", ")
            message += "; there \(names.count == 1 ? "is" : "are") \(some)"
            message += names.count > 8 ? " and \(names.count - 8) more." : "."
        }
        return message
    }
}
