import Foundation
import Testing

@Suite("What a file contradicts is not played without a word") struct DoubtfulFileTests {
    private let workshop: Workshop

    init() throws { workshop = try Workshop() }

    /// Candles of a day, `step` minutes apart from `hour` on.
    private func rows(_ count: Int, step: Int, from hour: Int) -> String {
        "time,open,high,low,close,volume\n"
            + (0..<count).map { place in
                let minute = hour * 60 + place * step
                let time = String(format: "%02d:%02d", minute / 60, minute % 60)
                return "2026-03-03 \(time),70000,70100,69900,70000,100\n"
            }.joined()
    }

    @Test("candles of five minutes are not played as those of one: they would be seen early")
    func lookAhead() throws {
        try workshop.write(rows(60, step: 5, from: 9), to: "005930.csv")
        let line = "005930.csv --strategy buy_and_hold --board KOSPI -q --stamp start"
        let told = try workshop.backtest(line + " --timeframe 1m")
        #expect(told.exit == 3 && told.out == "")
        #expect(told.err.contains("are said to be of 1m, but no two of its rows lie so near"))
        #expect(try workshop.backtest(line + " --timeframe 5m").exit == 0)
    }

    @Test("times of the night are told as perhaps of another zone", arguments: [0, 18])
    func night(hour: Int) throws {
        try workshop.write(rows(300, step: 1, from: hour), to: "005930.csv")
        let done = try workshop.backtest(
            "005930.csv --strategy buy_and_hold --board KOSPI --stamp start -q --json")
        #expect(done.exit == 0, "\(done.err)")
        #expect((done.out + done.err).contains("outside trading hours"))
        let unsaid = try workshop.backtest("005930.csv --strategy buy_and_hold --board KOSPI")
        #expect(unsaid.exit == 3)
        #expect(unsaid.err.contains("say --timezone"))
    }

    @Test("candles before and after the session, wherever in a file, are counted and told")
    func outside() throws {
        try workshop.write(rows(780, step: 1, from: 8), to: "005930.csv")
        let done = try workshop.backtest(
            "005930.csv --strategy buy_and_hold --board KOSPI --timeframe 1m --stamp start")
        #expect(done.exit == 0, "\(done.err)")
        // 08:00 to 09:00, and from the minute after the closing cross to 21:00.
        #expect(done.out.contains("389 of 780 candles begin outside the regular session"))
    }

    @Test("buy_and_hold waits for the first candle in which anything traded")
    func firstCandle() throws {
        let rows = rows(391, step: 1, from: 9).replacing(
            "09:00,70000,70100,69900,70000,100\n", with: "09:00,70000,70100,69900,70000,0\n")
        try workshop.write(rows, to: "005930.csv")
        let done = try workshop.backtest(
            "005930.csv --strategy buy_and_hold --board KOSPI --stamp start")
        #expect(done.exit == 0 && done.out.contains("1 filled"), "\(done.out)")
        #expect(!done.out.contains("UNEXPECTED_REJECTION"))
    }

    @Test("daily candles whose stamps are midnights are of no other zone")
    func midnights() throws {
        let days = (3...6).map { "2026-03-0\($0) 00:00:00,70000,70100,69900,70000,100000\n" }
        try workshop.write(
            "time,open,high,low,close,volume\n" + days.joined(), to: "005930.csv")
        let done = try workshop.backtest("005930.csv --strategy sma_cross --board KOSPI")
        #expect(done.exit == 0)
        #expect(!(done.out + done.err).contains("outside trading hours"))
    }

    @Test("names with characters that no line can have are kept with spaces, long ones to 100")
    func names() throws {
        // Cut by bytes, it would end inside a letter and no longer be UTF-8.
        let long = String(repeating: "가", count: 401)
        try workshop.write(
            "date,code,name,open,high,low,close,volume\n"
                + "2026-03-03,005930,삼성\t전자 \u{7},70000,70100,69900,70000,100000\n"
                + "2026-03-03,000660,\(long),70000,70100,69900,70000,100000\n", to: "names.csv")
        let made = try workshop.start(
            ["data", "import", "names.csv", "--into", "d", "--board", "KOSPI"]
        ).finished()
        #expect(made.exit == 0, "\(made.err)")
        let facts = try workshop.text("d/instruments.csv")
        #expect(facts.contains("삼성 전자"))
        #expect(facts.contains(String(repeating: "가", count: 100)) && !facts.contains(long))
        #expect(try workshop.start(["data", "inspect", "d"]).finished().exit == 0)
    }

    @Test("a commission meant in per cent is told in won of a million")
    func commission() throws {
        try workshop.write(rows(391, step: 1, from: 9), to: "005930.csv")
        let line = "005930.csv --strategy buy_and_hold --board KOSPI --set costs.commission_rate="
        let percent = try workshop.backtest(line + "0.015")
        #expect(percent.out.contains("Commission is 15,000 won in a million"))
        #expect(!(try workshop.backtest(line + "0.00015").out.contains("won in a million")))
    }

    @Test("a file whose name says another issue than was told is warned of")
    func name() throws {
        try workshop.write(rows(60, step: 1, from: 9), to: "000660.csv")
        let done = try workshop.backtest(
            "000660.csv --strategy buy_and_hold --symbol 005930 --board KOSPI -q")
        #expect(done.exit == 0)
        #expect(
            done.err.contains("'000660.csv' is taken as 005930, though its name says 000660."))
    }

    @Test("a board that a dataset doesn't know is part of what the run is known by")
    func board() throws {
        try workshop.write(rows(60, step: 1, from: 9), to: "005930.csv")
        let made = try workshop.start(
            ["data", "import", "005930.csv", "--symbol", "005930", "--into", "nob", "-q"])
        #expect(try made.finished().exit == 0)
        let ids = try ["KOSPI", "KOSDAQ", "ETF"].map { board in
            try workshop.write(
                """
                { "schema": 1, "name": "b",
                  "market": { "data": { "dataset": "nob" },
                    "instruments": [ { "symbol": "005930", "board": "\(board)" } ] },
                  "account": { "cash": 10000000 }, "strategies": [ { "name": "buy_and_hold" } ] }
                """, to: "b.json")
            let done = try workshop.backtest("b.json -q")
            #expect(done.exit == 0, "\(done.err)")
            return done.out.prefix(16)
        }
        #expect(Set(ids).count == 3)
    }

    @Test("runs that differ in another key of the scenario are not called alike")
    func alike() throws {
        try workshop.writeDay()
        let base = try workshop.backtest("day.json -q")
        let other = try workshop.backtest(
            ["day.json", "-q", "--set", #"events=[{"at":"2026-03-03T10:00:00","do":"pause"}]"#])
        let ids = [base, other].map { String($0.out.dropFirst(4).prefix(12)) }
        let compared = try workshop.start(["runs", "compare"] + ids).finished()
        #expect(compared.exit == 0)
        #expect(compared.out.contains("events[0].do  –             pause"))
    }

    @Test("bad rows beyond those that are shown are counted")
    func counted() throws {
        let bad = (0..<100).map { _ in "2026-03-03 09:00,x,70100,69900,70000,100\n" }.joined()
        try workshop.write(rows(60, step: 1, from: 9) + bad, to: "005930.csv")
        let done = try workshop.backtest(
            "005930.csv --strategy buy_and_hold --board KOSPI --stamp start")
        #expect(done.exit == 3)
        let counts = done.err.split(separator: "\n").compactMap { line in
            line.hasPrefix("Error: ") ? Int(line.dropFirst(7).prefix { $0.isNumber }) : nil
        }
        #expect(5 + counts.reduce(0, +) == 100, "\(done.err)")
    }
}
