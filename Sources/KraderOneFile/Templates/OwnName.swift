public import KraderEngine
import KraderJSON
import KraderRuns

/// The name of a user's own strategy, fit to be a folder, a Swift module and a scenario too.
public struct OwnName {
    public let text: String

    /// Checks a name. Throws `ExitFault` with exit code 2.
    public init(_ text: String, catalog: StrategyCatalog) throws {
        func wrong(_ why: String) -> ExitFault {
            ExitFault(status: .usage, message: "The name is '\(shown(text))'; \(why).")
        }
        let isWritten = text.utf8.allSatisfy { OwnName.letters.contains($0) }
        guard let first = text.utf8.first, isWritten, text.utf8.count <= 60,
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first)
        else {
            throw wrong(
                "it must be small letters, digits and underscores, a letter first, at most 60, "
                    + "such as rising_closes")
        }
        if catalog[text] != nil { throw wrong("a strategy of that name is there already") }
        if OwnName.taken.contains(text) { throw wrong("Swift or krader uses that word itself") }
        self.text = text
    }

    /// The name of the type, such as `RisingClosesStrategy`: with the last word it never is that of
    /// a type of krader's.
    var type: String { words.joined() + "Strategy" }

    /// The name in words: `Rising closes`.
    var title: String {
        let spaced = text.split(separator: "_").joined(separator: " ")
        return spaced.prefix(1).uppercased() + spaced.dropFirst()
    }

    private var words: [String] {
        text.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }
    }

    private static let letters = Set("abcdefghijklmnopqrstuvwxyz0123456789_".utf8)

    /// Words that can't be the name of a module.
    private static let taken: Set<String> = [
        "actor", "any", "as", "await", "break", "case", "catch", "class", "continue", "default",
        "defer", "deinit", "do", "else", "enum", "extension", "fallthrough", "false",
        "fileprivate", "for", "func", "guard", "if", "import", "in", "init", "inout", "internal",
        "is", "krader", "let", "nil", "open", "operator", "precedencegroup", "private", "protocol",
        "public", "repeat", "rethrows", "return", "self", "static", "struct", "subscript", "super",
        "switch", "throw", "throws", "true", "try", "typealias", "var", "where", "while",
    ]
}
