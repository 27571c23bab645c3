public import KraderBacktest
import KraderEngine
import KraderJSON
import KraderModel

/// What a run prints: a few aligned lines, and for a run without fills why it had none.
public enum TerminalSummary {
    /// Gains red and losses blue, as Korean screens show them, in colours. Ends with a line break.
    ///
    /// - Parameter report: where the page lies, if there is one.
    public static func text(
        _ result: RunResult, _ summary: RunSummary, _ style: TextStyle, report: String? = nil
    ) -> String {
        var rows = facts(result, summary) + judged(summary) + strategies(summary)
        if let report { rows.append(("report", report)) }
        var lines = style.lines(printable(summary.identity.scenario)).map { style($0, .bold) }
        if !summary.about.isEmpty { lines += style.lines(printable(summary.about)) }
        var table = TextTable(
            columns: [("", .left), ("", .left)], rows: rows.map { [$0.0, $0.1] })
        let net = result.account.equity - result.openingEquity
        table.ink = { row, column in
            guard column == 1, rows[row].0 == "net", net != .zero else { return nil }
            return net > .zero ? .red : .blue
        }
        lines += table.lines(style)
        let reasons = whyNothingTraded(result, summary)
        if !reasons.isEmpty {
            lines.append(Texts.whyNothing)
            lines += reasons.enumerated().flatMap {
                style.lines(printable($0.element), after: "  \($0.offset + 1). ")
            }
        }
        lines += failures(summary, style)
        let cut = result.isComplete ? [] : [result.storeText ?? summary.cutText]
        lines += (summary.warnings.map(printable) + cut).flatMap { style.lines($0, after: "! ") }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Many scenarios under each other, a line each, aligned. The text ends with a line break.
    public static func table(
        _ runs: [(result: RunResult, summary: RunSummary)], _ style: TextStyle
    ) -> String {
        let numbers = [
            "trades", "net", "return", "drawdown", "orders", "refused", "warnings", "exit",
            "digest",
        ]
        var table = TextTable(
            columns: [("scenario", .left)] + numbers.map { ($0, TextTable.Side.right) },
            rows: runs.map { cells($0.result, $0.summary) })
        table.ink = { row, _ in runs[row].summary.exitCode == 0 ? nil : .bold }
        return table.lines(style, indent: "").map { $0 + "\n" }.joined()
    }

    private static func cells(_ result: RunResult, _ summary: RunSummary) -> [String] {
        let statistics = Statistics(result)
        return [
            printable(summary.identity.scenario), grouped(result.trades.count),
            Numbers.signed(result.account.equity - result.openingEquity),
            statistics[.totalReturn].map { Numbers.signedPercent($0) } ?? "–",
            Numbers.percent(result.account.maxDrawdown), grouped(result.ordersMade),
            grouped(result.refusalCount), "\(summary.warnings.count)",
            "\(summary.exitCode)", shortDigest(result),
        ]
    }

    private static func facts(
        _ result: RunResult, _ summary: RunSummary
    ) -> [(String, String)] {
        let statistics = Statistics(result)
        let net = result.account.equity - result.openingEquity
        let change = statistics[.totalReturn].map { " (\(Numbers.signedPercent($0)))" } ?? ""
        var rows = played(result, summary)
        rows += [
            (
                "equity",
                "\(grouped(result.openingEquity)) → "
                    + "\(grouped(result.account.equity)) won"
            ),
            ("net", "\(Numbers.signed(net)) won\(change)"),
            (
                "costs",
                "\(grouped(result.account.commission + result.account.tax)) won"
                    + " (commission \(grouped(result.account.commission)),"
                    + " tax \(grouped(result.account.tax)))"
            ),
            ("trades", trades(result, statistics)),
            (
                "drawdown",
                "\(Numbers.percent(result.account.maxDrawdown)) at most"
                    + " (\(grouped(result.account.deepestFall)) won)"
            ),
            ("orders", "\(grouped(result.ordersMade)) made\(ended(result))"),
        ]
        if let average = statistics[.moneyAtWork] {
            let most = Numbers.percent(result.moneyAtWork.highest, 1)
            rows.append(
                ("at work", "\(Numbers.percent(average, 1)) of equity on the mean, \(most) at most")
            )
        }
        if !result.openPositions.isEmpty { rows.append(("held", held(result, summary.names))) }
        if let benchmark = result.benchmark, let excess = statistics[.excessReturn] {
            let change = Numbers.signedPercent(benchmark.totalReturn)
            rows.append(
                (
                    "benchmark",
                    "\(called(benchmark.symbol, result, summary.names)) \(change), "
                        + "excess \(Numbers.signedPercent(excess))"
                ))
        }
        if !summary.intrabar.isEmpty {
            let runs = summary.intrabar.map { "\($0.path) \(Numbers.signed($0.net))" }
            rows.append(("intrabar", runs.joined(separator: ", ") + " won"))
        }
        if result.refusalCount > 0 {
            rows.append(("refusals", counted(result.refusalCount, result.refusalsByCount)))
        }
        if !result.cutsByCount.isEmpty {
            let all = result.cutsByCount.reduce(0) { $0 + $1.count }
            rows.append(("cuts", counted(all, result.cutsByCount)))
        }
        let controls = result.controls.allByCount
        if !controls.isEmpty {
            let all = controls.reduce(0) { $0 + $1.count }
            rows.append(("controls", "live would apply " + counted(all, controls)))
        }
        if !result.incidents.isEmpty {
            let kinds = result.incidentsByKind.map { (code: $0.kind.code, count: $0.count) }
            rows.append(("incidents", counted(Int64(result.incidents.count), kinds)))
        }
        if !result.rejectionsByCount.isEmpty {
            let all = result.rejectionsByCount.reduce(0) { $0 + $1.count }
            rows.append(("rejections", counted(all, result.rejectionsByCount)))
        }
        return rows
    }

    /// The most strategies that have a line each; the others are counted.
    private static let strategiesMax = 10

    private static func strategies(_ summary: RunSummary) -> [(String, String)] {
        let named = summary.strategies.prefix(strategiesMax)
        let left = summary.strategies.count - named.count
        return named.map { ("strategy", $0.words) }
            + (left > 0 ? [("", "and \(left) more")] : [])
    }

    /// The lines on what was played.
    private static func played(
        _ result: RunResult, _ summary: RunSummary
    ) -> [(String, String)] {
        let traded = result.symbols.count { $0.fills > 0 }
        var rows = [
            (
                "period",
                "\(period(summary)), "
                    + times(Int64(result.days.count), "trading day")
            )
        ]
        if let data = dataDays(result, summary) { rows.append(("data", data)) }
        let symbols = grouped(Int64(result.instruments.count))
        rows.append(("symbols", "\(symbols), \(traded) traded"))
        return rows
    }

    /// The first and last day with data, where they are not those of the period.
    private static func dataDays(_ result: RunResult, _ summary: RunSummary) -> String? {
        guard let days = result.dataDays else { return nil }
        let calendar = TradingCalendar.krx
        let last = CalendarDate(summary.to - Interval(nanoseconds: 1))
        let isWhole =
            calendar.tradingDays(from: CalendarDate(summary.from), through: days.first).count <= 1
            && calendar.tradingDays(from: days.last.advanced(by: 1), through: last).isEmpty
        return isWhole ? nil : "\(days.first) – \(days.last)"
    }

    /// The period: whole days by their dates, the last one included; else both moments.
    private static func period(_ summary: RunSummary) -> String {
        let first = CalendarDate(summary.from)
        let end = CalendarDate(summary.to)
        guard first.midnight == summary.from, end.midnight == summary.to, first < end else {
            return "\(Numbers.minute(summary.from)) – \(Numbers.minute(summary.to)) KST"
        }
        let last = end.advanced(by: -1)
        return first == last ? "\(first)" : "\(first) – \(last)"
    }

    /// The most positions that a line names; the others are counted.
    private static let heldMax = 5

    private static func held(_ result: RunResult, _ names: IssueNames) -> String {
        let held = result.openPositions
        let value = held.reduce(WonSum.zero) { $0 + WonSum($1.position.value) }
        let unrealised = held.reduce(WonSum.zero) { $0 + WonSum($1.unrealised) }
        let named = held.prefix(heldMax).map {
            "\(called($0.symbol, result, names)) \(grouped($0.position.quantity.count))"
        }
        let others = held.count > named.count ? [", and \(held.count - named.count) more"] : []
        return named.joined(separator: ", ") + (others.first ?? "")
            + ": \(grouped(value)) won, \(Numbers.signed(unrealised)) unrealised"
    }

    private static func called(
        _ symbol: SymbolIndex, _ result: RunResult, _ names: IssueNames
    ) -> String {
        result.instruments.indices.contains(symbol.int)
            ? names.shown(result.instruments[symbol.int].code) : result.code(symbol)
    }

    private static func trades(_ result: RunResult, _ statistics: Statistics) -> String {
        guard let rate = statistics[.winRate] else { return "0" }
        let factor = statistics[.profitFactor].map { ", profit factor \(Numbers.fixed($0, 2))" }
        return "\(grouped(result.trades.count)), \(Numbers.percent(rate, 1)) won"
            + (factor ?? "")
    }

    private static func ended(_ result: RunResult) -> String {
        result.ordersMade > 0 ? ": \(result.ordersInWords)" : ""
    }

    private static func counted(_ all: Int64, _ codes: [(code: String, count: Int64)]) -> String {
        let parts = codes.map { "\($0.code) \(grouped($0.count))" }
        return "\(grouped(all)): \(parts.joined(separator: ", "))"
    }
}

/// Text as it may be shown: what a scenario says may not move a terminal's cursor.
func printable(_ text: String) -> String { shown(text, charactersMax: .max) }
