public import KraderEngine
import KraderJSON
import KraderReport

extension KeptRun {
    /// For people, in the words of `krader backtest`.
    public var summary: String {
        var rows: [[String]] = [["period", period]]
        let opening = RunFigure("net").text(total("opening_equity"))
        rows.append(["equity", "\(opening) → \(RunFigure("net").text(total("equity"))) won"])
        let share = RunFigure("return").text(statistic("return"))
        rows.append(["net", "\(RunFigure("net").text(net)) won (\(share))"])
        rows.append(["costs", RunFigure("costs").text(statistic("costs")) + " won"])
        rows.append(["trades", RunFigure("trades").text(trades)])
        let fall = RunFigure("max_drawdown_won").text(total("max_drawdown_won"))
        rows.append(
            ["drawdown", "\(RunFigure("max_drawdown").text(maxDrawdown)) at most (\(fall) won)"])
        rows.append(["sharpe", RunFigure("sharpe").text(statistic("sharpe"))])
        rows.append(["orders", RunFigure("orders").text(total("orders"))])
        for strategy in strategies {
            let words = strategy.parameters.map { "\($0.name)=\($0.value.plain)" }
            let name =
                strategy.id == strategy.kind ? strategy.kind : "\(strategy.id): \(strategy.kind)"
            rows.append(["strategy", ([name] + words).joined(separator: " ")])
        }
        for setting in settings where setting.source != "default" {
            rows.append(["setting", "\(setting.path)=\(setting.value.plain) (\(setting.source))"])
        }
        for data in data { rows.append(["data", "\(data.name) \(data.hash.prefix(12))"]) }
        rows.append(["report", folder + "/report.html"])
        let head = about.isEmpty ? [scenario] : [scenario, about]
        let shownRows = rows.map { $0.map { shown($0, charactersMax: 400) } }
        let lines =
            head.map { shown($0, charactersMax: 400) + "\n" }.joined()
            + alignedLines(shownRows, indent: "  ")
            + warnings.map { "! \(shown($0, charactersMax: 1_000))\n" }.joined()
        return lines + (isComplete ? "" : "! The run did not come to its end.\n") + lastLine + "\n"
    }

    /// As the run itself ended.
    private var lastLine: String {
        let drawdown = maxDrawdown?.double.map { plainDecimal($0, 4) } ?? "–"
        return [
            "run=\(shown(runID))", "digest=\(shown(shortDigest))",
            "trades=\(trades?.plain ?? "–")", "net=\(net?.plain ?? "–")",
            "max_drawdown=\(drawdown)", "warnings=\(warnings.count)",
            "exit=\(exit.map { "\($0)" } ?? "–")",
        ].joined(separator: " ")
    }

    public func shownJSON(_ catalog: StrategyCatalog) -> String {
        var writer = JSONWriter(.pretty)
        writer.object {
            $0.member("schema", 1)
            $0.member("command", "runs show")
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
        return String(decoding: writer.finished(), as: UTF8.self)
    }
}

/// So many decimals, for machines: no grouping, an ASCII minus.
private func plainDecimal(_ value: Double, _ places: Int) -> String {
    let text = decimal(value.magnitude, places).filter { $0 != "," }
    return value < 0 ? "-" + text : text
}
