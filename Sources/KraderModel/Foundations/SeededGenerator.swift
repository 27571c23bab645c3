/// xoshiro256**, seeded through SplitMix64: the same draws on every machine. One stream per
/// purpose: `SeededGenerator(seed: 7, stream: "latency")` never shares draws with another name.
public struct SeededGenerator: Sendable {
    private var s0: UInt64
    private var s1: UInt64
    private var s2: UInt64
    private var s3: UInt64

    public init(seed: UInt64, stream: String = "") {
        // FNV-1a of the name: `hashValue` differs between processes.
        var name: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in stream.utf8 { name = (name ^ UInt64(byte)) &* 0x100_0000_01B3 }
        var state = seed ^ name
        func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
        s0 = next()
        s1 = next()
        s2 = next()
        s3 = next()
    }

    public mutating func next() -> UInt64 {
        let result = rotated(s1 &* 5, 7) &* 9
        let t = s1 << 17
        s2 ^= s0
        s3 ^= s1
        s1 ^= s2
        s0 ^= s3
        s2 ^= t
        s3 = rotated(s3, 45)
        return result
    }

    /// A uniform draw from 0 ..< bound, by multiplication with rejection; the bound is at least 1.
    public mutating func next(below bound: UInt64) -> UInt64 {
        precondition(bound > 0, "A bound is at least 1")
        while true {
            let (high, low) = next().multipliedFullWidth(by: bound)
            if low >= (0 &- bound) % bound { return high }
        }
    }

    /// A uniform draw from [0, 1) with 53 bits.
    public mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

    private func rotated(_ x: UInt64, _ by: UInt64) -> UInt64 { (x << by) | (x >> (64 - by)) }
}
