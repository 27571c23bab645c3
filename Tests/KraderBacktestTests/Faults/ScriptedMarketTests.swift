import KraderBacktest
import KraderEngine
import KraderModel
import Support
import Testing

@Suite("A script: the market, persons, and when lines fire")
struct ScriptedMarketTests {
    private let share = ScriptedDay.share

    /// The strategy buys once more, at 09:05.
    private func buyingTwice(_ events: [ScriptedEvent]) -> FinishedRun {
        var day = ScriptedDay(events)
        day.acts.append(
            (
                ScriptedDay.at("09:05:00"),
                {
                    $0.buy(ScriptedDay.share, quantity: Shares(1), limit: Price(70_000))
                }
            ))
        return day.run()
    }

    @Test("H01, H03: in a halt or an interruption no buy leaves, and after it they do")
    func halted() {
        for fault in [MarketFault.halt, .interrupt] {
            let during = buyingTwice([
                .at("09:04:00", .market(fault, share, lasting: .minutes(3)))
            ])
            #expect(during.newOrders == 1, "\(fault)")
            #expect(during.sink.lines.contains { $0.hasPrefix("refused") })
            let before = buyingTwice([
                .at("09:02:00", .market(fault, share, lasting: .minutes(2)))
            ])
            #expect(before.newOrders == 2, "\(fault)")
        }
        let all = buyingTwice([.at("09:04:00", .market(.halt, nil, lasting: .minutes(3)))])
        #expect(all.newOrders == 1 && all.incidents(.circuitBreaker).count > 0)
    }

    @Test("H06, H09: prints that don't come; in a gap the exchange has none either")
    func silent() {
        var day = ScriptedDay([
            .at("09:04:00", .market(.stale, share, lasting: .minutes(1)))
        ])
        // A print beyond the limit fills the order at the exchange, unseen by the engine.
        day.ticks.insert(
            .print(ScriptedDay.at("09:04:05"), 69_900),
            at: day.ticks.firstIndex { $0.time > ScriptedDay.at("09:04:05") } ?? 0)
        let stale = day.run()
        #expect(stale.result.scriptCounts.lostData == 7)
        #expect(stale.shares == 10)
        day.events = [.at("09:04:00", .market(.gap, nil, lasting: .minutes(1)))]
        let gap = day.run()
        #expect(gap.result.scriptCounts.lostData == 7)
        #expect(gap.shares == 0)
    }

    @Test("H07, H08: sides that cross show no market; a print at zero is set aside")
    func crossed() {
        let run = ScriptedDay([
            .at("09:04:00", .market(.crossed, share, lasting: nil)),
            .at("09:05:00", .market(.zeroPrice, share, lasting: nil)),
        ]).run()
        #expect(run.result.crossedDisplays == 1)
        #expect(run.result.scriptCounts.printsSetAside == 1)
        #expect(run.shares == 0)
        run.expectDone(0, at: "09:04:00")
        run.expectDone(1, at: "09:05:00")
    }

    @Test("C07: a person's order is EXTERNAL, its fill is held, and it can be moved and cancelled")
    func persons() {
        let order = BrokerRequest.NewOrder(
            symbol: ScriptedDay.share, side: .buy, quantity: Shares(3), limit: Price(69_500))
        let run = ScriptedDay([
            .at("09:02:00", .order(order)),
            .at("09:03:00", .fill(.manual(1), Shares(1), at: Price(69_500))),
            .at("09:04:00", .modify(.manual(1), nil, limit: Price(69_400))),
            .at("09:05:00", .cancel(.manual(1), nil)),
            .at("09:06:00", .modify(.nth(1), nil, limit: Price(69_800))),
            .at("09:07:00", .cancel(.oldest(ScriptedDay.share), Shares(4))),
            .at("09:08:00", .fill(.nth(1), Shares(6), at: Price(69_800))),
        ]).run()
        for line in 0..<7 { #expect(run.result.script[line].isDone, "\(run.result.script[line])") }
        #expect(run.incidents(.externalOrder) == [ScriptedDay.at("09:02:00.05")])
        // 1 share at 69,500, then 6 at 69,800.
        #expect(run.shares == 7)
        #expect(run.account.cash == Won(10_000_000 - 69_500 - 6 * 69_800))
    }

    @Test("what can't be done says why")
    func obstacles() {
        let run = ScriptedDay([
            .at("09:00:40", .fill(.nth(1), Shares(1), at: Price(70_000))),
            .at("09:02:00", .fill(.nth(1), Shares(11), at: Price(70_000))),
            .at("09:03:00", .cancel(.manual(1), nil)),
            .at("09:04:00", .fill(.oldest(SymbolIndex(1)), Shares(1), at: Price(20_000))),
            .at("09:05:00", .cancel(.nth(1), nil)), .at("09:06:00", .cancel(.nth(1), nil)),
            .at("09:06:30", .process(.crash(restartAfter: .minutes(1)))),
            .at("09:07:00", .process(.crash(restartAfter: .minutes(1)))),
        ]).run()
        #expect(
            run.result.script.map(\.obstacle) == [
                "The broker has no such order today",
                "The broker refuses it: VENUE_BAD_QUANTITY",
                "The broker has no such order today", "The broker has no such order today", nil,
                "The broker refuses it: VENUE_NOTHING_LEFT", nil, "No engine ran that could end",
            ])
    }

    @Test("a command waits for an engine that sleeps or does not run")
    func commands() {
        let run = ScriptedDay([
            .at("09:02:00", .command(.engageKillSwitch))
        ]).run()
        #expect(run.incidents(.killSwitchEngaged) == [ScriptedDay.at("09:02:00")])
        let down = ScriptedDay([
            .at("09:01:30", .process(.crash(restartAfter: .minutes(1)))),
            .at("09:02:00", .command(.engageKillSwitch)),
        ]).run()
        #expect(down.incidents(.killSwitchEngaged) == [ScriptedDay.at("09:02:30")])
    }

    @Test(
        "each kind of moment: a price, an order's stage, a record, a push, and after another line")
    func triggers() {
        let second = ScriptedAct.process(.secondCopy)
        var day = ScriptedDay([
            .when(.price(Price(69_900), isFall: true), nth: 2, second),
            .when(.price(Price(70_100), isFall: false), second),
            .when(.order(.pendingNew), second), .when(.order(.submitted), second),
            .when(.order(.partialFill), second), .when(.order(.filled), second),
            .when(.record(.fill), nth: 2, second), .when(.push(.executed), second),
            ScriptedEvent(.after(7, .seconds(30)), second),
            .when(.request(.anyOrder), second), .when(.reply(.newOrder), second),
            .when(.push(.any), nth: 1, times: 3, second),
            .fill("09:02:00", 4), .fill("09:03:00", 6),
        ])
        day.ticks = [
            .print(ScriptedDay.at("09:00:40"), 70_000),
            .print(ScriptedDay.at("09:05:00"), 69_900), .print(ScriptedDay.at("09:05:10"), 69_800),
            .print(ScriptedDay.at("09:05:20"), 70_000), .print(ScriptedDay.at("09:05:30"), 69_900),
            .print(ScriptedDay.at("09:05:40"), 70_200), .print(ScriptedDay.at("09:29:00"), 70_000),
        ]
        let run = day.run()
        run.expectDone(0, at: "09:05:30")
        run.expectDone(1, at: "09:05:40")
        run.expectDone(2, at: "09:01:00")
        run.expectDone(3, at: "09:01:00.1")
        run.expectDone(4, at: "09:02:00.05")
        run.expectDone(5, at: "09:03:00.05")
        run.expectDone(6, at: "09:03:00.05")
        run.expectDone(7, at: "09:02:00")
        run.expectDone(8, at: "09:02:30")
        run.expectDone(9, at: "09:01:00")
        run.expectDone(10, at: "09:01:00.05")
        // The acceptance, and both fills.
        run.expectDone(11, at: "09:01:00.05", "09:02:00", "09:03:00")
    }

    @Test("a symbol narrows; other stages: rejected, cancelled, in doubt, a cancel asked for")
    func stages() {
        let second = ScriptedAct.process(.secondCopy)
        var day = ScriptedDay([
            .firstReply(.drop), .when(.order(.inDoubt), second),
            .when(.order(.cancelRequested), second), .when(.order(.canceled), second),
            ScriptedEvent(
                .when(Occurrence(.order(.inDoubt), symbol: SymbolIndex(1)), nth: 1, times: 1),
                second),
        ])
        day.acts.append(
            (
                ScriptedDay.at("09:05:00"),
                { context in
                    for order in context.activeOrders(ScriptedDay.share) {
                        context.cancel(order.reference)
                    }
                }
            ))
        let run = day.run()
        run.expectDone(1, at: "09:01:10")
        run.expectDone(2, at: "09:05:00")
        run.expectDone(3, at: "09:05:00.1")
        #expect(run.result.script[4].done.isEmpty)
        let refused = ScriptedDay([
            .firstRequest(.reject(855_056)), .when(.order(.rejected), second),
        ]).run()
        refused.expectDone(1, at: "09:01:00.1")
    }
}
