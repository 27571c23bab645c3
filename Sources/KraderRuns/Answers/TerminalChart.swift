import KraderJSON
import KraderModel
public import KraderReport

/// Draws prices as candlesticks and volume as columns, in characters: half a line is the smallest
/// step of prices, an eighth that of volume. Rising columns are red and falling ones blue, as in
/// Korea.
public struct TerminalChart {
    private static let priceLines = 16
    private static let volumeLines = 4
    private static let eighths: [Character] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
    /// The width, in cells, of price labels and the axis behind them.
    public static let margin = 13

    let bars: ChartBars
    let style: TextStyle

    public init(bars: ChartBars, style: TextStyle) {
        self.bars = bars
        self.style = style
    }

    public var lines: [String] {
        let low = bars.bars.map(\.bar.low).min() ?? 0
        let high = bars.bars.map(\.bar.high).max() ?? 1
        var lines = priceLines(low: low, high: high)
        lines += volumeLines
        lines += timeLines
        return lines
    }

    private func priceLines(low: Int64, high: Int64) -> [String] {
        let halves = TerminalChart.priceLines * 2
        let range = max(1, high - low)
        /// The place of a price in half lines from the bottom.
        func half(_ price: Int64) -> Int {
            min(halves - 1, Int(Int128(price - low) * Int128(halves) / Int128(range)))
        }
        var grid = Array(
            repeating: Array(repeating: (glyph: Character(" "), isUp: true), count: bars.columns),
            count: TerminalChart.priceLines)
        for (column, bar) in bars.bars where column < bars.columns {
            let body = half(min(bar.open, bar.close))...half(max(bar.open, bar.close))
            let wick = half(bar.low)...half(bar.high)
            for line in wick.lowerBound / 2...wick.upperBound / 2 {
                let below = TerminalChart.part(2 * line, body, wick)
                let above = TerminalChart.part(2 * line + 1, body, wick)
                grid[TerminalChart.priceLines - 1 - line][column] = (
                    TerminalChart.glyph(above, below), bar.close >= bar.open
                )
            }
        }
        return grid.enumerated().map { place, row in
            let line = TerminalChart.priceLines - 1 - place
            // Every fifth line has a label, of the price in its middle.
            let label =
                place % 5 == 0
                ? grouped(low + Int64(Int128(range) * Int128(2 * line + 1) / Int128(halves))) : ""
            return TerminalChart.label(label, isTick: place % 5 == 0) + inked(row)
        }
    }

    private enum Part { case none, wick, body }

    private static func part(
        _ half: Int, _ body: ClosedRange<Int>, _ wick: ClosedRange<Int>
    ) -> Part {
        body.contains(half) ? .body : wick.contains(half) ? .wick : .none
    }

    private static func glyph(_ above: Part, _ below: Part) -> Character {
        switch (above, below) {
        case (.none, .none): " "
        case (.body, .body): "┃"
        case (.wick, .wick): "│"
        case (.body, .wick): "╿"
        case (.wick, .body): "╽"
        case (.body, .none): "╹"
        case (.none, .body): "╻"
        case (.wick, .none): "╵"
        case (.none, .wick): "╷"
        }
    }

    private static func label(_ text: String, isTick: Bool) -> String {
        String(repeating: " ", count: max(0, margin - 2 - text.count)) + text
            + (isTick ? " ┤" : " │")
    }

    /// The line in colours. Neighbours of one colour share a code.
    private func inked(_ cells: [(glyph: Character, isUp: Bool)]) -> String {
        var line = ""
        var run = ""
        var isUp = true
        func flush() {
            line += style(run, run.allSatisfy { $0 == " " } ? nil : isUp ? .red : .blue)
            run = ""
        }
        for cell in cells {
            if cell.glyph != " ", cell.isUp != isUp {
                flush()
                isUp = cell.isUp
            }
            run.append(cell.glyph)
        }
        while run.last == " " { run.removeLast() }
        flush()
        return line
    }

    private var volumeLines: [String] {
        let most = bars.bars.map(\.bar.volume).max() ?? 0
        guard most > 0 else { return [] }
        let lines = TerminalChart.volumeLines
        var grid = Array(
            repeating: Array(repeating: (glyph: Character(" "), isUp: true), count: bars.columns),
            count: lines)
        for (column, bar) in bars.bars where column < bars.columns && bar.volume > 0 {
            // The height is at least one, so that whatever was traded shows.
            let height = max(1, Int(Double(bar.volume) / Double(most) * Double(8 * lines)))
            for line in 0..<lines {
                let part = min(8, max(0, height - 8 * line))
                grid[lines - 1 - line][column] = (
                    TerminalChart.eighths[part], bar.close >= bar.open
                )
            }
        }
        return [TerminalChart.label("", isTick: false)]
            + grid.enumerated().map { place, row in
                TerminalChart.label(
                    place == 0 ? TerminalChart.short(most) : place == lines - 1 ? "volume" : "",
                    isTick: place == 0) + inked(row)
            }
    }

    /// The number in short: `12,345`, `2.4 M`, `1,204 M`.
    private static func short(_ number: Int64) -> String {
        if number < 1_000_000 { return grouped(number) }
        return "\(decimal(Double(number) / 1e6, number < 100_000_000 ? 1 : 0)) M"
    }

    /// The axis, and a date or time under every twelfth column or so.
    private var timeLines: [String] {
        var axis = String(repeating: " ", count: TerminalChart.margin - 1) + "└"
        var labels = String(repeating: " ", count: TerminalChart.margin)
        let width = bars.isWithinDay ? 8 : 10
        var free = 0
        var next = 0
        var columns = Array(repeating: Character("─"), count: bars.columns)
        for (column, bar) in bars.bars where column >= next {
            let text = bars.isWithinDay ? clockText(bar.from) : "\(CalendarDate(bar.from))"
            guard column + width <= bars.columns || column == 0 else { continue }
            labels += String(repeating: " ", count: column - free) + text
            free = column + width
            next = column + width + 6
            columns[column] = "┬"
        }
        axis += String(columns)
        return [axis, labels]
    }
}
