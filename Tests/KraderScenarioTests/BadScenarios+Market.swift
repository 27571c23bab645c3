extension BadScenarioTests {
    /// Mistakes in names, market and data.
    static let inMarket: [Case] = [
        Case(
            #""schema": 1"#, #""schema": 2"#,
            Fault(
                "schema is 2", "line 1 (schema)",
                "; this krader reads schema 1.")),
        Case(
            #""schema": 1, "#, "",
            Fault(
                "Missing key 'schema'", "line 1 (schema)",
                "; it must be 1.")),
        Case(
            #""name": "open-drive""#, #""name": "../open""#,
            Fault(
                "name is '../open'", "line 1 (name)",
                "; it is a name, not a path: small letters, digits, '.', '_' and '-'.")),
        Case(
            #""name": "open-drive""#, #""name": "Open""#,
            Fault(
                "name is 'Open'", "line 1 (name)",
                "; it must begin with a small letter or a digit and hold only those, '.', "
                    + "'_' and '-'.")),
        Case(
            #""name": "open-drive""#, #""name": """#,
            Fault(
                "name is empty", "line 1 (name)",
                ".")),
        Case(
            #""name": "open-drive""#, #""name": 5"#,
            Fault(
                "Expected a string, found the number 5", "line 1 (name)",
                ".")),
        Case(
            #""seed": 7"#, #""seed": -1"#,
            Fault(
                "seed is -1", "line 1 (seed)",
                "; it must be at least 0.")),
        Case(
            #""seed": 7"#, #""seed": 9223372036854775808"#,
            Fault(
                "seed is 9223372036854775808", "line 1 (seed)",
                "; it must fit a 64-bit integer.")),
        Case(
            #""seed": 7"#, #""sede": 7"#,
            Fault(
                "Unknown key 'sede'", "line 1 (sede)",
                ". Did you mean 'seed'?")),
        Case(
            #""seed": 7"#, #""seed": 7, "seed": 8"#,
            Fault(
                "Key 'seed' is repeated", "line 1 (seed)",
                "; it stands first in line 1.")),
        Case(
            #""from": "2026-03-03""#, #""from": "2026-03-08""#,
            Fault(
                "to is '2026-03-07'", "line 2 (market.to)",
                "; it must be after 'from', 2026-03-08.")),
        Case(
            #""from": "2026-03-03""#, #""from": "2026-02-30""#,
            Fault(
                "from is '2026-02-30'", "line 2 (market.from)",
                "; it must be a time such as 2026-03-03T08:30:00 or a date such as "
                    + "2026-03-03.")),
        Case(
            #""from": "2026-03-03""#, #""from": 20260303"#,
            Fault(
                "Expected a time as a string, found the number 20260303", "line 2 (market.from)",
                ".")),
        Case(
            #""from": "2026-03-03", "to": "2026-03-07""#,
            #""from": "2026-03-07", "to": "2026-03-08""#,
            Fault(
                "from is '2026-03-07'", "line 2 (market.from)",
                "; the exchange trades on no day through 2026-03-08.")),
        Case(
            #""board": "KOSPI", "base_price": 70000"#, #""board": "KOSPI", "base_price": 70050"#,
            Fault(
                "base_price is 70050", "line 3 (market.instruments[0].base_price)",
                "; prices there move in steps of 100 won, the nearest valid ones are 70000 "
                    + "and 70100.")),
        Case(
            #""board": "KOSPI", "base_price": 70000"#, #""board": "KOSPI", "base_price": 0"#,
            Fault(
                "base_price is 0", "line 3 (market.instruments[0].base_price)",
                "; it must be between 1 and 1000000000.")),
        Case(
            #""board": "KOSPI", "base_price": 70000"#,
            #""board": "KOSPI", "base_price": 70000, "multiple": 2"#,
            Fault(
                "multiple is 2", "line 3 (market.instruments[0].multiple)",
                "; only an ETF or ETN has one, not KOSPI.")),
        Case(
            #""board": "KOSPI""#, #""board": "KOSPY""#,
            Fault(
                "board is 'KOSPY'", "line 3 (market.instruments[0].board)",
                "; it must be KOSPI, KOSDAQ, KONEX, ETF, ETN, ELW or index. Did you mean "
                    + "'KOSPI'?")),
        Case(
            #""board": "KOSPI", "#, "",
            Fault(
                "Missing key 'board'", "line 3 (market.instruments[0].board)",
                ".")),
        Case(
            #""symbol": "069500""#, #""symbol": "005930""#,
            Fault(
                "instruments[1] repeats '005930'", "line 4 (market.instruments[1])",
                "; market.instruments[0] says it already.")),
        Case(
            #""symbol": "069500""#, #""symbol": "69500""#,
            Fault(
                "symbol is '69500'", "line 4 (market.instruments[1].symbol)",
                "; it must be an issue code of six digits and capital letters.")),
        Case(
            #""instruments""#, #""instrument""#,
            Fault(
                "Missing key 'instruments'", "line 2 (market.instruments)",
                #"; list what is traded, like [{ "symbol": "005930", "board": "KOSPI", "#
                    + #""base_price": 70000 }]."#),
            Fault(
                "Unknown key 'instrument'", "line 3 (market.instrument)",
                ". Did you mean 'instruments'?")),
        Case(
            #""inline""#, #""inlin""#,
            Fault(
                "data names no source", "line 6 (market.data)",
                "; it must hold dataset, synthetic, inline, ticks, candles or books."),
            Fault(
                "Unknown key 'inlin'", "line 6 (market.data.inlin)",
                ". Did you mean 'inline'?")),
        Case(
            #"{ "inline""#, #"{ "dataset": "krx", "inline""#,
            Fault(
                "'inline' stands beside 'dataset'", "line 6 (market.data.inline)",
                "; data come from one of them.")),
        Case(
            #"{ "inline": {"#, #"{ "synthetic": { "symbols": 3 }, "inline": {"#,
            Fault(
                "069500 can't be made up", "line 6 (market.data.synthetic)",
                "; its base_price must be said, between 100 and 5000000."),
            Fault(
                "KS0001 can't be made up", "line 6 (market.data.synthetic)",
                "; its board, index, has no price band."),
            Fault(
                "'symbols' stands beside 'market.instruments'",
                "line 6 (market.data.synthetic.symbols)",
                "; both say what is traded."),
            Fault(
                "'inline' stands beside 'synthetic'", "line 6 (market.data.inline)",
                "; data come from one of them.")),
        Case(
            #""at": "09:00:58""#, #""at": "25:00""#,
            Fault(
                "at is '25:00'", "line 7 (market.data.inline.ticks[0].at)",
                "; it must be a time such as 09:00:58 or 2026-03-03T09:00:58.")),
        Case(
            #""at": "2026-03-04T09:00:00""#, #""at": "2026-03-07T09:00:00""#,
            Fault(
                "at is '2026-03-07T09:00:00'", "line 8 (market.data.inline.ticks[1].at)",
                "; 2026-03-07 is a Saturday.")),
        Case(
            #""at": "2026-03-04T09:00:00""#, #""at": "09:00:57""#,
            Fault(
                "at is '09:00:57'", "line 8 (market.data.inline.ticks[1].at)",
                "; ticks go by time, and market.data.inline.ticks[0] is at "
                    + "2026-03-03T09:00:58+09:00.")),
        Case(
            #""symbol": "005930", "price": 70000"#, #""symbol": "005935", "price": 70000"#,
            Fault(
                "symbol is '005935'", "line 7 (market.data.inline.ticks[0].symbol)",
                "; it must be among the instruments (005930, 069500, KS0001). Did you mean "
                    + "'005930'?")),
        Case(
            #""price": 70000"#, #""price": -70000"#,
            Fault(
                "price is -70000", "line 7 (market.data.inline.ticks[0].price)",
                "; it must be between 1 and 1000000000.")),
        Case(
            #""price": 70000"#, #""price": 1e400"#,
            Fault(
                "Expected an integer, found the number 1e400",
                "line 7 (market.data.inline.ticks[0].price)",
                ".")),
        Case(
            #""price": 70000"#, #""price": 123456789012345678901234567890"#,
            Fault(
                "price is 123456789012345678901234567890",
                "line 7 (market.data.inline.ticks[0].price)",
                "; it must be between 1 and 1000000000.")),
        Case(
            #""size": 50"#, #""size": 0"#,
            Fault(
                "size is 0", "line 7 (market.data.inline.ticks[0].size)",
                "; it must be between 1 and 1000000000.")),
        Case(
            #", "size": 50"#, "",
            Fault(
                "Missing key 'size'", "line 7 (market.data.inline.ticks[0].size)",
                ".")),
    ]
}
