import KraderMarket
import KraderModel

/// What names a dataset by what it holds.
extension Dataset {
    /// Whether its identity rests on the SHA-256 of every file: a dataset of the old version has
    /// quick hashes alone, which anybody can make to fit.
    public var isProvable: Bool { files.allSatisfy { $0.identity != nil } }

    /// The SHA-256, in hex, of all that can change what a run sees: the SHA-256 of each row
    /// file, the instruments, and how the data are to be taken.
    ///
    /// - Parameter index: the bytes of `index.csv` as `text` knows it.
    static func hash(_ text: DatasetText, index: [UInt8]) -> String {
        var facts: [UInt8] = []
        if text.version > 1 {
            facts.reserveCapacity(index.count)
            facts += "krader dataset 2".utf8
            // These are the first field of each line, the file, and the last, the file's SHA-256.
            for line in index.split(separator: 0x0A).dropFirst() {
                facts.append(0x0A)
                facts += line.prefix { $0 != 0x2C }
                facts.append(0x20)
                facts += line.suffix(64)
            }
        } else {
            facts += text.indexHash.utf8
        }
        let description = text.description
        for fact in [
            text.instrumentsHash, description.scope.rawValue,
            "\(description.stampUnit.nanoseconds)", "\(description.dataLag.nanoseconds)",
        ] {
            facts += "\n\(fact)".utf8
        }
        // Datasets that don't say how complete books are count as sampled, and keep the hash that
        // they had.
        if description.bookCoverage == .full {
            facts += "\n\(description.bookCoverage.rawValue)".utf8
        }
        return "\(FileHash.of(facts))"
    }

    /// The hash that the dataset had, or would have had, in the old version.
    public var oldHash: String {
        var files = files
        for index in files.indices { files[index].identity = nil }
        let index = RowFile.index(of: files)
        let text = DatasetText(
            version: 1, description: description, files: files,
            indexHash: "\(FileHash.of(index))", instrumentsHash: instrumentsHash)
        return Dataset.hash(text, index: index)
    }

    /// Compares every byte of a row file with its quick hash, then what a run can see of it with
    /// the index. Answers the file's SHA-256, also for a dataset of the old version.
    public func prove(
        _ file: RowFile, _ open: inout OpenRows
    ) throws(DatasetFault) -> ContentHash {
        _ = try open.bytes(of: 0..<open.header.count)
        let identity = RowIdentity.of(file: open.file.bytes, open.header)
        guard file.identity == nil || file.identity == identity else {
            throw .otherContent(file: open.name)
        }
        return identity
    }

    /// Compares every byte of all files. Throws the first `DatasetFault`.
    ///
    /// - Parameter mayGoOn: is told after each file how many of all rows were read.
    /// - Returns: whether it came to the end.
    public func prove(
        _ mayGoOn: (_ rows: Int, _ all: Int) -> Bool
    ) throws(DatasetFault) -> Bool {
        let all = files.reduce(0) { $0 + $1.rows }
        var done = 0
        _ = try instrumentBytes()
        for file in files {
            var open = try self.open(file)
            _ = try prove(file, &open)
            done += file.rows
            guard mayGoOn(done, all) else { return false }
        }
        return true
    }

    /// Writes the index of the newest version, once every file was proven.
    ///
    /// The index comes first, then `dataset.json`, each in one step: killed between the two, the
    /// dataset is still read, as one of the old version.
    ///
    /// - Parameter identities: the SHA-256 of every file, by path.
    /// - Returns: the dataset as it is now.
    public func upgraded(_ identities: [String: ContentHash]) throws(DatasetFault) -> Dataset {
        var files = files
        for index in files.indices {
            guard let identity = identities[files[index].path] else {
                throw .missingFile(path + "/" + files[index].path)
            }
            files[index].identity = identity
        }
        let index = RowFile.index(of: files)
        var text = try Dataset.description(of: path)
        text.version = DatasetText.versions.upperBound
        text.files = files
        text.indexHash = "\(FileHash.of(index))"
        do throws(FileFault) {
            for (name, bytes) in [
                (Dataset.indexName, index), (Dataset.descriptionName, text.bytes),
            ] {
                try FileWriter.write(bytes, to: path + "/" + name, syncs: true)
                FileWriter.syncFolder(path)
            }
        } catch {
            throw .unwritable(error)
        }
        return try Dataset(path)
    }

    /// The files that an index lists, whose hash `dataset.json` says. An index with more than
    /// that, the SHA-256 of each file, is what an upgrade left that was killed half-way.
    static func files(of index: [UInt8], _ text: DatasetText) -> [RowFile]? {
        var files: [RowFile] = []
        for line in String(decoding: index, as: UTF8.self).split(separator: "\n").dropFirst() {
            guard let file = RowFile(line: line) else { return nil }
            files.append(file)
        }
        guard RowFile.arePossible(files) else { return nil }
        if "\(FileHash.of(index))" == text.indexHash {
            let proves = files.allSatisfy { $0.identity != nil }
            return proves == (text.version > 1) || files.isEmpty ? files : nil
        }
        guard text.version == 1 else { return nil }
        for index in files.indices { files[index].identity = nil }
        return "\(FileHash.of(RowFile.index(of: files)))" == text.indexHash ? files : nil
    }
}
