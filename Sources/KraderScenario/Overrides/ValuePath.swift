import KraderJSON

/// The way to a value of a scenario or of the settings, as people type it:
/// `a.b[0].c`, `strategies[id=fast].parameters.period`. Overrides and sweep ranges use it.
public struct ValuePath: Hashable, Sendable, CustomStringConvertible {
    public enum Step: Hashable, Sendable {
        case key(String)
        /// An element of a list, counted from 0.
        case index(Int)
        /// The one element of a list whose member has this value. A strategy without an `id` has
        /// its `name` for one.
        case element(key: String, value: String)
    }

    public let steps: [Step]

    /// Why a text is no path, as the end of a sentence about it.
    public struct Fault: Error, Hashable, Sendable {
        public let message: String
    }

    init(steps: [Step]) { self.steps = steps }

    /// Reads a path. Throws `Fault` for a text that is none.
    public init(_ text: some StringProtocol) throws(Fault) {
        let bytes = Array(text.utf8)
        guard bytes.count <= ValuePath.bytesMax else {
            throw Fault(message: "the path is longer than \(ValuePath.bytesMax) bytes")
        }
        var steps: [Step] = []
        var at = 0
        func take(until stops: [UInt8]) -> String {
            let from = at
            while at < bytes.count, !stops.contains(bytes[at]) { at += 1 }
            return String(decoding: bytes[from..<at], as: UTF8.self)
        }
        while true {
            let key = take(until: [dot, opening, closing])
            guard !key.isEmpty else { throw Fault(message: "a key is empty") }
            if at < bytes.count, bytes[at] == closing { throw Fault(message: "']' closes nothing") }
            steps.append(.key(key))
            while at < bytes.count, bytes[at] == opening {
                at += 1
                let inside = take(until: [closing])
                guard at < bytes.count else { throw Fault(message: "'[' is not closed") }
                at += 1
                steps.append(try ValuePath.selection(inside))
            }
            if at == bytes.count { break }
            guard bytes[at] == dot else { throw Fault(message: "a '.' must follow ']'") }
            at += 1
        }
        self.steps = steps
    }

    static let bytesMax = 1_000

    /// The step that stands in brackets: a number, or `id=fast`.
    private static func selection(_ inside: String) throws(Fault) -> Step {
        if let equals = inside.firstIndex(of: "=") {
            let key = String(inside[..<equals])
            let value = String(inside[inside.index(after: equals)...])
            guard !key.isEmpty, !value.isEmpty else {
                throw Fault(message: "'[\(shown(inside))]' must be like [id=fast]")
            }
            return .element(key: key, value: value)
        }
        guard let index = Int(inside), index >= 0, inside.first != "+" else {
            throw Fault(message: "'[\(shown(inside))]' must be like [0] or [id=fast]")
        }
        return .index(index)
    }

    public var description: String {
        var text = ""
        for step in steps {
            switch step {
            case .key(let key): text += text.isEmpty ? key : ".\(key)"
            case .index(let index): text += "[\(index)]"
            case .element(let key, let value): text += "[\(key)=\(value)]"
            }
        }
        return text
    }
}

private let dot: UInt8 = 0x2E
private let opening: UInt8 = 0x5B
private let closing: UInt8 = 0x5D
