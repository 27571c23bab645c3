import KraderEngine
import KraderModel
import Support
import Testing

@Suite("Requests on their way to the broker")
struct PacingTests {
    let day = Sample.tuesday

    func buys(_ count: Int, at time: String = "10:00") -> (at: Moment, act: Puppet.Act) {
        (
            day.at(time),
            { context in
                for leg in 0..<count {
                    context.buy(
                        SymbolIndex(0), quantity: Shares(1), limit: Price(70_000), leg: leg)
                }
            }
        )
    }

    func cancels(at time: String) -> (at: Moment, act: Puppet.Act) {
        (
            day.at(time),
            { context in
                for order in context.activeOrders(SymbolIndex(0)) {
                    context.cancel(order.reference)
                }
            }
        )
    }

    @Test("live: a request each 200 ms, whatever its kind; cancels go first")
    func live() {
        let bench = EngineBench(
            .sample([Puppet([buys(3), cancels(at: "10:00:00.25")])], pacing: .live))
        bench.wait("09:59")
        #expect(
            bench.wait("10:00") == [
                "order 1 buy 1 @ 70000", "1 sent", "order 2 buy 1 @ 70000",
                "order 3 buy 1 @ 70000", "→ 1 new buy 1 @ 70000",
            ])
        bench.accept("10:00:00.1", 1, as: 7)
        #expect(bench.wait("10:00:00.199999999") == [])
        #expect(bench.wait("10:00:00.2") == ["2 sent", "→ 2 new buy 1 @ 70000"])
        // The third never left: it ends here. The second's cancel waits for its number, the first's
        // for its slot.
        #expect(bench.wait("10:00:00.25") == ["3 CANCELED NOT_SENT"])
        #expect(bench.wait("10:00:00.399999999") == [])
        #expect(bench.wait("10:00:00.4") == ["1 change sent", "→ 3 cancel 7"])
        #expect(bench.accept("10:00:00.45", 2, as: 8) == ["2 acknowledged"])
        #expect(bench.wait("10:00:00.6") == ["2 change sent", "→ 4 cancel 8"])
        #expect(bench.balances)
    }

    /// Two buys of a share at 70,000 out of ten millions; before the second may leave, a person
    /// buys so many at that price.
    func besides(_ shares: Int64) -> [String] {
        let bench = EngineBench(.sample([Puppet([buys(2)])], pacing: .live))
        bench.wait("10:00")
        bench.push(
            "10:00:00.1", 9,
            .accepted(.sample(.buy, shares, channel: .other, at: day.at("10:00"))))
        defer { #expect(bench.balances) }
        return bench.wait("10:00:00.2")
    }

    @Test("A15: a waiting buy leaves while cash covers it beside what a person has bought")
    func room() {
        #expect(besides(140) == ["2 sent", "→ 2 new buy 1 @ 70000"])
    }

    @Test("A15: one that cash no longer covers never leaves")
    func noRoom() {
        #expect(besides(141) == ["2 CANCELED NOT_SENT"])
    }

    @Test("cancels overtake new orders that wait")
    func urgent() {
        let bench = EngineBench(
            .sample(
                [
                    Puppet([
                        buys(1),
                        (
                            day.at("10:00:01"),
                            { context in
                                for leg in 0..<2 {
                                    context.buy(
                                        SymbolIndex(1), quantity: Shares(1), limit: Price(20_000),
                                        leg: leg)
                                }
                            }
                        ), cancels(at: "10:00:01.1"),
                    ])
                ], pacing: .live))
        bench.wait("10:00")
        bench.accept("10:00:00.1", 1, as: 7)
        #expect(bench.wait("10:00:01.1").last == "→ 2 new buy 1 @ 20000")
        #expect(bench.wait("10:00:01.2") == ["1 change sent", "→ 3 cancel 7"])
        #expect(bench.wait("10:00:01.4") == ["3 sent", "→ 4 new buy 1 @ 20000"])
    }

    @Test("mock: a request each 1.1 s of its kind")
    func mock() {
        let bench = EngineBench(
            .sample([Puppet([buys(2), cancels(at: "10:00:00.5")])], pacing: .mock))
        bench.wait("10:00")
        bench.accept("10:00:00.1", 1, as: 7)
        #expect(
            bench.wait("10:00:00.5") == ["1 change sent", "2 CANCELED NOT_SENT", "→ 2 cancel 7"])
        let other = EngineBench(.sample([Puppet([buys(2)])], pacing: .mock))
        other.wait("10:00")
        #expect(other.wait("10:00:01.099999999") == [])
        #expect(other.wait("10:00:01.1") == ["2 sent", "→ 2 new buy 1 @ 70000"])
    }

    @Test("ideal: everything at once")
    func ideal() {
        let bench = EngineBench(.sample([Puppet([buys(50)])]))
        #expect(bench.wait("10:00").filter { $0.hasPrefix("→") }.count == 50)
    }

    @Test("A15: what waits when the session ends was never sent, and holds nothing back")
    func sessionEnd() {
        let bench = EngineBench(
            .sample([Puppet([buys(3, at: "15:29:59.9")])], pacing: .live))
        bench.wait("15:29:59.9")
        #expect(bench.engine.account.reserved == Won(210_000))
        #expect(
            bench.wait("15:30:00.1") == ["2 CANCELED NOT_SENT", "3 CANCELED NOT_SENT"])
        #expect(bench.engine.account.reserved == Won(70_000))
        #expect(bench.requests.count == 1)
    }

    @Test(
        "the kill switch ends what waits, cancels what works, and later what was in flight"
    )
    func killSwitch() {
        let bench = EngineBench(.sample([Puppet([buys(3)])], pacing: .live))
        bench.wait("10:00")
        bench.accept("10:00:00.1", 1, as: 7)
        bench.wait("10:00:00.2")
        #expect(
            bench.command("10:00:00.3", .engageKillSwitch) == [
                "KILL_SWITCH_ENGAGED", "3 CANCELED NOT_SENT",
            ])
        #expect(bench.command("10:00:00.31", .engageKillSwitch) == [], "Twice is once")
        #expect(bench.wait("10:00:00.4") == ["1 change sent", "→ 3 cancel 7"])
        #expect(
            bench.push("10:00:00.5", 7, .cancelled(quantity: Shares(1), by: OrderNumber(9)))
                == ["1 CANCELED CANCELLED_BY_KILL_SWITCH"])
        #expect(
            bench.accept("10:00:00.7", 2, as: 8) == [
                "2 acknowledged", "2 change sent", "→ 4 cancel 8",
            ])
        bench.push("10:00:00.8", 8, .cancelled(quantity: Shares(1), by: OrderNumber(10)))
        #expect(bench.engine.account.reserved == .zero && bench.engine.liveOrderCount == 0)
        // The list of open orders is asked in its turn, and so are those for the rearming.
        #expect(bench.wait("10:00:01") == ["KILL_SWITCH_COMPLETE after 600 ms"])
        #expect(bench.command("10:01", .rearmKillSwitch) == [])
        #expect(bench.wait("10:01:01") == ["KILL_SWITCH_REARMED"])
    }

    @Test("K12: an order that waits while the kill switch engages and rearms is never sent")
    func killWhileQueued() {
        let bench = EngineBench(.sample([Puppet([buys(2)])], pacing: .live))
        bench.wait("10:00")
        bench.command("10:00:00.05", .engageKillSwitch)
        bench.command("10:00:00.06", .rearmKillSwitch)
        bench.wait("10:00:05")
        #expect(bench.requests.count == 1)
    }
}
