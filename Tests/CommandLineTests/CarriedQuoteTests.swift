import Foundation
import Testing

@Suite("Best prices that prints carry, from where they are read to the fill")
struct CarriedQuoteTests {
    private let workshop: Workshop

    init() throws { workshop = try Workshop() }

    private let rows = """
        time,price,size,best_ask,best_bid
        2026-03-03 09:00:58,70000,1000,,
        2026-03-03 09:01:05,70000,1000,70200,69900
        2026-03-03 09:10:05,71000,1000,71100,70800

        """

    private func scenario(_ data: String) -> String {
        """
        { "schema": 1, "name": "carried",
          "market": { "from": "2026-03-03", "to": "2026-03-03",
            "instruments": [ { "symbol": "005930", "board": "KOSPI", "base_price": 70000 } ],
            "data": { \(data) } },
          "account": { "cash": 10000000 },
          "strategies": [ { "name": "scripted", "parameters": { "signals": [
            { "at": "09:01:00", "symbol": "005930", "side": "buy", "quantity": 10 },
            { "at": "09:10:00", "symbol": "005930", "side": "sell", "quantity": 10 } ] } } ] }
        """
    }

    private func inline(ask: Int) -> String {
        """
        "inline": { "ticks": [
          { "at": "09:00:58", "symbol": "005930", "price": 70000, "size": 1000 },
          { "at": "09:01:05", "symbol": "005930", "price": 70000, "size": 1000,
            "ask": \(ask), "bid": 69900 },
          { "at": "09:10:05", "symbol": "005930", "price": 71000, "size": 1000,
            "ask": 71100, "bid": 70800 } ] }
        """
    }

    private func fills() throws -> [String] {
        try workshop.table("fills", of: "carried").rows.map { row in
            ["side", "quantity", "price", "evidence"].compactMap { row[$0] }.joined(separator: " ")
        }
    }

    /// semantics.md §4: one step worse than the print would be 70,100 and 70,900.
    private let atTheBest = ["buy 10 70200 quote", "sell 10 70800 quote"]

    @Test("a CSV file's columns")
    func file() throws {
        try workshop.write(rows, to: "t.csv")
        try workshop.write(
            scenario(#""ticks": { "path": "t.csv", "symbol": "005930" }"#), to: "s.json")
        let done = try workshop.backtest("s.json --out out -q")
        #expect(done.exit == 0, "\(done.err)")
        #expect(try fills() == atTheBest)
    }

    @Test("inline prints")
    func inline() throws {
        try workshop.write(scenario(inline(ask: 70_200)), to: "s.json")
        let done = try workshop.backtest("s.json --out out -q")
        #expect(done.exit == 0, "\(done.err)")
        #expect(try fills() == atTheBest)
        #expect(try workshop.result("carried").integer("data.carried_prices_unusable") == 0)
    }

    @Test("a dataset's records")
    func dataset() throws {
        try workshop.write(rows, to: "t.csv")
        let made = try workshop.start([
            "data", "import", "t.csv", "--into", "krx", "--symbol", "005930", "--scope", "KRX",
        ]).finished()
        #expect(made.exit == 0, "\(made.err)")
        try workshop.write(scenario(#""dataset": "krx""#), to: "s.json")
        let done = try workshop.backtest("s.json --out out -q")
        #expect(done.exit == 0, "\(done.err)")
        #expect(try fills() == atTheBest)
    }

    @Test("one that no order could trade at is passed over, counted and said")
    func unusable() throws {
        // Prices of 70,000 move in steps of 100.
        try workshop.write(scenario(inline(ask: 70_150)), to: "s.json")
        let done = try workshop.backtest("s.json --out out -q")
        #expect(done.exit == 0, "\(done.err)")
        #expect(try fills() == ["buy 10 70100 through", "sell 10 70800 quote"])
        let result = try workshop.result("carried")
        #expect(result.integer("data.carried_prices_unusable") == 1)
        let said = (result.list("warnings") ?? []).map { "\($0.value)" }
        #expect(said.contains { $0.hasPrefix("1 best price that came with a print") })
        let folder = try workshop.runFolder("carried", out: "out")
        let page = try workshop.text(folder + "/report.html")
        #expect(page.contains("Best prices of prints that priced nothing"))
    }
}
