/// Blanks out what is not code: comments and the contents of string literals, interpolations kept.
/// Knows nested comments, multi-line and raw strings; not regular expression literals, which these
/// sources don't use.
struct CodeScanner {
    private let bytes: [UInt8]
    private var place = 0
    private var code: [UInt8]

    static func code(of text: String) -> [UInt8] {
        var scanner = CodeScanner(text)
        scanner.scanCode(untilParenthesis: false)
        return scanner.code
    }

    private init(_ text: String) {
        bytes = Array(text.utf8)
        code = bytes
    }

    private func starts(_ text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        guard place + count <= bytes.count else { return false }
        return (0..<count).allSatisfy { bytes[place + $0] == text.utf8Start[$0] }
    }

    private mutating func blank(_ count: Int) {
        for _ in 0..<count where place < bytes.count {
            if bytes[place] != UInt8(ascii: "\n") { code[place] = UInt8(ascii: " ") }
            place += 1
        }
    }

    /// Scans code to the end of the file, or of an interpolation, which is its closing parenthesis.
    private mutating func scanCode(untilParenthesis: Bool) {
        var depth = 0
        while place < bytes.count {
            if starts("//") {
                while place < bytes.count, bytes[place] != UInt8(ascii: "\n") { blank(1) }
            } else if starts("/*") {
                scanComment()
            } else if bytes[place] == UInt8(ascii: "\"") || startsRawString {
                scanString()
            } else {
                if bytes[place] == UInt8(ascii: "(") { depth += 1 }
                if bytes[place] == UInt8(ascii: ")") {
                    depth -= 1
                    if untilParenthesis, depth < 0 { return }
                }
                place += 1
            }
        }
    }

    private mutating func scanComment() {
        var depth = 0
        repeat {
            if starts("/*") { depth += 1 }
            if starts("*/") { depth -= 1 }
            blank(starts("/*") || starts("*/") ? 2 : 1)
        } while depth > 0 && place < bytes.count
    }

    private var startsRawString: Bool {
        var next = place
        while next < bytes.count, bytes[next] == UInt8(ascii: "#") { next += 1 }
        return next > place && next < bytes.count && bytes[next] == UInt8(ascii: "\"")
    }

    private mutating func scanString() {
        var hashes = 0
        while bytes[place] == UInt8(ascii: "#") {
            hashes += 1
            place += 1
        }
        let isLong = starts("\"\"\"")
        place += isLong ? 3 : 1
        while place < bytes.count {
            if bytes[place] == UInt8(ascii: "\\"), hasHashes(hashes, at: place + 1) {
                blank(1 + hashes)
                if place < bytes.count, bytes[place] == UInt8(ascii: "(") {
                    place += 1
                    scanCode(untilParenthesis: true)
                    place += 1
                } else {
                    blank(1)
                }
            } else if isLong ? starts("\"\"\"") : bytes[place] == UInt8(ascii: "\""),
                hasHashes(hashes, at: place + (isLong ? 3 : 1))
            {
                place += (isLong ? 3 : 1) + hashes
                return
            } else {
                blank(1)
            }
        }
    }

    private func hasHashes(_ count: Int, at start: Int) -> Bool {
        start + count <= bytes.count
            && (0..<count).allSatisfy { bytes[start + $0] == UInt8(ascii: "#") }
    }
}
