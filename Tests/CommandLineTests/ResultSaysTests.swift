import Foundation
import Testing

@Suite("A result says what was played") struct ResultSaysTests {
    @Test("scenario.json plays again: the same run id, digest and bytes")
    func playsAgain() throws {
        let workshop = try Workshop()
        try workshop.write(oneBuyOneSell, to: "s.json")
        let first = try workshop.backtest(
            "s.json --out out --set account.cash=9000000 --set about=2026 --set venue.fills=touch"
                + " --set strategies[0].parameters.signals[0].symbol=005930 --seed 11",
            environment: [
                "KRADER_RISK__MAX_TRADES_PER_DAY": "7", "KRADER_COSTS__PRESET": "kiwoom_mock",
            ])
        #expect(first.exit == 0, "\(first.err)")
        let folder = try workshop.runFolder("one-buy")
        let played = try workshop.text("\(folder)/scenario.json")
        #expect(played.contains(#""about": "2026""#) && played.contains(#""cash": 9000000"#))
        #expect(played.contains(#""max_trades_per_day": 7"#))

        try workshop.write(played, to: "again.json")
        let second = try workshop.backtest("again.json --out again")
        #expect(second.exit == 0, "\(second.err)")
        #expect(second.out.split(separator: "\n").last == first.out.split(separator: "\n").last)
        let other = try workshop.runFolder("one-buy", out: "again")
        for name in workshop.names(folder) where name != "timing.json" {
            #expect(
                try workshop.bytes("\(folder)/\(name)") == workshop.bytes("\(other)/\(name)"),
                "\(name)")
        }
    }

    @Test("what was typed as a number stays a text where a text is wanted")
    func typedTexts() throws {
        let workshop = try Workshop()
        let two = oneBuyOneSell.replacing(
            #"[ { "symbol": "005930", "board": "KOSPI", "base_price": 70000 } ]"#,
            by: #"[ { "symbol": "005930", "board": "KOSPI", "base_price": 70000 },"#
                + #" { "symbol": "373220", "board": "KOSPI", "base_price": 70000 } ]"#)
        try workshop.write(two, to: "s.json")
        let first = try workshop.backtest("s.json --out out --set benchmark=373220")
        #expect(first.exit == 0, "\(first.err)")
        let played = try workshop.text(try workshop.runFolder("one-buy") + "/scenario.json")
        #expect(played.contains(#""benchmark": "373220""#))
    }

    @Test("paths stand as they were written")
    func paths() throws {
        let workshop = try Workshop()
        try workshop.write(threePrints, to: "sub/t.csv")
        try workshop.write(oneBuyOneSellOnFile, to: "sub/s.json")
        #expect(try workshop.backtest("sub/s.json --out out").exit == 0)
        let played = try workshop.text(try workshop.runFolder("one-buy") + "/scenario.json")
        #expect(played.contains(#""path": "t.csv""#) && !played.contains(workshop.folder.path))
    }

    @Test("result.json, page and terminal name each strategy's kind and parameters")
    func strategies() throws {
        let workshop = try Workshop()
        let cross = oneBuyOneSell.replacing(
            #""strategies": [ { "name": "scripted","#,
            by: #""strategies": [ { "name": "sma_cross", "id": "slow_one", "budget": 5000000,"#
                + #" "parameters": { "slow": 40 } }, { "name": "scripted","#)
        try workshop.write(cross, to: "s.json")
        let run = try workshop.backtest("s.json --out out")
        #expect(run.exit == 0, "\(run.err)")
        let words = "slow_one: sma_cross fast=20 slow=40 timeframe=1m quantity=0 budget=5000000"
        #expect(run.out.contains(words), "\(run.out)")
        #expect(run.out.contains("scripted signals=2"))
        let folder = try workshop.runFolder("one-buy")
        #expect(try workshop.text("\(folder)/report.html").contains(words))
        let result = try workshop.result("one-buy")
        #expect(result.text("strategies.0.kind") == "sma_cross")
        #expect(result.integer("strategies.0.parameters.fast") == 20)
        #expect(result.integer("strategies.0.parameters.slow") == 40)
        #expect(result.text("strategies.0.parameters.timeframe") == "1m")
        #expect(result.integer("strategies.0.budget") == 5_000_000)
        #expect(result.integer("strategies.1.parameters.signals") == 2)
    }

    @Test(
        "from sixteen runs of one scenario the manual's ten lines of pandas group by parameter",
        .enabled(
            if: Pandas.isThere,
            "no python3 that can import pandas; name another interpreter with KRADER_PYTHON"))
    func pandas() throws {
        let workshop = try Workshop()
        let ticks = (0..<200).map { place in
            let price = 70_000 + 100 * [0, 3, 7, 2, 9, 4, 1][place % 7]
            let (hour, minute) = (9 + place / 60, place % 60)
            let at = String(format: "%02d:%02d:05", hour, minute)
            return #"{ "at": "\#(at)", "symbol": "005930", "price": \#(price), "size": 1000 }"#
        }
        try workshop.write(
            """
            { "schema": 1, "name": "grid",
              "market": { "from": "2026-03-03", "to": "2026-03-03",
                "instruments": [ { "symbol": "005930", "board": "KOSPI", "base_price": 70000 } ],
                "data": { "inline": { "ticks": [ \(ticks.joined(separator: ",")) ] } } },
              "account": { "cash": 10000000 },
              "strategies": [ { "name": "sma_cross", "parameters": { "quantity": 10 } } ] }
            """, to: "grid.json")
        var nets: [Int: [Int]] = [:]
        for fast in 2...5 {
            for slow in [6, 8, 11, 15] {
                let out = "one-\(fast)-\(slow)"
                let set = "strategies[0].parameters"
                let run = try workshop.backtest(
                    "grid.json --out \(out) --set \(set).fast=\(fast) --set \(set).slow=\(slow)")
                #expect(run.exit == 0, "\(run.err)")
                let folder = try workshop.runFolder("grid", out: out)
                let net = try workshop.result("grid", out: out).integer("totals.net")
                nets[fast, default: []].append(try #require(net))
                try FileManager.default.moveItem(
                    at: workshop.url(folder), to: workshop.url("all-\(fast)-\(slow)"))
            }
        }
        try workshop.makeFolder("reports/grid")
        for name in workshop.names() where name.hasPrefix("all-") {
            try FileManager.default.moveItem(
                at: workshop.url(name), to: workshop.url("reports/grid/\(name)"))
        }
        try workshop.write(try Pandas.code(), to: "group.py")
        let lines = try Pandas.code().split(separator: "\n")
        #expect(lines.count <= 10)
        let said = try Pandas.run(
            [workshop.url("group.py").path, workshop.url("reports/grid").path, "fast"])
        let rows = said.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        for (fast, all) in nets {
            let mean = Double(all.reduce(0, +)) / Double(all.count)
            let row = try #require(rows.first { $0.first == "\(fast)" }, "\(said)")
            #expect(abs((Double(row[2]) ?? .nan) - mean) < 0.06 && row[1] == "4", "\(said)")
        }
    }
}

/// The block behind the marker in docs/how-to/many-runs.md, and an interpreter that can run it.
enum Pandas {
    struct Missing: Error {}

    static let isThere = (try? run(["-c", "import pandas; print(1)"])) == "1\n"

    static func code() throws -> String {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let text = try String(
            contentsOf: root.appendingPathComponent("docs/how-to/many-runs.md"), encoding: .utf8)
        let parts = text.components(separatedBy: "<!-- file group.py -->\n```python\n")
        guard parts.count == 2, let code = parts[1].components(separatedBy: "```").first else {
            throw Missing()
        }
        return code
    }

    static func run(_ arguments: [String]) throws -> String {
        let python = ProcessInfo.processInfo.environment["KRADER_PYTHON"] ?? "python3"
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [python] + arguments
        let out = Pipe()
        process.standardOutput = out
        process.standardError = FileHandle.nullDevice
        try process.run()
        let text = String(decoding: out.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return text
    }
}
