public import KraderModel

/// The bytes of a row file, of which nothing is handed out before its hash was compared. They
/// must not move or change while this lives.
public struct VerifiedRows {
    public let header: RowHeader
    private let rows: UnsafeRawBufferPointer
    private let hashes: UnsafeRawBufferPointer
    private var verifiedBlocks = 0

    /// Checks header, length and the list of hashes; rows are checked as they are asked for.
    public init(file bytes: UnsafeRawBufferPointer) throws(RowFault) {
        header = try RowHeader(bytes, fileBytes: bytes.count)
        let end = RowHeader.length + header.rowBytes
        rows = UnsafeRawBufferPointer(rebasing: bytes[RowHeader.length..<end])
        hashes = UnsafeRawBufferPointer(rebasing: bytes[end...])
        guard RowHash.of(hashes) == header.sum else {
            throw RowFault(.hashesAltered, offset: end)
        }
    }

    /// The bytes of rows `range`, compared with their hashes.
    public mutating func bytes(
        of range: Range<Int>
    ) throws(RowFault) -> UnsafeRawBufferPointer {
        let length = header.rowLength
        let end = range.upperBound * length
        while verifiedBlocks * RowHash.blockBytes < end {
            let from = verifiedBlocks * RowHash.blockBytes
            let to = min(from + RowHash.blockBytes, rows.count)
            let block = UnsafeRawBufferPointer(rebasing: rows[from..<to])
            let said = hashes.littleEndian(UInt64.self, at: 8 * verifiedBlocks)
            guard RowHash.of(block) == said else {
                throw RowFault(.rowsAltered, offset: RowHeader.length + from)
            }
            verifiedBlocks += 1
        }
        return UnsafeRawBufferPointer(rebasing: rows[range.lowerBound * length..<end])
    }

    /// The time of a row whose hash may not have been compared yet: good for looking around.
    public func time(of row: Int) -> Moment {
        header.time(ofRowAt: row * header.rowLength, in: rows)
    }

    /// Compares all there is.
    public mutating func verify() throws(RowFault) { _ = try bytes(of: 0..<header.count) }

    /// The place in bytes at which a row begins in the file.
    public func offset(of row: Int) -> Int {
        RowHeader.length + row * header.rowLength
    }
    /// The hash list that belongs behind some rows.
    public static func hashes(of rows: UnsafeRawBufferPointer) -> [UInt64] {
        stride(from: 0, to: rows.count, by: RowHash.blockBytes).map { from in
            let to = min(from + RowHash.blockBytes, rows.count)
            return RowHash.of(UnsafeRawBufferPointer(rebasing: rows[from..<to]))
        }
    }
}
