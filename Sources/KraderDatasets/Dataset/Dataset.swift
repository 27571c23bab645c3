import Glibc
public import KraderMarket
public import KraderModel

/// A dataset on disk, opened for reading: what it is and which files it has. Records are read, and
/// compared with their hashes, as they are asked for.
public struct Dataset: Sendable {
    public static let descriptionName = "dataset.json"
    public static let indexName = "index.csv"
    public static let instrumentsName = "instruments.csv"
    public static let provenanceName = "import.json"
    public static let rejectsName = "rejects.csv"

    /// The path of the dataset's folder.
    public let path: String
    public let description: DatasetDescription
    /// The record files in order of path: a symbol's days follow each other.
    public let files: [RecordFile]
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
    init(_ records: MemoryRows, _ description: DatasetDescription, instruments: [UInt8]) {
        path = "memory"
        self.description = description
        files = records.files.sorted { $0.path < $1.path }
        (hash, instrumentsHash) = ("", "")
        memory = (records.contents, instruments)
        let files = files
        places = Dictionary(grouping: files.indices, by: { files[$0].symbol })
    }

    /// The symbols that have any record file, in order.
    public var symbols: [IssueCode] { places.keys.sorted() }

    /// The record files of a symbol, by path.
    public func filesOf(_ symbol: IssueCode) -> [RecordFile] {
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

    /// Opens a record file and sees to it that it is the one that the index lists.
    public func open(_ file: RecordFile) throws(DatasetFault) -> OpenRecords {
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
        _ file: RecordFile, _ name: String, _ held: any HeldBytes
    ) throws(DatasetFault) -> OpenRecords {
        let records: VerifiedRecords
        do throws(RecordFault) {
            records = try VerifiedRecords(file: held.bytes)
        } catch {
            throw held.hasFailed ? .unreadable(.shrunk(name)) : .records(file: name, error)
        }
        guard file.isListed(by: records.header) else { throw .otherFile(name) }
        return OpenRecords(name: name, file: held, records: records)
    }

    private static func bytes(of file: String) throws(DatasetFault) -> [UInt8] {
        do throws(FileFault) {
            return try MappedFile.contents(of: file)
        } catch {
            throw error.isAbsence ? .missingFile(file) : .unreadable(error)
        }
    }
}

/// A record file in memory.
public struct OpenRecords {
    /// The file's name in messages.
    public let name: String
    /// The file, which keeps the bytes in their place.
    let file: any HeldBytes
    public var records: VerifiedRecords

    public var header: RecordHeader { records.header }

    /// The bytes of some records, once they were verified.
    public mutating func bytes(
        of range: Range<Int>
    ) throws(DatasetFault) -> UnsafeRawBufferPointer {
        let bytes: UnsafeRawBufferPointer
        do throws(RecordFault) {
            bytes = try records.bytes(of: range)
        } catch {
            throw file.hasFailed ? .unreadable(.shrunk(name)) : .records(file: name, error)
        }
        try checkReadable()
        return bytes
    }

    /// Throws when bytes that were handed out could not be read after all.
    func checkReadable() throws(DatasetFault) {
        if file.hasFailed { throw .unreadable(.shrunk(name)) }
    }

    /// The fault of a record that was read and holds what cannot be.
    public func fault(_ reason: RecordFault.Reason, record: Int) -> DatasetFault {
        file.hasFailed
            ? .unreadable(.shrunk(name))
            : .records(file: name, RecordFault(reason, offset: records.offset(of: record)))
    }
}

extension Dataset {
    /// Whether a dataset, whole or not, stands at a path.
    public static func isThere(_ path: String) -> Bool {
        access(path + "/" + Dataset.descriptionName, F_OK) == 0
    }
}
