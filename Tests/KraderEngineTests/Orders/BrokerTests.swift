import KraderEngine
import KraderModel
import Support
import Testing

@Suite("What the broker says, and what becomes of orders")
struct BrokerTests {
    let day = Sample.tuesday

    /// Buys ten at 70,000 at 10:00, then what the test wants.
    func bench(
        _ more: [(at: Moment, act: Puppet.Act)] = [], pacing: PacingProfile = .ideal,
        costs: CostSchedule = .none, expireAfter: Interval? = nil
    ) -> EngineBench {
        let buy: (at: Moment, act: Puppet.Act) = (
            day.at("10:00"),
            {
                $0.buy(
                    SymbolIndex(0), quantity: Shares(10), limit: Price(70_000),
                    expireAfter: expireAfter)
            }
        )
        let bench = EngineBench(.sample([Puppet([buy] + more)], costs: costs, pacing: pacing))
        bench.print("09:59:59", 70_000)
        bench.wait("10:00")
        return bench
    }

    func cancel(at time: String) -> (at: Moment, act: Puppet.Act) {
        (
            day.at(time),
            { context in
                for order in context.activeOrders(SymbolIndex(0)) {
                    context.cancel(order.reference)
                }
            }
        )
    }

    func replace(at time: String, to limit: Int64) -> (at: Moment, act: Puppet.Act) {
        (
            day.at(time),
            { context in
                for order in context.activeOrders(SymbolIndex(0)) {
                    context.replace(order.reference, limit: Price(limit))
                }
            }
        )
    }

    func expect(
        _ bench: EngineBench, cash: Int64, reserved: Int64, held: Int64,
        _ location: SourceLocation = #_sourceLocation
    ) {
        let account = bench.engine.account
        #expect(account.cash == Won(cash), sourceLocation: location)
        #expect(account.reserved == Won(reserved), sourceLocation: location)
        let quantity = bench.engine.position(SymbolIndex(0)).quantity
        #expect(quantity == Shares(held), sourceLocation: location)
        #expect(bench.balances, sourceLocation: location)
    }

    @Test("reserved when decided, paid when filled, free when done")
    func plainFill() {
        let bench = bench()
        expect(bench, cash: 10_000_000, reserved: 700_000, held: 0)
        #expect(bench.accept("10:00:01", 1, as: 7) == ["1 acknowledged"])
        #expect(bench.push("10:00:01", 7, .accepted) == [])
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
                "1 REJECTED REJECTED_BY_VENUE VENUE_CASH_SHORT"
            ])
        expect(bench, cash: 10_000_000, reserved: 0, held: 0)
        #expect(bench.engine.liveOrderCount == 0)
    }

    @Test("a refusal by push after an accepting reply ends the order; what had filled stays")
    func rejectedByPush() {
        let untouched = bench()
        untouched.accept("10:00:01", 1, as: 7)
        #expect(
            untouched.push("10:00:02", 7, .rejected(.offStep)) == [
                "1 REJECTED REJECTED_BY_VENUE VENUE_OFF_STEP"
            ])
        let partly = bench()
        partly.accept("10:00:01", 1, as: 7)
        partly.fill("10:00:02", 7, 4, at: 70_000)
        #expect(
            partly.push("10:00:03", 7, .rejected(.offStep)) == [
                "1 CANCELED REJECTED_BY_VENUE VENUE_OFF_STEP"
            ])
        expect(partly, cash: 9_720_000, reserved: 0, held: 4)
        #expect(partly.engine.liveOrderCount == 0)
    }

    @Test("pushes that overtake the reply are kept until it names their number")
    func overtaken() {
        let bench = bench()
        #expect(bench.push("10:00:00.5", 7, .accepted) == [])
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
        #expect(bench.accept("10:00:01", 2, as: 9) == ["2 acknowledged"])
        #expect(bench.engine.position(SymbolIndex(0)).quantity == .zero)
    }

    @Test("a fill beyond what is left is quarantined and changes nothing")
    func overfill() {
        let bench = bench()
        bench.accept("10:00:01", 1, as: 7)
        bench.fill("10:00:02", 7, 4, at: 70_000)
        #expect(bench.fill("10:00:03", 7, 7, at: 70_000) == ["QUARANTINED_PUSH"])
        expect(bench, cash: 9_720_000, reserved: 420_000, held: 4)
        #expect(bench.engine.counts.pushesQuarantined == 1)
        #expect(bench.fill("10:00:04", 7, 6, at: 70_000) == ["1 filled 6 at 70000, FILLED"])
    }

    @Test("a fill of an order that has ended is quarantined")
    func fillAfterEnd() {
        let bench = bench()
        bench.accept("10:00:01", 1, as: 7)
        bench.push("10:00:02", 7, .expired(quantity: Shares(10)))
        #expect(bench.fill("10:00:03", 7, 1, at: 70_000) == ["QUARANTINED_PUSH"])
        #expect(bench.push("10:00:04", 7, .accepted) == [], "An old acceptance says nothing new")
        #expect(bench.engine.counts.pushesQuarantined == 1)
        expect(bench, cash: 10_000_000, reserved: 0, held: 0)
    }

    @Test("a second reply to one request is no reply")
    func secondReply() {
        let bench = bench()
        bench.accept("10:00:01", 1, as: 7)
        #expect(bench.accept("10:00:02", 1, as: 7) == [])
        #expect(bench.refuse("10:00:03", 1, .cashShort) == [])
        #expect(bench.refuse("10:00:03", 99, .cashShort) == [])
        expect(bench, cash: 10_000_000, reserved: 700_000, held: 0)
    }

    @Test("a cancel before the number is known is kept and sent when it is")
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

    @Test("a cancel that is refused because the order filled is no harm")
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
        #expect(bench.refuse("10:00:03", 2, .wrongSession) == ["1 change refused"])
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

    @Test("a replace reserves for the dearer limit while it is in flight")
    func replaceUp() {
        let bench = bench([replace(at: "10:00:02", to: 71_000)])
        bench.accept("10:00:01", 1, as: 7)
        bench.fill("10:00:01.5", 7, 4, at: 70_000)
        #expect(bench.wait("10:00:02") == ["1 change sent", "→ 2 modify 7 @ 71000"])
        expect(bench, cash: 9_720_000, reserved: 426_000, held: 4)
        #expect(bench.accept("10:00:03", 2, as: 8) == [])
        #expect(
            bench.push(
                "10:00:03", 7,
                .modified(quantity: Shares(6), limit: Price(71_000), to: OrderNumber(8)))
                == ["1 modified to 71000"])
        expect(bench, cash: 9_720_000, reserved: 426_000, held: 4)
        #expect(bench.fill("10:00:04", 8, 6, at: 71_000) == ["1 filled 6 at 71000, FILLED"])
        expect(bench, cash: 9_294_000, reserved: 0, held: 10)
    }

    @Test("a cheaper replace frees cash only when the venue says so")
    func replaceDown() {
        let bench = bench([replace(at: "10:00:02", to: 69_000)])
        bench.accept("10:00:01", 1, as: 7)
        bench.wait("10:00:02")
        expect(bench, cash: 10_000_000, reserved: 700_000, held: 0)
        bench.push(
            "10:00:03", 7, .modified(quantity: Shares(10), limit: Price(69_000), to: OrderNumber(8))
        )
        expect(bench, cash: 10_000_000, reserved: 690_000, held: 0)
        // The reply comes late; a fill under the new number was booked by the push's word.
        #expect(bench.accept("10:00:04", 2, as: 8) == [])
        #expect(bench.fill("10:00:05", 8, 10, at: 69_000) == ["1 filled 10 at 69000, FILLED"])
    }

    @Test("a refused replace gives back what it reserved")
    func replaceRefused() {
        let bench = bench([replace(at: "10:00:02", to: 71_000)])
        bench.accept("10:00:01", 1, as: 7)
        bench.wait("10:00:02")
        expect(bench, cash: 10_000_000, reserved: 710_000, held: 0)
        #expect(bench.refuse("10:00:03", 2, .wrongSession) == ["1 change refused"])
        expect(bench, cash: 10_000_000, reserved: 700_000, held: 0)
    }

    @Test("a cancel wished while a replace is in flight follows it")
    func cancelAfterReplace() {
        let bench = bench([replace(at: "10:00:02", to: 69_000), cancel(at: "10:00:02.5")])
        bench.accept("10:00:01", 1, as: 7)
        bench.wait("10:00:02.5")
        #expect(
            bench.push(
                "10:00:03", 7,
                .modified(quantity: Shares(10), limit: Price(69_000), to: OrderNumber(8)))
                == ["1 modified to 69000", "1 change sent", "→ 3 cancel 8"])
    }

    @Test("a cancel overtakes a replace that still waits, and only the cancel is sent")
    func cancelBeforeReplace() {
        let bench = bench(
            [
                (
                    day.at("10:00:02"),
                    { $0.buy(SymbolIndex(1), quantity: Shares(1), limit: Price(20_000)) }
                ),
                replace(at: "10:00:02.05", to: 71_000), cancel(at: "10:00:02.1"),
            ], pacing: .live)
        bench.accept("10:00:01", 1, as: 7)
        bench.wait("10:00:02.05")
        #expect(bench.engine.account.reserved == Won(730_000))
        bench.wait("10:00:02.1")
        #expect(bench.engine.account.reserved == Won(720_000), "The replace is off")
        #expect(bench.wait("10:00:02.2") == ["1 change sent", "→ 3 cancel 7"])
        #expect(bench.wait("10:00:05") == [])
        #expect(bench.refuse("10:00:06", 3, .nothingLeft) == ["1 change refused"])
        #expect(bench.wait("10:00:10") == [], "A refused cancel is not sent again by itself")
    }

    @Test("of two replaces that wait, the later is sent")
    func twoReplaces() {
        let bench = bench(
            [
                (
                    day.at("10:00:02"),
                    { $0.buy(SymbolIndex(1), quantity: Shares(1), limit: Price(20_000)) }
                ),
                replace(at: "10:00:02.05", to: 71_000), replace(at: "10:00:02.1", to: 70_500),
            ], pacing: .live)
        bench.accept("10:00:01", 1, as: 7)
        bench.wait("10:00:02.1")
        #expect(bench.engine.account.reserved == Won(725_000))
        #expect(bench.wait("10:00:02.2") == ["1 change sent", "→ 3 modify 7 @ 70500"])
        #expect(bench.wait("10:00:05") == [])
    }

    @Test("a replace that waits when the session ends is not sent")
    func replaceAtTheEnd() {
        let bench = bench(
            [
                (
                    day.at("15:29:59.8"),
                    { $0.buy(SymbolIndex(1), quantity: Shares(1), limit: Price(20_000)) }
                ),
                replace(at: "15:29:59.9", to: 71_000),
            ], pacing: .live)
        bench.accept("10:00:01", 1, as: 7)
        bench.wait("15:29:59.9")
        #expect(bench.engine.account.reserved == Won(730_000))
        bench.wait("15:30:00.5")
        #expect(!bench.requests.map(words).contains("→ 3 modify 7 @ 71000"))
        #expect(bench.engine.account.reserved == Won(720_000))
    }

    @Test("nothing is replaced while the kill switch is engaged")
    func replaceWhileKilled() {
        let bench = bench([replace(at: "10:00:05", to: 71_000)])
        bench.accept("10:00:01", 1, as: 7)
        bench.command("10:00:02", .engageKillSwitch)
        bench.refuse("10:00:03", 2, .wrongSession)
        #expect(bench.wait("10:00:05") == [])
    }

    @Test("what is left of yesterday's orders can still end today")
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
