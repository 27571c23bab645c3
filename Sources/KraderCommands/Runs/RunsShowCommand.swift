import ArgumentParser
import KraderEngine
import KraderJSON
import KraderRuns

/// Tells again, from its folder, what a run came to.
struct RunsShowCommand: ProgramCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Print the summary of a run again.",
        discussion: "Ends with exit code 10 when there is no such run, 3 when it is damaged.")

    @Argument(
        help: ArgumentHelp("A run's id, the first digits of it, or its folder.", valueName: "run"))
    var run: String

    @OptionGroup var place: RunPlace

    @Flag(name: .long, help: "Print one JSON object.")
    var json = false

    func run(in program: KraderProgram) throws -> ExitStatus {
        let kept = try KeptRun(place.folder(of: run))
        program.terminal.write(json ? kept.shownJSON(program.catalog) : kept.summary)
        return .ok
    }
}

extension RunPlace {
    /// The folder of the run. A folder is taken as it stands, whether or not there is any shelf.
    func folder(of asked: String) throws -> String {
        if dir == nil, asked.contains("/") { return asked }
        return try shelf().folder(of: asked)
    }
}

extension KeptRun {
    /// The summary for people, in the words of `krader backtest`.
    var summary: String {
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

    /// The last line, as the run itself ended.
    private var lastLine: String {
        let drawdown = maxDrawdown?.double.map { plainDecimal($0, 4) } ?? "–"
        return [
            "run=\(shown(runID))", "digest=\(shown(shortDigest))",
            "trades=\(trades?.plain ?? "–")", "net=\(net?.plain ?? "–")",
            "max_drawdown=\(drawdown)", "warnings=\(warnings.count)",
            "exit=\(exit.map { "\($0)" } ?? "–")",
        ].joined(separator: " ")
    }

    fileprivate func shownJSON(_ catalog: StrategyCatalog) -> String {
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

/// The value for machines with a number of decimals: no grouping, an ASCII minus.
private func plainDecimal(_ value: Double, _ places: Int) -> String {
    let text = decimal(value.magnitude, places).filter { $0 != "," }
    return value < 0 ? "-" + text : text
}
