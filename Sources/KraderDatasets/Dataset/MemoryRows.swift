import KraderMarket
import KraderModel

/// Record files in memory, byte for byte what a dataset on disk has: whoever plays or checks them
/// can't tell the difference.
final class MemoryRows: RowSink {
    private(set) var files: [RecordFile] = []
    private(set) var contents: [String: FileBytes] = [:]

    func write(_ header: RecordHeader, _ records: UnsafeRawBufferPointer) throws(DatasetFault) {
        let (header, hashes) = header.completed(with: records) {
            VerifiedRecords.hashes(of: $0)
        }
        let bytes = header.bytes
        let content = FileBytes(count: bytes.count + records.count + 8 * hashes.count)
        bytes.withUnsafeBytes { content.append($0) }
        content.append(records)
        hashes.withUnsafeBytes { content.append($0) }
        contents[header.path] = content
        files.append(RecordFile(header))
    }
}

/// The bytes of a file that lies in memory. They are written once, then only read.
final class FileBytes: @unchecked Sendable {
    private let memory: UnsafeMutableRawBufferPointer
    private var used = 0

    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: memory[..<used]) }

    init(count: Int) { memory = .allocate(byteCount: count, alignment: 64) }

    deinit { memory.deallocate() }

    /// Adds a piece. There is room for all that comes.
    func append(_ piece: UnsafeRawBufferPointer) {
        UnsafeMutableRawBufferPointer(rebasing: memory[used..<used + piece.count])
            .copyMemory(from: piece)
        used += piece.count
    }
}

extension RecordHeader {
    /// The header with count, sum and the times of the first and last record, and the hashes of the
    /// records' blocks, as a file has them.
    ///
    /// - Parameter blockHashes: the quick hash of each block of the records.
    func completed(
        with records: UnsafeRawBufferPointer,
        _ blockHashes: (UnsafeRawBufferPointer) -> [UInt64]
    ) -> (header: RecordHeader, hashes: [UInt64]) {
        precondition(
            !records.isEmpty && records.count % recordLength == 0,
            "A record file has whole records, at least one")
        var header = self
        header.count = records.count / recordLength
        header.first = time(ofRecordAt: 0, in: records)
        header.last = time(ofRecordAt: records.count - recordLength, in: records)
        let hashes = blockHashes(records).map(\.littleEndian)
        header.sum = hashes.withUnsafeBytes { RecordHash.of($0) }
        return (header, hashes)
    }
}
