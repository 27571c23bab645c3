import Foundation
import Testing

/// Files made by hand: every figure can be had by looking at them.
@Suite("krader data import, of files in many forms") struct ImportFormTests {
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

    /// Prices (and open prices) of a record file, in its order.
    private func prices(_ path: String) throws -> [Int] {
        let bytes = [UInt8](try workshop.bytes("d/" + path))
        let length = Int(bytes[12])
        return stride(from: 128, to: 128 + length * Int(bytes[32]), by: length).map { at in
            (0..<4).reversed().reduce(0) { $0 << 8 | Int(bytes[at + 8 + $1]) }
        }
    }

    private let header = "time,code,price,size\n"

    @Test("newest first is turned round, prints of one second too")
    func newestFirst() throws {
        try workshop.write(
            header + "2026-03-03 09:00:02,005930,105,1\n2026-03-03 09:00:01,005930,104,1\n"
                + "2026-03-03 09:00:01,005930,103,1\n2026-03-03 09:00:00,005930,102,1\n"
                + "2026-03-03 09:00:00,005930,101,1\n", to: "a.csv")
        let done = try run("a.csv")
        #expect(try prices("ticks/005930/2026-03-03.ticks") == [101, 102, 103, 104, 105])
        #expect(done.out.contains("newest first"))
    }

    @Test("rows out of order are sorted in and counted; equal times keep their order")
    func outOfOrder() throws {
        try workshop.write(
            header + "2026-03-03 09:00:01,005930,101,1\n2026-03-03 09:00:02,005930,103,1\n"
                + "2026-03-03 09:00:01,005930,102,1\n2026-03-03 09:00:03,005930,104,1\n",
            to: "a.csv")
        let done = try run("a.csv --json")
        #expect(try prices("ticks/005930/2026-03-03.ticks") == [101, 102, 103, 104])
        #expect(try JSON(Data(done.out.utf8)).integer("out_of_order") == 1)
    }

    @Test("of a row that two files have, as many are taken as the file has that has most of them")
    func overlap() throws {
        let same = "2026-03-03 09:00:01,005930,102,1\n"
        try workshop.write(
            header + "2026-03-03 09:00:00,005930,101,1\n" + same + same, to: "a.csv")
        try workshop.write(
            header + same + same + same + "2026-03-03 09:00:02,005930,103,1\n", to: "b.csv")
        let done = try run("a.csv b.csv --json")
        #expect(try prices("ticks/005930/2026-03-03.ticks") == [101, 102, 102, 102, 103])
        #expect(try JSON(Data(done.out.utf8)).integer("repeated") == 2)
    }

    @Test("equal prints of one file are all kept; the same bytes given twice are read once")
    func twins() throws {
        let same = "2026-03-03 09:00:01,005930,102,1\n"
        try workshop.write(header + same + same, to: "a.csv")
        try workshop.write(header + same + same, to: "b.csv")
        let done = try run("a.csv b.csv")
        #expect(try prices("ticks/005930/2026-03-03.ticks") == [102, 102])
        #expect(done.out.contains("b.csv was left out: its bytes are those of a.csv"))
    }

    @Test("files that follow each other, given in either order, make the same dataset")
    func order() throws {
        try workshop.write(header + "2026-03-03 09:00:01,005930,101,1\n", to: "a.csv")
        try workshop.write(header + "2026-03-03 09:00:02,005930,102,1\n", to: "b.csv")
        try run("a.csv b.csv")
        let index = try workshop.bytes("d/index.csv")
        try run("b.csv a.csv")
        #expect(try workshop.bytes("d/index.csv") == index)
    }

    @Test("columns may stand in another order in each file; a day a file, many symbols")
    func columnOrder() throws {
        try workshop.write(
            "Date,Code,Open,High,Low,Close,Volume\n2026-03-03,00088K,1,3,1,2,5\n", to: "f/1.csv")
        try workshop.write(
            "Code,Close,Volume,Low,High,Open,Date\n00088K,5,9,4,6,4,2026-03-04\n", to: "f/2.csv")
        let done = try run("f")
        #expect(try prices("candles/1d/00088K.candles") == [1, 4])
        #expect(done.out.contains("candles 1d        1      1     2"))
    }

    @Test("gzip of several members, by its bytes and not its name, is one text")
    func gzip() throws {
        try workshop.write(header + "2026-03-03 09:00:01,005930,101,1\n", to: "a")
        try workshop.write("2026-03-03 09:00:02,005930,102,1\n", to: "b")
        let shell = Process()
        shell.executableURL = URL(fileURLWithPath: "/bin/sh")
        shell.currentDirectoryURL = workshop.folder
        shell.arguments = ["-c", "gzip a b; cat a.gz b.gz > prints.csv; head -c 40 a.gz > cut.gz"]
        try shell.run()
        shell.waitUntilExit()
        try run("prints.csv")
        #expect(try prices("ticks/005930/2026-03-03.ticks") == [101, 102])
        let cut = try run("cut.gz", exit: 3)
        #expect(cut.err == "Error: Can't use 'cut.gz': the gzip data are cut off.\n")
    }

    @Test("standard input, of an issue that is told")
    func standardInput() throws {
        let text = "time,price,size\n2026-03-03 09:00:01,101,1\n"
        let done = try krader(
            [
                "data", "import", "-", "--symbol", "005930", "--into",
                workshop.url("d").path, "-q",
            ], input: text)
        #expect(done.exit == 0, "\(done.err)")
        #expect(try prices("ticks/005930/2026-03-03.ticks") == [101])
    }

    @Test("times of UTC, epochs and both in one import meet at the right moment")
    func zones() throws {
        try workshop.write(header + "2026-03-03 00:00:01,005930,101,1\n", to: "a.csv")
        try run("a.csv --timezone UTC")
        let utc = try workshop.bytes("d/ticks/005930/2026-03-03.ticks")
        try workshop.write(header + "1772496001,005930,101,1\n", to: "a.csv")
        try run("a.csv")
        #expect(try workshop.bytes("d/ticks/005930/2026-03-03.ticks") == utc)
        try workshop.write(header + "2026-03-03T09:00:01+09:00,005930,101,1\n", to: "a.csv")
        try run("a.csv")
        #expect(try workshop.bytes("d/ticks/005930/2026-03-03.ticks") == utc)
    }

    @Test("an index keeps its decimals, and its board is in instruments.csv")
    func index() throws {
        try workshop.write(
            "Date,Open,High,Low,Close,Volume\n2026-03-03,2669.81,2670,2669,2669.5,7\n",
            to: "a.csv")
        try run("a.csv --symbol KS11 --board index --decimals 2")
        #expect(try prices("candles/1d/KS11.candles") == [266_981])
        #expect(
            try workshop.text("d/instruments.csv")
                == "symbol,day,fact,value,sellable,status,note\nKS11,2026-03-03,board,index,,,\n")
    }

    @Test("files of two timeframes in one import, as their names say, go to their own")
    func timeframes() throws {
        func candles(_ minutes: Int, _ price: Int) -> String {
            (0..<6).reduce(into: "time,open,high,low,close,volume\n") { text, row in
                let minute = row * minutes
                text += "2026-03-03 09:\(minute < 10 ? "0" : "")\(minute):00,"
                text += Array(repeating: "\(price + row)", count: 4).joined(separator: ",") + ",1\n"
            }
        }
        try workshop.write(candles(1, 10), to: "f/005930_1m.csv")
        try workshop.write(candles(5, 20), to: "f/005930_5m.csv")
        try run("f")
        #expect(try prices("candles/1m/005930.candles") == [10, 11, 12, 13, 14, 15])
        #expect(try prices("candles/5m/005930.candles") == [20, 21, 22, 23, 24, 25])
    }

    @Test("candles stamped at their end are put at their start")
    func ends() throws {
        try workshop.write(
            "time,open,high,low,close,volume\n2026-03-03 09:05:00,3,3,3,3,1\n"
                + "2026-03-03 09:10:00,4,4,4,4,1\n2026-03-03 09:15:00,5,5,5,5,1\n"
                + "2026-03-03 09:20:00,6,6,6,6,1\n2026-03-03 09:25:00,7,7,7,7,1\n"
                + "2026-03-03 15:20:00,8,8,8,8,1\n", to: "005930.csv")
        try run("005930.csv")
        let bytes = [UInt8](try workshop.bytes("d/candles/5m/005930.candles"))
        let first = (0..<8).reversed().reduce(0) { $0 << 8 | Int(bytes[128 + $1]) }
        #expect(first == plainTime("2026-03-03 09:00:00", hoursEast: 9))
    }

    @Test("a candle row said twice is taken once; rejects are listed with line and reason")
    func rejects() throws {
        try workshop.write(
            "date,code,open,high,low,close,volume\n20260303,005930,1,2,1,2,1\n"
                + "20260303,005930,1,2,1,2,1\n20260304,005930,1,2,1,2,1\n"
                + "20260304,005930,1,2,1,1,1\n20260305,005930,x,2,1,2,1\n", to: "a,b.csv")
        let done = try run("a,b.csv --max-rejects 40% --json")
        let report = try JSON(Data(done.out.utf8))
        #expect(report.integer("kept") == 2 && report.integer("repeated") == 1)
        #expect(report.integer("rejected") == 2)
        let lines = try workshop.text("d/rejects.csv").split(separator: "\n")
        #expect(lines.count == 3 && lines[0] == "file,line,code,column,value,reason")
        #expect(lines[1].hasPrefix("\"a,b.csv\",6,bad_number,open,x,"))
        #expect(
            lines[2] == "\"a,b.csv\",5,other_values,date,2026-03-04,"
                + "line 4 has the same 1d candle with other values")
    }

    @Test("a halted day is kept, and a candle that traded nothing is kept and counted")
    func halted() throws {
        try workshop.write(
            "date,code,open,high,low,close,volume\n20260303,005930,0,0,0,100,0\n"
                + "20260304,005930,100,100,100,100,0\n", to: "a.csv")
        let done = try run("a.csv")
        #expect(try prices("candles/1d/005930.candles") == [0, 100])
        #expect(done.out.contains("halted") && done.out.contains("traded nothing"))
    }

    @Test("--dry-run says what is recognised and writes nothing")
    func dryRun() throws {
        try workshop.write(
            "체결시간,현재가,체결량\n2026-03-03 09:00:01,+101,-1\n", to: "A005930.csv")
        let done = try workshop.start(["data", "import", "A005930.csv", "--dry-run"]).finished()
        #expect(done.exit == 0 && done.err == "")
        #expect(
            done.out.hasPrefix(
                "A005930.csv: ticks, symbol 005930 (by the file's name)\n"
                    + "  columns: time = '체결시간' (1), price = '현재가' (2), size = '체결량' (3)\n"))
        #expect(workshop.names() == ["A005930.csv"])
    }

    @Test(
        "options.json and instruments.csv of a folder are obeyed, and the command line before them")
    func options() throws {
        try workshop.write(header + "2026-03-03 09:00:01,005930,101,1\n", to: "f/a.csv")
        try workshop.write(
            #"{ "scope": "KRX", "stamp_unit_ns": 1000, "data_lag_ms": 5, "#
                + #""book_coverage": "full", "source": "s" }"#,
            to: "f/options.json")
        let facts =
            "symbol,day,fact,value,sellable,status,note\n005930,2026-03-03,board,KOSPI,,,x\n"
        try workshop.write(facts, to: "f/instruments.csv")
        try run("f --scope NXT")
        let dataset = try JSON(workshop.bytes("d/dataset.json"))
        #expect(dataset.text("scope") == "NXT" && dataset.integer("stamp_unit_ns") == 1000)
        #expect(dataset.text("book_coverage") == "full")
        #expect(dataset.integer("data_lag_ms") == 5 && dataset.text("source") == "s")
        #expect(try workshop.text("d/instruments.csv") == facts)
        try run("f --replace --book-coverage sampled")
        #expect(try JSON(workshop.bytes("d/dataset.json")).text("book_coverage") == "sampled")
    }
}
