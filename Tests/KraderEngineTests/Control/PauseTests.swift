import KraderModel
import Support
import Testing

@testable import KraderEngine

@Suite("Pause and resume")
struct PauseTests: BuyOfTen {
    func buy(
        at moment: Moment, _ timeInForce: TimeInForce = .day
    ) -> (at: Moment, act: Puppet.Act) {
        (
            moment,
            {
                $0.buy(
                    SymbolIndex(0), quantity: Shares(1), limit: Price(70_000),
                    timeInForce: timeInForce)
            }
        )
    }

    @Test("a pause refuses new orders, buys and sells alike, until the resume; twice is once")
    func pause() {
        let bench = bench([buy(at: day.at("10:00:05")), buy(at: day.at("10:00:15"))])
        bench.accept("10:00:01", 1, as: 7)
        bench.fill("10:00:02", 7, 4, at: 70_000)
        #expect(bench.command("10:00:03", .pause) == ["PAUSED"])
        #expect(bench.command("10:00:03", .pause) == [])
        #expect(bench.engine.mode == .paused)
        #expect(bench.wait("10:00:05") == ["refused PAUSED"])
        #expect(bench.fill("10:00:06", 7, 6, at: 70_000) == ["1 filled 6 at 70000, FILLED"])
        #expect(bench.command("10:00:10", .resume) == ["RESUMED"])
        #expect(bench.command("10:00:10", .resume) == [])
        #expect(bench.engine.mode == .active)
        #expect(bench.wait("10:00:15").last == "→ 2 new buy 1 @ 70000")
    }

    @Test("cancels and exits that protect go on")
    func goesOn() {
        let bench = bench([cancel(at: "10:00:05")])
        bench.accept("10:00:01", 1, as: 7)
        bench.command("10:00:03", .pause)
        #expect(bench.wait("10:00:05") == ["1 change sent", "→ 2 cancel 7"])
        var scene = RiskScene()
        scene.hold(10)
        scene.session.isPaused = true
        #expect(scene.ask(.sell, 10) == "PAUSED")
        #expect(scene.ask(.buy, 10) == "PAUSED")
        #expect(scene.session.refusal(.sell, isExit: true) == nil)
        scene.session.isKillSwitchEngaged = true
        #expect(scene.session.refusal(.sell, isExit: true) == .killSwitchEngaged)
    }

    @Test("what waits in the queue when the pause comes is not sent")
    func queued() {
        let bench = bench([buy(at: day.at("10:00:00.05"))], pacing: .live)
        bench.command("10:00:00.1", .pause)
        #expect(bench.wait("10:00:01") == ["2 CANCELED NOT_SENT"])
    }

    @Test("a pause lasts over nights; held signals are refused in it, also those of before")
    func overNight() {
        let next = Sample.wednesday
        let bench = bench([
            buy(at: day.at("11:00"), .nextOpen), buy(at: day.at("13:00"), .nextOpen),
            buy(at: next.at("10:00")),
        ])
        #expect(bench.wait("11:00") == ["held"])
        bench.command("12:00", .pause)
        #expect(bench.wait("13:00") == ["refused PAUSED"])
        bench.day = next
        #expect(bench.wait("08:30").last == "refused PAUSED")
        #expect(bench.wait("10:00") == ["refused PAUSED"])
    }

    @Test("a held signal of a strategy that has thrown since is not released")
    func thrower() {
        let act = buy(at: day.at("10:00"), .nextOpen)
        let bench = EngineBench(
            .sample([Puppet([act, (day.at("11:00"), { _ in throw Mishap() })]), Puppet([act])]))
        #expect(bench.wait("10:00") == ["held", "held"])
        #expect(bench.wait("11:00") == ["STRATEGY_PAUSED of 0"])
        bench.day = Sample.wednesday
        #expect(
            bench.wait("08:30").suffix(4) == [
                "refused PAUSED", "order 1 buy 1 @ 70000", "1 sent", "→ 1 new buy 1 @ 70000",
            ])
    }
}
