public import KraderJSON

/// A value typed on the command line in place of the one in the file: `--set path=value`.
///
/// The value is JSON, or a bare text. Whoever reads it knows what it must be, so that
/// `account.cash=5000000` is a number, `universe.symbols[0]=373220` a string and `name=calm` needs
/// no quotes. Faults name the override instead of a line.
public struct Override: Hashable, Sendable {
    public let path: ValuePath
    /// The value as typed, after the first `=` that is not in brackets.
    public let text: String

    /// Reads `path=value`.
    ///
    /// Throws `TextFaults` with one fault, which names the text.
    public init(_ typed: String) throws(TextFaults) {
        func fault(_ message: String, allowed: String? = nil) -> TextFaults {
            TextFaults([
                TextFault(
                    file: "--set \(shown(typed, charactersMax: 80))", position: nil,
                    message: message, value: typed, allowed: allowed)
            ])
        }
        guard let equals = Override.equals(in: typed) else {
            throw fault(
                "'=' is missing", allowed: "it must be path=value, like account.cash=5000000")
        }
        do throws(ValuePath.Fault) {
            path = try ValuePath(typed[..<equals])
        } catch {
            throw fault(error.message, allowed: "it must be path=value, like account.cash=5000000")
        }
        text = String(typed[typed.index(after: equals)...])
    }

    /// Where the first `=` outside brackets stands.
    private static func equals(in typed: String) -> String.Index? {
        var isInside = false
        for index in typed.indices {
            switch typed[index] {
            case "[": isInside = true
            case "]": isInside = false
            case "=" where !isInside: return index
            default: continue
            }
        }
        return nil
    }

    /// The name that messages use, with the value cut to 80 characters.
    public var name: String { "--set \(path)=\(shown(text, charactersMax: 80))" }

    /// The typed value: as JSON if it is JSON, and as a string if not.
    public var value: JSONValue { JSONValue(typed: text, from: name) }
}

extension JSONValue {
    /// Takes what a person typed outside of any file: JSON, or a bare text, which is a string.
    init(typed text: String, from source: String) {
        let origin = ValueOrigin(source, typedText: text)
        if let document = try? JSONReader.read(text, file: source), document.repeatedKeys.isEmpty {
            let whole = ValueOrigin(source)
            self = document.root
            come(from: whole)
            if array == nil && object == nil { self.origin = origin }
        } else {
            self.init(.string(text), origin: origin)
        }
    }

    /// Gives the value, and all in it, an origin. It is changed in place: in release a version that
    /// made new values released their origin too early (Swift 6.3.1).
    private mutating func come(from source: ValueOrigin) {
        origin = source
        switch content {
        case .array(var elements):
            for index in elements.indices { elements[index].come(from: source) }
            content = .array(elements)
        case .object(var object):
            for index in object.members.indices { object.members[index].value.come(from: source) }
            content = .object(object)
        case .null, .boolean, .integer, .decimal, .string: break
        }
    }
}
