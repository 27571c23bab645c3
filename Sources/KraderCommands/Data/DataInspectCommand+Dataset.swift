import Glibc
import KraderDatasets
import KraderJSON
import KraderMarket
import KraderModel
import KraderReport
import KraderRuns
import KraderScenario

extension DataInspectCommand {
    /// Columns of a chart at most.
    private static let widthMax = 100
    private static let rowsShown = 10

    /// Whether the argument means a dataset: anything that is no scenario's file does.
    func meansDataset() -> Bool {
        if Dataset.isThere(target) { return true }
        return !target.hasSuffix(".json") && !isFile(target)
    }

    private func isFile(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFDIR
    }

    func inspectDataset(in program: KraderProgram) throws -> ExitStatus {
        let settings = try SettingsInForce.read(overrides: given.overrides)
        let dataset = try DatasetPlace.open(target, settings)
        let terminal = program.terminal
        let style = terminal.style(noColor: output.noColor)
        do {
            if profile {
                let style = ProgressStyle(settings.progress)
                let watched = RunView(style, name: dataset.name, terminal)
                defer { watched.finish() }
                let answer = try DatasetProfile(dataset, only: symbol).answer(
                    withIssues: output.json, control: .shown(watched))
                terminal.write(
                    output.json
                        ? answer.json(command: "data inspect")
                        : answer.text(terminal.style(noColor: output.noColor)))
            } else if let symbol {
                terminal.write(try inspect(try dataset.symbol(symbol), of: dataset, style))
            } else {
                let overview = try DatasetOverview(dataset)
                terminal.write(output.json ? overview.json() : overview.text(all: all, style))
            }
        } catch let fault as DatasetFault {
            throw ExitFault(fault)
        }
        return .ok
    }

    private func inspect(
        _ symbol: IssueCode, of dataset: Dataset, _ style: TextStyle
    ) throws -> String {
        let day = try day.map { text throws(ExitFault) in
            guard let day = CalendarDate(text) else {
                throw ExitFault(
                    status: .usage,
                    message: "--day is '\(shown(text))'; it must be a date such as 2026-03-03.")
            }
            return day
        }
        if at != nil || rows != nil || kind != nil {
            let rows = try around(symbol, of: dataset, day)
            return output.json ? rows.json(of: dataset) : rows.text(style)
        }
        let width =
            output.json
            ? DataInspectCommand.widthMax : min(style.columns, DataInspectCommand.widthMax)
        let bars = try ChartBars(
            dataset, symbol, day: day, columnsMax: max(20, width - TerminalChart.margin))
        if output.json { return bars.json(of: dataset, symbol) }
        let issue = DatasetIssue(symbol, dataset.filesOf(symbol))
        let title =
            "\(style(IssueNames(of: dataset).shown(symbol), .bold)): \(bars.title)"
        return
            ([title, ""] + TerminalChart(bars: bars, style: style).lines
            + [
                "", bars.summary,
                "\(issue.contents): \(grouped(Int64(issue.rows))) rows, "
                    + "\(issue.shown(issue.first)) to \(issue.shown(issue.last))",
            ])
            .joined(separator: "\n") + "\n"
    }

    private func around(
        _ symbol: IssueCode, of dataset: Dataset, _ day: CalendarDate?
    ) throws -> DatasetRows {
        let time = try at.map { text throws(ExitFault) in
            guard let time = TimeOfDay(text) else {
                throw ExitFault(
                    status: .usage,
                    message: "--at is '\(shown(text))'; it must be a time such as 09:03:05 or "
                        + "09:03:05.120.")
            }
            return time
        }
        let count = min(rows ?? DataInspectCommand.rowsShown, 10_000)
        let files = dataset.filesOf(symbol)
        let kinds = RowKind.allCases.filter { kind in files.contains { $0.kind == kind } }
        guard
            let kind = kind
                ?? kinds.first(where: { kind in
                    day == nil || kind == .candles
                        || files.contains { $0.kind == kind && $0.day == day }
                })
        else { throw nothing(symbol, dataset, kinds, day) }
        let those = files.filter { $0.kind == kind }
        if kind == .candles {
            // A time of day asks for the finest candles, a day alone for the daily ones.
            let sorted = those.sorted { ($0.timeframe ?? .d1) < ($1.timeframe ?? .d1) }
            guard let file = time == nil ? sorted.last : sorted.first else {
                throw nothing(symbol, dataset, kinds, day)
            }
            let date = day ?? CalendarDate(file.first)
            return try DatasetRows(
                dataset, file, around: date.at(time ?? TimeOfDay(0, 0)), count: count)
        }
        guard
            let file = day.map({ day in those.first { $0.day == day } })
                ?? (those.count == 1 ? those.first : nil),
            let date = file.day
        else { throw nothing(symbol, dataset, kinds, day) }
        return try DatasetRows(
            dataset, file, around: date.at(time ?? TimeOfDay(0, 0)), count: count)
    }

    private func nothing(
        _ symbol: IssueCode, _ dataset: Dataset, _ kinds: [RowKind], _ day: CalendarDate?
    ) -> ExitFault {
        let files = dataset.filesOf(symbol).filter { kind == nil || $0.kind == kind }
        guard !files.isEmpty else {
            return ExitFault(
                status: .data,
                message: "\(dataset.name) has no \(kind?.rawValue ?? "rows") of \(symbol); it has "
                    + "\(kinds.map(\.rawValue).joined(separator: ", ")).")
        }
        let days = files.compactMap(\.day).sorted()
        let count = "\(days.count) day\(days.count == 1 ? "" : "s")"
        let span = days.first.flatMap { first in days.last.map { "\(first) to \($0)" } } ?? ""
        guard let day else {
            return ExitFault(
                status: .usage,
                message:
                    "Which --day? \(symbol) has \(count), \(span)."
            )
        }
        return ExitFault(
            status: .data,
            message: "\(dataset.name) has no \(kind?.rawValue ?? "rows") of \(symbol) on \(day); "
                + "it has \(count), \(span).")
    }
}
