import KraderEngine
import KraderModel
import Support
import Testing

@Suite("An engine goes on from what our records say of a run that did not end")
struct EarlierRunTests {
    private let symbol = SymbolIndex(0)

    /// What is to be seen of the engine that goes on.
    private struct Seen {
        var mode: EngineMode
        var liveOrders: Int
        var account: Account
        var held: Shares
        /// The numbers of the runs that it told of.
        var runs: [Int] = []
        /// The requests that had left before it, and the orders and cancels that left since.
        var sentBefore: [RequestID] = []
        var newOrders = 0
        var cancels: [OrderNumber] = []
    }

    private func restored(_ run: EarlierRun) throws -> Seen {
        let configuration = EngineConfiguration.sample(
            [Puppet([])], start: Sample.tuesday.at("09:05"))
        let store = MemoryRecordStore()
        var out = OutputBuffer()
        run.tell(configuration, into: &out)
        try store.commit(&out)
        var next = Follower(try Engine.restore(configuration, from: try store.records()))
        next.start()
        next.resume(at: configuration.start)
        next.step(.timer, configuration.start)
        var seen = Seen(
            mode: next.engine.mode, liveOrders: next.engine.liveOrderCount,
            account: next.engine.account, held: next.engine.position(symbol).quantity)
        for index in 0..<out.requests.count { seen.sentBefore.append(out.requests[index].id) }
        for record in next.records {
            if case .run(let run) = record { seen.runs.append(run.number) }
        }
        for request in next.requests {
            switch request.request {
            case .newOrder: seen.newOrders += 1
            case .cancel(let cancel): seen.cancels.append(cancel.original)
            case .modify, .query: break
            }
        }
        return seen
    }

    private func order(
        _ stage: EarlierRun.Order.Stage, filled: Int64 = 0
    ) -> EarlierRun.Order {
        EarlierRun.Order(
            strategy: 0, symbol: symbol, side: .buy, quantity: Shares(10), limit: Price(70_000),
            stage: stage, filled: Shares(filled))
    }

    @Test("I01: a run without orders: the next one is the second")
    func empty() throws {
        let seen = try restored(EarlierRun())
        #expect(seen.runs == [2])
        #expect(seen.sentBefore.isEmpty && seen.newOrders == 0)
        #expect(seen.liveOrders == 0)
        #expect(seen.account.cash == Won(10_000_000))
    }

    @Test("A02: an order that was sent is open, its money is promised, no request leaves again")
    func sent() throws {
        let seen = try restored(EarlierRun(orders: [order(.sent)]))
        #expect(seen.sentBefore == [RequestID(1)])
        #expect(seen.liveOrders == 1)
        #expect(seen.account.reserved == Won(700_000))
        #expect(seen.newOrders == 0)
    }

    @Test("A15: one that waited for its turn leaves now, once")
    func decided() throws {
        let seen = try restored(EarlierRun(orders: [order(.decided)]))
        #expect(seen.sentBefore.isEmpty)
        #expect(seen.newOrders == 1)
    }

    @Test("I05: what was booked of an order is held and paid, the rest is promised")
    func filled() throws {
        let seen = try restored(EarlierRun(orders: [order(.taken(OrderNumber(7)), filled: 4)]))
        #expect(seen.held == Shares(4))
        #expect(seen.account.cash == Won(9_720_000))
        #expect(seen.account.reserved == Won(420_000))
        #expect(seen.liveOrders == 1)
    }

    @Test("K08: killed before, killed now: a cancel leaves, and what waited never does")
    func killed() throws {
        let seen = try restored(
            EarlierRun(
                orders: [order(.taken(OrderNumber(7))), order(.decided)], killed: .byHand))
        #expect(seen.mode == .killed)
        #expect(seen.newOrders == 0)
        #expect(seen.cancels == [OrderNumber(7)])
        #expect(seen.liveOrders == 1)
        #expect(seen.account.reserved == Won(700_000))
    }
}
