/// Words the faults for breaks of the grammar.
extension JSONParser {
    func fault(_ message: String, at place: TextPosition? = nil, allowed: String? = nil)
        -> TextFault
    {
        TextFault(
            file: file, position: place ?? position, path: JSONPath(steps), message: message,
            allowed: allowed, showsColumn: true)
    }

    /// The fault of a text that ends too early: it names what was open, from the inside out.
    func cutOff() -> TextFault {
        guard let innermost = openings.last else { return fault("The text ends without a value") }
        var message =
            "The \(innermost.name) opened in line \(innermost.position.line) is not closed"
        let outer = openings.dropLast().reversed().prefix(3).map {
            "the \($0.name) opened in line \($0.position.line)"
        }
        if !outer.isEmpty { message += ", nor is " + outer.joined(separator: ", nor is ") }
        return fault("\(message); the text ends")
    }

    func unexpected(_ expected: String) -> TextFault {
        guard let byte = next else {
            return openings.isEmpty
                ? fault("Expected \(expected), found the end of the text") : cutOff()
        }
        let hint: String? =
            switch byte {
            case 0x2F, 0x23: "JSON has no comments"
            case 0x27: "strings stand in double quotes"
            case 0x2B, 0x2E: "numbers begin with a digit or '-'"
            default: hint(word: nextWord)
            }
        return fault("Expected \(expected), found '\(shownNext)'", allowed: hint)
    }

    private func hint(word: String) -> String? {
        switch word {
        case "NaN", "nan", "Infinity", "inf", "-Infinity": "JSON has no such number"
        case "True", "TRUE": "write true"
        case "False", "FALSE": "write false"
        case "None", "NULL", "Null", "nil", "undefined": "write null"
        default: nil
        }
    }

    /// The word or the character that stands here.
    var shownNext: String {
        let word = nextWord
        if !word.isEmpty { return word }
        // Four bytes hold at least one whole character; what is cut after it does not matter.
        let rest = String(decoding: bytes[offset...].prefix(4), as: UTF8.self)
        return shown(rest.unicodeScalars.first.map { String($0) } ?? "")
    }

    private var nextWord: String {
        let end = bytes[offset...].prefix(24).prefix(while: isWordByte)
        return String(decoding: end, as: UTF8.self)
    }
}

/// Whether a byte is a letter, a digit or the underscore.
func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F: true
    default: false
    }
}
