import KraderEngine
import KraderJSON

@testable import KraderScenario

extension BadScenarioTests {
    private static func event(_ line: String, _ faults: Fault...) -> Case {
        var bad = top(#""events": [ "# + line + " ]")
        bad.faults = faults
        return bad
    }

    private static let verbs = alternatives(ScriptVerb.all.map(\.name))
    private static let stages =
        "PENDING_NEW, SUBMITTED, PARTIAL_FILL, FILLED, REJECTED, CANCELED, IN_DOUBT or "
        + "CANCEL_REQUESTED"
    private static let occasions = "request, reply, push, order, price, record or crash_point"

    /// Mistakes in `events`.
    static let inScript: [Case] = [
        event(
            #"{ "at": "09:00", "do": "kil" }"#,
            Fault(
                "do is 'kil'", "line 14 (events[0].do)",
                "; it must be \(verbs). Did you mean 'kill'?")),
        event(
            #"{ "at": "09:00", "do": "no_ping" }"#,
            Fault(
                "do is 'no_ping'", "line 14 (events[0].do)",
                "; say 'half_open': krader's link notices a missing ping by itself.")),
        event(
            #"{ "at": "09:00", "after": "x", "do": "kill" }"#,
            Fault(
                "'after' stands beside 'at'", "line 14 (events[0].after)", "; say one of them.")),
        event(
            #"{ "at": "09:00", "delay_ms": 5, "do": "kill" }"#,
            Fault(
                "'delay_ms' stands without 'after'", "line 14 (events[0].delay_ms)",
                "; it is the time after another event.")),
        event(
            #"{ "after": "chil", "do": "kill" }, { "id": "child", "at": "09:00", "do": "pause" }"#,
            Fault(
                "after is 'chil'", "line 14 (events[0].after)",
                "; no event has that 'id'. Did you mean 'child'?")),
        event(
            #"{ "id": "a", "after": "b", "do": "kill" }, "#
                + #"{ "id": "b", "after": "a", "do": "pause" }"#,
            Fault(
                "after leads back to itself", "line 14 (events[0].after)",
                "; events[0] → events[1] wait for each other.")),
        event(
            #"{ "id": "a", "at": "09:00", "do": "kill" }, "#
                + #"{ "id": "a", "at": "09:00", "do": "kill" }"#,
            Fault("id is 'a'", "line 14 (events[1].id)", "; events[0] has it.")),
        event(
            #"{ "when": {}, "do": "kill" }"#,
            Fault(
                "'when' says nothing that can happen", "line 14 (events[0].when)",
                "; say \(occasions).")),
        event(
            #"{ "when": { "request": "new_order", "reply": "any" }, "do": "kill" }"#,
            Fault(
                "'reply' stands beside 'request'", "line 14 (events[0].when.reply)",
                "; say one of them.")),
        event(
            #"{ "when": { "request": "neworder" }, "do": "kill" }"#,
            Fault(
                "request is 'neworder'", "line 14 (events[0].when.request)",
                "; it must be new_order, modify, cancel, any_order, open_orders, executed_orders, "
                    + "orders_of_day, executions, positions, balance, any_query or any. "
                    + "Did you mean 'new_order'?")),
        event(
            #"{ "when": { "order": "filled" }, "do": "kill" }"#,
            Fault(
                "order is 'filled'", "line 14 (events[0].when.order)",
                "; it must be \(stages). Did you mean 'FILLED'?")),
        event(
            #"{ "when": { "request": "any", "nth": 0, "times": "al" }, "do": "kill" }"#,
            Fault(
                "nth is 0", "line 14 (events[0].when.nth)", "; it must be between 1 and 1000000."),
            Fault(
                "times is 'al'", "line 14 (events[0].when.times)",
                "; it must be a number from 1, or 'all'.")),
        event(
            #"{ "when": { "price": 70000 }, "do": "kill" }"#,
            Fault("Missing key 'symbol'", "line 14 (events[0].when.symbol)", ".")),
        event(
            #"{ "when": { "request": "any", "crosses": "up" }, "do": "kill" }"#,
            Fault("Unknown key 'crosses'", "line 14 (events[0].when.crosses)", ".")),
        event(
            #"{ "when": { "reply": "any" }, "do": "drop_request" }"#,
            Fault(
                "'drop_request' comes too late when the broker replies",
                "line 14 (events[0].when)", "; say 'request'.")),
        event(
            #"{ "at": "09:00", "do": "drop_reply" }"#,
            Fault(
                "Missing key 'of'", "line 14 (events[0].of)",
                "; say which messages 'drop_reply' is about.")),
        event(
            #"{ "when": { "push": "executed" }, "do": "drop_push", "of": "any" }"#,
            Fault(
                "'of' stands beside a trigger that names the messages", "line 14 (events[0].of)",
                "; leave it out.")),
        event(
            #"{ "at": "09:00", "do": "kill", "price": 70000 }"#,
            Fault(
                "'price' doesn't go with 'kill'", "line 14 (events[0].price)",
                "; it goes with fill, manual_order, manual_modify.")),
        event(
            #"{ "at": "09:00", "do": "fill", "symbol": "005930", "order": 1, "quantity": 0, "#
                + #""prise": 5 }"#,
            Fault(
                "Missing key 'price'", "line 14 (events[0].price)", "."),
            Fault(
                "'order' stands beside 'symbol'", "line 14 (events[0].order)",
                "; say one of them."),
            Fault(
                "quantity is 0", "line 14 (events[0].quantity)",
                "; it must be between 1 and 1000000000."),
            Fault("Unknown key 'prise'", "line 14 (events[0].prise)", ". Did you mean 'price'?")),
        event(
            #"{ "at": "09:00", "do": "manual_cancel" }"#,
            Fault(
                "Missing key 'order'", "line 14 (events[0].order)",
                "; say symbol, order or manual.")),
        event(
            #"{ "at": "09:00", "do": "empty_list", "of": "any_query" }"#,
            Fault(
                "Missing key 'lasting_ms'", "line 14 (events[0].lasting_ms)",
                "; say for how long.")),
        event(
            #"{ "at": "09:00", "do": "drop_link", "until": "08:59" }"#,
            Fault(
                "until is not after 'at'", "line 14 (events[0].until)", "; say a later time.")),
        event(
            #"{ "when": { "push": "any" }, "do": "drop_link", "until": "09:59" }"#,
            Fault(
                "'until' stands without 'at'", "line 14 (events[0].until)",
                "; say lasting_ms: nobody knows when it begins.")),
        event(
            #"{ "at": "2026-03-09T09:00", "do": "crossed", "symbol": "005390" }"#,
            Fault(
                "at is '2026-03-09T09:00'", "line 14 (events[0].at)",
                "; it must lie in the period, 2026-03-03T00:00:00+09:00 to "
                    + "2026-03-08T00:00:00+09:00."),
            Fault(
                "symbol is '005390'", "line 14 (events[0].symbol)",
                "; it must be among the instruments (005930, 069500, KS0001). Did you mean "
                    + "'005930'?")),
    ]

    private static func expectation(_ line: String, _ faults: Fault...) -> Case {
        var bad = top(#""expect": [ "# + line + " ]")
        bad.faults = faults
        return bad
    }

    private static let claims = alternatives(ClaimForm.all.map(\.name))

    /// Mistakes in `expect`; an expectation that can't fail is one.
    static let inExpectations: [Case] = [
        top(
            #""expect": []"#,
            Fault("expect has 0 elements", "line 14 (expect)", "; it must have 1 to 10000.")),
        expectation(
            "{}", Fault("An expectation expects nothing", "line 14 (expect[0])", "; say \(claims).")
        ),
        expectation(
            #"{ "positon": { "005930": 1 } }"#,
            Fault(
                "Unknown key 'positon'", "line 14 (expect[0].positon)",
                "; say \(claims). Did you mean 'position'?")),
        expectation(
            #"{ "cash": 1, "errors": 0 }"#,
            Fault(
                "'errors' stands beside 'cash'", "line 14 (expect[0].errors)",
                "; give each its own place in 'expect'.")),
        expectation(
            #"{ "order": { "nth": 1 } }"#,
            Fault(
                "'order' expects nothing of it", "line 14 (expect[0].order)",
                "; say state, filled or reason.")),
        expectation(
            #"{ "order": { "nth": 1 }, "state": "DONE" }"#,
            Fault(
                "state is 'DONE'", "line 14 (expect[0].state)", "; it must be \(stages).")),
        expectation(
            #"{ "requests": { "new_order": { "at_least": 0 } } }"#,
            Fault(
                "new_order expects nothing", "line 14 (expect[0].requests.new_order)",
                "; it can't be otherwise.")),
        expectation(
            #"{ "requests": {} }"#,
            Fault(
                "requests is empty", "line 14 (expect[0].requests)",
                "; say one of new_order, modify, cancel, any_order, open_orders, executed_orders, "
                    + "orders_of_day, executions, positions, balance, any_query or any.")),
        expectation(
            #"{ "position": {} }"#,
            Fault(
                "position is empty", "line 14 (expect[0].position)",
                "; say a symbol and its value.")),
        expectation(
            #"{ "cash": {} }"#,
            Fault(
                "cash is empty", "line 14 (expect[0].cash)",
                "; say at_least, at_most or equals.")),
        expectation(
            #"{ "cash": { "at_least": 5, "at_most": 4 } }"#,
            Fault(
                "cash can't hold", "line 14 (expect[0].cash)",
                "; at_least must not be above at_most.")),
        expectation(
            #"{ "cash": { "at_least": 5, "equals": 4 } }"#,
            Fault(
                "'equals' stands beside a bound", "line 14 (expect[0].cash.equals)",
                "; say one of them.")),
        expectation(
            #"{ "statistics": { "max_drawdown": { "at_most": 1 } } }"#,
            Fault(
                "max_drawdown expects nothing", "line 14 (expect[0].statistics.max_drawdown)",
                "; it can't be otherwise.")),
        expectation(
            #"{ "statistics": { "sharp": 1 } }"#,
            Fault(
                "Unknown key 'sharp'", "line 14 (expect[0].statistics.sharp)",
                ". Did you mean 'sharpe'?")),
        expectation(
            #"{ "at": "10:00", "errors": 1 }"#,
            Fault(
                "'at' stands beside 'errors'", "line 14 (expect[0].at)",
                "; it is known at the end alone.")),
        expectation(
            #"{ "after": "outage", "cash": 1 }"#,
            Fault("after is 'outage'", "line 14 (expect[0].after)", "; no event has that 'id'.")),
        expectation(
            #"{ "kill_switch": "armed", "cause": "ERRORS", "within_ms": 5 }"#,
            Fault(
                "'cause' stands beside 'armed'", "line 14 (expect[0].cause)",
                "; an armed switch has none: say engaged or complete."),
            Fault(
                "'within_ms' stands beside 'armed'", "line 14 (expect[0].within_ms)",
                "; it goes with complete: from engaged until the broker shows no open order.")),
        expectation(
            #"{ "event": "LINK_LSOT" }"#,
            Fault(
                "event is 'LINK_LSOT'", "line 14 (expect[0].event)",
                "; it must be \(incidents). Did you mean 'LINK_LOST'?")),
        expectation(
            #"{ "digest": "0123" }"#,
            Fault(
                "digest has 4 characters", "line 14 (expect[0].digest)", "; it must have 12 to 64."
            )),
    ]
}

private let incidents = alternatives(IncidentRecord.Kind.allCases.map(\.code))
