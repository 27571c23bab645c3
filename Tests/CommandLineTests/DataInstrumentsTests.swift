import Foundation
import Testing

/// Five days of January 2023 of a small market. 000020 is split by 5 on the third day, 000040 comes
/// on the third and 000050 goes after the second; 000030 is halted.
private let market: String = {
    var lines = ["Code,Name,Close,Changes,Volume,Amount,Open,High,Low,Stocks,Market,Date"]
    for (place, day) in ["02", "03", "04", "05", "06"].enumerated() {
        func row(_ code: String, _ close: Int, _ change: Int, _ shares: Int, halted: Bool = false) {
            let price = halted ? 0 : close
            lines.append(
                "\(code),Name \(code),\(close),\(change),\(halted ? 0 : 10),"
                    + "\(halted ? 0 : close * 10),\(price),\(price),\(price),"
                    + "\(shares),KOSDAQ,2023-01-\(day)"
            )
        }
        row("000010", 1_000, 0, 50)
        row("000020", place < 2 ? 20_000 : 4_000, 0, place < 2 ? 1_000_000 : 5_000_000)
        row("000030", 700, 0, 70, halted: true)
        if place >= 2 { row("000040", 3_000, 0, 60) }
        if place < 2 { row("000050", 5_000, 0, 80) }
    }
    return lines.joined(separator: "\n") + "\n"
}()

private func instruments(_ workshop: Workshop, _ line: String) throws -> Finished {
    try workshop.start(
        ["data", "instruments"] + line.split(separator: " ").map(String.init)
    ).finished()
}

private let header = "symbol,day,fact,value,sellable,status,note\n"

@Suite("krader data instruments")
struct DataInstrumentsTests {
    /// A workshop with a dataset `m` of the market and the file `m.csv`.
    private func workshop() throws -> Workshop {
        let workshop = try Workshop()
        try workshop.write(market, to: "m.csv")
        let done = try workshop.start(["data", "import", "m.csv", "--into", "./m"]).finished()
        #expect(done.exit == 0, "\(done.err)")
        return workshop
    }

    @Test("facts of a file go into a table that runs can read")
    func builds() throws {
        let workshop = try Workshop()
        try workshop.write(market, to: "m.csv")
        let done = try instruments(workshop, "m.csv --into t.csv")
        #expect(done.exit == 0 && done.err == "")
        let lines = try workshop.text("t.csv").split(separator: "\n").map(String.init)
        #expect(lines[0] + "\n" == header)
        #expect(
            lines.filter { $0.hasPrefix("000020") } == [
                "000020,2023-01-02,base_price,20000,,,", "000020,2023-01-02,board,KOSDAQ,,,",
                "000020,2023-01-02,listed_shares,1000000,,,",
                "000020,2023-01-02,name,Name 000020,,,", "000020,2023-01-04,base_price,4000,,,",
                "000020,2023-01-04,listed_shares,5000000,,,",
                "000020,2023-01-04,split,5,,proposed,"
                    + "\"listed shares 1,000,000 → 5,000,000; base 4,000 after close 20,000\"",
            ])
        #expect(lines.contains("000040,2023-01-04,listed,,,,"))
        #expect(lines.contains("000050,2023-01-04,delisted,,,,"))
        #expect(done.out.contains("000020") && done.out.contains("--confirm"))
        // The same facts once more add nothing.
        let again = try instruments(workshop, "m.csv --into t.csv --json")
        #expect(try JSON(Data(again.out.utf8)).integer("added") == 0)
    }

    @Test("into a dataset: its description follows, and it can be read on")
    func intoDataset() throws {
        let workshop = try workshop()
        let done = try instruments(workshop, "m.csv --into ./m --json")
        #expect(done.exit == 0, "\(done.err)")
        let json = try JSON(Data(done.out.utf8))
        #expect(json.integer("schema") == 1 && json.text("command") == "data instruments")
        #expect(json.integer("proposed") == 1 && json.integer("rows") == 20)
        #expect(json.text("proposals.0.symbol") == "000020")
        #expect(json.text("proposals.0.fact") == "split")
        let shown = try instruments(workshop, "./m")
        #expect(shown.exit == 0 && shown.out.contains("split"))
        #expect(try workshop.text("m/instruments.csv").contains("split,5,,proposed"))
    }

    @Test("a dataset's own daily candles say base prices, comings and goings")
    func ownCandles() throws {
        let workshop = try workshop()
        let done = try instruments(workshop, "./m --into own.csv --board KOSDAQ")
        #expect(done.exit == 0, "\(done.err)")
        let text = try workshop.text("own.csv")
        #expect(text.contains("000020,2023-01-04,base_price,4000,,,"))
        #expect(text.contains("000040,2023-01-04,listed,,,,"))
        #expect(text.contains("000010,2023-01-02,board,KOSDAQ,,,"))
    }

    @Test("a proposal is confirmed; a run sees it from then on")
    func confirms() throws {
        let workshop = try workshop()
        _ = try instruments(workshop, "m.csv --into ./m")
        let dry = try instruments(workshop, "./m --confirm 000020@2023-01-04 --dry-run")
        #expect(dry.exit == 0 && dry.out.contains("Nothing was written"))
        #expect(try workshop.text("m/instruments.csv").contains("split,5,,proposed"))
        let done = try instruments(workshop, "./m --confirm 000020@2023-01-04")
        #expect(done.exit == 0, "\(done.err)")
        #expect(try workshop.text("m/instruments.csv").contains("split,5,,confirmed"))
        let after = try instruments(workshop, "./m --json")
        #expect(try JSON(Data(after.out.utf8)).integer("proposed") == 0)
        // To confirm `all` of no proposals is no mistake.
        #expect(try instruments(workshop, "./m --confirm all").exit == 0)
    }

    @Test("a proposal is removed")
    func rejects() throws {
        let workshop = try workshop()
        _ = try instruments(workshop, "m.csv --into ./m")
        #expect(try instruments(workshop, "./m --reject all").exit == 0)
        #expect(try !workshop.text("m/instruments.csv").contains("split"))
    }

    @Test("a file edited by hand is refused until it is sealed; a wrong one is named by line")
    func seals() throws {
        let workshop = try workshop()
        let edited = header + "000010,2023-01-02,board,KOSPI,,,by hand\n"
        try workshop.write(edited, to: "m/instruments.csv")
        let refused = try instruments(workshop, "./m")
        #expect(refused.exit == 3 && refused.err.contains("was changed since it was written"))
        #expect(refused.err.contains("--seal"))
        #expect(try instruments(workshop, "./m --seal").exit == 0)
        #expect(try workshop.text("m/instruments.csv") == edited)
        #expect(try instruments(workshop, "./m").exit == 0)
        try workshop.write(header + "000010,2023-01-02,bord,KOSPI,,,\n", to: "m/instruments.csv")
        let wrong = try instruments(workshop, "./m --seal")
        #expect(wrong.exit == 3 && wrong.err.contains("line 2"))
        #expect(wrong.err.contains("Did you mean 'board'?"))
    }

    @Test("what stands stays: facts that say otherwise are told")
    func contested() throws {
        let workshop = try workshop()
        try workshop.write(
            header + "000010,2023-01-02,board,KOSPI,,,by hand\n", to: "t.csv")
        let done = try instruments(workshop, "m.csv --into t.csv")
        #expect(done.exit == 0 && done.out.contains("1 facts say otherwise"))
        #expect(try workshop.text("t.csv").contains("board,KOSPI,,,by hand"))
    }

    @Test("facts are limited to issues")
    func symbols() throws {
        let workshop = try workshop()
        #expect(try instruments(workshop, "m.csv --into t.csv --symbol 000010").exit == 0)
        let rows = try workshop.text("t.csv").split(separator: "\n").dropFirst()
        #expect(!rows.isEmpty && rows.allSatisfy { $0.hasPrefix("000010,") })
    }

    static let bad: [(line: String, exit: Int32, says: String)] = [
        ("", 2, "Missing"), ("./none", 3, "no dataset"), ("none.csv --into t.csv", 3, "none.csv"),
        ("m.csv --into ./none", 3, "no dataset"),
        ("./m --confirm 000020", 2, "a code and a day"),
        ("./m --confirm 000020@yesterday", 2, "a date such as"),
        ("./m --reject x@2023-01-04", 2, "a code such as"),
        ("./m --confirm 000020@2023-01-05", 3, "There is no proposal for 000020"),
        ("./m --board KOSPI", 2, "needs --into"), ("./m ./m", 2, "One dataset"),
        ("m.csv --into t.csv --board KOSDQ", 2, "Did you mean 'KOSDAQ'?"),
        ("m.csv --into t.csv --confirm all", 2, "one after the other"),
        ("m.csv --into t.csv --symbol 12", 3, "no daily rows"),
        ("ticks.csv --into t.csv", 3, "ticks.csv"),
    ]

    @Test("what is wrong is told, and nothing is written")
    func wrong() throws {
        let workshop = try workshop()
        try workshop.write("time,price,size\n09:00:00,70000,1\n", to: "ticks.csv")
        let before = try workshop.text("m/instruments.csv")
        for (line, exit, says) in DataInstrumentsTests.bad {
            let done = try instruments(workshop, line)
            #expect(done.exit == exit && done.out == "", "\(line): \(done.err)\(done.out)")
            #expect(done.err.contains(says), "\(line): \(done.err)")
        }
        #expect(try workshop.text("m/instruments.csv") == before)
        #expect(!workshop.names().contains("t.csv"))
    }

    @Test("lists of listed and delisted issues say the days; CP949 and a day in the file's name")
    func lists() throws {
        let workshop = try workshop()
        try workshop.write(
            "\u{FEFF},Code,Name,ListingDate\n0,000010,A,1999-05-03\n1,000040,B,2023-01-04\n",
            to: "desc.csv")
        try workshop.write(
            "Symbol,Name,DelistingDate\n000050,C,2023-01-05\n7220A,D,2001-01-01\n", to: "gone.csv")
        let done = try instruments(workshop, "m.csv desc.csv gone.csv --into t.csv")
        #expect(done.exit == 0, "\(done.err)")
        let text = try workshop.text("t.csv")
        #expect(text.contains("000010,1999-05-03,listed,,,,"))
        #expect(text.contains("000050,2023-01-05,delisted,,,,"))
        #expect(!text.contains("000050,2023-01-04,delisted"))
        // These bytes are 종목코드,종목명,종가,대비,시가,고가,저가, 거래량,상장주식수 in CP949.
        let titles: [UInt8] = [
            0xC1, 0xBE, 0xB8, 0xF1, 0xC4, 0xDA, 0xB5, 0xE5, 0x2C, 0xC1, 0xBE, 0xB8, 0xF1, 0xB8,
            0xED, 0x2C, 0xC1, 0xBE, 0xB0, 0xA1, 0x2C, 0xB4, 0xEB, 0xBA, 0xF1, 0x2C, 0xBD, 0xC3,
            0xB0, 0xA1, 0x2C, 0xB0, 0xED, 0xB0, 0xA1, 0x2C, 0xC0, 0xFA, 0xB0, 0xA1, 0x2C, 0xB0,
            0xC5, 0xB7, 0xA1, 0xB7, 0xAE, 0x2C, 0xBB, 0xF3, 0xC0, 0xE5, 0xC1, 0xD6, 0xBD, 0xC4,
            0xBC, 0xF6, 0x0A,
        ]
        let row =
            "005930,Samsung,\"55,700\",100,\"55,500\",\"56,300\",\"55,000\",\"24,596\",\"5,969\"\n"
        try workshop.write(Data(titles + row.utf8), to: "krx_20250211.csv")
        let korean = try instruments(workshop, "krx_20250211.csv --into k.csv --board KOSPI")
        #expect(korean.exit == 0, "\(korean.err)")
        // One row, and a change without a sign: nobody knows whether it rose.
        #expect(try workshop.text("k.csv").contains("base_price") == false)
        #expect(korean.out.contains("1 changes have a direction that neither signs, codes nor"))
        #expect(try workshop.text("k.csv").contains("005930,2025-02-11,board,KOSPI,,,"))
        try workshop.write(
            Data(titles + row.replacing(",100,", with: ",+100,").utf8), to: "up_20250211.csv")
        let up = try instruments(workshop, "up_20250211.csv --into up.csv --board KOSPI")
        #expect(up.exit == 0, "\(up.err)")
        #expect(try workshop.text("up.csv").contains("005930,2025-02-11,base_price,55600,,,"))
    }
}
