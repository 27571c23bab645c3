import KraderModel
import Support
import Testing

@testable import KraderEngine

@Suite("Start-up is recovery (failure-modes.md §1, I)")
struct RestartRowsTests {
    private let day = Sample.tuesday

    @Test("I02: shares that the broker does not have are set right by a record, not by a trade")
    func sharesDiffer() {
        let scene = RowScene([], holding: 10, reconciles: true)
        let shown = ShownLists(positions: [ShownLists.position(9)])
        let said = scene.bench.pass(until: "10:05", shown)
        #expect(said.contains("adjust symbol 0 10 to 9"), "\(said)")
        #expect(scene.held == Shares(9) && scene.cash == Won(10_000_000))
        #expect(scene.orders == 0 && scene.count(.repaired) == 1)
    }

    @Test("I02: a difference of more than five per cent of equity waits for a person")
    func largeDifference() {
        let scene = RowScene([RowScene.buy("10:01", 1)], holding: 10, reconciles: true)
        // 10 × 70,000 is 6.5 % of 10,700,000.
        let said = scene.bench.pass(until: "10:05", ShownLists())
        #expect(said.contains("LARGE_DIFFERENCE") && scene.mode == .startupBlocked)
        #expect(scene.held == Shares(10) && scene.orders == 0)
        scene.bench.command("10:06", .acceptDifference)
        scene.bench.pass(until: "10:12", ShownLists())
        #expect(scene.held == .zero && scene.mode == .active)
    }

    @Test("I03: money that differs is the broker's figure from then on")
    func cashDiffers() {
        let scene = RowScene([], reconciles: true)
        let said = scene.bench.pass(until: "10:05", ShownLists(cash: Won(9_900_000)))
        #expect(said.contains("adjust cash 10000000 to 9900000"), "\(said)")
        #expect(scene.cash == Won(9_900_000))
    }

    @Test("I04: an order that only the broker knows is another's, or the one in doubt")
    func unknownOrder() {
        let scene = RowScene([RowScene.buy("10:00", 10)])
        scene.bench.wait("10:00")
        scene.lose("10:00:01", 1)
        let said = scene.bench.pass(
            until: "10:00:02.5",
            ShownLists(orders: [
                ShownLists.row(7), ShownLists.row(9, 3, channel: .other, at: "09:30"),
            ]))
        #expect(said == ["1 adopted as 7", "2 external buy 3", "EXTERNAL_ORDER"])
    }

    @Test("I05: before an order that is missing counts as ended its fills are asked for")
    func missingOrder() {
        let scene = RowScene.working()
        let execution = scene.bench.execution(7, 10, at: 70_000, time: day.at("10:00:05"))
        scene.bench.command("10:01", .reconcile)
        let said = scene.bench.show(
            "10:01:00.1",
            ShownLists(
                orders: [ShownLists.row(7, filled: 10)],
                executions: [ShownLists.executed(7, execution)]))
        #expect(said == ["1 filled 10 at 70000, FILLED"], "Filled, not expired")
    }

    @Test(
        "I06: of two orders that match one in doubt the first is bound, the second goes, it kills")
    func twoMatches() {
        let scene = RowScene([RowScene.buy("10:00", 10)])
        scene.bench.wait("10:00")
        scene.lose("10:00:01", 1)
        let said = scene.bench.pass(
            until: "10:00:02.5",
            ShownLists(orders: [
                ShownLists.row(7), ShownLists.row(8, at: "10:00:01"),
            ]))
        #expect(said.first == "1 adopted as 7" && said.contains("SECOND_ORDER"))
        #expect(scene.mode == .killed)
        #expect(scene.bench.requests.contains { words($0).hasSuffix("cancel 8") })
    }

    @Test("I07: while the broker can't be reached at the start nothing leaves")
    func unreachable() {
        let scene = RowScene([RowScene.buy("10:00", 10)], reconciles: true)
        scene.bench.wait("10:30")
        #expect(scene.orders == 0 && scene.mode == .startupBlocked)
        scene.bench.pass(until: "10:31:30", ShownLists())
        #expect(scene.mode == .active)
    }

    @Test("I08, I11: a crash within a reconcile, and a second reconcile, add nothing to the first")
    func again() throws {
        var configuration = EngineConfiguration.sample(
            [Puppet()],
            holdings: [
                OpeningAccount.Holding(
                    symbol: SymbolIndex(0), quantity: Shares(10), cost: Won(700_000))
            ])
        configuration.replyDeadline = Limits.replyDeadline
        configuration.reconciles = true
        let shown = ShownLists(positions: [ShownLists.position(9)])
        var records: [Record] = []
        var adjustments = 0
        for restart in 0..<3 {
            var follower = Follower(
                restart == 0
                    ? Engine(configuration) : try Engine.restore(configuration, from: records))
            follower.start()
            var moment = day.at("09:30") + .minutes(Int64(restart))
            if restart > 0 { follower.resume(at: moment) }
            // The first engine ends with the lists read in part.
            for _ in 0..<(restart == 0 ? 4 : 12) {
                let due = min(follower.engine.nextTimer, follower.engine.nextDue)
                moment = max(
                    moment, due == .distantFuture ? moment : min(due, moment + .seconds(1)))
                follower.step(.clock, moment)
                follower.step(.timer, moment)
                guard let asked = follower.requests.last, case .query(let query) = asked.request
                else { continue }
                follower.step(
                    .answer(
                        BrokerAnswer(
                            request: asked.id, query: query, asOf: moment,
                            outcome: shown.answer(query.kind))), moment)
            }
            records += follower.records
            let told = follower.records.count { if case .adjust = $0 { true } else { false } }
            if restart == 0 { #expect(told == 0) }
            adjustments += told
        }
        #expect(adjustments == 1)
    }

    @Test("I09: of an account that moves while it is read nothing is concluded")
    func movingState() {
        let scene = RowScene([], holding: 10, reconciles: true)
        scene.bench.wait("09:59:59.5")
        var shown = ShownLists(positions: [ShownLists.position(9)])
        scene.bench.pass(until: "10:00:30", ShownLists(positions: [ShownLists.position(10)]))
        scene.bench.command("10:00:40", .reconcile)
        scene.bench.answer("10:00:40.1", shown.answer(.ordersOfDay))
        // A person's order comes and fills between the two readings of the orders.
        shown.orders = [
            ShownLists.row(9, 1, filled: 1, side: .sell, channel: .other, at: "10:00:40")
        ]
        let said = scene.bench.show("10:00:40.2", shown)
        #expect(!said.contains { $0.hasPrefix("adjust") }, "\(said)")
    }

    @Test("I15: what a person's open sale offers is not offered again")
    func lockedShares() {
        let scene = RowScene([RowScene.sell("10:01", 10)], holding: 10)
        scene.bench.push(
            "10:00:30", 9, .accepted(.sample(.sell, 6, channel: .other, at: day.at("10:00:30"))))
        scene.bench.wait("10:01")
        let sold = scene.bench.requests.compactMap { numbered in
            if case .newOrder(let order) = numbered.request { order.quantity } else { nil }
        }
        #expect(sold == [] || sold == [Shares(4)], "\(sold)")
    }

    @Test("I17: orders are compared each minute, holdings and money every five")
    func drift() {
        let scene = RowScene([], reconciles: true)
        scene.bench.pass(until: "10:00", ShownLists())
        let before = scene.bench.requests.count
        scene.bench.pass(until: "10:10", ShownLists())
        let asked = scene.bench.requests.dropFirst(before).map { words($0) }
        #expect((9...11).contains(asked.count { $0.hasSuffix("query open_orders") }))
        #expect((2...3).contains(asked.count { $0.hasSuffix("query balance") }))
    }
}
