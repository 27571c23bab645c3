import Glibc
import KraderMarket
import KraderModel

/// Writes a row file piece by piece, for rows that memory should not hold at once.
struct RowStream: ~Copyable {
    private let path: String
    private let descriptor: Int32
    private var header: RowHeader
    private var hashes: [UInt64] = []
    private var identity = RowIdentity()
    /// The block of rows that is being filled.
    private let block: UnsafeMutableRawBufferPointer
    private var used = 0
    private var firstRow: [UInt8] = []
    private var lastRow: [UInt8] = []

    init(_ path: String, _ header: RowHeader) throws(FileFault) {
        self.path = path
        self.header = header
        descriptor = open(
            path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o644)
        block = .allocate(byteCount: RowHash.blockBytes, alignment: 16)
        guard descriptor >= 0 else { throw FileFault(path: path, number: errno) }
        // The header is written last, as only the end knows it.
        guard lseek(descriptor, off_t(RowHeader.length), SEEK_SET) >= 0 else {
            throw FileFault(path: path, number: errno)
        }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
        block.deallocate()
    }

    /// Adds whole rows.
    mutating func add(_ rows: UnsafeRawBufferPointer) throws(FileFault) {
        guard !rows.isEmpty else { return }
        let length = header.rowLength
        if header.count == 0 { firstRow = Array(rows[..<length]) }
        lastRow = Array(rows[(rows.count - length)...])
        header.count += rows.count / length
        var rest = rows
        while !rest.isEmpty {
            let count = min(rest.count, block.count - used)
            UnsafeMutableRawBufferPointer(rebasing: block[used...]).copyMemory(
                from: UnsafeRawBufferPointer(rebasing: rest[..<count]))
            used += count
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            if used == block.count { try writeBlock() }
        }
    }

    /// Completes the file; the header has count, times and sum.
    consuming func finish() throws(FileFault) -> (header: RowHeader, identity: ContentHash) {
        if used > 0 { try writeBlock() }
        let little = hashes.map(\.littleEndian)
        header.first = firstRow.withUnsafeBytes { header.time(ofRowAt: 0, in: $0) }
        header.last = lastRow.withUnsafeBytes { header.time(ofRowAt: 0, in: $0) }
        header.sum = little.withUnsafeBytes { RowHash.of($0) }
        let written: Result<Void, FileFault> = little.withUnsafeBytes { bytes in
            do throws(FileFault) {
                return .success(try FileWriter.append(bytes, to: descriptor, path))
            } catch {
                return .failure(error)
            }
        }
        try written.get()
        let head = header.bytes
        guard pwrite(descriptor, head, head.count, 0) == head.count, fsync(descriptor) == 0 else {
            throw FileFault(path: path, number: errno)
        }
        return (header, identity.finish(head))
    }

    private mutating func writeBlock() throws(FileFault) {
        let full = UnsafeRawBufferPointer(rebasing: block[..<used])
        hashes += identity.blockHashes(of: full)
        try FileWriter.append(full, to: descriptor, path)
        used = 0
    }
}
