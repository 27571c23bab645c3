import KraderDatasets
import KraderMarket
import KraderModel
import Testing

@Suite("A dataset read back")
struct DatasetRoundTripTests {
    private static let day = CalendarDate(2026, 3, 3)
    private static let always = MomentSpan(start: .distantPast, end: .distantFuture)

    @Test("random prints, books and candles come back as they were written", arguments: 1...20)
    func everythingComesBack(seed: UInt64) throws {
        var random = RandomRows(seed: seed)
        let workspace = try Workspace()
        let writer = try DatasetWriter(path: workspace.path + "/random")
        let codes = try ["000660", "00088K", "005930"].map { try IssueCode($0) }
        let isLong = seed % 2 == 0
        var ticks: [[TickRow]] = []
        var books: [[Book]] = []
        var candles: [[CandleRow]] = []
        for code in codes {
            ticks.append(random.ticks(Int(random.number(1...20_000)), isLong: isLong))
            books.append(random.books(Int(random.number(1...900)), day: Self.day, depth: 10))
            candles.append(random.candles(Int(random.number(1...3_000))))
            try writer.write(
                ticks[ticks.count - 1],
                RowHeader(kind: .ticks, symbol: code, day: Self.day, depth: isLong ? 1 : 0))
            try writer.write(
                books[books.count - 1],
                RowHeader(kind: .books, symbol: code, day: Self.day, depth: 10))
            try writer.write(
                candles[candles.count - 1],
                RowHeader(kind: .candles, symbol: code, timeframe: .m1))
        }
        try writer.publish(DatasetDescription(scope: .krx))

        let dataset = try Dataset(workspace.path + "/random")
        #expect(dataset.symbols == codes)
        let faults = DatasetFaults()
        let symbols = codes.enumerated().map { (code: $1, symbol: SymbolIndex($0)) }
        let source = try #require(
            dataset.ticks(of: symbols, in: Self.always, faults: faults))
        var read = codes.map { _ in [Tick]() }
        var latest = Moment.distantPast
        forEach({ source.nextTicks() }) { tick in
            #expect(latest <= tick.time)
            latest = tick.time
            read[tick.symbol.int].append(tick)
        }
        for (index, rows) in ticks.enumerated() {
            let expected = rows.map {
                $0.tick(SymbolIndex(index), midnight: Self.day.midnight, scope: .regular)
            }
            #expect(read[index] == expected)
        }
        let bookSource = try #require(
            dataset.books(of: symbols, in: Self.always, faults: faults))
        var readBooks = codes.map { _ in [Book]() }
        forEach({ bookSource.nextBooks() }) { readBooks[$0.symbol.int].append($0) }
        for (index, expected) in books.enumerated() {
            #expect(
                readBooks[index]
                    == expected.map {
                        var book = $0
                        book.symbol = SymbolIndex(index)
                        return book
                    })
        }
        let candleSource = try #require(
            dataset.candles(
                of: symbols.map { ($0.code, $0.symbol, .m1, []) }, in: Self.always, faults: faults))
        var readCandles = codes.map { _ in [Candle]() }
        forEach({ candleSource.nextCandles() }) { readCandles[$0.symbol.int].append($0.candle) }
        for (index, rows) in candles.enumerated() {
            #expect(readCandles[index] == rows.filter { !$0.isHalted }.map { $0.candle(.m1) })
        }
        #expect(faults.first == nil)
    }

    @Test("a period cuts prints at both ends, its end excluded")
    func periodCuts() throws {
        let workspace = try Workspace()
        let writer = try DatasetWriter(path: workspace.path + "/cut")
        let code = try IssueCode("005930")
        let hour: Int64 = 3_600_000_000_000
        for day in [Self.day, Self.day.advanced(by: 1)] {
            let prints = (9...15).map {
                TickRow(sinceMidnight: Int64($0) * hour, price: UInt32($0), size: 1)
            }
            try writer.write(prints, RowHeader(kind: .ticks, symbol: code, day: day))
        }
        try writer.publish(DatasetDescription())
        let dataset = try Dataset(workspace.path + "/cut")
        let period = MomentSpan(
            start: Self.day.at(TimeOfDay(14, 0)),
            end: Self.day.advanced(by: 1).at(TimeOfDay(10, 0)))
        let source = try #require(
            dataset.ticks(
                of: [(code, SymbolIndex(0))], in: period, faults: DatasetFaults()))
        var prices: [Int64] = []
        forEach({ source.nextTicks() }) { prices.append($0.price.won) }
        #expect(prices == [14, 15, 9])
    }

    @Test("a dataset that stands there is replaced only when told, and then whole")
    func replacing() throws {
        let workspace = try Workspace()
        let path = workspace.path + "/same"
        let code = try IssueCode("005930")
        func make(_ price: UInt32, replacing: Bool) throws {
            let writer = try DatasetWriter(path: path, replacing: replacing)
            let print = TickRow(sinceMidnight: 1, price: price, size: 1)
            try writer.write([print], RowHeader(kind: .ticks, symbol: code, day: Self.day))
            try writer.publish(DatasetDescription())
        }
        try make(1, replacing: false)
        let first = try Dataset(path).hash
        #expect(throws: DatasetFault.self) { try make(2, replacing: false) }
        #expect(try Dataset(path).hash == first)
        try make(2, replacing: true)
        #expect(try Dataset(path).hash != first)
        #expect(workspace.files().allSatisfy { $0.hasPrefix("same/") })
    }

    @Test("a writer that gives up leaves nothing, not even folders above")
    func discarding() throws {
        let workspace = try Workspace()
        let writer = try DatasetWriter(path: workspace.path + "/a/b/c")
        try writer.write(
            [TickRow(sinceMidnight: 1, price: 1, size: 1)],
            RowHeader(kind: .ticks, symbol: try IssueCode("005930"), day: Self.day))
        writer.discard()
        #expect(workspace.files().isEmpty)
        #expect(!FolderRemoval.isFolder(workspace.path + "/a"))
    }
}
