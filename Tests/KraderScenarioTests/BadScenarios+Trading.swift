extension BadScenarioTests {
    /// Mistakes in account, universe and strategies.
    static let inTrading: [Case] = [
        Case(
            #""cash": 10000000"#, #""cash": -5"#,
            Fault(
                "cash is -5", "line 9 (account.cash)",
                "; it must be between 0 and 10000000000000.")),
        Case(
            #""cash": 10000000"#, #""cash": 10000000000001"#,
            Fault(
                "cash is 10000000000001", "line 9 (account.cash)",
                "; it must be between 0 and 10000000000000.")),
        Case(
            #""cash": 10000000"#, #""cash": "10000000""#,
            Fault(
                #"Expected an integer, found the string "10000000""#, "line 9 (account.cash)",
                ".")),
        Case(
            #""cash": 10000000, "#, "",
            Fault(
                "Missing key 'cash'", "line 9 (account.cash)",
                ".")),
        Case(
            #""quantity": 3"#, #""quantity": 0"#,
            Fault(
                "quantity is 0", "line 9 (account.positions[0].quantity)",
                "; it must be between 1 and 1000000000.")),
        Case(
            #""cost": 9"#, #""cost": 9, "average_price": 3"#,
            Fault(
                "'cost' stands beside 'average_price'", "line 9 (account.positions[0].cost)",
                "; say one of them.")),
        Case(
            #", "cost": 9"#, "",
            Fault(
                "Missing key 'average_price'", "line 9 (account.positions[0].average_price)",
                "; say it or 'cost', what all shares cost.")),
        Case(
            #""symbol": "005930", "quantity""#, #""symbol": "KS0001", "quantity""#,
            Fault(
                "symbol is 'KS0001'", "line 9 (account.positions[0].symbol)",
                "; an index is not traded.")),
        Case(
            #""symbols": ["005930"]"#, #""symbols": ["005390"]"#,
            Fault(
                "symbols[0] is '005390'", "line 10 (universe.symbols[0])",
                "; it must be among the instruments (005930, 069500, KS0001). Did you mean "
                    + "'005930'?")),
        Case(
            #""symbols": ["005930"]"#, #""symbols": ["005930", "005930"]"#,
            Fault(
                "symbols[1] repeats '005930'", "line 10 (universe.symbols[1])",
                "; universe.symbols[0] says it already.")),
        Case(
            #""symbols": ["005930"]"#, #""symbols": []"#,
            Fault(
                "symbols has 0 elements", "line 10 (universe.symbols)",
                "; it must have 1 to 100000.")),
        Case(
            #""symbols": ["005930"]"#, #""symbols": ["KS0001"]"#,
            Fault(
                "symbols[0] is 'KS0001'", "line 10 (universe.symbols[0])",
                "; an index is not traded.")),
        Case(
            #""name": "crossing""#, #""name": "crosing""#,
            Fault(
                "name is 'crosing'", "line 11 (strategies[0].name)",
                "; it must be crossing or scripted. Did you mean 'crossing'?")),
        Case(
            #""name": "crossing""#, #""name": "momentum""#,
            Fault(
                "name is 'momentum'", "line 11 (strategies[0].name)",
                "; it must be crossing or scripted.")),
        Case(
            #""fast": 5"#, #""fast": 0"#,
            Fault(
                "fast is 0", "line 11 (strategies[0].parameters.fast)",
                "; it must be between 1 and 100.")),
        Case(
            #""fast": 5"#, #""fats": 5"#,
            Fault(
                "Unknown key 'fats'", "line 11 (strategies[0].parameters.fats)",
                ". Did you mean 'fast'?")),
        Case(
            #""fast": 5"#, #""fast": 20"#,
            Fault(
                "fast must be below slow", "line 11 (strategies[0].parameters.fast)",
                ".")),
        Case(
            #""fast": 5"#, #""band": 0.6"#,
            Fault(
                "band is 0.6", "line 11 (strategies[0].parameters.band)",
                "; it must be between 0 and 0.5.")),
        Case(
            #""fast": 5"#, #""band": "wide""#,
            Fault(
                #"Expected a number, found the string "wide""#,
                "line 11 (strategies[0].parameters.band)",
                ".")),
        Case(
            #""fast": 5"#, #""eager": 1"#,
            Fault(
                "Expected true or false, found the number 1",
                "line 11 (strategies[0].parameters.eager)",
                ".")),
        Case(
            #""fast": 5"#, #""mood": "wlid""#,
            Fault(
                "mood is 'wlid'", "line 11 (strategies[0].parameters.mood)",
                "; it must be calm or wild. Did you mean 'wild'?")),
        Case(
            #""fast": 5"#, #""timeframe": "2m""#,
            Fault(
                "timeframe is '2m'", "line 11 (strategies[0].parameters.timeframe)",
                "; it must be 1m, 3m, 5m, 10m, 15m, 30m, 60m, 4h or 1d. Did you mean '1m'?")),
        Case(
            #""strategies": [ {"#, #""strategies": [ { "name": "crossing" }, {"#,
            Fault(
                "id is 'crossing'", "line 11 (strategies[1].name)",
                "; strategies[0] has it: give each its own 'id'.")),
        Case(
            #""strategies": [ {"#, #""strategies": [ { "name": "scripted" }, {"#,
            Fault(
                "Missing key 'signals'", "line 11 (strategies[0].parameters.signals)",
                "; scripted has no default for it.")),
        Case(
            #""strategies": [ {"#,
            #""strategies": [ { "name": "scripted", "parameters": { "signals": [ { "#
                + #""at": "09:01", "symbol": "005930" } ] } }, {"#,
            Fault(
                "Missing key 'side'", "line 11 (strategies[0].parameters.signals[0].side)",
                "; say it, or 'action' to cancel or replace.")),
        Case(
            #""strategies": [ {"#,
            #""strategies": [ { "name": "scripted", "parameters": { "signals": [ { "#
                + #""at": "2026-03-08T09:01", "symbol": "000660", "side": "by", "quantity": 0 "#
                + #"} ] } }, {"#,
            Fault(
                "at is '2026-03-08T09:01'", "line 11 (strategies[0].parameters.signals[0].at)",
                "; it must lie in the period, 2026-03-03T00:00:00+09:00 to "
                    + "2026-03-08T00:00:00+09:00."),
            Fault(
                "symbol is '000660'", "line 11 (strategies[0].parameters.signals[0].symbol)",
                "; it must be among the instruments (005930, 069500, KS0001)."),
            Fault(
                "side is 'by'", "line 11 (strategies[0].parameters.signals[0].side)",
                "; it must be buy or sell. Did you mean 'buy'?"),
            Fault(
                "quantity is 0", "line 11 (strategies[0].parameters.signals[0].quantity)",
                "; it must be between 1 and 1000000000.")),
    ]
}
