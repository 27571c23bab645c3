import KraderEngine
import KraderModel
import Support
import Testing

/// A buy of ten at 70,000 won, sent at 10:00:00 as request 1, and what the broker lists.
private struct DoubtScene {
    let bench: EngineBench
    private let day = Sample.tuesday

    init() {
        bench = DoubtScene.bench([
            (
                Sample.tuesday.at("10:00"),
                { $0.buy(SymbolIndex(0), quantity: Shares(10), limit: Price(70_000)) }
            )
        ])
        bench.print("09:59:59", 70_000)
        bench.wait("10:00")
    }

    /// An engine with deadlines, and a strategy that acts as a script says.
    static func bench(_ script: [(at: Moment, act: Puppet.Act)]) -> EngineBench {
        var configuration = EngineConfiguration.sample([Puppet(script)])
        configuration.replyDeadline = Limits.replyDeadline
        return EngineBench(configuration)
    }

    /// The order as lists show it: so much filled at 70,000 won.
    func row(
        _ number: Int32, filled: Int64 = 0, leaves: Int64? = nil, channel: OrderChannel = .openAPI,
        at time: String = "10:00:00", quantity: Int64 = 10
    ) -> ListedOrder {
        ListedOrder(
            number: OrderNumber(number), original: nil, symbol: SymbolIndex(0),
            terms: .sample(.buy, quantity, channel: channel, at: day.at(time)),
            leaves: Shares(leaves ?? quantity - filled), filled: Shares(filled),
            amount: Won(filled * 70_000))
    }

    /// Answers the three lists of a reading, one after the other.
    func read(
        _ time: String, _ orders: [ListedOrder], _ executions: [ListedExecution] = []
    ) -> [String] {
        var said = bench.answer(
            time, .orders(orders.filter { $0.leaves > .zero }, hasMore: false))
        said += bench.answer(time, .orders(orders, hasMore: false))
        said += bench.answer(time, .executions(executions, hasMore: false))
        return said.filter { !$0.hasPrefix("→") }
    }
}

@Suite("Requests whose outcome nobody knows")
struct DoubtTests {
    @Test(
        "A04: without a reply for ten seconds an order is in doubt; lists are read, nothing is sent"
    )
    func deadline() {
        let scene = DoubtScene()
        #expect(scene.bench.wait("10:00:09.999") == [])
        #expect(
            scene.bench.wait("10:00:10") == ["OUTCOME_UNKNOWN", "1 in doubt, TIMED_OUT"])
        #expect(scene.bench.wait("10:00:10.999") == [])
        #expect(scene.bench.wait("10:00:11") == ["→ 2 query open_orders"])
        let account = scene.bench.engine.account
        #expect(account.reserved == Won(700_000), "What it may cost stays reserved")
    }

    @Test(
        "A10, A11, A13, A14: what proves nothing leaves the order in doubt at once",
        arguments: [
            UnknownOutcome.reset, .http(502), .garbled, .numberMissing, .unknownCode(9_999),
            .rateRefused(1_700),
        ])
    func unknownReplies(_ why: UnknownOutcome) {
        let scene = DoubtScene()
        let said = scene.bench.give(
            .reply(BrokerReply(request: RequestID(1), outcome: .unknown(why))),
            at: Sample.tuesday.at("10:00:01"))
        #expect(
            said.filter { $0 != "pacing ×2" } == ["OUTCOME_UNKNOWN", "1 in doubt, \(why.code)"])
        #expect(scene.bench.wait("10:00:02") == ["→ 2 query open_orders"])
        let codes = scene.bench.records.compactMap { record in
            if case .transition(let change) = record { change.doubt } else { nil }
        }
        #expect(codes == [why], "The raw code is kept")
    }

    @Test("A13: a number below one is none: the order is in doubt")
    func noNumber() {
        let scene = DoubtScene()
        #expect(
            scene.bench.accept("10:00:01", 1, as: 0)
                == ["OUTCOME_UNKNOWN", "1 in doubt, NUMBER_MISSING"])
    }

    @Test("A02: a list that shows the order binds its number; what filled is booked")
    func adoption() {
        let scene = DoubtScene()
        scene.bench.wait("10:00:11")
        let execution = scene.bench.execution(
            7, 4, at: 70_000, time: Sample.tuesday.at("10:00:03"))
        let said = scene.read(
            "10:00:12", [scene.row(7, filled: 4)],
            [
                ListedExecution(
                    order: OrderNumber(7), symbol: SymbolIndex(0), side: .buy,
                    execution: execution)
            ])
        #expect(said == ["1 adopted as 7", "1 filled 4 at 70000, PARTIAL_FILL"])
        #expect(scene.bench.fill("10:00:20", 7, 6, at: 70_000) == ["1 filled 6 at 70000, FILLED"])
        #expect(scene.bench.engine.account.cash == Won(9_300_000))
        #expect(
            scene.bench.requests.count { if case .newOrder = $0.request { true } else { false } }
                == 1, "It was sent once")
    }

    @Test("A02: an order of another channel is nobody's, whatever it looks like")
    func otherChannel() {
        let scene = DoubtScene()
        scene.bench.wait("10:00:11")
        let said = scene.read("10:00:12", [scene.row(7, channel: .other)])
        #expect(said == ["2 external buy 10", "EXTERNAL_ORDER"])
        #expect(scene.bench.engine.account.reserved == Won(1_400_000), "Both count")
        #expect(scene.bench.fill("10:00:13", 7, 10, at: 70_000) == ["2 filled 10 at 70000, FILLED"])
        #expect(scene.bench.engine.position(SymbolIndex(0)).quantity == Shares(10))
        #expect(scene.bench.engine.ownPosition(0, SymbolIndex(0)).quantity == .zero)
    }

    @Test("A04: a push may tell first")
    func pushTells() {
        let scene = DoubtScene()
        scene.bench.wait("10:00:10.5")
        #expect(
            scene.bench.push(
                "10:00:10.6", 7, .accepted(.sample(at: Sample.tuesday.at("10:00:01"))))
                == ["1 adopted as 7"])
        #expect(scene.bench.wait("10:05") == [], "Nothing is asked any more")
    }

    @Test("A07: a push that came before the doubt explains it as soon as it begins")
    func earlierPush() {
        let scene = DoubtScene()
        scene.bench.push("10:00:01", 7, .accepted(.sample(at: Sample.tuesday.at("10:00:01"))))
        let said = scene.bench.give(
            .reply(BrokerReply(request: RequestID(1), outcome: .unknown(.reset))),
            at: Sample.tuesday.at("10:00:02"))
        #expect(said == ["OUTCOME_UNKNOWN", "1 in doubt, CONNECTION_RESET", "1 adopted as 7"])
    }

    @Test("A06: a reply that comes after its deadline is one")
    func lateReply() {
        let scene = DoubtScene()
        scene.bench.wait("10:00:10.5")
        #expect(scene.bench.accept("10:00:10.7", 1, as: 7) == ["1 acknowledged"])
        #expect(scene.bench.wait("10:05") == [])
    }

    @Test(
        "A05: absent after three readings over a minute; its cash stays reserved; it never leaves")
    func absence() {
        let scene = DoubtScene()
        scene.bench.wait("10:00:11")
        var said: [String] = []
        var readings = 0
        for second in 11...80 {
            let time =
                "10:\(second < 60 ? "00" : "01"):\(second % 60 < 10 ? "0" : "")\(second % 60)"
            let asked = scene.bench.wait("\(time).5")
            if second == 11 || asked.contains(where: { $0.hasSuffix("open_orders") }) {
                readings += 1
                said += scene.read("\(time).6", [])
            }
        }
        #expect(said == ["1 not found", "ORDER_NOT_FOUND"])
        #expect(readings == 6, "After 1, 2, 5, 10, 30 and 60 s")
        #expect(scene.bench.engine.account.reserved == Won(700_000))
        #expect(scene.bench.wait("15:29").isEmpty)
        let orders = scene.bench.requests.count {
            if case .newOrder = $0.request { true } else { false }
        }
        #expect(orders == 1)
    }

    @Test("A06: an order that turns up after it was found absent is cancelled, and trading stops")
    func resurrection() {
        let scene = DoubtScene()
        scene.bench.wait("10:00:11")
        for time in ["10:00:11.5", "10:00:12.5", "10:00:15.5", "10:00:20.5", "10:00:40.5"] {
            scene.bench.wait(time)
            _ = scene.read(time, [])
        }
        scene.bench.wait("10:01:10.2")
        #expect(scene.read("10:01:10.5", []) == ["1 not found", "ORDER_NOT_FOUND"])
        let said = scene.bench.push(
            "10:08", 7, .accepted(.sample(at: Sample.tuesday.at("10:00:01"))))
        #expect(
            said == [
                "1 resurrected as 7", "ORDER_RESURRECTED", "KILL_SWITCH_ENGAGED CRITICAL",
                "1 change sent", "→ \(scene.bench.requests.count) cancel 7",
            ])
    }

    @Test("A04: an issue with an order in doubt gets no other, and other issues do")
    func frozen() {
        let bench = DoubtScene.bench([
            (
                Sample.tuesday.at("10:00"),
                { $0.buy(SymbolIndex(0), quantity: Shares(10), limit: Price(70_000)) }
            ),
            (
                Sample.tuesday.at("10:00:10.5"),
                {
                    $0.buy(SymbolIndex(0), quantity: Shares(1), limit: Price(69_900))
                    $0.buy(SymbolIndex(1), quantity: Shares(1), limit: Price(19_900))
                }
            ),
        ])
        bench.print("09:59:59", 70_000)
        bench.print("09:59:59", 20_000, symbol: 1)
        bench.wait("10:00:10")
        let said = bench.wait("10:00:10.6")
        #expect(said.contains("refused SYMBOL_IN_DOUBT"))
        #expect(said.contains("order 2 buy 1 @ 19900"))
    }

    @Test("A09: two answers with different numbers are two orders: the second goes, trading stops")
    func secondOrder() {
        let scene = DoubtScene()
        scene.bench.wait("10:00:10.5")
        scene.bench.push("10:00:10.6", 7, .accepted(.sample(at: Sample.tuesday.at("10:00:01"))))
        let said = scene.bench.accept("10:00:10.7", 1, as: 8)
        #expect(said.prefix(2) == ["2 external buy 10", "EXTERNAL_ORDER"])
        #expect(said.contains("SECOND_ORDER") && said.contains("KILL_SWITCH_ENGAGED CRITICAL"))
        #expect(said.contains { $0.hasSuffix("cancel 8") })
    }
}
