import Foundation
import KraderDatasets
import KraderMarket
import KraderModel
import Testing

/// A scenario over the dataset `krx`, with a script.
func scenario(
    over data: String, market: String = "", signals: String, more: String = ""
) -> String {
    """
    { "schema": 1, "name": "over-dataset",
      "market": { \(market) "data": { "dataset": \(data) } },
      "account": { "cash": 10000000 }, "costs": { "preset": "none" }, \(more)
      "venue": { "fills": "touch", "latency_ms": { "data": 0, "order": 0, "reply": 0, "push": 0 } },
      "strategies": [ { "name": "scripted", "parameters": { "signals": [ \(signals) ] } } ] }
    """
}

private let tuesday = CalendarDate(2026, 3, 3)
private let wednesday = CalendarDate(2026, 3, 4)
private let thursday = CalendarDate(2026, 3, 5)
private let hour = 3_600.0

private func signal(
    _ at: String, _ side: String = "buy", symbol: String = "005930", more: String = ""
) -> String {
    #"{ "at": "\#(at)", "symbol": "\#(symbol)", "side": "\#(side)", "quantity": 10\#(more) }"#
}

@Suite("krader backtest, over a dataset")
struct BacktestDatasetTests {
    let workshop: Workshop

    init() throws { workshop = try Workshop() }

    /// Two days of one issue, and its board.
    private func makePrints(_ name: String = "krx", last: UInt32 = 70_300) throws {
        let sample = try DatasetSample(workshop.url(name).path)
        try sample.ticks(
            "005930", tuesday,
            [(9 * hour, 70_000, 100), (9 * hour + 60, 70_100, 100), (10 * hour, 70_200, 100)])
        try sample.ticks("005930", wednesday, [(9 * hour, last, 100), (11 * hour, last, 100)])
        sample.fact("005930,2000-01-04,board,KOSPI")
        try sample.publish()
    }

    private let trip =
        signal("2026-03-03T09:00:30") + "," + signal("2026-03-04T10:00", "sell")

    @Test("period and instruments are the dataset's unless the scenario says them")
    func whole() throws {
        try makePrints()
        try workshop.write(scenario(over: #""../krx""#, signals: trip), to: "deep/s.json")
        let done = try workshop.backtest("s.json --out ../out", in: "deep")
        #expect(done.exit == 0, "\(done.err)")
        let result = try workshop.result("over-dataset")
        // Ten shares gain 10 × (70,300 − 70,100): each fills at the print after its signal.
        #expect(result.integer("totals.equity") == 10_002_000)
        #expect(result.text("period.from") == "2026-03-03T00:00:00+09:00")
        #expect(result.text("identity.data.0.name") == "dataset")
    }

    @Test("the same data are the same run, wherever they lie; other data another")
    func identity() throws {
        try makePrints()
        try makePrints("elsewhere/other")
        try makePrints("changed", last: 70_400)
        try workshop.write(scenario(over: #""krx""#, signals: trip), to: "s.json")
        func run(_ path: String) throws -> String {
            let done = try workshop.backtest([
                "s.json", "--out", "out", "-q", "--set", "market.data.dataset=\(path)",
            ])
            return String(done.out.split(separator: " ").first ?? "")
        }
        let one = try run("krx")
        #expect(try one == run("elsewhere/other") && one != run("changed"))
        #expect(try one == run(workshop.url("krx").path))
    }

    @Test("setting a dataset removes the other sources")
    func override() throws {
        try makePrints()
        try workshop.write(oneBuyOneSellOnFile, to: "s.json")
        let done = try workshop.backtest(
            "s.json --out out -q --set market.data.dataset=krx --set market.from=2026-03-03")
        #expect(done.exit == 0, "\(done.err)")
    }

    @Test("a board that nobody says ends with 3 and how to say it; the scenario can say it")
    func boards() throws {
        let sample = try DatasetSample(workshop.url("krx").path)
        for symbol in ["005930", "000660"] {
            try sample.ticks(symbol, tuesday, [(9 * hour, 70_000, 100), (10 * hour, 70_100, 100)])
        }
        sample.fact("000660,2000-01-04,board,KOSPI")
        try sample.publish()
        let buy = signal("2026-03-03T09:30")
        try workshop.write(scenario(over: #""krx""#, signals: buy), to: "s.json")
        let refused = try workshop.backtest("s.json --out out")
        #expect(refused.exit == 3)
        for part in [
            "005930", "--board", "krader data instruments", "market.instruments", "s.json, line 2",
        ] {
            #expect(refused.err.contains(part), "\(part): \(refused.err)")
        }
        let said = #""instruments": [ { "symbol": "005930", "board": "KOSPI" } ],"#
        try workshop.write(scenario(over: #""krx""#, market: said, signals: buy), to: "s.json")
        #expect(try workshop.backtest("s.json --out out").exit == 0)
        let found = try workshop.start(["data", "inspect", "s.json", "--json"]).finished()
        let census = try JSON(Data(found.out.utf8))
        #expect(census.integer("symbols") == 2 && census.integer("prints") == 4)
        // semantics.md §1: by code, in whatever order a scenario lists them.
        #expect(census.text("issues.0.symbol") == "000660")
        // What is not asked of the dataset need not be known.
        try workshop.write(
            scenario(
                over: #"{ "path": "krx", "symbols": ["000660"] }"#,
                signals: signal("2026-03-03T09:30", symbol: "000660")), to: "one.json")
        #expect(try workshop.backtest("one.json --out out").exit == 0)
    }

    @Test("no dataset, no such rows, another period: each ends with 3 and says why")
    func absent() throws {
        try makePrints()
        let buy = signal("2026-03-03T09:30")
        let cases = [
            (#""none""#, "", "There is no dataset 'none' (s.json, line 2, market.data.dataset)."),
            (#"".""#, "", "'.' is no dataset: it has no dataset.json"),
            (
                #"{ "path": "krx", "kinds": ["books"] }"#, "",
                "'krx' has none of the data that are asked of it"
            ),
            (
                #""krx""#, #""from": "2025-03-04", "to": "2025-03-05","#,
                "it runs from 2026-03-03 to 2026-03-04"
            ),
        ]
        for (data, market, message) in cases {
            let signals = market.isEmpty ? buy : signal("2025-03-04T09:30")
            try workshop.write(scenario(over: data, market: market, signals: signals), to: "s.json")
            let done = try workshop.backtest("s.json --out out")
            #expect(done.exit == 3 && done.err.contains(message), "\(done.err)")
        }
        #expect(workshop.names("out").isEmpty)
    }

    @Test("a damage that is met while playing ends with 3, its file and place, and no result")
    func damaged() throws {
        let sample = try DatasetSample(workshop.url("krx").path)
        try sample.ticks(
            "005930", tuesday, (0..<20_000).map { (9 * hour + Double($0) / 2, 70_000, 1) })
        sample.fact("005930,2000-01-04,board,KOSPI")
        try sample.publish()
        let file = "krx/ticks/005930/2026-03-03.ticks"
        var bytes = try workshop.bytes(file)
        bytes[200_000] ^= 1
        try workshop.write(bytes, to: file)
        try workshop.write(
            scenario(over: #""krx""#, signals: signal("2026-03-03T09:30")), to: "s.json")
        for arguments in ["backtest s.json --out out", "data inspect s.json"] {
            let done = try workshop.start(arguments.split(separator: " ").map(String.init))
                .finished()
            #expect(done.exit == 3 && done.out.isEmpty)
            // The block of 65,536 bytes behind a header of 128 that holds it.
            #expect(
                done.err.contains("krx/ticks/005930/2026-03-03.ticks")
                    && done.err.contains("(offset 196736)"), "\(done.err)")
        }
        #expect(workshop.names("out/over-dataset").isEmpty)
    }

    @Test("a day of a halted row takes no orders; the days around it do")
    func halted() throws {
        let sample = try DatasetSample(workshop.url("krx").path)
        try sample.candles(
            "005930", .d1,
            [
                .day(tuesday, 70_000, 70_500, 69_500, 70_200, base: 69_900),
                .halted(wednesday, close: 70_200), .day(thursday, 71_000, 71_500, 70_500, 71_200),
            ])
        sample.fact("005930,2000-01-04,board,KOSPI")
        try sample.publish()
        let signals = ["03-03T10:00", "03-04T08:40", "03-04T10:00", "03-05T10:00"]
            .map { signal("2026-" + $0) }.joined(separator: ",")
        let early = #""risk": { "trading_start_hour": 8 },"#
        try workshop.write(
            scenario(over: #""krx""#, signals: signals, more: early), to: "s.json")
        let done = try workshop.backtest("s.json --out out")
        #expect(done.exit == 0, "\(done.err)")
        let fills = try workshop.table("fills", of: "over-dataset").rows
        #expect(
            fills.map { ($0["traded"] ?? "").prefix(10) } == ["2026-03-03", "2026-03-05"])
        let result = try workshop.result("over-dataset")
        #expect(result.counts("orders.refusals")?["HALTED"] == 2)
    }

    @Test("the row's base price gives the first day its limits")
    func basePrice() throws {
        let sample = try DatasetSample(workshop.url("krx").path)
        try sample.ticks("005930", tuesday, [(9 * hour, 70_000, 100), (10 * hour, 70_100, 100)])
        try sample.candles(
            "005930", .d1, [.day(tuesday, 70_000, 70_100, 70_000, 70_100, base: 69_000)])
        sample.fact("005930,2000-01-04,board,KOSPI")
        try sample.publish()
        // 69,000 + 30 % is 89,700 (krx-market.md §3.2).
        let signals =
            signal("2026-03-03T09:30", more: #", "price": 89700"#) + ","
            + signal("2026-03-03T09:31", more: #", "price": 89800"#)
        try workshop.write(scenario(over: #""krx""#, signals: signals), to: "s.json")
        #expect(try workshop.backtest("s.json --out out").exit == 0)
        let orders = try workshop.table("orders", of: "over-dataset").rows
        #expect(orders.map { $0["status"] } == ["FILLED"], "\(orders)")
    }

    @Test("prints of NXT fill nothing; what was recorded late comes late")
    func scopeAndLag() throws {
        let sample = try DatasetSample(workshop.url("krx").path)
        try sample.ticks("005930", tuesday, [(9 * hour, 70_000, 100), (10 * hour, 70_100, 100)])
        sample.description.dataLag = .milliseconds(700)
        sample.description.stampUnit = .seconds(1)
        sample.fact("005930,2000-01-04,board,KOSPI")
        try sample.publish()
        let buy = signal("2026-03-03T09:30")
        try workshop.write(scenario(over: #""krx""#, signals: buy), to: "s.json")
        let done = try workshop.backtest("s.json --out out")
        #expect(done.exit == 0, "\(done.err)")
        let result = try workshop.result("over-dataset")
        let notes = try #require(result.list("data.notes")).map { "\($0.value)" }
        #expect(notes.contains { $0.contains("700 ms late") })
        try workshop.write(
            scenario(over: #"{ "path": "krx", "scope": "NXT" }"#, signals: buy), to: "nxt.json")
        let other = try workshop.backtest("nxt.json --out nxt")
        #expect(other.exit == 0, "\(other.err)")
        let fills = try workshop.table("fills", of: "over-dataset", out: "nxt").rows
        #expect(fills.isEmpty)
        let found = try workshop.start(["data", "inspect", "nxt.json", "--json"]).finished()
        let census = try JSON(Data(found.out.utf8))
        #expect(census.integer("other_venues") == 2)
        #expect(census.integer("stamp_unit_ns") == 1_000_000_000)
    }

    @Test(
        "a display of a whole record stands until it changes, a look ages; the scenario decides",
        arguments: [
            (BookCoverage.full, nil, "70100 quote"), (.sampled, nil, "70300 through"),
            (.full, "sampled", "70300 through"), (.sampled, "full", "70100 quote"),
        ] as [(BookCoverage, String?, String)])
    func coverage(recorded: BookCoverage, said: String?, fill: String) throws {
        let sample = try DatasetSample(workshop.url("krx").path)
        try sample.ticks("005930", tuesday, [(9 * hour, 70_000, 100), (11 * hour, 70_300, 100)])
        var quote = Book(time: tuesday.at(TimeOfDay(9, 0, 1)), symbol: SymbolIndex(0))
        quote.append(PriceLevel(Price(70_100), Shares(100)), to: .sell)
        quote.append(PriceLevel(Price(70_000), Shares(100)), to: .buy)
        try sample.books("005930", tuesday, [quote])
        sample.fact("005930,2000-01-04,board,KOSPI")
        sample.description.bookCoverage = recorded
        try sample.publish()
        try workshop.write(
            scenario(over: #""krx""#, signals: signal("2026-03-03T10:00")), to: "s.json")
        let more = said.map { " --set venue.book_coverage=\($0)" } ?? ""
        let done = try workshop.backtest("s.json --out out" + more)
        #expect(done.exit == 0, "\(done.err)")
        let fills = try workshop.table("fills", of: "over-dataset").rows
        #expect(fills.map { "\($0["price"] ?? "") \($0["evidence"] ?? "")" } == [fill])
        let notes = try workshop.result("over-dataset").list("data.notes") ?? []
        let told = notes.contains { "\($0.value)".contains("book_coverage \(recorded)") }
        #expect(told == (said == nil))
        let shown = try workshop.start(["data", "inspect", "krx", "--json"]).finished()
        #expect(try JSON(Data(shown.out.utf8)).text("book_coverage") == "\(recorded)")
    }
}
