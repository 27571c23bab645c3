import KraderMarket

/// The SHA-256 of all that a run can see of a row file: its rows, then the first 64 bytes of
/// its header. Who recorded it and the quick hashes are left out.
///
/// It takes a block at a time, beside the quick hash, while the block is in the processor's cache.
struct RowIdentity {
    static let headerBytes = 64

    private var hash = FileHash()

    /// Adds rows that follow those before. Answers the quick hash of each 65,536 bytes of them.
    mutating func blockHashes(of rows: UnsafeRawBufferPointer) -> [UInt64] {
        stride(from: 0, to: rows.count, by: RowHash.blockBytes).map { from in
            let to = min(from + RowHash.blockBytes, rows.count)
            let block = UnsafeRawBufferPointer(rebasing: rows[from..<to])
            hash.update(block)
            return RowHash.of(block)
        }
    }

    /// - Parameter header: the bytes with which the file begins, as they will stand there.
    mutating func finish(_ header: [UInt8]) -> ContentHash {
        header.withUnsafeBytes {
            hash.update(UnsafeRawBufferPointer(rebasing: $0[..<RowIdentity.headerBytes]))
        }
        return hash.finished()
    }

    /// The identity of a row file as it lies there, whose length was found right.
    static func of(file bytes: UnsafeRawBufferPointer, _ header: RowHeader) -> ContentHash {
        var hash = FileHash()
        let rows = RowHeader.length..<RowHeader.length + header.rowBytes
        hash.update(UnsafeRawBufferPointer(rebasing: bytes[rows]))
        hash.update(UnsafeRawBufferPointer(rebasing: bytes[..<headerBytes]))
        return hash.finished()
    }
}
