import Foundation
import Testing

/// The tests run one after the other: each keeps a processor busy.
@Suite("Killed while it replaces", .serialized) struct ReplaceKillTests {
    private static let scenario = """
        { "schema": 1, "name": "killed", "seed": 3,
          "market": { "from": "2026-03-03", "to": "2026-03-06",
            "data": { "synthetic": { "symbols": 10, "prints_per_day": 300 } } },
          "account": { "cash": 30000000 }, "strategies": [ { "name": "buy_and_hold" } ] }
        """

    /// How often each command is killed; `KRADER_KILLS` says another number (`.ci/soak kills`).
    private static let kills =
        ProcessInfo.processInfo.environment["KRADER_KILLS"].flatMap { Int($0) } ?? 6

    private static let commands = [
        "data generate s.json --name place --replace", "data export ./e --to place --replace",
        "data import e.csv --into place --replace",
        "backtest s.json --out place",
    ]

    @Test(
        "what stood there, or what replaces it, is whole, and notes beside it stay",
        arguments: commands)
    func killed(command: String) throws {
        let workshop = try Workshop()
        try workshop.write(Self.scenario, to: "s.json")
        var prints = "time,code,price,size\n"
        for row in 0..<30_000 {
            prints += "2026-03-03 09:\(10 + row % 50):\(10 + row / 50 % 50),"
            prints += "\(100_010 + row % 40 * 10),\(50_000 + row % 7 * 100),\(row % 9 + 1)\n"
        }
        try workshop.write(prints, to: "e.csv")
        let words = command.split(separator: " ").map(String.init)
        func run(_ line: String) throws -> Int32 {
            try workshop.start(line.split(separator: " ").map(String.init)).finished().exit
        }
        #expect(try run("data import e.csv --into ./e") == 0)
        let first = words.map { $0 == "place" ? "./place" : $0 }
        let began = Date()
        #expect(try run(first.filter { $0 != "--replace" }.joined(separator: " ")) == 0)
        let seconds = Date().timeIntervalSince(began)
        // A result has its folder two levels below.
        let below =
            command.hasPrefix("backtest") ? try workshop.runFolder("killed", out: "place") : "place"
        try workshop.write("mine", to: below + "/notes.txt")
        try workshop.write("mine", to: below + "/drafts/notes.txt")
        var whole = try workshop.tree(below)
        whole["timing.json"] = nil
        for kill in 0..<Self.kills {
            let run = try workshop.start(first)
            let share = (Double(kill) + .random(in: 0...1)) / Double(Self.kills)
            usleep(UInt32(seconds * 1e6 * (0.3 + share)))
            run.send(SIGKILL)
            _ = try run.finished()
            var tree = try workshop.tree(below)
            tree["timing.json"] = nil
            #expect(tree == whole)
        }
        // The next command clears up.
        #expect(try run(first.joined(separator: " ")) == 0)
        let above = below == "place" ? "" : "place/killed"
        #expect(workshop.names(above).allSatisfy { !$0.hasPrefix(".") })
    }
}
