extension BadScenarioTests {
    /// A case with a line of a script in the good scenario.
    private static func signal(_ line: String, _ faults: Fault...) -> Case {
        var bad = Case(
            #"{ "name": "crossing""#,
            #"{ "name": "scripted", "parameters": { "signals": [ { "at": "09:01", "#
                + #""symbol": "005930", "# + line + #" } ] } }, { "name": "crossing""#)
        bad.faults = faults
        return bad
    }

    private static let line = "line 11 (strategies[0].parameters.signals[0]"

    /// Mistakes in types, exits, budgets, rankings, events.
    static let inOrders: [Case] = [
        signal(
            #""side": "buy", "type": "best""#,
            Fault(
                "type is 'best'", "\(line).type)",
                "; it must be limit, market, conditional_limit, immediately_executable_limit, "
                    + "best_limit or closing_price.")),
        signal(
            #""side": "buy", "type": "conditional_limit""#,
            Fault(
                "Missing key 'price'", "\(line).price)",
                "; an order of type conditional_limit has a limit.")),
        signal(
            #""side": "buy", "type": "best_limit", "price": 70000"#,
            Fault(
                "'price' stands beside type best_limit", "\(line).price)",
                "; only limit and conditional_limit have one.")),
        signal(
            #""action": "cancel", "type": "market""#,
            Fault(
                "type stands in a signal to cancel", "\(line).type)",
                "; the order has its type already.")),
        signal(
            #""side": "buy", "time_in_force": "next_clos""#,
            Fault(
                "time_in_force is 'next_clos'", "\(line).time_in_force)",
                "; it must be day, ioc, fok, next_open or next_close. Did you mean 'next_close'?")),
        signal(
            #""side": "sell", "exits": { "stop": 69000 }"#,
            Fault(
                "exits stand in a signal to sell", "\(line).exits)",
                "; they sell what a buy has bought.")),
        signal(
            #""side": "buy", "exits": {}"#,
            Fault(
                "exits is empty", "\(line).exits)",
                "; it must hold stop, stop_rate, target, target_rate, trailing_rate or after_ms.")),
        signal(
            #""side": "buy", "exits": { "stop": 69000, "stop_rate": 0.1 }"#,
            Fault(
                "'stop_rate' stands beside 'stop'", "\(line).exits.stop_rate)",
                "; say one of them.")),
        signal(
            #""side": "buy", "exits": { "stop": 69000, "target": 69000 }"#,
            Fault(
                "target is 69000", "\(line).exits.target)", "; it must lie above 'stop', 69000.")),
        signal(
            #""side": "buy", "price": 69000, "exits": { "stop": 69000 }"#,
            Fault(
                "stop is 69000", "\(line).exits.stop)",
                "; it must lie below the buy's price, 69000.")),
        signal(
            #""side": "buy", "exits": { "stop_rate": 0, "trailing_rate": 1, "after_ms": 0 }"#,
            Fault(
                "stop_rate is 0", "\(line).exits.stop_rate)",
                "; it must be between 0.0001 and 0.99."),
            Fault(
                "trailing_rate is 1", "\(line).exits.trailing_rate)",
                "; it must be between 0.0001 and 0.99."),
            Fault(
                "after_ms is 0", "\(line).exits.after_ms)",
                "; it must be between 1 and 31622400000.")),
        signal(
            #""side": "buy", "exits": { "traling_rate": 0.1 }"#,
            Fault(
                "Unknown key 'traling_rate'", "\(line).exits.traling_rate)",
                ". Did you mean 'trailing_rate'?")),
        Case(
            #""name": "crossing","#, #""name": "crossing", "budget": 0,"#,
            Fault(
                "budget is 0", "line 11 (strategies[0].budget)",
                "; it must be between 1 and 10000000000000.")),
        Case(
            #""symbols": ["005930"]"#, #""symbols": ["005930"], "top": 5, "boards": ["ETF"]"#,
            Fault(
                "'top' stands beside 'symbols'", "line 10 (universe.top)",
                "; a universe is a list of symbols or a ranking."),
            Fault(
                "'boards' stands beside 'symbols'", "line 10 (universe.boards)",
                "; a universe is a list of symbols or a ranking.")),
        Case(
            #""symbols": ["005930"]"#, #""boards": ["ETF"]"#,
            Fault("Missing key 'top'", "line 10 (universe.top)", ".")),
        Case(
            #"{ "symbols": ["005930"] }"#, "{}",
            Fault(
                "Missing key 'symbols'", "line 10 (universe.symbols)",
                "; list them, or say 'top', how many to choose by traded value.")),
        Case(
            #""symbols": ["005930"]"#,
            #""top": 0, "boards": ["KOSPI", "KOSPI", "KOSDAC"], "refresh_minutes": 0"#,
            Fault("top is 0", "line 10 (universe.top)", "; it must be between 1 and 5000."),
            Fault("boards[1] repeats 'KOSPI'", "line 10 (universe.boards[1])", "."),
            Fault(
                "boards[2] is 'KOSDAC'", "line 10 (universe.boards[2])",
                "; it must be KOSPI, KOSDAQ, KONEX, ETF, ETN or ELW. Did you mean 'KOSDAQ'?"),
            Fault(
                "refresh_minutes is 0", "line 10 (universe.refresh_minutes)",
                "; it must be between 1 and 1440.")),
        Case(
            #""symbols": ["005930"]"#, #""top": 5, "boards": ["KONEX", "ELW"]"#,
            Fault(
                "The ranking has no issue to choose from", "line 10 (universe.boards)",
                "; none of the instruments is of KONEX or ELW.")),
        Case(
            #""symbols": ["005930"]"#, #""symbols": ["005930"], "preferred": true"#,
            Fault(
                "'preferred' stands beside 'symbols'", "line 10 (universe.preferred)",
                "; a universe is a list of symbols or a ranking.")),
        Case(
            #""symbols": ["005930"]"#, #""top": 5, "boards": []"#,
            Fault(
                "boards has 0 elements", "line 10 (universe.boards)", "; it must have 1 to 6.")),
    ]

    static func top(_ text: String, _ faults: Fault...) -> Case {
        var bad = Case(#""profile": "ideal" }"#, #""profile": "ideal" }, "# + text)
        bad.faults = faults
        return bad
    }

    /// Mistakes in the keys of the top: benchmark, events.
    static let atTop: [Case] = [
        top(
            #""benchmark": "KS0002""#,
            Fault(
                "benchmark is 'KS0002'", "line 14 (benchmark)",
                "; it must be among the instruments (005930, 069500, KS0001). Did you mean "
                    + "'KS0001'?")),
        top(
            #""benchmark": "KOSDAQ""#,
            Fault(
                "benchmark is 'KOSDAQ'", "line 14 (benchmark)",
                "; an index is one of market.instruments, { \"symbol\": \"KS11\", \"board\": "
                    + "\"index\" }, and has candles in market.data; 'krader help index-filter' "
                    + "shows one.")),
        top(
            #""events": [ { "do": "kill" }, { "at": "09:00" } ]"#,
            Fault("Missing key 'at'", "line 14 (events[0].at)", "."),
            Fault("Missing key 'do'", "line 14 (events[1].do)", ".")),
        top(
            #""events": [ { "at": "2026-03-08T09:00", "do": "kill", "why": "so" } ]"#,
            Fault(
                "at is '2026-03-08T09:00'", "line 14 (events[0].at)",
                "; it must lie in the period, 2026-03-03T00:00:00+09:00 to "
                    + "2026-03-08T00:00:00+09:00."),
            Fault("Unknown key 'why'", "line 14 (events[0].why)", ".")),
    ]
}
