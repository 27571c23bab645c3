import KraderCSV
import KraderEngine
import KraderJSON
import KraderMarket
import KraderModel
import KraderScenario
import KraderStrategies
import KraderVenue
import Testing

@Suite("Scenarios")
struct ScenarioTests {
    /// The scenario as printed in design.md §6, without what comes later.
    static let printed = """
        { "schema": 1, "name": "reply-lost-then-filled", "about": "The reply is lost.", "seed": 7,
          "market":   { "from": "2026-03-03T08:30:00", "to": "2026-03-03T15:40:00",
                        "instruments": [
                          { "symbol": "005930", "board": "KOSPI", "base_price": 70000 } ],
                        "data": { "inline": { "ticks": [
                          { "at": "09:00:58", "symbol": "005930", "price": 70000, "size": 50 }
                        ] } } },
          "account":  { "cash": 10000000, "positions": [] },
          "universe": { "symbols": ["005930"] },
          "strategies": [ { "name": "scripted", "parameters": { "signals": [
            { "at": "09:01:00", "symbol": "005930", "side": "buy", "quantity": 10,
              "price": 70000 } ] } } ],
          "risk": { "max_position_size": 1000 }, "costs": { "preset": "none" },
          "venue": { "fills": "through",
                     "latency_ms": { "order": 50, "reply": 50, "push": 50, "data": 0 } },
          "broker": { "profile": "live" } }
        """

    @Test("the printed example means what it says")
    func example() throws {
        let scenario = try decode(Self.printed)
        let day = CalendarDate(2026, 3, 3)
        let code = try IssueCode("005930")
        #expect(scenario.name == "reply-lost-then-filled")
        #expect(scenario.seed == 7)
        #expect(
            scenario.period
                == MomentSpan(start: day.at(TimeOfDay(8, 30)), end: day.at(TimeOfDay(15, 40))))
        #expect(
            scenario.instruments
                == [Instrument(code: code, board: .kospi, basePrice: Price(70_000))])
        #expect(scenario.account == OpeningAccount(cash: Won(10_000_000)))
        #expect(scenario.universe == .symbols([SymbolIndex(0)]))
        #expect(scenario.strategies.map(\.id) == ["scripted"])
        #expect(
            scenario.strategies[0].parameters.signals("signals") == [
                ScriptedSignal(
                    at: day.at(TimeOfDay(9, 1)), symbol: code, action: .buy, quantity: Shares(10),
                    price: Price(70_000))
            ])
        guard case .inline(let inline) = scenario.data else {
            Issue.record("\(scenario.data)")
            return
        }
        #expect(
            inline.ticks == [
                Tick(
                    time: day.at(TimeOfDay(9, 0, 58)), symbol: SymbolIndex(0),
                    price: Price(70_000), size: Shares(50))
            ])
        #expect(inline.candles.isEmpty)
        #expect(scenario.limits == RiskLimits())
        #expect(scenario.costs == .none)
        #expect(scenario.pacing == .live)
        var venue = VenueConfiguration(fills: .through)
        venue.latency.data = .none
        #expect(scenario.venue == venue)
        // The delay is 1.5 s in replay of prints (semantics.md §2).
        #expect(scenario.closeDelay == .milliseconds(1_500))
        let configuration = try scenario.engineConfiguration()
        #expect(configuration.strategies.map(\.id) == ["scripted"])
        #expect(configuration.start == scenario.period.start)
    }

    @Test("the printed example runs with the shipped strategies")
    func shipped() throws {
        let scenario = try Scenario.decode(
            bytes: Array(Self.printed.utf8), file: "s.json", catalog: .shipped)
        #expect(try scenario.engineConfiguration().strategies.count == 1)
    }

    @Test("the universe is what can be traded, unless said")
    func universe() throws {
        let scenario = try decode(good.with(#""universe": { "symbols": ["005930"] },"#, ""))
        #expect(scenario.universe == .symbols([SymbolIndex(0), SymbolIndex(1)]))
    }

    @Test("a synthetic market without instruments brings its own, as the generator has them")
    func synthetic() throws {
        let text = """
            { "schema": 1, "name": "made-up",
              "market": { "from": "2026-03-03", "to": "2026-03-06",
                "data": { "synthetic": { "symbols": 3, "prints_per_day": 40, "trend_days": 2 } } },
              "account": { "cash": 1 }, "universe": { "symbols": ["900020"] },
              "strategies": [ { "name": "crossing" } ] }
            """
        let scenario = try decode(text)
        guard case .synthetic(let settings) = scenario.data else {
            Issue.record("\(scenario.data)")
            return
        }
        #expect(settings.from == CalendarDate(2026, 3, 3))
        #expect(settings.through == CalendarDate(2026, 3, 6))
        #expect(settings.issues.map(\.printsPerDay) == [40, 40, 40])
        #expect(settings.trendDays == 2)
        let market = SyntheticMarket(settings: settings, seed: scenario.seed)
        #expect(scenario.instruments == market.instruments)
        #expect(scenario.universe == .symbols([SymbolIndex(1)]))
        #expect(
            complaint(text, overrides: ["market.data.synthetic.trend_strength=2"])
                == "Error: trend_strength is 2 (from --set market.data.synthetic.trend_strength=2)"
                + "; it must be between 0 and 1.")
        let many = complaint(
            text,
            overrides: [
                "market.data.synthetic={\"symbols\": 5000, \"prints_per_day\": 500000}"
            ])
        #expect(many.contains("print 2500000000 times a day"))
    }

    @Test("files carry what must be known to read them, and where the scenario names them")
    func files() throws {
        let scenario = try decode(
            good,
            overrides: [
                #"market.data.candles=[{"path":"k.csv","symbol":"005930","timeframe":"1h","#
                    + #""stamp":"end","timezone":"+00:00","date":"2026-03-03","#
                    + #""columns":{"time":"때","close":5},"scope":"unknown","decimals":0}]"#
            ])
        guard case .files(let files) = scenario.data else {
            Issue.record("\(scenario.data)")
            return
        }
        let file = try #require(files.first)
        #expect(file.jsonPath.keys == "market.data.candles[0]")
        #expect(file.path == "k.csv")
        #expect(file.timeframe == .m60)
        #expect(file.stamp == .end)
        #expect(file.zone == .zero)
        #expect(file.date == CalendarDate(2026, 3, 3))
        #expect(file.columns == [.time: "때", .close: 5])
        #expect(file.decimals == 0)
        #expect(file.scope == .unknown)
    }

    @Test("inline candles run from their start to their end, daily ones over the session")
    func candles() throws {
        let rest = #""timeframe":"30m","open":5,"high":9,"low":4,"close":6,"volume":10}"#
        let candle = #""symbol":"005930","# + rest
        let scenario = try decode(
            good,
            overrides: [
                #"market.data.inline={"candles":[{"at":"09:00","# + candle
                    + #",{"at":"15:30","# + candle
                    + #",{"at":"2026-03-04","symbol":"069500","#
                    + #""timeframe":"1d","open":5,"high":9,"low":4,"close":6,"volume":10}]}"#
            ])
        guard case .inline(let inline) = scenario.data else {
            Issue.record("\(scenario.data)")
            return
        }
        let candles = inline.candles
        let day = CalendarDate(2026, 3, 3)
        let next = CalendarDate(2026, 3, 4)
        // The session ends with the latest moment of the closing cross (semantics.md §2).
        #expect(
            candles.map(\.candle.start)
                == [day.at(TimeOfDay(9, 0)), day.at(TimeOfDay(15, 30)), next.at(TimeOfDay(9, 0))])
        #expect(
            candles.map(\.candle.end) == [
                day.at(TimeOfDay(9, 30)), day.at(TimeOfDay(15, 30, 30)),
                next.at(TimeOfDay(15, 30, 30)),
            ])
        #expect(candles.map(\.candle.value) == [Won(60), Won(60), Won(60)])
    }

    @Test("prints of one moment go by symbol, and keep their order within it")
    func order() throws {
        let scenario = try decode(
            good,
            overrides: [
                "market.data.inline.ticks=["
                    + [("069500", 1), ("005930", 2), ("069500", 3), ("005930", 4)].map {
                        "{\"at\":\"09:00\",\"symbol\":\"\($0)\",\"price\":\($1),\"size\":1}"
                    }.joined(separator: ",") + "]"
            ])
        guard case .inline(let inline) = scenario.data else {
            Issue.record("\(scenario.data)")
            return
        }
        let ticks = inline.ticks
        #expect(ticks.map(\.price.won) == [2, 4, 1, 3])
        _ = try TickArray(ticks)
    }
}
