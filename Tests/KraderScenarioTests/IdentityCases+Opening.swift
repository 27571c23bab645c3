extension IdentityCase {
    static let found = IdentityCase(
        description: "what stands at the broker, and what our records say",
        text: """
            { "schema": 1, "name": "found",
              "market": { "from": "2026-03-03T09:05:00", "to": "2026-03-06",
                "instruments": [ { "symbol": "000660", "board": "KOSPI" },
                                 { "symbol": "005930", "board": "KOSPI", "base_price": 70000 } ],
                "data": { "ticks": { "path": "a.csv", "symbol": "005930" } } },
              "account": { "cash": 9000000, "positions": [
                  { "symbol": "000660", "quantity": 9, "cost": 9 },
                  { "symbol": "005930", "quantity": 9, "cost": 9 } ], "orders": [
                { "id": "a", "symbol": "005930", "side": "buy", "quantity": 10, "price": 70000,
                  "filled": 4, "cancelled": true },
                { "id": "b", "symbol": "005930", "side": "sell", "quantity": 3, "price": 71000 },
                { "symbol": "005930", "side": "buy", "quantity": 1, "price": 69000,
                  "by_hand": true },
                { "id": "c", "symbol": "005930", "side": "buy", "quantity": 10, "price": 69000,
                  "filled": 4 } ] },
              "local": { "cash": 8000000, "kill_switch": "ERRORS", "orders": [
                { "broker": "a", "strategy": "two", "symbol": "005930", "side": "buy",
                  "quantity": 10, "price": 70000, "filled": 2 },
                { "state": "IN_DOUBT", "symbol": "005930", "side": "sell", "quantity": 2,
                  "price": 70000 } ] },
              "strategies": [ { "name": "crossing" }, { "name": "crossing", "id": "two" } ] }
            """,
        changing: [
            "account.orders[1].id=z", "account.orders[1].symbol=000660",
            "account.orders[2].side=sell", "account.orders[0].quantity=11",
            "account.orders[0].price=70100", "account.orders[0].filled=5",
            "account.orders[0].cancelled=false", "account.orders[2].by_hand=false",
            "local.cash=8000001", "local.kill_switch=BY_HAND", "local.orders=[]",
            #"local={"unfinished_run":false}"#,
            #"local.positions=[{"symbol":"005930","quantity":9,"average_price":2}]"#,
            "local.orders[0].strategy=crossing", "local.orders[0].broker=c",
            "local.orders[0].filled=3", "local.orders[1].symbol=000660",
            "local.orders[1].side=buy", "local.orders[1].quantity=3",
            "local.orders[1].price=70100", "local.orders[1].state=PENDING_NEW",
        ],
        idle: [
            "account.orders[1].filled=0", "account.orders[1].cancelled=false",
            "account.orders[1].by_hand=false", "local.orders[1].filled=0",
            "local.unfinished_run=true",
            #"local.positions=[{"symbol":"005930","quantity":9,"cost":9},"#
                + #"{"symbol":"000660","quantity":9,"cost":9}]"#,
        ])
}
