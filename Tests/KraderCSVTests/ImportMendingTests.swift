import KraderCSV
import KraderJSON
import KraderModel
import Testing

@Suite("What may be mended, and columns that nobody names") struct ImportMendingTests {
    private static let header = "date,open,high,low,close,volume\n"

    @Test("candles that nearly all lack their own open or close are refused")
    func swapped() throws {
        // The columns open, high, low and close hold close, open, high and low.
        let fault = try #require(
            imported(
                Self.header + "20260303,70500,70000,71000,69000,9\n"
                    + "20260304,71500,70500,72000,70000,9\n20260305,71000,71500,72500,70900,9\n"
            ).fault)
        #expect(fault.contains("in 3 of 3 candles, of 3 by more than 1 % of the price"))
        #expect(fault.contains("are the columns swapped?") && fault.contains("--columns"))
    }

    @Test("a rounding in one row of many is widened; in more than a tenth it is refused")
    func rounding() {
        func text(_ wrong: Int, of rows: Int) -> String {
            (0..<rows).reduce(into: Self.header) { text, row in
                let day = CalendarDate(2026, 1, 1).advanced(by: row)
                text += "\(day),70000,\(row < wrong ? 70999 : 71000),69000,71000,9\n"
            }
        }
        let few = imported(text(2, of: 20))
        #expect(few.fault == nil && few.notes.widened == 2 && few.notes.widenedFar == 0)
        #expect(few.candles.first == "2 0 2026-01-01 70000 71000 69000 71000 9 639000")
        #expect(imported(text(3, of: 20)).fault?.contains("3 of 20 candles") == true)
        #expect(imported(text(3, of: 20)) { $0.widenedMax = 0.2 }.fault == nil)
    }

    @Test(
        "one row of few is more than a tenth already",
        arguments: [(1, 1), (1, 2), (1, 5), (1, 9), (1, 10), (1, 11), (2, 11), (2, 20)])
    func few(wrong: Int, rows: Int) {
        let text = (0..<rows).reduce(into: Self.header) { text, row in
            let day = CalendarDate(2026, 1, 1).advanced(by: row)
            text += "\(day),70000,\(row < wrong ? 70999 : 71000),69000,71000,9\n"
        }
        let fault = imported(text).fault
        let isMuch = wrong * 10 > rows
        #expect((fault?.contains("in \(wrong) of \(rows) candles") ?? false) == isMuch)
        #expect((fault == nil) != isMuch)
        #expect(imported(text) { $0.widenedMax = 1 }.fault == nil)
    }

    @Test("a high ten times the low is no candle's")
    func ratio() {
        let result = imported(
            Self.header + "20260303,100,100,100,100,9\n20260304,100,1001,100,100,9\n"
                + "20260305,100,1000,100,100,9\n")
        #expect(result.rejects.map(\.code) == ["bad_candle"] && result.rejects[0].line == 3)
        #expect(result.candles.count == 2)
    }

    @Test("Naver's order without a header is told by the changes between its closes")
    func naver() {
        let result = imported(
            "2026.03.06,10500,500,10100,10600,10000,3000\n"
                + "2026.03.05,10000,200,10300,10400,9900,2000\n"
                + "2026.03.04,10200,200,10000,10300,9950,1000\n"
                + "2026.03.03,10000,100,9900,10100,9800,1500\n")
        #expect(result.fault == nil)
        #expect(
            result.recognised?.columns.map { "\($0.meaning) \($0.number)" } == [
                "time 1", "close 2", "change 3", "open 4", "high 5", "low 6", "volume 7",
            ])
        #expect(result.candles.first == "1 0 2026-03-06 10100 10600 10000 10500 3000 31500000")
    }

    @Test(
        "columns that rows don't tell are asked for, with a line to copy",
        arguments: [
            // The columns are Naver's, but the changes are none.
            (
                "20260303,10000,7,9900,10100,9800,1500\n20260304,10200,9,10000,10300,9950,1000\n"
                    + "20260305,10000,1,10300,10400,9900,2000\n",
                "--columns time=1,"
            ),
            ("20260303090000,70000,5\n20260303090001,70100,3\n", "time=1,price=2,size=3"),
            (
                "20260303,005930,100,110,90,105,9\n20260304,005930,105,110,90,100,9\n",
                "time=1,code=2,open=3,high=4,low=5,close=6,volume=7"
            ),
            // The column after close is the adjusted close.
            (
                "20260303,100,110,90,105,105,9999\n20260304,105,110,90,100,100,9999\n"
                    + "20260305,100,110,90,105,105,9999\n",
                "time=1,open=2,high=3,low=4,close=5,volume=7"
            ),
        ])
    func asks(text: String, columns: String) throws {
        let fault = try #require(imported(text).fault)
        #expect(fault.contains("no header") && fault.contains(columns), "\(fault)")
        #expect(imported(text, pieces: 3).fault == fault)
    }

    /// Open, high, low, close of days that open near the close before, as they stand and with
    /// open and close changed about.
    @Test("two or three rows show no columns, in whatever order they are meant", arguments: 1...3)
    func fewRows(count: Int) throws {
        let days = [
            "20260303,700,710,690,705,9000", "20260304,704,712,699,703,9100",
            "20260305,702,709,695,696,8000", "20260306,697,702,690,691,8500",
            "20260309,690,700,688,699,8700",
        ]
        func turned(_ row: String) -> String {
            var fields = row.split(separator: ",")
            fields.swapAt(1, 4)
            return fields.joined(separator: ",")
        }
        for (rows, columns, isPlain) in [
            (days, "open=2,high=3,low=4,close=5,volume=6", true),
            (days.map(turned), "close=2,high=3,low=4,open=5,volume=6", false),
        ] {
            let fault = try #require(
                imported(rows.prefix(count).map { $0 + "\n" }.joined()).fault)
            // One row is the same either way.
            #expect(count == 1 || fault.contains("--columns time=1,\(columns)"), "\(fault)")
            let all = imported(rows.map { $0 + "\n" }.joined())
            #expect((all.fault == nil) == isPlain, "\(all.fault ?? "")")
        }
        // Halted days and empty rows show nothing either.
        let halted = (10...19).map { "202603\($0),0,0,0,705,0\n" }.joined()
        #expect(imported(days.prefix(count).map { $0 + "\n" }.joined() + halted).fault != nil)
    }

    @Test("Naver's order is not told by three rows, and by four that prove it")
    func naverFew() {
        let rows = [
            "2026.03.06,10500,500,10100,10600,10000,3000",
            "2026.03.05,10000,200,10300,10400,9900,2000",
            "2026.03.04,10200,200,10000,10300,9950,1000",
            "2026.03.03,10000,100,9900,10100,9800,1500",
        ]
        for count in 1...4 {
            let fault = imported(rows.prefix(count).map { $0 + "\n" }.joined()).fault
            #expect((fault == nil) == (count == 4), "\(count): \(fault ?? "")")
        }
    }

    @Test("prices that never move tell no columns")
    func flat() {
        let rows = (10...29).map { "202603\($0),700,700,700,700,\($0)00\n" }.joined()
        #expect(imported(rows).fault?.contains("--columns") == true)
    }

    @Test("what would be suggested for one file is taken when it is said")
    func said() {
        let result = imported("20260303090000,70000,5\n20260303090001,70100,3\n") {
            $0.columns = [.time: 1, .price: 2, .size: 3]
        }
        #expect(result.ticks.count == 2)
    }

    @Test("a close that stands where the open is expected is noticed by the neighbours")
    func reversed() {
        var text = ""
        var close = 10_000
        for row in 0..<30 {
            let open = close
            close += [300, -200, 150, -400, 350][row % 5]
            let day = CalendarDate(2026, 1, 1).advanced(by: row)
            text += "\(day),\(close),\(max(open, close) + 50),\(min(open, close) - 50),\(open),7\n"
        }
        let fault = imported(text).fault
        #expect(
            fault?.contains("time=1,close=2,high=3,low=4,open=5,volume=6") == true, "\(fault ?? "")"
        )
    }

    @Test("fractions of a won are rejects, or rounded when that is said, and counted")
    func fractions() {
        let text = Self.header + "20260303,100.4,100.5,99.49,100.0,9\n"
        #expect(imported(text).rejects.map(\.code) == ["not_whole"])
        #expect(imported(text).rejects.first?.reason.contains("--round-prices") == true)
        let rounded = imported(text) { $0.roundsPrices = true }
        #expect(rounded.candles == ["2 0 2026-03-03 100 101 99 100 9 900"])
        #expect(rounded.notes.rounded == 3)
        #expect(rounded.notes.sentences.contains { $0.contains("rounded to won") })
    }
}
