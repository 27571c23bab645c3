import KraderJSON
import KraderReport

/// What differs between runs, and what came of it.
public struct RunComparison {
    typealias Row = (name: String, values: [JSONValue?])

    let runs: [KeptRun]
    /// Settings, parameters and data that not all runs have alike.
    let differences: [Row]
    let figures: [Row]

    public init(_ runs: [KeptRun]) {
        self.runs = runs
        let said = runs.map(\.said)
        var names: [String] = []
        var known: Set<String> = []
        for (name, _) in said.flatMap({ $0 }) where known.insert(name).inserted {
            names.append(name)
        }
        let values = said.map { Dictionary($0.map { ($0.name, $0.value) }) { first, _ in first } }
        differences = names.map { name in (name, values.map { $0[name] }) }
            .filter { Set($0.values).count > 1 }
        var order = runs.flatMap { $0.statistics.map(\.name) }
        order += ["orders", "fills"]
        var seen: Set<String> = []
        figures = order.filter { seen.insert($0).inserted }.map { name in
            (name, runs.map { $0.statistic(name) ?? $0.total(name) })
        }
    }

    private var heads: [String] { runs.map { shown($0.runID, charactersMax: 12) } }

    public var text: String {
        var lines: [String] = []
        func table(_ title: String, _ rows: [(String, [String])]) {
            var table = TextTable(
                columns: [(title, .left)] + heads.map { ($0, TextTable.Side.right) })
            table.rows = rows.map { name, values in
                [shown(name, charactersMax: 60)] + values.map { shown($0) }
            }
            lines += table.lines(.plain, indent: "").map { line in
                var line = Substring(line)
                while line.last == " " { line.removeLast() }
                return String(line)
            }
        }
        if differences.isEmpty {
            lines.append("Their scenarios, settings, parameters and data are alike.")
        } else {
            table("differs", differences.map { ($0.name, $0.values.map { $0?.plain ?? "–" }) })
        }
        lines.append("")
        let digests = [("digest", runs.map(\.shortDigest))]
        table(
            "figure",
            figures.map { name, values in (name, values.map { RunFigure(name).text($0) }) }
                + digests)
        for run in runs where !run.isComplete {
            lines.append("The run \(shown(run.runID)) did not come to its end.")
        }
        return lines.map { $0 + "\n" }.joined()
    }

    public var csv: String {
        func row(_ part: String, _ name: String, _ values: [String]) -> String {
            ([part, SpreadsheetText.field(name)] + values).joined(separator: ",") + "\n"
        }
        func cell(_ value: JSONValue?) -> String {
            guard let value else { return "" }
            return value.double == nil ? SpreadsheetText.field(value.plain) : value.plain
        }
        let header = row("part", "name", runs.map { SpreadsheetText.field($0.runID) })
        return header
            + differences.map { row("differs", $0.name, $0.values.map(cell)) }.joined()
            + figures.map { row("figure", $0.name, $0.values.map(cell)) }.joined()
            + row("figure", "digest", runs.map { SpreadsheetText.field($0.shortDigest) })
    }

    public var json: String {
        func rows(_ rows: [Row]) -> JSONValue {
            JSONValue(
                .array(
                    rows.map { row in
                        [
                            "name": JSONValue(.string(row.name)),
                            "values": JSONValue(.array(row.values.map { $0 ?? nil })),
                        ]
                    }))
        }
        var writer = JSONWriter(.pretty)
        writer.object {
            $0.member("schema", 1)
            $0.member("command", "runs compare")
            $0.member("runs") { list in
                list.array {
                    for run in runs {
                        $0.element([
                            "run_id": JSONValue(.string(run.runID)),
                            "folder": JSONValue(.string(run.folder)),
                            "scenario": JSONValue(.string(run.scenario)),
                            "digest": JSONValue(.string(run.digest)),
                            "complete": JSONValue(.boolean(run.isComplete)),
                        ])
                    }
                }
            }
            $0.member("differences", rows(differences))
            $0.member("figures", rows(figures))
        }
        return String(decoding: writer.finished(), as: UTF8.self)
    }
}

extension KeptRun {
    /// All that was said to the run, by paths as a scenario has them.
    fileprivate var said: [(name: String, value: JSONValue)] {
        func text(_ value: String) -> JSONValue { JSONValue(.string(value)) }
        var rows: [(name: String, value: JSONValue)] = [
            ("scenario", text(scenario)), ("period", text(period)), ("seed", text(seed)),
            ("engine_version", text(engineVersion)),
        ]
        rows += data.map { ("data: \($0.name)", text(String($0.hash.prefix(12)))) }
        for (place, strategy) in strategies.enumerated() {
            let path = "strategies[\(place)]"
            rows.append((path + ".name", text(strategy.kind)))
            rows += strategy.parameters.map { ("\(path).parameters.\($0.name)", $0.value) }
        }
        return rows + settings.map { ($0.path, $0.value) }
    }
}
