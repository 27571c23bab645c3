import Foundation
import Testing

@Suite("krader backtest, beyond the range of numbers") struct NumberRangeTests {
    /// Daily candles of one price a day, of one share that is held from before.
    static func scenario(
        prices: [Int], actions: [String] = [], quantity: Int = 1_000_000_000,
        days: [String] = ["2026-03-03", "2026-03-04", "2026-03-05", "2026-03-06"],
        name: String = "far"
    ) -> String {
        let candles = zip(days, prices).map { day, price in
            """
            { "at": "\(day)", "symbol": "005930", "timeframe": "1d", "open": \(price), \
            "high": \(price), "low": \(price), "close": \(price), "volume": 1000 }
            """
        }
        return """
            { "schema": 1, "name": "\(name)", "market": { "from": "\(days[0])", "to": "\(days[3])",
              "instruments": [ { "symbol": "005930", "board": "KOSPI", "base_price": \(prices[0])
                \(actions.isEmpty ? "" : ", \"actions\": [\(actions.joined(separator: ", "))]") } ],
              "data": { "inline": { "candles": [ \(candles.joined(separator: ",\n")) ] } } },
              "account": { "cash": 10000000000000, "positions": [
                { "symbol": "005930", "quantity": \(quantity), "cost": 1 } ] },
              "strategies": [ { "name": "buy_and_hold" } ] }
            """
    }

    static func split(_ day: Int, by factor: String = "1000", kind: String = "split") -> String {
        "{ \"day\": \"2026-03-0\(day)\", \"kind\": \"\(kind)\", \"factor\": \"\(factor)\" }"
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var scenario: String
        var says: String
    }

    static let beyond = [
        Case(
            testDescription: "10⁹ shares, split by 1,000",
            scenario: scenario(prices: [1_000_000, 1_000], actions: [split(4)]),
            says: "005930 at 2026-03-04"),
        Case(
            testDescription: "splits one after the other",
            scenario: scenario(
                prices: [1_000_000, 1_000, 5, 5], actions: [split(4), split(5), split(6)],
                quantity: 1_000_000),
            says: "005930 at 2026-03-05"),
        Case(
            testDescription: "a bonus issue",
            scenario: scenario(
                prices: [50_000, 10_000], actions: [split(4, by: "5", kind: "bonus")]),
            says: "a holding would be of too many shares"),
        Case(
            testDescription: "a price that reverse splits would make too high",
            scenario: scenario(
                prices: [900_000_000, 900_000_000],
                actions: [split(4, by: "1/1000", kind: "reverse_split")]),
            says: "corporate actions would make a price too high"),
        Case(
            testDescription: "4 × 10⁹ shares at 10⁹ won",
            scenario: scenario(
                prices: [100, 25, 1_000_000_000], actions: [split(4, by: "4")]),
            says: "all holdings together would be worth too much"),
    ]

    @Test(
        "a run that leaves it ends with a sentence and exit code 3, and leaves nothing",
        arguments: beyond)
    func beyondRange(example: Case) throws {
        let workshop = try Workshop()
        try workshop.write(example.scenario, to: "s.json")
        let finished = try workshop.backtest("s.json --out out")
        #expect(finished.exit == 3)
        #expect(finished.err.hasPrefix("Error: s.json: 005930 at 2026-03-0"))
        #expect(finished.err.contains(example.says), "\(finished.err)")
        #expect(finished.out == "")
        #expect(workshop.names() == ["s.json"])
    }

    @Test("what stays within is played: 10⁹ shares at 10⁹ won, splits of what is small")
    func within() throws {
        let workshop = try Workshop()
        try workshop.write(
            Self.scenario(prices: [1_000, 1_000_000_000, 1, 500_000_000], name: "high"),
            to: "high.json")
        try workshop.write(
            Self.scenario(
                prices: [1_000_000, 1_000, 5], actions: [Self.split(4), Self.split(5)],
                quantity: 1_000, name: "small"), to: "small.json")
        let finished = try workshop.backtest("high.json small.json -q --out out")
        #expect(finished.exit == 0, "\(finished.err)")
        // The net is 10⁹ shares × (500,000,000 − 1,000) won.
        #expect(try workshop.result("high").integer("totals.net") == 499_999_000_000_000_000)
        // The net is 10⁹ shares × 5 won − 1,000 shares × 1,000,000 won.
        #expect(try workshop.result("small").integer("totals.net") == 4_000_000_000)
    }

    @Test("of several scenarios in one call the others still run, and JSON stays one object")
    func others() throws {
        let workshop = try Workshop()
        try workshop.write(oneBuyOneSell, to: "a.json")
        try workshop.write(Self.beyond[0].scenario, to: "far.json")
        try workshop.write(oneBuyOneSell.replacing("one-buy", by: "another"), to: "b.json")
        let finished = try workshop.backtest("a.json far.json b.json --json --out out")
        #expect(finished.exit == 3)
        let object = try JSON(Data(finished.out.utf8))
        #expect(object.integer("exit") == 3)
        #expect((0..<3).map { object.integer("runs.\($0).exit") } == [0, 3, 0])
        #expect(object.text("runs.1.error")?.contains("005930 at 2026-03-04") == true)
        #expect(workshop.names("out") == ["another", "one-buy"])
    }

    @Test("prints before 1970 fill orders as those of today do")
    func oldPrints() throws {
        let workshop = try Workshop()
        var prices: [[String]] = []
        for (name, day) in [("new", "2026-03-03"), ("old", "1965-03-02")] {
            try workshop.write(
                oneBuyOneSell.replacing("2026-03-03", by: day).replacing("one-buy", by: name),
                to: "\(name).json")
            let finished = try workshop.backtest("\(name).json -q --out out")
            #expect(finished.exit == 0, "\(finished.err)")
            prices.append(
                try workshop.table("fills", of: name).rows.map { row in
                    ["side", "quantity", "price"].map { row[$0] ?? "" }.joined(separator: " ")
                })
        }
        #expect(prices[0].count == 2 && prices[0] == prices[1])
    }

    @Test(
        "times before 1970, across it and far from it are times like all others",
        arguments: [
            ["1901-03-04", "1901-03-05", "1901-03-06", "1901-03-07"],
            ["1965-03-02", "1965-03-03", "1965-03-04", "1965-03-05"],
            ["1969-12-30", "1969-12-31", "1970-01-01", "1970-01-02"],
            ["2190-03-02", "2190-03-03", "2190-03-04", "2190-03-05"],
        ])
    func eras(days: [String]) throws {
        let workshop = try Workshop()
        let prices = [7_000, 7_100, 6_900, 7_000]
        try workshop.write(
            Self.scenario(prices: prices, quantity: 10, days: days), to: "s.json")
        let finished = try workshop.backtest("s.json -q --out out")
        #expect(finished.exit == 0, "\(finished.err)")
        let equity = try workshop.table("equity", of: "far").rows
        let valued = Set(equity.compactMap { $0["time"].map { String($0.prefix(10)) } })
        #expect(valued.sorted() == days)
    }
}
