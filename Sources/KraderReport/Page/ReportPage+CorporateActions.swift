import KraderBacktest
import KraderEngine
import KraderJSON
import KraderModel

extension ReportPage {
    /// Writes what is held at the end and could not be sold then.
    mutating func writeStranded() {
        guard !result.stranded.isEmpty else { return }
        var grid = Grid(["<Symbol", "Shares", "Last price ₩", "Counted as ₩", "<Why"])
        for holding in result.stranded {
            grid.row([
                Grid.Cell(result.code(holding.symbol), style: "mono"),
                Grid.Cell(holding.quantity.count),
                Grid.Cell(holding.lastPrice.map { grouped($0.won) } ?? Texts.none),
                Grid.Cell(grouped(holding.value)),
                Grid.Cell(Texts.reason(holding.reason)),
            ])
        }
        let worst = "\(grouped(result.equityIfWorthless)) ₩"
        section(Texts.stranded) { html in
            html.element("p", [("class", "soft")], text: "\(Texts.equityIfWorthless): \(worst)")
            grid.write(to: &html)
        }
    }

    mutating func writeAdjustments() {
        guard !result.corporateActions.isEmpty else { return }
        var grid = Grid(["<Day", "<Symbol", "<Action", "Shares × ", "Before", "After"])
        for adjustment in result.corporateActions.prefix(ReportPage.symbolsMax) {
            let action = adjustment.action
            grid.row([
                Grid.Cell("\(CalendarDate(adjustment.at))"),
                Grid.Cell(result.code(adjustment.symbol), style: "mono"),
                Grid.Cell(action.kind.rawValue, style: "mono"),
                Grid.Cell(action.shareFactor.description),
                Grid.Cell(adjustment.before.count), Grid.Cell(adjustment.after.count),
            ])
        }
        section(Texts.adjustments) { grid.write(to: &$0) }
    }
}
