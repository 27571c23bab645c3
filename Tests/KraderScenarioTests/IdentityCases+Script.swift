extension IdentityCase {
    private static let lines = """
        { "id": "a", "about": "A remark.", "when": { "request": "new_order", "nth": 2, "times": 3,
            "symbol": "005930" }, "do": "drop_reply" },
        { "id": "b", "at": "09:00", "do": "delay_request", "of": "cancel", "by_ms": 100 },
        { "after": "a", "delay_ms": 5, "do": "fill", "symbol": "005930", "quantity": 3,
          "price": 70000 },
        { "when": { "price": 70000, "symbol": "005930", "crosses": "down" }, "do": "drop_link",
          "lasting_ms": 500 },
        { "when": { "push": "executed" }, "do": "repeat_push" },
        { "when": { "order": "FILLED" }, "do": "crash", "restart_after_ms": 5 },
        { "when": { "record": "fill" }, "do": "store_slow", "by_ms": 3 },
        { "when": { "crash_point": "CP3" }, "do": "crash" },
        { "when": { "reply": "cancel" }, "do": "http_status", "status": 502 },
        { "at": "09:10", "do": "refuse_rate", "of": "any", "taken": true },
        { "at": "09:10", "do": "stale_list", "of": "positions", "age_ms": 3, "until": "09:11" },
        { "at": "09:12", "do": "manual_order", "symbol": "005930", "side": "buy", "quantity": 3,
          "price": 70000 },
        { "at": "09:13", "do": "manual_cancel", "manual": 1 },
        { "at": "09:14", "do": "manual_modify", "order": 1, "price": 70100 },
        { "at": "09:15", "do": "reject_request", "of": "any", "code": 855056 },
        { "at": "09:16", "do": "rearm", "operator": "Kim", "reason": "looked" },
        { "at": "09:17", "do": "short_pages", "of": "any_query", "rows": 2, "lasting_ms": 5 },
        { "at": "09:18", "do": "reject_order", "order": 1, "code": 855056 },
        { "at": "09:19", "do": "corrupt_push", "of": "executed", "quantity": 15 }
        """

    private static let claims = """
        { "order": { "nth": 2, "symbol": "005930" }, "state": "FILLED", "filled": 10,
          "reason": "EXPIRED", "about": "A remark." },
        { "at": "10:00",
          "requests": { \(requests.map { "\"\($0)\": 1" }.joined(separator: ", ")) } },
        { "after": "a", "delay_ms": 5, "position": { "005930": { "at_least": 1, "at_most": 3 } } },
        { "cash": { "equals": 5 } },
        { "kill_switch": "complete", "cause": "ERRORS", "within_ms": 500 }, { "mode": "ACTIVE" },
        { "errors": 1 }, { "event": "LINK_LOST", "count": 2 }, { "digest": "0123456789ab" },
        { "statistics": { \(figures.map { "\"\($0)\": 0.5" }.joined(separator: ", ")) } }
        """

    private static let requests = [
        "new_order", "modify", "cancel", "any_order", "open_orders", "executed_orders",
        "orders_of_day", "executions", "positions", "balance", "any_query", "any",
    ]
    private static let figures = [
        "net", "return", "cagr", "volatility", "sharpe", "sortino", "max_drawdown_won",
        "max_drawdown", "drawdown_days", "trades", "win_rate", "profit_factor", "average_trade",
        "best_trade", "worst_trade", "average_holding_seconds", "exposure", "money_at_work",
        "max_money_at_work", "turnover", "costs", "cost_share", "benchmark_return",
        "excess_return", "fills", "orders", "signals", "refusals", "equity",
    ]

    static let faulty = IdentityCase(
        description: "what goes wrong, and what is expected",
        text: """
            { "schema": 1, "name": "faulty", "market": { "from": "2026-03-03", "to": "2026-03-06",
                "instruments": [ { "symbol": "000660", "board": "KOSPI" },
                                 { "symbol": "005930", "board": "KOSPI", "base_price": 70000 } ],
                "data": { "ticks": { "path": "a.csv", "symbol": "005930" } } },
              "account": { "cash": 1 }, "strategies": [ { "name": "crossing" } ],
              "events": [ \(lines) ], "expect": [ \(claims) ] }
            """,
        changing: [
            "events[1].id=c", "events[0].when.request=cancel", "events[0].when.nth=3",
            "events[0].when.times=all", "events[0].when.symbol=000660",
            "events[0].do=garble_reply", "events[1].at=09:01", "events[1].of=modify",
            "events[1].by_ms=101", "events[2].delay_ms=6", "events[2].symbol=000660",
            "events[2].quantity=4", "events[2].price=70100", "events[3].when.price=70100",
            "events[3].when.crosses=up", "events[3].lasting_ms=501",
            "events[4].when.push=cancelled", "events[5].when.order=REJECTED",
            "events[5].restart_after_ms=6", "events[6].when.record=order", "events[6].by_ms=4",
            "events[7].when.crash_point=CP4", "events[8].when.reply=modify",
            "events[8].status=503", "events[9].taken=false", "events[10].age_ms=4",
            "events[10].until=09:12", "events[11].side=sell", "events[12].manual=2",
            "events[13].order=2", "events[14].code=800033", "events[15].operator=Lee",
            "events[15].reason=other", "events[15].reducing=true", "events[16].rows=3",
            "events[17].code=800033", "events[18].quantity=16",
            #"events[2]={"after":"a","do":"kill"}"#,
            "expect[0].order.nth=3", "expect[0].order.symbol=000660", "expect[0].state=REJECTED",
            "expect[0].filled=9", "expect[0].reason=NOT_SENT", "expect[1].at=10:01",
            "expect[2].delay_ms=6", "expect[2].position.005930.at_least=2",
            "expect[2].position.005930.at_most=4", "expect[3].cash.equals=6",
            "expect[4].cause=BY_HAND",
            "expect[4].within_ms=501", "expect[5].mode=DEGRADED", "expect[6].errors=2",
            "expect[7].event=REPAIRED", "expect[7].count=3", "expect[8].digest=0123456789ac",
            #"expect[2]={"cash":3}"#, "events[2].after=b", "expect[2].after=b",
            #"expect[2].position.005930={"equals":3}"#,
            #"expect[3].cash={"at_least":1,"at_most":3}"#,
            #"expect[4]={"kill_switch":"engaged"}"#,
        ]
            + requests.map { "expect[1].requests.\($0)=2" }
            + figures.map { "expect[9].statistics.\($0)=0.25" },
        idle: [
            "events[0].about=other", "expect[0].about=other", "events[15].reducing=false",
            "events[4].when.nth=1", "events[4].when.times=1",
        ])
}
