import KraderModel
import Support
import Testing

@testable import KraderBacktest
@testable import KraderEngine

/// Not the one of the testing library.
private typealias Expectation = KraderBacktest.Expectation

@Suite("Expectations are judged by what was recorded")
struct ExpectationJudgeTests {
    /// A sink that counts what reaches it.
    final class Counting: RunSink {
        var commits = 0
        func commit(_ output: inout OutputBuffer, _ reasons: ReasonTable) { commits += 1 }
        func minute(_ line: DigestLine, _ market: MarketView) {}
        func trade(_ trade: Trade) {}
    }

    private let day = CalendarDate(2026, 3, 3)
    private let configuration = EngineConfiguration.sample(cash: 10_000_000)
    private let key = SignalKey(
        strategy: 0, symbol: SymbolIndex(0), milliseconds: 0, sequence: 0, leg: 0)

    private func at(_ minute: Int, _ second: Int = 0) -> Moment {
        day.at(TimeOfDay(9, minute, second))
    }

    private func order(_ serial: Int64, at moment: Moment) -> Record {
        .order(
            OrderRecord(
                at: moment, reference: OrderReference(serial: serial), key: key, side: .buy,
                quantity: Shares(10), limit: Price(70_000), timeInForce: .day,
                reserved: Won(700_000), confidence: 1, reason: ReasonIndex(0),
                valuation: Price(70_000), reservingPrice: Price(70_000)))
    }

    private func change(
        _ serial: Int64, _ event: OrderTransition.Event, _ status: OrderStatus,
        at moment: Moment, reason: OrderReason = .none, rejection: VenueRejection? = nil
    ) -> Record {
        .transition(
            OrderTransition(
                at: moment, reference: OrderReference(serial: serial), event: event,
                status: status, reason: reason, rejection: rejection, filled: .zero,
                leaves: Shares(10)))
    }

    private func fill(_ serial: Int64, _ shares: Int64, at moment: Moment) -> Record {
        var fill = FillRecord(
            at: moment, order: OrderReference(serial: serial), key: key, side: .buy,
            execution: Execution(
                number: ExecutionNumber(1), price: Price(70_000), quantity: Shares(shares),
                time: moment, cumulativeQuantity: Shares(shares),
                cumulativeAmount: Won(70_000 * shares)), number: OrderNumber(1),
            commission: .zero, tax: .zero)
        fill.status = .filled
        fill.filled = Shares(shares)
        fill.positionAfter = Shares(shares)
        fill.cashAfter = Won(10_000_000 - 70_000 * shares)
        return .fill(fill)
    }

    private func incident(
        _ kind: IncidentRecord.Kind, at moment: Moment, cause: StopCause? = nil,
        delay: Interval? = nil
    ) -> Record {
        var incident = IncidentRecord(at: moment, kind: kind)
        incident.cause = cause
        incident.delay = delay
        return .incident(incident)
    }

    /// The verdicts on steps, each of which leaves one record and some requests.
    private func judge(
        _ expectations: [Expectation], _ steps: [(Record, [BrokerRequest])],
        script: [ScriptedOutcome] = [], cash: Int64 = 10_000_000, position: Int64 = 0
    ) -> [Verdict] {
        let below = Counting()
        let judge = ExpectationJudge(expectations, engine: configuration, into: below)
        var out = OutputBuffer()
        var id: Int64 = 0
        for (record, requests) in steps {
            out.removeAll()
            out.records.append(record)
            for request in requests {
                id += 1
                out.requests.append(NumberedRequest(id: RequestID(id), request: request))
            }
            judge.commit(&out, ReasonTable())
        }
        #expect(below.commits == steps.count)
        var result = RunResult(
            instruments: configuration.instruments, strategyIDs: [],
            account: Account(cash: Won(cash)))
        result.script = script
        result.countedErrors = 1
        result.digest = [0x01, 0x23, 0x45, 0x67, 0x89, 0xAB]
        result.fills = 3
        var symbol = SymbolResult(symbol: SymbolIndex(0))
        symbol.position.quantity = Shares(position)
        result.symbols = [symbol]
        return judge.verdicts(result, script: ["lost: drop_reply"])
    }

    private func expect(_ claims: Expectation.Claim...) -> [Expectation] {
        claims.enumerated().map { Expectation("expect[\($0.offset)]", .end, $0.element) }
    }

    private var newOrder: BrokerRequest {
        .newOrder(
            .init(symbol: SymbolIndex(0), side: .buy, quantity: Shares(10), limit: Price(70_000)))
    }

    private var story: [(Record, [BrokerRequest])] {
        [
            (order(1, at: at(1)), []), (change(1, .sent, .pendingNew, at: at(1)), [newOrder]),
            (change(1, .inDoubt, .pendingNew, at: at(1, 10)), []),
            (incident(.outcomeUnknown, at: at(1, 10)), [.query(BrokerQuery(.openOrders))]),
            (change(1, .adopted, .submitted, at: at(1, 20)), []), (fill(1, 10, at: at(2)), []),
        ]
    }

    @Test("an order is the nth that was made, and is as its last record says")
    func orders() {
        let claims = expect(
            .order(OrderChoice(), OrderClaim(stage: .filled, filled: Bounds(exactly: 10))),
            .order(OrderChoice(symbol: SymbolIndex(0)), OrderClaim(filled: Bounds(least: 11))),
            .order(OrderChoice(nth: 2), OrderClaim(stage: .filled)))
        let verdicts = judge(claims, story)
        #expect(verdicts.map(\.isMet) == [true, false, false])
        #expect(verdicts[1].found == "FILLED, filled 10")
        #expect(verdicts[2].found == "no such order")
        #expect(verdicts[2].expected == "order 2 FILLED")
    }

    @Test("an order that ended is known by our reason and by the venue's")
    func reasons() {
        let claims = expect(
            .order(OrderChoice(), OrderClaim(reason: .ours(.rejectedByVenue))),
            .order(OrderChoice(), OrderClaim(reason: .venue(.cashShort))),
            .order(OrderChoice(), OrderClaim(reason: .ours(.expired))))
        let verdicts = judge(
            claims,
            [
                (order(1, at: at(1)), []),
                (
                    change(
                        1, .ended, .rejected, at: at(2), reason: .rejectedByVenue,
                        rejection: .cashShort), []
                ),
            ])
        #expect(verdicts.map(\.isMet) == [true, true, false])
        #expect(
            verdicts[2].found
                == "REJECTED, filled 0, REJECTED_BY_VENUE, VENUE_CASH_SHORT")
    }

    @Test("requests are counted as they leave, each under all kinds that cover it")
    func requests() {
        let claims = expect(
            .requests([
                .init(.newOrder, Bounds(exactly: 1)), .init(.anyOrder, Bounds(exactly: 1)),
                .init(.openOrders, Bounds(exactly: 1)), .init(.any, Bounds(exactly: 2)),
                .init(.cancel, Bounds(exactly: 0)),
            ]), .requests([.init(.newOrder, Bounds(exactly: 2))]))
        let verdicts = judge(claims, story)
        #expect(verdicts.map(\.isMet) == [true, false])
        #expect(verdicts[1].found == "1 new_order")
        #expect(
            verdicts[1].chain == [
                "2026-03-03T09:01:00+09:00 request new_order: buy 10 \(code) at 70000"
            ])
    }

    @Test("a request that an engine's end keeps from leaving is not counted")
    func heldBack() {
        let claims = expect(.requests([.init(.newOrder, Bounds(exactly: 1))]))
        let judge = ExpectationJudge(claims, engine: configuration, into: Counting())
        var out = OutputBuffer()
        out.records.append(order(1, at: at(1)))
        for id in 1...2 as ClosedRange<Int64> {
            out.requests.append(NumberedRequest(id: RequestID(id), request: newOrder))
        }
        judge.holdsBack(after: 1)
        judge.commit(&out, ReasonTable())
        let result = RunResult(
            instruments: configuration.instruments, strategyIDs: [], account: Account(cash: .zero))
        #expect(judge.verdicts(result).map(\.isMet) == [true])
    }

    private var code: String { "\(configuration.instruments[0].code)" }

    @Test("at a moment what happens at it counts, and what happens behind it doesn't")
    func atMoments() {
        let inDoubt = Expectation.Claim.order(OrderChoice(), OrderClaim(stage: .inDoubt))
        let verdicts = judge(
            [
                Expectation("a", .at(at(1, 9)), inDoubt), Expectation("b", .at(at(1, 10)), inDoubt),
                Expectation("c", .at(at(1, 19)), inDoubt),
                Expectation("d", .at(at(1, 20)), inDoubt),
                Expectation("e", .at(at(1, 59)), .cash(Bounds(exactly: 10_000_000))),
                Expectation("f", .at(at(5)), .cash(Bounds(exactly: 9_300_000))),
            ], story)
        #expect(verdicts.map(\.isMet) == [false, true, true, false, true, true])
    }

    @Test("after a line of the script the time runs from its first being done")
    func afterLines() {
        var outcome = ScriptedOutcome()
        outcome.done = [at(1, 5), at(1, 50)]
        let inDoubt = Expectation.Claim.order(OrderChoice(), OrderClaim(stage: .inDoubt))
        let verdicts = judge(
            [
                Expectation("a", .after(0, .zero), inDoubt),
                Expectation("b", .after(0, .seconds(5)), inDoubt),
                Expectation("c", .after(0, .seconds(16)), inDoubt),
                Expectation("d", .after(1, .zero), inDoubt),
            ], story, script: [outcome, ScriptedOutcome()])
        #expect(verdicts.map(\.isMet) == [false, true, false, false])
        #expect(verdicts[3].found == "the line of the script that it follows was never done")
    }

    @Test("the kill switch is armed, engaged, then complete, and tells why and how fast")
    func killSwitch() {
        let engaged = [(incident(.killSwitchEngaged, at: at(3), cause: .errors), [BrokerRequest]())]
        let complete =
            engaged + [
                (incident(.killSwitchComplete, at: at(3, 2), delay: .seconds(2)), [])
            ]
        let claims = expect(
            .killSwitch(KillSwitchClaim(.armed)), .killSwitch(KillSwitchClaim(.engaged)),
            .killSwitch(KillSwitchClaim(.complete, cause: .errors, within: .seconds(2))),
            .killSwitch(KillSwitchClaim(.complete, within: .milliseconds(1_999))),
            .killSwitch(KillSwitchClaim(.engaged, cause: .byHand)), .mode(.killed))
        #expect(judge(claims, []).map(\.isMet) == [true, false, false, false, false, false])
        #expect(judge(claims, engaged).map(\.isMet) == [false, true, false, false, false, true])
        let verdicts = judge(claims, complete)
        #expect(verdicts.map(\.isMet) == [false, true, true, false, false, true])
        #expect(verdicts[3].found == "complete, ERRORS, after 2000 ms")
        let rearmed = complete + [(incident(.killSwitchRearmed, at: at(4)), [])]
        #expect(judge(claims, rearmed).map(\.isMet)[0])
    }

    @Test("cash, positions, errors, incidents, digest and figures are the result's")
    func results() {
        let claims = expect(
            .cash(Bounds(exactly: 9_300_000)),
            .positions([.init(SymbolIndex(0), Bounds(least: 10, most: 12))]),
            .errors(Bounds(exactly: 1)), .incident(.outcomeUnknown, Bounds(exactly: 1)),
            .incident(.linkLost, Bounds(exactly: 0)), .digest("0123456789ab"),
            .digest("0123456789ac"), .figures([FigureClaim(.fills, Bounds(exactly: 3))]),
            .figures([FigureClaim(.statistic(.sharpe), Bounds(least: 1))]))
        let verdicts = judge(claims, story, cash: 9_300_000, position: 10)
        #expect(
            verdicts.map(\.isMet)
                == [true, true, true, true, true, true, false, true, false])
        #expect(verdicts[6].found == "0123456789ab")
        #expect(verdicts[8].found == "sharpe not defined")
    }

    @Test("what failed tells the last twenty events that led there, and how many it leaves out")
    func chains() {
        var outcome = ScriptedOutcome()
        outcome.done = [at(1, 10)]
        let long = (0..<30).map { (fill(1, 1, at: at(10, $0)), [BrokerRequest]()) }
        let claims = expect(.positions([.init(SymbolIndex(0), Bounds(exactly: 5))]))
        let verdicts = judge(claims, story, script: [outcome])
        #expect(
            verdicts[0].chain == [
                "2026-03-03T09:01:00+09:00 order 1: buy 10 \(code) at 70000",
                "2026-03-03T09:01:00+09:00 order 1 sent: PENDING_NEW, filled 0, left 10",
                "2026-03-03T09:01:10+09:00 script: lost: drop_reply",
                "2026-03-03T09:01:10+09:00 order 1 in doubt: PENDING_NEW, filled 0, left 10",
                "2026-03-03T09:01:20+09:00 order 1 adopted: SUBMITTED, filled 0, left 10",
                "2026-03-03T09:02:00+09:00 order 1 filled 10 at 70000: holds 10, cash 9300000",
            ])
        let cut = judge(claims, story + long, script: [outcome])
        #expect(cut[0].chain.count == 20)
        // An order, three changes of it, a fill, 30 more, and what the script did.
        #expect(cut[0].omitted == 16)
        let met = judge(expect(.positions([.init(SymbolIndex(0), Bounds(exactly: 0))])), story)
        #expect(met[0].isMet && met[0].chain.isEmpty)
    }

    @Test("bounds say what they allow, and which expect nothing")
    func bounds() {
        #expect(Bounds(exactly: 3).text { "\($0)" } == "3")
        #expect(Bounds(least: 3).text { "\($0)" } == "at least 3")
        #expect(Bounds(most: 5).text { "\($0)" } == "at most 5")
        #expect(Bounds(least: 3, most: 5).text { "\($0)" } == "3 to 5")
        #expect(Bounds(least: 0).allowsAll(of: 0...Int64.max))
        #expect(!Bounds(least: 1).allowsAll(of: 0...Int64.max))
        #expect(Bounds(least: 5, most: 4).isEmpty)
    }
}
