import KraderBacktest
import KraderEngine
import KraderModel
import KraderScenario
import Testing

@Suite("What stands at the broker, and what our records say")
struct OpeningGrammarTests {
    private static let text = """
        { "schema": 1, "name": "found", "market": { "from": "2026-03-03T09:05:00",
            "to": "2026-03-03T15:40:00",
            "instruments": [ { "symbol": "005930", "board": "KOSPI", "base_price": 70000 } ],
            "data": { "inline": { "ticks": [
              { "at": "09:06:00", "symbol": "005930", "price": 70000, "size": 50 } ] } } },
          "account": { "cash": 1000000, "positions": [
              { "symbol": "005930", "quantity": 3, "cost": 9 } ], "orders": [
            { "id": "a", "symbol": "005930", "side": "buy", "quantity": 10, "price": 70000, \
            "filled": 4 },
            { "id": "b", "symbol": "005930", "side": "sell", "quantity": 3, "price": 71000, \
            "by_hand": true } ] },
          "local": { "cash": 900000, "kill_switch": "ERRORS", "orders": [
            { "broker": "a", "symbol": "005930", "side": "buy", "quantity": 9, "price": 70000, \
            "filled": 2 },
            { "state": "IN_DOUBT", "symbol": "005930", "side": "sell", "quantity": 2, \
            "price": 70000 } ] },
          "strategies": [ { "name": "crossing" } ] }
        """

    @Test("both sides are read as they are said")
    func read() throws {
        let scenario = try decode(Self.text)
        let symbol = SymbolIndex(0)
        let opening = try #require(scenario.opening)
        #expect(opening.account.cash == Won(1_000_000))
        #expect(
            opening.orders == [
                Opening.BrokerOrder(
                    symbol: symbol, side: .buy, quantity: Shares(10), limit: Price(70_000),
                    filled: Shares(4), isCancelled: false, isByHand: false),
                Opening.BrokerOrder(
                    symbol: symbol, side: .sell, quantity: Shares(3), limit: Price(71_000),
                    filled: .zero, isCancelled: false, isByHand: true),
            ])
        #expect(scenario.records.cash == Won(900_000))
        #expect(scenario.records.positions == opening.account.positions)
        let local = try #require(opening.local)
        #expect(local.killed == .errors)
        #expect(
            local.orders == [
                Opening.LocalOrder(
                    strategy: 0, symbol: symbol, side: .buy, quantity: Shares(9),
                    limit: Price(70_000), filled: Shares(2), stage: .taken(0)),
                Opening.LocalOrder(
                    strategy: 0, symbol: symbol, side: .sell, quantity: Shares(2),
                    limit: Price(70_000), filled: .zero, stage: .sent),
            ])
    }

    @Test("without a run there are books of ours, and no records")
    func noRun() throws {
        let said = #""profile": "ideal" }, "local": { "unfinished_run": false, "cash": 5 }"#
        let scenario = try decode(good.with(#""profile": "ideal" }"#, said))
        #expect(scenario.records.cash == Won(5))
        #expect(scenario.opening?.local == nil)
        #expect(scenario.opening != nil)
        #expect(scenario.account.cash == Won(10_000_000))
    }

    @Test("a scenario without either has no opening")
    func none() throws { #expect(try decode(good).opening == nil) }

    @Test(
        "each mistake is told with its key, its value and what is allowed",
        arguments: [
            (
                #""from": "2026-03-03T09:05:00""#, #""from": "2026-03-03T07:00:00""#,
                "The exchange takes no orders at the run's first moment, 2026-03-03T07:00:00+09:00 "
                    + "in s.json, line 7 (account.orders); let market.from be a time at which it "
                    + "does, such as 08:30 of a trading day."
            ),
            (
                #""id": "b""#, #""id": "a""#,
                "id is 'a' in s.json, line 9 (account.orders[1].id); account.orders[0] has it."
            ),
            (
                #""price": 71000"#, #""price": 71050"#,
                "price is 71050 in s.json, line 9 (account.orders[1].price); prices there move in "
                    + "steps of 100 won, the nearest valid ones are 71000 and 71100."
            ),
            (
                #""filled": 4"#, #""filled": 11"#,
                "filled is 11 in s.json, line 8 (account.orders[0].filled); it must be at most "
                    + "'quantity'."
            ),
            (
                #""quantity": 3, "price": 71000"#, #""quantity": 4, "price": 71000"#,
                "The orders sell 4 of 005930 in s.json, line 7 (account.orders); 3 are held."
            ),
            (
                #""cash": 1000000"#, #""cash": 600000"#,
                "The orders buy for 700000 won in s.json, line 7 (account.orders); there are "
                    + "600000."
            ),
            (
                #""cash": 900000"#, #""cash": 600000"#,
                "The orders buy for 630000 won in s.json, line 10 (local.orders); there are "
                    + "600000."
            ),
            (
                #""quantity": 2,"#, #""quantity": 4,"#,
                "The orders sell 4 of 005930 in s.json, line 10 (local.orders); 3 are held."
            ),
            (
                #""broker": "a""#, #""broker": "c""#,
                "broker is 'c' in s.json, line 11 (local.orders[0].broker); no order of "
                    + "account.orders has that 'id'."
            ),
            (
                #""broker": "a""#, #""broker": "b""#,
                "broker is 'b' in s.json, line 11 (local.orders[0].broker); a person gave that "
                    + "one: our records know no number of it."
            ),
            (
                #""state": "IN_DOUBT""#, #""state": "IN_DOUBT", "broker": "a""#,
                "broker is 'a' in s.json, line 12 (local.orders[1].broker); only of an order that "
                    + "is SUBMITTED our records know the number."
            ),
            (
                #""state": "IN_DOUBT""#, #""broker": "a""#,
                "broker is 'a' in s.json, line 12 (local.orders[1].broker); account.orders[0] is "
                    + "of another symbol or side."
            ),
            (
                #""filled": 4"#, #""filled": 10, "cancelled": true"#,
                "cancelled is true in s.json, line 8 (account.orders[0].cancelled); nothing is "
                    + "left of what has filled whole."
            ),
            (
                #""state": "IN_DOUBT", "symbol": "005930", "side": "sell""#,
                #""broker": "a", "symbol": "005930", "side": "buy""#,
                "broker is 'a' in s.json, line 12 (local.orders[1].broker); local.orders[0] has it."
            ),
            (
                #""filled": 2"#, #""filled": 9"#,
                "filled is 9 in s.json, line 11 (local.orders[0].filled); it must be less than "
                    + "'quantity': the records tell of orders that had not ended."
            ),
            (
                #""filled": 2"#, #""filled": 12"#,
                "filled is 12 in s.json, line 11 (local.orders[0].filled); it must be less than "
                    + "'quantity': the records tell of orders that had not ended."
            ),
            (
                #""quantity": 9"#, #""quantity": -9"#,
                "quantity is -9 in s.json, line 11 (local.orders[0].quantity); it must be between "
                    + "1 and 1000000000."
            ),
            (
                #""quantity": 2,"#, #""quantity": 2, "limit": 1,"#,
                "Unknown key 'limit' in s.json, line 12 (local.orders[1].limit)."
            ),
            (
                #""quantity": 2,"#, "",
                "Missing key 'quantity' in s.json, line 12 (local.orders[1].quantity)."
            ),
            (
                #""cash": 900000"#, #""cash": -1"#,
                "cash is -1 in s.json, line 10 (local.cash); it must be between 0 and "
                    + "10000000000000."
            ),
            (
                #""cash": 900000"#,
                """
                "positions": [ { "symbol": "005930", "quantity": 3, "cost": 9 },
                               { "symbol": "000660", "quantity": 1, "cost": 9 } ]
                """,
                "symbol is '000660' in s.json, line 11 (local.positions[1].symbol); it must be "
                    + "among the instruments (005930)."
            ),
            (
                #""state": "IN_DOUBT""#, #""state": "IN_DOUBT", "filled": 1"#,
                "filled is 1 in s.json, line 12 (local.orders[1].filled); an order that is "
                    + "IN_DOUBT in our records has not filled there."
            ),
            (
                #""state": "IN_DOUBT""#, #""state": "FILLED""#,
                "state is 'FILLED' in s.json, line 12 (local.orders[1].state); it must be "
                    + "PENDING_NEW, IN_DOUBT or SUBMITTED."
            ),
            (
                #""state": "IN_DOUBT""#, #""strategy": "crossin""#,
                "strategy is 'crossin' in s.json, line 12 (local.orders[1].strategy); it must be "
                    + "crossing. Did you mean 'crossing'?"
            ),
            (
                #""kill_switch": "ERRORS""#, #""kill_switch": "yes""#,
                "kill_switch is 'yes' in s.json, line 10 (local.kill_switch); it must be BY_HAND, "
                    + "ERRORS or CRITICAL."
            ),
            (
                #""kill_switch": "ERRORS""#, #""unfinished_run": false"#,
                "'orders' stands beside 'unfinished_run': false in s.json, line 10 (local.orders); "
                    + "only a run leaves such records."
            ),
            (
                #""kill_switch": "ERRORS""#, #""killswitch": "ERRORS""#,
                "Unknown key 'killswitch' in s.json, line 10 (local.killswitch). Did you mean "
                    + "'kill_switch'?"
            ),
        ])
    func mistakes(part: String, replacement: String, said: String) {
        #expect(complaint(Self.text.with(part, replacement)) == "Error: " + said)
    }
}
