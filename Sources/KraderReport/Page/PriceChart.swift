import KraderBacktest
import KraderJSON
import KraderModel

/// One symbol's price with its round trips: bought where ▲ stands, sold where ▼ stands.
enum PriceChart {
    /// The most trades that are marked: more marks would hide the price.
    static let tradesMax = 150
    private static let width = 568.0
    private static let height = 250.0
    private static let top = 14.0
    private static let bottom = 220.0

    static func markup(_ symbol: SymbolResult, trades: [Trade], name: String) -> String {
        let shown = Array(trades.prefix(tradesMax))
        let moments = symbol.prices.map(\.at) + shown.flatMap { [$0.openedAt, $0.closedAt] }
        var values = symbol.prices.map { Double($0.price.won) }
        for trade in shown { values += [entry(trade), exit(trade)].compactMap { $0 } }
        guard let low = values.min(), let high = values.max(), symbol.prices.count >= 2 else {
            return ""
        }
        var chart = Chart(width: width, height: height, left: 70, right: 10)
        let margin = (high - low) * 0.08
        let time = TradingTimeScale(moments, from: chart.left, to: chart.right)
        let price = LinearScale(low: low - margin, high: high + margin, from: bottom, to: top)
        chart.valueAxis(price, ticks: 4) { Numbers.fixed($0, high - low < 4 ? 1 : 0) }
        let line = symbol.prices.map { (x: time($0.at), y: price(Double($0.price.won))) }
        chart.path(Chart.polyline(line), [("class", "price")])
        for trade in shown { add(trade, &chart, time, price) }
        chart.timeAxis(time, y: bottom, spacing: 70)
        let hover = zip(line, symbol.prices).map { place, point in
            HoverPoint(
                x: place.x, y: place.y,
                lines: [Numbers.minute(point.at), "\(grouped(point.price.won)) ₩"])
        }
        return chart.markup(title: name, hover: HoverPoint.thinned(hover, every: 2))
    }

    private static func entry(_ trade: Trade) -> Double? {
        trade.quantity > .zero
            ? Double(trade.bought.amount) / Double(trade.quantity.count) : nil
    }

    private static func exit(_ trade: Trade) -> Double? {
        trade.quantity > .zero ? Double(trade.sold.amount) / Double(trade.quantity.count) : nil
    }

    private static func add(
        _ trade: Trade, _ chart: inout Chart, _ time: TradingTimeScale, _ price: LinearScale
    ) {
        guard let entry = entry(trade), let exit = exit(trade) else { return }
        let (x1, y1) = (time(trade.openedAt), price(entry))
        let (x2, y2) = (time(trade.closedAt), price(exit))
        chart.line(x1, y1, x2, y2, trade.net > .zero ? "trip gain" : "trip loss")
        let shares = times(trade.quantity.count, "share")
        chart.path(
            "M\(coordinate(x1)) \(coordinate(y1 + 2))l-4.5 8h9Z", [("class", "mark buy")],
            title: "Bought \(shares) at \(Numbers.fixed(entry, 0)) ₩, "
                + Numbers.second(trade.openedAt))
        chart.path(
            "M\(coordinate(x2)) \(coordinate(y2 - 2))l-4.5 -8h9Z", [("class", "mark sell")],
            title: "Sold \(shares) at \(Numbers.fixed(exit, 0)) ₩, "
                + "\(Numbers.second(trade.closedAt)): \(Numbers.signed(trade.net)) ₩")
    }
}
