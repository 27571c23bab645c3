import KraderCSV
import KraderJSON
import KraderModel
import Testing

@Suite("Texts to import")
struct ImportTextTests {
    static let refused: [(text: [UInt8], says: String)] = [
        (Array("{\"a\": 1}\n".utf8), "It is JSON, not CSV"),
        (Array("[{\"a\": 1}]".utf8), "It is JSON, not CSV"),
        (Array("1723161256138606000 {\"e\":\"trade\"}\n".utf8), "It is lines of JSON, not CSV"),
        ([0x50, 0x4B, 3, 4, 10, 0, 0], "It is a zip archive"),
        ([0x1F, 0x8B, 8, 0], "It is gzip, not CSV"),
        ([0xFF, 0xFE, 0x64, 0, 0x2C, 0, 0x0A, 0], "The text is UTF-16 (little-endian)"),
        (Array("<html>".utf8), "It is HTML or XML, not CSV"),
        ([1, 2, 0, 7, 0x0A], "It is binary, not CSV"), ([], "There is no row"),
        (Array("\n\n".utf8), "There is no row"),
        (Array("a,b,c\n1,2,3\n".utf8), "neither those of ticks nor of candles nor of books"),
        (Array("time,price\n1,2\n".utf8), "neither those of ticks"),
        (Array("price,size\n1,2\n".utf8), "No column is known as time"),
        (Array("time,price,price,size\n".utf8), "Column 'price' stands twice"),
        (Array("time,price,size\n090005,1,1\n".utf8), "it is a time of day: say the date"),
        (
            Array("time,price,size\n20260303090005,1,1\n\"2026".utf8),
            "A quoted field is not closed in i.csv, line 3"
        ), (Array("time,price,size\n1\"2,1,1\n".utf8), "A quote stands where none may stand"),
        ([0xB0, 0xA1, 0x2C, 0x62], "The text is not UTF-8 (it looks like CP949)"),
    ]

    @Test("what cannot be understood at all is refused by name", arguments: refused)
    func refuses(text: [UInt8], says: String) throws {
        let fault = try #require(imported(text).fault)
        #expect(fault.contains(says), "\(fault)")
        for pieces in [1, 2, 3] { #expect(imported(text, pieces: pieces).fault == fault) }
    }

    @Test("what was recognised is told, and each column is one thing")
    func recognised() throws {
        let table = try #require(
            imported("Date,Time,Ticker,Code,Price,Volume,Note\n") { $0.columns[.size] = .number(6) }
                .recognised)
        #expect(
            table.columns.map { "\($0.meaning) \($0.title) \($0.number)" } == [
                "date Date 1", "time Time 2", "code Code 4", "price Price 5", "size Volume 6",
            ])
        #expect(table.ignored == ["Ticker", "Note"])
        #expect(table.encoding == .utf8 && table.delimiter == "," && table.hasHeader)
        let twice = imported("t,p\n") {
            $0.content = .ticks
            $0.columns = [.time: "t", .price: "p", .size: "p"]
        }
        #expect(twice.fault?.contains("Column 'p' is said to be") == true)
        let told = imported("time,price,size,quantity\n20260303090000,5,6,7\n") {
            $0.columns = [.size: "quantity"]
        }
        #expect(told.ticks == ["2 0 2026-03-03T09:00:00+09:00 5 7 unknown"])
    }

    @Test("titles and words in another encoding are read by whoever knows it")
    func decoding() {
        // CP949: 시간,체결가,체결량,매매구분 would need a table; here bytes stand for words.
        let decode: @Sendable ([UInt8]) -> String? = { bytes in
            switch bytes {
            case [0xBD, 0xC3]: "시간"
            case [0xB0, 0xA1]: "체결가"
            case [0xB7, 0xAE]: "체결량"
            default: bytes.count > 4 ? "line" : nil
            }
        }
        let text: [UInt8] =
            [0xBD, 0xC3, 0x2C, 0xB0, 0xA1, 0x2C, 0xB7, 0xAE, 0x0A]
            + Array("20260303090000,5,6\n".utf8)
        let result = imported(text) { $0.decodeTitle = decode }
        #expect(result.ticks == ["2 0 2026-03-03T09:00:00+09:00 5 6 unknown"])
        #expect(result.recognised?.encoding == .told)
        #expect(result.recognised?.columns.map(\.title) == ["시간", "체결가", "체결량"])
    }

    @Test("columns without a header are told by number, the date and the zone too")
    func told() {
        let result = imported("005930,090005,70100,-3\n") {
            $0.columns = [.code: 1, .time: 2, .price: 3, .size: 4]
            $0.date = CalendarDate(2026, 3, 3)
            $0.zone = .zero
        }
        #expect(result.ticks == ["1 0 2026-03-03T18:00:05+09:00 70100 3 seller"])
        let seconds = imported("time,price,size\n1772496005123,1,1\n") {
            $0.epochUnit = .microseconds
        }
        #expect(seconds.ticks.first?.contains("1970-01-21T21:21:36.005123") == true)
    }

    @Test("pieces cut anywhere give the same rows")
    func pieces() {
        let texts =
            ImportTickTests.forms + [
                """
                Date,Open,High,Low,Close,Volume,Changes,Name\r\n\
                2026-03-03,\"1,000\",1100,900,1050,5,\"-5\",\"a\n\
                \"\"b\"\"\"\r\n\r\n2026-03-04,x,1,1,1,1,1,c\r\n\
                ,,,,,,,\r\n2026-03-05,1,1,1,1,1,1,c
                """,
                """
                time,code,quantities,prices\n2024_8_6]9]46]3,003090,\"['1', '2',\
                 '3', '4']\",\"['+100', ' 101', '-102', '+103']\"\n
                """,
            ]
        for text in texts {
            let whole = imported(text)
            #expect(whole.fault == nil)
            for size in 1...40 { #expect(imported(text, pieces: size) == whole) }
        }
    }

    @Test("a title in CP949 that is UTF-8 by chance is read as the titles beside it are")
    func titlesOfOneEncoding() throws {
        // 티커 and 종가 in CP949; the bytes of 티커 are also two letters of UTF-8.
        let ticker: [UInt8] = [0xC6, 0xBC, 0xC4, 0xBF]
        let close: [UInt8] = [0xC1, 0xBE, 0xB0, 0xA1]
        #expect(String(validating: ticker, as: UTF8.self) != nil)
        let head =
            ticker + Array(",date,open,high,low,".utf8) + close + Array(",volume\n".utf8)
        var reader = ImportReader(
            ImportOptions(
                file: "t.csv",
                decodeTitle: { bytes in
                    bytes == ticker
                        ? "티커" : bytes == close ? "종가" : String(decoding: bytes, as: UTF8.self)
                }))
        var batch = ImportBatch()
        reader.read(head + Array("005930,20260303,1,1,1,1,1\n".utf8), into: &batch)
        try reader.finish(into: &batch)
        #expect(reader.codes.map(\.description) == ["005930"])
        #expect(batch.candles.count == 1)
    }

    @Test("the charts of Kiwoom's REST interface are known by the names of their fields")
    func chartFields() {
        let minutes = imported(
            """
            stk_cd,cur_prc,trde_qty,cntr_tm,open_pric,high_pric,low_pric,pred_pre
            005930,-78800,7913,20250917132000,-78850,-78900,-78800,-600

            """)
        #expect(
            minutes.candles == [
                "2 0 2025-09-17T13:20:00+09:00 78850 78900 78800 78800 7913 623544400 base 79400"
            ])
        let days = imported(
            """
            dt,cur_prc,trde_qty,open_pric,high_pric,low_pric,pred_pre,trde_prica
            20250908,70100,9263135,69800,70500,69600,+600,648525

            """)
        // The value is in millions in that file, so it is not taken.
        #expect(
            days.candles == [
                "2 0 2025-09-08 69800 70500 69600 70100 9263135 649345763500 base 69500"
            ])
    }
}
