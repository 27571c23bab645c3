import Foundation
import KraderDatasets
import KraderMarket
import KraderModel
import KraderText
import Testing

@Suite("Market data of loose files")
struct MarketFilesTests {
    private let folder: URL
    private let samsung: IssueCode
    private let day = CalendarDate(2026, 3, 3)

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        samsung = try IssueCode("005930")
    }

    private func file(
        _ text: String, _ content: MarketFile.Content, symbol: Int = 0
    ) throws -> MarketFile {
        let url = folder.appending(path: UUID().uuidString)
        try Data(text.utf8).write(to: url)
        return MarketFile(
            path: url.path, content: content, rows: .of(samsung),
            options: TableOptions(file: "data.csv", symbol: SymbolIndex(symbol)))
    }

    private func days(_ count: Int) -> MomentSpan {
        MomentSpan(start: day.midnight, end: day.advanced(by: count).midnight)
    }

    private func all(_ source: (any TickSource)?) -> [Tick] {
        guard let source else { return [] }
        var ticks: [Tick] = []
        while true {
            let batch = source.nextTicks()
            if batch.count == 0 { return ticks }
            ticks += (0..<batch.count).map { batch[$0] }
        }
    }

    @Test("rows outside the period are left out, and their number is told")
    func period() throws {
        let text = """
            time,price,size
            2026-03-03 09:00:01,70000,5
            2026-03-03 09:00:02,70100,6
            2026-03-04 09:00:01,70200,7

            """
        let market = try MarketFiles([try file(text, .ticks)], period: days(1))
        let ticks = all(market.ticks)
        #expect(ticks.map(\.price) == [Price(70_000), Price(70_100)])
        #expect(market.days == [day])
        #expect(market.notes.contains { $0.contains("1 of 3 rows lie outside the period") })
        #expect(market.stampUnit == .seconds(1))
    }

    @Test("of a file with many codes only the wanted rows are taken, under the wanted symbol")
    func codes() throws {
        let text = """
            time,code,price,size
            2026-03-03 09:00:01,000660,200000,1
            2026-03-03 09:00:02,005930,70000,2
            2026-03-03 09:00:03,000660,200500,3

            """
        let market = try MarketFiles([try file(text, .ticks, symbol: 4)], period: days(1))
        let ticks = all(market.ticks)
        #expect(ticks.map(\.price) == [Price(70_000)])
        #expect(ticks.map(\.symbol) == [SymbolIndex(4)])
    }

    private func whole(
        _ text: String, _ content: MarketFile.Content, _ codes: [String]
    ) throws -> MarketFile {
        var file = try file(text, content)
        let symbols = try codes.enumerated().map { (try IssueCode($1), SymbolIndex($0)) }
        file = MarketFile(
            path: file.path, content: content,
            rows: .ofAll(Dictionary(uniqueKeysWithValues: symbols)), options: file.options)
        return file
    }

    @Test("one file serves all instruments: each row under its symbol, those of others counted")
    func wholeMarket() throws {
        let text = """
            date,code,open,high,low,close,volume
            2026-03-03,000660,5,7,4,6,10
            2026-03-03,005930,6,7,4,6,10
            2026-03-03,035420,7,7,4,6,10
            2026-03-04,005930,8,9,4,6,10
            2026-03-05,005930,9,9,4,6,10

            """
        let market = try MarketFiles(
            [try whole(text, .candles, ["005930", "000660", "068270"])], period: days(2))
        let candles = try #require(market.candles).nextCandles()
        #expect((0..<candles.count).map { candles[$0].symbol.int } == [0, 1, 0])
        #expect((0..<candles.count).map { candles[$0].candle.open.won } == [6, 5, 8])
        #expect(
            market.notes == [
                "candles of many issues: 1 rows of other issues were left out.",
                "candles of many issues: 1 of 4 rows lie outside the period.",
                "candles of many issues: 1 of 3 instruments have no rows.",
            ])
        #expect(market.hashes.map(\.name) == ["candles of many issues"])
    }

    @Test("prints and candles of one symbol are a fault, whichever files they lie in")
    func twoKinds() throws {
        let candles = "date,code,open,high,low,close,volume\n2026-03-03,005930,5,7,4,6,10\n"
        let ticks = "time,price,size\n2026-03-03 09:00:01,70000,5\n"
        #expect {
            try MarketFiles(
                [try file(ticks, .ticks), try whole(candles, .candles, ["005930"])],
                period: days(1))
        } throws: { error in
            guard case .twoKinds(_, let symbol)? = error as? MarketFault else { return false }
            return symbol == SymbolIndex(0)
        }
    }

    @Test("books of many files are merged by time, beside prints of the same symbol")
    func books() throws {
        let header = "time,ask1,askqty1,bid1,bidqty1\n"
        let first = header + "2026-03-03 09:00:01,70100,5,70000,7\n2026-03-03 09:00:03,0,0,70000,7"
        let second = header + "2026-03-03 09:00:02,9,1,8,1\n2026-03-04 09:00:02,9,1,8,1\n"
        let market = try MarketFiles(
            [
                try file("time,price,size\n2026-03-03 09:00:01,70000,5\n", .ticks),
                try file(first, .books), try file(second, .books, symbol: 1),
            ], period: days(1))
        let books = try #require(market.books).nextBooks()
        #expect((0..<books.count).map { books[$0].symbol.int } == [0, 1, 0])
        #expect(books[0].best(.sell) == PriceLevel(Price(70_100), Shares(5)))
        #expect(books[2].best(.sell) == nil)
        #expect(all(market.ticks).count == 1)
        #expect(market.days == [day])
        #expect(
            market.notes == ["books of 005930: 1 of 2 rows lie outside the period."])
    }

    @Test("a daily candle is the session of its date, closing cross included")
    func daily() throws {
        let text = "date,open,high,low,close,volume\n2026-03-03,5,7,4,6,10\n2026-03-04,6,8,5,7,20\n"
        let market = try MarketFiles([try file(text, .candles)], period: days(2))
        let candles = try #require(market.candles).nextCandles()
        #expect(candles.count == 2)
        #expect(candles[0].timeframe == .d1)
        #expect(candles[0].candle.start == day.at(TimeOfDay(9, 0)))
        #expect(candles[0].candle.end == day.at(TimeOfDay(15, 30, 30)))
    }

    @Test("the hash is of the bytes, not of the name")
    func hashes() throws {
        let text = "time,price,size\n2026-03-03 09:00:01,70000,5\n"
        let first = try MarketFiles([try file(text, .ticks)], period: days(1))
        let second = try MarketFiles([try file(text, .ticks)], period: days(1))
        let other = try MarketFiles([try file(text + "\n", .ticks)], period: days(1))
        #expect(first.hashes.map(\.hash) == second.hashes.map(\.hash))
        #expect(first.hashes.map(\.hash) != other.hashes.map(\.hash))
        #expect(
            first.hashes.first?.hash == hexadecimal(SHA256.hash(Array(text.utf8))),
            "The file is hashed piece by piece")
    }

    @Test(
        "what can't be used is a named fault"
    )
    func faults() throws {
        let missing = MarketFile(
            path: folder.path + "/missing.csv", content: .ticks, rows: .of(samsung),
            options: TableOptions(file: "missing.csv", symbol: SymbolIndex(0)))
        #expect { try MarketFiles([missing], period: days(1)) } throws: { error in
            guard case .unreadable(let fault)? = error as? MarketFault else { return false }
            return fault.reason == "No such file or directory"
        }
        let others = "time,code,price,size\n2026-03-03 09:00:01,000660,200000,1\n"
        #expect { try MarketFiles([try file(others, .ticks)], period: days(1)) } throws: { error in
            guard case .noRowsOf(samsung, _, let found)? = error as? MarketFault else {
                return false
            }
            return found.map(\.description) == ["000660"]
        }
        let early = "time,price,size\n2026-03-02 09:00:01,70000,5\n"
        #expect { try MarketFiles([try file(early, .ticks)], period: days(1)) } throws: { error in
            if case .nothingInPeriod? = error as? MarketFault { true } else { false }
        }
    }
}
