/// How many columns of a terminal a text takes: Korean, Chinese and Japanese letters take two.
public func shownWidth(_ text: some StringProtocol) -> Int {
    text.unicodeScalars.reduce(0) { width, scalar in
        switch scalar.value {
        case 0x300...0x36F, 0x200B...0x200F, 0xFE00...0xFE0F: width
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
            0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF:
            width + 2
        default: width + 1
        }
    }
}

/// A text broken at its spaces into lines of at most so many columns. A word is never cut: one that
/// is wider has a line of its own. Spaces between words that stay on a line stay as they are.
public func wrapped(_ text: String, columns: Int) -> [String] {
    if shownWidth(text) <= columns { return [text] }
    var lines: [String] = []
    var line = ""
    var width = 0
    var spaces = 0
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
        if word.isEmpty {
            spaces += 1
            continue
        }
        let wide = shownWidth(word)
        if width > 0, width + spaces + wide > columns {
            lines.append(line)
            (line, width) = (String(word), wide)
        } else {
            line += String(repeating: " ", count: spaces) + word
            width += spaces + wide
        }
        spaces = 1
    }
    return lines + [line]
}

/// A sentence with a mark before it (`Note: `, `! `): further lines begin under its first word.
public func wrapped(_ text: String, after mark: String, columns: Int) -> [String] {
    let indent = shownWidth(mark)
    let space = String(repeating: " ", count: indent)
    return wrapped(text, columns: max(1, columns - indent)).enumerated().map {
        ($0.offset == 0 ? mark : space) + $0.element
    }
}

extension StringProtocol {
    /// Without the spaces at its end.
    func withoutSpacesBehind() -> String {
        var text = self[...]
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
