import Foundation
import Testing

/// The tests run one after the other: each keeps a processor busy.
@Suite("krader backtest, interrupted", .serialized) struct BacktestInterruptionTests {
    /// A scenario with minutes of work: nobody waits for its end.
    private static let long = """
        { "schema": 1, "name": "long", "seed": 1,
          "market": { "from": "2025-01-02", "to": "2026-03-05",
            "data": { "synthetic": { "symbols": 100, "prints_per_day": 300 } } },
          "account": { "cash": 30000000 },
          "strategies": [ { "name": "sma_cross" } ] }
        """

    /// A long run that has begun to play.
    private func started(_ workshop: Workshop) throws -> RunningProgram {
        try workshop.write(Self.long, to: "s.json")
        let run = try workshop.start(["backtest", "s.json", "--out", "out", "--progress", "none"])
        let deadline = Date().addingTimeInterval(30)
        while workshop.names("out/long").isEmpty {
            try #require(Date() < deadline, "The run did not begin")
            usleep(20_000)
        }
        usleep(200_000)
        return run
    }

    @Test(
        "a run that is asked to stop keeps what it has under a name that says so",
        arguments: [(SIGINT, 130), (SIGTERM, 143), (SIGHUP, 143)] as [(Int32, Int32)])
    func stopped(signal: Int32, exit: Int32) throws {
        let workshop = try Workshop()
        let run = try started(workshop)
        run.send(signal)
        let finished = try run.finished()
        #expect(finished.exit == exit)
        let names = workshop.names("out/long")
        #expect(names.count == 1)
        let name = try #require(names.first)
        #expect(name.wholeMatch(of: /[0-9a-f]{12}\.partial/) != nil)
        let result = try workshop.result("long")
        #expect(result.flag("identity.complete") == false)
        #expect(result.text("identity.run_id") == name)
        #expect(result.integer("exit") == Int(exit))
        let last = try #require(finished.out.split(separator: "\n").last)
        #expect(last.hasPrefix("run=\(name) digest="))
        #expect(last.hasSuffix(" exit=\(exit)"))
        #expect(finished.out.contains("! The run was interrupted"))
    }

    @Test("one that nohup started does not hear that its terminal is gone")
    func nohup() throws {
        let workshop = try Workshop()
        try workshop.write(Self.long, to: "s.json")
        let done = try workshop.shell(
            """
            nohup "$krader" backtest s.json --out out --progress none >said 2>&1 &
            while [ -z "$(ls -A out/long 2>/dev/null)" ]; do sleep 0.05; done
            kill -HUP $!; sleep 0.5; kill -TERM $!; wait $!
            """)
        #expect(done.exit == 143)
        #expect(workshop.names("out/long").allSatisfy { $0.hasSuffix(".partial") })
        #expect(try workshop.text("said").contains("exit=143"))
    }

    @Test("the scenarios after an interrupted one are not run, and that is said")
    func rest() throws {
        let workshop = try Workshop()
        try workshop.write(oneBuyOneSell, to: "after.json")
        try workshop.write(Self.long, to: "s.json")
        let run = try workshop.start(
            ["backtest", "s.json", "after.json", "--out", "out", "--progress", "none"])
        while workshop.names("out/long").isEmpty { usleep(20_000) }
        run.send(SIGINT)
        let finished = try run.finished()
        #expect(finished.exit == 130)
        #expect(finished.err == "Not run: 1 of 2 scenarios.\n")
        #expect(workshop.names("out") == ["long"])
    }

    @Test(
        "a killed run leaves a hidden folder, which the next run does not mistake but removes"
    )
    func killed() throws {
        let workshop = try Workshop()
        let run = try started(workshop)
        run.send(SIGKILL)
        #expect(try run.finished().exit == 128 + SIGKILL)
        let left = workshop.names("out/long")
        #expect(left.count == 1)
        #expect(left.first?.hasPrefix(".unfinished-") == true)

        let short = ["--set", "market.to=2025-01-02", "--set", "market.data.synthetic.symbols=1"]
        let next = try workshop.backtest(["s.json", "--out", "out", "-q"] + short)
        #expect(next.exit == 0)
        let names = workshop.names("out/long")
        #expect(names.count == 1)
        #expect(names.first?.wholeMatch(of: /[0-9a-f]{12}/) != nil)
    }

    @Test("a run that is under way is left alone by another of its scenario")
    func beside() throws {
        let workshop = try Workshop()
        let run = try started(workshop)
        let short = ["--set", "market.to=2025-01-02", "--set", "market.data.synthetic.symbols=1"]
        #expect(try workshop.backtest(["s.json", "--out", "out", "-q"] + short).exit == 0)
        #expect(workshop.names("out/long").count == 2)
        run.send(SIGINT)
        #expect(try run.finished().exit == 130)
        #expect(workshop.names("out/long").count { $0.hasSuffix(".partial") } == 1)
        #expect(workshop.names("out/long").count == 2)
    }
}
