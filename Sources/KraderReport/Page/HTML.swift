import KraderJSON

/// HTML that is being written. What comes from outside goes in through `text` or an attribute and
/// is escaped there; `raw` is for markup written in code.
struct HTML {
    /// What has been written, as UTF-8.
    private(set) var bytes: [UInt8] = []

    var markup: String { String(decoding: bytes, as: UTF8.self) }

    mutating func raw(_ markup: String) { bytes.append(contentsOf: markup.utf8) }

    mutating func raw(_ html: HTML) { bytes.append(contentsOf: html.bytes) }

    /// Writes text with the five letters replaced that HTML would read as markup. Control
    /// characters, which HTML forbids, and those that turn the direction of text become the
    /// replacement character.
    mutating func text(_ text: String) {
        var text = text
        let isPlain = text.withUTF8 { letters in
            guard letters.allSatisfy(HTML.isPlain) else { return false }
            bytes.append(contentsOf: letters)
            return true
        }
        if !isPlain { for scalar in text.unicodeScalars { escape(scalar) } }
    }

    /// Writes an element with its content. Attribute values are escaped.
    mutating func element(
        _ tag: String, _ attributes: [(String, String)] = [], _ content: (inout HTML) -> Void
    ) {
        open(tag, attributes)
        content(&self)
        close(tag)
    }

    mutating func element(_ tag: String, _ attributes: [(String, String)] = [], text: String) {
        element(tag, attributes) { $0.text(text) }
    }

    /// Writes an element that has no content, as SVG's shapes.
    mutating func shape(_ tag: String, _ attributes: [(String, String)]) {
        open(tag, attributes)
        close(tag)
    }

    private mutating func open(_ tag: String, _ attributes: [(String, String)]) {
        raw("<")
        raw(tag)
        for (name, value) in attributes {
            raw(" ")
            raw(name)
            raw("=\"")
            text(value)
            raw("\"")
        }
        raw(">")
    }

    private mutating func close(_ tag: String) {
        raw("</")
        raw(tag)
        raw(">")
    }

    /// Whether a byte of UTF-8 is a letter that is written as it stands.
    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""),
            UInt8(ascii: "'"):
            false
        case 0x20...0x7E, UInt8(ascii: "\n"), UInt8(ascii: "\t"): true
        default: false
        }
    }

    private mutating func escape(_ scalar: Unicode.Scalar) {
        switch scalar {
        case "&": raw("&amp;")
        case "<": raw("&lt;")
        case ">": raw("&gt;")
        case "\"": raw("&quot;")
        case "'": raw("&#39;")
        case "\n", "\t": bytes.append(contentsOf: scalar.utf8)
        default: bytes.append(contentsOf: (scalar.isInvisible ? "\u{FFFD}" : scalar).utf8)
        }
    }
}
