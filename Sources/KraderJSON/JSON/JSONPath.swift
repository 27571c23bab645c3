/// The keys and indexes that lead from the top of a JSON text to a value.
public struct JSONPath: Hashable, Sendable, CustomStringConvertible {
    public enum Step: Hashable, Sendable {
        case key(String)
        /// An element of a list, counted from 0.
        case index(Int)
    }

    public var steps: [Step]

    public init(_ steps: [Step] = []) { self.steps = steps }

    public var isEmpty: Bool { steps.isEmpty }

    public func appending(_ step: Step) -> JSONPath { JSONPath(steps + [step]) }

    /// The path as people name it in messages and on the command line:
    /// `strategies[0].parameters.fast`.
    public var keys: String {
        var text = ""
        for step in steps {
            switch step {
            case .index(let index): text += "[\(index)]"
            case .key(let key) where JSONPath.isPlain(key): text += text.isEmpty ? key : ".\(key)"
            case .key(let key): text += "[\"\(shown(key))\"]"
            }
        }
        return text
    }

    /// The path wherever it stands in lists: `market.data.inline.ticks[…].price`.
    var pattern: String {
        var text = ""
        for step in steps {
            switch step {
            case .index: text += "[…]"
            case .key: text += (text.isEmpty ? "" : ".") + JSONPath([step]).keys
            }
        }
        return text
    }

    /// The path with the sign for the top before it: `$.strategies[0].parameters.fast`.
    public var description: String { keys.hasPrefix("[") || isEmpty ? "$" + keys : "$." + keys }

    /// What the value itself is called: the last key, with the indexes after it (`symbols[2]`).
    public var name: String {
        guard let last = steps.lastIndex(where: { if case .key = $0 { true } else { false } })
        else {
            return isEmpty ? "the text" : keys
        }
        guard case .key(let key) = steps[last] else { return keys }
        return shown(key) + JSONPath(Array(steps[(last + 1)...])).keys
    }

    /// Whether a key can stand in a path as it is.
    private static func isPlain(_ key: String) -> Bool {
        !key.isEmpty && key.utf8.count <= 64
            && key.unicodeScalars.allSatisfy {
                $0.properties.isAlphabetic || ("0"..."9").contains($0) || $0 == "_" || $0 == "-"
            }
    }
}
