import Glibc
public import KraderCSV
public import KraderDatasets
import KraderJSON
public import KraderScenario

/// The place of a table of instruments: in a dataset, or a file of its own.
public enum InstrumentPlace {
    case dataset(Dataset)
    case file(String)

    /// Finds the place that is shown: a dataset by name or path, or a file that is there.
    public init(existing argument: String, _ settings: Settings) throws(ExitFault) {
        if InstrumentPlace.isFile(argument) {
            self = .file(argument)
        } else {
            self = .dataset(try DatasetPlace.open(argument, settings))
        }
    }

    /// Finds the place that gets facts: a dataset, or a `.csv` file that need not be there.
    public init(target argument: String, _ settings: Settings) throws(ExitFault) {
        if argument.hasSuffix(".csv") || InstrumentPlace.isFile(argument) {
            self = .file(argument)
        } else {
            self = .dataset(try DatasetPlace.open(argument, settings))
        }
    }

    /// The dataset that an argument names; `nil` when it is a file, or neither is there.
    public static func dataset(
        among argument: String, _ settings: Settings
    ) throws(ExitFault) -> Dataset? {
        if isFile(argument) { return nil }
        let place = DatasetPlace.target(argument, settings)
        guard Dataset.isThere(place) else { return nil }
        return try orFailure { () throws(DatasetFault) in try Dataset(place) }
    }

    private static func isFile(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFDIR
    }

    public var name: String {
        switch self {
        case .dataset(let dataset):
            dataset.path.split(separator: "/").last.map(String.init) ?? dataset.path
        case .file(let path): path
        }
    }

    /// - Parameter asItLies: whether an edited file of a dataset is taken.
    public func table(asItLies: Bool = false) throws(ExitFault) -> InstrumentTable {
        switch self {
        case .dataset(let dataset):
            do throws(ExitFault) {
                return try orFailure { () throws(DatasetFault) in
                    asItLies
                        ? try Dataset.instrumentsAsTheyLie(in: dataset.path)
                        : try dataset.instruments()
                }
            } catch {
                guard error.message.contains("was changed since") else { throw error }
                throw ExitFault(
                    status: error.status,
                    message: error.message + " If you edited it, say so with --seal.")
            }
        case .file(let path):
            return try orFailure { () throws(DatasetFault) in
                try InstrumentFile.read(path) ?? InstrumentTable()
            }
        }
    }

    public func write(_ table: InstrumentTable) throws(ExitFault) {
        try orFailure { () throws(DatasetFault) in
            switch self {
            case .dataset(let dataset): try dataset.rewriteInstruments(table)
            case .file(let path): try InstrumentFile.write(table, to: path)
            }
        }
    }

    /// Checks that facts that are right one by one don't contradict each other together.
    public static func check(_ table: InstrumentTable) throws(ExitFault) {
        do throws(TextFaults) {
            _ = try InstrumentTable(table.text, file: "the facts together")
        } catch {
            throw ExitFault(invalid: error)
        }
    }
}
