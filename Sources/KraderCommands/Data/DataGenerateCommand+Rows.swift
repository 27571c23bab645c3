import KraderDatasets
import KraderMarket
import KraderModel

/// Records of one file to be, one behind the other, in memory that is used again and again.
final class RecordRows {
    private var memory = UnsafeMutableRawBufferPointer.allocate(
        byteCount: 1 << 12, alignment: 16)
    private var used = 0

    deinit { memory.deallocate() }

    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: memory[..<used]) }

    func removeAll() { used = 0 }

    /// Room for one more record, which the caller fills.
    func next(_ length: Int) -> UnsafeMutableRawPointer {
        if used + length > memory.count { grow() }
        defer { used += length }
        // Never empty: it was allocated so.
        return (memory.baseAddress ?? UnsafeMutableRawPointer(bitPattern: 8)!) + used
    }

    private func grow() {
        let larger = UnsafeMutableRawBufferPointer.allocate(
            byteCount: memory.count * 2, alignment: 16)
        larger.copyMemory(from: UnsafeRawBufferPointer(memory))
        memory.deallocate()
        memory = larger
    }
}
