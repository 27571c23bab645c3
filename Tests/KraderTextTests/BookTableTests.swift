import KraderModel
import KraderText
import Testing

func books(_ text: String, _ change: (inout TableOptions) -> Void = { _ in }) throws(TextFaults)
    -> BookTable
{
    var options = TableOptions(file: "b.csv")
    change(&options)
    var reader = BookTableReader(options)
    reader.read(Array(text.utf8))
    return try reader.finish()
}

private func complaint(_ text: String, _ change: (inout TableOptions) -> Void = { _ in }) -> String
{
    do throws(TextFaults) {
        _ = try books(text, change)
        return "none"
    } catch {
        return error.description
    }
}

/// `time | asks | bids`, each level `price×quantity`.
private func lines(_ table: BookTable) -> [String] {
    table.series.flatMap(\.books).map { book in
        let sides = [Side.sell, .buy].map { side in
            (0..<book.count(side)).map {
                "\(book.level(side, $0).price)×\(book.level(side, $0).quantity)"
            }.joined(separator: " ")
        }
        return "\(book.time.description.dropFirst(11).prefix(12)) | \(sides[0]) | \(sides[1])"
    }
}

@Suite("Tables of books")
struct BookTableTests {
    static let expected = [
        "09:00:01+09: | 70100×5 70200×6 | 70000×7 69900×8",
        "09:00:02+09: | 70100×4 | 70000×7",
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

    @Test("the same books come out of every form in which files hold them", arguments: forms)
    func oneMeaning(text: String) throws {
        #expect(lines(try books(text)) == Self.expected)
    }

    @Test("a text cut into pieces anywhere reads the same", arguments: forms)
    func pieces(text: String) throws {
        let bytes = Array(text.utf8)
        for size in [1, 3, 50] {
            var reader = BookTableReader(TableOptions(file: "b.csv"))
            for start in stride(from: 0, to: bytes.count, by: size) {
                reader.read(Array(bytes[start..<min(start + size, bytes.count)]))
            }
            #expect(lines(try reader.finish()) == Self.expected)
        }
    }

    @Test(
        "best quotes are books of one level",
        arguments: [
            "time,ask,ask_size,bid,bid_size", "time,askprice,askqty,bidprice,bidqty",
            "time,매도호가,매도잔량,매수호가,매수잔량", "time,best_ask,ask_volume,best_bid,bid_volume",
        ])
    func quotes(header: String) throws {
        let table = try books(header + "\n2026-03-03 09:00:01,70100,5,70000,7\n")
        #expect(lines(table) == ["09:00:01+09: | 70100×5 | 70000×7"])
    }

    @Test("ten levels a side, by number too, in a file without header")
    func ten() throws {
        let fields =
            (0..<10).map { "\(70_100 + 100 * $0),\($0 + 1)" }
            + (0..<10).map { "\(70_000 - 100 * $0),\($0 + 1)" }
        let text = "2026-03-03 09:00:01," + fields.joined(separator: ",") + "\n"
        let table = try books(text) { options in
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
        let book = try #require(table.series.first?.books.first)
        #expect(book.count(.sell) == 10)
        #expect(book.level(.sell, 9) == PriceLevel(Price(71_000), Shares(10)))
        #expect(book.level(.buy, 9) == PriceLevel(Price(69_100), Shares(10)))
        #expect(book.fault == nil)
    }

    @Test("a side may be empty, as at a limit; a book of nothing is counted")
    func empty() throws {
        let table = try books(
            "time,ask1,askqty1,bid1,bidqty1\n2026-03-03 09:00:01,0,0,70000,7\n"
                + "2026-03-03 09:00:02,,,0,0\n")
        #expect(lines(table) == ["09:00:01+09: |  | 70000×7", "09:00:02+09: |  | "])
        #expect(table.notes.sentences == ["1 books displayed nothing"])
    }

    @Test("rows of many codes make a series each")
    func codes() throws {
        let table = try books(
            "time,code,ask1,askqty1,bid1,bidqty1\n2026-03-03 09:00:01,005930,2,1,1,1\n"
                + "2026-03-03 09:00:00,A000660,4,1,3,1\n2026-03-03 09:00:02,005930,6,1,5,1\n")
        #expect(table.series.map { $0.code?.description } == ["005930", "000660"])
        #expect(table.series.map(\.books.count) == [2, 1])
        #expect(table.series[1].books[0].symbol == SymbolIndex(1))
    }

    private static let header = "time,ask1,askqty1,ask2,askqty2,bid1,bidqty1\n"

    static let bad: [(text: String, said: String)] = [
        (
            header + "2026-03-03 09:00:01,70100,5,70100,6,70000,7\n",
            "Column 'ask2' is '70100' in b.csv, line 2; it must lie above the level before it, "
                + "70100."
        ),
        (
            header + "2026-03-03 09:00:01,70100,5,x,6,70000,7\n",
            "Column 'ask2' is 'x' in b.csv, line 2; it must be a number."
        ),
        (
            header + "2026-03-03 09:00:01,70100,5.5,0,0,70000,7\n",
            "Column 'askqty1' is '5.5' in b.csv, line 2; it must be a whole number."
        ),
        (
            header + "2026-03-03 09:00:01,70100,5000000000,0,0,70000,7\n",
            "Column 'askqty1' is '5000000000' in b.csv, line 2; it must be at most 1000000000."
        ),
        (
            header + "2026-03-03 09:00:01,7010000000,5,0,0,70000,7\n",
            "Column 'ask1' is '7010000000' in b.csv, line 2; it must be between 1 and 1000000000."
        ),
        (
            header + "2026-03-03 09:00:01,70100,5,0,0,700\n",
            "The row has 6 fields in b.csv, line 2; levels stand in up to column 7."
        ),
        (
            header + "2026-03-03,70100,5,0,0,70000,7\n",
            "Column 'time' is '2026-03-03' in b.csv, line 2; a book needs the time of day."
        ),
        (
            header + "2026-03-03 09:00:01,1,1,2,1,1,1\n2026-03-03 09:00:00,1,1,2,1,1,1\n"
                + "2026-03-03 09:00:02,1,1,2,1,1,1\n",
            "The row is earlier than the one in line 2 in b.csv, line 3; rows must go forward in "
                + "time."
        ),
        (header, "There is no usable row in b.csv."),
        (
            "time,ask1,bid1\n2026-03-03 09:00:01,1,1\n",
            "No column is known as ask_quantity_1 in b.csv, line 1; the first row is 'time', "
                + "'ask1', 'bid1'; say which one is ask_quantity_1."
        ),
        (
            "time,ask1,askqty1,ask3,askqty3,bid1,bidqty1\n2026-03-03 09:00:01,1,1,1,1,1,1\n",
            "No column is known as ask_price_2 in b.csv, line 1; the first row is 'time', 'ask1', "
                + "'askqty1', 'ask3', 'askqty3', 'bid1', 'bidqty1'; say which one is ask_price_2."
        ),
        (
            "when,ask1,askqty1,bid1,bidqty1\n2026-03-03 09:00:01,1,1,1,1\n",
            "No column is known as time in b.csv, line 1; the first row is 'when', 'ask1', "
                + "'askqty1', 'bid1', 'bidqty1'; say which one is time."
        ),
    ]

    @Test("what can't be understood is told by line and column", arguments: bad)
    func faults(text: String, said: String) {
        #expect(complaint(text) == "Error: " + said)
    }

    @Test("a column that is asked for and not there is told")
    func choices() {
        let best = BookColumn(side: .sell, content: .price, level: 1)
        #expect(
            complaint(Self.header) { $0.bookColumns = [best: "offer"] }
                == "Error: There is no column 'offer' for ask_price_1 in b.csv, line 1; the first "
                + "row is 'time', 'ask1', 'askqty1', 'ask2', 'askqty2', 'bid1', 'bidqty1'.")
        #expect(
            complaint(Self.header) { $0.bookColumns = [best: 8] }
                == "Error: There is no column 8 for ask_price_1 in b.csv, line 1; there are 7 "
                + "columns.")
    }
}

@Suite("Files of all instruments")
struct ManyCodesTests {
    private static func wanted(_ codes: [String]) throws -> Set<IssueCode> {
        Set(try codes.map { try IssueCode(index: $0) })
    }

    @Test("rows of issues that are not wanted are counted, and not looked at")
    func others() throws {
        let codes = try Self.wanted(["005930", "KS11"])
        let table = try candles(
            """
            date,code,open,high,low,close,volume
            2026-03-03,A005930,5,6,4,5,1
            2026-03-03,000660,x,6,4,5,1
            2026-03-03,KS11,7,8,6,7,1
            2026-03-04,000660,x,6,4,5,1
            2026-03-04,005930,6,7,5,6,1
            """
        ) { $0.codes = codes }
        #expect(table.series.map { $0.code?.description } == ["005930", "KS11"])
        #expect(table.series.map(\.candles.count) == [2, 1])
        #expect(table.notes.sentences == ["2 rows of other issues were left out"])
    }

    @Test("such a file needs a column of codes, and codes with all their digits")
    func faults() throws {
        let codes = try Self.wanted(["005930"])
        func said(_ text: String) -> String {
            do throws(TextFaults) {
                _ = try candles(text) { $0.codes = codes }
                return "none"
            } catch {
                return error.description
            }
        }
        #expect(
            said("date,open,high,low,close,volume\n2026-03-03,5,6,4,5,1\n")
                == "Error: No column is known as code in c.csv, line 1; the first row is 'date', "
                + "'open', 'high', 'low', 'close', 'volume'; say which one is code, or of which "
                + "symbol the file is.")
        #expect(
            said("date,code,open,high,low,close,volume\n2026-03-03,5930,5,6,4,5,1\n")
                == "Error: Column 'code' is '5930' in c.csv, line 2; it must be an issue code of "
                + "six digits and capital letters.")
        #expect(
            said("date,code,open,high,low,close,volume\n2026-03-03,000660,5,6,4,5,1\n")
                == "Error: There is no usable row in c.csv; 1 rows of other issues were left out.")
    }
}
