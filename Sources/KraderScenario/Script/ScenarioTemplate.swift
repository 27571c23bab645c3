/// A scenario to begin with: it passes as it stands, and its `about` texts say what each part is.
public enum ScenarioTemplate: String, CaseIterable, Sendable {
    /// A strategy's orders and what they must come to.
    case plain
    /// A reply is lost, and the broker fills the order all the same.
    case fault
    /// A person pulls the kill switch while an order waits.
    case kill
    /// An order fills while no engine runs: another goes on from what our records say.
    case restart

    /// The text of the scenario with this name.
    public func text(name: String) -> String {
        """
        {
          "schema": 1,
          "name": "\(name)",
          "about": "\(about)",
          "seed": 7,
          "market": {
            "from": "2026-03-03T08:30:00",
            "to": "2026-03-03T15:40:00",
            "instruments": [ { "symbol": "005930", "board": "KOSPI", "base_price": 70000 } ],
            "data": { "inline": { "ticks": [
              { "at": "09:00:58", "symbol": "005930", "price": 70000, "size": 50 },
              { "at": "09:01:05", "symbol": "005930", "price": \(secondPrice), "size": 50 }
            ] } }
          },
          "account": { "cash": 10000000\(brokerOrders) },
        \(local)  "strategies": [ { "name": "scripted", "parameters": { "signals": [
            { "at": "09:01:00", "symbol": "005930", "side": "buy", "quantity": 10, "price": 70000 }
          ] } } ],
          "costs": { "preset": "none" },
          "venue": { "fills": "through",
                     "latency_ms": { "order": 50, "reply": 50, "push": 50, "data": 0 } },
        \(events)  "expect": [
        \(expectations.map { "    " + $0 }.joined(separator: ",\n"))
          ]
        }

        """
    }

    private var about: String {
        switch self {
        case .plain: "A limit order fills when a print passes its price. Change it, run it again."
        case .fault:
            "The reply to an order is lost; the broker holds the order and fills it. "
                + "The position is right, and no order is sent twice."
        case .kill:
            "The kill switch, by hand: the waiting order is cancelled, nothing leaves after."
        case .restart:
            "An order filled while no engine ran: the next one books it, and sends none for it."
        }
    }

    /// An order of the broker's, of which our records know no fill.
    private static let order =
        #""symbol": "005930", "side": "buy", "quantity": 5, "price": 69000"#

    private var brokerOrders: String {
        self == .restart
            ? ",\n    \"orders\": [ { \"id\": \"mine\", \(Self.order), \"filled\": 5 } ]" : ""
    }

    private var local: String {
        self == .restart
            ? "  \"local\": { \"orders\": [ { \"broker\": \"mine\", \(Self.order) } ] },\n" : ""
    }

    /// A print below the limit fills the order; one at it does not.
    private var secondPrice: Int { self == .plain ? 69_900 : 70_000 }

    private var events: String {
        let lines: [String]
        switch self {
        case .plain, .restart: return ""
        case .fault:
            lines = [
                #"{ "when": { "request": "new_order", "nth": 1 }, "do": "drop_reply","#
                    + "\n      "
                    + #""about": "All verbs: krader help scenario." }"#,
                #"{ "at": "09:02:30", "do": "fill", "symbol": "005930", "quantity": 10, "#
                    + #""price": 70000 }"#,
            ]
        case .kill:
            lines = [
                #"{ "at": "09:30:00", "do": "kill", "about": "A person stops everything." }"#
            ]
        }
        return "  \"events\": [\n" + lines.map { "    " + $0 }.joined(separator: ",\n") + "\n  ],\n"
    }

    private var expectations: [String] {
        switch self {
        case .plain:
            [
                #"{ "requests": { "new_order": 1 }, "about": "What left for the broker." }"#,
                #"{ "order": { "nth": 1 }, "state": "FILLED", "filled": 10 }"#,
                #"{ "position": { "005930": 10 } }"#, #"{ "cash": 9300000 }"#,
                #"{ "statistics": { "max_drawdown": { "at_most": 0.01 } } }"#,
            ]
        case .fault:
            [
                #"{ "requests": { "new_order": 1 }, "about": "It is not sent a second time." }"#,
                #"{ "order": { "nth": 1 }, "state": "FILLED", "filled": 10 }"#,
                #"{ "position": { "005930": 10 } }"#, #"{ "cash": 9300000 }"#,
                #"{ "kill_switch": "armed" }"#,
                #"{ "errors": 1, "about": "What became of it was not known for a while." }"#,
            ]
        case .kill:
            [
                #"{ "order": { "nth": 1 }, "state": "CANCELED", "filled": 0 }"#,
                #"{ "kill_switch": "complete", "cause": "BY_HAND", "within_ms": 10000 }"#,
                #"{ "requests": { "new_order": 1, "cancel": 1 } }"#,
                #"{ "position": { "005930": 0 } }"#,
            ]
        case .restart:
            [
                #"{ "order": { "nth": 1 }, "state": "FILLED", "filled": 5 }"#,
                #"{ "requests": { "new_order": 1 }, "about": "That of 09:01 alone." }"#,
                #"{ "position": { "005930": 5 } }"#, #"{ "cash": 9655000 }"#,
                #"{ "kill_switch": "armed" }"#,
            ]
        }
    }
}
