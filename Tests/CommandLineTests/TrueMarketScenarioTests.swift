import Testing

@Suite("The shipped scenarios, by hand") struct TrueMarketScenarioTests {
    @Test("§5.4 the exchange's example crosses 600 at 7,830; a tenth of it is ours, then the book")
    func openingAuction() throws {
        let ran = try Ran(try Workshop(), "opening-auction")
        #expect(ran.finished.exit == 0)
        // The market order comes first and has 60 of 600. What is left has a tenth of what is
        // printed then: at 10:00 somebody takes 150 at 7,830 and 250 at 7,840.
        let cross = ran.fills.first?.prefix(8) ?? ""
        #expect(("09:00:00"..."09:00:29").contains(String(cross)))
        #expect(
            ran.fills.map { $0.dropFirst(9) } == [
                "buy 20 7830 auction", "buy 40 7830 auction", "buy 15 7850 through",
                "buy 25 7850 through",
            ])
        #expect(
            ran.orders == [
                "buy day 20/20 FILLED", "buy day 80/100 CANCELED EXPIRED",
                "buy day 0/10 CANCELED EXPIRED",
            ])
    }

    @Test("an order walks three levels; another waits until the 200 ahead of it have traded")
    func bookWalkAndQueue() throws {
        let ran = try Ran(try Workshop(), "book-walk-and-queue")
        #expect(ran.finished.exit == 0)
        // The book shows 60 at 70,200 later, of which 40 are taken already; 70,100 is gone. Prints
        // of 150 and 60 come at the limit: 10 are behind the 200. One print below it takes the
        // rest.
        #expect(
            ran.fills == [
                "09:01:00 buy 30 70100 book", "09:01:00 buy 40 70200 book",
                "09:01:00 buy 30 70300 book", "09:03:00 buy 20 70200 book",
                "09:06:00 buy 10 70000 touch", "09:07:00 buy 20 70000 through",
            ])
        #expect(ran.orders[1] == "buy ioc 20/50 CANCELED EXPIRED")
    }

    @Test("§3 a stop hit in an interruption joins the call auction and sells at its cross")
    func stopThroughInterruption() throws {
        let ran = try Ran(try Workshop(), "stop-through-interruption")
        #expect(ran.finished.exit == 0)
        #expect(
            ran.fills == ["09:01:05 buy 10 70100 through", "10:02:31 sell 10 62000 auction"])
        #expect(ran.refusals == ["10:01:00 buy 10 INTERRUPTED"])
        #expect(ran.result.integer("data.dynamic_interruptions") == 1)
    }

    @Test(
        "§4.2 with interruptions traded a buy may join the auction too; here it would meet the stop"
    )
    func stopInTheInterruption() throws {
        let ran = try Ran(
            try Workshop(), "stop-through-interruption",
            ["--set", "risk.trade_interruptions=true"])
        #expect(ran.finished.exit == 0)
        #expect(ran.refusals == ["10:01:00 buy 10 SELF_CROSS"])
        #expect(
            ran.fills == ["09:01:05 buy 10 70100 through", "10:02:31 sell 10 62000 auction"])
    }

    @Test(
        "nobody buys at the lower limit: the stop's order expires, the next day's sells at the open"
    )
    func lockedAtTheLimit() throws {
        let ran = try Ran(try Workshop(), "locked-at-the-limit")
        #expect(ran.finished.exit == 0)
        #expect(
            ran.fills == [
                "03-03T09:01:05 buy 50 70100 through", "03-05T09:00:12 sell 50 41000 auction",
            ])
        #expect(
            ran.orders == [
                "buy day 50/50 FILLED", "sell day 0/50 CANCELED EXPIRED", "sell day 50/50 FILLED",
            ])
        // What is held is marked at the limit meanwhile: 50 × (49,000 − 70,000).
        #expect(ran.result.integer("days.1.profit") == -1_050_000)
    }

    @Test("§1.5 on the exam day all is an hour later; §5.1 a conditional limit buys at the close")
    func conditionalLimit() throws {
        let ran = try Ran(try Workshop(), "conditional-limit")
        #expect(ran.finished.exit == 0)
        #expect(ran.fills == ["16:30:11 buy 10 70200 auction"])
        #expect(
            ran.refusals == [
                "09:30:00 buy 1 OUTSIDE_TRADING_HOURS", "16:25:00 buy 10 WRONG_PHASE",
            ])
        #expect(ran.orders == ["buy day 10/10 FILLED", "buy day 0/10 CANCELED EXPIRED"])
    }

    @Test("§1.1, §1.5 closing-price sessions before a late open and after the close")
    func closingPrice() throws {
        let ran = try Ran(try Workshop(), "closing-price")
        #expect(ran.finished.exit == 0)
        // The fills are a tenth of 200, of 60 and of 60.
        #expect(
            ran.fills == [
                "09:38:00 buy 10 70000 auction", "15:45:00 sell 6 72000 auction",
                "15:50:00 sell 4 72000 auction",
            ])
        #expect(ran.refusals == ["11:00:00 sell 10 WRONG_PHASE"])
        // Commission 105 and 108, each cut to 100; tax of 720,000: 0.05 % and 0.15 %.
        #expect(ran.result.integer("totals.net") == 20_000 - 200 - 360 - 1_080)
    }

    @Test("§1.2 the after-market: limits of KOSPI shares only, and nothing is carried over")
    func afterMarket() throws {
        let ran = try Ran(try Workshop(), "after-market")
        #expect(ran.finished.exit == 0)
        #expect(
            ran.fills == [
                "16:35:00 buy 10 69900 through", "16:45:00 buy 10 69700 through",
                "19:30:00 sell 5 70500 through",
            ])
        #expect(ran.refusals == ["16:30:00 buy 10 WRONG_PHASE", "16:30:02 buy 10 WRONG_PHASE"])
        #expect(ran.orders[0] == "buy day 0/10 CANCELED EXPIRED")
    }

    @Test("without the setting the after-market takes nothing and its prints don't count")
    func noAfterMarket() throws {
        let ran = try Ran(
            try Workshop(), "after-market", ["--set", "venue.after_market=false"])
        #expect(ran.fills == [])
        #expect(ran.refusals.count == 5)
        #expect(ran.refusals.allSatisfy { $0.hasSuffix("OUTSIDE_TRADING_HOURS") })
        #expect(ran.result.integer("data.prints_out_of_scope") == 4)
        #expect(ran.result.integer("totals.equity") == 10_000_000)
    }

    @Test("budgets bind, a strategy sells its own shares only, and no two orders of ours meet")
    func twoStrategies() throws {
        let ran = try Ran(try Workshop(), "two-strategies")
        #expect(ran.finished.exit == 0)
        // The cash of 2,000,000 less 20 shares at 70,000 leaves eight at 70,100.
        #expect(
            ran.fills == [
                "09:01:05 buy 20 70100 through", "09:30:00 buy 8 70000 through",
                "09:40:00 buy 40 69500 through", "10:00:05 sell 20 69900 through",
            ])
        #expect(
            ran.refusals == [
                "09:15:00 sell 10 NOTHING_TO_SELL", "09:21:00 sell 20 SELF_CROSS",
                "09:22:00 sell 20 SELF_CROSS",
            ])
    }

    @Test("the kill switch cancels, and refuses until it is armed again; the scenario expects it")
    func killAndRearm() throws {
        let ran = try Ran(try Workshop(), "kill-and-rearm")
        #expect(ran.finished.exit == 0)
        #expect(
            ran.fills == ["09:01:05 buy 10 70100 through", "11:00:05 sell 10 68900 through"])
        #expect(
            ran.refusals == ["10:10:00 buy 10 KILL_SWITCH", "10:20:00 sell 10 KILL_SWITCH"])
        #expect(ran.orders[1] == "buy day 0/10 CANCELED CANCELLED_BY_KILL_SWITCH")
        #expect(
            ran.incidents == [
                "KILL_SWITCH_ENGAGED", "UNPROTECTED", "KILL_SWITCH_COMPLETE", "UNPROTECTED",
                "UNPROTECTED", "KILL_SWITCH_REARMED",
            ])
        // The list is asked 200 ms after the cancel left; the way there and back takes 50 ms each.
        #expect(ran.result.integer("incidents.2.delay_ms") == 300)
        #expect(ran.result.integer("incidents.1.quantity") == 10)
    }

    @Test("flatten cancels what is open and sells what is held; buys wait until it is resumed")
    func flattenAndResume() throws {
        let ran = try Ran(try Workshop(), "flatten-and-resume")
        #expect(ran.finished.exit == 0)
        #expect(
            ran.fills == [
                "09:01:05 buy 10 70100 through", "10:00:05 sell 10 69400 through",
                "10:46:05 buy 5 69100 through",
            ])
        #expect(ran.refusals == ["10:10:00 buy 10 REDUCING"])
        #expect(ran.orders[1] == "buy day 0/10 CANCELED RISK_CHANGED")
        #expect(ran.incidents == ["FLATTENING", "RESUMED"])
    }

    @Test("a pause refuses new signals only: an open order fills and a stop sells meanwhile")
    func pauseAndResume() throws {
        let ran = try Ran(try Workshop(), "pause-and-resume")
        #expect(ran.finished.exit == 0)
        #expect(
            ran.fills == [
                "09:01:05 buy 10 70100 through", "10:10:00 buy 5 69500 through",
                "10:20:05 sell 10 67700 through", "11:00:05 sell 5 67900 through",
            ])
        #expect(ran.refusals == ["10:05:00 buy 10 PAUSED"])
        #expect(ran.incidents == ["PAUSED", "RESUMED"])
    }

    @Test("the same candle with its low first and with its high first: the band of both")
    func intrabarBoth() throws {
        let ran = try Ran(try Workshop(), "intrabar-both")
        #expect(ran.finished.exit == 0)
        #expect(ran.result.text("intrabar.0.path") == "low_first")
        #expect(ran.result.integer("intrabar.0.net") == 0)
        #expect(ran.result.text("intrabar.1.path") == "high_first")
        // A hundred at 69,000, worth 72,000 at the end; commission 1,035 cut to 1,030.
        #expect(ran.result.integer("intrabar.1.net") == 300_000 - 1_030)
    }
}
