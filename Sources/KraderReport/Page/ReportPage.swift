public import KraderBacktest
import KraderEngine
import KraderJSON
import KraderModel

/// `report.html`: a run on one page that needs nothing else. It knows no wall clock: the same run
/// gives the same bytes.
public struct ReportPage {
    let result: RunResult
    let summary: RunSummary
    let statistics: Statistics
    var html = HTML()

    /// The most price pictures on a page; the most traded symbols have one.
    static let picturesMax = 8
    /// The most round trips on a page; all are in trades.csv.
    static let tripsMax = 200
    static let symbolsMax = 100

    public static func bytes(_ result: RunResult, _ summary: RunSummary) -> [UInt8] {
        var page = ReportPage(
            result: result, summary: summary, statistics: Statistics(result))
        page.write()
        return page.html.bytes
    }

    private mutating func write() {
        html.raw("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
        html.raw("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">")
        html.element("title", text: "\(summary.identity.scenario) · krader")
        html.raw("<style>\(Style.sheet)</style></head><body><main>")
        writeHead()
        writeFacts()
        writeWarnings()
        writeExpectations()
        writeScript()
        writeEquity()
        writeIntrabar()
        writePrices()
        writeStatistics()
        writeCostsAndOrders()
        writeOpenPositions()
        writeSymbols()
        writeStranded()
        writeAdjustments()
        writeStrategies()
        writeTrips()
        writeIncidents()
        writeHolds()
        writeData()
        writeSettings()
        writeFooter()
        html.raw("</main><script>\(Style.script)</script></body></html>\n")
    }

    /// Writes a framed part of the page under a heading.
    mutating func section(
        _ heading: String, style: String = "", _ content: (inout HTML) -> Void
    ) {
        html.element("section", style.isEmpty ? [] : [("class", style)]) { html in
            html.element("h2", text: heading)
            content(&html)
        }
    }

    private mutating func writeHead() {
        html.element("h1", text: summary.identity.scenario)
        if !summary.about.isEmpty {
            html.element("p", [("class", "soft")], text: summary.about)
        }
        let chips = [
            ("Period", "\(Numbers.minute(summary.from)) – \(Numbers.minute(summary.to)) KST"),
            (
                "Data",
                result.dataDays.map { "\($0.first) – \($0.last)" } ?? Texts.none
            ),
            ("Run", summary.identity.runID), ("Digest", shortDigest(result)),
            ("Seed", "\(summary.identity.seed)"), ("Engine", summary.identity.engineVersion),
        ]
        html.element("ul", [("class", "chips")]) { html in
            for (name, value) in chips {
                html.element("li") { html in
                    html.text("\(name) ")
                    html.element("b", text: value)
                }
            }
        }
        guard !summary.strategies.isEmpty else { return }
        html.element("ul", [("class", "chips")]) { html in
            for strategy in summary.strategies {
                html.element("li", [("class", "mono")], text: strategy.words)
            }
        }
    }

    private mutating func writeFacts() {
        let net = result.account.equity - result.openingEquity
        let costs = result.account.commission + result.account.tax
        let rate = statistics[.winRate]
        html.raw("<dl class=\"facts\">")
        fact(
            Texts.label(.net), "\(Numbers.signed(net)) ₩",
            [
                statistics[.totalReturn].map { Numbers.signedPercent($0) },
                result.benchmark.map {
                    "\(Texts.benchmark.lowercased()) \(Numbers.signedPercent($0.totalReturn))"
                },
            ].compactMap { $0 }.joined(separator: ", "),
            style: net > .zero ? "gain" : net < .zero ? "loss" : "")
        fact(
            Texts.equity, "\(grouped(result.account.equity)) ₩",
            result.stranded.isEmpty
                ? "from \(grouped(result.openingEquity)) ₩"
                : "\(grouped(result.equityIfWorthless)) ₩ without what can't be sold")
        fact(
            Texts.label(.maxDrawdown), Numbers.percent(result.account.maxDrawdown),
            "\(grouped(result.account.deepestFall)) ₩")
        fact(
            Texts.label(.trades), grouped(result.trades.count),
            rate.map { "\(Numbers.percent($0, 1)) with a gain" } ?? "")
        fact(
            Texts.label(.costs), "\(grouped(costs)) ₩",
            statistics[.costShare].map { "\(Numbers.percent($0, 3)) of the amount" } ?? "")
        let refused = result.refusalCount
        fact(
            Texts.orders, grouped(result.ordersMade),
            refused > 0 ? "\(times(refused, "signal")) refused" : "")
        html.raw("</dl>")
    }

    private mutating func fact(
        _ name: String, _ value: String, _ beside: String, style: String = ""
    ) {
        html.element("div") { html in
            html.element("dt", text: name)
            html.element("dd") { html in
                html.element("span", style.isEmpty ? [] : [("class", style)], text: value)
                html.element("small", text: beside.isEmpty ? "\u{A0}" : beside)
            }
        }
    }

    private mutating func writeWarnings() {
        var notes = summary.warnings
        if !result.isComplete { notes.insert(summary.cutText, at: 0) }
        if !notes.isEmpty {
            section(Texts.warnings, style: "note") { html in
                html.element("ul") { html in
                    for note in notes { html.element("li", text: note) }
                }
            }
        }
        let reasons = whyNothingTraded(result, summary)
        if !reasons.isEmpty {
            section(Texts.whyNothing, style: "note") { html in
                html.element("ol") { html in
                    for reason in reasons { html.element("li", text: reason) }
                }
            }
        }
    }

    private mutating func writeEquity() {
        let curve = EquityChart.markup(result)
        if !curve.isEmpty {
            section("\(Texts.equity) (₩)") { $0.picture(curve) }
        }
        let bars = ResultBars.markup(result)
        if !bars.isEmpty && result.days.count > 1 {
            let heading = ResultBars.isMonthly(result) ? Texts.monthlyResult : Texts.dailyResult
            section("\(heading) (₩)") { $0.picture(bars) }
        }
    }

    private mutating func writePrices() {
        let pictured = result.symbols.filter { $0.fills > 0 }
            .sorted { ($1.bought + $1.sold, $0.symbol) < ($0.bought + $0.sold, $1.symbol) }
            .prefix(ReportPage.picturesMax)
        let pictures = pictured.compactMap { symbol -> (String, String)? in
            let trades = result.firstTrades.filter { $0.symbol == symbol.symbol }
            let name = result.code(symbol.symbol)
            let markup = PriceChart.markup(symbol, trades: trades, name: name)
            let shown = min(trades.count, PriceChart.tradesMax)
            let all = symbol.trades.count
            let note = Int64(shown) < all ? ", the first \(shown) shown" : ""
            return markup.isEmpty ? nil : ("\(name) · \(times(all, "round trip"))\(note)", markup)
        }
        guard !pictures.isEmpty else { return }
        section(Texts.tradesOnPrice) { html in
            html.raw("<p class=\"soft\"><span class=\"gain\">▲</span> bought, ")
            html.raw("<span class=\"loss\">▼</span> sold, at the mean price of the round trip; ")
            html.raw("a line joins the two, <span class=\"gain\">red</span> when it gained, ")
            html.raw("<span class=\"loss\">blue</span> when it lost.</p>")
            html.element("div", [("class", "charts")]) { html in
                for (heading, markup) in pictures {
                    html.element("div") { html in
                        html.element("h3", text: heading)
                        html.picture(markup)
                    }
                }
            }
        }
    }

    private mutating func writeFooter() {
        html.element("footer") { html in
            html.text(
                "krader \(summary.identity.engineVersion) · \(SummaryLine.text(result, summary))")
        }
    }
}

extension HTML {
    mutating func picture(_ markup: String) {
        element("div", [("class", "picture")]) { $0.raw(markup) }
    }
}
