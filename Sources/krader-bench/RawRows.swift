/// The records of an input file as they lie there. The bare loops read these and use nothing of
/// krader's, so that whatever slows krader down, they stay as fast as they were.
struct RawRows {
    private let bytes: UnsafeRawBufferPointer
    private let length: Int
    let count: Int

    init(_ bytes: UnsafeRawBufferPointer, length: Int) {
        self.bytes = bytes
        self.length = length
        count = bytes.count / length
    }

    @inline(__always)
    func long(_ record: Int, at offset: Int) -> Int64 {
        Int64(
            littleEndian: bytes.loadUnaligned(
                fromByteOffset: record * length + offset, as: Int64.self))
    }

    @inline(__always)
    func short(_ record: Int, at offset: Int) -> Int64 {
        Int64(
            Int32(
                littleEndian: bytes.loadUnaligned(
                    fromByteOffset: record * length + offset, as: Int32.self)))
    }
}

/// Prints of one symbol (`PackedTicks`).
struct RawPrints {
    private let records: RawRows

    init(_ bytes: UnsafeRawBufferPointer) { records = RawRows(bytes, length: 24) }

    var count: Int { records.count }

    @inline(__always) func time(_ index: Int) -> Int64 { records.long(index, at: 0) }
    @inline(__always) func price(_ index: Int) -> Int64 { records.long(index, at: 8) }
}

/// Candles of many symbols (`PackedCandles`).
struct RawCandles {
    private let records: RawRows

    init(_ bytes: UnsafeRawBufferPointer) { records = RawRows(bytes, length: 32) }

    var count: Int { records.count }

    @inline(__always) func end(_ index: Int) -> Int64 { records.long(index, at: 0) }
    @inline(__always) func symbol(_ index: Int) -> Int { Int(records.short(index, at: 8)) }
    @inline(__always) func open(_ index: Int) -> Int64 { records.short(index, at: 12) }
    @inline(__always) func high(_ index: Int) -> Int64 { records.short(index, at: 16) }
    @inline(__always) func low(_ index: Int) -> Int64 { records.short(index, at: 20) }
    @inline(__always) func close(_ index: Int) -> Int64 { records.short(index, at: 24) }
    @inline(__always) func volume(_ index: Int) -> Int64 { records.short(index, at: 28) }
}
