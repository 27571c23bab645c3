import Glibc
import KraderMarket
import KraderModel

/// Writes a record file piece by piece, for records that memory should not hold at once.
struct RecordStream: ~Copyable {
    private let path: String
    private let descriptor: Int32
    private var header: RecordHeader
    private var hashes: [UInt64] = []
    private var identity = RecordIdentity()
    /// The block of records that is being filled.
    private let block: UnsafeMutableRawBufferPointer
    private var used = 0
    private var firstRecord: [UInt8] = []
    private var lastRecord: [UInt8] = []

    init(_ path: String, _ header: RecordHeader) throws(FileFault) {
        self.path = path
        self.header = header
        descriptor = open(
            path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o644)
        block = .allocate(byteCount: RecordHash.blockBytes, alignment: 16)
        guard descriptor >= 0 else { throw FileFault(path: path, number: errno) }
        // The header is written last, as only the end knows it.
        guard lseek(descriptor, off_t(RecordHeader.length), SEEK_SET) >= 0 else {
            throw FileFault(path: path, number: errno)
        }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
        block.deallocate()
    }

    /// Adds whole records.
    mutating func add(_ records: UnsafeRawBufferPointer) throws(FileFault) {
        guard !records.isEmpty else { return }
        let length = header.recordLength
        if header.count == 0 { firstRecord = Array(records[..<length]) }
        lastRecord = Array(records[(records.count - length)...])
        header.count += records.count / length
        var rest = records
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
    consuming func finish() throws(FileFault) -> (header: RecordHeader, identity: ContentHash) {
        if used > 0 { try writeBlock() }
        let little = hashes.map(\.littleEndian)
        header.first = firstRecord.withUnsafeBytes { header.time(ofRecordAt: 0, in: $0) }
        header.last = lastRecord.withUnsafeBytes { header.time(ofRecordAt: 0, in: $0) }
        header.sum = little.withUnsafeBytes { RecordHash.of($0) }
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
