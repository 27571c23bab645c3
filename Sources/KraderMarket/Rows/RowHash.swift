/// A 64-bit hash of rows, quick enough to be checked whenever they are read: four lanes over
/// 64-bit little-endian words,
///
///     lane = (lane ^ word) × 0x9E3779B97F4A7C15, then rotated left by 29
///
/// word i going to lane i mod 4; at the end the lanes, in order, and the number of words go through
/// the same step from 0. A step is a bijection of lane and of word: any change of one word, so of
/// any byte, changes the result for certain.
public struct RowHash: Sendable {
    /// How many bytes of rows one hash in a file covers.
    public static let blockBytes = 1 << 16

    static let multiplier: UInt64 = 0x9E37_79B9_7F4A_7C15

    /// The hash of whole words: the length is a multiple of 8.
    public static func of(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        precondition(bytes.count % 8 == 0, "Records are whole words")
        var (a, b, c, d) = (UInt64(1), UInt64(2), UInt64(3), UInt64(4))
        let words = bytes.count / 8
        var at = 0
        let fours = words / 4 * 32
        if let base = bytes.baseAddress {
            while at < fours {
                a = step(a, word(base, at))
                b = step(b, word(base, at + 8))
                c = step(c, word(base, at + 16))
                d = step(d, word(base, at + 24))
                at += 32
            }
            if words % 4 > 0 { a = step(a, word(base, at)) }
            if words % 4 > 1 { b = step(b, word(base, at + 8)) }
            if words % 4 > 2 { c = step(c, word(base, at + 16)) }
        }
        return step(step(step(step(step(0, a), b), c), d), UInt64(words))
    }

    @inline(__always)
    private static func word(_ base: UnsafeRawPointer, _ at: Int) -> UInt64 {
        UInt64(littleEndian: base.loadUnaligned(fromByteOffset: at, as: UInt64.self))
    }

    @inline(__always)
    private static func step(_ lane: UInt64, _ word: UInt64) -> UInt64 {
        let product = (lane ^ word) &* multiplier
        return product << 29 | product >> 35
    }
}
