import Foundation
import Testing

@Suite("A run that begins with what stands at the broker, and with what our records say")
struct OpeningRunTests {
    private static func scenario(orders: String, local: String) -> String {
        """
        { "schema": 1, "name": "found",
          "market": { "from": "2026-03-03T09:05:00", "to": "2026-03-03T15:40:00",
            "instruments": [ { "symbol": "005930", "board": "KOSPI", "base_price": 70000 } ],
            "data": { "inline": { "ticks": [
              { "at": "09:06:00", "symbol": "005930", "price": 70000, "size": 50 } ] } } },
          "account": { "cash": 10000000, "orders": [ \(orders) ] }, "local": { \(local) },
          "costs": { "preset": "none" },
          "strategies": [ { "name": "scripted", "parameters": { "signals": [] } } ] }
        """
    }

    private func order(_ price: Int, _ more: String = "") -> String {
        #"{ "symbol": "005930", "side": "buy", "quantity": 10, "price": \#(price)\#(more) }"#
    }

    @Test("an order that the broker refuses ends the run before it begins, and nothing is left")
    func refused() throws {
        let workshop = try Workshop()
        // The upper limit is 91,000.
        try workshop.write(
            Self.scenario(orders: order(70_000) + ", " + order(91_100), local: ""), to: "s.json")
        let finished = try workshop.backtest("s.json -q --out out")
        #expect(finished.exit == 2)
        #expect(
            finished.err
                == "Error: s.json: account.orders[1]: the broker refuses it: VENUE_OUTSIDE_BAND.\n")
        #expect(workshop.names("out/found").isEmpty)
    }

    @Test("I05: shares that filled while no engine ran are booked, and none is sent for them")
    func filled() throws {
        let workshop = try Workshop()
        try workshop.write(
            Self.scenario(
                orders: order(70_000, #", "id": "a", "filled": 10"#),
                local: #""orders": [ "# + order(70_000, #", "broker": "a", "filled": 3"#) + " ]"),
            to: "s.json")
        let finished = try workshop.backtest("s.json -q --out out")
        #expect(finished.exit == 0, "\(finished.err)")
        let result = try workshop.result("found")
        #expect(result.integer("totals.cash") == 9_300_000)
        #expect(result.integer("totals.fills") == 2)
        let orders = try workshop.table("orders", of: "found").rows
        #expect(orders.map { $0["status"] } == ["FILLED"])
    }

    @Test("it is explained and played again as any other run")
    func again() throws {
        let workshop = try Workshop()
        try workshop.write(
            Self.scenario(
                orders: order(70_000, #", "id": "a""#),
                local: #""kill_switch": "BY_HAND", "orders": [ "#
                    + order(70_000, #", "broker": "a""#) + " ]"), to: "s.json")
        let finished = try workshop.backtest("s.json -q --out out")
        #expect(finished.exit == 7, "\(finished.err)")
        let run = try workshop.runFolder("found")
        let verified = try workshop.start(["verify", run, "-q"]).finished()
        #expect(verified.exit == 0, "\(verified.out)\(verified.err)")
        let told = try workshop.start(["explain", run, "--order", "1"]).finished()
        #expect(told.exit == 0 && told.out.contains("CANCELLED_BY_KILL_SWITCH"), "\(told.out)")
    }
}
