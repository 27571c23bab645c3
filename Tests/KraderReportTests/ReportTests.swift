import KraderJSON
import KraderModel
import Testing

@testable import KraderBacktest
@testable import KraderEngine
@testable import KraderReport

private let empty: RunResult = {
    var record = RunResult(instruments: [], strategyIDs: [], account: Account(cash: Won(1_000)))
    record.openingEquity = Won(1_000)
    return record
}()

private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

@Suite struct ReportPageTests {
    @Test("the page stands alone and its pictures have no holes", arguments: [0, 1, 2, 21, 300])
    func standsAlone(days: Int) throws {
        let record = days == 0 ? empty : try SampleRun.record(days: days)
        let page = text(ReportPage.bytes(record, SampleRun.summary()))
        for bad in ["NaN", "nan\"", "inf", "http://www.w3.org/1999", "https://", "src=", "href="] {
            #expect(!page.contains(bad), "\(bad)")
        }
        #expect(page.contains("<svg") == (days > 0))
        #expect(page.hasSuffix("</html>\n"))
        for tag in ["section", "table", "svg", "div", "dl", "text", "path"] {
            let opened = page.ranges(of: "<\(tag) ").count + page.ranges(of: "<\(tag)>").count
            #expect(opened == page.ranges(of: "</\(tag)>").count, "\(tag)")
        }
    }

    @Test("the same run gives the same page")
    func deterministic() throws {
        let once = try SampleRun.record(days: 3)
        let again = try SampleRun.record(days: 3)
        let summary = SampleRun.summary()
        #expect(ReportPage.bytes(once, summary) == ReportPage.bytes(again, summary))
        #expect(ResultFile.bytes(once, summary) == ResultFile.bytes(again, summary))
    }

    @Test("names from outside cannot become markup")
    func hostile() throws {
        let evil = "<script>alert('x')</script>\"&\u{1B}"
        var record = try SampleRun.record(days: 1)
        record.strategyIDs = [evil]
        record.strategies[0].id = evil
        record.holds = [RunResult.Hold(strategy: 0, reason: evil, count: 1)]
        var summary = SampleRun.summary(evil)
        summary.about = evil
        summary.warnings = [evil]
        summary.dataNotes = [evil]
        summary.settings = [.init(path: evil, value: JSONValue(.string(evil)), source: evil)]
        let page = text(ReportPage.bytes(record, summary))
        #expect(!page.contains("<script>alert"))
        #expect(!page.contains("\u{1B}"))
        #expect(
            page.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot;&amp;\u{FFFD}"))
    }

    @Test(
        "axes have round values, three at least",
        arguments: [
            (0.0, 1.0, [0, 0.2, 0.4, 0.6, 0.8, 1]), (0, 7, [0, 2, 4, 6]),
            (-570, 180, [-400, -200, 0]),
        ])
    func ticks(low: Double, high: Double, expected: [Double]) {
        let ticks = LinearScale(low: low, high: high, from: 0, to: 1).ticks(5)
        #expect(ticks.count == expected.count)
        #expect(zip(ticks, expected).allSatisfy { ($0 - $1).magnitude < 1e-9 })
    }

    @Test("nights take no room")
    func tradingTime() {
        let first = CalendarDate(2026, 3, 6)
        let monday = CalendarDate(2026, 3, 9)
        let scale = TradingTimeScale(
            [first, monday].flatMap {
                [$0.midnight, $0.at(TimeOfDay(9, 0)), $0.at(TimeOfDay(15, 0))]
            }, from: 0, to: 200)
        #expect(scale(monday.midnight) == 100)
        #expect(scale(first.at(TimeOfDay(12, 0))) == 50)
        #expect(scale(first.at(TimeOfDay(23, 0))) == 100)
        #expect(scale(first.advanced(by: 1).at(TimeOfDay(12, 0))) == 100)
        #expect(scale(monday.at(TimeOfDay(12, 0))) == 150)
    }
}

@Suite struct ResultFileTests {
    @Test("the file is JSON with the totals of the record")
    func totals() throws {
        let record = try SampleRun.record(days: 21)
        let bytes = ResultFile.bytes(record, SampleRun.summary())
        let json = try JSONReader.read(bytes, file: "result.json").root
        #expect(text(bytes).hasSuffix("\n}\n"))
        #expect(json["schema"]?.integer == 1)
        #expect(json["identity"]?["digest_short"]?.string == "00070e151c23")
        #expect(json["identity"]?["run_id"]?.string == "5f2c09ab1d3e")
        #expect(json["totals"]?["fills"]?.integer == record.fills)
        #expect(json["days"]?.array?.count == 21)
        #expect(json["orders"]?["refusals"]?["CASH_SHORT"]?.integer == 14)
        #expect(json["fills"]?["by_evidence"]?["auction"]?["shares"]?.integer == 200)
        #expect(json["statistics"]?["cagr"]?.isNull == true)
        #expect(json["settings"]?.array?.first?["value"]?.integer == 1_000)
        for statistic in Statistic.allCases {
            #expect(json["definitions"]?[statistic.rawValue]?.string?.isEmpty == false)
            #expect(json["statistics"]?[statistic.rawValue] != nil)
        }
    }

    @Test("the parts add up: symbols' results are the net result")
    func addsUp() throws {
        let record = try SampleRun.record(days: 21)
        let net = record.symbols.reduce(Won.zero) { $0 + $1.net }
        #expect(net == record.account.equity - record.openingEquity)
    }

    @Test("an empty run has a file too")
    func emptyRun() throws {
        let json = try JSONReader.read(
            ResultFile.bytes(empty, SampleRun.summary()), file: "result.json"
        ).root
        #expect(json["identity"]?["digest"]?.isNull == true)
        #expect(json["totals"]?["net"]?.integer == 0)
    }
}

@Suite struct TerminalTests {
    @Test("the last line is for people and for grep")
    func lastLine() {
        var record = empty
        record.digest = (0..<32).map { UInt8($0) }
        record.account.cash = Won(800)
        record.account.maxDrawdown = 0.20004
        record.trades.count = 3
        var summary = SampleRun.summary()
        summary.warnings = ["a"]
        summary.exitCode = 5
        #expect(
            SummaryLine.text(record, summary)
                == "run=5f2c09ab1d3e digest=000102030405 trades=3 net=-200 max_drawdown=0.2000"
                + " warnings=1 exit=5")
    }

    @Test("why nothing traded names the gates, the busiest first")
    func whyNothing() {
        var record = empty
        record.strategyIDs = ["fast"]
        record.ticks = 10
        record.signals = 9
        record.refusals[Refusal.noPrice.kind] = 2
        record.refusals[Refusal.wrongPhase.kind] = 7
        record.holds = [
            .init(strategy: 0, reason: "rare", count: 1),
            .init(strategy: 0, reason: "hold", count: 5),
        ]
        var summary = SampleRun.summary()
        summary.warmUps = [.init(strategyID: "fast", timeframe: .m60, needed: 200, seen: 30)]
        #expect(
            whyNothingTraded(record, summary) == [
                "fast was never warm: it needs 200 candles of 60m and saw 30.",
                "WRONG_PHASE refused 7 signals.", "NO_PRICE refused 2 signals.",
                "fast held 5 times: hold.", "fast held 1 time: rare.",
            ])
        record.fills = 1
        #expect(whyNothingTraded(record, summary).isEmpty)
    }

    @Test("candles that the data can't make are the cause where they are needed or stood in for")
    func missingCandles() throws {
        var record = try SampleRun.record(days: 1)
        record.fills = 0
        record.signals = 0
        record.refusals = [:]
        record.rejections = [:]
        record.holds = []
        record.faults = []
        record.ordersMade = 0
        for place in record.strategies.indices {
            record.strategies[place].signals = 0
            record.strategies[place].isPaused = false
        }
        let id = record.strategies[0].id
        var summary = SampleRun.summary()
        summary.warmUps = [
            .init(strategyID: id, timeframe: .m1, needed: 0, seen: 0, canBeBuilt: false)
        ]
        #expect(
            whyNothingTraded(record, summary).first
                == "\(id) gave no signal: the data make no candles of 1m.")
        summary.warmUps[0].needed = 20
        #expect(
            whyNothingTraded(record, summary).first
                == "\(id) needs 20 candles of 1m, which the data can't make.")
        summary.warmUps = [.init(strategyID: id, timeframe: .m1, needed: 0, seen: 0)]
        #expect(whyNothingTraded(record, summary).first == "\(id) gave no signal.")
    }

    @Test("a run without data says so")
    func noData() {
        #expect(
            whyNothingTraded(empty, SampleRun.summary())
                == ["No market data between 2026-03-03 08:30 and 2026-03-31 15:40 KST."])
    }

    @Test("colour only when asked for; a name cannot move the cursor")
    func colour() throws {
        let record = try SampleRun.record(days: 1)
        let summary = SampleRun.summary("evil\u{1B}[2J")
        #expect(
            !TerminalSummary.text(record, summary, TextStyle(isColored: false, columns: 200))
                .contains("\u{1B}"))
        #expect(
            !TerminalSummary.text(record, summary, TextStyle(isColored: true, columns: 200))
                .contains("\u{1B}[2J"))
        #expect(
            TerminalSummary.text(record, summary, TextStyle(isColored: true, columns: 200))
                .contains("\u{1B}[3"))
    }

    @Test("columns of the table line up, Korean names too")
    func table() throws {
        let record = try SampleRun.record(days: 1)
        let table = TerminalSummary.table(
            [(record, SampleRun.summary("하락장-매수")), (record, SampleRun.summary("plain"))],
            TextStyle(isColored: false, columns: 200))
        let widths = table.split(separator: "\n").map { shownWidth(String($0)) }
        #expect(Set(widths).count == 1)
    }

    @Test(
        "numbers for people",
        arguments: [
            (grouped(-1_234_567), "-1,234,567"), (grouped(999), "999"),
            (Numbers.signed(Won(-1_000)), "−1,000"), (Numbers.signed(Won(1)), "+1"),
            (Numbers.fixed(-1234.565, 2), "−1,234.57"), (Numbers.fixed(0.05, 1), "0.1"),
            (Numbers.plain(-0.5, 0), "-1"), (Numbers.plain(.nan, 2), "0"),
            (Numbers.signedPercent(0.0312), "+3.12 %"),
            (Numbers.signedPercent(-0.000001), "0.00 %"),
            (Numbers.duration(seconds: 5_400), "1 h 30 min"), (Numbers.duration(seconds: 0), "0 s"),
            (Numbers.duration(seconds: 90_061), "1 d 1 h"),
        ])
    func numbers(shown: String, expected: String) {
        #expect(shown == expected)
    }
}
