import Foundation
import Testing

/// Length, stamp and venue are facts of an import as a whole; what contradicts each other is said.
@Suite("krader data import, of files that differ") struct ImportFactTests {
    private let workshop: Workshop

    init() throws { workshop = try Workshop() }

    @discardableResult
    private func run(_ line: String, exit: Int32 = 0) throws -> Finished {
        let done = try workshop.start(
            ["data", "import"] + line.split(separator: " ").map(String.init)
                + ["--into", "d", "--replace", "-q"]
        ).finished()
        #expect(done.exit == exit, "\(done.err)")
        return done
    }

    private static let header = "time,open,high,low,close,volume\n"

    /// Candles of one price, so many minutes apart.
    private func minutes(_ count: Int, every minutes: Int, from hour: Int = 9, _ minute: Int = 0)
        -> String
    {
        (0..<count).reduce(into: Self.header) { text, row in
            let at = hour * 60 + minute + row * minutes
            let clock = "\(at / 60 < 10 ? "0" : "")\(at / 60):\(at % 60 < 10 ? "0" : "")\(at % 60)"
            text += "2026-03-03 \(clock):00,100,100,100,100,1\n"
        }
    }

    private func dates(_ count: Int, every days: Int) -> String {
        (0..<count).reduce(into: "date,open,high,low,close,volume\n") { text, row in
            let day = Date(timeIntervalSince1970: 1_772_496_000 + Double(row * days) * 86_400)
            text += "\(day.formatted(.iso8601.year().month().day())),100,100,100,100,1\n"
        }
    }

    @Test("candles of two lengths in one import are an error that asks for --timeframe")
    func lengths() throws {
        try workshop.write(minutes(10, every: 1), to: "f/005930.csv")
        try workshop.write(minutes(10, every: 5), to: "f/000660.csv")
        let done = try run("f", exit: 3)
        #expect(done.err.contains("10 steps") || done.err.contains("9 of 9 steps"), "\(done.err)")
        #expect(done.err.contains("say --timeframe"))
        #expect(workshop.names() == ["f"])
        // Imported apart, each file raises no question.
        try run("f/005930.csv")
        try run("f/000660.csv")
    }

    @Test("lengths that folders or names confirm may stand beside each other")
    func namedLengths() throws {
        try workshop.write(minutes(10, every: 1), to: "f/1m/005930.csv")
        try workshop.write(minutes(10, every: 5), to: "f/005930_5m.csv")
        let done = try run("f --json")
        let report = try JSON(Data(done.out.utf8))
        #expect(report.text("timeframe") == "5m, 1m" || report.text("timeframe") == "1m, 5m")
    }

    @Test("a length seen in few rows is no evidence: the other files say it, or nobody does")
    func fewRows() throws {
        try workshop.write(minutes(3, every: 10), to: "005930.csv")
        #expect(try run("005930.csv", exit: 3).err.contains("2 of 2 steps are of 10m, too few"))
        try run("005930.csv --timeframe 10m")
        try workshop.write(minutes(10, every: 1), to: "000660.csv")
        #expect(try run("000660.csv 005930.csv", exit: 3).err.contains("other files are of 1m"))
        // Steps of two and three minutes can be those of candles of a minute.
        try workshop.write(
            Self.header + "2026-03-03 09:02:00,1,1,1,1,1\n2026-03-03 09:04:00,1,1,1,1,1\n"
                + "2026-03-03 09:07:00,1,1,1,1,1\n", to: "005930.csv")
        try run("000660.csv 005930.csv")
    }

    @Test("starts and ends in one import are an error that asks for --stamp")
    func stamps() throws {
        let ends =
            minutes(5, every: 5, from: 9, 5) + minutes(2, every: 5, from: 15, 15).dropHeader
        try workshop.write(minutes(10, every: 5), to: "005930.csv")
        try workshop.write(ends + "2026-03-03 15:30:00,100,100,100,100,1\n", to: "000660.csv")
        let done = try run("005930.csv 000660.csv", exit: 3)
        #expect(done.err.contains("say --stamp"), "\(done.err)")
        try run("005930.csv 000660.csv --stamp start")
        try run("000660.csv --json")
    }

    @Test("rows a week or a month apart are no daily candles", arguments: [7, 28, 30])
    func weeks(days: Int) throws {
        try workshop.write(dates(6, every: days), to: "005930.csv")
        let done = try run("005930.csv", exit: 3)
        #expect(done.err.contains("are no daily ones"), "\(done.err)")
        try run("005930.csv --timeframe 1d")
    }

    @Test("the first lines say timeframe, stamp and scope, and from what")
    func firstLines() throws {
        try workshop.write(minutes(10, every: 1), to: "005930.csv")
        let done = try run("005930.csv")
        #expect(
            done.out.hasPrefix(
                "timeframe 1m: 9 of 9 steps\nstamp start: 1 day begins at 09:00\n"
                    + "scope unknown: nobody says; say --scope\n"), "\(done.out)")
        let json = try JSON(Data(try run("005930.csv --json --scope KRX").out.utf8))
        #expect(json.text("timeframe") == "1m" && json.text("timeframe_from") == "9 of 9 steps")
        #expect(json.text("scope") == "KRX" && json.text("scope_from") == "it was said")
    }

    @Test("files of months in a folder of an issue are that issue's")
    func months() throws {
        let prints = "time,price,size\n"
        try workshop.write(prints + "2026-02-27 09:00:00,100,1\n", to: "005930/202602.csv")
        try workshop.write(prints + "2026-03-03 09:00:00,100,1\n", to: "005930/202603.csv")
        try run("005930")
        #expect(workshop.names("d/ticks") == ["005930"])
        let done = try workshop.start(
            ["data", "import", "005930/202602.csv", "--dry-run"]
        ).finished()
        #expect(done.out.contains("symbol 005930 (by the folder's name)"))
        // The name of a month alone is no issue.
        try workshop.write(prints + "2026-02-27 09:00:00,100,1\n", to: "202602.csv")
        #expect(try run("202602.csv", exit: 3).err.contains("say --symbol"))
    }

    private static let prints = "time,code,price,size\n"

    @Test("prints of NXT keep their venue, and the dataset its scope")
    func nxt() throws {
        try workshop.write(
            Self.prints + "2026-03-03 09:00:00,005930_NX,100,1\n", to: "a.csv")
        let done = try run("a.csv --json")
        #expect(try JSON(Data(done.out.utf8)).text("scope") == "NXT")
        #expect(try JSON(workshop.bytes("d/dataset.json")).text("scope") == "NXT")
        try workshop.write("time,price,size\n2026-03-03 09:00:00,100,1\n", to: "005930_NX.csv")
        try run("005930_NX.csv")
        #expect(try JSON(workshop.bytes("d/dataset.json")).text("scope") == "NXT")
        #expect(try run("a.csv --scope KRX", exit: 3).err.contains("--scope says KRX"))
    }

    @Test("two tellings of the same trades never add up")
    func tellings() throws {
        let rows = "2026-03-03 09:00:00,005930,100,1\n2026-03-03 09:00:01,005930_AL,100,1\n"
        try workshop.write(Self.prints + rows, to: "a.csv")
        #expect(try run("a.csv", exit: 3).err.contains("don't add up"))
        try run("a.csv --symbol 005930_AL")
        #expect(try JSON(workshop.bytes("d/dataset.json")).text("scope") == "consolidated")
        let candles = "date,code,open,high,low,close,volume\n"
        try workshop.write(
            candles + "20260303,005930,100,100,100,100,9\n20260303,005930_NX,100,101,100,100,3\n",
            to: "b.csv")
        #expect(try run("b.csv", exit: 3).err.contains("more than once"))
        try run("b.csv --symbol 005930_NX")
    }

    @Test("a print that two files tell, one of them with more, is one print")
    func richer() throws {
        try workshop.write(
            Self.prints + "2026-03-03 09:00:00,005930,100,1\n2026-03-03 09:00:01,005930,101,2\n",
            to: "a.csv")
        try workshop.write(
            "time,code,price,size,taker,best_ask,best_bid\n"
                + "2026-03-03 09:00:00,005930,100,1,buy,101,100\n"
                + "2026-03-03 09:00:01,005930,101,2,sell,102,101\n", to: "b.csv")
        let json = try JSON(Data(try run("a.csv b.csv --json").out.utf8))
        #expect(json.integer("kept") == 2 && json.integer("repeated") == 2)
    }

    @Test("decimals are of indices; prices of shares are rounded only when that is said")
    func decimals() throws {
        try workshop.write(
            "date,open,high,low,close,volume\n20260303,100.5,101.2,99.4,100,9\n",
            to: "005930.csv")
        #expect(try run("005930.csv --decimals 2", exit: 2).err.contains("--round-prices"))
        #expect(try run("005930.csv", exit: 3).err.contains("--round-prices rounds"))
        let done = try run("005930.csv --round-prices")
        #expect(done.out.contains("3 prices had fractions and were rounded to won"))
        let record = try workshop.text("d/import.json")
        #expect(record.contains("\"guesses\"") && record.contains("rounded to won"))
    }

    @Test("a run says again what its dataset's import guessed and mended")
    func runsSay() throws {
        let rows = (1...12).map { day in
            "2026-03-\(day < 10 ? "0" : "")\(day),100.5,\(day == 3 ? 100 : 102),99,101,9"
        }
        try workshop.write(
            (["date,open,high,low,close,volume"] + rows).joined(separator: "\n") + "\n",
            to: "005930.csv")
        try run("005930.csv --round-prices --board KOSPI")
        try workshop.write(
            """
            { "schema": 1, "name": "s", "seed": 1, "market": { "data": { "dataset": "d" } },
              "account": { "cash": 100000 }, "universe": { "symbols": ["005930"] },
              "strategies": [ { "name": "buy_and_hold" } ] }
            """, to: "s.json")
        let done = try workshop.start(["backtest", "s.json", "--out", "o"]).finished()
        #expect(done.exit == 0, "\(done.err)")
        #expect(done.out.contains("dataset: 12 prices had fractions"), "\(done.out)")
        #expect(done.out.contains("dataset: 1 candles were widened"), "\(done.out)")
    }

    @Test("validate finds the length and the direction that an import refuses to guess")
    func validated() throws {
        try workshop.write(dates(6, every: 7), to: "005930.csv")
        try run("005930.csv --timeframe 1d --board KOSPI")
        let weekly = try workshop.start(["data", "validate", "d"]).finished()
        #expect(weekly.out.contains("WRONG_LENGTH"), "\(weekly.out)")
        // Highs and lows that had to be widened open and close at their edges.
        let rows = (1...9).map { "2026-03-0\($0),10000,10000,10000,\(10_050 + $0),9" }
        let swapped = (["date,open,high,low,close,volume"] + rows).joined(separator: "\n") + "\n"
        try workshop.write(swapped, to: "005930.csv")
        #expect(try run("005930.csv", exit: 3).err.contains("are the columns swapped?"))
        try run("005930.csv --max-widened 100% --board KOSPI")
        let edges = try workshop.start(["data", "validate", "d"]).finished()
        #expect(edges.out.contains("SWAPPED_COLUMNS"), "\(edges.out)")
        // A file that krader exported has signs; in this one falls have none.
        try workshop.write("{ \"scope\": \"KRX\" }", to: "f/options.json")
        try workshop.write(
            "date,open,high,low,close,volume,changes\n20260303,1000,1000,1000,1000,9,0\n"
                + "20260304,990,990,990,990,9,10\n20260305,970,970,970,970,9,20\n",
            to: "f/005930.csv")
        try run("f --board KOSPI")
        let mirrored = try workshop.start(["data", "validate", "d"]).finished()
        #expect(mirrored.out.contains("WRONG_DIRECTION"), "\(mirrored.out)")
    }
}

extension String {
    /// The text without its first line.
    fileprivate var dropHeader: String {
        String(drop { $0 != "\n" }.dropFirst())
    }
}
