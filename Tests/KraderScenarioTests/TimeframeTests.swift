import KraderEngine
import KraderJSON
import KraderMarket
import KraderModel
import KraderScenario
import KraderStrategies
import Testing

@Suite("Timeframes that fit the data")
struct TimeframeTests {
    /// A scenario with two issues and an index, and a strategy on the issues.
    private func scenario(_ strategy: String, universe: String = "") throws -> Scenario {
        let text = """
            { "schema": 1, "name": "t", "market": { "from": "2026-03-03", "to": "2026-03-06",
                "instruments": [ { "symbol": "000660", "board": "KOSPI" },
                                 { "symbol": "005930", "board": "KOSPI" },
                                 { "symbol": "KS11", "board": "index" } ],
                "data": { "inline": { "ticks": [
                    { "at": "2026-03-03T09:00:00", "symbol": "005930", "price": 1000, "size": 1 }
                ] } } },
              "account": { "cash": 10000000 },\(universe)
              "strategies": [ \(strategy) ] }
            """
        return try Scenario.decode(bytes: Array(text.utf8), file: "t.json", catalog: .shipped)
    }

    private func fit(
        _ strategy: String, _ first: MarketSupply, _ second: MarketSupply,
        index: MarketSupply = MarketSupply()
    ) throws -> (scenario: Scenario, warnings: [String]) {
        var scenario = try scenario(strategy)
        let warnings = try scenario.fitTimeframes(
            to: [SymbolIndex(0): first, SymbolIndex(1): second, SymbolIndex(2): index],
            file: "t.json")
        return (scenario, warnings)
    }

    private static let prints = MarketSupply(hasPrints: true)

    private static func candles(_ timeframes: Timeframe...) -> MarketSupply {
        MarketSupply(timeframes: Set(timeframes))
    }

    @Test(
        "of prints 1m, of candles the finest that every symbol has all through",
        arguments: [
            (prints, prints, Timeframe.m1), (candles(.d1), candles(.d1), .d1),
            (candles(.m5), candles(.m5), .m5), (candles(.m5), candles(.m1), .m5),
            (prints, candles(.m30), .m30), (candles(.m3), candles(.m5), .m15),
            (candles(.m5, .d1), candles(.m5), .d1), (candles(.m10), candles(.m15), .m30),
            // Candles lead up to prints; it is the prints that are traded on.
            (MarketSupply(hasPrints: true, timeframes: [.d1]), prints, .m1),
            // A symbol without data says nothing.
            (MarketSupply(), candles(.m60), .m60),
        ])
    func finest(first: MarketSupply, second: MarketSupply, timeframe: Timeframe) throws {
        for name in ["ema_cross", "sma_cross", "rsi_reversion", "buy_and_hold"] {
            let (scenario, warnings) = try fit(#"{ "name": "\#(name)" }"#, first, second)
            #expect(scenario.strategies[0].parameters.timeframe("timeframe") == timeframe)
            #expect(warnings.isEmpty)
        }
    }

    @Test("it is part of what the run is known by, and stands in the scenario as played")
    func identity() throws {
        let (open, _) = try fit(
            #"{ "name": "sma_cross" }"#, Self.candles(.m5), Self.candles(.m5))
        let (said, _) = try fit(
            #"{ "name": "sma_cross", "parameters": { "timeframe": "5m" } }"#, Self.candles(.m5),
            Self.candles(.m5))
        #expect(open.normalisedText == said.normalisedText)
        #expect(open.normalisedText.contains(#""timeframe":"5m""#))
        let played = open.playedText(catalog: .shipped)
        #expect(played.contains(#""timeframe": "5m""#))
        let again = try Scenario.decode(
            bytes: Array(played.utf8), file: "p.json", catalog: .shipped)
        #expect(again.normalisedText == open.normalisedText)
        #expect(again.playedText(catalog: .shipped) == played)
    }

    @Test("what is said stays, where the data can give it")
    func said() throws {
        let (scenario, _) = try fit(
            #"{ "name": "ema_cross", "parameters": { "timeframe": "30m" } }"#, Self.candles(.m5),
            Self.candles(.m10))
        #expect(scenario.strategies[0].parameters.timeframe("timeframe") == .m30)
    }

    @Test(
        "data that can't give what a strategy needs are an error that names both",
        arguments: [
            (
                #"{ "name": "sma_cross", "parameters": { "timeframe": "1m" } }"#, candles(.m5),
                "timeframe is '1m' in t.json, line 9 (strategies[0].parameters.timeframe); the "
                    + "data are 5m; 1m can't be made of them, but 5m, 10m, 15m, 30m, 60m, 4h or "
                    + "1d can."
            ),
            (
                #"{ "name": "pullback_v1" }"#, candles(.d1),
                "pullback_v1 needs candles of 5m in t.json, line 9 (strategies[0]); the data are "
                    + "1d; 5m can't be made of them, but 1d can."
            ),
            (
                #"{ "name": "volatility_breakout" }"#, candles(.d1),
                "volatility_breakout has no timeframe that fits the data in t.json, line 9 "
                    + "(strategies[0]); the data are 1d; timeframe is 1d; it must be less than a "
                    + "day."
            ),
            (
                #"{ "name": "volatility_breakout", "parameters": { "timeframe": "1m" } }"#,
                candles(.m5),
                "timeframe is '1m' in t.json, line 9 (strategies[0].parameters.timeframe); the "
                    + "data are 5m; 1m can't be made of them"
            ),
            (
                #"{ "name": "ema_cross", "parameters": { "on": "tick" } }"#, candles(.m5),
                "ema_cross is asked at prints in t.json, line 9 (strategies[0]); the data are 5m, "
                    + "not prints."
            ),
            (
                #"{ "name": "ema_cross" }"#, MarketSupply(hasBooks: true),
                "the data are books, of which no candles can be made."
            ),
        ])
    func impossible(strategy: String, data: MarketSupply, words: String) throws {
        let faults = try #require(throws: TextFaults.self) { try fit(strategy, data, data) }
        #expect(faults.description.contains(words), "\(faults.description)")
    }

    @Test("what stands in for other data is needed only where those are missing")
    func standIns() throws {
        let (minutes, _) = try fit(
            #"{ "name": "volatility_breakout" }"#, Self.candles(.m5), Self.candles(.m5))
        #expect(minutes.strategies[0].parameters.timeframe("timeframe") == .m5)
        let (prints, _) = try fit(
            #"{ "name": "volatility_breakout" }"#,
            MarketSupply(hasPrints: true, timeframes: [.d1]), Self.prints)
        #expect(prints.strategies[0].parameters.timeframe("timeframe") == .m1)
        // pullback_v1 reads 1m while there is no 5m, and needs none.
        _ = try fit(#"{ "name": "pullback_v1" }"#, Self.candles(.m5), Self.candles(.m5))
    }

    @Test("a symbol whose data can't give what others' can is told of")
    func deaf() throws {
        let (_, warnings) = try fit(
            #"{ "name": "sma_cross", "parameters": { "timeframe": "5m" } }"#, Self.candles(.m5),
            Self.candles(.d1))
        #expect(
            warnings == [
                "sma_cross needs candles of 5m, which the data of 005930 (1d) can't make: it "
                    + "doesn't trade there."
            ])
    }

    @Test("an index that is only listened to may have the candles that are asked for")
    func index() throws {
        _ = try fit(
            #"{ "name": "sma_cross", "parameters": { "timeframe": "1m" } }"#, Self.candles(.m5),
            Self.candles(.m5), index: Self.candles(.m1))
    }

    @Test("the table groups symbols by what they have")
    func table() throws {
        let scenario = try scenario(#"{ "name": "sma_cross" }"#)
        #expect(
            scenario.shownSupply([
                SymbolIndex(0): Self.candles(.m5, .d1), SymbolIndex(1): Self.prints,
            ]) == """
                The data hold:
                  5m and 1d  000660
                  prints     005930
                  nothing    KS11
                """)
    }
}
