/// Writes JSON: the same values, the same bytes, on every machine.
///
/// Members stand in the order in which they are written. Doubles are the shortest text that reads
/// back as the same number; what is no number becomes null. Nothing but what JSON asks for is
/// escaped, so Korean stays readable.
///
///     var writer = JSONWriter(.pretty)
///     writer.object {
///         $0.member("cash", 10_000_000)
///         $0.member("trades") { $0.array { for trade in trades { $0.element(trade.json) } } }
///     }
///     let bytes = writer.finished()
public struct JSONWriter {
    public enum Style: Hashable, Sendable {
        /// A style without any space.
        case compact
        /// A style with a line for each member and element, and two spaces a level.
        case pretty
    }

    private let style: Style
    private var bytes: [UInt8] = []
    private var depth = 0
    /// Whether the object or list that is open already holds something.
    private var holdsSomething = false

    public init(_ style: Style = .compact) { self.style = style }

    /// What was written; a pretty text ends with a line break.
    public consuming func finished() -> [UInt8] {
        if style == .pretty { bytes.append(0x0A) }
        return bytes
    }

    /// Writes an object, its members being written by the closure.
    public mutating func object(_ members: (inout JSONWriter) -> Void) {
        nest(0x7B, 0x7D, members)
    }

    /// Writes a list, its elements being written by the closure with `element`.
    public mutating func array(_ elements: (inout JSONWriter) -> Void) {
        nest(0x5B, 0x5D, elements)
    }

    /// Writes a key and then a value, which the closure must write.
    public mutating func member(_ key: String, _ value: (inout JSONWriter) -> Void) {
        separate()
        string(key)
        bytes.append(0x3A)
        if style == .pretty { bytes.append(0x20) }
        value(&self)
    }

    public mutating func member(_ key: String, _ value: JSONValue) {
        member(key) { $0.value(value) }
    }

    /// Writes an element of a list, which the closure must write.
    public mutating func element(_ value: (inout JSONWriter) -> Void) {
        separate()
        value(&self)
    }

    public mutating func element(_ value: JSONValue) { element { $0.value(value) } }

    public mutating func value(_ value: JSONValue) {
        switch value.content {
        case .null: bytes += "null".utf8
        case .boolean(let value): bytes += (value ? "true" : "false").utf8
        case .integer(let value): bytes += String(value).utf8
        case .decimal(let value): bytes += value.text.utf8
        case .string(let value): string(value)
        case .array(let elements): array { for element in elements { $0.element(element) } }
        case .object(let object):
            self.object { for member in object.members { $0.member(member.key, member.value) } }
        }
    }

    private mutating func nest(
        _ opening: UInt8, _ closing: UInt8, _ content: (inout JSONWriter) -> Void
    ) {
        bytes.append(opening)
        depth += 1
        holdsSomething = false
        content(&self)
        depth -= 1
        if holdsSomething { breakLine() }
        holdsSomething = true
        bytes.append(closing)
    }

    private mutating func separate() {
        if holdsSomething { bytes.append(0x2C) }
        holdsSomething = true
        breakLine()
    }

    private mutating func breakLine() {
        guard style == .pretty else { return }
        bytes.append(0x0A)
        for _ in 0..<depth {
            bytes.append(0x20)
            bytes.append(0x20)
        }
    }

    private mutating func string(_ text: String) {
        bytes.append(0x22)
        var text = text
        let isPlain = text.withUTF8 { letters in
            // A quotation mark, a backslash and what is no printable ASCII need a closer look.
            guard letters.allSatisfy({ 0x20..<0x7F ~= $0 && $0 != 0x22 && $0 != 0x5C }) else {
                return false
            }
            bytes.append(contentsOf: letters)
            return true
        }
        if !isPlain { for scalar in text.unicodeScalars { character(scalar) } }
        bytes.append(0x22)
    }

    /// Writes a character. One that shows nothing is escaped: whoever prints the text on a terminal
    /// is not played tricks.
    private mutating func character(_ scalar: Unicode.Scalar) {
        guard scalar.value >= 0x7F, scalar.isInvisible else {
            for byte in UTF8.encode(scalar) ?? .init() { character(byte) }
            return
        }
        for unit in String(scalar).utf16 {
            bytes += "\\u".utf8
            for shift in stride(from: 12, through: 0, by: -4) {
                bytes.append(contentsOf: String(unit >> UInt16(shift) & 0xF, radix: 16).utf8)
            }
        }
    }

    private mutating func character(_ byte: UInt8) {
        switch byte {
        case 0x22: bytes += [0x5C, 0x22]
        case 0x5C: bytes += [0x5C, 0x5C]
        case 0x0A: bytes += [0x5C, 0x6E]
        case 0x0D: bytes += [0x5C, 0x72]
        case 0x09: bytes += [0x5C, 0x74]
        case 0..<0x20:
            bytes += "\\u00".utf8
            bytes += hexadecimal(byte).lowercased().utf8.dropFirst(2)
        default: bytes.append(byte)
        }
    }
}

extension JSONValue {
    /// The value as JSON text.
    public func text(_ style: JSONWriter.Style = .compact) -> String {
        var writer = JSONWriter(style)
        writer.value(self)
        return String(decoding: writer.finished(), as: UTF8.self)
    }
}
