import KraderMarket
import KraderModel

/// Record files in memory, byte for byte what a dataset on disk has: whoever plays or checks them
/// can't tell the difference.
final class MemoryRows: RowSink {
    private(set) var files: [RowFile] = []
    private(set) var contents: [String: FileBytes] = [:]

    func write(_ header: RowHeader, _ rows: UnsafeRawBufferPointer) throws(DatasetFault) {
        let (header, hashes) = header.completed(with: rows) {
            VerifiedRows.hashes(of: $0)
        }
        let bytes = header.bytes
        let content = FileBytes(count: bytes.count + rows.count + 8 * hashes.count)
        bytes.withUnsafeBytes { content.append($0) }
        content.append(rows)
        hashes.withUnsafeBytes { content.append($0) }
        contents[header.path] = content
        files.append(RowFile(header))
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

extension RowHeader {
    /// The header with count, sum and the times of the first and last row, and the hashes of the
    /// rows' blocks, as a file has them.
    ///
    /// - Parameter blockHashes: the quick hash of each block of the rows.
    func completed(
        with rows: UnsafeRawBufferPointer,
        _ blockHashes: (UnsafeRawBufferPointer) -> [UInt64]
    ) -> (header: RowHeader, hashes: [UInt64]) {
        precondition(
            !rows.isEmpty && rows.count % rowLength == 0,
            "A row file has whole rows, at least one")
        var header = self
        header.count = rows.count / rowLength
        header.first = time(ofRowAt: 0, in: rows)
        header.last = time(ofRowAt: rows.count - rowLength, in: rows)
        let hashes = blockHashes(rows).map(\.littleEndian)
        header.sum = hashes.withUnsafeBytes { RowHash.of($0) }
        return (header, hashes)
    }
}
