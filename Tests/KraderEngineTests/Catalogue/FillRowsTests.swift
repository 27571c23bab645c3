import KraderModel
import Support
import Testing

@testable import KraderEngine

@Suite("Fills: each once (failure-modes.md §1, C)")
struct FillRowsTests {
    private let day = Sample.tuesday

    /// The `count`-th execution of `shares` each at 70,000 won.
    private func execution(
        _ count: Int64, of shares: Int64 = 2, venue: PrintVenue = .krx
    ) -> Execution {
        Execution(
            number: ExecutionNumber(count), price: Price(70_000), quantity: Shares(shares),
            time: day.at("10:00:01"), cumulativeQuantity: Shares(count * shares),
            cumulativeAmount: Won(count * shares * 70_000), venue: venue)
    }

    private func tell(_ scene: RowScene, _ time: String, _ execution: Execution) -> [String] {
        scene.bench.push(time, 7, .executed(execution))
    }

    @Test("C03: what a list's sums tell without an execution is booked, under a number below zero")
    func bySums() {
        let scene = RowScene.working()
        scene.bench.command("10:00:20", .reconcile)
        let said = scene.bench.show(
            "10:00:21", ShownLists(orders: [ShownLists.row(7, filled: 10)]))
        #expect(said == ["1 filled 10 at 70000, FILLED"])
        let numbers = scene.bench.records.compactMap { record in
            if case .fill(let fill) = record { fill.execution.number.value } else { nil }
        }
        #expect(numbers.count == 1 && numbers.allSatisfy { $0 < 0 })
        #expect(scene.held == Shares(10) && scene.cash == Won(9_300_000))
    }

    @Test("C03: told by a list first, the push that follows is a repetition")
    func listThenPush() {
        let scene = RowScene.working()
        scene.bench.command("10:00:20", .reconcile)
        scene.bench.show(
            "10:00:21",
            ShownLists(
                orders: [ShownLists.row(7, filled: 2)],
                executions: [ShownLists.executed(7, execution(1))]))
        #expect(tell(scene, "10:00:22", execution(1)) == [])
        #expect(scene.bench.engine.counts.executionsRepeated == 1)
        #expect(scene.held == Shares(2))
    }

    @Test("C04: a lost fill leaves a hole; the lists are asked after three seconds and fill it")
    func lost() {
        let scene = RowScene.working()
        #expect(tell(scene, "10:00:02", execution(2)) == ["1 filled 2 at 70000, PARTIAL_FILL"])
        #expect(scene.bench.wait("10:00:04.999") == [])
        #expect(scene.bench.wait("10:00:05") == ["→ 2 query open_orders"])
        let said = scene.bench.show(
            "10:00:05.1",
            ShownLists(
                orders: [ShownLists.row(7, filled: 4)],
                executions: [1, 2].map { ShownLists.executed(7, execution($0)) }))
        #expect(said == ["1 filled 2 at 70000, PARTIAL_FILL"])
        #expect(scene.held == Shares(4))
        let asked = scene.queries
        scene.bench.wait("10:10")
        #expect(scene.queries == asked, "Nothing is unexplained any more")
    }

    @Test("C06: three fills in the wrong order are booked, each once, as they come")
    func outOfOrder() {
        let scene = RowScene.working()
        for count in [3, 1, 2] as [Int64] { _ = tell(scene, "10:00:02", execution(count)) }
        #expect(scene.held == Shares(6) && scene.cash == Won(9_580_000))
        #expect(tell(scene, "10:00:03", execution(2)) == [])
    }

    @Test("C07: a fill of a person's order moves the position, and no strategy hears of it")
    func person() {
        let book = Notebook()
        var puppet = Puppet()
        puppet.onFill = { fill, _ in book.write("\(fill.quantity)") }
        let scene = RowScene([]) {
            $0.strategies = [StrategyInstance(id: "puppet0", box: .hosting(puppet))]
        }
        scene.bench.push(
            "10:01", 9, .accepted(.sample(.buy, 10, channel: .other, at: day.at("10:01"))))
        #expect(
            scene.bench.fill("10:01:01", 9, 10, at: 70_000) == ["1 filled 10 at 70000, FILLED"])
        #expect(scene.held == Shares(10))
        #expect(scene.bench.engine.ownPosition(0, SymbolIndex(0)).quantity == .zero)
        #expect(book.read() == [])
    }

    @Test("C08: a fill of the order of an engine that crashed is its order's")
    func crashedRun() throws {
        let scene = RowScene.working()
        let configuration = EngineConfiguration.sample([
            Puppet([RowScene.buy("10:00", 10)])
        ])
        var next = Follower(try Engine.restore(configuration, from: scene.bench.records))
        next.start()
        next.resume(at: day.at("10:01"))
        next.step(
            .push(
                BrokerPush(
                    number: OrderNumber(7), symbol: SymbolIndex(0),
                    event: .executed(execution(1, of: 10)))), day.at("10:01:01"))
        let held = next.engine.ownPosition(0, SymbolIndex(0)).quantity
        #expect(held == Shares(10), "It is the strategy's")
    }

    @Test(
        "C11: a fill of an order that was not found is booked; the rest is cancelled, and it kills")
    func afterNotFound() {
        let scene = RowScene([RowScene.buy("10:00", 10)])
        scene.bench.pass(until: "10:02", ShownLists())
        #expect(scene.count(.orderNotFound) == 1)
        scene.bench.push("10:03", 7, .accepted(.sample(at: day.at("10:00:01"))))
        #expect(scene.mode == .killed && scene.count(.orderResurrected) == 1)
        #expect(tell(scene, "10:03:01", execution(1)) == ["1 filled 2 at 70000, PARTIAL_FILL"])
        #expect(scene.held == Shares(2))
        #expect(scene.bench.requests.contains { words($0).hasSuffix("cancel 7") })
    }

    @Test("C15: a thousand fills of a share are a thousand bookings")
    func tiny() {
        let scene = RowScene([RowScene.buy("10:00", 1_000, at: 20_000, symbol: 1)]) {
            $0.account = OpeningAccount(cash: Won(1_000_000_000))
        }
        scene.bench.wait("10:00")
        scene.bench.accept("10:00:00.1", 1, as: 7)
        for _ in 0..<1_000 { scene.bench.fill("10:00:01", 7, 1, at: 20_000, symbol: 1) }
        #expect(scene.bench.engine.position(SymbolIndex(1)).quantity == Shares(1_000))
        #expect(scene.cash == Won(1_000_000_000 - 20_000_000))
        let fills = scene.bench.records.count { if case .fill = $0 { true } else { false } }
        #expect(fills == 1_000 && scene.bench.engine.liveOrderCount == 0)
    }

    @Test(
        "C16: sums that are not those of price and shares are set aside; the list's are followed",
        arguments: [true, false])
    func sums(isAmountWrong: Bool) {
        let scene = RowScene.working()
        #expect(tell(scene, "10:00:01", execution(1)) == ["1 filled 2 at 70000, PARTIAL_FILL"])
        var wrong = execution(2)
        if isAmountWrong {
            wrong.cumulativeAmount = Won(270_000)
        } else {
            wrong.cumulativeQuantity = Shares(5)
        }
        let said = tell(scene, "10:00:02", wrong)
        #expect(said == ["QUARANTINED_PUSH", "→ 2 query open_orders"])
        #expect(scene.held == Shares(2))
        let shown = scene.bench.show(
            "10:00:02.1",
            ShownLists(
                orders: [ShownLists.row(7, filled: 4)],
                executions: [1, 2].map { ShownLists.executed(7, execution($0)) }))
        #expect(shown == ["1 filled 2 at 70000, PARTIAL_FILL"])
        #expect(scene.held == Shares(4) && scene.cash == Won(9_720_000))
    }

    @Test("C17: costs are our own model's, set right by the broker's cash after the close")
    func costs() {
        let scene = RowScene([RowScene.buy("10:00", 10)], reconciles: true)
        var shown = ShownLists()
        scene.bench.pass(until: "09:59:59.5", shown)
        scene.bench.wait("10:00")
        scene.bench.accept("10:00:00.1", scene.bench.lastOrder, as: 7)
        scene.bench.fill("10:00:01", 7, 10, at: 70_000)
        // The broker took 15 won of commission that no model of ours knew.
        shown.orders = [ShownLists.row(7, filled: 10)]
        shown.positions = [ShownLists.position(10)]
        shown.cash = Won(9_299_985)
        #expect(!scene.bench.pass(until: "15:29", shown).contains { $0.hasPrefix("adjust") })
        let evening = scene.bench.pass(until: "15:45", shown)
        #expect(evening.contains("adjust cash 9300000 to 9299985"), "\(evening)")
        #expect(scene.bench.engine.account.profitToday == .zero || scene.cash == Won(9_299_985))
    }

    @Test("C18: one number of two venues is two executions")
    func venues() {
        let scene = RowScene.working()
        var other = execution(2, venue: .nxt)
        other.number = ExecutionNumber(1)
        #expect(tell(scene, "10:00:01", execution(1)) == ["1 filled 2 at 70000, PARTIAL_FILL"])
        #expect(tell(scene, "10:00:01", other) == ["1 filled 2 at 70000, PARTIAL_FILL"])
        #expect(scene.held == Shares(4))
    }

    @Test("C19: what lowers a sum takes nothing back")
    func lowered() {
        let scene = RowScene.working()
        for count in [1, 2] as [Int64] { _ = tell(scene, "10:00:01", execution(count)) }
        scene.bench.command("10:00:20", .reconcile)
        scene.bench.show(
            "10:00:21",
            ShownLists(
                orders: [ShownLists.row(7, filled: 2)],
                executions: [ShownLists.executed(7, execution(1))]))
        #expect(scene.held == Shares(4) && scene.cash == Won(9_720_000))
    }

    @Test("C20: a push about an issue that is not ours is set aside, and counted")
    func foreign() {
        let scene = RowScene.working()
        for symbol in [5, -1, 100_000] {
            scene.bench.push(
                "10:00:01", 99, .accepted(.sample(at: day.at("10:00:01"))), symbol: symbol)
        }
        #expect(scene.bench.engine.counts.pushesQuarantined == 3)
        #expect(scene.bench.engine.liveOrderCount == 1)
    }

    @Test("C21: a fill between two pages of a reading is booked once, and repairs nothing")
    func duringReading() {
        let scene = RowScene([RowScene.buy("10:00", 10)], reconciles: true)
        scene.bench.pass(until: "09:59:59.5", ShownLists())
        scene.bench.wait("10:00")
        scene.bench.accept("10:00:00.1", scene.bench.lastOrder, as: 7)
        scene.bench.command("10:00:30", .reconcile)
        // The day's orders are read before the fill, what is held after it.
        let before = ShownLists(orders: [ShownLists.row(7)])
        let after = ShownLists(
            orders: [ShownLists.row(7, filled: 10)],
            executions: [ShownLists.executed(7, execution(1, of: 10))],
            positions: [ShownLists.position(10)], cash: Won(9_300_000))
        scene.bench.answer("10:00:30.1", before.answer(.ordersOfDay))
        _ = tell(scene, "10:00:30.2", execution(1, of: 10))
        let said = scene.bench.show("10:00:30.3", after)
        #expect(!said.contains { $0.hasPrefix("adjust") }, "\(said)")
        #expect(!scene.bench.pass(until: "10:10", after).contains { $0.hasPrefix("adjust") })
        #expect(scene.held == Shares(10) && scene.cash == Won(9_300_000))
    }
}
