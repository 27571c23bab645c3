import KraderJSON

/// A text as XML takes it, between tags and in attributes: the five letters that it would read as
/// markup are replaced, and what it forbids (control characters) or shows nothing becomes the
/// replacement character.
func xmlText(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "&": result += "&amp;"
        case "<": result += "&lt;"
        case ">": result += "&gt;"
        case "\"": result += "&quot;"
        case "'": result += "&apos;"
        case "\n": result += "&#10;"
        case "\t": result += "&#9;"
        case _:
            let isForbidden = scalar.isInvisible || scalar.value & 0xFFFE == 0xFFFE
            result.unicodeScalars.append(isForbidden ? "\u{FFFD}" : scalar)
        }
    }
    return result
}
