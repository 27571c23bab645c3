/// Reads strings and numbers.
extension JSONParser {
    /// Reads a string from its opening quote to behind its closing one.
    mutating func string() throws(TextFault) -> String {
        let opening = position
        offset += 1
        let start = offset
        // Most strings hold no escapes and are cut from the bytes as they stand.
        while let byte = next, byte != 0x22, byte != 0x5C, byte >= 0x20 { step(over: byte) }
        if next == 0x22, offset - start <= JSONLimits.stringBytesMax {
            defer { offset += 1 }
            return String(decoding: bytes[start..<offset], as: UTF8.self)
        }
        var text = Array(bytes[start..<offset])
        while let byte = next {
            guard offset - start <= JSONLimits.stringBytesMax else {
                throw fault(
                    "A string is longer than \(JSONLimits.stringBytesMax) bytes", at: opening)
            }
            switch byte {
            case 0x22:
                offset += 1
                return String(decoding: text, as: UTF8.self)
            case 0x5C: try escape(into: &text)
            case 0..<0x20:
                let name =
                    byte == 0x0A || byte == 0x0D ? "A line break" : "Byte \(hexadecimal(byte))"
                throw fault(
                    "\(name) stands inside a string",
                    allowed:
                        "the string begun in column \(opening.column) may lack its closing quote")
            default:
                text.append(byte)
                step(over: byte)
            }
        }
        throw fault("The string opened in line \(opening.line) is not closed")
    }

    @inline(__always)
    private mutating func step(over byte: UInt8) {
        offset += 1
        if byte & 0xC0 == 0x80 { lineStart += 1 }
    }

    private mutating func escape(into text: inout [UInt8]) throws(TextFault) {
        let start = position
        offset += 1
        guard let byte = next else { return }
        offset += 1
        switch byte {
        case 0x22, 0x5C, 0x2F: text.append(byte)
        case 0x62: text.append(0x08)
        case 0x66: text.append(0x0C)
        case 0x6E: text.append(0x0A)
        case 0x72: text.append(0x0D)
        case 0x74: text.append(0x09)
        case 0x75: text += String(try escapedScalar(from: start)).utf8
        default:
            offset -= 1
            throw fault(
                "A backslash is followed by '\(shownNext)'", at: start,
                allowed:
                    "only \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four digits are escapes")
        }
    }

    /// Reads what follows `\u`: one scalar, written as one unit or as a pair of surrogates.
    private mutating func escapedScalar(from start: TextPosition) throws(TextFault)
        -> Unicode.Scalar
    {
        let first = try hexadecimalUnit(from: start)
        if let scalar = Unicode.Scalar(first) { return scalar }
        if first < 0xDC00, next == 0x5C, offset + 1 < bytes.count, bytes[offset + 1] == 0x75 {
            offset += 2
            let second = try hexadecimalUnit(from: start)
            let joined = 0x10000 + (first - 0xD800) << 10 + second &- 0xDC00
            if (0xDC00...0xDFFF).contains(second), let scalar = Unicode.Scalar(joined) {
                return scalar
            }
        }
        throw fault("Half of a surrogate pair stands alone", at: start)
    }

    private mutating func hexadecimalUnit(from start: TextPosition) throws(TextFault) -> UInt32 {
        var unit: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw fault("\\u is not followed by four hexadecimal digits", at: start)
            }
            unit = unit << 4 | UInt32(digit)
            offset += 1
        }
        return unit
    }

    /// Reads a number: an exact integer where it is written as one and fits 64 bits.
    mutating func number() throws(TextFault) -> JSONValue.Content {
        let opening = position
        let start = offset
        if next == 0x2D { offset += 1 }
        let firstDigit = next
        guard passDigits() else { throw unexpected("a digit after '-'") }
        if firstDigit == 0x30, offset - start > (bytes[start] == 0x2D ? 2 : 1) {
            throw fault("A number begins with 0", at: opening, allowed: "leave out the zeros")
        }
        var isDecimal = false
        if next == 0x2E {
            isDecimal = true
            offset += 1
            guard passDigits() else { throw unexpected("a digit after the decimal point") }
        }
        if next == 0x65 || next == 0x45 {
            isDecimal = true
            offset += 1
            if next == 0x2B || next == 0x2D { offset += 1 }
            guard passDigits() else { throw unexpected("a digit in the exponent") }
        }
        guard offset - start <= JSONLimits.numberBytesMax else {
            throw fault(
                "A number has \(offset - start) characters", at: opening,
                allowed: "it may have at most \(JSONLimits.numberBytesMax)")
        }
        if let byte = next, isWordByte(byte) || byte == 0x2E {
            throw unexpected("the end of a number")
        }
        let text = String(decoding: bytes[start..<offset], as: UTF8.self)
        if !isDecimal, let integer = Int64(text) { return .integer(integer) }
        return .decimal(JSONDecimal(text: text))
    }

    private mutating func passDigits() -> Bool {
        let start = offset
        while let byte = next, (0x30...0x39).contains(byte) { offset += 1 }
        return offset > start
    }
}
