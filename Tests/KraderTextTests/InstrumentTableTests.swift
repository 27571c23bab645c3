import KraderModel
import KraderText
import Testing

private let header = "symbol,day,fact,value,sellable,status,note\n"

private func table(_ lines: String, header: String = header) throws(TextFaults) -> InstrumentTable {
    try InstrumentTable(Array((header + lines).utf8), file: "instruments.csv")
}

private func faults(_ lines: String, header: String = header) -> String {
    do throws(TextFaults) {
        _ = try table(lines, header: header)
        return "none"
    } catch {
        return error.description
    }
}

private func text(_ table: InstrumentTable) -> String {
    String(decoding: table.text, as: UTF8.self)
}

private func code(_ text: String) -> IssueCode {
    guard let code = (try? IssueCode(text)) ?? (try? IssueCode(index: text)) else {
        preconditionFailure(text)
    }
    return code
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

    static let bad: [(line: String, says: String)] = [
        (
            "5930,x,board,KOSPI,,,",
            "Column 'day' is 'x' in instruments.csv, line 2; it must be a date"
        ),
        ("00593!,2021-01-04,board,KOSPI,,,", "Column 'symbol' is '00593!'"),
        ("A005930,2021-01-04,board,KOSPI,,,", "bare code. Did you mean '005930'?"),
        (",2021-01-04,board,KOSPI,,,", "Column 'symbol' is empty"),
        ("005930,2021-02-30,board,KOSPI,,,", "Column 'day' is '2021-02-30'"),
        ("005930,20210104,board,KOSPI,,,", "a date such as 2026-03-03"),
        ("005930,2021-01-04,boards,KOSPI,,,", "Did you mean 'board'?"),
        ("005930,2021-01-04,dividend,5,,,", "Column 'fact' is 'dividend'"),
        ("005930,2021-01-04,board,KOSDQ,,,", "Did you mean 'KOSDAQ'?"),
        ("005930,2021-01-04,board,,,,", "Column 'value' is empty"),
        ("005930,2021-01-04,listed_shares,0,,,", "between 1 and 1000000000000000"),
        ("005930,2021-01-04,listed_shares,-5,,,", "a whole number"),
        ("005930,2021-01-04,listed_shares,\"1,000\",,,", "a whole number"),
        ("005930,2021-01-04,base_price,1000000001,,,", "between 1 and 1000000000"),
        ("005930,2021-01-04,base_price,70000.5,,,", "a whole number"),
        ("005930,2021-01-04,interruption_class,lage,,,", "Did you mean 'large'?"),
        ("005930,2021-01-04,multiple,0,,,", "not at 0"),
        ("005930,2021-01-04,multiple,1.2345,,,", "at most three decimals"),
        ("005930,2021-01-04,multiple,11,,,", "between -10 and 10"),
        ("005930,2021-01-04,split,1,,,", "above 1, such as 50 or 5/2"),
        ("005930,2021-01-04,split,1/50,,,", "above 1"),
        ("005930,2021-01-04,split,50/0,,,", "above 1"),
        ("005930,2021-01-04,split,2000000000,,,", "above 1"),
        ("005930,2021-01-04,reverse_split,10,,,", "below 1, such as 1/10"),
        ("005930,2021-01-04,bonus,0.05,,,", "above 1, such as 2 or 1.05"),
        ("005930,2021-01-04,rights,1.1,,,", "below 1, such as 0.93"),
        ("005930,2021-01-04,delisted,yes,,,", "Column 'value' is 'yes'"),
        ("005930,2021-01-04,listed,x,,,", "a whole number"),
        ("005930,2021-01-04,split,50,2021-02-01,,", "of split it must be empty"),
        ("005930,2021-01-04,bonus,2,soon,,", "a date such as 2026-03-03, or empty"),
        ("005930,2021-01-04,bonus,2,2021-01-03,,", "not lie before the day of the bonus"),
        ("005930,2021-01-04,board,KOSPI,,propsed,", "Did you mean 'proposed'?"),
        ("005930,2021-01-04,board,KOSPI,,,\"two\nlines\"", "one line of at most 500"),
        ("005930,2021-01-04,name,\(String(repeating: "x", count: 101)),,,", "1 to 100"),
        ("005930,2021-01-04,board,KOSPI,,", "The row has 6 fields"),
        ("005930,2021-01-04,board,KOSPI,,,,", "The row has 8 fields"),
        ("005930,2021-01-04,board,\"KOSPI,,,", "A quoted field is not closed"),
        (
            "005930,2021-01-04,board,KOSPI,,,\n005930,2021-01-04,board,KOSDAQ,,proposed,",
            "board of 005930 on 2021-01-04 stands twice in instruments.csv, line 3; line 2 says"
        ),
        (
            "005930,2021-01-04,listed,,,,\n005930,2021-02-04,listed,,,,",
            "005930 is listed again on 2021-02-04 in instruments.csv, line 3; line 2 says 2021-01-04"
        ),
        (
            "005930,2021-02-04,listed,,,,\n005930,2021-01-04,delisted,,,,",
            "line 3 delists it on 2021-01-04"
        ),
    ]

    @Test(
        "a line that is wrong is named with line, column, value and what is allowed", arguments: bad
    )
    func refuses(line: String, says: String) {
        let said = faults(line)
        #expect(said.contains(says), "\(said)")
        #expect(said.contains("in instruments.csv, line "))
    }

    @Test("all faults are told at once, in the order of the lines")
    func allAtOnce() {
        let said = faults(
            """
            005930,2021-13-04,bord,KOSPI,,maybe,
            005930,2021-01-04,board,KOSPI,,,
            005930,2021-01-05,board,NYSE,,,
            """)
        let lines = said.split(separator: "\n")
        #expect(lines.count == 4)
        #expect(lines.map { $0.contains("line 2") } == [true, true, true, false])
        #expect(lines[3].contains("line 4"))
    }

    @Test("a header that is not the one of the file is a fault, with the nearest name")
    func wrongHeader() {
        #expect(
            faults("", header: "symbol,day,fact,value,selable,status,note\n")
                .contains("no column 'selable' in instruments.csv, line 1"))
        #expect(
            faults("", header: "symbol,day,fact,value,selable,status,note\n")
                .contains("Did you mean 'sellable'?"))
        #expect(
            faults("", header: "day,symbol,fact,value,sellable,status,note\n")
                .contains("must be symbol,day,fact"))
        #expect(faults("", header: "").contains("The file is empty"))
        #expect(faults("", header: "\u{FF}\u{FE}").contains("instruments.csv"))
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

    @Test("random tables are read back as they were, and written again byte for byte")
    func roundTrip() throws {
        for seed in 1...200 as ClosedRange<UInt64> {
            var generator = Draws(seed: seed)
            let table = InstrumentTable.random(&generator)
            let bytes = table.text
            let again = try InstrumentTable(bytes, file: "random")
            #expect(again == table, "seed \(seed)")
            #expect(again.text == bytes, "seed \(seed)")
            let histories = again.histories
            #expect(
                histories.reduce(0) { $0 + $1.history.basePrices.count }
                    == table.facts.count { $0.kind == .basePrice && !$0.isProposed })
        }
    }

    @Test("random changes of a file are read or refused, never trapped on")
    func mutations() {
        let bytes = Array(InstrumentTableTests.whole.utf8)
        var generator = Draws(seed: 4)
        var refused = 0
        for _ in 0..<5_000 {
            var changed = bytes
            for _ in 0...Int.random(in: 0...3, using: &generator) {
                let place = Int.random(in: 0..<changed.count, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: changed[place] = UInt8.random(in: 0...255, using: &generator)
                case 1: changed.remove(at: place)
                default: changed.insert(UInt8.random(in: 32...127, using: &generator), at: place)
                }
            }
            do throws(TextFaults) {
                let table = try InstrumentTable(changed, file: "m")
                _ = table.histories
                _ = table.instruments(on: CalendarDate(2021, 1, 28))
                #expect((try? InstrumentTable(table.text, file: "m")) == table)
            } catch {
                refused += 1
            }
        }
        #expect(refused > 2_000)
    }
}

extension InstrumentTable {
    /// Any facts that a file may hold.
    fileprivate static func random(_ generator: inout Draws) -> InstrumentTable {
        var facts: [InstrumentFact] = []
        let days = CalendarDate(2021, 1, 4).dayNumber..<CalendarDate(2021, 3, 4).dayNumber
        for number in 0..<Int.random(in: 0...6, using: &generator) {
            let symbol = code(["005930", "00088K", "323990", "KS11", "001", "9ABCDE"][number])
            for _ in 0..<Int.random(in: 0...20, using: &generator) {
                let day = CalendarDate(dayNumber: Int32.random(in: days, using: &generator))
                guard let value = value(on: day, &generator) else { continue }
                facts.append(
                    InstrumentFact(
                        symbol: symbol, day: day, value: value,
                        isProposed: Bool.random(using: &generator),
                        note: words.randomElement(using: &generator) ?? ""))
            }
        }
        return InstrumentTable(facts)
    }

    private static let words = [
        "", "plain", "with, comma", "\"quoted\"", "주식 50:1", " blanks ", "'",
    ]

    private static func value(
        on day: CalendarDate, _ generator: inout Draws
    ) -> InstrumentFact.Value? {
        func number(_ range: ClosedRange<Int64>) -> Int64 {
            Int64.random(in: range, using: &generator)
        }
        switch InstrumentFact.Kind.allCases.randomElement(using: &generator) {
        case .board: return Board.allCases.randomElement(using: &generator).map { .board($0) }
        case .name: return .name("이름 " + (words.randomElement(using: &generator) ?? "") + ".")
        case .interruptionClass:
            return .interruptionClass(Bool.random(using: &generator) ? .large : .other)
        case .multiple:
            let size = Int(number(1...10_000))
            return .multiple(thousandths: Bool.random(using: &generator) ? size : -size)
        case .listedShares: return .listedShares(Shares(number(1...1_000_000_000_000_000)))
        case .basePrice: return .basePrice(Price(number(1...1_000_000_000)))
        case .split: return .adjustment(.split, factor: Ratio(number(101...999), number(2...100)))
        case .bonus:
            let sellable = day.advanced(by: Int(number(0...30)))
            return .adjustment(
                .bonus, factor: Ratio(number(101...999), number(2...100)),
                sellableFrom: Bool.random(using: &generator) ? sellable : nil)
        case .reverseSplit:
            return .adjustment(.reverseSplit, factor: Ratio(number(1...9), number(10...99)))
        case .rights: return .adjustment(.rights, factor: Ratio(number(1...9), number(10...99)))
        case .spinOff: return .adjustment(.spinOff, factor: Ratio(number(1...9), number(10...99)))
        // One of a kind an issue: lives are tested by hand.
        case .listed, .delisted, nil: return nil
        }
    }
}

/// The same draws on every machine.
private struct Draws: RandomNumberGenerator {
    private var generator: SeededGenerator

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    mutating func next() -> UInt64 { generator.next() }
}
