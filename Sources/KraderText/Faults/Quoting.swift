/// A text from outside made fit to show: control characters escaped (a terminal would obey them),
/// and cut after so many characters.
public func shown(_ text: some StringProtocol, charactersMax: Int = 40) -> String {
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
            if isInvisible(scalar) {
                result += "\\u{\(String(scalar.value, radix: 16))}"
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
    }
    return result
}

/// Control characters, and the marks that turn the direction of what follows.
private func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: true
    default: false
    }
}

/// `a, b or c`
public func alternatives(_ names: [String]) -> String {
    guard let last = names.last, names.count > 1 else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + " or " + last
}
