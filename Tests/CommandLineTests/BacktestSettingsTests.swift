import Foundation
import Testing

@Suite("krader backtest, by settings and scope")
struct BacktestSettingsTests {
    private let prints = """
        time,price,size
        2026-03-03 09:01:00,70000,50
        2026-03-03 09:02:00,69900,50

        """

    private func scenario(_ name: String, scope: String = "KRX") -> String {
        """
        { "schema": 1, "name": "\(name)",
          "market": { "from": "2026-03-03", "to": "2026-03-03",
            "instruments": [ { "symbol": "005930", "board": "KOSPI", "base_price": 70000 } ],
            "data": { "ticks": { "path": "p.csv", "symbol": "005930", "scope": "\(scope)" } } },
          "account": { "cash": 10000000 },
          "strategies": [ { "name": "scripted", "parameters": { "signals": [
            { "at": "09:01:30", "symbol": "005930", "side": "buy", "quantity": 1,
              "price": 70000 } ] } } ] }
        """
    }

    @Test("the setting report.dir says where results go, and --out goes before it")
    func folder() throws {
        let workshop = try Workshop()
        try workshop.write(prints, to: "p.csv")
        try workshop.write(scenario("where"), to: "s.json")
        let set = try workshop.backtest("s.json --set report.dir=mine")
        #expect(set.exit == 0)
        #expect(set.out.contains("mine/where/"))
        let both = try workshop.backtest("s.json --set report.dir=mine --out ours")
        #expect(both.out.contains("ours/where/"))
        let empty = try workshop.backtest("s.json --set report.dir=")
        #expect(empty.exit == 2)
        #expect(empty.out == "")
    }

    @Test("what two kinds of data tell of one symbol would count twice: it is refused")
    func kinds() throws {
        let workshop = try Workshop()
        try workshop.write(prints, to: "p.csv")
        let rows = (0..<6).map { "2026-03-03 09:0\($0):00,5,5,5,5,9\n" }
        let minutes = "time,open,high,low,close,volume\n" + rows.joined()
        try workshop.write(minutes, to: "m.csv")
        try workshop.write(
            minutes.replacing(":00,", with: "0:00,").replacing("09:0", with: "09:"), to: "t.csv")
        func both(_ data: String) -> String {
            let text = scenario("both")
            guard let from = text.range(of: "\"data\":"), let to = text.range(of: "\"account\"")
            else { return text }
            return text[..<from.lowerBound] + "\"data\": { \(data) } }, " + text[to.lowerBound...]
        }
        let minute = #"{ "path": "m.csv", "symbol": "005930", "stamp": "start" }"#
        let ten = #"{ "path": "t.csv", "symbol": "005930", "stamp": "start" }"#
        try workshop.write(
            both(#""ticks": { "path": "p.csv", "symbol": "005930" }, "candles": \#(minute)"#),
            to: "a.json")
        let ticks = try workshop.backtest("a.json --out out")
        #expect(ticks.exit == 2)
        #expect(ticks.err.contains("ticks and candles both tell of 005930"))
        try workshop.write(both(#""candles": [ \#(minute), \#(ten) ]"#), to: "b.json")
        let candles = try workshop.backtest("b.json --out out")
        #expect(candles.exit == 3)
        #expect(candles.err.contains("t.csv has candles of 10m"))
    }

    @Test("prints of NXT are counted and meet no order; candles of it are refused")
    func scope() throws {
        let workshop = try Workshop()
        try workshop.write(prints, to: "p.csv")
        try workshop.write(scenario("krx"), to: "krx.json")
        try workshop.write(scenario("nxt", scope: "NXT"), to: "nxt.json")
        #expect(try workshop.backtest("krx.json --out out").out.contains("1 made: 1 filled"))
        let other = try workshop.backtest("nxt.json --out out")
        #expect(other.exit == 0)
        #expect(other.out.contains("prints lie outside the regular session or scope"))
        #expect(other.out.contains("NO_PRICE") || other.out.contains("canceled"))
        try workshop.write(
            scenario("candles", scope: "NXT").replacing("\"ticks\"", with: "\"candles\""),
            to: "candles.json")
        let refused = try workshop.backtest("candles.json --out out")
        #expect(refused.exit == 2)
        #expect(refused.err.contains("scope is 'NXT'"))
    }
}
