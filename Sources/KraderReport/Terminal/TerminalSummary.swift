public import KraderBacktest
import KraderEngine
import KraderJSON
import KraderModel

/// What a run prints: a few aligned lines, and for a run without fills why it had none.
public enum TerminalSummary {
    /// Gains red and losses blue, as Korean screens show them, when `color` is set. Ends with a
    /// line break.
    ///
    /// - Parameter report: where the page lies, if there is one.
    public static func text(
        _ record: RunResult, _ summary: RunSummary, color: Bool, report: String? = nil
    ) -> String {
        let paint = Paint(isOn: color)
        var rows = facts(record, summary, paint) + strategies(summary)
        if let report { rows.append(("report", printable(report))) }
        let width = rows.map { $0.0.count }.max() ?? 0
        var lines = [paint.bold(printable(summary.identity.scenario))]
        if !summary.about.isEmpty { lines.append(printable(summary.about)) }
        lines += rows.map { "  \(padded($0.0, width))  \($0.1)" }
        let reasons = whyNothingTraded(record, summary)
        if !reasons.isEmpty {
            lines.append(Texts.whyNothing)
            lines += reasons.enumerated().map { "  \($0.offset + 1). \(printable($0.element))" }
        }
        for warning in summary.warnings { lines.append("! \(printable(warning))") }
        if !record.isComplete { lines.append("! \(summary.cutText)") }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Many scenarios under each other: a line each, aligned. Ends with a line break.
    public static func table(
        _ runs: [(record: RunResult, summary: RunSummary)], color: Bool
    ) -> String {
        let paint = Paint(isOn: color)
        let header = [
            "scenario", "trades", "net", "return", "drawdown", "orders", "refused", "warnings",
            "exit", "digest",
        ]
        let rows = runs.map { run in cells(run.record, run.summary) }
        let widths = header.indices.map { column in
            ([header] + rows).map { shownWidth($0[column]) }.max() ?? 0
        }
        var lines = [line(header, widths)]
        for (row, run) in zip(rows, runs) {
            let text = line(row, widths)
            lines.append(run.summary.exitCode == 0 ? text : paint.bold(text))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func cells(_ record: RunResult, _ summary: RunSummary) -> [String] {
        let statistics = Statistics(record)
        return [
            printable(summary.identity.scenario), grouped(record.trades.count),
            Numbers.signed(record.account.equity - record.openingEquity),
            statistics[.totalReturn].map { Numbers.signedPercent($0) } ?? "–",
            Numbers.percent(record.account.maxDrawdown), grouped(record.ordersMade),
            grouped(record.refusalCount), "\(summary.warnings.count)",
            "\(summary.exitCode)", shortDigest(record),
        ]
    }

    /// The first cell to the left, the others to the right.
    private static func line(_ cells: [String], _ widths: [Int]) -> String {
        cells.indices.map { column in
            let space = String(repeating: " ", count: widths[column] - shownWidth(cells[column]))
            return column == 0 ? cells[column] + space : space + cells[column]
        }.joined(separator: "  ")
    }

    private static func facts(
        _ record: RunResult, _ summary: RunSummary, _ paint: Paint
    ) -> [(String, String)] {
        let statistics = Statistics(record)
        let net = record.account.equity - record.openingEquity
        let change = statistics[.totalReturn].map { " (\(Numbers.signedPercent($0)))" } ?? ""
        var rows = played(record, summary)
        rows += [
            (
                "equity",
                "\(grouped(record.openingEquity)) → "
                    + "\(grouped(record.account.equity)) won"
            ),
            ("net", paint.result("\(Numbers.signed(net)) won\(change)", net)),
            (
                "costs",
                "\(grouped(record.account.commission + record.account.tax)) won"
                    + " (commission \(grouped(record.account.commission)),"
                    + " tax \(grouped(record.account.tax)))"
            ),
            ("trades", trades(record, statistics)),
            (
                "drawdown",
                "\(Numbers.percent(record.account.maxDrawdown)) at most"
                    + " (\(grouped(record.account.deepestFall)) won)"
            ),
            ("orders", "\(grouped(record.ordersMade)) made\(ended(record))"),
        ]
        if let average = statistics[.moneyAtWork] {
            let most = Numbers.percent(record.moneyAtWork.highest, 1)
            rows.append(
                ("at work", "\(Numbers.percent(average, 1)) of equity on the mean, \(most) at most")
            )
        }
        if !record.openPositions.isEmpty { rows.append(("held", held(record))) }
        if let benchmark = record.benchmark, let excess = statistics[.excessReturn] {
            let change = Numbers.signedPercent(benchmark.totalReturn)
            rows.append(
                (
                    "benchmark",
                    "\(record.code(benchmark.symbol)) \(change), "
                        + "excess \(Numbers.signedPercent(excess))"
                ))
        }
        if !summary.intrabar.isEmpty {
            let runs = summary.intrabar.map { "\($0.path) \(Numbers.signed($0.net))" }
            rows.append(("intrabar", runs.joined(separator: ", ") + " won"))
        }
        if record.refusalCount > 0 {
            rows.append(("refusals", counted(record.refusalCount, record.refusalsByCount)))
        }
        if !record.cutsByCount.isEmpty {
            let all = record.cutsByCount.reduce(0) { $0 + $1.count }
            rows.append(("cuts", counted(all, record.cutsByCount)))
        }
        if !record.incidents.isEmpty {
            let kinds = record.incidentsByKind.map { (code: $0.kind.code, count: $0.count) }
            rows.append(("incidents", counted(Int64(record.incidents.count), kinds)))
        }
        if !record.rejectionsByCount.isEmpty {
            let all = record.rejectionsByCount.reduce(0) { $0 + $1.count }
            rows.append(("rejections", counted(all, record.rejectionsByCount)))
        }
        return rows
    }

    /// Strategies that have a line each; the others are counted.
    private static let strategiesMax = 10

    private static func strategies(_ summary: RunSummary) -> [(String, String)] {
        let named = summary.strategies.prefix(strategiesMax)
        let left = summary.strategies.count - named.count
        return named.map { ("strategy", printable($0.words)) }
            + (left > 0 ? [("", "and \(left) more")] : [])
    }

    /// On what was played.
    private static func played(
        _ record: RunResult, _ summary: RunSummary
    ) -> [(String, String)] {
        let traded = record.symbols.count { $0.fills > 0 }
        var rows = [
            (
                "period",
                "\(period(summary)), "
                    + times(Int64(record.days.count), "trading day")
            )
        ]
        if let data = dataDays(record, summary) { rows.append(("data", data)) }
        let symbols = grouped(Int64(record.instruments.count))
        rows.append(("symbols", "\(symbols), \(traded) traded"))
        return rows
    }

    /// The first and last day with data, where they are not those of the period.
    private static func dataDays(_ record: RunResult, _ summary: RunSummary) -> String? {
        guard let days = record.dataDays else { return nil }
        let calendar = TradingCalendar.krx
        let last = CalendarDate(summary.to - Interval(nanoseconds: 1))
        let isWhole =
            calendar.tradingDays(from: CalendarDate(summary.from), through: days.first).count <= 1
            && calendar.tradingDays(from: days.last.advanced(by: 1), through: last).isEmpty
        return isWhole ? nil : "\(days.first) – \(days.last)"
    }

    /// Whole days by their dates, the last one included; else both moments.
    private static func period(_ summary: RunSummary) -> String {
        let first = CalendarDate(summary.from)
        let end = CalendarDate(summary.to)
        guard first.midnight == summary.from, end.midnight == summary.to, first < end else {
            return "\(Numbers.minute(summary.from)) – \(Numbers.minute(summary.to)) KST"
        }
        let last = end.advanced(by: -1)
        return first == last ? "\(first)" : "\(first) – \(last)"
    }

    /// Positions that a line names; the others are counted.
    private static let heldMax = 5

    private static func held(_ record: RunResult) -> String {
        let held = record.openPositions
        let value = held.reduce(WonSum.zero) { $0 + WonSum($1.position.value) }
        let unrealised = held.reduce(WonSum.zero) { $0 + WonSum($1.unrealised) }
        let named = held.prefix(heldMax).map {
            "\(record.code($0.symbol)) \(grouped($0.position.quantity.count))"
        }
        let others = held.count > named.count ? [", and \(held.count - named.count) more"] : []
        return named.joined(separator: ", ") + (others.first ?? "")
            + ": \(grouped(value)) won, \(Numbers.signed(unrealised)) unrealised"
    }

    private static func trades(_ record: RunResult, _ statistics: Statistics) -> String {
        guard let rate = statistics[.winRate] else { return "0" }
        let factor = statistics[.profitFactor].map { ", profit factor \(Numbers.fixed($0, 2))" }
        return "\(grouped(record.trades.count)), \(Numbers.percent(rate, 1)) won"
            + (factor ?? "")
    }

    private static func ended(_ record: RunResult) -> String {
        record.ordersMade > 0 ? ": \(record.ordersInWords)" : ""
    }

    private static func counted(_ all: Int64, _ codes: [(code: String, count: Int64)]) -> String {
        let parts = codes.map { "\($0.code) \(grouped($0.count))" }
        return "\(grouped(all)): \(parts.joined(separator: ", "))"
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}

/// Colours of a terminal, or none.
struct Paint {
    let isOn: Bool

    func bold(_ text: String) -> String { isOn ? "\u{1B}[1m\(text)\u{1B}[0m" : text }

    func result(_ text: String, _ amount: Won) -> String {
        guard isOn, amount != .zero else { return text }
        return "\u{1B}[\(amount > .zero ? 31 : 34)m\(text)\u{1B}[0m"
    }
}

/// Text as it may be shown: what a scenario says may not move a terminal's cursor.
func printable(_ text: String) -> String { shown(text, charactersMax: .max) }

/// How many columns of a terminal a text takes: Korean, Chinese and Japanese letters take two.
public func shownWidth(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { width, scalar in
        switch scalar.value {
        case 0x300...0x36F, 0x200B...0x200D: width
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
            0xFE30...0xFE4F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF:
            width + 2
        default: width + 1
        }
    }
}
