import KraderEngine
import KraderModel
import Support
import Testing

@Suite("What the broker says, and what becomes of orders")
struct BrokerTests: BuyOfTen {
    @Test("reserved when decided, paid when filled, free when done")
    func plainFill() {
        let bench = bench()
        expect(bench, cash: 10_000_000, reserved: 700_000, held: 0)
        #expect(bench.accept("10:00:01", 1, as: 7) == ["1 acknowledged"])
        #expect(bench.push("10:00:01", 7, .accepted(.sample())) == [])
        #expect(bench.fill("10:00:02", 7, 4, at: 69_900) == ["1 filled 4 at 69900, PARTIAL_FILL"])
        expect(bench, cash: 9_720_400, reserved: 420_000, held: 4)
        #expect(bench.fill("10:00:03", 7, 6, at: 70_000) == ["1 filled 6 at 70000, FILLED"])
        expect(bench, cash: 9_300_400, reserved: 0, held: 10)
        #expect(bench.engine.position(SymbolIndex(0)).cost == Won(699_600))
    }

    @Test("a rejected order frees everything and is told with its reason")
    func rejected() {
        let bench = bench()
        #expect(
            bench.refuse("10:00:01", 1, .cashShort) == [
                "1 REJECTED REJECTED_BY_VENUE VENUE_CASH_SHORT", "UNEXPECTED_REJECTION",
            ])
        expect(bench, cash: 10_000_000, reserved: 0, held: 0)
        #expect(bench.engine.liveOrderCount == 0)
    }

    @Test("B05: a refusal by push after an accepting reply ends the order; what had filled stays")
    func rejectedByPush() {
        let untouched = bench()
        untouched.accept("10:00:01", 1, as: 7)
        #expect(
            untouched.push("10:00:02", 7, .rejected(.offStep)) == [
                "1 REJECTED REJECTED_BY_VENUE VENUE_OFF_STEP", "UNEXPECTED_REJECTION",
            ])
        let partly = bench()
        partly.accept("10:00:01", 1, as: 7)
        partly.fill("10:00:02", 7, 4, at: 70_000)
        #expect(
            partly.push("10:00:03", 7, .rejected(.offStep)) == [
                "1 CANCELED REJECTED_BY_VENUE VENUE_OFF_STEP", "UNEXPECTED_REJECTION",
            ])
        expect(partly, cash: 9_720_000, reserved: 0, held: 4)
        #expect(partly.engine.liveOrderCount == 0)
    }

    @Test("A07: pushes that overtake the reply are kept until it names their number")
    func overtaken() {
        let bench = bench()
        #expect(bench.push("10:00:00.5", 7, .accepted(.sample())) == [])
        #expect(bench.fill("10:00:00.6", 7, 4, at: 70_000) == [])
        #expect(bench.fill("10:00:00.7", 8, 1, at: 70_000) == [])
        expect(bench, cash: 10_000_000, reserved: 700_000, held: 0)
        #expect(
            bench.accept("10:00:01", 1, as: 7) == [
                "1 acknowledged", "1 filled 4 at 70000, PARTIAL_FILL",
            ])
        #expect(bench.engine.unexplainedPushes == 1, "Nobody named number 8")
        #expect(bench.fill("10:00:02", 7, 6, at: 70_000) == ["1 filled 6 at 70000, FILLED"])
        expect(bench, cash: 9_300_000, reserved: 0, held: 10)
    }

    @Test(
        "a push that nobody explains by midnight is quarantined, not tomorrow's"
    )
    func unexplained() {
        let next = Sample.wednesday
        let bench = bench([
            (
                next.at("10:00"),
                { $0.buy(SymbolIndex(0), quantity: Shares(1), limit: Price(70_000)) }
            )
        ])
        bench.accept("10:00:01", 1, as: 7)
        bench.push("10:00:02", 7, .expired(quantity: Shares(10)))
        bench.fill("10:00:02", 9, 1, at: 70_000)
        bench.day = next
        #expect(bench.wait("00:00").contains("QUARANTINED_PUSH"))
        #expect(bench.engine.counts.pushesQuarantined == 1)
        #expect(bench.engine.unexplainedPushes == 0)
        bench.wait("10:00")
        #expect(
            bench.accept("10:00:01", bench.lastOrder, as: 9) == ["2 acknowledged"])
        #expect(bench.engine.position(SymbolIndex(0)).quantity == .zero)
    }

    @Test("C09: a fill beyond what is left is booked as the broker says, and kills")
    func overfill() {
        let bench = bench()
        bench.accept("10:00:01", 1, as: 7)
        bench.fill("10:00:02", 7, 4, at: 70_000)
        #expect(
            bench.fill("10:00:03", 7, 7, at: 70_000) == [
                "1 filled 6 at 70000, FILLED", "1 filled 1 at 70000, FILLED", "OVERFILLED",
                "KILL_SWITCH_ENGAGED CRITICAL", "KILL_SWITCH_COMPLETE after 0 ms",
            ])
        expect(bench, cash: 9_230_000, reserved: 0, held: 11)
    }

    @Test("C10: a fill of an order that has ended is booked, and kills")
    func fillAfterEnd() {
        let bench = bench()
        bench.accept("10:00:01", 1, as: 7)
        bench.push("10:00:02", 7, .expired(quantity: Shares(10)))
        #expect(
            bench.fill("10:00:03", 7, 1, at: 70_000) == [
                "1 filled 1 at 70000, CANCELED", "FILLED_AFTER_END",
                "KILL_SWITCH_ENGAGED CRITICAL", "KILL_SWITCH_COMPLETE after 0 ms",
            ])
        #expect(
            bench.push("10:00:04", 7, .accepted(.sample())) == [],
            "An old acceptance says nothing new")
        expect(bench, cash: 9_930_000, reserved: 0, held: 1)
    }

    @Test("A08: a second reply to one request is no reply")
    func secondReply() {
        let bench = bench()
        bench.accept("10:00:01", 1, as: 7)
        #expect(bench.accept("10:00:02", 1, as: 7) == [])
        #expect(bench.refuse("10:00:03", 1, .cashShort) == [])
        #expect(bench.refuse("10:00:03", 99, .cashShort) == [])
        expect(bench, cash: 10_000_000, reserved: 700_000, held: 0)
    }

    @Test("D05: a cancel before the number is known is kept and sent when it is")
    func cancelInFlight() {
        let bench = bench([cancel(at: "10:00:00.5")])
        #expect(bench.wait("10:00:00.5") == [])
        #expect(
            bench.accept("10:00:01", 1, as: 7) == [
                "1 acknowledged", "1 change sent", "→ 2 cancel 7",
            ])
        #expect(bench.accept("10:00:02", 2, as: 8) == [])
        #expect(
            bench.push("10:00:02", 7, .cancelled(quantity: Shares(10), by: OrderNumber(8)))
                == ["1 CANCELED CANCELLED_BY_STRATEGY"])
        expect(bench, cash: 10_000_000, reserved: 0, held: 0)
    }

    @Test("D01: a cancel that is refused because the order filled is no harm")
    func cancelRace() {
        let bench = bench([cancel(at: "10:00:02")])
        bench.accept("10:00:01", 1, as: 7)
        #expect(bench.wait("10:00:02") == ["1 change sent", "→ 2 cancel 7"])
        #expect(bench.fill("10:00:02.1", 7, 10, at: 70_000) == ["1 filled 10 at 70000, FILLED"])
        #expect(bench.refuse("10:00:02.2", 2, .nothingLeft) == [])
        expect(bench, cash: 9_300_000, reserved: 0, held: 10)
    }

    @Test("after a refused cancel the order works on and can be cancelled again")
    func cancelRefused() {
        let bench = bench([cancel(at: "10:00:02"), cancel(at: "10:00:04")])
        bench.accept("10:00:01", 1, as: 7)
        bench.wait("10:00:02")
        #expect(bench.refuse("10:00:03", 2, .badQuantity) == ["1 change refused"])
        #expect(bench.wait("10:00:04") == ["1 change sent", "→ 3 cancel 7"])
    }

    @Test("an order with an expiry is cancelled when its time is over")
    func expireAfter() {
        let bench = bench(expireAfter: .seconds(30))
        bench.accept("10:00:01", 1, as: 7)
        #expect(bench.wait("10:00:29.999999999") == [])
        #expect(bench.wait("10:00:30") == ["1 change sent", "→ 2 cancel 7"])
        #expect(
            bench.push("10:00:31", 7, .cancelled(quantity: Shares(10), by: OrderNumber(8)))
                == ["1 CANCELED EXPIRED_BY_STRATEGY"])
        #expect(bench.wait("10:10") == [])
    }

    @Test("E04: what is left of yesterday's orders can still end today")
    func endAfterMidnight() {
        let bench = bench()
        bench.accept("10:00:01", 1, as: 7)
        bench.wait("23:59:59")
        bench.day = Sample.wednesday
        bench.wait("00:00")
        #expect(
            bench.push("00:00", 7, .expired(quantity: Shares(10))) == ["1 CANCELED EXPIRED"])
        expect(bench, cash: 10_000_000, reserved: 0, held: 0)
    }
}
