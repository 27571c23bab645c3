import KraderJSON
import KraderModel
import Support
import Testing

@Suite("Damaged JSON texts")
struct JSONMutationTests {
    static let document = """
        { "schema": 1, "name": "가격 \\u00e9", "seed": -7, "ratio": 1.25e-3,
          "ok": [true, false, null],
          "risk": { "max_position_size": 1000, "empty": {}, "none": [] },
          "events": [ { "at": "09:02:30", "do": "fill", "quantity": 10 }, "\\ud83d\\ude00\\n" ] }
        """

    /// Words that are likely to be misread when they turn up in the wrong place.
    static let pieces: [[UInt8]] =
        [
            "{", "}", "[", "]", "\"", "\\", ":", ",", "\\u", "\\ud800", "1e999", "-", "0",
            "99999999999999999999",
            "null", "tru", "\n", "\r", "\u{FEFF}", "가", "/*", "NaN", ".", "e",
        ].map { Array($0.utf8) } + [[0xFF], [0xC0], [0xED, 0xA0, 0x80], [0x00], [0xB0, 0xA1]]

    static func mutated(_ bytes: [UInt8], by generator: inout SeededGenerator) -> [UInt8] {
        var bytes = bytes
        for _ in 0...Int(generator.next(below: 3)) {
            let place = Int(generator.next(below: UInt64(bytes.count + 1)))
            let end = min(bytes.count, place + Int(generator.next(below: 12)))
            switch generator.next(below: 5) {
            case 0: bytes.removeSubrange(place..<end)
            case 1: bytes.removeSubrange(place...)
            case 2 where place < bytes.count:
                bytes[place] = UInt8(truncatingIfNeeded: generator.next())
            case 3: bytes.insert(contentsOf: bytes[place..<end], at: place)
            default:
                let piece = pieces[Int(generator.next(below: UInt64(pieces.count)))]
                bytes.insert(contentsOf: piece, at: place)
            }
        }
        return bytes
    }

    @Test(
        "damaged texts are read or refused with a place, and what is read survives writing")
    func mutations() throws {
        var generator = SeededGenerator(seed: 20_260_303, stream: "json mutations")
        let bytes = Array(Self.document.utf8)
        var (read, refused) = (0, 0)
        let rounds = Proof.cases(20_000, long: 100_000)
        for round in 0..<rounds {
            let damaged = Self.mutated(bytes, by: &generator)
            do throws(TextFaults) {
                let document = try JSONReader.read(damaged, file: "t.json")
                read += 1
                if round.isMultiple(of: 16) {
                    let again = try JSONReader.read(document.root.text(), file: "t.json")
                    #expect(again.root == document.root)
                }
            } catch {
                refused += 1
                if error.list.isEmpty || error.list.contains(where: { $0.position == nil }) {
                    Issue.record("no place: \(damaged)")
                }
            }
        }
        #expect(read > rounds / 20)
        #expect(refused > rounds / 2)
    }
}
