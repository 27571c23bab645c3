import KraderCSV
import KraderJSON
import KraderModel
import Testing

@Suite("Rows to import: ticks")
struct ImportTickTests {
    static let expected = [
        "2 0 2026-03-03T09:00:05.123+09:00 70100 12 seller",
        "3 0 2026-03-03T09:00:05.25+09:00 70000 3 buyer",
    ]

    static let forms: [String] = [
        """
        code,date,time,price,size\n005930,20260303,090005123,70100,-12\n\
        005930,20260303,090005250,70000,+3\n
        """,
        """
        \u{FEFF}종목코드,일자,체결시간,현재가,체결량\r\nA005930,2026/03/03,09:00:05.123,-70100,-\
        12\r\n005930,2026.03.03,09:00:05.250,+70000,+3
        """,
        """
        size;price;datetime;symbol\n-12;\"70,100\";2026-03-03T09:00:05.123+09:00\
        ;005930_AL\n+3;70,000.0;2026-03-03 00:00:05.25Z;005930_AL\n
        """,
        """
        timestamp\tprice\tqty\tticker\n1772496005123\t70100.0\t-12\t005930\n\
        1772496005250\t7e4\t+3\t005930.KS\n
        """,
        """
        recv_time|code|trade_time|date|price|signed_qty|name\n\
        09:00:06|005930|90005123|20260303|70100|-12|x\n\
        |005930|090005.25|20260303| 70000 |+3|
        """,
    ]

    @Test("the same ticks come out of every form", arguments: forms)
    func oneMeaning(text: String) {
        let result = imported(text)
        #expect(result.ticks == Self.expected)
        #expect(result.codes.map(\.description) == ["005930"])
        #expect(result.rejects.isEmpty && result.fault == nil)
        #expect(result.recognised?.content == .ticks)
        #expect(result.notes.stampUnit == .milliseconds(1))
        #expect(result.notes.rows == 2)
        #expect(result.notes.first?.description == "2026-03-03T09:00:05.123+09:00")
        #expect(result.notes.last?.description == "2026-03-03T09:00:05.25+09:00")
    }

    @Test("best prices, taker and venue are kept with a tick; words that are not known are counted")
    func extras() {
        let result = imported(
            """
            time,price,size,최우선매도호가,best_bid,side,거래소구분
            20260303090005,70100,1,-70200,+70100,BUY,KRX
            20260303090005,70100,-1,,0,매도,nxt
            20260303090006,70100,-1,70200,70100,1,SOR
            """)
        #expect(
            result.ticks == [
                "2 0 2026-03-03T09:00:05+09:00 70100 1 buyer ask 70200 bid 70100 krx",
                "3 0 2026-03-03T09:00:05+09:00 70100 1 seller nxt",
                "4 0 2026-03-03T09:00:06+09:00 70100 1 unknown ask 70200 bid 70100",
            ])
        #expect(result.notes.unknownTakers == 1)
        #expect(result.notes.unknownVenues == 1)
        #expect(result.codes.isEmpty)
    }

    @Test("every row that cannot be taken is rejected with its line, and the others are read")
    func rejects() {
        let result = imported(
            """
            code,time,price,size
            005930,x,1,1
            005930,2026-03-03,1,1
            005930,2026-03-03 09:00,0,1
            005930,2026-03-03 09:00,1000000001,1

            005930,2026-03-03 09:00,1.5,1
            005930,2026-03-03 09:00,abc,1
            005930,2026-03-03 09:00,1,4294967296
            005930,2026-03-03 09:00,100000000,4294967295
            KS11,2026-03-03 09:00,1,1
            005930,2026-03-03 09:00
            005930,2026-03-03 09:00,70,100,5
            ,,,
            "00
            5930",2026-03-03 09:00,1,1
            005930,2026-03-03 09:00,1,0
            005930,2026-03-03 09:00,70100,5
            """)
        #expect(result.ticks == ["18 0 2026-03-03T09:00:00+09:00 70100 5 unknown"])
        #expect(
            result.rejects.map { "\($0.line) \($0.code) \($0.column) \($0.value)" } == [
                "2 bad_time time x", "3 no_time time 2026-03-03", "4 bad_price price 0",
                "5 bad_price price 1000000001", "7 not_whole price 1.5",
                "8 bad_number price abc", "9 bad_amount size 4294967296",
                "10 bad_amount size 4294967295", "11 bad_code code KS11", "12 short_row  ",
                "13 long_row  5", "15 bad_code code 00\\n5930",
            ])
        #expect(result.notes.rows == 14)
        #expect(result.notes.rejected == 12)
        #expect(result.notes.blank == 2)
        #expect(result.notes.withoutSize == 1)
    }

    @Test("codes of indices are read when they are allowed")
    func indexCodes() {
        let text = "code,time,price,size\nKS11,20260303090000,266981,1\n"
        #expect(imported(text).rejects.map(\.code) == ["bad_code"])
        let result = imported(text) { $0.allowsIndexCodes = true }
        #expect(result.codes.map(\.description) == ["KS11"])
    }

    @Test("newest first is told by the steps, each series by itself")
    func order() {
        let result = imported(
            """
            code,time,price,size
            005930,20260303090003,1,1
            000660,20260303090009,1,1
            005930,20260303090002,1,1
            000660,20260303090008,1,1
            005930,20260303090002,1,1
            """)
        #expect(result.notes.isNewestFirst)
        #expect(result.notes.backSteps == 2)
        #expect(result.notes.forwardSteps == 0)
        #expect(result.codes.map(\.description) == ["005930", "000660"])
    }
}

@Suite("Rows to import: candles")
struct ImportCandleTests {
    @Test("a base price is close less a signed change in won, by its sign or its code")
    func changes() {
        let result = imported(
            """
            Code,Name,Close,ChangeCode,Changes,ChagesRatio,Volume,Amount,Open,High,Low,\
            Stocks,Market,Date
            005930,삼성전자,83000.0,1,2000.0,2.47,10,830000.0,81000.0,84400.0,80200.0,\
            5969782550,KOSPI,2021-01-04
            00088K,x,900,2,-100,-1,10,9000,900,900,900,5,KOSDAQ GLOBAL,2021-01-04
            000660,y,900,5,100,-1,10,9000,900,900,900,5,KNX,2021-01-04
            000660,y,900,0,,0,0,0,0,0,0,5,KONEX,2021-01-05
            000660,z,900,3,0,0,1,0,900,900,900,5,?,2021-01-06
            000660,z,900,3,x,0,1,,900,900,900,,,2021-01-07
            """)
        #expect(
            result.candles == [
                "2 0 2021-01-04 81000 84400 80200 83000 10 830000 base 81000 of 5969782550 KOSPI",
                "3 1 2021-01-04 900 900 900 900 10 9000 base 1000 of 5 KOSDAQ",
                "4 2 2021-01-04 900 900 900 900 10 9000 base 1000 of 5 KONEX",
                "5 2 2021-01-05 0 0 0 900 0 0 of 5 KONEX",
                "6 2 2021-01-06 900 900 900 900 1 0 base 900 of 5",
                "7 2 2021-01-07 900 900 900 900 1 900",
            ])
        #expect(result.names == ["2 0 삼성전자", "3 1 x", "4 2 y", "6 2 z"])
        #expect(result.notes.halted == 1)
        #expect(result.notes.unknownBoards == 1)
        #expect(result.notes.unreadChanges == 1)
        #expect(result.notes.timeframe() == .d1)
        #expect(result.notes.stamp(for: .d1) == .start)
        #expect(result.rejects.isEmpty)
    }

    @Test("a ratio is never taken for a change")
    func ratio() {
        let result = imported(
            "Date,Open,High,Low,Close,Volume,Change\n2026-03-03,1000,1100,900,1050,5,0.05\n")
        #expect(result.candles == ["2 0 2026-03-03 1000 1100 900 1050 5 5250"])
        #expect(result.recognised?.ignored == ["Change"])
    }

    /// Where more rows of a file are mended the columns are asked about, see `MendingTests`.
    @Test("halted days are kept as they stand, rows of zeros are left out, both counted")
    func zeros() {
        let sound = (10..<20).map { "2026-03-\($0),70500,70600,70400,70500,10\n" }.joined()
        let result = imported(
            """
            2026-03-03,0,0,0,70000,0
            2026-03-04,0,0,0,0,0
            2026-03-05,70000,70400,70100,70500,10
            2026-03-06,0,0,0,70000,5
            2026-03-09,70500,70500,70500,70500,0

            """ + sound)
        #expect(result.candles.count == 3 + 10)
        #expect(
            result.candles.prefix(3) == [
                "1 0 2026-03-03 0 0 0 70000 0 0",
                "3 0 2026-03-05 70000 70500 70000 70500 10 705000",
                "5 0 2026-03-09 70500 70500 70500 70500 0 0",
            ])
        #expect(result.rejects.map { "\($0.line) \($0.code) \($0.column)" } == ["4 bad_price 2"])
        #expect(
            result.notes.sentences == [
                "1 rows were rejected", "1 rows of halted days were kept as such",
                "1 rows of zeros only were left out",
                "1 candles were widened: high or low did not reach open and close",
                "1 candles traded nothing",
                "no header: columns taken as time, open, high, low, close, volume",
            ])
        #expect(result.recognised?.hasHeader == false)
    }

    @Test("an index keeps its decimals, and its change in points too")
    func decimals() {
        let text = """
            Date,Close,UpDown,Comp,Change,Open,High,Low,Volume,Amount,MarCap
            2024-01-02,2669.81,1,14.53,0.0055,2645.47,2675.8,2641.88,409871688,\
            9628190129018,2147223894556881.0
            """
        #expect(
            imported(text) { $0.decimals = 2 }.candles == [
                "2 0 2024-01-02 264547 267580 264188 266981 409871688 9628190129018 base 265528"
            ])
        #expect(imported(text).rejects.map(\.code) == ["not_whole"])
    }

    @Test("Daishin's names and newest first")
    func daishin() {
        let result = imported(
            """
            DAY,CUR_PR,HIGH_PR,LOW_PR,CLO_PR,PR_DIFF,ACC_VOL,OOT_CUR_PR,OOT_CLO_PR
            20210319,82100,82500,81800,81900,-1000,15717048,82200,82200
            20210318,82800,83800,82600,82900,600,18585244,83000,83000
            """)
        #expect(
            result.candles == [
                "2 0 2021-03-19 82100 82500 81800 81900 15717048 1287226231200 base 82900",
                "3 0 2021-03-18 82800 83800 82600 82900 18585244 1540716727600 base 82300",
            ])
        #expect(result.notes.isNewestFirst)
    }

    static let stamps: [(times: [String], stamp: CandleStamp?)] = [
        (["09:00", "09:05", "15:15"], .start), (["09:05", "09:10", "15:20", "15:30"], .end),
        (["15:30", "15:20", "09:10", "09:05"], .end), (["15:25", "09:05", "09:00"], .start),
        (["09:10", "09:15", "15:30"], nil), (["09:05", "09:10", "14:55"], nil),
    ]

    @Test(
        "the length of candles and what their stamps are is seen in either direction",
        arguments: stamps)
    func stamp(times: [String], stamp: CandleStamp?) {
        let rows = times.map { "2026-03-03 \($0):00,1,1,1,1,1" }
        let text = (["time,open,high,low,close,volume"] + rows).joined(separator: "\n")
        let notes = imported(text).notes
        #expect(notes.steps.longest == .m5)
        // There are too few steps to say it.
        #expect(notes.timeframe() == nil)
        #expect(notes.stamp(for: .m5) == stamp)
    }
}

@Suite("Rows to import: books")
struct ImportBookTests {
    @Test("levels in columns, best quotes, and lists")
    func books() {
        let quotes = imported(
            """
            time,bid,ask,bid_size,ask_size\n20260303090000,-70000,+70100,5,7\n\
            20260303090001,0,70100,0,7\n
            """
        )
        #expect(
            quotes.books == [
                "2 0 2026-03-03T09:00:00+09:00 | 5@70000 | 7@70100",
                "3 0 2026-03-03T09:00:01+09:00 |  | 7@70100",
            ])
        #expect(quotes.recognised?.content == .quotes)
        #expect(quotes.recognised?.depth == 1)
        let lists = imported(
            """
            time,code,quantities,prices
            2024_8_6]9]46]3,003090,"['1', '2', '3', '4']","['+100', ' 101', '-102', '+103']"
            2024_8_6]9]46]4,003090,"[1, 0, 3, 4]","[100, -0, 102, 103]"
            2024_8_6]9]46]4,003090,"[1, 0, 3]","[100, -0, 102, 103]"
            2024_8_6]9]46]4,003090,"[1, 0, 3, 4]","[100, 101, 103, 102]"
            2024_8_6]9]46]4,003090,"1, 0, 3, 4","[100, 101, 103, 102]"
            """)
        #expect(
            lists.books == [
                "2 0 2024-08-06T09:46:03+09:00 | 2@101 1@100 | 3@102 4@103",
                "3 0 2024-08-06T09:46:04+09:00 | 1@100 | 3@102 4@103",
            ])
        #expect(lists.rejects.map(\.code) == ["bad_list", "bad_level", "bad_list"])
        #expect(lists.recognised?.content == .books)
    }
}
