/// A JSON value that knows where it stood.
///
/// Integers are exact and apart from decimals; objects keep the order of their keys. Values can be
/// written as literals too (`["cash": 10_000_000, "symbols": ["005930"]]`); those have no position.
public struct JSONValue: Sendable {
    public enum Content: Hashable, Sendable {
        case null
        case boolean(Bool)
        case integer(Int64)
        /// A number with a fraction or an exponent, or an integer beyond 64 bits.
        case decimal(JSONDecimal)
        case string(String)
        case array([JSONValue])
        case object(JSONObject)
    }

    public var content: Content
    /// Where the value begins.
    public var position: TextPosition
    /// Where the value came from when the text does not hold it; `nil` for values of the text.
    public var origin: ValueOrigin?

    public init(
        _ content: Content, position: TextPosition = .unknown, origin: ValueOrigin? = nil
    ) {
        self.content = content
        self.position = position
        self.origin = origin
    }

    public var boolean: Bool? { if case .boolean(let value) = content { value } else { nil } }
    public var integer: Int64? { if case .integer(let value) = content { value } else { nil } }
    /// The string. A value that was typed outside the text has one too, as typed: `373220`, `true`.
    public var string: String? {
        if case .string(let value) = content { value } else { origin?.typedText }
    }
    public var array: [JSONValue]? { if case .array(let value) = content { value } else { nil } }
    public var object: JSONObject? { if case .object(let value) = content { value } else { nil } }
    public var isNull: Bool { content == .null }

    /// An integer or a decimal as the nearest Double; infinite when it is too large for one.
    public var double: Double? {
        switch content {
        case .integer(let value): Double(value)
        case .decimal(let value): value.double
        case .null, .boolean, .string, .array, .object: nil
        }
    }

    /// The value of a key; `nil` when this is no object, or one without the key.
    public subscript(_ key: String) -> JSONValue? { object?[key] }

    /// The value to which a path leads.
    public func value(at path: JSONPath) -> JSONValue? {
        var value = self
        for step in path.steps {
            switch step {
            case .key(let key):
                guard let next = value[key] else { return nil }
                value = next
            case .index(let index):
                guard let elements = value.array, elements.indices.contains(index) else {
                    return nil
                }
                value = elements[index]
            }
        }
        return value
    }

    /// What the value is, for messages: `the string "12"`, `the number 1.5`, `an object`.
    public var summary: String {
        switch content {
        case .null: "null"
        case .boolean(let value): "\(value)"
        case .integer(let value): "the number \(value)"
        case .decimal(let value): "the number \(value.text)"
        case .string(let value): "the string \"\(shown(value))\""
        case .array: "a list"
        case .object: "an object"
        }
    }
}

/// Where a value came from that the text does not hold, such as an override typed on the command
/// line.
///
/// What a person types without quotes (`373220`) may be meant as a number or as a string: whoever
/// reads the value knows which, so the typed text is kept beside what it says as JSON.
public final class ValueOrigin: Hashable, Sendable {
    /// The name that messages use: `--set account.cash=-5`, `the environment`.
    public let name: String
    /// What was typed; `nil` for values inside a typed list or object.
    public let typedText: String?

    public init(_ name: String, typedText: String? = nil) {
        self.name = name
        self.typedText = typedText
    }

    public static func == (a: ValueOrigin, b: ValueOrigin) -> Bool {
        a.name == b.name && a.typedText == b.typedText
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(name)
        hasher.combine(typedText)
    }
}

/// A decimal number: as it was written, and the Double nearest to it.
public struct JSONDecimal: Hashable, Sendable {
    public let text: String
    /// The nearest Double; infinite when the text is beyond all Doubles (`1e400`).
    public let double: Double

    /// Keeps a text, which must be a number in the grammar of JSON.
    public init(text: String) {
        self.text = text
        double = Double(text) ?? .nan
    }

    /// Writes the shortest text that reads back as the same Double. The value must be finite.
    public init(_ double: Double) {
        precondition(double.isFinite, "JSON has no infinite numbers")
        text = "\(double)"
        self.double = double
    }

    /// Whether it is written as an integer, which is then too large for 64 bits.
    var isInteger: Bool { text.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2D } }
}

/// The members of a JSON object, in the order of the text.
public struct JSONObject: Hashable, Sendable {
    public struct Member: Hashable, Sendable {
        public var key: String
        public var keyPosition: TextPosition
        public var value: JSONValue

        public init(key: String, keyPosition: TextPosition = .unknown, value: JSONValue) {
            self.key = key
            self.keyPosition = keyPosition
            self.value = value
        }

        public static func == (a: Member, b: Member) -> Bool {
            a.key == b.key && a.value == b.value
        }

        public func hash(into hasher: inout Hasher) {
            hasher.combine(key)
            hasher.combine(value)
        }
    }

    public var members: [Member]

    public init(_ members: [Member] = []) { self.members = members }

    /// The value of a key. Looks through the members one by one: objects that people write are
    /// small.
    public subscript(_ key: String) -> JSONValue? {
        members.first { $0.key == key }?.value
    }
}

/// Values are equal when they say the same; where they stood does not matter.
extension JSONValue: Hashable {
    public static func == (a: JSONValue, b: JSONValue) -> Bool { a.content == b.content }
    public func hash(into hasher: inout Hasher) { hasher.combine(content) }
}

extension JSONValue: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByStringLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    public init(nilLiteral: ()) { self.init(.null) }
    public init(booleanLiteral value: Bool) { self.init(.boolean(value)) }
    public init(integerLiteral value: Int64) { self.init(.integer(value)) }
    public init(floatLiteral value: Double) { self.init(number: value) }
    public init(stringLiteral value: String) { self.init(.string(value)) }
    public init(arrayLiteral elements: JSONValue...) { self.init(.array(elements)) }
    public init(dictionaryLiteral members: (String, JSONValue)...) {
        self.init(.object(JSONObject(members.map { .init(key: $0.0, value: $0.1) })))
    }

    /// Makes a decimal, or null of what is no number: JSON has neither infinity nor NaN.
    public init(number value: Double) {
        self.init(value.isFinite ? .decimal(JSONDecimal(value)) : .null)
    }
}
