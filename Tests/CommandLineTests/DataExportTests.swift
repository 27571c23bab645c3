import Foundation
import KraderDatasets
import KraderMarket
import KraderModel
import Testing

/// A dataset with all that CSV can say.
private struct EveryForm {
    private static let day = CalendarDate(2026, 3, 3)
    private let writer: DatasetWriter
    private let description = DatasetDescription(
        scope: .consolidated, stampUnit: Interval(nanoseconds: 1_000),
        dataLag: .milliseconds(250), bookCoverage: .full, source: "a test, \"quoted\"",
        licence: "CC0", about: "every form")

    init(_ path: String) throws { writer = try DatasetWriter(path: path) }

    func make() throws {
        let seconds: Int64 = 1_000_000_000
        try write(.ticks, "005930", Self.day, depth: 0, rows: 3) { index, bytes in
            [
                TickRow(
                    sinceMidnight: 32_400 * seconds, price: 70_000, size: 1, taker: .unknown),
                TickRow(
                    sinceMidnight: 32_400 * seconds + 123_456_000, price: 70_050,
                    size: 140_000_000, taker: .buyer, venue: .krx),
                TickRow(
                    sinceMidnight: 32_400 * seconds + 123_456_000, price: 70_050,
                    size: 140_000_000, taker: .seller, venue: .nxt),
            ][index].write(to: bytes, isLong: false)
        }
        try write(.ticks, "00088K", Self.day, depth: 1, rows: 2) { index, bytes in
            TickRow(
                sinceMidnight: 55_800 * seconds + Int64(index) * 1_000_000, price: 999_999_999,
                size: 1, ask: index == 0 ? 0 : 1_000_000_000, bid: 999_999_998
            ).write(to: bytes, isLong: true)
        }
        for (kind, depth) in [(RowKind.quotes, 1), (.books, 5), (.books, 10)] {
            let day = depth == 10 ? Self.day.advanced(by: 1) : Self.day
            try write(kind, "005930", day, depth: depth, rows: 3) { index, bytes in
                // The first book is full, the second has one side, the third none.
                var book = Book(
                    time: day.midnight + .seconds(36_000 + Int64(index)), symbol: SymbolIndex(0))
                for level in 0..<(index == 2 ? 0 : depth) {
                    let step = Int64(level) * 100
                    book.append(PriceLevel(Price(70_100 + step), Shares(step + 7)), to: .sell)
                    if index == 0 {
                        book.append(PriceLevel(Price(70_000 - step), Shares(step + 9)), to: .buy)
                    }
                }
                BookRow.write(book, midnight: day.midnight, depth: depth, to: bytes)
            }
        }
        try candles("005930", .m1, starts: [600, 601, 930])
        // Nothing of these says where a day begins or how long a candle is.
        try candles("00088K", .m5, starts: [545])
        try candles("00088K", .m60, starts: [600, 780])
        try candles("00088K", .h4, starts: [540, 780])
        try days()
        try writer.writeInstruments(
            Array(
                """
                symbol,day,fact,value,sellable,status,note
                005930,2026-03-03,board,KOSPI,,,
                005930,2026-03-03,name,"Made, up",,,
                005930,2026-03-04,split,5,,confirmed,
                KS11,2026-03-03,board,index,,,

                """.utf8))
        try writer.publish(description)
    }

    private func candles(_ code: String, _ timeframe: Timeframe, starts: [Int64]) throws {
        try write(.candles, code, nil, depth: 0, timeframe: timeframe, rows: starts.count) {
            CandleRow(
                start: Self.day.midnight + .minutes(starts[$0]), open: 10_000, high: 10_100,
                low: 9_900, close: 10_050, volume: 0, value: 0
            ).write(to: $1)
        }
    }

    private func days() throws {
        let records = [
            CandleRow(
                start: Self.day.midnight, open: 70_000, high: 71_000, low: 69_000, close: 70_500,
                volume: 1_234_567, value: 86_000_000_123, basePrice: 69_900),
            CandleRow(
                start: Self.day.advanced(by: 1).midnight, open: 0, high: 0, low: 0,
                close: 70_500, volume: 0, value: 0, basePrice: 70_500, isHalted: true),
            CandleRow(
                start: Self.day.advanced(by: 2).midnight, open: 14_100, high: 14_200,
                low: 14_000, close: 14_000, volume: 10, value: 140_500, basePrice: 14_100),
            CandleRow(
                start: Self.day.advanced(by: 3).midnight, open: 14_100, high: 14_200,
                low: 14_000, close: 14_000, volume: 10, value: 140_500),
        ]
        try write(.candles, "005930", nil, depth: 0, timeframe: .d1, rows: records.count) {
            records[$0].write(to: $1)
        }
        try write(.candles, "KS11", nil, depth: 0, timeframe: .d1, decimals: 2, rows: 1) {
            CandleRow(
                start: Self.day.midnight, open: 266_981, high: 270_005, low: 266_900,
                close: 270_000, volume: 500, value: 7_000, basePrice: 271_007
            ).write(to: $1)
        }
    }

    private func write(
        _ kind: RowKind, _ code: String, _ day: CalendarDate?, depth: Int,
        timeframe: Timeframe? = nil, decimals: Int = 0, rows: Int,
        _ put: (Int, UnsafeMutableRawPointer) -> Void
    ) throws {
        let header = RowHeader(
            kind: kind, symbol: try IssueCode(index: code), timeframe: timeframe, day: day,
            depth: depth, decimals: decimals, scope: description.scope,
            stampUnit: description.stampUnit, source: description.source)
        let bytes = UnsafeMutableRawBufferPointer.allocate(
            byteCount: rows * header.rowLength, alignment: 8)
        defer { bytes.deallocate() }
        for index in 0..<rows {
            let base = try #require(bytes.baseAddress)
            put(index, base + index * header.rowLength)
        }
        try writer.write(header, UnsafeRawBufferPointer(bytes))
    }
}

@Suite("krader data export")
struct DataExportTests {
    private let workshop: Workshop

    init() throws {
        workshop = try Workshop()
        try EveryForm(workshop.url("datasets/every").path).make()
    }

    private func run(_ line: String) throws -> Finished {
        try workshop.start(line.split(separator: " ").map(String.init)).finished()
    }

    /// The paths of all files below a folder, relative to it.
    private func files(_ folder: String) throws -> [String] {
        let root = workshop.url(folder)
        let all = FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String }
        return try (all ?? []).filter {
            try root.appendingPathComponent($0).resourceValues(forKeys: [.isRegularFileKey])
                .isRegularFile == true
        }.sorted()
    }

    private func expectSame(_ one: String, _ other: String) throws {
        let names = try files("datasets/" + one)
        let others = try files("datasets/" + other).filter { $0 != "import.json" }
        #expect(names == others)
        for name in names {
            #expect(
                try workshop.bytes("datasets/\(one)/\(name)")
                    == workshop.bytes("datasets/\(other)/\(name)"), "\(name)")
        }
    }

    @Test("and import give back the same bytes, whatever a dataset holds")
    func roundTrip() throws {
        let exported = try run("data export every --to csv")
        #expect(exported.exit == 0, "\(exported.err)")
        let imported = try run("data import csv --name again")
        #expect(imported.exit == 0, "\(imported.err)")
        try expectSame("every", "again")
    }

    @Test("of a made-up market of thousands of prints and books comes back the same")
    func generatedRoundTrip() throws {
        let made = try run(
            "data generate --name made --set synthetic.symbols=2 "
                + "--set synthetic.prints_per_day=2000 --set synthetic.books=levels "
                + "--set synthetic.interruptions=false --set from=2026-03-03 --set to=2026-03-04")
        #expect(made.exit == 0, "\(made.err)")
        #expect(try run("data export made --to csv").exit == 0)
        let imported = try run("data import csv --name again")
        #expect(imported.exit == 0, "\(imported.err)")
        try expectSame("made", "again")
    }

    @Test("writes what a person expects to read")
    func rows() throws {
        #expect(try run("data export every --to csv").exit == 0)
        #expect(
            try workshop.text("csv/ticks/005930/2026-03-03.csv") == """
                time,code,price,size,side,venue
                2026-03-03T09:00:00+09:00,005930,70000,1,,
                2026-03-03T09:00:00.123456+09:00,005930,70050,140000000,buy,KRX
                2026-03-03T09:00:00.123456+09:00,005930,70050,140000000,sell,NXT

                """)
        #expect(
            try workshop.text("csv/ticks/00088K/2026-03-03.csv") == """
                time,code,price,size,side,venue,best_ask,best_bid
                2026-03-03T15:30:00+09:00,00088K,999999999,1,,,,999999998
                2026-03-03T15:30:00.001+09:00,00088K,999999999,1,,,1000000000,999999998

                """)
        #expect(
            try workshop.text("csv/quotes/005930/2026-03-03.csv") == """
                time,code,ask_price_1,ask_quantity_1,bid_price_1,bid_quantity_1
                2026-03-03T10:00:00+09:00,005930,70100,7,70000,9
                2026-03-03T10:00:01+09:00,005930,70100,7,,
                2026-03-03T10:00:02+09:00,005930,,,,

                """)
        #expect(
            try workshop.text("csv/candles/1d/005930.csv") == """
                date,code,open,high,low,close,volume,value,changes
                2026-03-03,005930,70000,71000,69000,70500,1234567,86000000123,600
                2026-03-04,005930,0,0,0,70500,0,0,0
                2026-03-05,005930,14100,14200,14000,14000,10,140500,-100
                2026-03-06,005930,14100,14200,14000,14000,10,140500,

                """)
        #expect(
            try workshop.text("csv/candles/1d/KS11.csv") == """
                date,code,open,high,low,close,volume,value,changes
                2026-03-03,KS11,2669.81,2700.05,2669.00,2700.00,500,7000,-10.07

                """)
    }

    @Test("takes symbols, kinds, timeframes and days; rows of one kind can go to a pipe")
    func selection() throws {
        let days = try run(
            "data export every --to - --symbol 005930 --timeframe 1d --from 2026-03-05 "
                + "--through 2026-03-05")
        #expect(
            days.out == """
                date,code,open,high,low,close,volume,value,changes
                2026-03-05,005930,14100,14200,14000,14000,10,140500,-100

                """)
        #expect(try run("data export every --to csv --kind books --kind ticks").exit == 0)
        #expect(
            try files("csv") == [
                "SHA256SUMS", "books/005930/2026-03-03.csv", "books/005930/2026-03-04.csv",
                "instruments.csv", "options.json", "ticks/00088K/2026-03-03.csv",
                "ticks/005930/2026-03-03.csv",
            ])
        #expect(try run("data export every --to csv --kind quotes").exit == 2)
        #expect(try run("data export every --to csv --kind quotes --replace").exit == 0)
        #expect(
            try files("csv") == [
                "SHA256SUMS", "instruments.csv", "options.json", "quotes/005930/2026-03-03.csv",
            ])
    }

    @Test(
        "says what is wrong and leaves nothing",
        arguments: [
            ("every --to -", 2, "say one by --kind"),
            ("every --to csv --symbol 1234567", 2, "it must be a code such as 005930"),
            ("every --to csv --kind statuses", 2, "it must be ticks, quotes, books or candles"),
            ("every --to csv --timeframe 7m", 2, "it must be one such as 1m"),
            ("every --to csv --from March", 2, "it must be a date such as 2026-03-03"),
            ("every --to csv --symbol 000660", 3, "has no rows of what is asked for"),
            ("nothing --to csv", 3, "There is no dataset 'nothing'"),
            ("every --to datasets/every --replace", 2, "is no export"),
        ])
    func refuses(arguments: String, exit: Int32, says: String) throws {
        let done = try run("data export \(arguments)")
        #expect(done.exit == exit, "\(done.err)")
        #expect(done.err.contains(says), "\(done.err)")
        #expect(workshop.names() == ["datasets"])
    }
}
