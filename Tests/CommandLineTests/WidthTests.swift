import Foundation
import KraderDatasets
import KraderMarket
import KraderModel
import KraderReport
import Testing

/// Every table fits the terminal: no line is wider than `COLUMNS` says, and no word is cut.
@Suite("Tables at a terminal's width") struct WidthTests {
    /// Each with what stands before it in the sentence that a test is called by.
    static let commands = [
        "strategies list", "strategies show ema_cross", "config show",
        "market steps --board KOSPI --date 2026-03-03",
        "market limits --board ETF --date 2026-03-03 --base 10000 --multiple 2",
        "market costs --board KOSPI --date 2026-03-03 --side sell --amount 1000000",
        "market session --date 2026-11-19", "market calendar --year 2026",
        "data list", "data inspect named", "data validate named", "data instruments named",
        "data inspect named --symbol 005930 --day 2026-03-03 --at 09:00:00",
        "data inspect day.json", "runs list", "runs show 0", "runs compare 0 1",
        "backtest day.json", "backtest day.json day.json --verbose", "verify 0",
    ]

    /// A dataset with names of issues in Korean, and two runs of a day.
    private func furnished() throws -> (Workshop, runs: [String]) {
        let workshop = try Workshop()
        let sample = try DatasetSample(workshop.url("datasets/named").path)
        sample.description.source = "하나의 출처: 이름이 긴 거래소 자료실에서 받은 체결 기록"
        sample.description.about = "Two issues whose names are Korean, for tables that are narrow."
        let day = CalendarDate(2026, 3, 3)
        for (code, name) in [("005930", "삼성전자"), ("000660", "SK하이닉스")] {
            sample.fact("\(code),2026-03-03,board,KOSPI")
            sample.fact("\(code),2026-03-03,name,\(name)")
            try sample.ticks(
                code, day, venue: .krx, (0..<40).map { (32_400 + Double($0), 70_000, 5) })
        }
        try sample.publish()
        try workshop.writeDay()
        let runs = try ["fast=2", "fast=3"].map { change in
            let parameters = [change, "slow=4", "timeframe=1m", "quantity=5"].flatMap {
                ["--set", "strategies[0].parameters.\($0)"]
            }
            let run = try workshop.backtest(["day.json", "-q"] + parameters)
            return String(run.out.dropFirst(4).prefix(12))
        }
        return (workshop, runs)
    }

    private func asked(_ command: String, _ runs: [String]) -> [String] {
        var words = command.split(separator: " ").map(String.init)
        guard ["runs", "verify"].contains(words[0]) else { return words }
        for place in words.indices {
            guard let run = Int(words[place]) else { continue }
            words[place] = words[0] == "verify" ? "reports/day/\(runs[run])" : runs[run]
        }
        return words
    }

    @Test("fit 60, 80 and 200 columns", arguments: commands)
    func fits(command: String) throws {
        let (workshop, runs) = try furnished()
        let asked = asked(command, runs)
        func said(_ columns: Int) throws -> [String] {
            let environment = ["COLUMNS": "\(columns)"]
            let done = try workshop.start(asked, environment: environment).finished()
            #expect(done.exit == 0, "\(done.err)")
            return done.out.components(separatedBy: "\n")
        }
        let whole = Set(try said(1_000).flatMap(words))
        for columns in [60, 80, 200] {
            // The last line of a run is for programs that look for it.
            for line in try said(columns)
            where !line.hasPrefix("run=") && !line.hasPrefix("verify=") {
                let widest = words(line).map { shownWidth($0) }.max() ?? 0
                // A path or a hash stands whole, even where it doesn't fit.
                #expect(shownWidth(line) <= columns || widest > columns - 20, "\(columns): \(line)")
                for word in words(line) { #expect(whole.contains(word), "\(columns): \(word)") }
            }
        }
    }

    /// Bars of a book are as long as there is room.
    private func words(_ line: String) -> [String] {
        line.split(separator: " ").map(String.init).filter { $0.contains { $0 != "█" } }
    }

    @Test("JSON and CSV are the same at any width", arguments: commands.filter { $0 != "verify 0" })
    func machines(command: String) throws {
        let (workshop, runs) = try furnished()
        let asked = asked(command, runs)
        let forms = command.hasPrefix("runs list") || command.hasPrefix("runs compare")
        for form in ["--json"] + (forms ? ["--csv"] : []) {
            let texts = try [20, 80, 1_000].map { columns in
                try workshop.start(
                    asked.filter { $0 != "--verbose" } + [form],
                    environment: ["COLUMNS": "\(columns)"]
                ).finished().out
            }
            #expect(Set(texts).count == 1 && !texts[0].isEmpty)
            if form == "--json" { _ = try JSON(Data(texts[0].utf8)) }
        }
    }

    @Test(
        "a width that is none counts as 80 columns, and so does a pipe", arguments: ["", "0", "x"])
    func usual(columns: String) throws {
        let workshop = try Workshop()
        func shown(_ columns: String) throws -> String {
            try workshop.start(["strategies", "list"], environment: ["COLUMNS": columns])
                .finished().out
        }
        #expect(try shown(columns) == shown("80"))
        #expect(try shown("60") != shown("80"))
    }
}
