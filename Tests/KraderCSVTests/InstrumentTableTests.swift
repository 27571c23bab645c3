import KraderCSV
import KraderJSON
import KraderModel
import Testing

private let header = "symbol,day,fact,value,sellable,status,note\n"

private func table(_ lines: String, header: String = header) throws(TextFaults) -> InstrumentTable {
    try InstrumentTable(Array((header + lines).utf8), file: "instruments.csv")
}

private func text(_ table: InstrumentTable) -> String {
    String(decoding: table.text, as: UTF8.self)
}

@Suite("The instruments file")
struct InstrumentTableTests {
    static let whole =
        header + """
            005930,1975-06-11,board,KOSPI,,,
            005930,1975-06-11,listed,,,,
            005930,1975-06-11,listed_shares,128386494,,,
            005930,2018-05-04,base_price,53000,,,
            005930,2018-05-04,listed_shares,6419324700,,,
            005930,2018-05-04,name,삼성전자,,,
            005930,2018-05-04,split,50,,confirmed,"the ""50:1"" split, as announced"
            042000,2021-01-04,board,KOSDAQ,,,
            042000,2021-01-28,bonus,2,2021-02-22,proposed,base 38050 after close 75900
            050120,2021-01-25,reverse_split,1/10,,proposed,
            252670,2016-09-22,board,ETF,,,
            252670,2016-09-22,interruption_class,large,,,
            252670,2016-09-22,multiple,-2,,,
            252670,2025-01-02,delisted,,,,
            KS11,2000-01-04,board,index,,,

            """

    @Test("what was written is read back, and written again byte for byte")
    func canonical() throws {
        let read = try InstrumentTable(Array(InstrumentTableTests.whole.utf8), file: "i.csv")
        #expect(read.facts.count == 15)
        #expect(text(read) == InstrumentTableTests.whole)
    }

    @Test("lines in any order, with CR LF, a byte order mark and 'confirmed' spelt out")
    func otherOrder() throws {
        let lines = InstrumentTableTests.whole.split(separator: "\n").map {
            $0.hasSuffix(",,") ? $0.dropLast() + "confirmed," : $0
        }
        let text =
            "\u{FEFF}" + ([lines[0]] + lines.dropFirst().reversed()).joined(separator: "\r\n")
        let read = try InstrumentTable(Array(text.utf8), file: "i.csv")
        #expect(read == (try InstrumentTable(Array(InstrumentTableTests.whole.utf8), file: "")))
    }

    @Test("§6 runs see confirmed facts only, in order of days; the last name counts")
    func histories() throws {
        let read = try InstrumentTable(Array(InstrumentTableTests.whole.utf8), file: "i.csv")
        let histories = read.histories
        #expect(
            histories.map(\.code.description) == ["005930", "042000", "252670", "KS11"],
            "050120 has proposals only")
        let samsung = histories[0]
        #expect(samsung.name == "삼성전자")
        #expect(samsung.history.listed == CalendarDate(1975, 6, 11))
        #expect(
            samsung.history.listedShares == [
                Dated(CalendarDate(1975, 6, 11), Shares(128_386_494)),
                Dated(CalendarDate(2018, 5, 4), Shares(6_419_324_700)),
            ])
        #expect(samsung.history.basePrices == [Dated(CalendarDate(2018, 5, 4), Price(53_000))])
        #expect(
            samsung.history.actions == [
                CorporateAction(
                    kind: .split, day: CalendarDate(2018, 5, 4), shareFactor: Ratio(50),
                    priceFactor: Ratio(1, 50))
            ])
        #expect(histories[1].history.actions.isEmpty)
        #expect(histories[2].history.interruptionClasses.map(\.value) == [.large])
        #expect(histories[2].history.delisted == CalendarDate(2025, 1, 2))
    }

    @Test("what each action does to shares and price")
    func actions() throws {
        let read = try table(
            """
            000010,2021-01-04,bonus,1.05,2021-01-25,,
            000010,2021-01-05,rights,0.93,,,
            000010,2021-01-06,spin_off,3/4,,,
            000010,2021-01-07,reverse_split,0.1,,,
            """)
        let actions = read.histories[0].history.actions
        #expect(actions.map(\.kind) == [.bonus, .rights, .spinOff, .reverseSplit])
        #expect(actions.map(\.shareFactor) == [Ratio(21, 20), .one, .one, Ratio(1, 10)])
        #expect(
            actions.map(\.priceFactor) == [Ratio(20, 21), Ratio(93, 100), Ratio(3, 4), Ratio(10)])
        #expect(actions.map(\.sellableFrom) == [CalendarDate(2021, 1, 25), nil, nil, nil])
    }

    @Test("instruments as of a day: board, class, shares and multiple hold until they change")
    func pointInTime() throws {
        let read = try table(
            """
            000010,2021-01-04,board,KONEX,,,
            000010,2021-01-04,listed_shares,100,,,
            000010,2021-01-06,board,KOSDAQ,,,
            000010,2021-01-06,base_price,500,,,
            000010,2021-01-06,listed_shares,200,,,
            000010,2021-01-07,listed_shares,300,,proposed,
            000020,2021-01-05,board,KOSPI,,,
            000020,2021-01-05,listed,9000,,,
            000020,2021-01-08,delisted,,,,
            000030,2021-01-04,board,ETF,,,
            000030,2021-01-04,multiple,1.5,,,
            000030,2021-01-04,interruption_class,large,,,
            000040,2021-01-04,base_price,500,,,
            """)
        func shown(_ day: Int) -> [String] {
            read.instruments(on: CalendarDate(2021, 1, day)).map {
                "\($0.code) \($0.board.rawValue) \($0.listedShares?.description ?? "-") "
                    + "\($0.basePrice?.description ?? "-") \($0.multipleThousandths) "
                    + "\($0.interruptionClass) \($0.listing?.offerPrice.description ?? "-")"
            }
        }
        let fund = "000030 ETF - - 1500 large -"
        let issue = "000020 KOSPI - - 1000 other 9000"
        #expect(shown(3) == [])
        #expect(shown(4) == ["000010 KONEX 100 - 1000 other -", fund])
        #expect(shown(5) == ["000010 KONEX 100 - 1000 other -", issue, fund])
        #expect(shown(6) == ["000010 KOSDAQ 200 500 1000 other -", issue, fund])
        #expect(shown(7) == ["000010 KOSDAQ 200 - 1000 other -", issue, fund])
        #expect(shown(8) == ["000010 KOSDAQ 200 - 1000 other -", fund])
    }

    @Test("a file of the header alone has no facts")
    func empty() throws {
        #expect(try table("").facts.isEmpty)
        #expect(text(InstrumentTable()) == header)
    }

    @Test("what stands stays when facts are added; what says otherwise is handed back")
    func merges() throws {
        var read = try table("005930,2021-01-04,board,KOSPI,,,\n")
        let more = try table(
            """
            005930,2021-01-04,board,KOSDAQ,,,
            005930,2021-01-05,base_price,70000,,,
            000660,2021-01-05,board,KOSPI,,,
            """)
        #expect(read.merge(more.facts).map(\.value) == [.board(.kosdaq)])
        #expect(
            text(read) == header + """
                000660,2021-01-05,board,KOSPI,,,
                005930,2021-01-04,board,KOSPI,,,
                005930,2021-01-05,base_price,70000,,,

                """)
        #expect(read.merge(more.facts).count == 1)
    }

    @Test("a proposal is confirmed or taken away; nothing else is touched")
    func decides() throws {
        let before = try InstrumentTable(Array(InstrumentTableTests.whole.utf8), file: "i.csv")
        #expect(before.proposals.map(\.symbol.description) == ["042000", "050120"])
        var after = before
        let cafe = try IssueCode("042000")
        #expect(after.decide(.confirm) { $0.symbol == cafe }.count == 1)
        #expect(after.proposals.count == 1)
        #expect(
            text(after)
                == InstrumentTableTests.whole.replacing("22,proposed", with: "22,confirmed"))
        #expect(after.decide(.reject) { _ in true }.map(\.symbol.description) == ["050120"])
        #expect(after.facts.count == before.facts.count - 1)
    }
}
