/// Walks once over the bytes of a JSON text, which must be valid UTF-8. It calls itself for what is
/// nested: the depth is limited.
struct JSONParser {
    /// An object or a list that has begun and not ended.
    struct Opening {
        var name: String
        var position: TextPosition
    }

    let bytes: [UInt8]
    let file: String
    var offset = 0
    var line = 1
    /// The offset of the line's first byte, moved on by every byte that continues a character, so
    /// that the difference to `offset` counts characters.
    var lineStart = 0
    var openings: [Opening] = []
    var steps: [JSONPath.Step] = []
    var repeatedKeys: [TextFault] = []
    var repeatedKeysOmitted = 0

    init(bytes: [UInt8], file: String) {
        self.bytes = bytes
        self.file = file
        if bytes.starts(with: TextEncoding.byteOrderMark) {
            offset = 3
            lineStart = 3
        }
    }

    var position: TextPosition { TextPosition(line: line, column: offset - lineStart + 1) }
    var next: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    mutating func document() throws(TextFault) -> JSONValue {
        skipSpace()
        if next == nil { throw fault("The text is empty", allowed: "it must be one JSON value") }
        let value = try value()
        skipSpace()
        if next != nil { throw unexpected("the end of the text") }
        return value
    }

    mutating func skipSpace() {
        while let byte = next {
            switch byte {
            case 0x20, 0x09: offset += 1
            case 0x0A, 0x0D:
                offset += 1
                if byte == 0x0D, next == 0x0A { offset += 1 }
                line += 1
                lineStart = offset
            default: return
            }
        }
    }

    mutating func value() throws(TextFault) -> JSONValue {
        let position = position
        guard let byte = next else { throw cutOff() }
        switch byte {
        case 0x22: return JSONValue(.string(try string()), position: position)
        case 0x7B: return JSONValue(.object(try object()), position: position)
        case 0x5B: return JSONValue(.array(try array()), position: position)
        case 0x2D, 0x30...0x39: return JSONValue(try number(), position: position)
        case 0x74 where take("true"): return JSONValue(.boolean(true), position: position)
        case 0x66 where take("false"): return JSONValue(.boolean(false), position: position)
        case 0x6E where take("null"): return JSONValue(.null, position: position)
        default: throw unexpected("a value")
        }
    }

    /// Takes a word that stands alone.
    private mutating func take(_ word: StaticString) -> Bool {
        let end = offset + word.utf8CodeUnitCount
        guard end <= bytes.count, !(end < bytes.count && isWordByte(bytes[end])) else {
            return false
        }
        for index in offset..<end where bytes[index] != word.utf8Start[index - offset] {
            return false
        }
        offset = end
        return true
    }

    private mutating func open(_ name: String) throws(TextFault) {
        guard openings.count < JSONLimits.depthMax else {
            throw fault(
                "Objects and lists are nested more than \(JSONLimits.depthMax) deep")
        }
        openings.append(Opening(name: name, position: position))
        offset += 1
        skipSpace()
    }

    private mutating func close() {
        openings.removeLast()
        offset += 1
    }

    private mutating func array() throws(TextFault) -> [JSONValue] {
        try open("list")
        var elements: [JSONValue] = []
        if next == 0x5D {
            close()
            return elements
        }
        while true {
            steps.append(.index(elements.count))
            elements.append(try value())
            steps.removeLast()
            skipSpace()
            switch next {
            case 0x5D:
                close()
                return elements
            case 0x2C: try passComma(before: 0x5D)
            case nil: throw cutOff()
            default: throw unexpected("',' or ']'")
            }
        }
    }

    private mutating func object() throws(TextFault) -> JSONObject {
        try open("object")
        var members = JSONMembers()
        if next == 0x7D {
            close()
            return members.object
        }
        while true {
            guard next == 0x22 else { throw next == nil ? cutOff() : unexpected("a key in quotes") }
            let keyPosition = position
            let key = try string()
            steps.append(.key(key))
            skipSpace()
            guard next == 0x3A else { throw next == nil ? cutOff() : unexpected("':'") }
            offset += 1
            skipSpace()
            let member = JSONObject.Member(
                key: key, keyPosition: keyPosition, value: try value())
            if let first = members.add(member) { note(repeated: member, first: first) }
            steps.removeLast()
            skipSpace()
            switch next {
            case 0x7D:
                close()
                return members.object
            case 0x2C: try passComma(before: 0x7D)
            case nil: throw cutOff()
            default: throw unexpected("',' or '}'")
            }
        }
    }

    private mutating func passComma(before end: UInt8) throws(TextFault) {
        let comma = position
        offset += 1
        skipSpace()
        if next == end {
            let sign = end == 0x5D ? "]" : "}"
            throw fault("A comma stands before '\(sign)'", at: comma, allowed: "take it away")
        }
    }

    private mutating func note(repeated member: JSONObject.Member, first: JSONObject.Member) {
        guard repeatedKeys.count < FaultCollector.faultsMax else {
            repeatedKeysOmitted += 1
            return
        }
        repeatedKeys.append(
            TextFault(
                file: file, position: member.keyPosition, path: JSONPath(steps),
                message: "Key '\(shown(member.key))' is repeated", value: shown(member.key),
                allowed: "it stands first in line \(first.keyPosition.line)"))
    }
}

/// The members of an object. Once there are many, their keys are looked up by hash: an object of a
/// million keys must not cost a million times a million comparisons.
private struct JSONMembers {
    private static let scannedMax = 16

    var object = JSONObject()
    private var places: [String: Int] = [:]

    /// Adds a member, unless its key is there already: then it returns the one that has it.
    mutating func add(_ member: JSONObject.Member) -> JSONObject.Member? {
        if object.members.count < JSONMembers.scannedMax {
            if let first = object.members.first(where: { $0.key == member.key }) { return first }
        } else {
            if places.isEmpty {
                for (place, earlier) in object.members.enumerated() { places[earlier.key] = place }
            }
            if let place = places[member.key] { return object.members[place] }
            places[member.key] = object.members.count
        }
        object.members.append(member)
        return nil
    }
}
