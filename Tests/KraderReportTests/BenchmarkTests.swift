import KraderJSON
import KraderModel
import Testing

@testable import KraderBacktest
@testable import KraderEngine
@testable import KraderReport

@Suite("Beside the result: benchmark and intrabar band")
struct BenchmarkTests {
    /// A day's run that gained 2 % while its benchmark went from 2,500.00 to 2,525.00 points, 1 %.
    private func compared() throws -> RunResult {
        var record = try SampleRun.record(days: 1)
        record.openingEquity = Won(1_000_000)
        record.account.cash = Won(1_020_000)
        record.account.holdings = .zero
        record.benchmark = BenchmarkResult(
            symbol: SymbolIndex(1), first: Price(250_000), last: Price(252_500),
            days: DataDays(first: CalendarDate(2026, 3, 3), last: CalendarDate(2026, 3, 3)),
            ownFirst: Won(1_000_000), ownLast: Won(1_020_000))
        for index in record.equityCurve.indices {
            record.equityCurve[index].benchmark = index < 3 ? nil : Price(250_000)
        }
        return record
    }

    @Test("the excess return is the return less the benchmark's")
    func excess() throws {
        let statistics = Statistics(try compared())
        #expect(abs((statistics[.benchmarkReturn] ?? 0) - 0.01) < 1e-12)
        #expect(abs((statistics[.excessReturn] ?? 0) - 0.01) < 1e-12)
        let alone = Statistics(try SampleRun.record(days: 1))
        #expect(alone[.benchmarkReturn] == nil && alone[.excessReturn] == nil)
    }

    @Test("page, terminal and result.json tell of the benchmark only when there is one")
    func told() throws {
        let record = try compared()
        let summary = SampleRun.summary()
        let page = String(decoding: ReportPage.bytes(record, summary), as: UTF8.self)
        #expect(page.contains("class=\"benchmark\"") && page.contains("Benchmark 000660"))
        let plain = try SampleRun.record(days: 1)
        let without = String(decoding: ReportPage.bytes(plain, summary), as: UTF8.self)
        #expect(!without.contains("class=\"benchmark\""))
        let lines = TerminalSummary.text(record, summary, TextStyle(isColored: false, columns: 200))
        #expect(lines.contains("000660 +1.00 %, excess +1.00 %"))
        let result = try JSONReader.read(ResultFile.bytes(record, summary), file: "result.json")
        let totals = result.root["totals"]
        #expect(totals?["benchmark"]?["last"] == JSONValue(.integer(252_500)))
    }

    @Test("both paths inside candles stand beside each other")
    func band() throws {
        var summary = SampleRun.summary()
        summary.intrabar = [
            .init(
                path: "low_first", net: Won(-5_600), maxDrawdown: 0.01, trades: 2,
                digest: "aaaaaaaaaaaa"),
            .init(
                path: "high_first", net: Won(7_400), maxDrawdown: 0.02, trades: 2,
                digest: "bbbbbbbbbbbb"),
        ]
        let record = try SampleRun.record(days: 1)
        let lines = TerminalSummary.text(record, summary, TextStyle(isColored: false, columns: 200))
        #expect(lines.contains("low_first −5,600, high_first +7,400 won"), "\(lines)")
        let page = String(decoding: ReportPage.bytes(record, summary), as: UTF8.self)
        #expect(page.contains("high_first") && page.contains("bbbbbbbbbbbb"))
        let result = try JSONReader.read(ResultFile.bytes(record, summary), file: "result.json")
        #expect(result.root["intrabar"]?.array?.last?["net"] == JSONValue(.integer(7_400)))
    }
}
