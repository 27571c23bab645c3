import KraderEngine
import KraderModel
import Support
import Testing

@Suite("The kill switch (failure-modes.md §1, K01–K17)")
struct KillSwitchTests: BuyOfTen {
    @Test("K01: with nothing open it is complete at once, and can be rearmed")
    func nothingOpen() {
        let bench = EngineBench(.sample())
        #expect(
            bench.command("10:00", .engageKillSwitch) == [
                "KILL_SWITCH_ENGAGED", "KILL_SWITCH_COMPLETE after 0 ms",
            ])
        #expect(bench.engine.mode == .killed)
        #expect(bench.command("10:01", .rearmKillSwitch) == ["KILL_SWITCH_REARMED"])
        #expect(bench.command("10:01", .rearmKillSwitch) == [], "Nothing to rearm")
        #expect(bench.engine.mode == .active)
    }

    @Test("K02: open orders are cancelled; it is complete when the broker has confirmed the last")
    func open() {
        let bench = bench()
        bench.accept("10:00:01", 1, as: 7)
        #expect(
            bench.command("10:00:02", .engageKillSwitch) == [
                "KILL_SWITCH_ENGAGED", "1 change sent", "→ 2 cancel 7",
            ])
        bench.accept("10:00:02.1", 2, as: 8)
        #expect(
            bench.push("10:00:02.25", 7, .cancelled(quantity: Shares(10), by: OrderNumber(8))) == [
                "1 CANCELED CANCELLED_BY_KILL_SWITCH", "KILL_SWITCH_COMPLETE after 250 ms",
            ])
    }

    @Test("K03: what is in flight is cancelled as soon as its number is known")
    func inFlight() {
        let bench = bench()
        #expect(bench.command("10:00:00.1", .engageKillSwitch) == ["KILL_SWITCH_ENGAGED"])
        #expect(
            bench.accept("10:00:00.2", 1, as: 7) == [
                "1 acknowledged", "1 change sent", "→ 2 cancel 7",
            ])
        let refused = self.bench()
        refused.command("10:00:00.1", .engageKillSwitch)
        #expect(
            refused.refuse("10:00:00.2", 1, .badQuantity) == [
                "1 REJECTED REJECTED_BY_VENUE VENUE_BAD_QUANTITY", "UNEXPECTED_REJECTION",
                "KILL_SWITCH_COMPLETE after 100 ms",
            ])
    }

    @Test("K04: what waits in the queue is dropped and never leaves")
    func queued() {
        let more: (at: Moment, act: Puppet.Act) = (
            day.at("10:00:00.05"),
            { $0.buy(SymbolIndex(1), quantity: Shares(1), limit: Price(20_000)) }
        )
        let bench = bench([more], pacing: .live)
        bench.wait("10:00:00.05")
        #expect(
            bench.command("10:00:00.1", .engageKillSwitch) == [
                "KILL_SWITCH_ENGAGED", "2 CANCELED NOT_SENT",
            ])
        bench.accept("10:00:00.15", 1, as: 7)
        #expect(bench.wait("10:00:00.2") == ["1 change sent", "→ 2 cancel 7"])
        #expect(bench.wait("10:10") == [])
    }

    @Test("K05: a cancel that comes too late is no harm: the order filled, and that completes it")
    func filling() {
        let bench = bench()
        bench.accept("10:00:01", 1, as: 7)
        bench.fill("10:00:01.5", 7, 4, at: 70_000)
        bench.command("10:00:02", .engageKillSwitch)
        #expect(
            bench.fill("10:00:02.05", 7, 6, at: 70_000) == [
                "1 filled 6 at 70000, FILLED", "KILL_SWITCH_COMPLETE after 50 ms",
            ])
        #expect(bench.refuse("10:00:02.1", 2, .nothingLeft) == [])
        #expect(bench.wait("10:01") == [])
    }

    @Test("a refused cancel is sent again each second until the order is gone")
    func retried() {
        let bench = bench()
        bench.accept("10:00:01", 1, as: 7)
        bench.command("10:00:02", .engageKillSwitch)
        for request in 2...4 as ClosedRange<Int64> {
            #expect(
                bench.refuse("10:00:0\(request).5", request, .wrongSession) == ["1 change refused"])
            #expect(
                bench.wait("10:00:0\(request + 1).5") == [
                    "1 change sent", "→ \(request + 1) cancel 7",
                ])
        }
        bench.push("10:00:06", 7, .cancelled(quantity: Shares(10), by: OrderNumber(9)))
        #expect(bench.wait("10:10") == [])
    }

    @Test("a strategy's cancel in flight becomes the kill switch's when it is refused")
    func strategysCancel() {
        let bench = bench([cancel(at: "10:00:02")])
        bench.accept("10:00:01", 1, as: 7)
        #expect(bench.wait("10:00:02") == ["1 change sent", "→ 2 cancel 7"])
        #expect(bench.command("10:00:02.1", .engageKillSwitch) == ["KILL_SWITCH_ENGAGED"])
        #expect(bench.refuse("10:00:02.2", 2, .wrongSession) == ["1 change refused"])
        #expect(bench.wait("10:00:03.2") == ["1 change sent", "→ 3 cancel 7"])
    }

    @Test("a replace in flight is followed by the cancel, whether it was done or refused")
    func replacing() {
        for isDone in [true, false] {
            let bench = bench([replace(at: "10:00:02", to: 71_000)])
            bench.accept("10:00:01", 1, as: 7)
            bench.wait("10:00:02")
            #expect(bench.command("10:00:02.1", .engageKillSwitch) == ["KILL_SWITCH_ENGAGED"])
            let said =
                isDone
                ? bench.push(
                    "10:00:02.2", 7,
                    .modified(quantity: Shares(10), limit: Price(71_000), to: OrderNumber(8)))
                : bench.refuse("10:00:02.2", 2, .wrongSession)
            #expect(said.suffix(2) == ["1 change sent", "→ 3 cancel \(isDone ? 8 : 7)"])
        }
    }

    @Test("K10: it is not rearmed while an order may still live")
    func earlyRearm() {
        let bench = bench()
        bench.accept("10:00:01", 1, as: 7)
        bench.command("10:00:02", .engageKillSwitch)
        #expect(
            bench.command("10:00:02.1", .rearmKillSwitch) == [
                "KILL_SWITCH_REFUSED_REARM ORDERS_OPEN"
            ])
        #expect(bench.engine.mode == .killed)
        bench.push("10:00:02.2", 7, .cancelled(quantity: Shares(10), by: OrderNumber(8)))
        #expect(bench.command("10:00:02.3", .rearmKillSwitch) == ["KILL_SWITCH_REARMED"])
    }

    @Test("K11: it stays engaged over days, refuses all, and holds no signal")
    func overDays() {
        let next = Sample.wednesday
        let bench = bench([
            (
                day.at("11:00"),
                { $0.buy(SymbolIndex(0), quantity: Shares(1), timeInForce: .nextOpen) }
            ),
            (next.at("10:00"), { $0.sell(SymbolIndex(0), quantity: Shares(1)) }),
        ])
        bench.accept("10:00:01", 1, as: 7)
        bench.fill("10:00:02", 7, 10, at: 70_000)
        bench.command("10:00:03", .engageKillSwitch)
        #expect(bench.wait("11:00") == ["refused KILL_SWITCH"])
        bench.day = next
        #expect(bench.wait("10:00").last == "refused KILL_SWITCH")
        #expect(bench.engine.mode == .killed)
    }

    @Test("what expires at the day's end completes it")
    func expires() {
        let bench = bench()
        bench.accept("10:00:01", 1, as: 7)
        bench.command("15:30:10", .engageKillSwitch)
        #expect(
            bench.push("15:30:30", 7, .expired(quantity: Shares(10))).suffix(2) == [
                "1 CANCELED EXPIRED", "KILL_SWITCH_COMPLETE after 20000 ms",
            ])
    }
}
