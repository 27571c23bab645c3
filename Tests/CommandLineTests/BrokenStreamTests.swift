import Foundation
import Testing

@Suite("When standard output doesn't work") struct BrokenStreamTests {
    /// Ways to lose an answer.
    private static let ways = [">/dev/full", ">&-", "| :"]

    private func workshop() throws -> Workshop {
        let workshop = try Workshop()
        try workshop.write(oneBuyOneSell, to: "s.json")
        #expect(try importSample(workshop, "--name", "d").exit == 0)
        return workshop
    }

    /// The exit code of krader, and what it said on standard error.
    private func run(_ workshop: Workshop, _ command: String, _ way: String) throws -> Finished {
        // A pipe whose reader is gone by the time that something is written.
        let late = way.hasPrefix("|") ? "sleep 0.3; " : ""
        return try workshop.shell(
            "{ { \(late)\"$krader\" \(command); echo $? >&3; } \(way); } 3>code; exit $(cat code)")
    }

    @Test(
        "an answer that could not be written is never 0",
        arguments: [
            "--version", "--help", "market steps --board KOSPI --date 2026-11-20 --price 9980",
            "data list", "data inspect d", "data validate d", "data export d --to -",
            "strategies list", "strategies show ema_cross", "config show --json",
            "backtest s.json --json --out out",
        ], ways)
    func answers(command: String, way: String) throws {
        let done = try run(try workshop(), command, way)
        #expect(done.exit == 13, "\(done.err)")
        #expect(done.err.contains("could not be written") || done.err.contains("Can't write"))
    }

    @Test(
        "what a command makes is made all the same, whole and with nothing in it", arguments: ways)
    func disturbsNothing(way: String) throws {
        let workshop = try workshop()
        #expect(try workshop.backtest("s.json --out right").exit == 0)
        let right = try workshop.tree(try workshop.runFolder("one-buy", out: "right"))
        #expect(try run(workshop, "backtest s.json --out out", way).exit == 13)
        var tree = try workshop.tree(try workshop.runFolder("one-buy"))
        tree["timing.json"] = right["timing.json"]
        #expect(tree == right)
        #expect(try run(workshop, "data import prints.csv --name e", way).exit == 13)
        #expect(try workshop.tree("datasets/e") == workshop.tree("datasets/d"))
        #expect(try run(workshop, "data export d --to csv", way).exit == 13)
        #expect(
            try krader([
                "data", "export", workshop.url("datasets/d").path, "--to",
                workshop.url("again").path,
            ]).exit == 0)
        #expect(try workshop.tree("csv") == workshop.tree("again"))
    }

    @Test("with all three streams closed a run leaves its results, and nothing else in them")
    func allClosed() throws {
        let workshop = try workshop()
        #expect(try workshop.backtest("s.json --out right").exit == 0)
        let done = try workshop.shell("\"$krader\" backtest s.json --out out <&- >&- 2>&-")
        #expect(done.exit == 13)
        var tree = try workshop.tree(try workshop.runFolder("one-buy"))
        let right = try workshop.tree(try workshop.runFolder("one-buy", out: "right"))
        tree["timing.json"] = right["timing.json"]
        #expect(tree == right)
    }

    @Test("a closed standard input is an error, not an empty file")
    func noInput() throws {
        let workshop = try Workshop()
        let done = try workshop.shell("\"$krader\" data import - --name d <&-")
        #expect(done.exit == 3, "\(done.err)")
        #expect(workshop.names() == [])
    }

    @Test("a failure keeps its own code when its answer is lost too")
    func failures() throws {
        let workshop = try workshop()
        #expect(try run(workshop, "data inspect nothing", ">/dev/full").exit == 3)
        #expect(try run(workshop, "market steps --bord KOSPI", ">&-").exit == 2)
    }
}
