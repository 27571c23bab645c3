/// Makes a text from outside fit to show: control characters are escaped (a terminal would obey
/// them), and it is cut after `charactersMax` characters.
public func shown(_ text: some StringProtocol, charactersMax: Int = 40) -> String {
    if text.utf8.count <= charactersMax, text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) {
        return String(text)
    }
    var result = ""
    var count = 0
    for scalar in text.unicodeScalars {
        if count == charactersMax { return result + "…" }
        count += 1
        switch scalar {
        case "\n": result += "\\n"
        case "\r": result += "\\r"
        case "\t": result += "\\t"
        default:
            if scalar.isInvisible {
                result += "\\u{\(String(scalar.value, radix: 16))}"
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
    }
    return result
}

/// Makes a whole output fit for a terminal: its lines stay, and whatever else a terminal would obey
/// is escaped. With `keepsStyle` colours stay too, but only in the one form that krader writes.
public func shownLines(_ text: String, keepsStyle: Bool = false) -> String {
    let isPlain = text.utf8.allSatisfy { (0x20..<0x7F).contains($0) || $0 == 0x0A }
    if isPlain { return text }
    var result = ""
    result.reserveCapacity(text.utf8.count)
    var rest = text[...].unicodeScalars
    while let scalar = rest.first {
        if keepsStyle, scalar == "\u{1B}", let end = styleEnd(rest) {
            result.unicodeScalars.append(contentsOf: rest[..<end])
            rest = rest[end...]
            continue
        }
        rest.removeFirst()
        if scalar == "\n" || !scalar.isInvisible {
            result.unicodeScalars.append(scalar)
        } else {
            result += shown(String(scalar))
        }
    }
    return result
}

/// Where a colour that begins here ends: `ESC [`, at most four digits and semicolons, `m`.
private func styleEnd(_ text: Substring.UnicodeScalarView) -> String.Index? {
    let start = text.dropFirst()
    guard start.first == "[" else { return nil }
    let numbers = start.dropFirst().prefix { ("0"..."9").contains($0) || $0 == ";" }
    guard numbers.count <= 4, numbers.endIndex < text.endIndex, text[numbers.endIndex] == "m" else {
        return nil
    }
    return text.index(after: numbers.endIndex)
}

extension Unicode.Scalar {
    /// Whether it is a control character, a mark that turns the direction of what follows, or
    /// another one that shows nothing: no text from outside brings these to a terminal or a page.
    public var isInvisible: Bool {
        if value < 0x7F { return value < 0x20 }
        return switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: true
        default: false
        }
    }
}

/// The names as a list of choices: `a, b or c`.
public func alternatives(_ names: [String]) -> String {
    guard let last = names.last, names.count > 1 else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + " or " + last
}
