import KraderJSON

/// The colours of a text for people, or none.
struct TextStyle {
    var isColored: Bool

    static let plain = TextStyle(isColored: false)

    enum Ink: String {
        case bold = "1"
        case faint = "2"
        case red = "31"
        case green = "32"
        case yellow = "33"
        case blue = "34"
        case cyan = "36"
        case boldRed = "1;31"
    }

    func callAsFunction(_ text: String, _ ink: Ink?) -> String {
        guard isColored, let ink, !text.isEmpty else { return text }
        return "\u{1B}[\(ink.rawValue)m\(text)\u{1B}[0m"
    }
}

/// A table for people: columns two spaces apart, each as wide as its widest cell.
struct TextTable {
    enum Side { case left, right }

    var columns: [(title: String, side: Side)]
    var rows: [[String]] = []
    /// The ink of a cell, by row and column.
    var ink: (Int, Int) -> TextStyle.Ink? = { _, _ in nil }

    /// The lines without line feeds, each with an indent.
    func lines(_ style: TextStyle, indent: String = "  ") -> [String] {
        let rows = rows.map { $0.map { shown($0, charactersMax: .max) } }
        let widths = columns.indices.map { column in
            max(
                terminalWidth(columns[column].title),
                rows.map { terminalWidth($0[column]) }.max() ?? 0)
        }
        func line(_ cells: [String], _ ink: (Int) -> TextStyle.Ink?) -> String {
            var line = indent
            for (column, cell) in cells.enumerated() {
                let space = String(repeating: " ", count: widths[column] - terminalWidth(cell))
                let isLast = column == cells.count - 1
                let inked = style(cell, ink(column))
                line +=
                    columns[column].side == .right ? space + inked : inked + (isLast ? "" : space)
                if !isLast { line += "  " }
            }
            return line
        }
        var lines: [String] = []
        if columns.contains(where: { !$0.title.isEmpty }) {
            lines.append(line(columns.map(\.title)) { _ in .faint })
        }
        for (row, cells) in rows.enumerated() { lines.append(line(cells) { ink(row, $0) }) }
        return lines
    }
}

/// The number of cells that a text takes on a terminal: Hangul, Han and full-width forms take two.
func terminalWidth(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { width, scalar in
        switch scalar.value {
        case 0x300...0x36F, 0x200B...0x200F, 0xFE00...0xFE0F: width
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
            0xFF00...0xFF60, 0xFFE0...0xFFE6:
            width + 2
        default: width + 1
        }
    }
}
