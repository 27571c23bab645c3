import KraderEngine
import KraderModel
import Support
import Testing

@Suite("Orders around the auctions")
struct AuctionTests: BuyOfTen {
    func buy(
        at time: String, _ timeInForce: TimeInForce = .day, type: OrderType? = nil
    ) -> (at: Moment, act: Puppet.Act) {
        (
            day.at(time),
            {
                $0.buy(
                    SymbolIndex(0), quantity: Shares(1), type: type, limit: Price(70_000),
                    timeInForce: timeInForce)
            }
        )
    }

    func plain(
        _ acts: [(at: Moment, act: Puppet.Act)], from start: CalendarDate? = nil,
        pacing: PacingProfile = .ideal
    ) -> EngineBench {
        let first = start ?? day
        let bench = EngineBench(.sample([Puppet(acts)], pacing: pacing, start: first.midnight))
        bench.day = first
        return bench
    }

    @Test("§1.1 what is open at 15:20 stays, can be cancelled, and expires after the cross")
    func staysOpen() {
        let bench = bench([cancel(at: "15:25")])
        bench.accept("10:00:01", 1, as: 7)
        bench.fill("10:00:02", 7, 4, at: 70_000)
        #expect(bench.wait("15:24:59") == [])
        #expect(bench.engine.liveOrderCount == 1)
        #expect(bench.wait("15:25") == ["1 change sent", "→ 2 cancel 7"])
        let end = bench.push("15:30:30", 7, .expired(quantity: Shares(6)))
        #expect(end.last == "1 CANCELED EXPIRED")
        expect(bench, cash: 9_720_000, reserved: 0, held: 4)
    }

    @Test("E13: a new order at 15:25 joins the closing auction; a fill at the cross is a fill")
    func joinsClosing() {
        let bench = plain([buy(at: "15:25")])
        #expect(bench.wait("15:25").last == "→ 1 new buy 1 @ 70000")
        bench.accept("15:25:01", 1, as: 7)
        #expect(bench.fill("15:30:11", 7, 1, at: 69_900) == ["1 filled 1 at 69900, FILLED"])
    }

    @Test(
        "next_close is held until the closing auction takes orders, then checked and sent",
        arguments: [("09:30", "15:20"), ("08:45", "15:20"), ("15:19:59.999999999", "15:20")])
    func nextClose(time: String, release: String) {
        let bench = plain([buy(at: time, .nextClose)])
        #expect(bench.wait(time) == ["held"])
        #expect(bench.wait("15:19:59.999999999") == [])
        #expect(bench.engine.account.reserved == .zero)
        #expect(
            bench.wait(release) == ["order 1 buy 1 @ 70000", "1 sent", "→ 1 new buy 1 @ 70000"])
    }

    @Test("next_close in the auction goes at once, after it to the next trading day's")
    func nextCloseLate() {
        #expect(
            plain([buy(at: "15:29", .nextClose)]).wait("15:29").first?.hasPrefix("order") == true)
        let late = plain([buy(at: "15:30", .nextClose)])
        #expect(late.wait("15:30") == ["held"])
        late.day = Sample.wednesday
        #expect(late.wait("15:19:59").allSatisfy { $0.hasPrefix("day") })
        #expect(late.wait("15:20").last == "→ 1 new buy 1 @ 70000")
    }

    @Test("next_close of a type that the closing auction does not take is refused there (§5.1)")
    func nextCloseConditional() {
        let bench = plain([buy(at: "10:00", .nextClose, type: .conditionalLimit)])
        #expect(bench.wait("10:00") == ["held"])
        #expect(bench.wait("15:20") == ["refused WRONG_PHASE"])
    }

    @Test("§1.5 next_close waits until 16:20 on the exam day, next_open until 09:30 on the first")
    func specialDays() {
        let exam = CalendarDate(2026, 11, 19)
        let act: Puppet.Act = {
            $0.buy(
                SymbolIndex(0), quantity: Shares(1), limit: Price(70_000),
                timeInForce: .nextClose)
        }
        let closing = plain([(exam.at("11:00"), act)], from: exam)
        #expect(closing.wait("16:19:59.999999999") == ["held"])
        #expect(closing.wait("16:20").last == "→ 1 new buy 1 @ 70000")
        let first = CalendarDate(2026, 1, 2)
        let opening = plain(
            [
                (
                    first.at("07:00"),
                    {
                        $0.buy(
                            SymbolIndex(0), quantity: Shares(1), limit: Price(70_000),
                            timeInForce: .nextOpen)
                    }
                )
            ], from: first)
        #expect(opening.wait("09:29:59.999999999") == ["held"])
        #expect(opening.wait("09:30").last == "→ 1 new buy 1 @ 70000")
    }

    @Test("A15: what the phase took when it was decided may not when it leaves: then it stays")
    func staleInTheQueue() {
        let act: Puppet.Act = { context in
            context.buy(SymbolIndex(0), quantity: Shares(1), limit: Price(70_000))
            context.buy(
                SymbolIndex(0), quantity: Shares(1), limit: Price(70_000),
                timeInForce: .immediateOrCancel, leg: 1)
            context.buy(
                SymbolIndex(0), quantity: Shares(1), type: .conditionalLimit, limit: Price(70_000),
                leg: 2)
            context.buy(SymbolIndex(0), quantity: Shares(1), limit: Price(70_000), leg: 3)
        }
        let bench = plain([(day.at("15:19:59.9"), act)], pacing: .live)
        #expect(bench.wait("15:19:59.9").last == "→ 1 new buy 1 @ 70000")
        #expect(
            bench.wait("15:20:00.1") == [
                "2 CANCELED NOT_SENT", "3 CANCELED NOT_SENT", "4 sent", "→ 2 new buy 1 @ 70000",
            ])
        #expect(bench.engine.account.reserved == Won(140_000))
    }
}
