import KraderJSON

/// HTML that is being written. What comes from outside goes in through `text` or an attribute and
/// is escaped there; `raw` is for markup written in code.
struct HTML {
    private(set) var markup = ""

    mutating func raw(_ markup: String) { self.markup += markup }

    mutating func text(_ text: String) { markup += HTML.escaped(text) }

    /// Writes an element with its content. Attribute values are escaped.
    mutating func element(
        _ tag: String, _ attributes: [(String, String)] = [], _ content: (inout HTML) -> Void
    ) {
        open(tag, attributes)
        content(&self)
        markup += "</\(tag)>"
    }

    mutating func element(_ tag: String, _ attributes: [(String, String)] = [], text: String) {
        element(tag, attributes) { $0.text(text) }
    }

    /// Writes an element that has no content, as SVG's shapes.
    mutating func shape(_ tag: String, _ attributes: [(String, String)]) {
        open(tag, attributes)
        markup += "</\(tag)>"
    }

    private mutating func open(_ tag: String, _ attributes: [(String, String)]) {
        markup += "<\(tag)"
        for (name, value) in attributes { markup += " \(name)=\"\(HTML.escaped(value))\"" }
        markup += ">"
    }

    /// The text with the five letters replaced that HTML would read as markup. Control characters,
    /// which HTML forbids, and those that turn the direction of text become the replacement
    /// character.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        escaped.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            case "\n", "\t": escaped.unicodeScalars.append(scalar)
            default:
                escaped.unicodeScalars.append(scalar.isInvisible ? "\u{FFFD}" : scalar)
            }
        }
        return escaped
    }
}
