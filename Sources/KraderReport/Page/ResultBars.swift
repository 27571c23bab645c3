import KraderBacktest
import KraderEngine
import KraderModel

/// A bar for each day's result, or for each month's when days would be thinner than a hair.
enum ResultBars {
    private static let daysMax = 260

    static func isMonthly(_ result: RunResult) -> Bool { result.days.count > daysMax }

    static func markup(_ result: RunResult) -> String {
        let bars = isMonthly(result) ? months(result.days) : days(result.days)
        guard !bars.isEmpty else { return "" }
        var chart = Chart(width: 1_160, height: 220, left: 104, right: 16)
        let bottom = 190.0
        let low = min(0, bars.map { Double($0.profit.amount) }.min() ?? 0)
        let high = max(0, bars.map { Double($0.profit.amount) }.max() ?? 0)
        let margin = (high - low) * 0.06
        let scale = LinearScale(
            low: low < 0 ? low - margin : 0, high: high > 0 || low == 0 ? high + margin : 0,
            from: bottom, to: 12)
        chart.valueAxis(scale, ticks: 4) { $0 == 0 ? "0" : Numbers.signed(Int64($0.rounded())) }
        let slot = (chart.right - chart.left) / Double(bars.count)
        let width = min(max(slot * 0.72, 1), 48)
        for (index, bar) in bars.enumerated() {
            let middle = chart.left + slot * (Double(index) + 0.5)
            let y = scale(Double(bar.profit.amount))
            let height = max((y - scale(0)).magnitude, bar.profit == .zero ? 0 : 1)
            chart.rectangle(
                middle - width / 2, min(y, scale(0)), width, height,
                bar.profit > .zero ? "bar gain" : "bar loss",
                title: "\(bar.label)  \(Numbers.signed(bar.profit)) ₩")
        }
        chart.line(chart.left, scale(0), chart.right, scale(0), "axis")
        addLabels(&chart, bars, slot: slot, bottom)
        return chart.markup(title: isMonthly(result) ? Texts.monthlyResult : Texts.dailyResult)
    }

    private struct Bar {
        var label: String
        var profit: Won
    }

    private static func days(_ days: [DayRecord]) -> [Bar] {
        days.map { Bar(label: "\($0.day)", profit: $0.profit) }
    }

    private static func months(_ days: [DayRecord]) -> [Bar] {
        var bars: [Bar] = []
        for day in days {
            let month = String("\(day.day)".prefix(7))
            if bars.last?.label == month {
                bars[bars.count - 1].profit += day.profit
            } else {
                bars.append(Bar(label: month, profit: day.profit))
            }
        }
        return bars
    }

    private static func addLabels(
        _ chart: inout Chart, _ bars: [Bar], slot: Double, _ bottom: Double
    ) {
        let every = max(1, Int((70 / slot).rounded(.up)))
        for index in stride(from: 0, to: bars.count, by: every) {
            let middle = chart.left + slot * (Double(index) + 0.5)
            let label = bars[index].label
            chart.text(
                middle, bottom + 20, label.count > 7 ? String(label.dropFirst(5)) : label,
                anchor: "middle")
        }
    }
}
