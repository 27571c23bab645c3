/// One thing wrong with a text that a person wrote, said so that the person can mend it.
///
///     Error: cash is -5 in scenarios/open.json, line 9 (account.cash); it must be at least 0.
public struct TextFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// What the text was called by whoever handed it in, mostly a path.
    public var file: String
    /// The place of the fault; `nil` when the whole text is wrong (its size, its encoding).
    public var position: TextPosition?
    /// The keys that lead to the fault; empty at the top and in texts without keys.
    public var path: JSONPath
    /// What is wrong, as the beginning of a sentence: `cash is -5`, `Unknown key
    /// 'max_postion_size'`.
    public var message: String
    /// The offending value as it stands in the text, shortened; `nil` when something is missing.
    public var value: String?
    /// What would be right, as the end of a sentence: `it must be between 0 and 100`.
    public var allowed: String?
    /// The nearest allowed spelling.
    public var suggestion: String?
    /// Where the value came from when the text does not hold it: `--set account.cash=-5`.
    public var origin: String?
    /// Whether the column is said too: it helps where the grammar is broken, else the key says
    /// enough.
    var showsColumn: Bool

    public init(
        file: String, position: TextPosition?, path: JSONPath = JSONPath(), message: String,
        value: String? = nil, allowed: String? = nil, suggestion: String? = nil,
        origin: String? = nil, showsColumn: Bool = false
    ) {
        self.file = file
        self.position = position
        self.path = path
        self.message = message
        self.value = value
        self.allowed = allowed
        self.suggestion = suggestion
        self.origin = origin
        self.showsColumn = showsColumn
    }

    /// The whole sentence, beginning with `Error: `.
    public var description: String {
        var text = "Error: \(message) \(place)"
        if let allowed { text += "; \(allowed)" }
        text += "."
        if let suggestion { text += " Did you mean '\(suggestion)'?" }
        return text
    }

    /// What makes faults alike: their key, wherever it stands in lists, and what is wrong with it,
    /// whatever its value.
    struct Kind: Hashable {
        let pattern: String
        let message: String
        let allowed: String?
    }

    var kind: Kind {
        var said = message
        if !path.isEmpty, said.hasPrefix(path.name) { said.removeFirst(path.name.count) }
        if let value, !value.isEmpty { said = said.replacing(value, with: "") }
        return Kind(pattern: path.pattern, message: said, allowed: allowed)
    }

    /// Where the fault is: `in scenarios/open.json, line 9 (account.cash)`, or `(from --set
    /// account.cash=-5)`.
    private var place: String {
        if let origin {
            let isNamed = message.hasPrefix(path.name) || origin.contains(path.keys)
            return isNamed || path.isEmpty ? "(from \(origin))" : "(\(path.keys), from \(origin))"
        }
        var text = "in \(shown(file, charactersMax: 400))"
        if let position {
            text += ", line \(position.line)"
            if showsColumn { text += ", column \(position.column)" }
        }
        if !path.isEmpty { text += " (\(shown(path.keys, charactersMax: 400)))" }
        return text
    }
}

/// Everything that is wrong with a text, in the order of the text.
public struct TextFaults: Error, Hashable, Sendable, CustomStringConvertible {
    public var list: [TextFault]
    /// The number of faults that are not listed: they are more than are worth reading.
    public var omitted: Int

    public init(_ list: [TextFault], omitted: Int = 0) {
        self.list = list.enumerated()
            .sorted {
                ($0.element.position ?? .unknown, $0.offset)
                    < ($1.element.position ?? .unknown, $1.offset)
            }
            .map(\.element)
        self.omitted = omitted
    }

    /// So many faults of a kind are worth reading; of the others there is a count.
    public static let ofKindMax = 5

    /// The faults, one a line, in the order of their places; of a kind the first few and how many
    /// more there are.
    public var description: String {
        var lines: [String] = []
        var counts: [TextFault.Kind: Int] = [:]
        for fault in list {
            counts[fault.kind, default: 0] += 1
            if counts[fault.kind, default: 0] <= TextFaults.ofKindMax {
                lines.append(fault.description)
            }
        }
        for fault in list {
            guard let count = counts.removeValue(forKey: fault.kind),
                count > TextFaults.ofKindMax
            else { continue }
            let more = count - TextFaults.ofKindMax
            lines.append(
                "Error: \(more) more \(more == 1 ? "fault" : "faults") of this kind"
                    + (fault.path.isEmpty ? "." : " (\(shown(fault.path.pattern)))."))
        }
        if omitted > 0 { lines.append("Error: \(omitted) more faults are not shown.") }
        return lines.joined(separator: "\n")
    }
}

/// Gathers faults while a text is decoded, so that all are told at once.
public final class FaultCollector {
    /// The most faults that are listed: beyond them the text is not what it claims to be, and a
    /// list helps nobody.
    public static let faultsMax = 200

    public let file: String
    public private(set) var faults: [TextFault] = []
    public private(set) var omitted = 0

    public init(file: String) { self.file = file }

    public var isEmpty: Bool { faults.isEmpty }

    public func add(_ fault: TextFault) {
        if faults.count < FaultCollector.faultsMax {
            faults.append(fault)
        } else {
            omitted += 1
        }
    }

    /// Throws all that was gathered, when there is anything.
    public func throwIfAny() throws(TextFaults) {
        if !faults.isEmpty { throw TextFaults(faults, omitted: omitted) }
    }
}
