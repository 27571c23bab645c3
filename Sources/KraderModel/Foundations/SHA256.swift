import CSHA256

/// SHA-256 (FIPS 180-4), for identities, files and the digest chain: by the processor's own
/// instructions where it has them, some ten times as quick, else in portable code; the hash is the
/// same.
///
/// State, schedule and the incomplete block live in the value itself; nothing is allocated until
/// `finish`. Bytes that lie contiguously in memory are compressed where they are.
public struct SHA256: Sendable {
    private var state: State = [
        0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab,
        0x5be0_cd19,
    ]
    /// Bytes of the block that is not complete yet, `length % 64` of them.
    private var pending = InlineArray<64, UInt8>(repeating: 0)
    /// Bytes taken in so far.
    private var length: UInt64 = 0

    typealias State = InlineArray<8, UInt32>

    private static let hasInstructions = krader_sha256_is_available() != 0

    public init() {}

    public static func hash(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        var hasher = SHA256()
        hasher.update(bytes)
        return hasher.finish()
    }

    /// The hash of 48 bytes, which fit one block, as words: most significant bytes first.
    public static func hash(_ words: InlineArray<6, UInt64>) -> InlineArray<4, UInt64> {
        var block = InlineArray<8, UInt64>(repeating: 0)
        for index in 0..<6 { block[index] = words[index].bigEndian }
        block[6] = (UInt64(0x80) << 56).bigEndian
        block[7] = UInt64(6 * 64).bigEndian
        var hasher = SHA256()
        block.span.withUnsafeBytes { bytes in
            if let memory = bytes.baseAddress {
                SHA256.compress(&hasher.state, memory, blocks: 1)
            }
        }
        return InlineArray { index in
            UInt64(hasher.state[2 * index]) << 32 | UInt64(hasher.state[2 * index + 1])
        }
    }

    public mutating func update(_ bytes: some Sequence<UInt8>) {
        if bytes.withContiguousStorageIfAvailable({ update($0) }) == nil {
            for byte in bytes { add(byte) }
        }
    }

    public mutating func update(_ bytes: UnsafeBufferPointer<UInt8>) {
        var next = 0
        if length % 64 != 0 || bytes.count < 64 { next = fill(bytes) }
        let whole = (bytes.count - next) / 64
        if whole > 0 {
            compress(UnsafeBufferPointer(rebasing: bytes[next..<(next + whole * 64)]))
            length += UInt64(whole) * 64
            next += whole * 64
        }
        if next < bytes.count {
            _ = fill(UnsafeBufferPointer(rebasing: bytes[next..<bytes.count]))
        }
    }

    /// Takes in what fits the block that is not complete yet, and says how much that is.
    private mutating func fill(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        let begun = Int(length % 64)
        let count = min(bytes.count, 64 - begun)
        for index in 0..<count { pending[begun + index] = bytes[index] }
        length += UInt64(count)
        if begun + count == 64 { compressPending() }
        return count
    }

    private mutating func compressPending() {
        let block = pending
        block.span.withUnsafeBufferPointer { compress($0) }
    }

    private mutating func add(_ byte: UInt8) {
        pending[Int(length % 64)] = byte
        length += 1
        if length % 64 == 0 { compressPending() }
    }

    /// The 32 bytes. The hasher is spent afterwards.
    public consuming func finish() -> [UInt8] {
        let bits = length * 8
        add(0x80)
        if length % 64 > 56 {
            for index in Int(length % 64)..<64 { pending[index] = 0 }
            compressPending()
            length = 0
        }
        for index in Int(length % 64)..<56 { pending[index] = 0 }
        for index in 0..<8 {
            pending[56 + index] = UInt8(truncatingIfNeeded: bits >> UInt64(56 - 8 * index))
        }
        compressPending()
        var result: [UInt8] = []
        result.reserveCapacity(32)
        for index in 0..<8 {
            for shift in stride(from: 24 as UInt32, through: 0, by: -8) {
                result.append(UInt8(truncatingIfNeeded: state[index] >> shift))
            }
        }
        return result
    }

    private mutating func compress(_ blocks: UnsafeBufferPointer<UInt8>) {
        precondition(blocks.count % 64 == 0, "Blocks are whole")
        guard let memory = UnsafeRawPointer(blocks.baseAddress) else { return }
        SHA256.compress(&state, memory, blocks: blocks.count / 64)
    }

    /// Takes in blocks of 64 bytes in the quickest way that the processor has.
    static func compress(_ state: inout State, _ memory: UnsafeRawPointer, blocks: Int) {
        guard hasInstructions else { return compressPortably(&state, memory, blocks: blocks) }
        var span = state.mutableSpan
        span.withUnsafeMutableBufferPointer { state in
            krader_sha256_compress(
                state.baseAddress, memory.assumingMemoryBound(to: UInt8.self), blocks)
        }
    }

    /// Takes in blocks of 64 bytes on any processor.
    static func compressPortably(_ state: inout State, _ memory: UnsafeRawPointer, blocks: Int) {
        for block in 0..<blocks { compressBlock(&state, memory + 64 * block) }
    }

    private static func compressBlock(_ state: inout State, _ block: UnsafeRawPointer) {
        var schedule = InlineArray<64, UInt32>(repeating: 0)
        var span = schedule.mutableSpan
        span.withUnsafeMutableBufferPointer { w in
            for i in 0..<16 {
                w[i] = UInt32(
                    bigEndian: block.loadUnaligned(fromByteOffset: 4 * i, as: UInt32.self))
            }
            for i in 16..<64 {
                let (x, y) = (w[i - 15], w[i - 2])
                // As FIPS says, with one rotation inside the other: it needs fewer copies.
                let s0 = rotated(rotated(x, 11) ^ x, 7) ^ x >> 3
                let s1 = rotated(rotated(y, 2) ^ y, 17) ^ y >> 10
                w[i] = w[i - 16] &+ s0 &+ w[i - 7] &+ s1
            }
            SHA256.constants.span.withUnsafeBufferPointer { constants in
                for i in 0..<64 { w[i] &+= constants[i] }
            }
        }
        var (a, b, c, d) = (state[0], state[1], state[2], state[3])
        var (e, f, g, h) = (state[4], state[5], state[6], state[7])
        schedule.span.withUnsafeBufferPointer { w in
            // What two words differ in is needed again in the next round.
            var differ = b ^ c
            // After eight rounds each word is back in its own place, so that none is moved.
            for i in stride(from: 0, to: 64, by: 8) {
                round(a, b, &differ, &d, e, f, g, &h, w[i])
                round(h, a, &differ, &c, d, e, f, &g, w[i + 1])
                round(g, h, &differ, &b, c, d, e, &f, w[i + 2])
                round(f, g, &differ, &a, b, c, d, &e, w[i + 3])
                round(e, f, &differ, &h, a, b, c, &d, w[i + 4])
                round(d, e, &differ, &g, h, a, b, &c, w[i + 5])
                round(c, d, &differ, &f, g, h, a, &b, w[i + 6])
                round(b, c, &differ, &e, f, g, h, &a, w[i + 7])
            }
        }
        state[0] &+= a
        state[1] &+= b
        state[2] &+= c
        state[3] &+= d
        state[4] &+= e
        state[5] &+= f
        state[6] &+= g
        state[7] &+= h
    }

    /// One round. `word` is the schedule's with the round's constant added, `differ` what b and c
    /// differ in, afterwards what a and b do.
    @inline(__always)
    private static func round(
        _ a: UInt32, _ b: UInt32, _ differ: inout UInt32, _ d: inout UInt32, _ e: UInt32,
        _ f: UInt32, _ g: UInt32, _ h: inout UInt32, _ word: UInt32
    ) {
        let s1 = rotated(rotated(rotated(e, 14) ^ e, 5) ^ e, 6)
        let choice = g ^ (e & (f ^ g))
        let t1 = h &+ word &+ s1 &+ choice
        let s0 = rotated(rotated(rotated(a, 9) ^ a, 11) ^ a, 2)
        let next = a ^ b
        let majority = b ^ (next & differ)
        differ = next
        d &+= t1
        h = t1 &+ s0 &+ majority
    }

    @inline(__always)
    private static func rotated(_ x: UInt32, _ by: UInt32) -> UInt32 { x &>> by | x &<< (32 &- by) }

    private static let constants: InlineArray<64, UInt32> = [
        0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4,
        0xab1c_5ed5, 0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe,
        0x9bdc_06a7, 0xc19b_f174, 0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f,
        0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da, 0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7,
        0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967, 0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc,
        0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85, 0xa2bf_e8a1, 0xa81a_664b,
        0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070, 0x19a4_c116,
        0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
        0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7,
        0xc671_78f2,
    ]
}
