import KraderCSV
import KraderJSON
import KraderModel
import Testing

@Suite("Forms in which files hold candles")
struct CandleFormTests {
    static let expected = [
        "2026-03-03 70000 71000 69000 70500 10 705000",
        "2026-03-04 70500 72000 70000 71500 20 1430000",
    ]

    static let forms: [String] = [
        "date,open,high,low,close,volume\n"
            + "2026-03-03,70000,71000,69000,70500,10\n"
            + "2026-03-04,70500,72000,70000,71500,20\n",
        "\u{FEFF}일자,시가,고가,저가,종가,거래량\r\n"
            + "20260303,70000,71000,69000,70500,10.0\r\n"
            + "20260304,70500,72000,70000,71500,20.0",
        "Date,Close,High,Low,Open,Volume,Change\n"
            + "2026/03/03,70500.0,71000.0,69000.0,70000.0,10,\n"
            + "2026/03/04,71500.0,72000.0,70000.0,70500.0,20,0.01",
        "\"일자\",\"시가\",\"고가\",\"저가\",\"현재가\",\"거래량\"\n"
            + "\"2026-03-03\",\"70,000\",\"71,000\",\"69,000\",\"70,500\",\"10\"\n"
            + "\"2026-03-04\",\"70,500\",\"72,000\",\"70,000\",\"71,500\",\"20\"\n",
        "date;open;high;low;close;volume\n"
            + "20260304;+70500;+72000;-70000;-71500;20\n"
            + "20260303;70000;71000;69000;70500;10\n",
        "volume , CLOSE , Low , High , Open , DATE , amount\n"
            + "10,70500,69000,71000,70000,20260303,705000\n"
            + "20,71500,70000,72000,70500,20260304,1430000",
    ]

    @Test("the same candles come out of every form, cut into pieces anywhere", arguments: forms)
    func oneMeaning(text: String) {
        for pieces in [Int.max, 1, 2, 3, 7, 50] {
            let result = imported(text, pieces: pieces) { $0.content = .candles }
            #expect(result.fault == nil && result.rejects.isEmpty)
            // The line and the series are dropped; rows stand as the file has them.
            let rows = result.candles.map { $0.split(separator: " ").dropFirst(2) }
            #expect(rows.map { $0.joined(separator: " ") }.sorted() == Self.expected)
            #expect(result.notes.timeframe() == .d1)
            #expect(result.notes.rows == 2)
        }
    }

    /// Fewer rows would not show what the columns are.
    @Test("tabs, quotes and blank rows do not hide what columns without a header are")
    func withoutHeader() {
        let text =
            "2026-03-03\t\"70,000\"\t\"71,000\"\t\"69,000\"\t\"70,500\"\t\"10\"\n"
            + "\n\t\t\t\t\t\n"
            + "2026-03-04\t\"70,500\"\t\"72,000\"\t\"70,000\"\t\"71,500\"\t\"20\"\n"
            + "2026-03-05\t\"71,500\"\t\"72,000\"\t\"71,000\"\t\"71,200\"\t\"30\"\n"
            + "2026-03-06\t\"71,200\"\t\"73,000\"\t\"71,000\"\t\"72,500\"\t\"40\"\n"
        for pieces in [Int.max, 1, 2, 3, 7, 50] {
            let result = imported(text, pieces: pieces)
            #expect(result.fault == nil && result.rejects.isEmpty)
            let rows = result.candles.map {
                $0.split(separator: " ").dropFirst(2).joined(separator: " ")
            }
            #expect(rows.prefix(2) == Self.expected[...] && rows.count == 4)
            #expect(result.notes.timeframe() == .d1)
        }
    }
}

@Suite("Forms in which files hold books")
struct BookFormTests {
    static let expected = [
        "2026-03-03T09:00:01+09:00 | 7@70000 8@69900 | 5@70100 6@70200",
        "2026-03-03T09:00:02+09:00 | 7@70000 | 4@70100",
    ]

    static let forms: [String] = [
        """
        time,ask_price_1,ask_quantity_1,ask_price_2,ask_quantity_2,\
        bid_price_1,bid_quantity_1,bid_price_2,bid_quantity_2
        2026-03-03 09:00:01,70100,5,70200,6,70000,7,69900,8
        2026-03-03 09:00:02,70100,4,0,0,70000,7,,
        """,
        """
        일자,시간,매도호가1,매도호가수량1,매도호가2,매도호가수량2,매수호가1,매수호가수량1,매수호가2,매수호가수량2
        20260303,090001,+70100,5,+70200,6,-70000,7,-69900,8
        20260303,090002,+70100,4,+70200,0,-70000,7,0,3
        """,
        """
        Timestamp;bid1;bidQty1;bid2;bidQty2;ask1;askQty1;ask2;askQty2
        2026-03-03T09:00:02+09:00;"70,000";7;;;"70,100";4;;
        2026-03-03T09:00:01+09:00;"70,000";7;"69,900";8;"70,100";5;"70,200";6
        """,
        """
        시간\t매도1호가\t매도1잔량\t매도2호가\t매도2잔량\t매수1호가\t매수1잔량\t매수2호가\t매수2잔량
        2026-03-03 09:00:01\t70100\t5\t70200\t6\t70000\t7\t69900\t8
        2026-03-03 09:00:02\t70100\t4\t\t\t70000\t7\t\t
        """,
        """
        time,매도호가1,매도잔량1,매도호가2,매도잔량2,매수호가1,매수잔량1,매수호가2,매수잔량2
        1772496001,70100,5,70200,6,70000,7,69900,8
        1772496002,70100,4,0,0,70000,7,0,0
        """,
    ]

    private func books(
        _ text: String, pieces: Int = .max, _ change: (inout ImportOptions) -> Void = { _ in }
    ) -> [String] {
        let result = imported(text, pieces: pieces) {
            $0.content = .books
            change(&$0)
        }
        #expect(result.fault == nil && result.rejects.isEmpty)
        return result.books.map { $0.split(separator: " ").dropFirst(2).joined(separator: " ") }
            .sorted()
    }

    @Test("the same books come out of every form, cut into pieces anywhere", arguments: forms)
    func oneMeaning(text: String) {
        for pieces in [Int.max, 1, 3, 50] {
            #expect(books(text, pieces: pieces) == Self.expected)
        }
    }

    @Test(
        "best quotes are books of one level",
        arguments: [
            "time,ask,ask_size,bid,bid_size", "time,askprice,askqty,bidprice,bidqty",
            "time,매도호가,매도잔량,매수호가,매수잔량", "time,best_ask,ask_volume,best_bid,bid_volume",
        ])
    func quotes(header: String) {
        #expect(
            books(header + "\n2026-03-03 09:00:01,70100,5,70000,7\n")
                == ["2026-03-03T09:00:01+09:00 | 7@70000 | 5@70100"])
    }

    @Test("ten levels a side, by number too, in a file without header")
    func ten() {
        let asks = (0..<10).map { "\(70_100 + 100 * $0),\($0 + 1)" }
        let bids = (0..<10).map { "\(70_000 - 100 * $0),\($0 + 1)" }
        let text = "2026-03-03 09:00:01," + (asks + bids).joined(separator: ",") + "\n"
        let said = books(text) { options in
            options.columns = [.time: 1]
            for level in 1...10 {
                for (side, place) in [(Side.sell, 2), (.buy, 22)] {
                    options.bookColumns[BookColumn(side: side, content: .price, level: level)] =
                        .number(place + 2 * (level - 1))
                    options.bookColumns[BookColumn(side: side, content: .quantity, level: level)] =
                        .number(place + 2 * (level - 1) + 1)
                }
            }
        }
        func side(_ levels: [String]) -> String {
            levels.map { level in
                let parts = level.split(separator: ",")
                return "\(parts[1])@\(parts[0])"
            }
            .joined(separator: " ")
        }
        #expect(said == ["2026-03-03T09:00:01+09:00 | \(side(bids)) | \(side(asks))"])
    }

    @Test("a side may be empty, as at a limit; a book of nothing is counted")
    func empty() {
        let result = imported(
            "time,ask1,askqty1,bid1,bidqty1\n2026-03-03 09:00:01,0,0,70000,7\n"
                + "2026-03-03 09:00:02,,,0,0\n")
        #expect(
            result.books == [
                "2 0 2026-03-03T09:00:01+09:00 | 7@70000 | ",
                "3 0 2026-03-03T09:00:02+09:00 |  | ",
            ])
        #expect(result.notes.sentences == ["1 books displayed nothing"])
    }
}
