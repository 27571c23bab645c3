import CLinux
import Glibc
public import KraderMarket
import KraderModel

/// A dataset that is being made. It is filled under a hidden name and put in place when it is
/// whole, so that nobody ever sees half of one. What a killed process left is removed by the next
/// writer.
public final class DatasetWriter {
    /// The most files that are synced one by one; more are synced at once, at the end.
    private static let syncedFilesMax = 64

    /// The path where the dataset will stand.
    public let path: String
    private let parent: String
    private let hidden: HiddenFolder
    private let isReplacing: Bool
    private var folders: Set<String> = []
    /// The files written so far.
    public private(set) var files: [RowFile] = []
    private var instrumentsHash = hexadecimal(SHA256.hash([]))

    /// - Parameters:
    ///   - path: the path of the dataset's folder; folders above are made.
    ///   - replacing: a dataset that stands there is replaced when this one is whole; what others
    ///     put into it is kept.
    /// Throws `DatasetFault.exists` for a dataset that may not be replaced, or anything else that
    /// stands there; `notOurs` for one that is not as it was written.
    public init(
        path: String, replacing: Bool = false, calls: FolderCalls = .system
    ) throws(DatasetFault) {
        var path = path
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        self.path = path
        parent =
            path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        isReplacing = replacing
        if access(path, F_OK) == 0 {
            guard replacing else { throw .exists(path) }
            try OwnFiles.checkReplaceable(dataset: path)
        }
        do throws(FileFault) {
            hidden = try HiddenFolder(in: parent, calls: calls)
        } catch {
            throw .unwritable(error)
        }
    }

    /// What the file system there can't do, in sentences.
    public var notes: [String] { hidden.notes }

    /// Makes a folder for files that nobody keeps. It is gone when the dataset is published or
    /// discarded.
    func scratchFolder() throws(DatasetFault) -> String {
        let path = hidden.path + "/scratch"
        try makeFolder(path)
        return path
    }

    /// Writes a row file of rows in order of time.
    ///
    /// - Parameters:
    ///   - header: count, sum and the times of the first and last row are filled in here.
    ///   - rows: whole rows, at least one.
    public func write(
        _ header: RowHeader, _ rows: UnsafeRawBufferPointer
    ) throws(DatasetFault) {
        var identity = RowIdentity()
        let (header, hashes) = header.completed(with: rows) { identity.blockHashes(of: $0) }
        let place = hidden.path + "/" + header.path
        if let slash = place.lastIndex(of: "/") { try makeFolder(String(place[..<slash])) }
        let bytes = header.bytes
        let result: Result<Void, FileFault> = bytes.withUnsafeBytes { bytes in
            hashes.withUnsafeBytes { hashes in
                do throws(FileFault) {
                    let syncs = files.count < DatasetWriter.syncedFilesMax
                    return .success(
                        try FileWriter.write([bytes, rows, hashes], to: place, syncs: syncs))
                } catch {
                    return .failure(error)
                }
            }
        }
        do throws(FileFault) { try result.get() } catch { throw .unwritable(error) }
        files.append(RowFile(header, identity: identity.finish(bytes)))
    }

    /// Writes `instruments.csv`.
    public func writeInstruments(_ bytes: [UInt8]) throws(DatasetFault) {
        instrumentsHash = hexadecimal(SHA256.hash(bytes))
        try writeText(bytes, to: Dataset.instrumentsName)
    }

    /// Writes a text file of the folder: `import.json`, `rejects.csv`, a README.
    func writeText(_ bytes: [UInt8], to name: String) throws(DatasetFault) {
        do throws(FileFault) {
            try FileWriter.write(bytes, to: hidden.path + "/" + name, syncs: true)
        } catch {
            throw .unwritable(error)
        }
    }

    /// Takes over a file that was written in the scratch folder.
    func adopt(scratch name: String, as place: String) throws(DatasetFault) {
        guard rename(hidden.path + "/scratch/" + name, hidden.path + "/" + place) == 0 else {
            throw .unwritable(FileFault(path: place, number: errno))
        }
    }

    /// Takes over a whole row file that was written in the scratch folder.
    func adopt(
        scratch name: String, _ header: RowHeader, _ identity: ContentHash
    ) throws(DatasetFault) {
        let place = hidden.path + "/" + header.path
        if let slash = place.lastIndex(of: "/") { try makeFolder(String(place[..<slash])) }
        try adopt(scratch: name, as: header.path)
        files.append(RowFile(header, identity: identity))
    }

    /// Writes `index.csv` and `dataset.json` and puts the folder in its place.
    /// Returns sentences on what stood there.
    @discardableResult
    public func publish(_ description: DatasetDescription) throws(DatasetFault) -> [String] {
        FolderRemoval.remove(hidden.path + "/scratch")
        let sorted = files.sorted { $0.path < $1.path }
        let index = RowFile.index(of: sorted)
        try writeText(index, to: Dataset.indexName)
        if access(hidden.path + "/" + Dataset.instrumentsName, F_OK) != 0 {
            try writeInstruments(Array("symbol,day,fact,value,sellable,status,note\n".utf8))
        }
        let text = DatasetText(
            description: description, files: sorted,
            indexHash: "\(FileHash.of(index))", instrumentsHash: instrumentsHash)
        try writeText(text.bytes, to: Dataset.descriptionName)
        if files.count >= DatasetWriter.syncedFilesMax { syncfs(hidden.descriptor) }
        for folder in folders { FileWriter.syncFolder(folder) }
        chmod(hidden.path, 0o755)
        do throws(FileFault) {
            let notes = try hidden.publish(
                as: path, replacing: isReplacing, OwnFiles.init(dataset:))
            FileWriter.syncFolder(parent)
            return notes
        } catch {
            throw .unwritable(error)
        }
    }

    /// Removes all that was made, unless the dataset was whole.
    public func discard() { hidden.discard() }

    private func makeFolder(_ path: String) throws(DatasetFault) {
        guard !folders.contains(path) else { return }
        do throws(FileFault) {
            try FileWriter.makeFolders(path)
        } catch {
            throw .unwritable(error)
        }
        folders.insert(path)
    }
}
