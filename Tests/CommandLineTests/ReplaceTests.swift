import Foundation
import Testing

@Suite("Replacing a folder removes only what krader wrote") struct ReplaceTests {
    private static let scenario = """
        { "schema": 1, "name": "kept", "seed": 3,
          "market": { "from": "2026-03-03", "to": "2026-03-03",
            "data": { "synthetic": { "symbols": 2, "prints_per_day": 50 } } },
          "account": { "cash": 30000000 }, "strategies": [ { "name": "buy_and_hold" } ] }
        """

    @Test(
        "a folder with somebody else's dataset.json is refused by import and generate",
        arguments: [
            #"{ "name": "their own" }"#, "", #"{ "schema": 1, "seal": "0000" }"#,
        ])
    func somebodyElses(text: String) throws {
        let workshop = try Workshop()
        try workshop.write(text, to: "proj/dataset.json")
        try workshop.write("years of work", to: "proj/src/main.c")
        try workshop.write("kept", to: "proj/index.csv")
        let before = try workshop.tree("proj")
        let imported = try importSample(workshop, "--into", "proj", "--replace")
        #expect(imported.exit == 2)
        #expect(imported.err.contains("'proj' is not replaced"), "\(imported.err)")
        let generated = try workshop.start(
            ["data", "generate", "--name", "./proj", "--replace"]).finished()
        #expect(generated.exit == 2, "\(generated.err)")
        #expect(try workshop.tree("proj") == before)
        #expect(workshop.names() == ["prints.csv", "proj"])
    }

    @Test("a seal that is whole over an index of another dataset proves nothing")
    func mixedUp() throws {
        let workshop = try Workshop()
        #expect(try importSample(workshop, "--name", "d").exit == 0)
        try workshop.write("file,rows,first,last,bytes,sum\n", to: "datasets/d/index.csv")
        let before = try workshop.tree("datasets")
        #expect(try importSample(workshop, "--name", "d", "--replace").exit == 2)
        #expect(try workshop.tree("datasets") == before)
    }

    @Test("notes, links and work folders in a dataset are in the one that replaces it")
    func dataset() throws {
        let workshop = try Workshop()
        #expect(try importSample(workshop, "--name", "d").exit == 0)
        let alone = try workshop.tree("datasets/d")
        try workshop.write("mine", to: "datasets/d/notes.txt")
        try workshop.write("mine too", to: "datasets/d/ticks/005930/notes.txt")
        try workshop.write("deep", to: "datasets/d/kept/a/b.txt")
        try workshop.makeFolder("datasets/d/kept/empty")
        try workshop.link("datasets/d/elsewhere", to: "/nowhere")
        let replaced = try importSample(workshop, "--name", "d", "--replace")
        #expect(replaced.exit == 0)
        #expect(
            replaced.err
                == "Note: Kept in 'datasets/d' what krader did not write: 'elsewhere' and 3 more.\n"
        )
        #expect(try workshop.text("datasets/d/notes.txt") == "mine")
        #expect(try workshop.text("datasets/d/ticks/005930/notes.txt") == "mine too")
        #expect(try workshop.text("datasets/d/kept/a/b.txt") == "deep")
        #expect(workshop.names("datasets/d/kept") == ["a", "empty"])
        let link = workshop.url("datasets/d/elsewhere").path
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "/nowhere")
        for (name, bytes) in alone { #expect(try workshop.bytes("datasets/d/" + name) == bytes) }
        #expect(workshop.names("datasets") == ["d"])
    }

    @Test("a table of instruments that somebody edited is not lost")
    func edited() throws {
        let workshop = try Workshop()
        #expect(try importSample(workshop, "--name", "d", "--board", "KOSPI").exit == 0)
        let text = try workshop.text("datasets/d/instruments.csv")
        try workshop.write(
            text + "005930,2026-03-04,split,50,,confirmed,\n", to: "datasets/d/instruments.csv")
        let before = try workshop.tree("datasets")
        let refused = try importSample(workshop, "--name", "d", "--replace")
        #expect(refused.exit == 2)
        #expect(refused.err.contains("'instruments.csv' was changed since"), "\(refused.err)")
        #expect(try workshop.tree("datasets") == before)
    }

    @Test("a link to a dataset is refused, and what it leads to stays")
    func link() throws {
        let workshop = try Workshop()
        #expect(try importSample(workshop, "--into", "disk/d").exit == 0)
        try workshop.makeFolder("datasets")
        try workshop.link("datasets/d", to: workshop.url("disk/d").path)
        let before = try workshop.tree("disk")
        #expect(try importSample(workshop, "--name", "d", "--replace").exit == 2)
        #expect(try workshop.tree("disk") == before)
    }

    @Test("an export keeps what others put into it, and loses no row that somebody mended")
    func export() throws {
        let workshop = try Workshop()
        #expect(try importSample(workshop, "--name", "d").exit == 0)
        func export(_ more: String...) throws -> Finished {
            try workshop.start(["data", "export", "d", "--to", "csv"] + more).finished()
        }
        #expect(try export().exit == 0)
        let alone = try workshop.tree("csv")
        try workshop.write("mine", to: "csv/ticks/notes.txt")
        let replaced = try export("--replace")
        #expect(replaced.exit == 0 && replaced.err.contains("'ticks/notes.txt'"))
        #expect(try workshop.text("csv/ticks/notes.txt") == "mine")
        let mended = "csv/ticks/005930/2026-03-03.csv"
        let rows = try workshop.text(mended)
        try workshop.write(rows + rows, to: mended)
        let refused = try export("--replace")
        #expect(refused.exit == 2 && refused.err.contains("was changed"), "\(refused.err)")
        #expect(try workshop.text(mended) == rows + rows)
        try workshop.write(rows, to: mended)
        try FileManager.default.removeItem(at: workshop.url("csv/ticks/notes.txt"))
        #expect(try workshop.tree("csv") == alone)
        // A folder with an options.json of somebody's own is no export yet.
        try workshop.write("{}", to: "theirs/options.json")
        let other = try workshop.start(
            ["data", "export", "d", "--to", "theirs", "--replace"]).finished()
        #expect(other.exit == 2 && other.err.contains("is no export"), "\(other.err)")
        #expect(workshop.names("theirs") == ["options.json"])
    }

    @Test("the list in an export and in a result is one that sha256sum reads")
    func sums() throws {
        let workshop = try Workshop()
        #expect(try importSample(workshop, "--name", "d").exit == 0)
        #expect(
            try workshop.start(["data", "export", "d", "--to", "csv"]).finished().exit == 0)
        try workshop.write(Self.scenario, to: "s.json")
        #expect(try workshop.backtest("s.json --out out -q").exit == 0)
        for folder in ["csv", try workshop.runFolder("kept")] {
            let checked = try workshop.shell(
                "cd \(folder) && sha256sum --check --strict SHA256SUMS")
            #expect(checked.exit == 0, "\(checked.err)")
            #expect(checked.out.split(separator: "\n").allSatisfy { $0.hasSuffix(": OK") })
        }
    }

    @Test("a run played again keeps notes in its folder, and sets aside what was changed there")
    func result() throws {
        let workshop = try Workshop()
        try workshop.write(Self.scenario, to: "s.json")
        #expect(try workshop.backtest("s.json --out out -q").exit == 0)
        let place = try workshop.runFolder("kept")
        try workshop.write("mine", to: place + "/old/notes.txt")
        let again = try workshop.backtest("s.json --out out -q")
        #expect(again.exit == 0 && again.err.contains("'old'"), "\(again.err)")
        #expect(try workshop.text(place + "/old/notes.txt") == "mine")
        #expect(workshop.names("out/kept").count == 1)

        try workshop.write("with my remarks\n", to: place + "/orders.csv")
        let third = try workshop.backtest("s.json --out out -q")
        #expect(third.exit == 0)
        #expect(third.err.contains("it is now '\(place).kept-1'"), "\(third.err)")
        #expect(try workshop.text(place + ".kept-1/orders.csv") == "with my remarks\n")
        #expect(try workshop.text(place + ".kept-1/old/notes.txt") == "mine")
        #expect(!workshop.names(place).contains("old"))
    }

    @Test("hidden folders that only look like krader's stay")
    func hidden() throws {
        let workshop = try Workshop()
        try workshop.write("a novel", to: "datasets/.unfinished-drafts/one.txt")
        try workshop.write("another", to: "datasets/.unfinished-krader-novel/two.txt")
        try workshop.write("a third", to: "datasets/d.unfinished")
        #expect(try importSample(workshop, "--name", "d").exit == 0)
        #expect(try workshop.text("datasets/.unfinished-drafts/one.txt") == "a novel")
        #expect(try workshop.text("datasets/.unfinished-krader-novel/two.txt") == "another")
        #expect(try workshop.text("datasets/d.unfinished") == "a third")
    }

    @Test("a file beside a table of instruments is not written over")
    func besideTable() throws {
        let workshop = try Workshop()
        try workshop.write("mine", to: "facts.csv.unfinished")
        try workshop.write(
            "Code,Name,Close,Changes,Volume,Amount,Open,High,Low,Stocks,Market,Date\n"
                + "005930,Samsung,70000,0,10,700000,70000,70000,70000,50,KOSPI,2026-03-03\n",
            to: "m.csv")
        let made = try workshop.start(
            ["data", "instruments", "m.csv", "--into", "facts.csv"]).finished()
        #expect(made.exit == 0, "\(made.err)")
        #expect(try workshop.text("facts.csv.unfinished") == "mine")
    }
}
