import KraderBacktest
import KraderEngine
import KraderJSON
import KraderModel

extension ReportPage {
    /// The most incidents on a page; all are in result.json.
    private static let incidentsMax = 100

    mutating func writeIncidents() {
        guard !result.incidents.isEmpty || !result.faults.isEmpty else { return }
        var grid = Grid(["<Time", "<What", "<Where"])
        for incident in result.incidents.prefix(ReportPage.incidentsMax) {
            let strategy = incident.strategy.map { result.name(ofStrategy: Int($0)) }
            let symbol = incident.symbol.map { result.code($0) }
            let prices = incident.prices.map {
                "\(grouped($0.before.won)) → \(grouped($0.after.won)) ₩"
            }
            grid.row([
                Grid.Cell(Numbers.second(incident.at)),
                Grid.Cell(incident.kind.code, style: "mono"),
                Grid.Cell([strategy, symbol, prices].compactMap { $0 }.joined(separator: " · ")),
            ])
        }
        for fault in result.faults.prefix(ReportPage.incidentsMax) {
            grid.row([
                Grid.Cell(Numbers.second(fault.at)), Grid.Cell(fault.message, style: "wrap"),
                Grid.Cell(result.name(ofStrategy: fault.strategy)),
            ])
        }
        section(Texts.incidents) { grid.write(to: &$0) }
    }

    /// Writes what the candles leave open: the result by each path between open and close.
    mutating func writeIntrabar() {
        guard !summary.intrabar.isEmpty else { return }
        var grid = Grid(["<Path", "Result ₩", "Max drawdown", "Round trips", "<Digest"])
        for run in summary.intrabar {
            grid.row([
                Grid.Cell(run.path, style: "mono"), .result(run.net),
                Grid.Cell(Numbers.percent(run.maxDrawdown)), Grid.Cell(run.trades),
                Grid.Cell(run.digest, style: "mono"),
            ])
        }
        section(Texts.intrabar) { grid.write(to: &$0) }
    }

    mutating func writeHolds() {
        guard !result.holds.isEmpty else { return }
        var grid = Grid(["<Strategy", "<Reason", "Times"])
        for hold in result.holdsByCount {
            grid.row([
                Grid.Cell(result.name(ofStrategy: hold.strategy)),
                Grid.Cell(hold.reason, style: "mono"), Grid.Cell(hold.count),
            ])
        }
        section(Texts.holds) { grid.write(to: &$0) }
    }

    mutating func writeData() {
        let counts = result.engineCounts
        var facts: [(String, String)] = [
            ("Trade prints", grouped(result.ticks)),
            ("Candles", grouped(result.candles)),
            ("Books", grouped(result.books)),
            ("Instruments", grouped(Int64(result.instruments.count))),
            ("Trading days", grouped(Int64(result.days.count))),
        ]
        let rare: [(String, Int64)] = [
            ("Late prints", result.latePrints),
            ("Prints out of scope", counts.printsOutOfScope),
            ("Displays whose sides met", result.crossedDisplays),
            ("Best prices of prints that priced nothing", result.carriedPricesUnusable),
            ("Pushes quarantined", counts.pushesQuarantined),
            ("Replies to no request", counts.repliesUnknown),
            ("Executions told twice", counts.executionsRepeated),
            ("Pushes told twice", counts.pushesRepeated),
            ("Pushes that only a list explained", counts.pushesPostponed),
            ("Answers to no query", counts.answersUnknown),
            ("Readings of the broker's lists", counts.readings),
            ("Readings that were lost", counts.readingsLost),
            ("Signals dropped with a paused strategy", counts.signalsDropped),
            ("Symbol days without a band", counts.bandsUnknown),
            ("Exits decided inside candles", counts.exitsInsideCandles),
            ("Exits ended by sales that left shares", counts.exitsEndedBySales),
            ("Points of candles not played", result.lostPoints.count),
            ("Signals after the stop", counts.signalsAfterStop),
            ("Static interruptions", counts.staticInterruptions),
            ("Dynamic interruptions", counts.dynamicInterruptions),
            ("Halts", counts.halts),
            ("Corporate actions on what was held", counts.corporateActions),
            ("Parts of shares written off", counts.fractionsLost),
            ("Changes of the board", counts.boardChanges),
            ("Issues stopped by circuit breakers", counts.circuitBreakers),
            ("Days outside the calendar", Int64(result.days.count(where: \.isFlagged))),
        ]
        facts += rare.filter { $0.1 > 0 }.map { ($0.0, grouped($0.1)) }
        for warmUp in summary.warmUps where warmUp.needed > 0 {
            facts.append(
                (
                    "Warm-up of \(warmUp.strategyID)",
                    "\(grouped(warmUp.needed)) candles of \(warmUp.timeframe) needed, "
                        + "\(grouped(warmUp.seen)) seen"
                ))
        }
        facts.append(("Events in the digest", grouped(result.events)))
        facts.append(("Digest", result.digest.isEmpty ? Texts.none : digestHex(result)))
        facts.append(("Scenario hash", summary.identity.scenarioHash))
        for data in summary.identity.data {
            let note = data.verified == .never ? " (unverified)" : ""
            facts.append((data.name, data.hash + note))
        }
        let notes = summary.dataNotes
        section(Texts.dataNotes) { html in
            html.element("dl", [("class", "list")]) { html in
                for (name, value) in facts {
                    html.element("dt", text: name)
                    html.element("dd", value.count > 30 ? [("class", "mono")] : [], text: value)
                }
            }
            guard !notes.isEmpty else { return }
            html.raw("<h3 style=\"margin-top:14px\">Notes</h3>")
            html.element("ul", [("class", "plain")]) { html in
                for note in notes { html.element("li", text: note) }
            }
        }
    }

    mutating func writeSettings() {
        guard !summary.settings.isEmpty else { return }
        var grid = Grid(["<Setting", "<Value", "<Where from"])
        for setting in summary.settings {
            grid.row([
                Grid.Cell(setting.path, style: "mono"),
                Grid.Cell(setting.value.string ?? setting.value.text(), style: "mono wrap"),
                Grid.Cell(setting.source, style: "soft"),
            ])
        }
        html.element("section", [("class", "long")]) { html in
            html.element("details") { html in
                html.element(
                    "summary", text: "\(Texts.settings) (\(summary.settings.count))")
                grid.write(to: &html)
            }
        }
    }
}
