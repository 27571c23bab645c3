import Foundation
import Testing

@Suite("Text from outside, on its way to people") struct ForeignTextOutputTests {
    static let tricks = "a\u{1B}[2Jb\u{202E}c\u{9B}1md\u{FEFF}e\u{200F}f\u{7}"

    private func isPlain(_ text: String) -> Bool {
        let forbidden: [ClosedRange<UInt32>] = [
            0...0x09, 0x0B...0x1F, 0x7F...0x9F, 0x200E...0x200F, 0x202A...0x202E, 0x2066...0x2069,
            0xFEFF...0xFEFF,
        ]
        return text.unicodeScalars.allSatisfy { scalar in
            !forbidden.contains { $0.contains(scalar.value) }
        }
    }

    @Test("what a scenario is about acts on no terminal: summary, JSON, report")
    func about() throws {
        let workshop = try Workshop()
        let escaped = Self.tricks.unicodeScalars.map { scalar -> String in
            let hex = String(scalar.value, radix: 16)
            return scalar.isASCII && scalar.value >= 0x20
                ? String(scalar) : "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
        }.joined()
        try workshop.write(
            oneBuyOneSell.replacing(
                "\"name\": \"one-buy\"", by: "\"name\": \"one-buy\", \"about\": \"\(escaped)\""),
            to: "s.json")
        let text = try workshop.backtest("s.json -v --out out")
        #expect(text.exit == 0, "\(text.err)")
        #expect(text.out.contains("a\\u{1b}[2Jb\\u{202e}c"))
        #expect(isPlain(text.out))
        let json = try workshop.backtest("s.json --json --out out")
        #expect(isPlain(json.out))
        #expect(try JSON(Data(json.out.utf8)).text("runs.0.result.identity.about") == Self.tricks)
        let page = try workshop.text(try workshop.runFolder("one-buy") + "/report.html")
        #expect(isPlain(page))
    }

    @Test("names of files and what is typed act on none either, and stay on their line")
    func names() throws {
        let workshop = try Workshop()
        let name = "a\u{1B}[2J\u{202E}\nb.json"
        for arguments in [
            ["backtest", name], ["market", "limits", "--batch", name],
            ["data", "import", name, "--into", "d"], ["data", "inspect", name],
            ["backtest", "--\u{1B}[2J"], ["strategies", "show", name], [name],
            ["backtest", "s.json", "--set", "account.\u{1B}[2Jcash=1"],
        ] {
            let finished = try workshop.start(arguments).finished()
            #expect(finished.exit != 0)
            #expect(isPlain(finished.err), "\(arguments): \(finished.err)")
            #expect(isPlain(finished.out), "\(arguments)")
        }
        try workshop.write("{ \"schema\": 2 }", to: name)
        let finished = try workshop.start(["backtest", name]).finished()
        #expect(isPlain(finished.err))
        #expect(finished.err.split(separator: "\n").allSatisfy { $0.hasPrefix("Error: ") })
    }

    @Test("rejected rows, names and notes never begin a cell as a formula")
    func cells() throws {
        let workshop = try Workshop()
        try workshop.write(
            "time,code,price,size\n2026-03-03 09:00:00,005930,70000,1\n"
                + "2026-03-03 09:00:01,005930,=HYPERLINK(1),1\n"
                + "2026-03-03 09:00:02,005930,@SUM(A1),1\n",
            to: "rows.csv")
        let finished = try workshop.start(
            ["data", "import", "rows.csv", "--into", "d", "--max-rejects", "0.9"]
        ).finished()
        #expect(finished.exit == 0, "\(finished.err)")
        let rejects = try workshop.text("d/rejects.csv")
        #expect(rejects.contains(",'=HYPERLINK(1),"))
        #expect(rejects.contains(",'@SUM(A1),"))
        #expect(!rejects.contains(",=") && !rejects.contains(",@"))
    }

    @Test("a batch gives back what was asked, formulas guarded, and has an end")
    func batch() throws {
        let workshop = try Workshop()
        try workshop.write("price,board,date\n10000,KOSPI,2026-03-03\n", to: "good.csv")
        let good = try workshop.start(["market", "steps", "--batch", "good.csv"]).finished()
        #expect(good.exit == 0, "\(good.err)")
        try workshop.write(
            "price\n" + String(repeating: "10000\n", count: 100_001), to: "long.csv")
        let long = try workshop.start(["market", "steps", "--batch", "long.csv"]).finished()
        #expect(long.exit == 2)
        #expect(long.err.contains("a batch may have 100000"))
        let endless = try workshop.start(["market", "steps", "--batch", "/dev/zero"]).finished()
        #expect(endless.exit == 3)
        #expect(endless.err == "Error: Can't read '/dev/zero': it holds more than 16.0 MB.\n")
    }
}
