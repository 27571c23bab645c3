import KraderCSV
import KraderJSON
import KraderModel
import Testing

/// The sums of the columns.
private struct Totals: Equatable, CustomStringConvertible {
    var rows = 0
    var open: Int64 = 0
    var high: Int64 = 0
    var low: Int64 = 0
    var close: Int64 = 0
    var volume: Int64 = 0
    var base: Int64 = 0
    var shares: Int64 = 0

    mutating func add(_ o: Int64, _ h: Int64, _ l: Int64, _ c: Int64, _ v: Int64) {
        rows += 1
        open += o
        close += c
        volume += v
        // A candle counts as it was widened, unless nothing traded.
        let isHalted = o == 0 && v == 0
        high += isHalted ? h : max(o, h, c)
        low += isHalted ? l : min(o, l, c)
    }

    var description: String {
        "\(rows) rows \(open) \(high) \(low) \(close) \(volume) base \(base) of \(shares)"
    }
}

@Suite(
    "Files that people have, to import",
    .enabled(if: RealFiles.areThere, "the market data folder (KRADER_TEST_DATA) is not here"))
struct ImportRealFileTests {
    /// The rows of a file, its totals, and what was found.
    private static func read(
        _ bytes: [UInt8], _ change: (inout ImportOptions) -> Void = { _ in }
    ) throws -> (totals: Totals, notes: ImportNotes, table: RecognisedTable, all: Imported) {
        var options = ImportOptions(file: "f")
        options.decodeTitle = RealFiles.cp949
        change(&options)
        var reader = ImportReader(options)
        var batch = ImportBatch()
        var totals = Totals()
        var all = Imported()
        var rows: [(close: Int64, change: ImportedChange?)] = []
        var start = 0
        while start < bytes.count {
            let end = min(start + 300_001, bytes.count)
            reader.read(Array(bytes[start..<end]), into: &batch)
            if end == bytes.count { try reader.finish(into: &batch) }
            for index in 0..<batch.candles.count {
                let candle = batch.candles[index]
                totals.add(candle.open, candle.high, candle.low, candle.close, candle.volume)
                rows.append((candle.close, candle.change))
                totals.shares += candle.listedShares
            }
            if bytes.count < 3_000_000 { all.take(&batch) }
            all.rejects += batch.rejects
            batch.removeAll()
            start = end
        }
        all.codes = reader.codes
        let changes = reader.notes.changes
        for row in rows { totals.base += changes.basePrice(close: row.close, row.change) }
        all.settle(changes)
        let recognised = reader.recognised
        return (totals, reader.notes, try #require(recognised), all)
    }

    private static func number(_ text: String) -> Int64 {
        Int64((Double(text.filter { $0 != "," }) ?? .nan).rounded())
    }

    @Test(
        "daily files give what plain splitting gives, rows of zeros apart",
        arguments: RealFiles.daily)
    func daily(name: String, separator: Character, order: [Int], hasHeader: Bool) throws {
        let bytes = try RealFiles.bytes(name)
        let found = try Self.read(bytes)
        var rows = RealFiles.table(bytes, separator: separator)
        if hasHeader { rows.removeFirst() }
        var totals = Totals()
        var zeros = 0
        for row in rows where row.contains(where: { !$0.isEmpty }) {
            let values = order.map { Self.number(row[$0]) }
            if values[3] == 0 {
                zeros += 1
                continue
            }
            totals.add(values[0], values[1], values[2], values[3], values[4])
        }
        #expect(found.totals == totals)
        #expect(found.notes.emptyDays == zeros)
        #expect(found.all.rejects.isEmpty)
        #expect(found.notes.timeframe() == .d1)
        #expect(found.table.hasHeader == hasHeader)
    }

    /// The whole-market files, and where their columns stand.
    static let market: [(name: String, rows: Int, codes: Int, halted: Int, day: CalendarDate?)] = [
        ("market-day/marcap-2021.csv.gz", 79_980, 2_455, 0, nil),
        ("market-day/marcap-2023.csv.gz", 80_799, 2_701, 2_741, nil),
        ("market-day/marcap-2025.csv.gz", 71_708, 2_877, 3_127, nil),
        ("listing/krx-2026-03-20.csv", 2_879, 2_879, 107, CalendarDate(2026, 3, 20)),
        ("encoding/derived_krx_20250211_cp949.csv", 2_872, 2_872, -1, CalendarDate(2025, 2, 11)),
    ]

    @Test(
        "whole-market days: candles, base prices and listed shares of every issue",
        arguments: market)
    func wholeMarket(name: String, rows: Int, codes: Int, halted: Int, day: CalendarDate?) throws {
        let bytes = try RealFiles.unpacked(name)
        let found = try Self.read(bytes) { $0.date = day }
        let table = RealFiles.table(bytes, isCP949: name.contains("cp949"))
        let titles = table[0]
        func place(_ names: String...) -> Int {
            titles.firstIndex { names.contains($0) } ?? 0
        }
        let places = [
            place("Open", "시가"), place("High", "고가"), place("Low", "저가"),
            place("Close", "종가"), place("Volume", "거래량"),
        ]
        let change = place("Changes", "대비")
        let shares = place("Stocks", "상장주식수")
        var totals = Totals()
        var withoutSession = 0
        for row in table.dropFirst() {
            let values = places.map { Self.number(row[$0]) }
            if values[0] == 0, values[4] > 0 {
                withoutSession += 1
                continue
            }
            totals.add(values[0], values[1], values[2], values[3], values[4])
            totals.base += values[3] - Self.number(row[change])
            totals.shares += Self.number(row[shares])
        }
        #expect(found.totals == totals)
        #expect(found.totals.rows == table.count - 1 - withoutSession)
        // Such a row traded outside the session only: it has shares without an open.
        #expect(withoutSession == (name.contains("2021") ? 1 : 0))
        if halted >= 0 {
            #expect(found.notes.rows == rows)
            #expect(found.all.codes.count == codes)
            #expect(found.notes.halted == halted)
        }
        #expect(
            found.all.rejects.map(\.code) == Array(repeating: "bad_price", count: withoutSession))
        #expect(found.notes.unknownBoards == 0)
        #expect(found.table.encoding == (name.contains("cp949") ? .told : found.table.encoding))
        #expect(found.table.columns.contains { $0.meaning == "name" })
    }

    @Test("minutes of Yahoo's in UTC, and their length and stamps")
    func minutes() throws {
        for (name, order, timeframe) in [
            ("minute/yahoo-1m_005930_20250616-0618.csv", [4, 2, 3, 1, 5], Timeframe.m1),
            ("minute/yahoo-5m_396500_20251205-20260309.csv", [1, 2, 3, 4, 5], .m5),
        ] {
            let bytes = try RealFiles.bytes(name)
            let found = try Self.read(bytes)
            var totals = Totals()
            for row in RealFiles.table(bytes).dropFirst() {
                let values = order.map { Self.number(row[$0]) }
                totals.add(values[0], values[1], values[2], values[3], values[4])
            }
            #expect(found.totals == totals)
            #expect(found.notes.timeframe() == timeframe)
            #expect(found.notes.stamp(for: timeframe) == .start)
        }
    }

    @Test("Daishin's long history: newest first; rises and falls have no sign, so no base price")
    func daishin() throws {
        let bytes = try RealFiles.unpacked("daily/newest-first/A005930.csv.gz")
        let found = try Self.read(bytes)
        var totals = Totals()
        for row in RealFiles.table(bytes).dropFirst() {
            let values = [1, 2, 3, 4, 6].map { Self.number(row[$0]) }
            totals.add(values[0], values[1], values[2], values[3], values[4])
            // A day without a change says its base; of all others only few have a sign.
            if Self.number(row[5]) == 0 { totals.base += values[3] }
        }
        #expect(found.totals == totals)
        #expect(found.notes.rows == 11_050)
        #expect(found.notes.isNewestFirst)
        #expect(found.notes.changes.possible.isEmpty && found.notes.changes.unknown > 9_000)
    }

    @Test("the prints of a Kiwoom session: the exchange's time, best prices, sides")
    func kiwoom() throws {
        let bytes = try RealFiles.bytes("tick/kiwoom_0B_005930_20260911_115618.csv")
        let found = try Self.read(bytes) { $0.date = CalendarDate(2026, 9, 11) }
        #expect(found.all.ticks.count == 89)
        #expect(
            found.all.ticks.first
                == "2 0 2026-09-11T11:56:18+09:00 257750 19 seller ask 258000 bid 257500")
        #expect(found.table.ignored == ["recv_time", "cum_volume"])
        #expect(found.notes.stampUnit == .seconds(1))
    }

    @Test(
        "Kiwoom books in lists: every row, its levels by a plain reading",
        arguments: [("hoga_20240805_1303", 1_323, 14), ("hoga_20240806_0946", 4_132, 73)])
    func books(name: String, rows: Int, codes: Int) throws {
        let bytes = try RealFiles.bytes("orderbook/\(name).csv")
        let found = try Self.read(bytes) {
            $0.content = .books
            $0.columns = [.time: 1, .code: 2, .quantities: 4, .prices: 5]
        }
        #expect(found.notes.rows == rows)
        #expect(found.all.codes.count == codes)
        #expect(found.all.rejects.isEmpty)
        let table = RealFiles.table(bytes)
        var expected: [String] = []
        for (index, row) in table.dropFirst().enumerated() {
            func list(_ text: String) -> [Int] {
                text.split(separator: ",").map { part in
                    Int(part.filter(\.isNumber)) ?? -1
                }
            }
            let time = row[0].split { "_]".contains($0) }.compactMap { Int($0) }
            let moment = CalendarDate(time[0], time[1], time[2])
                .at(TimeOfDay(time[3], time[4], time[5]))
            let levels = zip(list(row[3]), list(row[4])).map { ($0, $1) }
            func side(_ levels: some Sequence<(Int, Int)>) -> String {
                levels.filter { $0.0 != 0 && $0.1 != 0 }.map { "\($0.0)@\($0.1)" }
                    .joined(separator: " ")
            }
            let issue = try IssueCode(row[1])
            let code = found.all.codes.firstIndex(of: issue) ?? -1
            expected.append(
                "\(index + 2) \(code) \(moment) | \(side(levels[..<10].reversed())) | "
                    + side(levels[10...]))
        }
        #expect(found.all.books == expected)
    }

    @Test("files without ticks, candles or books are refused and say why")
    func refused() throws {
        for name in [
            "encoding/cp949_holdings.csv", "listing/desc-2026-03-20.csv.gz",
            "listing/delisting-2026-03-20.csv.gz", "foreign/lean_us_tick_spy_20131007_trade.zip",
            "foreign/binance_spot_btcusdt_20240809.gz", "kiwoom-api/ka10004_005930_20260918.json",
        ] {
            let bytes = Array(try RealFiles.unpacked(name).prefix(200_000))
            #expect(throws: TextFaults.self, "\(name)") { try Self.read(bytes) }
        }
    }
}
