import Foundation
import Testing

/// What `krader strategies run` needs beside krader.
enum Toolchain {
    static let isThere: Bool = {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let hasCompiler = path.split(separator: ":").contains {
            FileManager.default.isExecutableFile(atPath: $0 + "/swiftc")
        }
        guard let folder = try? program().resolvingSymlinksInPath().deletingLastPathComponent()
        else { return false }
        let list = folder.appendingPathComponent("krader.product/Objects.LinkFileList").path
        return hasCompiler && FileManager.default.fileExists(atPath: list)
    }()
    static let absence: Comment = "There is no swiftc, or krader is not where it was built."
}

extension Workshop {
    /// Writes a scenario of nine minutes, `day.json`, with its candles.
    func writeDay() throws {
        try write(
            """
            time,open,high,low,close,volume
            2026-03-03 09:00,70000,70100,69900,70000,5200
            2026-03-03 09:01,70000,70000,69800,69800,3100
            2026-03-03 09:02,69800,70000,69800,69900,2600
            2026-03-03 09:03,69900,70300,69900,70300,4100
            2026-03-03 09:04,70300,70600,70200,70600,4700
            2026-03-03 09:05,70600,70700,70400,70500,2900
            2026-03-03 09:06,70500,70500,70100,70100,3800
            2026-03-03 09:07,70100,70200,69800,69800,3300
            2026-03-03 09:08,69800,69900,69600,69700,2500

            """, to: "candles.csv")
        try write(
            """
            { "schema": 1, "name": "day",
              "market": { "from": "2026-03-03", "to": "2026-03-03",
                "instruments": [ { "symbol": "005930", "board": "KOSPI", "base_price": 70000 } ],
                "data": { "candles": { "path": "candles.csv", "symbol": "005930" } } },
              "account": { "cash": 10000000 },
              "strategies": [ { "name": "sma_cross" } ] }
            """, to: "day.json")
    }

    /// Runs `krader strategies …` with a cache of this workshop's own.
    func strategies(_ arguments: [String], environment: [String: String] = [:]) throws
        -> RunningProgram
    {
        let own = ["XDG_CACHE_HOME": url("cache").path].merging(environment) { $1 }
        return try start(["strategies"] + arguments, environment: own)
    }
}

@Suite("krader strategies run") struct OneFileTests {
    static let own = """
        strategies=[{"name":"mine","parameters":{"length":3,"timeframe":"1m"}}]
        """

    @Test(
        "a file that 'new --file' wrote compiles, trades, and is kept",
        .enabled(if: Toolchain.isThere, Toolchain.absence))
    func plays() throws {
        let workshop = try Workshop()
        try workshop.writeDay()
        #expect(try workshop.strategies(["new", "mine", "--file"]).finished().exit == 0)
        let asked = ["run", "mine.swift", "day.json", "--out", "out", "--set", Self.own, "-q"]
        let first = try workshop.strategies(asked).finished()
        #expect(first.err == "")
        #expect(first.exit == 0)
        #expect(first.out.hasPrefix("run="))
        let fills = try workshop.table("fills", of: "day").rows
        #expect(fills.map { $0["side"] } == ["buy", "sell"])
        #expect(try workshop.text(workshop.runFolder("day") + "/exits.csv").contains(",armed,"))
        let entries = workshop.names("cache/krader").filter { $0.count == 64 }
        #expect(entries.count == 1)
        #expect(try workshop.strategies(asked).finished() == first)
        #expect(workshop.names("cache/krader").filter { $0.count == 64 } == entries)

        // A kept program that was cut short is made anew.
        let kept = try #require(entries.first)
        for size in [0, 100_000] {
            truncate(workshop.url("cache/krader/\(kept)/program").path, size)
            #expect(try workshop.strategies(asked).finished() == first, "\(size)")
        }

        // The program that ships doesn't have the strategy, and says how it is played again.
        let verified = try workshop.start(["verify", workshop.runFolder("day")]).finished()
        #expect(verified.exit == 3)
        #expect(verified.err.contains("'krader strategies run FILE.swift out/day/"))

        // A run without any strategy of the file is told of; flags and exit codes are backtest's.
        let other = try workshop.strategies(["run", "mine.swift", "day.json", "-q"]).finished()
        #expect(other.err.hasPrefix("Note: 'day' plays sma_cross, and not mine; --set"))
        #expect(other.exit == 0)
        let missing = try workshop.strategies(["run", "mine.swift", "no.json"]).finished()
        let plain = try workshop.backtest("no.json")
        #expect(missing == plain)
    }

    @Test(
        "another text of the file is another run: both results stay, and say the file's hash",
        .enabled(if: Toolchain.isThere, Toolchain.absence))
    func known() throws {
        let workshop = try Workshop()
        try workshop.writeDay()
        #expect(try workshop.strategies(["new", "mine", "--file"]).finished().exit == 0)
        let asked = ["run", "mine.swift", "day.json", "--out", "out", "--set", Self.own, "-q"]
        let first = try workshop.strategies(asked).finished()
        try workshop.write(try workshop.text("mine.swift") + "// Changed.\n", to: "mine.swift")
        let second = try workshop.strategies(asked).finished()
        #expect(first.exit == 0 && second.exit == 0)
        #expect(first.out.prefix(16) != second.out.prefix(16))
        let runs = workshop.names("out/day")
        #expect(runs.count == 2)
        let hashes = try runs.map { run in
            let result = try JSON(Data(try workshop.text("out/day/\(run)/result.json").utf8))
            return result.list("strategies")?.first?.text("source_sha256")
        }
        #expect(Set(hashes.compactMap { $0?.count }) == [64] && hashes[0] != hashes[1])
        // What ships is the program's, whose version is in the id.
        _ = try workshop.backtest("day.json -q --out shipped")
        let folder = try #require(workshop.names("shipped/day").first)
        let shipped = try workshop.text("shipped/day/\(folder)/result.json")
        #expect(!shipped.contains("source_sha256"))
    }

    @Test(
        "an error names file, line and column of the user's own file, and nothing is kept",
        .enabled(if: Toolchain.isThere, Toolchain.absence))
    func error() throws {
        let workshop = try Workshop()
        try workshop.write("\n\nstruct Mine: Strategy { let a: Nothing }\n", to: "main.swift")
        let result = try workshop.strategies(["run", "main.swift", "day.json"]).finished()
        #expect(result.exit == 2)
        #expect(result.out == "")
        #expect(result.err.hasPrefix("Error: 'main.swift' does not compile:\n"))
        #expect(result.err.contains("main.swift:3:32: error: cannot find type 'Nothing'"))
        #expect(!result.err.contains("cache"))
        #expect(workshop.names("cache/krader").filter { $0.count == 64 } == [])
    }

    @Test("without a compiler, or krader's modules, it says what to do")
    func missing() throws {
        let workshop = try Workshop()
        try workshop.write("struct Mine: Strategy {}", to: "mine.swift")
        if Toolchain.isThere {
            let result = try workshop.strategies(
                ["run", "mine.swift", "day.json"], environment: ["PATH": workshop.folder.path]
            ).finished()
            #expect(result.exit == 2)
            #expect(result.err.hasPrefix("Error: There is no swiftc in PATH"))
            #expect(result.err.contains("install Swift 6.3"))
        }
        let alone = workshop.url("krader").path
        try FileManager.default.copyItem(atPath: program().path, toPath: alone)
        let result = try workshop.shell("./krader strategies run mine.swift day.json")
        #expect(result.exit == 2)
        #expect(result.err.contains("krader strategies new NAME"))
        #expect(result.err.contains("KraderCommands.swiftmodule"))
    }

    @Test("what is no file of a strategy is refused before anything is looked for")
    func refused() throws {
        let workshop = try Workshop()
        try workshop.write("struct Mine {}", to: "none.swift")
        try workshop.write("private struct Mine: Strategy {}", to: "hidden.swift")
        try workshop.makeFolder("folder.swift")
        workshop.makePipe("pipe.swift")
        for (name, why) in [
            ("none.swift", "declares no strategy: a type written 'struct Name: Strategy'"),
            ("hidden.swift", "it is private"), ("folder.swift", "It is a folder"),
            ("pipe.swift", "It is a device or a pipe"), ("absent.swift", "No such file"),
        ] {
            let result = try workshop.strategies(["run", name, "day.json"]).finished()
            #expect(result.exit == 2, "\(name)")
            #expect(result.err.contains(why), "\(name): \(result.err)")
        }
        #expect(workshop.names("cache") == [])
    }

    @Test(
        "a cache that others may write to is refused, one of ours is shut",
        .enabled(if: Toolchain.isThere, Toolchain.absence))
    func cache() throws {
        let workshop = try Workshop()
        try workshop.write("struct Mine: Strategy { let a: Nothing }", to: "mine.swift")
        try workshop.makeFolder("cache")
        try workshop.makeFolder("elsewhere")
        try workshop.link("cache/krader", to: workshop.url("elsewhere").path)
        let result = try workshop.strategies(["run", "mine.swift", "day.json"]).finished()
        #expect(result.exit == 2)
        #expect(result.err.contains("must be a folder of your own"))
        try FileManager.default.removeItem(at: workshop.url("cache/krader"))
        try workshop.makeFolder("cache/krader")
        _ = try workshop.strategies(["run", "mine.swift", "day.json"]).finished()
        let attributes = try FileManager.default.attributesOfItem(
            atPath: workshop.url("cache/krader").path)
        #expect(attributes[.posixPermissions] as? Int == 0o700)
    }

    @Test(
        "watch plays again when the file is saved, and ends at Ctrl-C with 130",
        .enabled(if: Toolchain.isThere, Toolchain.absence))
    func watch() throws {
        let workshop = try Workshop()
        try workshop.writeDay()
        _ = try workshop.strategies(["new", "mine", "--file"]).finished()
        let running = try workshop.strategies([
            "watch", "mine.swift", "day.json", "--out", "out", "-q", "--set", Self.own,
        ])
        try running.wait { $0.contains("s after the start ──") }
        try workshop.write(
            workshop.text("mine.swift") + "\n// Saved.\n", to: "mine.swift")
        try running.wait { $0.contains("s after the save ──") }
        running.send(SIGINT)
        let result = try running.finished()
        #expect(result.exit == 130)
        #expect(result.out.split(separator: "\n").count == 2)
        #expect(result.err.contains("── mine.swift was saved ──"))
    }

    @Test("new --file writes nothing over what stands there, and takes a path")
    func newFile() throws {
        let workshop = try Workshop()
        let made = try workshop.strategies(["new", "mine", "--file", "my.swift"]).finished()
        #expect(made.exit == 0)
        #expect(made.out.hasPrefix("my.swift holds the strategy mine. Play it with"))
        #expect(try workshop.text("my.swift").contains("struct MineStrategy: Strategy {"))
        let again = try workshop.strategies(["new", "mine", "--file", "my.swift"]).finished()
        #expect(again.exit == 2)
        #expect(again.err.contains("'my.swift' is there already"))
        #expect(try workshop.strategies(["new", "mine", "my.swift"]).finished().exit == 2)
        #expect(workshop.names() == ["my.swift"])
    }

    @Test(
        "what new --file writes trades on daily candles too, at the opening after its signal",
        .enabled(if: Toolchain.isThere, Toolchain.absence))
    func onDays() throws {
        let workshop = try Workshop()
        #expect(try workshop.strategies(["new", "mine", "--file"]).finished().exit == 0)
        let days = Array(3...6) + Array(9...13) + Array(16...20)
        let rows = days.map { day in
            let price = 70_000 + 500 * abs(day - 11)
            let date = "2026-03-\(day < 10 ? "0" : "")\(day)"
            return "\(date),\(price),\(price + 300),\(price - 300),\(price + 100),1000000\n"
        }
        try workshop.write(
            "date,open,high,low,close,volume\n" + rows.joined(), to: "005930.csv")
        let run = try workshop.strategies(
            ["run", "mine.swift", "005930.csv", "--set", "length=3", "--set", "timeframe=1d"]
        ).finished()
        #expect(run.exit == 0, "\(run.err)")
        #expect(run.out.contains("1 filled"), "\(run.out)")
    }
}

extension RunningProgram {
    /// Waits for something on standard error, two minutes at most.
    func wait(_ isThere: (String) -> Bool) throws {
        for _ in 0..<1_200 {
            if isThere(try complaint()) { return }
            Thread.sleep(forTimeInterval: 0.1)
        }
        Issue.record("It was waited for in vain: \(try complaint())")
    }
}
