/// A 128-bit running hash, version 1: two lanes of folded multiplication, order-sensitive, the same
/// on every machine. It is not cryptographic; each market minute its value enters a SHA-256 chain
/// (semantics.md §8).
public struct RunningHash: Hashable, Sendable {
    @usableFromInline var high: UInt64 = 0x243F_6A88_85A3_08D3
    @usableFromInline var low: UInt64 = 0x1319_8A2E_0370_7344

    public init() {}

    @inlinable @inline(__always)
    static func fold(_ a: UInt64, _ b: UInt64) -> UInt64 {
        let product = a.multipliedFullWidth(by: b)
        return product.high ^ product.low
    }

    /// Takes in two words. Every value goes in as whole words, in a written order.
    @inlinable @inline(__always)
    public mutating func add(_ a: UInt64, _ b: UInt64) {
        high = RunningHash.fold(high ^ a, b ^ 0x9E37_79B9_7F4A_7C15) ^ low
        low = RunningHash.fold(low ^ b, high ^ 0xA409_3822_299F_31D1)
    }

    /// Takes in four words for the time of two: their products don't wait for each other. It is
    /// called, not inlined: an order's records use it a dozen times, and code that fits the nearest
    /// cache runs faster.
    @inline(never)
    public mutating func add(_ a: Int64, _ b: Int64, _ c: Int64, _ d: Int64) {
        add(
            RunningHash.fold(
                UInt64(bitPattern: a) ^ 0xE703_7ED1_A0B4_28DB,
                UInt64(bitPattern: b) ^ 0x8EBC_6AF0_9C88_C6E3),
            RunningHash.fold(
                UInt64(bitPattern: c) ^ 0x5899_65CC_7537_4CC3,
                UInt64(bitPattern: d) ^ 0x1D8E_4E27_C47D_124F))
    }

    @inline(never)
    public mutating func add(_ a: Int64, _ b: Int64) {
        add(UInt64(bitPattern: a), UInt64(bitPattern: b))
    }

    /// The next value of a SHA-256 chain: the hash of the one before and of these sixteen bytes.
    public func chained(to before: InlineArray<4, UInt64>) -> InlineArray<4, UInt64> {
        SHA256.hash([before[0], before[1], before[2], before[3], high, low])
    }

    /// The sixteen bytes, high lane first, each most significant byte first.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(16)
        append(to: &bytes)
        return bytes
    }

    /// Adds the sixteen bytes to others.
    public func append(to bytes: inout [UInt8]) {
        for word in [high, low] {
            for shift in stride(from: UInt64(56), through: 0, by: -8) {
                bytes.append(UInt8(truncatingIfNeeded: word &>> shift))
            }
        }
    }

    public var hex: String { hexadecimal(bytes) }
}

/// Lower-case hexadecimal text of bytes.
public func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for byte in bytes {
        text.append(digits[Int(byte >> 4)])
        text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
}
