import KraderDatasets
import KraderModel
import Testing

@Suite("The hash of a file")
struct FileHashTests {
    @Test(
        "is SHA-256, by the examples of FIPS 180-4",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
        ])
    func examples(text: String, hash: String) {
        #expect(hashed(Array(text.utf8), pieces: [3]) == hash)
    }

    @Test(
        "is the same however the bytes come in pieces, and as the portable one", arguments: 0..<300)
    func pieces(length: Int) {
        let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ length) }
        let expected = hexadecimal(SHA256.hash(bytes))
        for pieces in [[1], [64], [63, 2], [200], [7, 65, 128]] {
            #expect(hashed(bytes, pieces: pieces) == expected)
        }
    }

    private func hashed(_ bytes: [UInt8], pieces: [Int]) -> String {
        var hash = FileHash()
        var (at, turn) = (0, 0)
        while at < bytes.count {
            let end = min(at + pieces[turn % pieces.count], bytes.count)
            Array(bytes[at..<end]).withUnsafeBytes { hash.update($0) }
            (at, turn) = (end, turn + 1)
        }
        return hash.finish()
    }
}
