/// The words and signs of a Swift source, in order, without its comments and texts.
struct SourceWords {
    private let bytes: [UInt8]
    private var place = 0
    private var words: [String] = []

    static func of(_ bytes: [UInt8]) -> [String] {
        var reader = SourceWords(bytes: bytes)
        reader.read()
        return reader.words
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private mutating func read() {
        while let byte = byte(0) {
            switch byte {
            case UInt8(ascii: "/") where self.byte(1) == UInt8(ascii: "/"):
                while let next = self.byte(0), next != 0x0A { _ = next; place += 1 }
            case UInt8(ascii: "/") where self.byte(1) == UInt8(ascii: "*"): skipComment()
            case UInt8(ascii: "\""): skipText(hashes: 0)
            case UInt8(ascii: "#"): readHash()
            case _ where SourceWords.isLetter(byte): readWord()
            default:
                if byte > 0x20 { words.append(String(UnicodeScalar(byte))) }
                place += 1
            }
        }
    }

    private func byte(_ ahead: Int) -> UInt8? {
        place + ahead < bytes.count ? bytes[place + ahead] : nil
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "`"),
            0x80...0xFF:
            true
        default: false
        }
    }

    private mutating func readWord() {
        let first = place
        while let next = byte(0), SourceWords.isLetter(next) { place += 1 }
        words.append(String(decoding: bytes[first..<place], as: UTF8.self))
    }

    /// Reads a text with hashes (`#"…"#`), or a word such as `#if`.
    private mutating func readHash() {
        var hashes = 0
        while byte(hashes) == UInt8(ascii: "#") { hashes += 1 }
        place += hashes
        if byte(0) == UInt8(ascii: "\"") { skipText(hashes: hashes) }
    }

    /// Skips a comment. Comments lie inside each other.
    private mutating func skipComment() {
        var depth = 0
        repeat {
            if byte(0) == UInt8(ascii: "/") && byte(1) == UInt8(ascii: "*") {
                depth += 1
                place += 2
            } else if byte(0) == UInt8(ascii: "*") && byte(1) == UInt8(ascii: "/") {
                depth -= 1
                place += 2
            } else {
                place += 1
            }
        } while depth > 0 && place < bytes.count
    }

    private mutating func skipText(hashes: Int) {
        let quotes = byte(1) == UInt8(ascii: "\"") && byte(2) == UInt8(ascii: "\"") ? 3 : 1
        place += quotes
        while let next = byte(0) {
            if next == UInt8(ascii: "\\"), follows(1, UInt8(ascii: "#"), hashes) {
                place += 1 + hashes
                if byte(0) == UInt8(ascii: "(") { skipInterpolation() } else { place += 1 }
            } else if follows(0, UInt8(ascii: "\""), quotes),
                follows(quotes, UInt8(ascii: "#"), hashes)
            {
                place += quotes + hashes
                return
            } else if quotes == 1, next == 0x0A {
                // The compiler will say that the text has no end.
                return
            } else {
                place += 1
            }
        }
    }

    private func follows(_ ahead: Int, _ sign: UInt8, _ count: Int) -> Bool {
        (0..<count).allSatisfy { byte(ahead + $0) == sign }
    }

    /// Skips what stands in `\( )` of a text: code, with texts of its own.
    private mutating func skipInterpolation() {
        var depth = 0
        repeat {
            switch byte(0) {
            case UInt8(ascii: "("): depth += 1
            case UInt8(ascii: ")"): depth -= 1
            case UInt8(ascii: "\""):
                skipText(hashes: 0)
                continue
            default: break
            }
            place += 1
        } while depth > 0 && place < bytes.count
    }
}
