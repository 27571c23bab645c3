import KraderBacktest
import KraderJSON
import KraderModel

/// Equity over trading time, above and below what it began with, and the drawdown beneath.
enum EquityChart {
    private static let width = 1_160.0
    private static let top = 16.0
    private static let equityBottom = 286.0
    private static let fallTop = 318.0
    private static let fallBottom = 400.0
    private static let height = 428.0

    static func markup(_ result: RunResult) -> String {
        let points = result.equityCurve
        guard points.count >= 2 else { return "" }
        var chart = Chart(width: width, height: height, left: 104, right: 16)
        let time = TradingTimeScale(points.map(\.at), from: chart.left, to: chart.right)
        let opening = Double(result.openingEquity.amount)
        let values = points.map { Double($0.equity.amount) }
        let compared = benchmark(result)
        let low = min(values.min() ?? opening, opening, compared.map(\.value).min() ?? opening)
        let high = max(values.max() ?? opening, opening, compared.map(\.value).max() ?? opening)
        let margin = (high - low) * 0.06
        let equity = LinearScale(
            low: low - margin, high: high + margin, from: equityBottom, to: top)
        let line = zip(points, values).map { (x: time($0.at), y: equity($1)) }
        chart.valueAxis(equity, ticks: 5) { Numbers.fixed($0, high - low < 10 ? 2 : 0) }
        addDayLines(&chart, time)
        addTroubles(&chart, time, result)
        addAreas(&chart, line, baseline: equity(opening))
        if let last = compared.last, let benchmark = result.benchmark {
            let path = compared.map { (x: time(points[$0.index].at), y: equity($0.value)) }
            chart.path(Chart.polyline(path), [("class", "benchmark")])
            let name = "\(Texts.benchmark) \(result.code(benchmark.symbol))"
            chart.text(chart.right - 4, equity(last.value) - 6, name, "benchmark-name")
        }
        chart.path(Chart.polyline(line), [("class", "curve")])
        let falls = drawdowns(values, from: opening)
        addDrawdown(&chart, line.map(\.x), falls)
        chart.timeAxis(time, y: fallBottom)
        chart.text(chart.left, fallTop - 10, Texts.drawdown, "panel")
        let hover = points.indices.map { index in
            let equity = points[index].equity
            return HoverPoint(
                x: line[index].x, y: line[index].y,
                lines: [
                    Numbers.minute(points[index].at), "\(grouped(equity)) ₩",
                    "\(Numbers.signed(equity - result.openingEquity)) ₩",
                    "\(Texts.drawdown) \(Numbers.percent(falls[index]))",
                ])
        }
        return chart.markup(title: Texts.equity, hover: HoverPoint.thinned(hover, every: 2))
    }

    /// The benchmark as if the equity where the comparison begins had been put into it.
    private static func benchmark(_ result: RunResult) -> [(index: Int, value: Double)] {
        guard let benchmark = result.benchmark else { return [] }
        let opening = Double(benchmark.ownFirst.amount)
        let (first, last) = (benchmark.days.first, benchmark.days.last)
        return result.equityCurve.enumerated().compactMap { index, point in
            let day = CalendarDate(point.at)
            guard let price = point.benchmark, first <= day, day <= last else { return nil }
            return (index, opening * Double(price.won) / Double(benchmark.first.won))
        }
    }

    /// Adds a faint line where each day begins, when there are few days.
    private static func addDayLines(_ chart: inout Chart, _ time: TradingTimeScale) {
        guard (2...31).contains(time.days.count) else { return }
        let width = (time.end - time.start) / Double(time.days.count)
        for day in 1..<time.days.count {
            let x = time.start + width * Double(day)
            chart.line(x, top, x, fallBottom, "day")
        }
    }

    /// Shades what went wrong behind the curve, each kind named where it first is.
    private static func addTroubles(
        _ chart: inout Chart, _ time: TradingTimeScale, _ result: RunResult
    ) {
        guard let last = result.equityCurve.last?.at else { return }
        var named: Set<TroubleBand.Kind> = []
        for band in TroubleBand.bands(result.incidents, until: last) {
            let (from, to) = (time(band.start), time(band.end))
            // What took a minute of a long run is seen too.
            chart.rectangle(
                from, top, max(to - from, 2), fallBottom - top, band.style,
                title: "\(band.label), \(Numbers.minute(band.start)) – \(Numbers.minute(band.end))")
            if named.insert(band.kind).inserted {
                chart.text(from + 4, top + 12, band.label, "band")
            }
        }
    }

    /// Fills the area between curve and opening equity: above it a gain, below it a loss.
    private static func addAreas(
        _ chart: inout Chart, _ line: [(x: Double, y: Double)], baseline: Double
    ) {
        guard let first = line.first, let last = line.last else { return }
        let edge = coordinate(baseline)
        let area =
            Chart.polyline(line) + "L\(coordinate(last.x)) \(edge)L\(coordinate(first.x)) \(edge)Z"
        for (name, from, to) in [
            ("gain", top, baseline), ("loss", baseline, equityBottom),
        ] {
            chart.raw("<clipPath id=\"equity-\(name)\">")
            chart.rectangle(chart.left, from, chart.right - chart.left, to - from, "")
            chart.raw("</clipPath>")
            chart.path(
                area, [("class", "area \(name)"), ("clip-path", "url(#equity-\(name))")])
        }
        chart.line(chart.left, baseline, chart.right, baseline, "baseline")
    }

    private static func drawdowns(_ values: [Double], from opening: Double) -> [Double] {
        var peak = opening
        return values.map { value in
            peak = max(peak, value)
            return peak > 0 ? (peak - value) / peak : 0
        }
    }

    private static func addDrawdown(_ chart: inout Chart, _ xs: [Double], _ falls: [Double]) {
        let deepest = falls.max() ?? 0
        let scale = LinearScale(
            low: 0, high: max(deepest * 1.1, 0.0001), from: fallTop, to: fallBottom)
        chart.valueAxis(scale, ticks: 3) { tick in
            let decimals = scale.high < 0.002 ? 3 : scale.high < 0.02 ? 2 : 1
            return tick == 0 ? "0 %" : "−\(Numbers.fixed(tick * 100, decimals)) %"
        }
        let line = zip(xs, falls).map { (x: $0, y: scale($1)) }
        guard let first = line.first, let last = line.last else { return }
        let zero = coordinate(scale(0))
        chart.path(
            Chart.polyline(line) + "L\(coordinate(last.x)) \(zero)L\(coordinate(first.x)) \(zero)Z",
            [("class", "area loss")])
        chart.path(Chart.polyline(line), [("class", "fall")])
    }
}
