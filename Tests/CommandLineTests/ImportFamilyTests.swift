import Foundation
import Testing

@Suite(
    "krader data import, of recorded data",
    .enabled(if: RealData.isThere, "there is no recorded data; say where with KRADER_TEST_DATA"))
struct ImportFamilyTests {
    private func imported(_ command: String) throws -> (Workshop, Finished) {
        let workshop = try Workshop()
        let words = command.replacing("DATA", with: RealData.folder).split(separator: " ")
        let done = try workshop.start(
            ["data", "import"] + words.map(String.init) + ["--name", "d", "-q"]
        ).finished()
        return (workshop, done)
    }

    @Test(
        "one command imports a family of candles: rows, first, last and sums as read plainly",
        arguments: ImportFamily.all)
    func candles(family: ImportFamily) throws {
        let (workshop, done) = try imported(family.command)
        #expect(done.exit == 0, "\(done.err)")
        let expected = try family.sums(RealData.folder)
        let found = try PlainDataset(workshop.url("datasets/d")).sums
        #expect(expected.count > 0 && found.count == expected.count)
        for (key, sums) in expected where found[key] != sums {
            Issue.record("\(key): \(sums) expected, \(found[key]?.description ?? "nothing") found")
        }
    }

    @Test("every file of one family of daily rows is imported, one stock a file")
    func folder() throws {
        let (workshop, done) = try imported("DATA/daily/kr-korean-header")
        #expect(done.exit == 0, "\(done.err)")
        #expect(workshop.names("datasets/d/candles/1d").count == 45)
    }

    @Test("recorded prints: 89 rows as the broker sent them, signs and all")
    func ticks() throws {
        let path = "tick/kiwoom_0B_005930_20260911_115618.csv"
        let (workshop, done) = try imported("DATA/\(path) --date 2026-09-11")
        #expect(done.exit == 0, "\(done.err)")
        var expected = RowSums()
        for row in try PlainFile(RealData.folder + "/" + path).rows.dropFirst() {
            let clock = plainNumber(row[2])
            let seconds = clock / 10_000 * 3_600 + clock / 100 % 100 * 60 + clock % 100
            let (price, size) = (plainNumber(row[3]), plainNumber(row[4]))
            expected.add(
                [seconds * 1_000_000_000, price, size], volume: size, value: price * size)
        }
        #expect(expected.rows == 89)
        let found = try PlainDataset(workshop.url("datasets/d")).sums
        #expect(found == ["ticks/005930/2026-09-11": expected])
    }

    @Test("recorded books: ten levels from two lists, missing levels left out")
    func books() throws {
        let (workshop, done) = try imported(
            "DATA/orderbook --kind books --columns time=1,code=2,quantities=4,prices=5")
        #expect(done.exit == 0, "\(done.err)")
        var expected: [String: RowSums] = [:]
        for (day, name) in [("2024-08-05", "20240805_1303"), ("2024-08-06", "20240806_0946")] {
            let rows = try PlainFile(RealData.folder + "/orderbook/hoga_\(name).csv").rows
            for row in rows.dropFirst() {
                let time = row[0].split { !$0.isNumber }.compactMap { Int($0) }
                let seconds = time[3] * 3_600 + time[4] * 60 + time[5]
                func list(_ text: String) -> [Int] {
                    text.filter { !"[]".contains($0) }.split(separator: ",").map {
                        plainNumber(String($0))
                    }
                }
                let (quantities, prices) = (list(row[3]), list(row[4]))
                expected["books/\(row[1])/\(day)", default: RowSums()].add(
                    [seconds * 1_000_000_000, prices[10], prices[9]],
                    volume: zip(prices, quantities).reduce(0) { $0 + ($1.0 == 0 ? 0 : $1.1) },
                    value: zip(prices, quantities).reduce(0) { $0 + $1.0 * $1.1 })
            }
        }
        let found = try PlainDataset(workshop.url("datasets/d")).sums
        #expect(found.count == expected.count)
        for (key, sums) in expected where found[key] != sums {
            Issue.record("\(key): \(sums) expected, \(found[key]?.description ?? "nothing") found")
        }
    }

    @Test(
        "what holds no Korean ticks, candles or books is refused, and why",
        arguments: [
            ("DATA/foreign/lean_us_daily_aapl.zip", "it is a zip archive"),
            ("DATA/foreign/binance_spot_btcusdt_20240809.gz", "JSON"),
            ("DATA/foreign/lean_us_factor_files_aapl.csv", "The columns are neither"),
            ("DATA/encoding/cp949_holdings.csv", "The columns are neither"),
            ("DATA/listing/delisting-2026-03-20.csv.gz", "The columns are neither"),
            ("DATA/listing/desc-2026-03-20.csv.gz", "The columns are neither"),
            ("DATA/kiwoom-api/ka10001_005930_20260918.json", "it is JSON, not CSV"),
            ("DATA/index/ks200-2024.csv", "say --symbol"),
            ("DATA/kiwoom-api", "No file has rows that can be used"),
            ("DATA/foreign", "No file has rows that can be used"),
        ])
    func refused(command: String, reason: String) throws {
        let (workshop, done) = try imported(command)
        #expect(done.exit == 3 && done.out == "")
        #expect(done.err.contains(reason), "\(done.err)")
        #expect(workshop.names() == [])
    }

    @Test("of a folder, what is no data is left out and said")
    func partly() throws {
        let (workshop, done) = try imported("DATA/listing --date 2026-03-20")
        #expect(done.exit == 0, "\(done.err)")
        #expect(done.out.contains("delisting-2026-03-20.csv.gz was left out: The columns"))
        #expect(workshop.names("datasets/d/candles/1d").count == 2_879)
    }
}
