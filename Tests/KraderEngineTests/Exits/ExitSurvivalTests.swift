import KraderEngine
import KraderModel
import Support
import Testing

@Suite("What an exit outlives")
struct ExitSurvivalTests {
    @Test(
        "a partial fill of the entry: its rest is cancelled, then what did fill is sold",
        arguments: ExitKind.allCases)
    func partialEntry(kind: ExitKind) {
        let scene = ExitScene(kind.rules)
        let bench = scene.bench
        bench.fill("10:00:02", 7, 4, at: 70_000)
        #expect(
            scene.hit(kind) == ["exit hit \(kind.code) 4", "1 change sent", "→ 2 cancel 7"])
        #expect(
            bench.fill("10:01:00.1", 7, 2, at: 70_000) == [
                "1 filled 2 at 70000, PARTIAL_FILL", "exit armed \(kind.code) 6",
            ])
        #expect(bench.print("10:01:05", kind.hit) == [], "The cancel is under way")
        bench.accept("10:01:06", 2, as: 8)
        #expect(
            bench.cancelled("10:01:06", 7, 4, by: 8) == [
                "1 CANCELED RISK_CHANGED", "order 2 sell 6", "2 sent", "→ 3 new sell 6",
            ])
    }

    @Test(
        "a partial fill of the exit: its order goes on, or another one sells the rest",
        arguments: ExitKind.allCases)
    func partialExit(kind: ExitKind) {
        let scene = ExitScene.bought(kind.rules)
        let bench = scene.bench
        scene.hit(kind)
        bench.accept("10:01:01", 2, as: 8)
        #expect(
            bench.fill("10:01:02", 8, 3, at: kind.hit) == [
                "2 filled 3 at \(kind.hit), PARTIAL_FILL", "exit lowered \(kind.code) 7",
            ])
        #expect(bench.print("10:01:03", kind.hit) == [], "Seven are on the way")
        #expect(bench.cancelled("10:01:04", 8, 7, by: 9) == ["2 CANCELED CANCELLED_BY_OTHER"])
        #expect(bench.print("10:01:05.9", 70_000) == [], "Too early")
        #expect(
            bench.print("10:01:06", 70_000) == ["order 3 sell 7", "3 sent", "→ 3 new sell 7"])
        bench.accept("10:01:07", 3, as: 10)
        #expect(
            bench.fill("10:01:08", 10, 7, at: kind.hit).last == "exit done \(kind.code) 0")
        #expect(scene.held == 0 && bench.balances)
    }

    @Test(
        "H01: §3 a volatility interruption: what is hit joins its call auction",
        arguments: ExitKind.allCases)
    func interruption(kind: ExitKind) {
        let scene = ExitScene.bought(kind.rules)
        #expect(scene.bench.status("10:00:59", .callAuction) == [])
        #expect(
            scene.hit(kind) == [
                "exit hit \(kind.code) 10", "order 2 sell 10", "2 sent", "→ 2 new sell 10",
            ])
        #expect(scene.bench.status("10:03:05", .normal) == [], "It is there already")
    }

    @Test(
        "H03: §3 a halt takes cancels only: what is hit waits for the auction that ends it",
        arguments: ExitKind.allCases)
    func auctionAfterAHalt(kind: ExitKind) {
        let scene = ExitScene.bought(kind.rules)
        scene.bench.status("10:00:59", .halted)
        #expect(scene.hit(kind) == ["exit hit \(kind.code) 10"])
        #expect(scene.bench.wait("10:29:59") == [])
        #expect(
            scene.bench.status("10:30", .callAuction) == [
                "order 2 sell 10", "2 sent", "→ 2 new sell 10",
            ])
    }

    @Test(
        "a halt until the next day: the next opening auction takes the order",
        arguments: ExitKind.allCases)
    func halt(kind: ExitKind) {
        let scene = ExitScene.bought(kind.rules)
        let bench = scene.bench
        scene.hit(kind)
        bench.refuse("10:01:00.1", 2, .notTradeable)
        bench.status("10:01:01", .halted)
        bench.wait("18:00")
        bench.day = Sample.wednesday
        bench.wait("07:00")
        bench.status("07:00", .normal)
        #expect(bench.sent.count == 2)
        #expect(bench.wait("08:29:59.9") == [])
        #expect(bench.wait("08:30") == ["order 3 sell 10", "3 sent", "→ 3 new sell 10"])
    }

    @Test(
        "H02: a limit lock: what expires unsold at the close is sent again next morning, each day",
        arguments: ExitKind.allCases)
    func limitLock(kind: ExitKind) {
        let scene = ExitScene.bought(kind.rules)
        let bench = scene.bench
        scene.hit(kind)
        bench.accept("10:01:01", 2, as: 8)
        bench.wait("15:30:30")
        #expect(bench.expire("15:30:31", 8, 10) == ["2 CANCELED EXPIRED"])
        bench.wait("23:59")
        bench.day = Sample.wednesday
        #expect(bench.wait("08:30").last == "→ 3 new sell 10")
        bench.accept("08:30:01", 3, as: 1)
        bench.expire("15:30:31", 1, 10)
        bench.day = Sample.thursday
        #expect(bench.wait("08:30").last == "→ 4 new sell 10")
        bench.accept("08:30:01", 4, as: 1)
        bench.fill("09:00:05", 1, 10, at: 50_000)
        #expect(scene.exit == nil && scene.held == 0 && bench.balances)
    }

    @Test(
        "the close: a gap beyond it is answered on the next day's first print",
        arguments: [ExitKind.stop, .target, .trailing])
    func gap(kind: ExitKind) {
        let scene = ExitScene.bought(kind.rules)
        let bench = scene.bench
        bench.wait("23:59")
        bench.day = Sample.wednesday
        #expect(bench.wait("09:00:01").allSatisfy { $0.hasPrefix("day") })
        #expect(scene.exit?.hit == nil)
        #expect(
            bench.print("09:00:02", kind.gap) == [
                "exit hit \(kind.code) 10", "order 2 sell 10", "2 sent", "→ 2 new sell 10",
            ])
    }

    @Test("a time exit that falls into the night waits for the next opening auction")
    func night() {
        let scene = ExitScene.bought(ProtectiveExits(after: .hours(10)))
        let bench = scene.bench
        bench.wait("20:00:01")
        #expect(bench.wait("20:00:02") == ["exit hit TIME 10"])
        bench.wait("23:59")
        bench.day = Sample.wednesday
        #expect(bench.wait("08:29") == [])
        #expect(bench.wait("08:30").last == "→ 2 new sell 10")
    }

    @Test(
        "a weekend: the closing cross hits it on Friday, Monday's opening auction takes the order")
    func weekend() {
        let scene = ExitScene.bought(ExitKind.stop.rules)
        let bench = scene.bench
        bench.wait("23:59")
        bench.day = Sample.friday
        #expect(bench.print("15:30:05", 68_000).contains("exit hit STOP 10"))
        bench.wait("23:59")
        bench.day = Sample.monday
        #expect(bench.wait("08:29").allSatisfy { !$0.hasPrefix("→") })
        #expect(bench.wait("08:30").last == "→ 2 new sell 10")
    }

    @Test(
        "the kill switch: what is hit waits, and leaves when it is armed again",
        arguments: ExitKind.allCases)
    func killed(kind: ExitKind) {
        let scene = ExitScene.bought(kind.rules)
        scene.bench.command("10:00:30", .engageKillSwitch)
        #expect(scene.hit(kind) == ["exit hit \(kind.code) 10"])
        #expect(scene.bench.print("10:01:30", kind.hit) == [])
        #expect(
            scene.bench.command("10:02", .rearmKillSwitch) == [
                "KILL_SWITCH_REARMED", "order 2 sell 10", "2 sent",
                "→ \(scene.bench.lastOrder) new sell 10",
            ])
    }

    @Test(
        "the kill switch over an exit's order: cancelled, and sent again when armed again",
        arguments: ExitKind.allCases)
    func killedOnTheWay(kind: ExitKind) {
        let scene = ExitScene.bought(kind.rules)
        let bench = scene.bench
        scene.hit(kind)
        bench.accept("10:01:01", 2, as: 8)
        #expect(
            bench.command("10:01:02", .engageKillSwitch) == [
                "KILL_SWITCH_ENGAGED", "2 change sent", "→ 3 cancel 8",
            ])
        bench.accept("10:01:03", 3, as: 9)
        #expect(
            bench.cancelled("10:01:03", 8, 10, by: 9) == [
                "2 CANCELED CANCELLED_BY_KILL_SWITCH", "KILL_SWITCH_COMPLETE after 1000 ms",
            ])
        #expect(bench.print("10:01:30", kind.hit) == [])
        let last = bench.command("10:02", .rearmKillSwitch).last
        #expect(last == "→ \(bench.lastOrder) new sell 10")
    }
}
