public import KraderEngine
import KraderJSON
public import KraderReport

extension KeptRun {
    /// For people, in the words of `krader backtest`.
    public func summary(_ style: TextStyle) -> String {
        var rows = [(name: "period", value: period)]
        let opening = RunFigure("net").text(total("opening_equity"))
        rows.append(("equity", "\(opening) → \(RunFigure("net").text(total("equity"))) won"))
        let share = RunFigure("return").text(statistic("return"))
        rows.append(("net", "\(RunFigure("net").text(net)) won (\(share))"))
        rows.append(("costs", RunFigure("costs").text(statistic("costs")) + " won"))
        rows.append(("trades", RunFigure("trades").text(trades)))
        let fall = RunFigure("max_drawdown_won").text(total("max_drawdown_won"))
        let drawdown = RunFigure("max_drawdown").text(maxDrawdown)
        rows.append(("drawdown", "\(drawdown) at most (\(fall) won)"))
        rows.append(("sharpe", RunFigure("sharpe").text(statistic("sharpe"))))
        rows.append(("orders", RunFigure("orders").text(total("orders"))))
        for strategy in strategies {
            let words = strategy.parameters.map { "\($0.name)=\($0.value.plain)" }
            let name =
                strategy.id == strategy.kind ? strategy.kind : "\(strategy.id): \(strategy.kind)"
            rows.append(("strategy", ([name] + words).joined(separator: " ")))
        }
        for setting in settings where setting.source != "default" {
            rows.append(("setting", "\(setting.path)=\(setting.value.plain) (\(setting.source))"))
        }
        for data in data { rows.append(("data", "\(data.name) \(data.hash.prefix(12))")) }
        rows.append(("report", folder + "/report.html"))
        let head = about.isEmpty ? [scenario] : [scenario, about]
        let table = TextTable(
            columns: [("", .left), ("", .left)],
            rows: rows.map { [$0.name, shown($0.value, charactersMax: 400)] })
        var lines = head.flatMap { style.lines(shown($0, charactersMax: 400)) }
        lines += table.lines(style)
        let end = isComplete ? [] : ["The run did not come to its end."]
        lines += (warnings.map { shown($0, charactersMax: 1_000) } + end).flatMap {
            style.lines($0, after: "! ")
        }
        return (lines + [lastLine]).map { $0 + "\n" }.joined()
    }

    /// As the run itself ended.
    private var lastLine: String {
        let drawdown = maxDrawdown?.double.flatMap { plainDecimal($0, 4) } ?? "–"
        return [
            "run=\(shown(runID))", "digest=\(shown(shortDigest))",
            "trades=\(trades?.plain ?? "–")", "net=\(net?.plain ?? "–")",
            "max_drawdown=\(drawdown)", "warnings=\(warnings.count)",
            "exit=\(exit.map { "\($0)" } ?? "–")",
        ].joined(separator: " ")
    }

    public func shownJSON(_ catalog: StrategyCatalog) -> String {
        Answer.json(command: "runs show", .pretty) {
            $0.member("run", json(catalog))
            $0.member("statistics") { writer in
                writer.object { for (name, value) in statistics { $0.member(name, value) } }
            }
            $0.member("settings") { writer in
                writer.object {
                    for setting in settings { $0.member(setting.path, setting.value) }
                }
            }
            $0.member("warnings", JSONValue(.array(warnings.map { JSONValue(.string($0)) })))
        }
    }
}
