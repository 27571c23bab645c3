import KraderModel
import Testing

@Suite struct RunningHashTests {
    /// Values of version 1 from another implementation. A change here is a new version.
    @Test("version 1 keeps its values")
    func golden() {
        var hash = RunningHash()
        #expect(hash.hex == "243f6a8885a308d313198a2e03707344")
        hash.add(1 as UInt64, 2)
        #expect(hash.hex == "a756a3f3d4ec2a9181daffcb5c3d244b")
        hash.add(3 as UInt64, 4)
        #expect(hash.hex == "c9de3aadf3a748af9835663f9b9f2999")
        var negative = RunningHash()
        negative.add(-1 as Int64, .min)
        #expect(negative.hex == "630fb0130479c0aa9bfa5be3d3cef670")
        var thousand = RunningHash()
        for number in 0..<1_000 as Range<Int64> { thousand.add(number, number * number) }
        #expect(thousand.hex == "c3ca8f054d754aa1ff64bafd0c2cabf2")
    }

    @Test("the order of facts, of words and their number count")
    func order() {
        func hash(_ facts: [(UInt64, UInt64)]) -> RunningHash {
            var hash = RunningHash()
            for fact in facts { hash.add(fact.0, fact.1) }
            return hash
        }
        let all = [
            hash([]), hash([(0, 0)]), hash([(0, 0), (0, 0)]), hash([(1, 2), (3, 4)]),
            hash([(3, 4), (1, 2)]), hash([(2, 1), (3, 4)]), hash([(1, 2), (3, 4), (0, 0)]),
        ]
        #expect(Set(all).count == all.count)
    }

    @Test("bytes are the two lanes, most significant first")
    func bytes() {
        let hash = RunningHash()
        #expect(hash.bytes.count == 16)
        #expect(hash.bytes.prefix(3) == [0x24, 0x3F, 0x6A])
        #expect(hexadecimal(hash.bytes) == hash.hex)
    }
}
