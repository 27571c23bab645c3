extension BadScenarioTests {
    /// Mistakes in limits, costs, venue, grammar.
    static let inSettings: [Case] = [
        Case(
            #""max_position_size": 100"#, #""max_position_size": 0"#,
            Fault(
                "max_position_size is 0", "line 12 (risk.max_position_size)",
                "; it must be between 1 and 1000000000.")),
        Case(
            #""max_position_size": 100"#, #""max_postion_size": 100"#,
            Fault(
                "Unknown key 'max_postion_size'", "line 12 (risk.max_postion_size)",
                ". Did you mean 'max_position_size'?")),
        Case(
            #""max_position_size": 100"#, #""max_portfolio_exposure_pct": 0"#,
            Fault(
                "max_portfolio_exposure_pct is 0", "line 12 (risk.max_portfolio_exposure_pct)",
                "; it must be above 0 and at most 1.")),
        Case(
            #""max_position_size": 100"#, #""max_portfolio_exposure_pct": 1.01"#,
            Fault(
                "max_portfolio_exposure_pct is 1.01", "line 12 (risk.max_portfolio_exposure_pct)",
                "; it must be above 0 and at most 1.")),
        Case(
            #""max_position_size": 100"#, #""daily_loss_limit": -1"#,
            Fault(
                "daily_loss_limit is -1", "line 12 (risk.daily_loss_limit)",
                "; it must be between 0 and 10000000000000.")),
        Case(
            #""max_position_size": 100"#, #""trading_start_hour": 24"#,
            Fault(
                "trading_start_hour is 24", "line 12 (risk.trading_start_hour)",
                "; it must be between 0 and 23.")),
        Case(
            #""max_position_size": 100"#, #""trading_end_hour": 8"#,
            Fault(
                "Trading hours end at 08:30:00", "line 12 (risk.trading_end_hour)",
                "; they start at 09:00:00 and must not end before.")),
        Case(
            #""max_position_size": 100"#, #""max_trades_per_day": 1001"#,
            Fault(
                "max_trades_per_day is 1001", "line 12 (risk.max_trades_per_day)",
                "; it must be between 1 and 1000.")),
        Case(
            #""max_position_size": 100"#, #""position_size_pct": 5"#,
            Fault(
                "position_size_pct is 5", "line 12 (risk.position_size_pct)",
                "; it must be between 0.01 and 0.5.")),
        Case(
            #""preset": "none""#, #""preset": "kiwom""#,
            Fault(
                "preset is 'kiwom'", "line 12 (costs.preset)",
                "; it must be none, kiwoom or kiwoom_mock. Did you mean 'kiwoom'?")),
        Case(
            #""preset": "none""#, #""commission_rate": 0.03"#,
            Fault(
                "commission_rate is 0.03", "line 12 (costs.commission_rate)",
                "; it must be between 0 and 0.02.")),
        Case(
            #""preset": "none""#, #""tax": "datd""#,
            Fault(
                "tax is 'datd'", "line 12 (costs.tax)",
                "; it must be none, dated or a rate between 0 and 0.05. Did you mean "
                    + "'dated'?")),
        Case(
            #""preset": "none""#, #""tax": 0.06"#,
            Fault(
                "tax is 0.06", "line 12 (costs.tax)",
                "; it must be between 0 and 0.05.")),
        Case(
            #""fills": "through""#, #""fills": "front""#,
            Fault(
                "fills is 'front'", "line 13 (venue.fills)",
                "; it must be touch, through or queue.")),
        Case(
            #""fills": "through""#, #""spread_steps": 101"#,
            Fault(
                "spread_steps is 101", "line 13 (venue.spread_steps)",
                "; it must be between 0 and 100.")),
        Case(
            #""fills": "through""#, #""participation": 0"#,
            Fault(
                "participation is 0", "line 13 (venue.participation)",
                "; it must be above 0 and at most 1.")),
        Case(
            #""fills": "through""#, #""intrabar": "bothe""#,
            Fault(
                "intrabar is 'bothe'", "line 13 (venue.intrabar)",
                "; it must be low_first, high_first or both. Did you mean 'both'?")),
        Case(
            #""fills": "through""#, #""after_market": 1"#,
            Fault(
                "Expected true or false, found the number 1", "line 13 (venue.after_market)", ".")),
        Case(
            #""max_position_size": 100"#, #""trade_interruptions": "yes""#,
            Fault(
                #"Expected true or false, found the string "yes""#,
                "line 12 (risk.trade_interruptions)", ".")),
        Case(
            #""order": 20"#, #""order": -1"#,
            Fault(
                "order is -1", "line 13 (venue.latency_ms.order)",
                "; it must be between 0 and 30000.")),
        Case(
            #""order": 20"#, #""order": { "from": 20, "to": 10 }"#,
            Fault(
                "to is 10", "line 13 (venue.latency_ms.order.to)",
                "; it must be at least 'from'.")),
        Case(
            #""order": 20"#, #""order": { "from": 20 }"#,
            Fault(
                "Missing key 'to'", "line 13 (venue.latency_ms.order.to)",
                ".")),
        Case(
            #""order": 20"#, #""ordr": 20"#,
            Fault(
                "Unknown key 'ordr'", "line 13 (venue.latency_ms.ordr)",
                ". Did you mean 'order'?")),
        Case(
            #""profile": "ideal""#, #""profile": "fast""#,
            Fault(
                "profile is 'fast'", "line 14 (broker.profile)",
                "; it must be ideal, live or mock.")),
        Case(
            #""profile": "ideal" }"#, #""profile": "ideal" }, "close_delay_ms": 30001"#,
            Fault(
                "close_delay_ms is 30001", "line 14 (close_delay_ms)",
                "; it must be between 0 and 30000.")),
        Case(
            #""profile": "ideal" }"#, #""profile": "ideal" }, "market_buy_as": "limit""#,
            Fault(
                "market_buy_as is 'limit'", "line 14 (market_buy_as)",
                "; it must be market or marketable_limit.")),
        Case(
            #""profile": "ideal" }"#, #""profile": "ideal" }, "expect": []"#,
            Fault("expect has 0 elements", "line 14 (expect)", "; it must have 1 to 10000.")),
        Case(
            #""inline": { "ticks": ["#,
            #""inline": { "candles": [ { "at": "09:01", "symbol": "005930", "#
                + #""timeframe": "5m", "open": 3, "high": 2, "low": 1, "close": 1, "volume": "#
                + #"0 } ], "ticks": ["#,
            Fault(
                "at is '09:01'", "line 6 (market.data.inline.candles[0].at)",
                "; no 5m candle of the regular session begins then."),
            Fault(
                "high is 2", "line 6 (market.data.inline.candles[0].high)",
                "; it must be at least open, low and close.")),
        Case(
            #""inline": { "ticks": ["#,
            #""inline": { "candles": [ { "at": "09:05", "symbol": "069500", "#
                + #""timeframe": "5m", "open": 2, "high": 2, "low": 1, "close": 1, "volume": "#
                + #"0 }, { "at": "09:00", "symbol": "069500", "timeframe": "5m", "open": 2, "#
                + #""high": 2, "low": 2, "close": 1, "volume": 0 } ], "ticks": ["#,
            Fault(
                "at is '09:00'", "line 6 (market.data.inline.candles[1].at)",
                "; the 5m candle before it, market.data.inline.candles[0], ends at "
                    + "2026-03-03T09:10:00+09:00."),
            Fault(
                "low is 2", "line 6 (market.data.inline.candles[1].low)",
                "; it must be at most open and close.")),
        Case(
            #""inline": { "ticks": ["#,
            #""inline": { "candles": [ { "at": "09:00", "symbol": "005930", "#
                + #""timeframe": "5m", "open": 2, "high": 2, "low": 1, "close": 1, "volume": "#
                + #"0 } ], "ticks": ["#,
            Fault(
                "ticks and candles both tell of 005930", "line 6 (market.data.inline.candles)",
                "; one kind of data tells of a symbol; coarser candles are made of finer data.")),
        Case(
            #""market": {"#, #""market": [], "m": {"#,
            Fault(
                "Expected an object, found a list", "line 2 (market)",
                "."),
            Fault(
                "Unknown key 'm'", "line 2 (m)",
                ".")),
        Case(
            #""broker": { "profile": "ideal" }"#, #""broker": { "profile": "ideal""#,
            Fault(
                "The object opened in line 1 is not closed; the text ends", "line 15, column 2",
                ".")),
        Case(
            #""broker": { "profile": "ideal" }"#, #""broker": { "profile": "ideal" },"#,
            Fault(
                "A comma stands before '}'", "line 14, column 35",
                "; take it away.")),
        Case(
            #""from": "2026-03-03", "to": "2026-03-07""#,
            #""from": "2026-03-02", "to": "2026-03-02""#,
            Fault(
                "from is '2026-03-02'", "line 2 (market.from)",
                "; 2026-03-02 is a holiday (Substitute holiday: Independence Movement Day).")),
        Case(
            #""at": "2026-03-04T09:00:00""#, #""at": "2026-03-09T09:00:00""#,
            Fault(
                "at is '2026-03-09T09:00:00'", "line 8 (market.data.inline.ticks[1].at)",
                "; it must lie in the period, 2026-03-03T00:00:00+09:00 to "
                    + "2026-03-08T00:00:00+09:00.")),
        Case(
            #""from": "2026-03-03""#, #""from": "2026-03-02""#,
            Fault(
                "at is '09:00:58'", "line 7 (market.data.inline.ticks[0].at)",
                "; 2026-03-02 is a holiday (Substitute holiday: Independence Movement Day).")),
    ]
}
