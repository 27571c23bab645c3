import KraderDatasets
import KraderJSON
import KraderModel
import KraderRuns

/// A Swift file of a user's own, and which strategies it declares.
///
/// A strategy is a type whose declaration says that it is one: `struct Name: Strategy`, or an
/// extension that does. The declaration is looked for in the text, as a person would; the compiler
/// then proves that it is true.
public struct StrategySource {
    static let bytesMax = 4 << 20

    /// The path as it was named.
    let path: String
    let bytes: [UInt8]
    public let declared: DeclaredStrategies

    /// Reads the file. Throws `ExitFault` with exit code 2 when it can't be read or declares no
    /// strategy.
    public init(_ path: String) throws {
        func wrong(_ why: String) -> ExitFault {
            ExitFault(
                status: .usage, message: "'\(shown(path, charactersMax: 200))' \(why).")
        }
        self.path = path
        do throws(FileFault) {
            guard try FileReader.size(of: path) <= StrategySource.bytesMax else {
                throw FileFault(
                    path: path, reason: "it holds more than \(byteSize(StrategySource.bytesMax))")
            }
            var bytes: [UInt8] = []
            try FileReader.read(path) { bytes += $0 }
            self.bytes = bytes
        } catch {
            throw wrong("can't be read: \(error.reason)")
        }
        declared = DeclaredStrategies(in: bytes)
        guard declared.names.isEmpty else { return }
        guard let hidden = declared.unusable.first else {
            throw wrong(
                "declares no strategy: a type written 'struct Name: Strategy'. "
                    + "'krader strategies new NAME --file' writes one to begin with")
        }
        throw wrong(
            "declares the strategy '\(shown(hidden.name))', which can't be used: "
                + "\(hidden.why)")
    }

    /// The text of a `main` that makes the strategies known beside those that ship.
    var main: String {
        let hash = hexadecimal(SHA256.hash(bytes))
        let kinds = declared.names.map { "StrategyKind(\($0).self)" }
        return """
            import Glibc
            import KraderCommands
            import KraderEngine
            import KraderStrategies

            let own = [\(kinds.joined(separator: ", "))]
            exit(
                KraderProgram.run(
                    own: own, of: "\(hash)", beside: .shipped,
                    Array(CommandLine.arguments.dropFirst())))

            """
    }
}

/// The types of a source that say they are strategies.
public struct DeclaredStrategies: Equatable {
    public struct Unusable: Equatable {
        public var name: String
        public var why: String
    }

    /// The names as code elsewhere writes them: `Mine`, `Rules.Mine`.
    public private(set) var names: [String] = []
    public private(set) var unusable: [Unusable] = []

    init(in bytes: [UInt8]) {
        var scopes: [Scope] = []
        var next: Scope?
        let words = SourceWords.of(bytes)
        for (place, word) in words.enumerated() {
            switch word {
            case "{":
                scopes.append(next ?? Scope(name: nil))
                next = nil
            case "}": _ = scopes.popLast()
            case "struct", "class", "enum", "actor", "extension":
                guard let declaration = Declaration(words, at: place) else { continue }
                let names = scopes.map(\.name) + [declaration.name]
                let name = names.compactMap { $0 }.joined(separator: ".")
                next = Scope(
                    name: declaration.name,
                    isHidden: declaration.isHidden || scopes.last?.isHidden == true,
                    isGeneric: declaration.isGeneric || scopes.last?.isGeneric == true)
                guard declaration.isStrategy else { continue }
                if names.contains(nil) {
                    unusable.append(Unusable(name: name, why: "it stands inside of a function"))
                } else if next?.isHidden == true {
                    unusable.append(Unusable(name: name, why: "it is private; leave that word out"))
                } else if next?.isGeneric == true {
                    unusable.append(Unusable(name: name, why: "it is generic"))
                } else if !self.names.contains(name) {
                    self.names.append(name)
                }
            default: break
            }
        }
    }

    /// The scope that a brace opens: a type, or anything else, which has no name.
    private struct Scope {
        public var name: String?
        var isHidden = false
        var isGeneric = false
    }

    /// A declaration of a type, from the word that begins it to its brace.
    private struct Declaration {
        var name: String
        var isHidden: Bool
        var isGeneric = false
        var isStrategy = false

        init?(_ words: [String], at place: Int) {
            var rest = words[(place + 1)...]
            guard let first = rest.popFirst(), first.isName, !Declaration.notNames.contains(first)
            else { return nil }
            name = first
            while rest.first == ".", let part = rest.dropFirst().first, part.isName {
                name += "." + part
                rest = rest.dropFirst(2)
            }
            let modifiers = words[..<place].reversed().prefix { Declaration.modifiers.contains($0) }
            isHidden = modifiers.contains("private") || modifiers.contains("fileprivate")
            if rest.first == "<" {
                isGeneric = true
                var depth = 0
                while let word = rest.popFirst() {
                    depth += word == "<" ? 1 : word == ">" ? -1 : 0
                    if depth == 0 { break }
                }
            }
            guard rest.popFirst() == ":" else { return }
            let list = rest.prefix { $0 != "{" && $0 != "where" && $0 != ";" }
            isStrategy = list.split { $0 == "," || $0 == "&" }.contains { type in
                ["Strategy", "KraderEngine.Strategy"].contains(type.joined())
            }
        }

        /// These words name no type: `class func` begins none.
        private static let notNames: Set<String> = [
            "func", "var", "let", "subscript", "init", "override", "final", "static", "private",
            "public", "internal", "fileprivate", "open",
        ]
        private static let modifiers: Set<String> = [
            "private", "fileprivate", "internal", "package", "public", "open", "final", "indirect",
            "nonisolated",
        ]
    }
}

extension String {
    /// Whether the word is a name: no sign and no number.
    fileprivate var isName: Bool {
        guard let first = unicodeScalars.first else { return false }
        return first == "_" || first == "`" || first.properties.isXIDStart
    }
}
