import Glibc
public import KraderMarket
public import KraderModel

/// A dataset on disk, opened for reading: what it is and which files it has. Records are read, and
/// compared with their hashes, as they are asked for.
public struct Dataset: Sendable {
    static let descriptionName = "dataset.json"
    static let indexName = "index.csv"
    public static let instrumentsName = "instruments.csv"
    public static let provenanceName = "import.json"
    static let rejectsName = "rejects.csv"

    /// The path of the dataset's folder.
    public let path: String
    public let description: DatasetDescription
    /// The row files in order of path: a symbol's days follow each other.
    public let files: [RowFile]
    /// The dataset's identity: the SHA-256, in hex, of all that can change what a run sees
    /// (`Dataset+Identity.swift`).
    public let hash: String
    let instrumentsHash: String
    /// The contents of a dataset in memory; `nil` for one on disk.
    private let memory: (contents: [String: FileBytes], instruments: [UInt8])?
    /// The places of each symbol's files in `files`.
    private let places: [IssueCode: [Int]]

    /// Reads and checks `dataset.json` and `index.csv`.
    public init(_ path: String) throws(DatasetFault) {
        self.path = path
        let text = try Dataset.description(of: path)
        let index = try Dataset.bytes(of: path + "/" + Dataset.indexName)
        guard let files = Dataset.files(of: index, text) else {
            throw .altered(file: path + "/" + Dataset.indexName)
        }
        description = text.description
        self.files = files
        instrumentsHash = text.instrumentsHash
        memory = nil
        places = Dictionary(grouping: files.indices, by: { files[$0].symbol })
        hash = Dataset.hash(text, index: index)
    }

    /// Makes a dataset of what an import made in memory. It has no hash: the files that it was made
    /// of have theirs.
    init(_ rows: MemoryRows, _ description: DatasetDescription, instruments: [UInt8]) {
        path = "memory"
        self.description = description
        files = rows.files.sorted { $0.path < $1.path }
        (hash, instrumentsHash) = ("", "")
        memory = (rows.contents, instruments)
        let files = files
        places = Dictionary(grouping: files.indices, by: { files[$0].symbol })
    }

    /// The symbols that have any row file, in order.
    public var symbols: [IssueCode] { places.keys.sorted() }

    /// The row files of a symbol, by path.
    public func filesOf(_ symbol: IssueCode) -> [RowFile] {
        (places[symbol] ?? []).map { files[$0] }
    }

    static func description(of path: String) throws(DatasetFault) -> DatasetText {
        let file = path + "/" + descriptionName
        do throws(FileFault) {
            _ = try FileReader.size(of: file)
        } catch {
            throw FolderRemoval.isFolder(path) ? .notADataset(path) : .missing(path)
        }
        return try DatasetText.read(try bytes(of: file), file: file)
    }

    /// The bytes of `instruments.csv`. Throws when they are not those that were sealed.
    public func instrumentBytes() throws(DatasetFault) -> [UInt8] {
        if let memory { return memory.instruments }
        let file = path + "/" + Dataset.instrumentsName
        let bytes = try Dataset.bytes(of: file)
        guard hexadecimal(SHA256.hash(bytes)) == instrumentsHash else {
            throw .altered(file: file)
        }
        return bytes
    }

    /// Opens a row file and sees to it that it is the one that the index lists.
    public func open(_ file: RowFile) throws(DatasetFault) -> OpenRows {
        let name = path + "/" + file.path
        if let memory {
            guard let content = memory.contents[file.path] else { throw .missingFile(name) }
            return try Dataset.open(file, name, content)
        }
        let mapped: MappedFile
        do throws(FileFault) {
            mapped = try MappedFile(name)
        } catch {
            throw error.isAbsence ? .missingFile(name) : .unreadable(error)
        }
        return try Dataset.open(file, name, mapped)
    }

    private static func open(
        _ file: RowFile, _ name: String, _ held: any HeldBytes
    ) throws(DatasetFault) -> OpenRows {
        let rows: VerifiedRows
        do throws(RowFault) {
            rows = try VerifiedRows(file: held.bytes)
        } catch {
            throw held.hasFailed ? .unreadable(.shrunk(name)) : .rows(file: name, error)
        }
        guard file.isListed(by: rows.header) else { throw .otherFile(name) }
        return OpenRows(name: name, file: held, rows: rows)
    }

    private static func bytes(of file: String) throws(DatasetFault) -> [UInt8] {
        do throws(FileFault) {
            return try MappedFile.contents(of: file)
        } catch {
            throw error.isAbsence ? .missingFile(file) : .unreadable(error)
        }
    }
}

/// A row file in memory.
public struct OpenRows {
    /// The file's name in messages.
    public let name: String
    /// The file, which keeps the bytes in their place.
    let file: any HeldBytes
    public var rows: VerifiedRows

    public var header: RowHeader { rows.header }

    /// The bytes of some rows, once they were verified.
    public mutating func bytes(
        of range: Range<Int>
    ) throws(DatasetFault) -> UnsafeRawBufferPointer {
        let bytes: UnsafeRawBufferPointer
        do throws(RowFault) {
            bytes = try rows.bytes(of: range)
        } catch {
            throw file.hasFailed ? .unreadable(.shrunk(name)) : .rows(file: name, error)
        }
        try checkReadable()
        return bytes
    }

    /// Throws when bytes that were handed out could not be read after all.
    func checkReadable() throws(DatasetFault) {
        if file.hasFailed { throw .unreadable(.shrunk(name)) }
    }

    /// The fault of a row that was read and holds what cannot be.
    public func fault(_ reason: RowFault.Reason, row: Int) -> DatasetFault {
        file.hasFailed
            ? .unreadable(.shrunk(name))
            : .rows(file: name, RowFault(reason, offset: rows.offset(of: row)))
    }
}

extension Dataset {
    /// Whether a dataset, whole or not, stands at a path.
    public static func isThere(_ path: String) -> Bool {
        access(path + "/" + Dataset.descriptionName, F_OK) == 0
    }
}
