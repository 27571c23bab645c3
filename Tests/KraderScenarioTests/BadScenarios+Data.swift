extension BadScenarioTests {
    private static func beside(_ text: String, _ faults: Fault...) -> Case {
        var bad = Case(#""inline": { "ticks": ["#, #""inline": { \#(text), "ticks": ["#)
        bad.faults = faults
        return bad
    }

    private static let book = "line 6 (market.data.inline.books[0]"
    private static let status = "line 6 (market.data.inline.statuses[0]"

    /// Mistakes in books, statuses and instruments.
    static let inData: [Case] = [
        beside(
            #""books": [ { "at": "09:00", "symbol": "005930" } ]"#,
            Fault(
                "Missing key 'asks'", "\(book).asks)",
                "; list levels such as [70100, 50], or say an empty 'bids'.")),
        beside(
            #""books": [ { "at": "09:00", "symbol": "KS0001", "asks": [] } ]"#,
            Fault("symbol is 'KS0001'", "\(book).symbol)", "; an index is not traded.")),
        beside(
            #""books": [ { "at": "09:00", "symbol": "005930", "asks": [70100, [70200]] } ]"#,
            Fault(
                "Expected a level such as [70100, 50]: price and quantity, found the number 70100",
                "\(book).asks[0])", "."),
            Fault(
                "Expected a level such as [70100, 50]: price and quantity, found a list",
                "\(book).asks[1])", ".")),
        beside(
            #""books": [ { "at": "09:00", "symbol": "005930", "asks": [[0, 0]] } ]"#,
            Fault(
                "asks[0][0] is 0", "\(book).asks[0][0])", "; it must be between 1 and 1000000000."),
            Fault(
                "asks[0][1] is 0", "\(book).asks[0][1])",
                "; it must be between 1 and 1000000000.")),
        beside(
            #""books": [ { "at": "09:00", "symbol": "005930", "asks": [[70100, 1], [70100, 1]], "#
                + #""bids": [[70000, 1], [70050, 1]] } ]"#,
            Fault(
                "asks[1] has the price 70100", "\(book).asks[1])",
                "; it must lie above that of the level before it, 70100: the best stands first."),
            Fault(
                "bids[1] has the price 70050", "\(book).bids[1])",
                "; it must lie below that of the level before it, 70000: the best stands first.")),
        beside(
            #""books": [ { "at": "09:00", "symbol": "005930", "asks": ["#
                + Array(repeating: "[1, 1]", count: 11).joined(separator: ", ") + "] } ]",
            Fault("asks has 11 elements", "\(book).asks)", "; it must have 0 to 10.")),
        beside(
            #""books": [ { "at": "09:01", "symbol": "005930", "asks": [] }, "#
                + #"{ "at": "09:00", "symbol": "069500", "asks": [] } ]"#,
            Fault(
                "at is '09:00'", "line 6 (market.data.inline.books[1].at)",
                "; books go by time, and market.data.inline.books[0] is at "
                    + "2026-03-03T09:01:00+09:00.")),
        beside(
            #""statuses": [ { "at": "09:00", "symbol": "005930", "status": "haltet" } ]"#,
            Fault(
                "status is 'haltet'", "\(status).status)",
                "; it must be normal, call_auction, halted or closed. Did you mean 'halted'?")),
        beside(
            #""statuses": [ { "at": "09:00", "symbol": "005930", "status": "halted" } ]"#,
            Fault(
                "Missing key 'cause'", "\(status).cause)",
                "; it must be halt, circuit_breaker_1 or circuit_breaker_2.")),
        beside(
            #""statuses": [ { "at": "09:00", "symbol": "005930", "status": "halted", "#
                + #""cause": "static_vi" } ]"#,
            Fault(
                "cause is 'static_vi'", "\(status).cause)",
                "; an issue becomes halted by halt, circuit_breaker_1 or circuit_breaker_2.")),
        Case(
            #""inline": { "ticks": ["#,
            #""inline": { "statuses": [ { "at": "09:00", "symbol": "005930", "#
                + #""status": "normal" } ], "tick": ["#,
            Fault(
                "inline is empty", "line 6 (market.data.inline)",
                "; it must hold ticks, candles, books or orders."),
            Fault(
                "Unknown key 'tick'", "line 6 (market.data.inline.tick)", ". Did you mean 'ticks'?")
        ),
        Case(
            #""board": "ETF" }"#,
            #""board": "ETF", "interruption_class": "small", "listed_shares": 0, "listing": "#
                + #"{ "day": "2026-03-01" } }"#,
            Fault(
                "interruption_class is 'small'",
                "line 4 (market.instruments[1].interruption_class)",
                "; it must be large or other."),
            Fault(
                "listed_shares is 0", "line 4 (market.instruments[1].listed_shares)",
                "; it must be between 1 and 1000000000000."),
            Fault(
                "Missing key 'offer_price'",
                "line 4 (market.instruments[1].listing.offer_price)", "."),
            Fault(
                "day is '2026-03-01'", "line 4 (market.instruments[1].listing.day)",
                "; it must lie in the period, 2026-03-03T00:00:00+09:00 to "
                    + "2026-03-08T00:00:00+09:00: leave out a listing before it.")),
        Case(
            #""board": "ETF" }"#,
            #""board": "ETF", "listing": { "day": "2026-03-07", "offer_price": 9000 } }"#,
            Fault(
                "day is '2026-03-07'", "line 4 (market.instruments[1].listing.day)",
                "; 2026-03-07 is a Saturday.")),
        Case(
            #""board": "index" }"#, #""board": "index", "listed_shares": 5 }"#,
            Fault(
                "'listed_shares' stands in an index",
                "line 5 (market.instruments[2].listed_shares)", "; it is not traded.")),
        Case(
            #""symbol": "KS0001""#, #""symbol": "ks-11""#,
            Fault(
                "symbol is 'ks-11'", "line 5 (market.instruments[2].symbol)",
                "; the code of an index has one to six digits and capital letters.")),
        Case(
            #""symbol": "005930", "price": 70000"#, #""symbol": "KS0001", "price": 2650.317"#,
            Fault(
                "price is 2650.317", "line 7 (market.data.inline.ticks[0].price)",
                "; it must have at most 2 decimals.")),
    ]

    private static func order(_ text: String, _ faults: Fault...) -> Case {
        var bad = Case(
            #""inline": { "ticks": ["#, #""inline": { "orders": [ \#(text) ], "ticks": ["#)
        bad.faults = faults
        return bad
    }

    private static let sold = #"{ "at": "09:00", "symbol": "069500", "side": "sell", "#
    private static let orders = "line 6 (market.data.inline.orders"
    private static let unknownBase = Fault(
        "symbol is '069500'", "line 6 (market.data.inline.orders[0].symbol)",
        "; orders of others need its base_price, from which the limits follow.")

    /// Mistakes in what others order, and in made-up markets.
    static let inOrdersOfOthers: [Case] = [
        order(#"\#(sold)"price": 9000, "quantity": 5 }"#, unknownBase),
        order(
            #"\#(sold)"type": "limit", "quantity": 0, "id": "" }"#,
            Fault(
                "Missing key 'price'", "\(orders)[0].price)",
                "; an order of type limit has a limit."),
            unknownBase,
            Fault(
                "quantity is 0", "\(orders)[0].quantity)",
                "; it must be between 1 and 1000000000."),
            Fault("id is empty", "\(orders)[0].id)", ".")),
        order(
            #"\#(sold)"type": "market", "price": 9000, "quantity": 5, "#
                + #""time_in_force": "next_open" }"#,
            unknownBase,
            Fault(
                "'price' stands beside type market", "\(orders)[0].price)",
                "; only limit and conditional_limit have one."),
            Fault(
                "time_in_force is 'next_open'", "\(orders)[0].time_in_force)",
                "; it must be day, ioc or fok.")),
        order(
            #"{ "at": "09:00", "symbol": "005930", "side": "buy", "quantity": 5, "id": "alpha" }, "#
                + #"{ "at": "08:59", "cancel": "alhpa" }, { "at": "09:01", "change": "alpha" }, "#
                + #"{ "at": "09:01", "change": "alpha", "price": 5 }"#,
            Fault(
                "at is '08:59'", "\(orders)[1].at)",
                "; orders go by time, and market.data.inline.orders[0] is at "
                    + "2026-03-03T09:00:00+09:00."),
            Fault(
                "cancel is 'alhpa'", "\(orders)[1].cancel)",
                "; no order before it has that 'id'. Did you mean 'alpha'?"),
            Fault(
                "Missing key 'price'", "\(orders)[2].price)",
                "; say it or 'quantity', what is left to fill."),
            Fault(
                "'price' changes an order without one", "\(orders)[3].price)",
                "; market.data.inline.orders[0] is of a type that has none."),
            Fault(
                "orders and ticks both tell of 005930", "line 6 (market.data.inline.ticks)",
                "; its orders make all its prints, books and statuses.")),
        Case(
            #"{ "inline": { "ticks": ["#,
            #"{ "synthetic": { "issues": [ { "symbol": "900010", "board": "KOSPI", "#
                + #""base_price": 5000, "size": "huge", "listing_day": "2026-03-07" } ], "#
                + #""clustering": 2, "limit_lock": -1, "interruptions": 1, "books": "all", "#
                + #""candles": "5m" }, "inlin": { "ticks": ["#,
            Fault(
                "'issues' stands beside 'market.instruments'", "\(synthetic).issues)",
                "; both say what is traded."),
            Fault(
                "size is 'huge'", "\(synthetic).issues[0].size)",
                "; it must be large, mid or small."),
            Fault(
                "listing_day is '2026-03-07'", "\(synthetic).issues[0].listing_day)",
                "; 2026-03-07 is a Saturday."),
            Fault("clustering is 2", "\(synthetic).clustering)", "; it must be between 0 and 1."),
            Fault("limit_lock is -1", "\(synthetic).limit_lock)", "; it must be between 0 and 1."),
            Fault(
                "Expected true or false, found the number 1", "\(synthetic).interruptions)", "."),
            Fault(
                "books is 'all'", "\(synthetic).books)", "; it must be none, quotes or levels."),
            Fault(
                "candles is '5m'", "\(synthetic).candles)",
                "; it must be 1m or 1d. Did you mean '1m'?"),
            Fault(
                "Unknown key 'inlin'", "line 6 (market.data.inlin)", ". Did you mean 'inline'?")),
    ]

    private static let synthetic = "line 6 (market.data.synthetic"
}
