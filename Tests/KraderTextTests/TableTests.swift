import KraderModel
import KraderText
import Testing

func candles(_ text: String, _ change: (inout TableOptions) -> Void = { _ in }) throws(TextFaults)
    -> CandleTable
{
    var options = TableOptions(file: "c.csv")
    change(&options)
    var reader = CandleTableReader(options)
    reader.read(Array(text.utf8))
    return try reader.finish()
}

func ticks(_ text: String, _ change: (inout TableOptions) -> Void = { _ in }) throws(TextFaults)
    -> TickTable
{
    var options = TableOptions(file: "t.csv")
    change(&options)
    var reader = TickTableReader(options)
    reader.read(Array(text.utf8))
    return try reader.finish()
}

private func faults<Value>(_ body: () throws(TextFaults) -> Value) -> String {
    do throws(TextFaults) {
        _ = try body()
        return "none"
    } catch {
        return error.description
    }
}

/// `start open high low close volume value` of each candle, the start in KST.
private func lines(_ table: CandleTable) -> [String] {
    table.series.flatMap(\.candles).map {
        "\($0.start.description.prefix(16)) \($0.open) \($0.high) \($0.low) \($0.close) \($0.volume) \($0.value)"
    }
}

@Suite("Candle tables")
struct CandleTableTests {
    static let expected = [
        "2026-03-03T00:00 70000 71000 69000 70500 10 705000",
        "2026-03-04T00:00 70500 72000 70000 71500 20 1430000",
    ]

    static let forms: [String] = [
        "date,open,high,low,close,volume\n2026-03-03,70000,71000,69000,70500,10\n2026-03-04,70500,72000,70000,71500,20\n",
        "\u{FEFF}일자,시가,고가,저가,종가,거래량\r\n20260303,70000,71000,69000,70500,10.0\r\n20260304,70500,72000,70000,71500,20.0",
        "Date,Close,High,Low,Open,Volume,Change\n2026/03/03,70500.0,71000.0,69000.0,70000.0,10,\n2026/03/04,71500.0,72000.0,70000.0,70500.0,20,0.01",
        "\"일자\",\"시가\",\"고가\",\"저가\",\"현재가\",\"거래량\"\n\"2026-03-03\",\"70,000\",\"71,000\",\"69,000\",\"70,500\",\"10\"\n\"2026-03-04\",\"70,500\",\"72,000\",\"70,000\",\"71,500\",\"20\"\n",
        "2026-03-03\t\"70,000\"\t\"71,000\"\t\"69,000\"\t\"70,500\"\t\"10\"\n\n\t\t\t\t\t\n2026-03-04\t\"70,500\"\t\"72,000\"\t\"70,000\"\t\"71,500\"\t\"20\"\n",
        "date;open;high;low;close;volume\n20260304;+70500;+72000;-70000;-71500;20\n20260303;70000;71000;69000;70500;10\n",
        "volume , CLOSE , Low , High , Open , DATE , amount\n10,70500,69000,71000,70000,20260303,705000\n20,71500,70000,72000,70500,20260304,1430000",
    ]

    @Test("the same candles come out of every form in which files hold them", arguments: forms)
    func oneMeaning(text: String) throws {
        let table = try candles(text)
        #expect(lines(table) == Self.expected)
        #expect(table.timeframe == .d1)
        #expect(table.notes.rows == 2)
    }

    @Test("a text cut into pieces anywhere reads the same", arguments: forms)
    func pieces(text: String) throws {
        let bytes = Array(text.utf8)
        for size in [1, 2, 3, 7, 50] {
            var reader = CandleTableReader(TableOptions(file: "c.csv"))
            for start in stride(from: 0, to: bytes.count, by: size) {
                reader.read(Array(bytes[start..<min(start + size, bytes.count)]))
            }
            #expect(lines(try reader.finish()) == Self.expected)
        }
    }

    @Test("what is skipped and mended is counted")
    func notes() throws {
        let table = try candles(
            """
            date,open,high,low,close,volume
            2026-03-02,0,0,0,70000,0
            2026-03-03,70000,70400,70100,70500,10

            2026-03-03,70000,70400,70100,70500,10
            ,,,,,
            2026-03-04,70500,70500,70500,70500,0
            """)
        #expect(
            lines(table) == [
                "2026-03-03T00:00 70000 70500 70000 70500 10 705000",
                "2026-03-04T00:00 70500 70500 70500 70500 0 0",
            ])
        #expect(
            table.notes.sentences == [
                "1 blank rows were skipped", "1 rows of halted days were skipped",
                "1 repeated rows were skipped",
                "2 candles were widened: high or low did not reach open and close",
                "1 candles traded nothing",
            ])
        #expect(table.notes.rows == 4)
    }

    static let stamps: [(times: [String], stamp: CandleStamp?)] = [
        (["09:00", "09:05", "15:15"], .start), (["09:00", "09:05", "15:30"], .start),
        (["09:05", "09:10", "15:20", "15:30"], .end), (["09:05", "09:10", "15:30"], .end),
        (["09:10", "09:15", "15:30"], nil), (["09:05", "09:10", "14:55"], nil),
        (["10:00", "10:05"], nil),
    ]

    @Test(
        "whether stamps are starts or ends is seen at the session's edges, or asked",
        arguments: stamps)
    func stamp(times: [String], stamp: CandleStamp?) throws {
        let rows = times.map { "2026-03-03 \($0):00,1,1,1,1,1" }
        let text = (["time,open,high,low,close,volume"] + rows).joined(separator: "\n")
        guard let stamp else {
            #expect(
                faults { () throws(TextFaults) in try candles(text) }
                    == "Error: Whether stamps are the start or the end of a candle cannot be recognised in c.csv; say stamp."
            )
            #expect(try candles(text) { $0.stamp = .end }.stamp == .end)
            return
        }
        let table = try candles(text)
        #expect(table.timeframe == .m5)
        #expect(table.stamp == stamp)
        let first = try #require(table.series.first?.candles.first)
        #expect(TimeOfDay(first.start) == TimeOfDay(9, 0))
        #expect(TimeOfDay(first.end) == TimeOfDay(9, 5))
    }

    @Test("date and time may stand in two columns, in any zone")
    func twoColumns() throws {
        let text = """
            일자,시간,시가,고가,저가,종가,거래량
            20260303,000000,5,6,4,5,1
            20260303,000100,5,6,4,5,1
            """
        let table = try candles(text) { $0.zone = .zero }
        #expect(table.timeframe == .m1)
        #expect(lines(table).map { $0.prefix(16) } == ["2026-03-03T09:00", "2026-03-03T09:01"])
    }

    @Test("a code column splits the file, and codes come in the order of the file")
    func codes() throws {
        let text = """
            Code,Date,Open,High,Low,Close,Volume
            005930,2026-03-03,5,6,4,5,1
            00088K,2026-03-03,7,8,6,7,2
            005930,2026-03-04,5,6,4,5,3
            A000660,2026-03-04,9,9,9,9,4
            """
        let table = try candles(text)
        #expect(table.series.map { $0.code?.description } == ["005930", "00088K", "000660"])
        #expect(table.series.map { $0.candles.map(\.volume.count) } == [[1, 3], [2], [4]])
    }

    @Test("columns may be mapped by name or number, and index levels keep their decimals")
    func mapping() throws {
        let text = """
            DAY,CUR_PR,HIGH_PR,LOW_PR,CLO_PR,PR_DIFF,ACC_VOL
            20210319,2669.81,2675.80,2660.00,2670,-10,15717048
            """
        let table = try candles(text) {
            $0.columns = [
                .time: "day", .open: "CUR_PR", .high: 3, .low: 4, .close: 5, .volume: "acc_vol",
            ]
            $0.decimals = 2
            $0.timeframe = .d1
        }
        let candle = try #require(table.series.first?.candles.first)
        #expect(candle.open == Price(266_981))
        #expect(candle.high == Price(267_580))
        #expect(candle.volume == Shares(15_717_048))
    }

    @Test("columns mapped by number need no header, and a first row of data is not lost")
    func mappedWithoutHeader() throws {
        let text = "000660,2026-03-03,5,6,4,5,1\n000660,2026-03-04,5,6,4,5,2\n"
        let table = try candles(text) {
            $0.columns = [
                .code: 1, .time: 2, .open: 3, .high: 4, .low: 5, .close: 6, .volume: 7,
            ]
        }
        #expect(table.series.map { $0.candles.map(\.volume.count) } == [[1, 2]])
        #expect(!table.notes.hasAssumedColumns)
        #expect(
            faults { () throws(TextFaults) in
                try candles(text) { $0.columns = [.time: 2, .open: 9] }
            }
                == "Error: There is no column 9 for open in c.csv, line 1; there are 7 columns.")
    }

    static let header = "date,open,high,low,close,volume\n"
    static let row = "2026-03-03,5,6,4,5,1\n"

    static let broken: [(text: String, message: String)] = [
        ("", "There is no usable row in c.csv."),
        (header, "There is no usable row in c.csv."),
        (
            header + "2026-03-03,0,0,0,5,0\n",
            "There is no usable row in c.csv; 1 rows of halted days were skipped."
        ),
        (
            header + "2026-03-03,5,6,4,18015.5,1\n",
            "Column 'close' is '18015.5' in c.csv, line 2; it must be a whole number."
        ),
        (
            header + row + "\n2026-03-04,5,6,x,5,1\n",
            "Column 'low' is 'x' in c.csv, line 4; it must be a number."
        ),
        (
            header + "2026-02-30,5,6,4,5,1\n",
            "Column 'date' is '2026-02-30' in c.csv, line 2; it must be a time such as 2026-03-03T09:00:58, 20260303, 090058 or a count since 1970."
        ),
        (
            header + "2026-03-03,0,6,4,5,1\n",
            "Column 'open' is '0' in c.csv, line 2; it must be between 1 and 1000000000."
        ),
        (
            header + "2026-03-03,5,6,4,5,-1\n",
            "Column 'volume' is '-1' in c.csv, line 2; it must not be negative."
        ),
        (
            header + "2026-03-03,5,6,4,5\n",
            "Column 'volume' is empty in c.csv, line 2; it must be a number."
        ),
        (
            header + "2026-03-03,5,6,4,1000000000,10000000000\n",
            "Column 'volume' is '10000000000' in c.csv, line 2; close × volume must not exceed 1000000000000000 won."
        ),
        (
            header + row + "2026-03-03,5,6,4,5,2\n",
            "The row has the time of the one in line 2 and other values in c.csv, line 3; a candle may stand once."
        ),
        (
            header + row + "2026-03-05,5,6,4,5,1\n2026-03-04,5,6,4,5,1\n2026-03-06,5,6,4,5,1\n",
            "The row is earlier than the one in line 3 in c.csv, line 4; rows must go forward in time."
        ),
        (
            header
                + "2026-03-09,5,6,4,5,1\n2026-03-08,5,6,4,5,1\n2026-03-09,5,6,4,5,1\n2026-03-06,5,6,4,5,1\n",
            "The row is later than the one in line 3 in c.csv, line 4; rows must go newest first."
        ),
        (
            "date,open,high,low,volume\n" + row,
            "No column is known as close in c.csv, line 1; the first row is 'date', 'open', 'high', 'low', 'volume'; say which one is close."
        ),
        (
            "date,open,high,low,close,Close,volume\n" + row,
            "Column 'close' stands twice in c.csv, line 1; say by number which one is close."
        ),
        (
            header + "2026-03-03,5,6,4,5,\"1\n",
            "A quoted field is not closed in c.csv, line 2."
        ),
        (
            header + row + "2026-03-04,5,6,4\"4,5,1\n",
            "A quote stands where none may stand in c.csv, line 3."
        ),
    ]

    @Test("what cannot be understood is told by line, column and value", arguments: broken)
    func tells(text: String, message: String) {
        #expect(faults { () throws(TextFaults) in try candles(text) } == "Error: " + message)
    }

    @Test("all faults of a file are told at once")
    func allFaults() {
        let text = Self.header + "x,5,6,4,5,1\n2026-03-03,5,y,4,5,1\n2026-03-04,5,6,4,5,z\n"
        #expect(
            faults { () throws(TextFaults) in try candles(text) }.split(separator: "\n").map {
                $0.split(separator: " in ")[0]
            } == [
                "Error: Column 'date' is 'x'", "Error: Column 'high' is 'y'",
                "Error: Column 'volume' is 'z'",
            ])
    }

    @Test("a header that is not UTF-8 is refused by name")
    func encoding() {
        var reader = CandleTableReader(TableOptions(file: "c.csv"))
        // 일자,시가 in CP949.
        reader.read([0xC0, 0xCF, 0xC0, 0xDA, 0x2C, 0xBD, 0xC3, 0xB0, 0xA1, 0x0A, 0x31, 0x2C, 0x32])
        #expect(
            faults { () throws(TextFaults) in try reader.finish() }
                == "Error: The text is not UTF-8 (it looks like CP949): byte 0xC0 at offset 0 cannot be read in c.csv, line 1; save it as UTF-8."
        )
    }

    @Test("lines are counted through quoted line breaks, blank lines and CRLF")
    func lineNumbers() {
        let text =
            "date,open,high,low,close,volume,note\r\n\r\n2026-03-03,5,6,4,5,1,\"a\r\nb\"\r\n2026-03-04,5,6,4,5,x,\r\n"
        #expect(
            faults { () throws(TextFaults) in try candles(text) }
                == "Error: Column 'volume' is 'x' in c.csv, line 5; it must be a number.")
    }

    @Test("an unclosed quote does not read the rest of the file into memory")
    func unclosedQuote() {
        var reader = CandleTableReader(TableOptions(file: "c.csv"))
        reader.read(Array((Self.header + "\"2026").utf8))
        for _ in 0..<40 { reader.read([UInt8](repeating: 0x31, count: 100_000)) }
        #expect(
            faults { () throws(TextFaults) in try reader.finish() }
                == "Error: A field is longer than 1048576 bytes; a quote may not be closed in c.csv, line 2."
        )
    }

    @Test("20,000 damaged files are read or refused, and never trap")
    func mutations() throws {
        var generator = SeededGenerator(seed: 7, stream: "csv mutations")
        var refused = 0
        for round in 0..<20_000 {
            let bytes = JSONMutationTests.mutated(
                Array(Self.forms[round % Self.forms.count].utf8), by: &generator)
            var reader = CandleTableReader(TableOptions(file: "c.csv"))
            reader.read(bytes)
            do throws(TextFaults) {
                let table = try reader.finish()
                for candle in table.series.flatMap(\.candles) where candle.high < candle.low {
                    Issue.record("a candle is upside down: \(candle)")
                }
            } catch {
                refused += 1
            }
        }
        #expect(refused > 5_000)
    }
}

@Suite("Tick tables")
struct TickTableTests {
    @Test(
        "Kiwoom's prints: the price's sign is dropped, the size's is the taker, stamps are seconds")
    func kiwoom() throws {
        let table = try ticks(
            """
            recv_time,code,trade_time,price,signed_qty,cum_volume
            11:56:18.761,005930,115618,-257750,-19,7198927
            11:56:20.262,005930,115619,-258000,+1,7199252
            11:56:20.262,005930,115619,257500,7,7199259
            """
        ) { $0.date = CalendarDate("2026-09-11") }
        let series = try #require(table.series.first)
        #expect(series.code == (try IssueCode("005930")))
        #expect(series.ticks.map(\.price.won) == [257_750, 258_000, 257_500])
        #expect(series.ticks.map(\.size.count) == [19, 1, 7])
        #expect(series.ticks.map(\.taker) == [.seller, .buyer, .unknown])
        #expect(
            series.ticks.map(\.time.description) == [
                "2026-09-11T11:56:18+09:00", "2026-09-11T11:56:19+09:00",
                "2026-09-11T11:56:19+09:00",
            ])
        #expect(table.stampUnit == .seconds(1))
    }

    @Test("newest-first prints are turned round, those of one stamp too")
    func newestFirst() throws {
        let table = try ticks(
            """
            체결시간,현재가,거래량
            20260303090002,103,1
            20260303090001,102,1
            20260303090001,101,1
            20260303090000,100,0
            20260303090000,100,1
            """)
        #expect(table.series[0].ticks.map(\.price.won) == [100, 101, 102, 103])
        #expect(
            table.notes.sentences == [
                "1 rows of no shares were skipped", "rows went newest first and were turned round",
            ])
        #expect(table.series[0].code == nil)
    }

    @Test("codes count on from the symbol given, and the stamp unit is the coarsest that fits")
    func symbols() throws {
        let table = try ticks(
            """
            time,symbol,price,qty
            2026-03-03T09:00:00.001,000660,5,1
            2026-03-03T09:00:00.002,005930,5,1
            2026-03-03T09:00:00.001,000660,5,1
            """
        ) { $0.symbol = SymbolIndex(4) }
        #expect(table.series.map { $0.ticks.map(\.symbol.int) } == [[4, 4], [5]])
        #expect(table.stampUnit == .milliseconds(1))
    }

    static let broken: [(row: String, message: String)] = [
        ("115618,x,1", "Column 'price' is 'x' in t.csv, line 2; it must be a number."),
        ("115618,100,", "Column 'size' is empty in t.csv, line 2; it must be a number."),
        (
            "115618,100,1",
            "Column 'time' is '115618' in t.csv, line 2; it is a time of day: say the date."
        ),
        (
            "20260303,100,1",
            "Column 'time' is '20260303' in t.csv, line 2; a print needs the time of day."
        ),
    ]

    @Test("what cannot be understood is told by line, column and value", arguments: broken)
    func tells(row: String, message: String) {
        #expect(
            faults { () throws(TextFaults) in
                try ticks("time,price,size\n\(row)\n") {
                    if row.contains("x") || row.hasSuffix(",") {
                        $0.date = CalendarDate("2026-03-03")
                    }
                }
            } == "Error: " + message)
    }

    @Test("prints out of order are told with both lines, the first few of many")
    func disorder() {
        let rows = (0..<20).map { "2026-03-03 09:00:\($0 % 2 == 0 ? 20 + $0 : 20 + $0 - 2),5,1" }
        let text = "time,price,size\n" + rows.joined(separator: "\n")
        let told = faults { () throws(TextFaults) in try ticks(text) }.split(separator: "\n")
        #expect(told.count == 5)
        #expect(
            told.first
                == "Error: The row is earlier than the one in line 2 in t.csv, line 3; rows must go forward in time, and 10 do not."
        )
    }
}
