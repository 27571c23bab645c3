import KraderJSON

/// Colours of a text for people, or none.
public struct TextStyle: Sendable {
    public var isColored: Bool

    public init(isColored: Bool) { self.isColored = isColored }

    public static let plain = TextStyle(isColored: false)

    public enum Ink: String {
        case bold = "1"
        case faint = "2"
        case red = "31"
        case green = "32"
        case yellow = "33"
        case blue = "34"
        case cyan = "36"
        case boldRed = "1;31"
    }

    public func callAsFunction(_ text: String, _ ink: Ink?) -> String {
        guard isColored, let ink, !text.isEmpty else { return text }
        return "\u{1B}[\(ink.rawValue)m\(text)\u{1B}[0m"
    }
}

/// A table for people: columns two spaces apart, each as wide as its widest cell.
public struct TextTable {
    public enum Side { case left, right }

    public var columns: [(title: String, side: Side)]
    public var rows: [[String]] = []
    /// Of a cell, by row and column.
    public var ink: (Int, Int) -> TextStyle.Ink? = { _, _ in nil }

    public init(columns: [(title: String, side: Side)], rows: [[String]] = []) {
        self.columns = columns
        self.rows = rows
    }

    /// Lines without a line feed, each with an indent.
    public func lines(_ style: TextStyle, indent: String = "  ") -> [String] {
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

/// Cells that a text takes on a terminal: Hangul, Han and full-width forms take two.
public func terminalWidth(_ text: String) -> Int {
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

/// Rows of one width, columns two spaces apart, nothing behind the last.
public func alignedLines(_ rows: [[String]], indent: String = "") -> String {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
        rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    return rows.map { row in
        let cells = row.indices.map { column in
            let space = column == row.count - 1 ? 0 : widths[column] - row[column].count
            return row[column] + String(repeating: " ", count: space)
        }
        return indent + cells.joined(separator: "  ") + "\n"
    }.joined()
}
