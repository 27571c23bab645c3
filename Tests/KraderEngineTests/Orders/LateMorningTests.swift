import KraderModel
import Support
import Testing

@testable import KraderEngine

/// Ten shares are held, guarded by a stop. From 09:10 on orders are taken and nothing says so; at
/// 09:30 the stop is met; at 09:50 everything comes at once.
private final class LateMorning {
    /// What the lists do meanwhile.
    enum Lists: CaseIterable { case unanswered, showNothingNew }

    let bench: EngineBench
    private let lists: Lists
    private let day = Sample.tuesday
    private var answered = 0
    /// Each order that the broker has: its request, its number and what it fills.
    static let orders: [(request: Int, number: Int32, symbol: Int, shares: Int64, price: Int64)] = [
        (1, 11, 1, 1, 20_000), (2, 12, 2, 10, 5_000), (3, 13, 1, 2, 19_950), (4, 14, 0, 10, 68_900),
    ]

    init(_ lists: Lists) {
        self.lists = lists
        func buy(_ symbol: Int, _ shares: Int64, _ limit: Int64) -> Puppet.Act {
            { $0.buy(SymbolIndex(symbol), quantity: Shares(shares), limit: Price(limit)) }
        }
        let act: [(at: Moment, act: Puppet.Act)] = [
            (
                Sample.tuesday.at("09:05"),
                {
                    $0.buy(
                        SymbolIndex(0), quantity: Shares(10), limit: Price(70_000),
                        exits: ProtectiveExits(stop: .price(Price(69_000))))
                }
            ),
            (Sample.tuesday.at("09:10"), buy(1, 1, 20_000)),
            (Sample.tuesday.at("09:10:01"), buy(2, 10, 5_000)),
            (Sample.tuesday.at("09:10:02"), buy(1, 2, 19_950)),
            (Sample.tuesday.at("09:20"), buy(2, 5, 5_000)),
        ]
        var configuration = EngineConfiguration.sample(
            [Puppet(act)], instruments: [Sample.samsung, Sample.kakao, Sample.fund])
        configuration.replyDeadline = Limits.replyDeadline
        bench = EngineBench(configuration)
        bench.print("09:04:57", 70_000)
        bench.print("09:04:58", 20_000, symbol: 1)
        bench.print("09:04:59", 5_000, symbol: 2)
        bench.wait("09:05")
        bench.accept("09:05:00.1", 1, as: 7)
        bench.fill("09:05:00.2", 7, 10, at: 70_000)
    }

    /// Lets a span pass, second by second.
    func pass(from start: String, minutes: Int64) -> [String] {
        var said: [String] = []
        for second in 0..<minutes * 60 {
            said += bench.wait(until: day.at(start) + .seconds(second))
            while lists == .showNothingNew, let query = unanswered { said += answer(query) }
        }
        return said
    }

    private var unanswered: BrokerQuery? {
        guard answered < bench.requests.count else { return nil }
        for place in answered..<bench.requests.count {
            if case .query(let query) = bench.requests[place].request {
                answered = place + 1
                return query
            }
        }
        return nil
    }

    /// What the lists have shown since 09:05, and no more.
    private func answer(_ query: BrokerQuery) -> [String] {
        let known = ListedOrder(
            number: OrderNumber(7), original: nil, symbol: SymbolIndex(0),
            terms: .sample(at: day.at("09:05")), leaves: .zero, filled: Shares(10),
            amount: Won(700_000))
        var execution = ExecutionTape().first(7, 10, at: 70_000, time: day.at("09:05"))
        execution.time = day.at("09:05:00.2")
        let outcome: BrokerAnswer.Outcome =
            switch query.kind {
            case .openOrders, .executedOrders: .orders([], hasMore: false)
            case .ordersOfDay: .orders([known], hasMore: false)
            case .executions:
                .executions(
                    [
                        ListedExecution(
                            order: OrderNumber(7), symbol: SymbolIndex(0), side: .buy,
                            execution: execution)
                    ], hasMore: false)
            case .positions, .balance: .refused(nil)
            }
        let id = bench.requests[answered - 1].id
        let moment = max(bench.engine.now, day.at("09:05")) + .milliseconds(10)
        return bench.give(
            .answer(BrokerAnswer(request: id, query: query, asOf: moment, outcome: outcome)),
            at: moment)
    }

    /// The requests for new orders, in the order of leaving, without the first.
    var lateRequests: [NumberedRequest] {
        Array(
            bench.requests.filter { if case .newOrder = $0.request { true } else { false } }
                .dropFirst())
    }

    /// All that the broker has to say, at 09:50.
    func hear(isReplyFirst: Bool) {
        let requests = lateRequests
        for order in LateMorning.orders where order.request <= requests.count {
            let id = requests[order.request - 1].id.number
            let accepts = { [bench] in
                _ = bench.accept("09:50", id, as: order.number)
            }
            let isExit = order.symbol == 0
            let terms = OrderTerms.sample(
                isExit ? .sell : .buy, order.shares, limit: isExit ? nil : order.price,
                at: day.at(isExit ? "09:30:01" : "09:10:02"))
            if isReplyFirst { accepts() }
            bench.push("09:50", order.number, .accepted(terms), symbol: order.symbol)
            bench.fill(
                "09:50", order.number, order.shares, at: order.price, symbol: order.symbol)
            if !isReplyFirst { accepts() }
        }
    }
}

extension ExecutionTape {
    fileprivate func first(
        _ number: Int32, _ quantity: Int64, at price: Int64, time: Moment
    ) -> Execution {
        var tape = self
        return tape.next(number, quantity, at: price, time: time)
    }
}

@Suite("A morning of late intake (failure-modes.md §1, A05, A06)")
struct LateMorningTests {
    @Test(
        "A06: forty minutes without an answer, then all at once: none twice, no kill, one error",
        arguments: [true, false], [true, false])
    func morning(isReplyFirst: Bool, areListsAnswered: Bool) {
        let morning = LateMorning(areListsAnswered ? .showNothingNew : .unanswered)
        let bench = morning.bench
        var said = morning.pass(from: "09:05:01", minutes: 24)
        #expect(bench.engine.mode == .degraded)
        #expect(bench.engine.armedExits.count == 1, "The stop is armed all the time")
        #expect(said.contains { $0.hasPrefix("refused") }, "No new order at 09:20")
        said += bench.print("09:30", 68_900)
        #expect(said.contains { $0.hasPrefix("exit hit STOP 10") })
        said += morning.pass(from: "09:30:01", minutes: 19)
        #expect(morning.lateRequests.count == 4, "Three buys and the exit, each once")
        morning.hear(isReplyFirst: isReplyFirst)
        said += bench.read()
        #expect(morning.lateRequests.count == 4, "Nothing follows when all is told")

        let held = (0..<3).map { bench.engine.position(SymbolIndex($0)).quantity }
        #expect(held == [.zero, Shares(3), Shares(10)])
        // 10,000,000 − 700,000 − 20,000 − 50,000 − 39,900 + 689,000
        #expect(bench.engine.account.cash == Won(9_879_100))
        #expect(bench.engine.account.reserved == .zero)
        let (orders, doubts) = (bench.engine.liveOrderCount, bench.engine.doubts)
        #expect(orders == 0 && doubts == 0)

        let errors = bench.engine.trading.errors.today
        #expect(errors == 1, "However many orders wait")
        let late = bench.records.count { record in
            if case .incident(let incident) = record { incident.kind == .lateIntake } else { false }
        }
        #expect(late == 1)
        bench.wait("09:52")
        #expect(bench.engine.mode == .active, "It is over a minute after the last late answer")
    }
}
