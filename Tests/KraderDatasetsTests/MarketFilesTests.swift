import Foundation
import KraderCSV
import KraderDatasets
import KraderJSON
import KraderMarket
import KraderModel
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
        _ text: String, _ content: MarketFile.Content, of code: String = "005930"
    ) throws -> MarketFile {
        try file(text, content, .of(try IssueCode(code)))
    }

    private func file(
        _ text: String, _ content: MarketFile.Content, _ rows: MarketFile.Rows
    ) throws -> MarketFile {
        let url = folder.appending(path: UUID().uuidString)
        try Data(text.utf8).write(to: url)
        return MarketFile(path: url.path, name: "data.csv", content: content, rows: rows)
    }

    /// Reads files of KOSPI shares, which are the instruments in this order.
    private func market(
        _ files: [MarketFile], of codes: [String] = ["005930"], days count: Int = 1
    ) throws -> MarketFiles {
        try MarketFiles(
            files, of: try codes.map { Instrument(code: try IssueCode($0), board: .kospi) },
            period: days(count))
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
        let market = try market([try file(text, .ticks)])
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
        let market = try market(
            [try file(text, .ticks)], of: ["035420", "068270", "005930"])
        let ticks = all(market.ticks)
        #expect(ticks.map(\.price) == [Price(70_000)])
        #expect(ticks.map(\.symbol) == [SymbolIndex(2)])
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
        let market = try market(
            [try file(text, .candles, .ofAll)], of: ["005930", "000660", "068270"], days: 2)
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
            try market([try file(ticks, .ticks), try file(candles, .candles, .ofAll)])
        } throws: { error in
            guard case .twoKinds(_, let symbol)? = error as? MarketFault else { return false }
            return symbol == samsung
        }
    }

    @Test("books of many files are merged by time, beside prints of the same symbol")
    func books() throws {
        let header = "time,ask1,askqty1,bid1,bidqty1\n"
        let first = header + "2026-03-03 09:00:01,70100,5,70000,7\n2026-03-03 09:00:03,0,0,70000,7"
        let second = header + "2026-03-03 09:00:02,9,1,8,1\n2026-03-04 09:00:02,9,1,8,1\n"
        let market = try market(
            [
                try file("time,price,size\n2026-03-03 09:00:01,70000,5\n", .ticks),
                try file(first, .books), try file(second, .books, of: "000660"),
            ], of: ["005930", "000660"])
        let books = try #require(market.books).nextBooks()
        #expect((0..<books.count).map { books[$0].symbol.int } == [0, 1, 0])
        #expect(books[0].best(.sell) == PriceLevel(Price(70_100), Shares(5)))
        #expect(books[2].best(.sell) == nil)
        #expect(all(market.ticks).count == 1)
        #expect(market.days == [day])
        #expect(
            market.notes == ["books of 000660: 1 of 2 rows lie outside the period."])
    }

    @Test("a daily candle is the session of its date, closing cross included")
    func daily() throws {
        let text = "date,open,high,low,close,volume\n2026-03-03,5,7,4,6,10\n2026-03-04,6,8,5,7,20\n"
        let market = try market([try file(text, .candles)], days: 2)
        let candles = try #require(market.candles).nextCandles()
        #expect(candles.count == 2)
        #expect(candles[0].timeframe == .d1)
        #expect(candles[0].candle.start == day.at(TimeOfDay(9, 0)))
        #expect(candles[0].candle.end == day.at(TimeOfDay(15, 30, 30)))
    }

    @Test("the hash is of the bytes, not of the name")
    func hashes() throws {
        let text = "time,price,size\n2026-03-03 09:00:01,70000,5\n"
        let first = try market([try file(text, .ticks)])
        let second = try market([try file(text, .ticks)])
        let other = try market([try file(text + "\n", .ticks)])
        #expect(first.hashes.map(\.hash) == second.hashes.map(\.hash))
        #expect(first.hashes.map(\.hash) != other.hashes.map(\.hash))
        #expect(
            first.hashes.first?.hash == hexadecimal(SHA256.hash(Array(text.utf8))),
            "The file is hashed piece by piece")
    }

    @Test("packed and CP949 files, newest first, out of order: as an import reads them")
    func forms() throws {
        // These bytes are 시간,체결가,체결량 in CP949.
        let title: [UInt8] = [
            0xBD, 0xC3, 0xB0, 0xA3, 0x2C, 0xC3, 0xBC, 0xB0, 0xE1, 0xB0, 0xA1, 0x2C, 0xC3, 0xBC,
            0xB0, 0xE1, 0xB7, 0xAE, 0x0A,
        ]
        let rows = """
            2026-03-03 09:00:03,70200,3
            2026-03-03 09:00:01,70000,1
            2026-03-03 09:00:02,70100,2
            2026-03-03 09:00:00,69900,4

            """
        var file = try file("", .ticks)
        try Data(title + Array(rows.utf8)).write(to: URL(filePath: file.path))
        let plain = try market([file])
        #expect(all(plain.ticks).map { $0.size.count } == [4, 1, 2, 3])
        #expect(
            plain.notes == [
                "ticks of 005930: rows went newest first.",
                "ticks of 005930: 1 rows were out of order (out_of_order) and were sorted in.",
            ])
        let process = Process()
        process.executableURL = URL(filePath: "/bin/gzip")
        process.arguments = [file.path]
        try process.run()
        process.waitUntilExit()
        file.path += ".gz"
        #expect(all(try market([file]).ticks).map { $0.size.count } == [4, 1, 2, 3])
    }

    @Test("halted days are statuses, and base prices come of changes and the close before")
    func history() throws {
        let text = """
            date,open,high,low,close,volume,전일대비
            2026-03-02,70000,70000,70000,70000,1,
            2026-03-03,70000,71000,69000,70500,10,500
            2026-03-04,0,0,0,70500,0,0
            2026-03-05,30000,31000,29000,30500,10,-4750

            """
        let market = try market([try file(text, .candles)], days: 3)
        let statuses = try #require(market.statuses).nextStatusChanges()
        #expect(
            (0..<statuses.count).map { statuses[$0].time } == [
                day.advanced(by: 1).midnight, day.advanced(by: 2).midnight,
            ])
        #expect(statuses[0].status == .halted && statuses[1].status == .normal)
        let known = try #require(market.known.first)
        #expect(known.basePrice == Price(70_000))
        #expect(
            known.history?.basePrices == [
                Dated(day, Price(70_000)), Dated(day.advanced(by: 2), Price(35_250)),
            ])
        #expect(market.notes.contains("candles of 005930: halted on 1 day of an issue."))
    }

    @Test("a row in a thousand may be rejected, and is told; more are faults by line and column")
    func rejects() throws {
        let rows = (0..<1_000).map { place in
            let second = place % 50 + 10
            return "2026-03-03 09:\(10 + place / 50):\(second),70000,5"
        }
        let once = ["time,price,size"] + rows + ["2026-03-03 09:40:00,x,5"]
        let market = try market([try file(once.joined(separator: "\n"), .ticks)])
        #expect(all(market.ticks).count == 1_000)
        #expect(market.notes.contains("ticks of 005930: 1 rows were rejected."))
        #expect(
            market.warnings == [
                "1 of 1001 rows of the ticks of 005930 were rejected and left out; "
                    + "the first stands "
                    + "in line 1002: it must be a number (bad_number)."
            ])
        let twice = (once + ["y,1,5"]).joined(separator: "\n")
        #expect { try self.market([try file(twice, .ticks)]) } throws: { error in
            guard case .rows(let faults)? = error as? MarketFault else { return false }
            return faults.list.map(\.position?.line) == [1_002, 1_003]
                && faults.list.map(\.message) == ["Column 'price' is 'x'", "Column 'time' is 'y'"]
        }
    }

    @Test(
        "what can't be used is a named fault"
    )
    func faults() throws {
        let missing = MarketFile(
            path: folder.path + "/missing.csv", name: "missing.csv", content: .ticks,
            rows: .of(samsung))
        #expect { try market([missing]) } throws: { error in
            guard case .unreadable(let fault)? = error as? MarketFault else { return false }
            return fault.reason == "No such file or directory"
        }
        let others = "time,code,price,size\n2026-03-03 09:00:01,000660,200000,1\n"
        #expect { try market([try file(others, .ticks)]) } throws: { error in
            guard case .noRowsOf(samsung, _, let found)? = error as? MarketFault else {
                return false
            }
            return found.map(\.description) == ["000660"]
        }
        let early = "time,price,size\n2026-03-02 09:00:01,70000,5\n"
        #expect { try market([try file(early, .ticks)]) } throws: { error in
            if case .nothingInPeriod? = error as? MarketFault { true } else { false }
        }
    }
}
