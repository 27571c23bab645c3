/// The rows of one file to be, one behind the other, in memory that is used again and again.
final class RowBlock {
    private var memory: UnsafeMutableRawPointer
    private var room = 1 << 10
    private var used = 0

    init() { memory = .allocate(byteCount: room, alignment: 16) }

    deinit { memory.deallocate() }

    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: memory, count: used) }

    func removeAll() { used = 0 }

    /// Room for one more row, which the caller fills; valid until the next call.
    func next(_ length: Int) -> UnsafeMutableRawPointer {
        if used + length > room {
            let larger = UnsafeMutableRawPointer.allocate(byteCount: room * 2, alignment: 16)
            larger.copyMemory(from: memory, byteCount: used)
            memory.deallocate()
            (memory, room) = (larger, room * 2)
        }
        used += length
        return memory + (used - length)
    }
}
