import Testing

@testable import KraderModel

@Suite struct SHA256Tests {
    /// The vectors are the examples of FIPS 180-4.
    @Test(
        "published vectors",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
            (
                "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
                    + "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
                "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
            ),
        ])
    func published(text: String, digest: String) {
        #expect(hexadecimal(SHA256.hash(text.utf8)) == digest)
        #expect(hexadecimal(SHA256.hash(Array(text.utf8))) == digest)
    }

    @Test("a million times the letter a")
    func million() {
        let digest = hexadecimal(SHA256.hash([UInt8](repeating: 0x61, count: 1_000_000)))
        #expect(digest == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    /// Digests of the bytes 0, 1, … 250, 0, … from another implementation.
    @Test(
        "lengths around the edge of a block, in one piece and in many",
        arguments: [
            (55, "463eb28e72f82e0a96c0a4cc53690c571281131f672aa229e0d45ae59b598b59"),
            (56, "da2ae4d6b36748f2a318f23e7ab1dfdf45acdc9d049bd80e59de82a60895f562"),
            (63, "29af2686fd53374a36b0846694cc342177e428d1647515f078784d69cdb9e488"),
            (64, "fdeab9acf3710362bd2658cdc9a29e8f9c757fcf9811603a8c447cd1d9151108"),
            (65, "4bfd2c8b6f1eec7a2afeb48b934ee4b2694182027e6d0fc075074f2fabb31781"),
            (119, "da18797ed7c3a777f0847f429724a2d8cd5138e6ed2895c3fa1a6d39d18f7ec6"),
            (120, "f52b23db1fbb6ded89ef42a23ce0c8922c45f25c50b568a93bf1c075420bbb7c"),
            (200, "1901da1c9f699b48f6b2636e65cbf73abf99d0441ef67f5c540a42f7051dec6f"),
            (1_000, "4e4c294b331f7a2099a379bec34b9f9fc03dc46ab465d998f4d683da53487e6d"),
        ])
    func lengths(count: Int, digest: String) {
        let bytes = (0..<count).map { UInt8($0 % 251) }
        #expect(hexadecimal(SHA256.hash(bytes)) == digest)
        // This sequence isn't contiguous in memory.
        #expect(hexadecimal(SHA256.hash(bytes.lazy.map { $0 })) == digest)
        for piece in [1, 3, 63, 64, 65, 130] {
            var hasher = SHA256()
            for start in stride(from: 0, to: count, by: piece) {
                hasher.update(bytes[start..<min(start + piece, count)])
            }
            #expect(hexadecimal(hasher.finish()) == digest, "in pieces of \(piece)")
        }
    }

    @Test("six words are hashed as their 48 bytes, and so is the next value of a chain")
    func words() {
        var random = SeededGenerator(seed: 5, stream: "words")
        var before = InlineArray<4, UInt64>(repeating: 0)
        var hash = RunningHash()
        for _ in 0..<100 {
            hash.add(random.next(), random.next())
            var bytes: [UInt8] = []
            for index in 0..<4 {
                for shift in stride(from: UInt64(56), through: 0, by: -8) {
                    bytes.append(UInt8(truncatingIfNeeded: before[index] >> shift))
                }
            }
            before = hash.chained(to: before)
            let expected = SHA256.hash(bytes + hash.bytes)
            #expect(
                (0..<32).allSatisfy { index in
                    UInt8(truncatingIfNeeded: before[index / 8] >> UInt64(56 - index % 8 * 8))
                        == expected[index]
                })
        }
    }

    @Test("what the processor is best at gives what portable code gives", arguments: 1...9)
    func instructions(blocks: Int) {
        var random = SeededGenerator(seed: UInt64(blocks), stream: "blocks")
        let bytes = (0..<64 * blocks).map { _ in UInt8(random.next(below: 256)) }
        var quick = SHA256.State { _ in UInt32(random.next(below: 1 << 32)) }
        var portable = quick
        bytes.withUnsafeBytes { bytes in
            guard let memory = bytes.baseAddress else { return }
            SHA256.compress(&quick, memory, blocks: blocks)
            SHA256.compressPortably(&portable, memory, blocks: blocks)
        }
        for index in 0..<8 { #expect(quick[index] == portable[index]) }
    }
}
