import CSHA256
import KraderModel

/// The SHA-256 of what files hold, which may be gigabytes. It is computed with the processor's
/// instructions where it has them, else as `SHA256` does.
public struct FileHash: Sendable {
    private let hasInstructions = krader_sha256_is_available() != 0
    private var portable = SHA256()
    private var quick = QuickHash()

    public init() {}

    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        if hasInstructions {
            quick.update(bytes)
        } else {
            portable.update(bytes.bindMemory(to: UInt8.self))
        }
    }

    /// The 32 bytes in hex. The hash is spent afterwards.
    public mutating func finish() -> String { "\(finished())" }

    /// The 32 bytes as a value. The hash is spent afterwards.
    public mutating func finished() -> ContentHash {
        ContentHash(hasInstructions ? quick.finish() : portable.finish())
    }

    /// The hash of bytes that lie in memory.
    public static func of(_ bytes: [UInt8]) -> ContentHash {
        var hash = FileHash()
        bytes.withUnsafeBytes { hash.update($0) }
        return hash.finished()
    }
}

/// The state of a hash that the processor's instructions compute.
private struct QuickHash: Sendable {
    private var state: InlineArray<8, UInt32> = [
        0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab,
        0x5be0_cd19,
    ]
    /// The bytes of the block that is not complete yet, fewer than 64.
    private var pending: [UInt8] = []
    private var length: UInt64 = 0

    mutating func update(_ bytes: UnsafeRawBufferPointer) {
        length += UInt64(bytes.count)
        var rest = bytes[...]
        if !pending.isEmpty {
            let taken = min(64 - pending.count, rest.count)
            pending.append(contentsOf: rest.prefix(taken))
            rest = rest.dropFirst(taken)
            guard pending.count == 64 else { return }
            pending.withUnsafeBytes { compress($0) }
            pending.removeAll(keepingCapacity: true)
        }
        let whole = rest.count / 64 * 64
        compress(UnsafeRawBufferPointer(rebasing: rest.prefix(whole)))
        pending.append(contentsOf: rest.dropFirst(whole))
    }

    mutating func finish() -> [UInt8] {
        var last = pending + [0x80]
        last += Array(repeating: 0, count: (120 - last.count) % 64)
        for shift in stride(from: 56, through: 0, by: -8) {
            last.append(UInt8(truncatingIfNeeded: (length * 8) >> UInt64(shift)))
        }
        last.withUnsafeBytes { compress($0) }
        var result: [UInt8] = []
        for index in 0..<8 {
            for shift in stride(from: 24, through: 0, by: -8) {
                result.append(UInt8(truncatingIfNeeded: state[index] >> UInt32(shift)))
            }
        }
        return result
    }

    private mutating func compress(_ blocks: UnsafeRawBufferPointer) {
        guard let start = blocks.baseAddress, !blocks.isEmpty else { return }
        let bytes = start.assumingMemoryBound(to: UInt8.self)
        var span = state.mutableSpan
        span.withUnsafeMutableBufferPointer { state in
            krader_sha256_compress(state.baseAddress, bytes, blocks.count / 64)
        }
    }
}
