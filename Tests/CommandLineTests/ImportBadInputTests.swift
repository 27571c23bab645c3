import Foundation
import Testing

@Suite("krader data import, of bad inputs") struct ImportBadInputTests {
    /// A case: what is typed after `krader data import`, how it ends and what is said.
    struct Case: Sendable, CustomTestStringConvertible {
        var command: String
        var exit: Int32
        var says: String
        var testDescription: String { command }

        init(_ command: String, _ exit: Int32, _ says: String) {
            self.command = command
            self.exit = exit
            self.says = says
        }
    }

    static let files = [
        "005930.csv": "time,price,size\n2026-03-03 09:00:00,70000,1\n",
        "prints.csv": "time,price,size\n2026-03-03 09:00:00,70000,1\n",
        "clock.csv": "time,code,price,size\n090000,005930,70000,1\n",
        "empty.csv": "",
        "header.csv": "time,code,price,size\n",
        "bad.csv": "time,code,price,size\n2026-03-03 09:00:00,005930,0,1\n"
            + "2026-03-03 09:00:01,005930,70000,1\n2026-03-03 09:00:02,005930,x,1\n",
        "one.csv": "time,code,open,high,low,close,volume\n2026-03-03 10:00:00,005930,1,1,1,1,1\n",
        "middle.csv": "time,code,open,high,low,close,volume\n2026-03-03 10:00:00,005930,1,1,1,1,1\n"
            + "2026-03-03 10:01:00,005930,1,1,1,1,1\n",
        "twice.csv": "date,code,open,high,low,close,volume\n20260303,005930,1,1,1,1,1\n"
            + "20260303,005930,2,2,2,2,1\n",
        "page.csv": "<html><body>sorry</body></html>\n",
        "binary.csv": "a\u{0}b\n",
        "folder/notes.txt": "hello\n",
    ]

    static let cases: [Case] = [
        Case("005930.csv", 2, "Error: Name the dataset with --name, or its folder with --into.\n"),
        Case("005930.csv --name a/b", 2, "Error: --name is 'a/b'; it must be a name without '/' "),
        Case("005930.csv --name a --into b", 2, "Error: --name and --into say the same"),
        Case("005930.csv --name .a", 2, "Error: --name is '.a'"),
        Case("005930.csv --name d --columns tiem=1", 2, "did you mean 'time'?"),
        Case("005930.csv --name d --columns time=1,time=2", 2, "--columns: 'time' stands twice."),
        Case("005930.csv --name d --columns time", 2, "'time' is no 'meaning=column'"),
        Case("005930.csv --name d --kind trades", 2, "--kind is 'trades'; it must be ticks, "),
        Case("005930.csv --name d --timezone PST", 2, "--timezone is 'PST'; it must be KST, UTC "),
        Case("005930.csv --name d --encoding latin1", 2, "must be auto, utf-8 or cp949."),
        Case("005930.csv --name d --date 20260303", 2, "--date is '20260303'; it must be a date"),
        Case("005930.csv --name d --symbol 5930", 2, "--symbol is '5930'; it must be a code"),
        Case("005930.csv --name d --board NYSE", 2, "--board is 'NYSE'; it must be KOSPI, "),
        Case("005930.csv --name d --timeframe 2m", 2, "--timeframe is '2m'; it must be 1m, 3m"),
        Case("005930.csv --name d --stamp middle", 2, "--stamp is 'middle'; it must be start or"),
        Case("005930.csv --name d --decimals 9", 2, "--decimals is '9'; it must be between 0 and"),
        Case("005930.csv --name d --scope NYSE", 2, "--scope is 'NYSE'; it must be KRX, NXT, "),
        Case("005930.csv --name d --max-rejects 2", 2, "max-rejects"),
        Case("- - --name d", 2, "Error: Standard input is there once.\n"),
        Case("none.csv --name d", 3, "Error: Can't read 'none.csv': No such file or directory.\n"),
        Case("empty.csv --name d", 3, "empty"),
        Case("header.csv --name d", 3, "no rows"),
        Case("folder --name d", 3, "Error: No file has rows that can be used: "),
        Case("page.csv --name d", 3, "Error: Can't use 'page.csv': it is a page of HTML.\n"),
        Case("binary.csv --name d", 3, "Error: Can't use 'binary.csv': it is no text.\n"),
        Case("prints.csv --name d", 3, "of which issue the rows of 'prints.csv' are is neither"),
        Case("005930.csv --name d --columns price=7", 3, "005930.csv, line 1"),
        Case("005930.csv --name d --columns price=cost", 3, "cost"),
        Case("one.csv --name d", 3, "how long the candles of 'one.csv' are cannot be recognised; "),
        Case("middle.csv --name d", 3, "say --stamp start or --stamp end."),
        Case(
            "bad.csv --name d", 3,
            "Error: 2 rows of 'bad.csv' are rejected, more than 0.1 % (--max-rejects); rejected so "
                + "far: bad_number 1, bad_price 1\n  bad.csv, line 2, price is '0': "),
        Case("twice.csv --name d", 3, "line 2 has the same 1d candle with other values"),
    ]

    @Test("what is wrong is said, and nothing is left", arguments: cases)
    func wrong(_ wrong: Case) throws {
        let workshop = try Workshop()
        for (name, text) in Self.files { try workshop.write(text, to: name) }
        let before = workshop.names()
        let done = try workshop.start(
            ["data", "import"] + wrong.command.split(separator: " ").map(String.init) + ["-q"]
        ).finished()
        #expect(done.exit == wrong.exit && done.out == "")
        #expect(done.err.lowercased().contains(wrong.says.lowercased()), "\(done.err)")
        #expect(workshop.names() == before)
    }

    @Test("a dataset of the name is replaced only when that is asked for")
    func replace() throws {
        let workshop = try Workshop()
        try workshop.write(Self.files["005930.csv"] ?? "", to: "005930.csv")
        func run(_ arguments: String...) throws -> Finished {
            try workshop.start(
                ["data", "import", "005930.csv", "--name", "d", "-q"] + arguments
            ).finished()
        }
        #expect(try run().exit == 0)
        let again = try run("--about", "other")
        #expect(again.exit == 2)
        #expect(
            again.err
                == "Error: 'datasets/d' exists already; take another name, or replace it with "
                + "--replace.\n")
        #expect(try run("--about", "other", "--replace").exit == 0)
        #expect(try JSON(workshop.bytes("datasets/d/dataset.json")).text("about") == "other")
        #expect(workshop.names("datasets") == ["d"])
    }

    @Test("a failed replacement leaves the old dataset as it was")
    func failedReplacement() throws {
        let workshop = try Workshop()
        for (name, text) in Self.files { try workshop.write(text, to: name) }
        func run(_ line: String) throws -> Finished {
            try workshop.start(
                ["data", "import"] + line.split(separator: " ").map(String.init)
            ).finished()
        }
        #expect(try run("005930.csv --name d").exit == 0)
        let before = try workshop.bytes("datasets/d/dataset.json")
        #expect(try run("bad.csv --name d --replace").exit == 3)
        #expect(try workshop.bytes("datasets/d/dataset.json") == before)
        #expect(workshop.names("datasets") == ["d"])
    }
}
