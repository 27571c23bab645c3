import KraderCSV
import KraderJSON
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

@Suite("Faults of the instruments file")
struct InstrumentFaultTests {
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
            "005930 is listed again on 2021-02-04 in instruments.csv, line 3; line 2 says 2021"
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
}
