import Foundation
import KraderModel
import KraderText
import Testing

/// Files recorded or published by others, where they are at hand (`KRADER_TEST_DATA`).
enum RealFiles {
    static let folder: String =
        ProcessInfo.processInfo.environment["KRADER_TEST_DATA"]
        ?? URL(filePath: #filePath).appending(path: "../../../../shared/data").standardized.path()

    static var areThere: Bool { FileManager.default.fileExists(atPath: folder + "/MANIFEST.tsv") }

    static func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(filePath: "\(folder)/\(name)")))
    }

    /// The rows by plain splitting, quotes and thousands separators taken away: an independent
    /// reading.
    static func rows(_ name: String, separator: Character = ",") throws -> [[String]] {
        var text = String(decoding: try bytes(name), as: UTF8.self)
        if text.hasPrefix("\u{FEFF}") { text.removeFirst() }
        return text.split(whereSeparator: \.isNewline).map { line in
            var fields = [""]
            var isQuoted = false
            for character in line {
                if character == "\"" {
                    isQuoted.toggle()
                } else if character == separator, !isQuoted {
                    fields.append("")
                } else if !(isQuoted && character == ",") {
                    fields[fields.count - 1].append(character)
                }
            }
            return fields
        }
    }

    static func candles(
        _ name: String, _ change: (inout TableOptions) -> Void = { _ in }
    ) throws -> CandleTable {
        var options = TableOptions(file: name)
        change(&options)
        var reader = CandleTableReader(options)
        reader.read(try bytes(name))
        return try reader.finish()
    }
}

/// What of a file is compared: the number of candles and the sums of their columns.
private struct Sums: Equatable, CustomStringConvertible {
    var count = 0
    var open: Int64 = 0
    var high: Int64 = 0
    var low: Int64 = 0
    var close: Int64 = 0
    var volume: Int64 = 0

    init(_ candles: [Candle]) {
        for candle in candles {
            count += 1
            open += candle.open.won
            high += candle.high.won
            low += candle.low.won
            close += candle.close.won
            volume += candle.volume.count
        }
    }

    init(_ rows: [[String]], order: [Int]) {
        for row in rows {
            let values = order.map { Int64(Double(row[$0]) ?? .nan) }
            count += 1
            open += values[0]
            // As a candle that was widened.
            high += max(values[0], values[1], values[3])
            low += min(values[0], values[2], values[3])
            close += values[3]
            volume += values[4]
        }
    }

    var description: String { "\(count) rows \(open) \(high) \(low) \(close) \(volume)" }
}

@Suite(
    "Files that people have",
    .enabled(if: RealFiles.areThere, "the market data folder (KRADER_TEST_DATA) is not here"))
struct RealFileTests {
    @Test("a minute of Yahoo's, in UTC, close before open")
    func oneMinute() throws {
        let name = "minute/yahoo-1m_005930_20250616-0618.csv"
        let table = try RealFiles.candles(name)
        let rows = try RealFiles.rows(name).dropFirst()
        let candles = table.series[0].candles
        #expect(Sums(candles) == Sums(Array(rows), order: [4, 2, 3, 1, 5]))
        #expect(candles.count == 1_080)
        #expect(table.timeframe == .m1)
        #expect(table.stamp == .start)
        #expect(candles.first?.start.description == "2025-06-16T09:00:00+09:00")
        #expect(candles.last?.end.description == "2025-06-18T15:00:00+09:00")
    }

    @Test(
        "five minutes of Yahoo's, prices as floats, in KST and in UTC",
        arguments: ["000660", "005380", "005930", "035720", "068270", "396500"])
    func fiveMinutes(code: String) throws {
        let name =
            "minute/yahoo-5m_\(code)_" + (code == "396500" ? "20251205-20260309" : "20251016-1024")
            + ".csv"
        let table = try RealFiles.candles(name)
        let rows = try RealFiles.rows(name).dropFirst()
        #expect(Sums(table.series[0].candles) == Sums(Array(rows), order: [1, 2, 3, 4, 5]))
        #expect(table.timeframe == .m5)
        #expect(table.stamp == .start)
        #expect(table.notes.rows == (code == "396500" ? 4_183 : 504))
    }

    /// The file, its separator, where open, high, low, close and volume stand, and whether it has a
    /// header.
    static let daily: [(name: String, separator: Character, order: [Int], hasHeader: Bool)] = [
        ("daily/kr-korean-header/A003240.csv", ",", [1, 2, 3, 4, 5], true),
        ("daily/etf-etn/069500_D.csv", ",", [1, 2, 3, 4, 5], true),
        ("daily/etf-etn/122630_D.csv", ",", [1, 2, 3, 4, 5], true),
        ("daily/etf-etn/252670_D.csv", ",", [1, 2, 3, 4, 5], true),
        ("daily/etf-etn/360750_D.csv", ",", [1, 2, 3, 4, 5], true),
        ("daily/etf-etn/Q520057_D.csv", ",", [1, 2, 3, 4, 5], true),
        ("daily/etf-etn/005930_D.csv", ",", [1, 2, 3, 4, 5], true),
        ("daily/fdr-change/005930.csv", ",", [1, 2, 3, 4, 5], true),
        ("daily/fdr-change/000660.csv", ",", [1, 2, 3, 4, 5], true),
        ("daily/calendar-padded/005930.csv", ",", [1, 2, 3, 4, 5], false),
        ("daily/calendar-padded/036570.csv", ",", [1, 2, 3, 4, 5], false),
        ("daily/rltrader-v1/005930.csv", ",", [1, 2, 3, 4, 5], false),
        ("daily/rltrader-v1/000660.csv", ",", [1, 2, 3, 4, 5], false),
        ("daily/rltrader-v1/009240.csv", ",", [1, 2, 3, 4, 5], false),
        ("daily/rltrader-v1/030200.csv", ",", [1, 2, 3, 4, 5], false),
        ("daily/rltrader-v1/015760_rich.csv", ",", [1, 2, 3, 4, 5], false),
        ("daily/rltrader-v1/kospi.csv", "\t", [1, 2, 3, 4, 5], false),
        ("daily/rltrader-v2/005930.csv", ",", [1, 2, 3, 4, 5], true),
        ("daily/rltrader-v2/035420.csv", ",", [1, 2, 3, 4, 5], true),
        ("daily/rltrader-v3/005930_삼성전자.csv", ",", [1, 2, 3, 4, 5], true),
    ]

    @Test(
        "daily files give what plain splitting gives, halted and repeated rows apart",
        arguments: daily)
    func dailyFile(name: String, separator: Character, order: [Int], hasHeader: Bool) throws {
        let table = try RealFiles.candles(name)
        var rows = try RealFiles.rows(name, separator: separator)
        if hasHeader { rows.removeFirst() }
        let blank = rows.count { $0.allSatisfy(\.isEmpty) }
        rows.removeAll { $0.allSatisfy(\.isEmpty) }
        let all = rows.count
        let halted = rows.count { row in [1, 2, 3, 5].allSatisfy { Double(row[$0]) == 0 } }
        rows.removeAll { row in [1, 2, 3, 5].allSatisfy { Double(row[$0]) == 0 } }
        var kept: [[String]] = []
        for row in rows where row != kept.last { kept.append(row) }
        #expect(Sums(table.series.flatMap(\.candles)) == Sums(kept, order: order))
        #expect(table.timeframe == .d1)
        #expect(table.notes.rows == all)
        #expect(table.notes.halted == halted)
        #expect(table.notes.blank == blank)
        #expect(table.notes.repeated == rows.count - kept.count)
        #expect(table.notes.hasAssumedColumns == !hasHeader)
    }

    @Test("an index keeps two decimals")
    func index() throws {
        let name = "index/ks11-2024.csv"
        let table = try RealFiles.candles(name) { $0.decimals = 2 }
        let rows = try RealFiles.rows(name).dropFirst()
        let closes = rows.map { Int64((Double($0[1]) ?? .nan) * 100 + 0.5) }
        #expect(table.series[0].candles.map(\.close.won) == closes)
        #expect(throws: TextFaults.self) { try RealFiles.candles(name) }
    }

    @Test("the prints of a Kiwoom session: all 89, signs as sides, whole seconds")
    func kiwoomTicks() throws {
        let name = "tick/kiwoom_0B_005930_20260911_115618.csv"
        var options = TableOptions(file: name)
        options.date = CalendarDate("2026-09-11")
        var reader = TickTableReader(options)
        reader.read(try RealFiles.bytes(name))
        let table = try reader.finish()
        let rows = Array(try RealFiles.rows(name).dropFirst())
        let ticks = try #require(table.series.first).ticks
        #expect(ticks.count == 89)
        #expect(ticks.map(\.size.count) == rows.map { abs(Int64($0[4]) ?? 0) })
        #expect(ticks.map(\.price.won) == rows.map { abs(Int64($0[3]) ?? 0) })
        #expect(ticks.map { $0.taker == .buyer } == rows.map { $0[4].hasPrefix("+") })
        #expect(
            ticks.map { $0.time.description.filter(\.isNumber).dropFirst(8).prefix(6) }
                == rows.map { $0[2][...] })
        #expect(table.stampUnit == .seconds(1))
        #expect(table.series.map(\.code) == [try IssueCode("005930")])
    }

    @Test("a listing of one day splits into a candle for each code; the names do not matter")
    func listing() throws {
        let name = "listing/krx-2026-03-20.csv"
        let table = try RealFiles.candles(name) { $0.date = CalendarDate("2026-03-20") }
        var rows = Array(try RealFiles.rows(name).dropFirst())
        #expect(table.notes.rows == rows.count)
        rows.removeAll { Double($0[13]) == 0 && Double($0[10]) == 0 }
        #expect(Sums(table.series.flatMap(\.candles)) == Sums(rows, order: [10, 11, 12, 6, 13]))
        #expect(table.notes.halted == table.notes.rows - rows.count)
        #expect(
            table.series.flatMap(\.candles).reduce(0) { $0 + $1.value.amount }
                == rows.reduce(0) { $0 + (Int64($1[14]) ?? 0) })
    }
}
