import Foundation
import Testing

@Suite("krader backtest, run again") struct BacktestRerunTests {
    private static let synthetic = """
        { "schema": 1, "name": "drawn", "seed": 3,
          "market": { "from": "2026-03-03", "to": "2026-03-05",
            "data": { "synthetic": { "symbols": 3, "prints_per_day": 500 } } },
          "account": { "cash": 30000000 },
          "strategies": [ { "name": "ema_cross",
            "parameters": { "on": "tick", "fast": 5, "slow": 20 } } ] }
        """

    /// All files of a run but what the clock says.
    private func files(_ workshop: Workshop, _ folder: String) throws -> [String: Data] {
        var files: [String: Data] = [:]
        let left = ["timing.json", "old"]
        for name in workshop.names(folder) where !left.contains(name) {
            files[name] = try workshop.bytes("\(folder)/\(name)")
        }
        return files
    }

    @Test(
        "the same run has the same name and the same bytes, from wherever and whenever it is run",
        arguments: [
            ("drawn", synthetic), ("one-buy", oneBuyOneSell), ("one-buy", oneBuyOneSellOnFile),
        ])
    func sameBytes(name: String, scenario: String) throws {
        let workshop = try Workshop()
        try workshop.write(scenario, to: "a/s.json")
        try workshop.write(threePrints, to: "a/t.csv")
        #expect(try workshop.backtest("a/s.json --out out -q").exit == 0)
        let first = try workshop.runFolder(name)
        let bytes = try files(workshop, first)
        #expect(bytes.count == 14)

        // Elsewhere, under another name, with other flags, in another place of the world.
        try workshop.write(
            scenario.replacing("t.csv", by: "deep/u.csv").replacing("\"seed\"", by: "\n\t\"seed\""),
            to: "b/other.json")
        try workshop.write(threePrints, to: "b/deep/u.csv")
        let second = try workshop.backtest(
            "other.json --out ../again --json --progress none --no-color", in: "b",
            environment: ["TZ": "America/New_York", "LC_ALL": "tr_TR.UTF-8", "LANG": "de_DE"])
        #expect(second.exit == 0)
        let again = try workshop.runFolder(name, out: "again")
        #expect(again.split(separator: "/").last == first.split(separator: "/").last)
        // The scenario as played keeps paths as they were written, and the sums know its bytes.
        func withoutScenario(_ files: [String: Data]) -> [String: Data] {
            files.filter { $0.key != "scenario.json" && $0.key != "SHA256SUMS" }
        }
        let moved = try files(workshop, again)
        #expect(withoutScenario(moved) == withoutScenario(bytes))
        #expect(
            (moved["scenario.json"] == bytes["scenario.json"]) == !scenario.contains("t.csv"))

        // The folder is replaced as a whole in the same place, but for what others put into it.
        try workshop.write("mine", to: first + "/old/notes.txt")
        #expect(try workshop.backtest("a/s.json --out out -q").exit == 0)
        #expect(try workshop.runFolder(name) == first)
        #expect(try files(workshop, first) == bytes)
        #expect(try workshop.text(first + "/old/notes.txt") == "mine")
    }

    @Test("a run's name changes with what can change its result, and with nothing else")
    func runID() throws {
        let workshop = try Workshop()
        try workshop.write(oneBuyOneSellOnFile, to: "s.json")
        try workshop.write(threePrints, to: "t.csv")
        func name(_ arguments: String, environment: [String: String] = [:]) throws -> Substring {
            let finished = try workshop.backtest(
                arguments + " -q --out out", environment: environment)
            #expect(finished.exit == 0, "\(arguments): \(finished.err)")
            return finished.out.prefix(16)
        }
        let first = try name("s.json")
        // A scenario that says the same in other words is the same.
        try workshop.write(
            oneBuyOneSellOnFile.replacing(#""schema": 1, "name": "one-buy", "seed": 7,"#, by: "")
                .replacing(
                    #""account": {"#,
                    by: #""name": "one-buy", "about": "x", "seed": 7, "schema": 1, "account": {"#),
            to: "turned.json")
        #expect(try name("turned.json") == first)
        #expect(try name("s.json --seed 7") == first)
        #expect(try name("s.json --set risk.max_position_size=1000") == first)
        #expect(try name("s.json -v --progress plain") == first)
        // A setting that another source says alike is the same.
        let bySet = try name("s.json --set risk.max_position_size=5")
        #expect(bySet != first)
        #expect(
            try name("s.json", environment: ["KRADER_RISK__MAX_POSITION_SIZE": "5"]) == bySet)
        // Each of these is another run.
        var names: Set = [first, bySet]
        names.insert(try name("s.json --seed 8"))
        names.insert(try name("s.json --set account.cash=10000001"))
        names.insert(try name("s.json --set name=other"))
        try workshop.write(threePrints + "2026-03-03 10:00:00,70000,5\n", to: "t.csv")
        names.insert(try name("s.json"))
        #expect(names.count == 6)
    }

    @Test("a link in the place of a run is replaced; what it points to stays")
    func links() throws {
        let workshop = try Workshop()
        try workshop.write(oneBuyOneSell, to: "s.json")
        try workshop.write("precious", to: "keep/file.txt")
        #expect(try workshop.backtest("s.json --out out -q").exit == 0)
        let place = try workshop.runFolder("one-buy")
        try FileManager.default.removeItem(at: workshop.url(place))
        try workshop.link(place, to: workshop.url("keep").path)
        try workshop.link("out/one-buy/.unfinished-planted", to: workshop.url("keep").path)
        #expect(try workshop.backtest("s.json --out out -q").exit == 0)
        #expect(try workshop.text("keep/file.txt") == "precious")
        #expect(workshop.names("keep") == ["file.txt"])
        #expect(try workshop.bytes(place + "/result.json").count > 1_000)
    }
}
