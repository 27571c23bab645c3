import Foundation
import Testing

@Suite("krader backtest FILE.csv --strategy NAME") struct FrontDoorTests {
    private let workshop: Workshop

    init() throws {
        workshop = try Workshop()
        try workshop.write(Self.daily(), to: "005930.csv")
    }

    /// The trading days of March 2026 through the 27th: prices rise to the 17th, then fall.
    private static func daily(price: Int = 70_000) -> String {
        let days = Array(3...6) + Array(9...13) + Array(16...20) + Array(23...27)
        return "date,open,high,low,close,volume\n"
            + days.map { day in
                let at = price + 500 * (day < 18 ? day : 36 - day)
                let date = "2026-03-\(day < 10 ? "0" : "")\(day)"
                return "\(date),\(at),\(at + 300),\(at - 300),\(at + 100),1000000\n"
            }.joined()
    }

    private static let fast = ["--set", "fast=2", "--set", "slow=4", "--set", "quantity=10"]

    private func last(_ finished: Finished) -> Substring {
        finished.out.split(separator: "\n").last ?? ""
    }

    @Test("plays daily candles without a scenario file, and says what it assumed")
    func plays() throws {
        let done = try workshop.backtest(
            ["005930.csv", "--strategy", "ema_cross", "--out", "out"] + Self.fast)
        #expect(done.exit == 0, "\(done.err)")
        #expect(
            done.err == """
                Note: 005930.csv: candles of 1d of 005930, 2026-03-03 to 2026-03-27.
                Note: The account has 10,000,000 won: --cash says another amount.
                Warning: Nobody says the board of 005930: KOSPI is assumed, with its tax and price \
                steps; say --board KOSPI, KOSDAQ, ETF …

                """)
        let words = "ema_cross fast=2 slow=4 on=candle timeframe=1d quantity=10 warmup=0"
        #expect(done.out.contains(words), "\(done.out)")
        let result = try workshop.result("005930-ema_cross")
        #expect(result.integer("totals.orders") ?? 0 > 0)
    }

    @Test("buy_and_hold on daily candles buys")
    func holds() throws {
        let done = try workshop.backtest("005930.csv --strategy buy_and_hold --out out -q")
        #expect(done.exit == 0, "\(done.err)")
        #expect(try workshop.table("fills", of: "005930-buy_and_hold").rows.count == 1)
    }

    @Test("the saved scenario is the same run, from wherever it was saved")
    func saved() throws {
        try workshop.makeFolder("kept/here")
        try workshop.write(try workshop.bytes("005930.csv"), to: "data/005930.csv")
        let lines = try ["s.json", "kept/here/s.json"].flatMap { place -> [Substring] in
            let direct = try workshop.backtest(
                [
                    "data/005930.csv", "--strategy", "ema_cross", "--board", "KOSDAQ", "--save",
                    place,
                    "--out", "a", "-q",
                ] + Self.fast)
            #expect(direct.exit == 0 && direct.err == "", "\(direct.err)")
            let saved = try workshop.backtest("\(place) --out b -q")
            #expect(saved.exit == 0, "\(saved.err)")
            return [last(direct), last(saved)]
        }
        #expect(Set(lines).count == 1, "\(lines)")
        #expect(try workshop.text("kept/here/s.json").contains("../../data/005930.csv"))
        // The same files come out, to the byte, where paths don't differ.
        try workshop.write(try workshop.bytes("s.json"), to: "again.json")
        let one = try workshop.runFolder("005930-ema_cross", out: "a")
        let other = try workshop.runFolder("005930-ema_cross", out: "b")
        for name in ["result.json", "fills.csv", "equity.csv"] {
            #expect(try workshop.bytes("\(one)/\(name)") == workshop.bytes("\(other)/\(name)"))
        }
        #expect(
            workshop.names() == ["005930.csv", "a", "again.json", "b", "data", "kept", "s.json"])
    }

    @Test("--save replaces nothing but what says the same")
    func kept() throws {
        let line = "005930.csv --strategy ema_cross --save s.json --out out -q"
        #expect(try workshop.backtest(line).exit == 0)
        #expect(try workshop.backtest(line).exit == 0)
        let text = try workshop.text("s.json")
        let refused = try workshop.backtest(line + " --cash 5000000")
        #expect(refused.exit == 2)
        #expect(refused.err.contains("'s.json' is there already and says something else"))
        #expect(try workshop.text("s.json") == text)
        #expect(workshop.names("out/005930-ema_cross").count == 1)
        #expect(try workshop.backtest(line + " --save nowhere/s.json").exit == 2)
        #expect(try workshop.backtest(line + " --save 005930.csv").exit == 2)
    }

    @Test("several files, several strategies, a file of many issues")
    func several() throws {
        try workshop.write(Self.daily(price: 50_000), to: "000660.csv")
        let two = try workshop.backtest(
            "005930.csv 000660.csv --strategy ema_cross --strategy buy_and_hold --board KOSPI "
                + "--out out -q")
        #expect(two.exit == 0 && two.err == "", "\(two.err)")
        let result = try workshop.result("2-issues-ema_cross-buy_and_hold")
        #expect(result.list("strategies")?.count == 2)
        let rows = Self.daily().split(separator: "\n").dropFirst()
        try workshop.write(
            "date,code,open,high,low,close,volume\n"
                + ["005930", "000660", "035420"].flatMap { code in
                    rows.map { row in
                        let cut = row.firstIndex(of: ",") ?? row.endIndex
                        return "\(row[..<cut]),\(code)\(row[cut...])\n"
                    }
                }.joined(), to: "all.csv")
        let all = try workshop.backtest("all.csv --strategy buy_and_hold --out out -q")
        #expect(all.exit == 0, "\(all.err)")
        #expect(all.err.contains("board of 000660 and 2 more"))
        #expect(try workshop.table("fills", of: "3-issues-buy_and_hold").rows.count > 1)
        let one = try workshop.backtest(
            "all.csv --symbol 035420 --strategy buy_and_hold --out out -q")
        #expect(one.exit == 0, "\(one.err)")
        #expect(workshop.names("out").contains("035420-buy_and_hold"))
    }

    @Test("what is said of files stands in the scenario")
    func said() throws {
        let rows = (0..<30).map { "2026-03-03 0\($0 / 60):\($0 % 60 < 10 ? "0" : "")\($0 % 60)" }
        try workshop.write(
            "t,o,h,l,c,v\n" + rows.map { "\($0),700,710,690,705,9\n" }.joined(), to: "m.csv")
        let done = try workshop.backtest(
            [
                "m.csv", "--strategy", "sma_cross", "--symbol", "005930", "--board", "kospi",
                "--columns", "time=t,open=o,high=3,low=l,close=c,volume=v", "--timezone", "UTC",
                "--stamp", "start", "--timeframe", "1m", "--from", "2026-03-03", "--to",
                "2026-03-04", "--cash", "123456", "--save", "s.json", "--out", "out", "-q",
            ])
        #expect(done.exit == 0 && done.err == "", "\(done.err)")
        let saved = try JSON(workshop.bytes("s.json"))
        #expect(saved.integer("account.cash") == 123_456)
        #expect(saved.text("market.to") == "2026-03-04")
        #expect(saved.text("market.instruments.0.board") == "KOSPI")
        #expect(saved.text("market.data.candles.timezone") == "UTC")
        #expect(saved.text("market.data.candles.stamp") == "start")
        #expect(saved.integer("market.data.candles.columns.high") == 3)
        #expect(saved.text("strategies.0.parameters.timeframe") == "1m")
    }

    @Test("bare names are parameters of the only strategy; other keys are the scenario's")
    func parameters() throws {
        let line = "005930.csv --board KOSPI --out out -q "
        let one = try workshop.backtest(line + "--strategy ema_cross --set fast=3 --set seed=4")
        let whole = try workshop.backtest(
            line + "--strategy ema_cross --set strategies[0].parameters.fast=3 --seed 4")
        #expect(one.exit == 0 && last(one) == last(whole), "\(one.err) \(whole.err)")
        let wrong = try workshop.backtest(line + "--strategy ema_cross --set fsat=3")
        #expect(wrong.exit == 2)
        #expect(wrong.err.contains("ema_cross has no parameter 'fsat'"), "\(wrong.err)")
        #expect(wrong.err.contains("Did you mean 'fast'?"), "\(wrong.err)")
        let two = try workshop.backtest(
            line + "--strategy ema_cross --strategy sma_cross --set fast=3")
        #expect(two.exit == 2)
        #expect(two.err.contains("strategies[id=ema_cross].parameters.fast=3"), "\(two.err)")
    }

    @Test(
        "refusals say what to do, and leave nothing",
        arguments: [
            ("005930.csv", 2, "Say with --strategy what plays '005930.csv':"),
            ("005930.csv", 2, "  ema_cross "),
            ("005930.csv --strategy ema_crss", 2, "Did you mean 'ema_cross'?"),
            ("s.json --strategy ema_cross", 2, "--strategy is of files of market data"),
            ("s.json --cash 5", 2, "--cash is of files of market data"),
            ("s.json 005930.csv --strategy ema_cross", 2, "play them apart"),
            ("none.csv --strategy ema_cross", 3, "Can't read 'none.csv'"),
            ("005930.csv --strategy ema_cross --from 2026-13-01", 2, "--from is '2026-13-01'"),
            ("005930.csv --strategy ema_cross --cash=-5", 2, "--cash is '-5'"),
            ("005930.csv --strategy ema_cross --board KOSDQ", 2, "--board is 'KOSDQ'"),
            ("005930.csv --strategy ema_cross --board index", 2, "an index is not"),
            ("005930.csv --strategy ema_cross --timeframe 2m", 2, "--timeframe is '2m'"),
            ("005930.csv --strategy ema_cross --save x", 2, "ends in .json"),
            ("005930.csv --strategy pullback_v1", 3, "5m can't be made of them"),
            ("005930.csv --strategy ema_cross --set timeframe=1m", 3, "the data are 1d"),
            ("plain.csv --strategy ema_cross", 3, "say --symbol"),
            ("005930.csv --strategy ema_cross --from 2027-01-04 --to 2027-01-08", 3, "2026-03-27"),
        ])
    func refused(line: String, exit: Int32, words: String) throws {
        try workshop.write("{ \"schema\": 1 }", to: "s.json")
        try workshop.write(Self.daily(), to: "plain.csv")
        let done = try workshop.backtest(
            (line + " --out out").split(separator: " ").map(String.init))
        #expect(done.exit == exit, "\(done.err)")
        #expect(done.err.contains(words), "\(done.err)")
        #expect(done.out == "" && workshop.names("out").isEmpty)
    }

    @Test("a file is market data by its name, or by what it begins with")
    func named() throws {
        for name in ["005930", "005930.TXT", "005930.dat"] {
            try workshop.write(Self.daily(), to: name)
            let done = try workshop.backtest("\(name) --strategy ema_cross --out out -q")
            #expect(done.exit == 0, "\(done.err)")
        }
        // An argument that ends in .json is a scenario, whatever it holds.
        try workshop.write("no JSON", to: "s.json")
        let broken = try workshop.backtest("s.json --out out")
        #expect(broken.exit == 2 && broken.err.contains("s.json, line 1"), "\(broken.err)")
    }

    @Test("one JSON object for machines")
    func json() throws {
        let done = try workshop.backtest("005930.csv --strategy ema_cross --out out --json")
        let answer = try JSON(Data(done.out.utf8))
        #expect(answer.text("runs.0.scenario") == "005930.csv")
        #expect(answer.integer("exit") == 0)
    }
}

/// One file of each family of recorded data, as it lies.
@Suite(
    "krader backtest FILE --strategy ema_cross, on recorded data",
    .enabled(if: RealData.isThere, "there is no recorded data; say where with KRADER_TEST_DATA"))
struct FrontDoorRealDataTests {
    /// Those of many thousands of issues are a minute's work of a debug build: one day is enough.
    @Test(
        "one file of each family", .serialized,
        arguments: [
            "minute/yahoo-1m_005930_20250616-0618.csv", "minute/yahoo-5m_005930_20251016-1024.csv",
            "daily/newest-first/A005930.csv.gz", "daily/rltrader-v1/005930.csv",
            "daily/rltrader-v2/005930.csv", "daily/kr-korean-header/A003240.csv",
            "daily/fdr-change/005930.csv", "daily/etf-etn/069500_D.csv --board ETF",
            "daily/calendar-padded/005930.csv", "encoding/derived_A000660_cp949.csv",
            "encoding/derived_krx_20250211_cp949.csv --date 2025-02-11",
            "tick/kiwoom_0B_005930_20260911_115618.csv --date 2026-09-11",
        ])
    func family(line: String) throws {
        let workshop = try Workshop()
        var arguments = "\(RealData.folder)/\(line)".split(separator: " ").map(String.init)
        arguments += ["--strategy", "ema_cross", "--save", "s.json", "--out"]
        let direct = try workshop.backtest(arguments + ["a", "-q"])
        #expect(direct.exit == 0, "\(direct.err)")
        let saved = try workshop.backtest("s.json --out b -q")
        #expect(saved.out == direct.out, "\(saved.err)")
    }
}
