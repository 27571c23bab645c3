import Foundation
import Testing

@Suite("krader scenario") struct ScenarioCommandTests {
    @Test(
        "new writes a scenario that passes as it stands",
        arguments: [("--plain", 0), ("--kill", 0), ("--fault", 0), ("--restart", 0)])
    func new(variant: String, exit: Int32) throws {
        let workshop = try Workshop()
        let written = try workshop.start(["scenario", "new", "mine", variant]).finished()
        #expect(written.exit == 0, "\(written.err)")
        #expect(written.out.hasPrefix("mine.json is written. Play it with\n"))
        let finished = try workshop.backtest("mine.json --out out -q")
        #expect(finished.exit == exit, "\(finished.out)\(finished.err)")
        #expect(finished.err == "")
    }

    @Test("new replaces nothing, and a name is one that a scenario may have")
    func newRefuses() throws {
        let workshop = try Workshop()
        try workshop.write("mine", to: "mine.json")
        let there = try workshop.start(["scenario", "new", "mine"]).finished()
        #expect(there.exit == 2)
        #expect(
            there.err == "Error: 'mine.json' is there already; take another name, or remove it.\n")
        #expect(try workshop.text("mine.json") == "mine")
        for name in ["../x", "Mine", "a b", "", "\"", "\\"] {
            let bad = try workshop.start(["scenario", "new", name]).finished()
            #expect(bad.exit == 2, "\(name)")
        }
        #expect(workshop.names() == ["mine.json"])
        let below = try workshop.start(["scenario", "new", "x", "--dir", "a/b"]).finished()
        #expect(below.exit == 0)
        #expect(workshop.names("a/b") == ["x.json"])
    }

    @Test("lint tells all faults of all files, and plays none")
    func lint() throws {
        let workshop = try Workshop()
        try workshop.write(oneBuyOneSell, to: "good.json")
        try workshop.write(
            oneBuyOneSell.replacing("\"cash\": 10000000", by: "\"cash\": -1, \"x\": 1"),
            to: "bad.json")
        try workshop.write(oneBuyOneSellOnFile, to: "no-data.json")
        try workshop.write(
            oneBuyOneSell.replacing("\"seed\": 7", by: "\"local\": { \"cash\": -1 }"),
            to: "local.json")
        func lint(_ names: String...) throws -> Finished {
            try workshop.start(["scenario", "lint"] + names).finished()
        }
        let good = try lint("good.json")
        #expect(good.exit == 0)
        #expect(good.out == "good.json: 0 events, 0 expectations\n")
        let all = try lint("good.json", "bad.json", "no-data.json", "gone.json")
        #expect(all.exit == 2)
        #expect(all.err.split(separator: "\n").count == 4)
        #expect(all.err.contains("cash is -1 in bad.json"))
        #expect(all.err.contains("Unknown key 'x' in bad.json"))
        #expect(try lint("no-data.json").exit == 3)
        let local = try lint("local.json")
        #expect(local.exit == 2)
        #expect(local.err.contains("cash is -1 in local.json, line 1 (local.cash)"))
        let json = try JSON(
            Data(workshop.start(["scenario", "lint", "bad.json", "--json"]).finished().out.utf8))
        #expect(json.text("files.0.file") == "bad.json")
        #expect(workshop.names() == ["bad.json", "good.json", "local.json", "no-data.json"])
    }

    @Test("schema prints one object that names verbs, claims and strategies")
    func schema() throws {
        let finished = try Workshop().start(["scenario", "schema"]).finished()
        #expect(finished.exit == 0)
        let schema = try JSON(Data(finished.out.utf8))
        #expect(schema.text("$schema") == "https://json-schema.org/draft/2020-12/schema")
        for word in [
            "\"drop_reply\"", "\"kill_switch\"", "\"pullback_v1\"", "\"daily_loss_limit\"",
            "\"local\"", "\"unfinished_run\"",
        ] { #expect(finished.out.contains(word), "\(word)") }
    }

    @Test("list shows scenarios with how much they script and expect")
    func list() throws {
        let workshop = try Workshop()
        _ = try workshop.start(["scenario", "new", "mine", "--kill", "--dir", "all/kill"])
            .finished()
        try workshop.write(oneBuyOneSell, to: "all/plain.json")
        try workshop.write("{}", to: "all/other.json")
        try workshop.write("{", to: "all/broken.json")
        let finished = try workshop.start(["scenario", "list", "all"]).finished()
        #expect(finished.exit == 0)
        let lines = finished.out.split(separator: "\n").map {
            $0.split(separator: " ").prefix(3).joined(separator: " ")
        }
        #expect(
            lines == [
                "scenario events expect", "kill/mine.json 1 4", "plain.json 0 0",
                "2 scenarios below", "Not scenarios that",
            ])
        let json = try JSON(
            Data(workshop.start(["scenario", "list", "all", "--json"]).finished().out.utf8))
        #expect(json.text("scenarios.0.name") == "mine")
        #expect(try workshop.start(["scenario", "list", "gone"]).finished().exit == 10)
    }
}
