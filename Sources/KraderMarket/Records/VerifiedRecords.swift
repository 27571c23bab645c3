public import KraderModel

/// The bytes of a record file, of which nothing is handed out before its hash was compared. They
/// must not move or change while this lives.
public struct VerifiedRecords {
    public let header: RecordHeader
    private let records: UnsafeRawBufferPointer
    private let hashes: UnsafeRawBufferPointer
    private var verifiedBlocks = 0

    /// Checks header, length and the list of hashes; records are checked as they are asked for.
    public init(file bytes: UnsafeRawBufferPointer) throws(RecordFault) {
        header = try RecordHeader(bytes, fileBytes: bytes.count)
        let end = RecordHeader.length + header.recordBytes
        records = UnsafeRawBufferPointer(rebasing: bytes[RecordHeader.length..<end])
        hashes = UnsafeRawBufferPointer(rebasing: bytes[end...])
        guard RecordHash.of(hashes) == header.sum else {
            throw RecordFault(.hashesAltered, offset: end)
        }
    }

    /// The bytes of records `range`, compared with their hashes.
    public mutating func bytes(
        of range: Range<Int>
    ) throws(RecordFault) -> UnsafeRawBufferPointer {
        let length = header.recordLength
        let end = range.upperBound * length
        while verifiedBlocks * RecordHash.blockBytes < end {
            let from = verifiedBlocks * RecordHash.blockBytes
            let to = min(from + RecordHash.blockBytes, records.count)
            let block = UnsafeRawBufferPointer(rebasing: records[from..<to])
            let said = hashes.littleEndian(UInt64.self, at: 8 * verifiedBlocks)
            guard RecordHash.of(block) == said else {
                throw RecordFault(.recordsAltered, offset: RecordHeader.length + from)
            }
            verifiedBlocks += 1
        }
        return UnsafeRawBufferPointer(rebasing: records[range.lowerBound * length..<end])
    }

    /// The time of a record whose hash may not have been compared yet: good for looking around.
    public func time(of record: Int) -> Moment {
        header.time(ofRecordAt: record * header.recordLength, in: records)
    }

    /// Compares all there is.
    public mutating func verify() throws(RecordFault) { _ = try bytes(of: 0..<header.count) }

    /// The place in bytes at which a record begins in the file.
    public func offset(of record: Int) -> Int {
        RecordHeader.length + record * header.recordLength
    }
    /// The hash list that belongs behind some records.
    public static func hashes(of records: UnsafeRawBufferPointer) -> [UInt64] {
        stride(from: 0, to: records.count, by: RecordHash.blockBytes).map { from in
            let to = min(from + RecordHash.blockBytes, records.count)
            return RecordHash.of(UnsafeRawBufferPointer(rebasing: records[from..<to]))
        }
    }
}
