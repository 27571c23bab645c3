import Foundation
import Testing

/// What lies in folders that anybody may have filled.
@Suite("Folders of strangers") struct StrangeFolderTests {
    @Test("a pipe in the place of a result's file is a difference, and is not waited for")
    func pipeInResult() throws {
        for name in ["fills.csv", "SHA256SUMS"] {
            let workshop = try Workshop()
            try workshop.write(oneBuyOneSell, to: "s.json")
            #expect(try workshop.backtest("s.json -q --out out").exit == 0)
            let folder = try workshop.runFolder("one-buy")
            let place = workshop.url(folder + "/" + name)
            try FileManager.default.removeItem(at: place)
            #expect(mkfifo(place.path, 0o600) == 0)
            let done = try workshop.start(["verify", folder]).finished()
            #expect(done.exit == 6, "\(name): \(done.err)\(done.out)")
            #expect((done.out + done.err).contains(name))
        }
    }

    @Test("a pipe in a folder to import is left out and named")
    func pipeInFolder() throws {
        let workshop = try Workshop()
        try workshop.write(
            "time,code,price,size\n2026-03-03 09:00:00,005930,70000,1\n", to: "rows/t.csv")
        #expect(mkfifo(workshop.url("rows/z.csv").path, 0o600) == 0)
        let done = try workshop.start(["data", "import", "rows", "--into", "d"]).finished()
        #expect(done.exit == 0, "\(done.err)")
        #expect(done.out.contains("z.csv") && done.out.contains("It is a pipe"), "\(done.out)")
    }

    @Test("the same bytes under the names of two issues are a mistake")
    func twins() throws {
        let workshop = try Workshop()
        let rows = "date,open,high,low,close,volume\n20260303,700,710,690,705,9\n"
        try workshop.write(rows, to: "rows/005930.csv")
        try workshop.write(rows, to: "rows/000660.csv")
        let done = try workshop.start(["data", "import", "rows", "--into", "d"]).finished()
        #expect(done.exit == 3)
        #expect(done.err.contains("their names say two issues"), "\(done.err)")
    }

    /// A header alone; days on which the issue was halted; days on which nothing traded.
    @Test(
        "the same bytes in which nothing traded stop no import",
        arguments: [
            "", "20260304,0,0,0,705,0\n20260305,0,0,0,705,0\n",
            "20260304,705,705,705,705,0\n20260305,705,705,705,705,0\n",
        ])
    func untraded(rows: String) throws {
        let workshop = try Workshop()
        let header = "date,open,high,low,close,volume\n"
        try workshop.write(
            header + "20260303,700,710,690,705,9\n20260304,700,710,690,706,9\n",
            to: "rows/005930.csv")
        for code in ["000660", "035720", "035420"] {
            try workshop.write(header + rows, to: "rows/\(code).csv")
        }
        // One issue's own file told twice is left out as ever.
        try workshop.write(header + rows, to: "rows/more/000660.csv")
        let done = try workshop.start(
            ["data", "import", "rows", "--into", "d", "--board", "KOSPI"]
        ).finished()
        #expect(done.exit == 0, "\(done.err)")
        #expect(done.out.contains("1 of 5 files left out"), "\(done.out)")
        #expect(workshop.names("d/candles/1d").count == (rows.isEmpty ? 1 : 4))
    }

    @Test("a file's name acts on no terminal that shows the rejects")
    func rejects() throws {
        let workshop = try Workshop()
        let name = "=a\u{1B}[31m.csv"
        try workshop.write(
            "time,code,price,size\n2026-03-03 09:00:00,005930,70000,1\n"
                + "2026-03-03 09:00:01,005930,x,1\n", to: name)
        let done = try workshop.start(
            ["data", "import", name, "--into", "d", "--max-rejects", "0.9"]
        ).finished()
        #expect(done.exit == 0, "\(done.err)")
        let rejects = try workshop.text("d/rejects.csv")
        #expect(rejects.contains("'=a\\u{1b}[31m.csv"))
        #expect(!rejects.unicodeScalars.contains("\u{1B}"))
    }
}
