/// A stretch of code in braces, with the words before its brace.
struct Block {
    /// Everything since the brace before, attributes and statements included.
    let header: String
    /// Lines, from 1, of the header's first word and of the closing brace.
    let headerLine: Int
    var last: Int

    /// The name and first line of the function that the block is the body of, initialisers
    /// included; `nil` for types, closures and branches.
    var function: (name: String, first: Int)? {
        let words = header.split { !$0.isLetter && !$0.isNumber && $0 != "_" }
        guard let place = words.lastIndex(where: { Block.keywords.contains(String($0)) }) else {
            return nil
        }
        let isNamed = words[place] == "func" && place + 1 < words.count
        let before = header[..<words[place].startIndex]
        return (
            String(words[isNamed ? place + 1 : place]),
            headerLine + before.count { $0 == "\n" }
        )
    }

    private static let keywords: Set = ["func", "init", "deinit", "subscript"]

    /// All blocks of a file, and the lines on which a `default:` of a switch stands.
    static func read(_ file: SourceFile) -> (blocks: [Block], defaults: [Int]) {
        var reader = BlockReader()
        for line in file.codeLines { reader.read(line) }
        return (reader.blocks, reader.defaults)
    }
}

private struct BlockReader {
    var blocks: [Block] = []
    var defaults: [Int] = []
    private var open: [Block] = []
    private var brackets: [Character] = []
    private var header = ""
    private var headerLine = 1
    private var line = 0

    mutating func read(_ text: String) {
        line += 1
        // `default:` within parentheses is an argument's label.
        if text.drop(while: { $0 == " " }).hasPrefix("default:"), brackets.last == "{" {
            defaults.append(line)
        }
        for character in text { take(character) }
        if !header.isEmpty { header += "\n" }
    }

    private mutating func take(_ character: Character) {
        switch character {
        case "{":
            open.append(Block(header: header, headerLine: headerLine, last: line))
            brackets.append(character)
            header = ""
        case "}":
            while let last = brackets.popLast(), last != "{" {}
            if var block = open.popLast() {
                block.last = line
                blocks.append(block)
            }
            header = ""
        case "(", "[":
            brackets.append(character)
            if header.isEmpty { headerLine = line }
            header.append(character)
        case ")", "]":
            if let last = brackets.last, last != "{" { brackets.removeLast() }
            header.append(character)
        default:
            if header.isEmpty {
                if character == " " { break }
                headerLine = line
            }
            header.append(character)
        }
    }
}
