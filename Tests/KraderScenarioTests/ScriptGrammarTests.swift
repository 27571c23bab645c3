import KraderBacktest
import KraderEngine
import KraderJSON
import KraderModel
import Testing

@testable import KraderScenario

/// Not the one of the testing library.
private typealias Expectation = KraderBacktest.Expectation

@Suite("Scenarios in which something goes wrong")
struct ScriptGrammarTests {
    private func scenario(_ events: String, _ more: String = "") throws -> Scenario {
        try decode(
            good.with(#""ideal" }"#, #""ideal" }, "events": [ \#(events) ] \#(more)"#))
    }

    private func line(_ event: String) throws -> ScriptedEvent {
        let scenario = try scenario(event)
        #expect(scenario.commands.isEmpty)
        return try #require(scenario.faults.events.first)
    }

    private func at(_ hour: Int, _ minute: Int, _ second: Int = 0) -> Moment {
        CalendarDate(2026, 3, 3).at(TimeOfDay(hour, minute, second))
    }

    @Test("the example of the design reads as two lines and six expectations")
    func example() throws {
        let scenario = try scenario(
            #"""
            { "when": { "request": "new_order", "nth": 1 }, "do": "drop_reply" },
            { "at": "09:02:30", "do": "fill", "symbol": "005930", "quantity": 10, "price": 70000 }
            """#,
            #"""
            , "expect": [ { "requests": { "new_order": 1 } },
              { "order": { "nth": 1 }, "state": "FILLED", "filled": 10 },
              { "position": { "005930": 10 } }, { "cash": 9300000 }, { "kill_switch": "armed" },
              { "errors": 1 } ]
            """#)
        let symbol = SymbolIndex(0)
        let lines: [ScriptedEvent] = [
            ScriptedEvent(
                .when(Occurrence(.request(.newOrder)), nth: 1, times: 1),
                .reply(.drop, .newOrder)),
            ScriptedEvent(
                .at(at(9, 2, 30)), .fill(.oldest(symbol), Shares(10), at: Price(70_000))),
        ]
        #expect(scenario.faults.events == lines)
        #expect(scenario.script.map(\.path) == ["events[0]", "events[1]"])
        let filled = OrderClaim(stage: .filled, filled: Bounds(exactly: 10))
        let claims: [Expectation.Claim] = [
            .requests([Expectation.Counted(.newOrder, Bounds(exactly: 1))]),
            .order(OrderChoice(), filled),
            .positions([Expectation.Counted(symbol, Bounds(exactly: 10))]),
            .cash(Bounds(exactly: 9_300_000)), .killSwitch(KillSwitchClaim(.armed)),
            .errors(Bounds(exactly: 1)),
        ]
        let expected = claims.enumerated().map { place, claim in
            Expectation("expect[\(place)]", .end, claim)
        }
        #expect(scenario.expectations == expected)
    }

    @Test("a line waits for a moment, for another line, or for what happens")
    func triggers() throws {
        let lines = try scenario(
            #"""
            { "id": "outage", "at": "09:30", "do": "drop_link", "until": "09:31" },
            { "after": "outage", "delay_ms": 500, "do": "kill" },
            { "when": { "price": 70000, "symbol": "005930", "crosses": "down" }, "do": "halt" },
            { "when": { "push": "executed", "nth": 3, "times": "all" }, "do": "drop_push" },
            { "when": { "crash_point": "CP3" }, "do": "crash", "restart_after_ms": 7 }
            """#
        ).faults.events
        let expected: [ScriptedEvent] = [
            ScriptedEvent(
                id: "outage", .at(at(9, 30)), .way(.drop, lasting: .minutes(1))),
            ScriptedEvent(.after(0, .milliseconds(500)), .command(.engageKillSwitch)),
            ScriptedEvent(
                .when(
                    Occurrence(.price(Price(70_000), isFall: true), symbol: SymbolIndex(0)),
                    nth: 1, times: 1), .market(.halt, nil, lasting: nil)),
            ScriptedEvent(
                .when(Occurrence(.push(.executed)), nth: 3, times: .max),
                .push(.drop, .executed)),
            ScriptedEvent(
                .when(Occurrence(.crashPoint(.requestSent)), nth: 1, times: 1),
                .process(.crash(restartAfter: .milliseconds(7)))),
        ]
        #expect(lines == expected)
    }

    /// Of each verb an event with all that it needs, and what it means.
    private static let acts: [(String, ScriptedAct)] = [
        (#""drop_request", "of": "any""#, .request(.drop, .any)),
        (
            #""delay_request", "of": "cancel", "by_ms": 5"#,
            .request(.delay(.milliseconds(5)), .cancel)
        ),
        (#""reject_request", "of": "any", "code": 855056"#, .request(.reject(855_056), .any)),
        (#""refuse_rate", "of": "any", "taken": true"#, .request(.refuseRate(taken: true), .any)),
        (#""drop_reply", "of": "any""#, .reply(.drop, .any)),
        (#""delay_reply", "of": "any", "by_ms": 5"#, .reply(.delay(.milliseconds(5)), .any)),
        (#""reset_reply", "of": "any""#, .reply(.reset, .any)),
        (#""http_status", "of": "any", "status": 502"#, .reply(.http(502), .any)),
        (#""reply_code", "of": "any", "code": 1700"#, .reply(.code(1_700), .any)),
        (#""garble_reply", "of": "any""#, .reply(.garble, .any)),
        (#""blank_number", "of": "any""#, .reply(.blankNumber, .any)),
        (#""repeat_reply", "of": "any""#, .reply(.repeat, .any)),
        (#""drop_push", "of": "any""#, .push(.drop, .any)),
        (#""delay_push", "of": "any", "by_ms": 5"#, .push(.delay(.milliseconds(5)), .any)),
        (#""repeat_push", "of": "any""#, .push(.repeat, .any)),
        (#""reorder_push", "of": "any""#, .push(.reorder, .any)),
        (#""corrupt_push", "of": "any""#, .push(.corrupt(.zero), .any)),
        (
            #""corrupt_push", "of": "executed", "quantity": 15"#,
            .push(.corrupt(Shares(15)), .executed)
        ),
        (#""reject_order", "order": 2, "code": 855056"#, .reject(.nth(2), code: 855_056)),
        (
            #""empty_list", "of": "positions", "lasting_ms": 9"#,
            .list(.empty, .positions, lasting: .milliseconds(9))
        ),
        (
            #""partial_list", "of": "balance", "lasting_ms": 9"#,
            .list(.partial, .balance, lasting: .milliseconds(9))
        ),
        (
            #""stale_list", "of": "any_query", "age_ms": 3, "lasting_ms": 9"#,
            .list(.stale(.milliseconds(3)), .anyQuery, lasting: .milliseconds(9))
        ),
        (
            #""short_pages", "of": "any_query", "rows": 2, "lasting_ms": 9"#,
            .list(.pages(rows: 2), .anyQuery, lasting: .milliseconds(9))
        ),
        (
            #""refuse_list", "of": "executions", "code": 20, "lasting_ms": 9"#,
            .list(.refuse(20), .executions, lasting: .milliseconds(9))
        ),
        (#""drop_link""#, .way(.drop, lasting: nil)),
        (#""drop_rest""#, .way(.dropRequests, lasting: nil)),
        (#""drop_socket""#, .way(.dropPushes, lasting: nil)),
        (#""half_open""#, .way(.halfOpen, lasting: nil)),
        (#""silence""#, .way(.silence, lasting: nil)),
        (#""take_over""#, .way(.takeOver, lasting: nil)),
        (#""expire_token""#, .way(.expireToken, lasting: nil)),
        (#""revoke_token""#, .way(.revokeToken, lasting: nil)),
        (#""refuse_address""#, .way(.refuseAddress, lasting: nil)),
        (#""maintenance", "lasting_ms": 9"#, .way(.maintenance, lasting: .milliseconds(9))),
        (#""suspend", "lasting_ms": 9"#, .way(.suspend, lasting: .milliseconds(9))),
        (#""skew_clock", "by_ms": -3000"#, .way(.skewClock(.milliseconds(-3_000)), lasting: nil)),
        (#""store_busy""#, .store(.busy, lasting: nil)),
        (#""store_full""#, .store(.full, lasting: nil)),
        (#""store_corrupt""#, .store(.corrupt, lasting: nil)),
        (#""mark_fails""#, .store(.markFails, lasting: nil)),
        (#""store_slow", "by_ms": 5"#, .store(.slow(.milliseconds(5)), lasting: nil)),
        (#""crash""#, .process(.crash(restartAfter: .seconds(1)))),
        (#""halt", "symbol": "069500""#, .market(.halt, SymbolIndex(1), lasting: nil)),
        (#""volatility_interruption""#, .market(.interrupt, nil, lasting: nil)),
        (#""stale""#, .market(.stale, nil, lasting: nil)),
        (#""gap", "lasting_ms": 9"#, .market(.gap, nil, lasting: .milliseconds(9))),
        (#""crossed", "symbol": "005930""#, .market(.crossed, SymbolIndex(0), lasting: nil)),
        (
            #""fill", "order": 2, "quantity": 3, "price": 5"#,
            .fill(.nth(2), Shares(3), at: Price(5))
        ),
        (
            #""manual_order", "symbol": "005930", "side": "sell", "quantity": 3"#,
            .order(.init(symbol: SymbolIndex(0), side: .sell, quantity: Shares(3), limit: nil))
        ),
        (#""manual_cancel", "manual": 1"#, .cancel(.manual(1), nil)),
        (
            #""manual_modify", "symbol": "005930", "quantity": 2, "price": 5"#,
            .modify(.oldest(SymbolIndex(0)), Shares(2), limit: Price(5))
        ),
        (#""kill""#, .command(.engageKillSwitch)), (#""pause""#, .command(.pause)),
        (#""resume""#, .command(.resume)), (#""reconcile""#, .command(.reconcile)),
        (#""accept_difference""#, .command(.acceptDifference)),
        (
            #""rearm", "operator": "Kim", "reason": "looked", "reducing": true"#,
            .command(.rearmKillSwitch(.init(name: "Kim", reason: "looked"), isReducing: true))
        ),
        (#""acknowledge""#, .command(.acknowledge(.init(name: "scenario", reason: "as scripted")))),
        (
            #""flatten", "symbol": "005930""#,
            .command(.flatten(SymbolIndex(0), .init(name: "scenario", reason: "as scripted")))
        ),
    ]

    @Test("each verb of the table is read as its act")
    func verbs() throws {
        for (text, act) in ScriptGrammarTests.acts {
            let event = try line(#"{ "id": "it", "at": "09:30", "do": \#(text) }"#)
            #expect(event.act == act, "\(text)")
            #expect(event.trigger == .at(at(9, 30)))
        }
        let tried = Set(
            ScriptGrammarTests.acts.compactMap {
                $0.0.split(separator: "\"").first.map(String.init)
            })
        #expect(ScriptVerb.all.map(\.name).filter { !tried.contains($0) } == [])
        #expect(Set(ScriptVerb.all.map(\.name)).count == ScriptVerb.all.count)
    }

    @Test("what a person tells the engine at fixed moments goes the fast way")
    func fastWay() throws {
        let plain = try scenario(#"{ "at": "09:30", "do": "kill" }"#)
        #expect(plain.faults.isEmpty && plain.commands.count == 1)
        let mixed = try scenario(
            #"{ "at": "09:30", "do": "kill" }, { "at": "09:20", "do": "drop_link" }"#)
        #expect(mixed.commands.isEmpty)
        #expect(mixed.faults.events.map(\.trigger) == [.at(at(9, 30)), .at(at(9, 20))])
    }

    @Test("an expectation holds at the end, at a moment, or after a line of the script")
    func times() throws {
        let expectations = try scenario(
            #"{ "id": "a", "at": "09:30", "do": "kill" }"#,
            #"""
            , "expect": [ { "at": "10:00", "mode": "KILLED" },
              { "after": "a", "delay_ms": 5, "event": "KILL_SWITCH_ENGAGED" },
              { "event": "LINK_LOST", "count": { "at_most": 2 } },
              { "kill_switch": "complete", "cause": "BY_HAND", "within_ms": 10000 },
              { "statistics": { "max_drawdown": { "at_most": 0.2 }, "trades": 0 } } ]
            """#
        ).expectations
        let times: [Expectation.Time] = [
            .at(at(10, 0)), .after(0, .milliseconds(5)), .end, .end, .end,
        ]
        #expect(expectations.map(\.time) == times)
        let complete = KillSwitchClaim(.complete, cause: .byHand, within: .seconds(10))
        let figures = [
            FigureClaim(.statistic(.maxDrawdown), Bounds(most: 0.2)),
            FigureClaim(.statistic(.trades), Bounds(exactly: 0)),
        ]
        let claims: [Expectation.Claim] = [
            .mode(.killed), .incident(.killSwitchEngaged, Bounds(least: 1)),
            .incident(.linkLost, Bounds(most: 2)), .killSwitch(complete), .figures(figures),
        ]
        #expect(expectations.map(\.claim) == claims)
    }

    @Test("a template of each kind is a scenario", arguments: ScenarioTemplate.allCases)
    func templates(template: ScenarioTemplate) throws {
        let scenario = try decode(template.text(name: "mine"))
        #expect(scenario.name == "mine")
        #expect(scenario.expectations.count >= 4)
    }
}
