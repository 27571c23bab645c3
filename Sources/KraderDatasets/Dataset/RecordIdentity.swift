import KraderMarket

/// The SHA-256 of all that a run can see of a record file: its records, then the first 64 bytes of
/// its header. Who recorded it and the quick hashes are left out.
///
/// It takes a block at a time, beside the quick hash, while the block is in the processor's cache.
struct RecordIdentity {
    static let headerBytes = 64

    private var hash = FileHash()

    /// Adds records that follow those before. Answers the quick hash of each 65,536 bytes of them.
    mutating func blockHashes(of records: UnsafeRawBufferPointer) -> [UInt64] {
        stride(from: 0, to: records.count, by: RecordHash.blockBytes).map { from in
            let to = min(from + RecordHash.blockBytes, records.count)
            let block = UnsafeRawBufferPointer(rebasing: records[from..<to])
            hash.update(block)
            return RecordHash.of(block)
        }
    }

    /// - Parameter header: the bytes with which the file begins, as they will stand there.
    mutating func finish(_ header: [UInt8]) -> ContentHash {
        header.withUnsafeBytes {
            hash.update(UnsafeRawBufferPointer(rebasing: $0[..<RecordIdentity.headerBytes]))
        }
        return hash.finished()
    }

    /// The identity of a record file as it lies there, whose length was found right.
    static func of(file bytes: UnsafeRawBufferPointer, _ header: RecordHeader) -> ContentHash {
        var hash = FileHash()
        let records = RecordHeader.length..<RecordHeader.length + header.recordBytes
        hash.update(UnsafeRawBufferPointer(rebasing: bytes[records]))
        hash.update(UnsafeRawBufferPointer(rebasing: bytes[..<headerBytes]))
        return hash.finished()
    }
}
