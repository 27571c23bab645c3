public import KraderJSON
public import KraderMarket

/// Why a dataset can't be read or written.
public enum DatasetFault: Error, Sendable, CustomStringConvertible {
    /// There is no such folder.
    case missing(String)
    /// The folder has no `dataset.json`.
    case notADataset(String)
    /// A dataset of this name exists already.
    case exists(String)
    /// What stands there may not be replaced: it is not all as krader wrote it.
    case notOurs(String, reason: String)
    case unreadable(FileFault)
    /// A row file holds what can't have been written.
    case rows(file: String, RowFault)
    /// A file that the index lists is not there, or is another.
    case missingFile(String)
    case otherFile(String)
    /// A file's quick hashes are whole, and yet it holds something else than what was imported.
    case otherContent(file: String)
    /// A text file of the folder was changed since it was written.
    case altered(file: String)
    /// What is wrong in a text file.
    case text(TextFaults)
    case unwritable(FileFault)

    public var description: String {
        switch self {
        case .missing(let path): "there is no dataset '\(shown(path, charactersMax: 200))'"
        case .notADataset(let path):
            "'\(shown(path, charactersMax: 200))' is no dataset: it has no dataset.json"
        case .exists(let path): "'\(shown(path, charactersMax: 200))' exists already"
        case .notOurs(let path, let reason):
            "'\(shown(path, charactersMax: 200))' is not replaced: \(reason)"
        case .unreadable(let fault): "can't read '\(fault.path)': \(fault.reason)"
        case .rows(let file, let fault): "can't use '\(file)': \(fault)"
        case .missingFile(let file): "'\(file)' is missing, which the dataset's index lists"
        case .otherFile(let file): "'\(file)' is not the file that the dataset's index lists"
        case .otherContent(let file):
            "'\(file)' holds something else than what the SHA-256 of the dataset's index proves"
        case .altered(let file): "'\(file)' was changed since it was written"
        case .text(let faults): faults.list.map(\.description).joined(separator: "\n")
        case .unwritable(let fault): "can't write '\(fault.path)': \(fault.reason)"
        }
    }
}

/// Keeps the first fault that reading a dataset piece by piece meets: sources can't throw, so
/// whoever plays them looks here at the end.
public final class DatasetFaults {
    public private(set) var first: DatasetFault?

    public init() {}

    func note(_ fault: DatasetFault) { if first == nil { first = fault } }
}
