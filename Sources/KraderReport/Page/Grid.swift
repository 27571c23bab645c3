import KraderJSON
import KraderModel

/// A table of a page: names of columns and rows of cells.
struct Grid {
    struct Column {
        var name: String
        var isLeft = false
    }

    struct Cell {
        var text: String
        var style = ""

        init(_ text: String, style: String = "") {
            self.text = text
            self.style = style
        }

        init(_ count: Int64) { self.init(grouped(count)) }
        init(_ amount: Won) { self.init(grouped(amount)) }
        init(_ amount: WonSum) { self.init(grouped(amount)) }

        /// An amount with its sign, red when a gain and blue when a loss.
        static func result(_ amount: Won) -> Cell { result(WonSum(amount)) }

        static func result(_ amount: WonSum) -> Cell {
            Cell(
                Numbers.signed(amount),
                style: amount > .zero ? "gain" : amount < .zero ? "loss" : "")
        }
    }

    private let columns: [Column]
    private var rows: [(cells: [Cell], style: String)] = []

    /// Makes an empty table. A name that begins with `<` is that of a column whose cells stand to
    /// the left.
    init(_ names: [String]) {
        columns = names.map { name in
            name.hasPrefix("<")
                ? Column(name: String(name.dropFirst()), isLeft: true) : Column(name: name)
        }
    }

    mutating func row(_ cells: [Cell], style: String = "") { rows.append((cells, style)) }

    func write(to html: inout HTML) {
        html.element("div", [("class", "scroll")]) { html in
            html.element("table") { html in
                if columns.contains(where: { !$0.name.isEmpty }) { writeHead(&html) }
                html.element("tbody") { html in
                    for row in rows {
                        html.element("tr", row.style.isEmpty ? [] : [("class", row.style)]) {
                            for (column, cell) in zip(columns, row.cells) {
                                write(cell, column, &$0)
                            }
                        }
                    }
                }
            }
        }
    }

    private func writeHead(_ html: inout HTML) {
        html.element("thead") { html in
            html.element("tr") { html in
                for column in columns {
                    html.element(
                        "th", column.isLeft ? [("class", "left")] : [], text: column.name)
                }
            }
        }
    }

    private func write(_ cell: Cell, _ column: Column, _ html: inout HTML) {
        var style = cell.style
        if column.isLeft { style = style.isEmpty ? "left" : "left " + style }
        html.element("td", style.isEmpty ? [] : [("class", style)], text: cell.text)
    }
}
