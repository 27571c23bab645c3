import KraderEngine
import KraderModel
import Support
import Testing

@Suite("What is held after a kill (semantics.md §5)")
struct UnprotectedTests {
    private let stop = ProtectiveExits(stop: .price(Price(69_000)))

    @Test("each holding is told with its last stop and the loss there")
    func told() {
        let scene = ExitScene.bought(stop).telling
        // Ten bought at 70,000 and sold at 69,000 lose 10,000.
        #expect(
            scene.bench.command("10:00:30", .engageKillSwitch) == [
                "KILL_SWITCH_ENGAGED", "UNPROTECTED 10 stop 69000 loss 10000 of 0",
                "KILL_SWITCH_COMPLETE after 0 ms",
            ])
        #expect(scene.bench.print("10:01", 60_000) == ["exit hit STOP 10"], "No exit sells")
    }

    @Test("a trailing level above the stop is the last stop; without exits there is none")
    func levels() {
        let trailing = ExitScene.bought(
            ProtectiveExits(stop: .price(Price(69_000)), trailing: Rate(basisPoints: 100))
        ).telling
        trailing.bench.print("10:00:10", 72_000)
        // 72,000 less one per cent is 71,280, on the grid of 100 won 71,200: a gain of 12,000.
        #expect(
            trailing.bench.command("10:00:30", .engageKillSwitch).contains(
                "UNPROTECTED 10 stop 71200 loss -12000 of 0"))
        let held = OpeningAccount.Holding(
            symbol: SymbolIndex(1), quantity: Shares(3), cost: Won(60_000))
        let bench = EngineBench(.sample(holdings: [held]))
        bench.tellsUnprotected = true
        #expect(
            bench.command("10:00", .engageKillSwitch).contains("UNPROTECTED 3"),
            "Nobody's shares are held too")
    }

    @Test("it is told again after 10, 20, 40 minutes, and at most once a day in the end")
    func again() {
        let scene = ExitScene.bought(stop).telling
        scene.bench.command("10:00:30", .engageKillSwitch)
        let line = ["UNPROTECTED 10 stop 69000 loss 10000 of 0"]
        #expect(scene.bench.wait("10:10:29") == [])
        #expect(scene.bench.wait("10:10:30") == line)
        #expect(scene.bench.wait("10:30:29") == [])
        #expect(scene.bench.wait("10:30:30") == line)
        #expect(scene.bench.wait("11:10:30") == line)
        // 80, 160, 320, 640 and 1,280 minutes later: on Thursday at 04:30:30; then once a day.
        let thursday = Sample.wednesday.at("04:30:30") + .day
        scene.bench.wait(until: thursday - .seconds(1))
        #expect(scene.bench.wait(until: thursday) == line)
        scene.bench.wait(until: thursday + .day - .seconds(1))
        #expect(scene.bench.wait(until: thursday + .day) == line)
    }

    @Test("a person who says that he knows is told no more; arming again ends it too")
    func acknowledged() {
        for command in [Command.acknowledge(.test), .rearmKillSwitch] {
            let scene = ExitScene.bought(stop).telling
            scene.bench.command("10:00:30", .engageKillSwitch)
            scene.bench.command("10:01", command)
            #expect(!scene.bench.wait("15:00").contains { $0.hasPrefix("UNPROTECTED") })
        }
    }

    @Test("what fills while the cancel is on its way is told at once")
    func filledMeanwhile() {
        let scene = ExitScene(stop).telling
        scene.bench.command("10:00:02", .engageKillSwitch)
        #expect(
            scene.bench.fill("10:00:02.1", 7, 10, at: 70_000).suffix(2) == [
                "UNPROTECTED 10 stop 69000 loss 10000 of 0", "KILL_SWITCH_COMPLETE after 100 ms",
            ])
    }

    @Test("what comes to be held after a person said that he knows is told all the same")
    func filledAfterAcknowledgement() {
        let scene = ExitScene(stop).telling
        scene.bench.command("10:00:02", .engageKillSwitch)
        scene.bench.command("10:00:02.05", .acknowledge(.test))
        #expect(
            scene.bench.fill("10:00:02.1", 7, 10, at: 70_000).contains(
                "UNPROTECTED 10 stop 69000 loss 10000 of 0"))
    }

    /// Ten shares with a stop at 69,000, and another strategy whose three orders the broker refuses
    /// for a step that they have: three errors, of which the last comes at 10:00:12.1.
    private func killedByErrors(letsExitsSell: Bool) -> ExitScene {
        let seconds = [10, 11, 12]
        let buys = seconds.map { second -> (at: Moment, act: Puppet.Act) in
            (
                Sample.tuesday.at("10:00:\(second)"),
                { $0.buy(SymbolIndex(1), quantity: Shares(1), limit: Price(20_000)) }
            )
        }
        let scene = ExitScene.bought(stop, others: [Puppet(buys)]) {
            $0.exitsAfterKill = letsExitsSell
        }.telling
        for second in seconds {
            scene.bench.wait("10:00:\(second)")
            scene.bench.refuse("10:00:\(second).1", scene.bench.lastOrder, .offStep)
        }
        return scene
    }

    @Test(
        "with exits_after_kill what exits guard is protected after a kill by errors: they sell it")
    func exitsAfterKill() {
        let scene = killedByErrors(letsExitsSell: true)
        #expect(scene.bench.engine.mode == .killed)
        #expect(!scene.bench.records.compactMap(words).contains { $0.hasPrefix("UNPROTECTED") })
        #expect(scene.bench.print("10:05", 69_000).last == "→ \(scene.bench.lastOrder) new sell 10")
        #expect(scene.bench.wait("15:00") == [], "The exit's order is not cancelled")
        let kept = killedByErrors(letsExitsSell: false)
        #expect(kept.bench.print("10:05", 69_000) == ["exit hit STOP 10"])
    }

    @Test("with exits_after_kill a kill by hand stops exits all the same")
    func byHand() {
        let scene = ExitScene.bought(stop) { $0.exitsAfterKill = true }
        scene.bench.command("10:00:30", .engageKillSwitch)
        #expect(scene.bench.print("10:05", 69_000) == ["exit hit STOP 10"])
    }

    @Test("a graver cause after a kill by errors cancels the exit's order and tells what is held")
    func graver() {
        let scene = killedByErrors(letsExitsSell: true)
        scene.bench.print("10:05", 69_000)
        let order = scene.bench.lastOrder
        scene.bench.accept("10:05:01", order, as: 20)
        #expect(
            scene.bench.command("10:06", .engageKillSwitch) == [
                "EXITS_STOPPED", "5 change sent", "UNPROTECTED 10 stop 69000 loss 10000 of 0",
                "→ \(order + 1) cancel 20",
            ])
        #expect(
            scene.bench.push(
                "10:06:01", 20, .cancelled(quantity: Shares(10), by: OrderNumber(21))
            ).contains("KILL_SWITCH_COMPLETE after 348900 ms"))
        #expect(scene.bench.command("10:07", .engageKillSwitch) == [], "Twice is once")
    }
}

extension ExitScene {
    /// The scene, whose bench says too what is held without protection.
    fileprivate var telling: ExitScene {
        bench.tellsUnprotected = true
        return self
    }
}
