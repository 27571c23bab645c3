import KraderBacktest
import KraderEngine
import KraderMarket
import KraderModel
import KraderScenario
import KraderStrategies
import KraderVenue
import Support
import Testing

/// Plays a scenario with inline prints.
private func play(_ text: String) throws -> FinishedRun {
    let scenario = try Scenario.decode(
        bytes: Array(text.utf8), file: "s.json", catalog: .shipped)
    guard case .inline(let inline) = scenario.data else {
        preconditionFailure("These scenarios carry their prints")
    }
    return FinishedRun(
        BacktestConfiguration(
            engine: try scenario.engineConfiguration(), venue: scenario.venue, seed: scenario.seed,
            end: scenario.period.end - Interval(nanoseconds: 1)),
        ticks: try TickArray(inline.ticks))
}

@Suite("The order in which a scenario lists its instruments (semantics.md §1, §8)")
struct InstrumentOrderTests {
    private let codes = ["005930", "000660", "035720"]

    /// Three issues that print at the same moments; cash for one of them only, so that who comes
    /// first matters.
    private func scenario(_ order: [Int], universe: String) -> String {
        let instruments = order.map {
            #"{ "symbol": "\#(codes[$0])", "board": "KOSPI", "base_price": 50000 }"#
        }.joined(separator: ", ")
        var ticks: [String] = []
        for minute in 0..<60 {
            for place in order {
                let price = 50_000 + 100 * ((minute * (place + 3)) % 17)
                let time = "09:\(minute < 10 ? "0" : "")\(minute):30"
                ticks.append(
                    #"{ "at": "\#(time)", "symbol": "\#(codes[place])", "#
                        + #""price": \#(price), "size": \#(100 + minute % 7) }"#)
            }
        }
        return """
            { "schema": 1, "name": "order", "market": { "from": "2026-03-03", "to": "2026-03-03",
              "instruments": [\(instruments)],
              "data": { "inline": { "ticks": [\(ticks.joined(separator: ",\n"))] } } },
              "account": { "cash": 1000000 }, \(universe)
              "strategies": [ { "name": "sma_cross", "parameters": {
                "fast": 2, "slow": 3, "timeframe": "1m", "quantity": 9 } } ],
              "risk": { "max_portfolio_exposure_pct": 1.0 } }
            """
    }

    @Test(
        "changes neither digest nor trades, whatever the universe",
        arguments: ["", #""universe": { "top": 3, "refresh_minutes": 5 },"#])
    func digest(universe: String) throws {
        let first = try play(scenario([0, 1, 2], universe: universe))
        #expect(first.result.fills > 2)
        #expect(first.result.refusals.isEmpty == false, "Cash must be short, or nothing is tried")
        for order in [[1, 0, 2], [2, 1, 0], [2, 0, 1]] {
            let other = try play(scenario(order, universe: universe))
            #expect(other.result.digest == first.result.digest)
            #expect(other.sink.lines == first.sink.lines)
            #expect(other.account == first.account)
        }
    }

    @Test("the digest tells symbols apart by their codes")
    func codesCount() throws {
        let text = scenario([0, 1, 2], universe: "")
        let renamed = text.replacing("035720", with: "035730")
        #expect(try play(text).result.digest != play(renamed).result.digest)
        #expect(try play(text).account == play(renamed).account)
    }
}
