import KraderCSV
import KraderEngine
import KraderJSON
import KraderMarket
import KraderModel
import KraderScenario
import KraderVenue
import Testing

@Suite("Overrides")
struct OverrideTests {
    @Test("a value is read as what its key must be")
    func kinds() throws {
        let scenario = try decode(
            good,
            overrides: [
                "account.cash=5000000", "universe.symbols[0]=069500", "name=373220",
                "strategies[0].parameters.fast=7", "strategies[id=crossing].parameters.eager=true",
                "strategies[0].parameters.mood=\"wild\"",
                "venue.latency_ms.data={\"from\":1,\"to\":2}",
                "costs.tax=0.001", "market_buy_as=marketable_limit", "risk.trading_start_hour=09",
            ])
        #expect(scenario.account.cash == Won(5_000_000))
        #expect(scenario.universe == .symbols([SymbolIndex(1)]))
        #expect(scenario.name == "373220")
        #expect(scenario.strategies[0].parameters.integer("fast") == 7)
        #expect(scenario.strategies[0].parameters.boolean("eager"))
        #expect(scenario.strategies[0].parameters.text("mood") == "wild")
        #expect(
            scenario.venue.latency.data
                == .uniform(from: .milliseconds(1), to: .milliseconds(2)))
        #expect(scenario.costs.tax == .fixed(Rate(parts: 1_000_000)))
        #expect(scenario.marketBuyAs == .marketableLimit)
        #expect(scenario.limits.tradingStart == TimeOfDay(9, 0))
    }

    @Test("the last of several wins; objects on the way are made")
    func order() throws {
        let scenario = try decode(
            good.with(", \"costs\": { \"preset\": \"none\" }", ""),
            overrides: ["seed=1", "costs.preset=kiwoom_mock", "seed=2"])
        #expect(scenario.seed == 2)
        #expect(scenario.costs == .kiwoomMock)
    }

    @Test("one source of data takes the place of another, and of its files all stay")
    func alternatives() throws {
        let made = try decode(
            good.with(#"{ "symbol": "069500", "board": "ETF" },"#, "")
                .with(#", "base_price": 70000 },"#, #", "base_price": 70000 }"#)
                .with(#"{ "symbol": "KS0001", "board": "index" }"#, ""),
            overrides: ["market.data.synthetic={}"])
        guard case .synthetic(let settings) = made.data else {
            Issue.record("\(made.data)")
            return
        }
        #expect(settings.issues.map(\.code) == [try IssueCode("005930")])

        let read = try decode(
            good,
            overrides: [
                #"market.data.ticks={"path":"a.csv","symbol":"005930"}"#,
                #"market.data.candles=[{"path":"b.csv","symbol":"KS0001","timeframe":"1d"}]"#,
            ])
        guard case .files(let files) = read.data else {
            Issue.record("\(read.data)")
            return
        }
        #expect(files.map(\.path) == ["a.csv", "b.csv"])
        #expect(files.map(\.timeframe) == [nil, .d1])
    }

    @Test(
        "what cannot be applied, or is wrong, names the override",
        arguments: [
            (
                "risk.max_position_size=-5",
                "max_position_size is -5 (from --set risk.max_position_size=-5); "
                    + "it must be between 1 and 1000000000."
            ),
            (
                "account.cash=lots",
                "Expected an integer, found the string \"lots\" (from --set account.cash=lots)."
            ),
            (
                "risk.max_postion_size=5",
                "Unknown key 'max_postion_size' (from --set risk.max_postion_size=5). "
                    + "Did you mean 'max_position_size'?"
            ),
            (
                "universe.symbols[1]=005930",
                "symbols[1] is not there: symbols has 1 element "
                    + "(from --set universe.symbols[1]=005930)."
            ),
            (
                "strategies[id=crosing].parameters.fast=3",
                "strategies has no element with id 'crosing' "
                    + "(from --set strategies[id=crosing].parameters.fast=3); "
                    + "there is crossing. Did you mean 'crossing'?"
            ),
            (
                "name.first=a",
                "name is the string \"open-drive\" (from --set name.first=a); "
                    + "it has no key 'first'."
            ),
            (
                "universe[0]=a",
                "universe is an object (from --set universe[0]=a); it must be a list."
            ),
            (
                "market.data.ticks={\"symbol\":\"005930\"}",
                "Missing key 'path' (market.data.ticks.path, from --set "
                    + "market.data.ticks={\"symbol\":\"005930\"})."
            ),
            ("account.cash", "'=' is missing in --set account.cash; \(grammar)."),
            ("a..b=1", "a key is empty in --set a..b=1; \(grammar)."),
            ("=1", "a key is empty in --set =1; \(grammar)."),
            ("a[0=1", "'=' is missing in --set a[0=1; \(grammar)."),
            ("a]=1", "']' closes nothing in --set a]=1; \(grammar)."),
            ("a[-1]=1", "'[-1]' must be like [0] or [id=fast] in --set a[-1]=1; \(grammar)."),
            ("a[id=]=1", "'[id=]' must be like [id=fast] in --set a[id=]=1; \(grammar)."),
            ("a[0]b=1", "a '.' must follow ']' in --set a[0]b=1; \(grammar)."),
        ])
    func wrong(typed: String, said: String) {
        #expect(complaint(good, overrides: [typed]) == "Error: " + said)
    }

    static let grammar = "it must be path=value, like account.cash=5000000"

    @Test("a path reads back as it was typed")
    func paths() throws {
        for text in ["a", "a.b[0].c", "strategies[id=fast].parameters.period", "a[0][1]"] {
            #expect(try ValuePath(text).description == text)
        }
    }

    @Test(
        "settings that scenarios don't have take their overrides themselves",
        arguments: [
            ("report.dir=out", true), ("logging.levle=info", true), ("broker.type=mock", true),
            ("broker.profile=live", false), ("risk.max_position_size=1", false),
            ("seed=3", false), ("mode=paper", true), ("market_buy_as=market", false),
        ])
    func owners(typed: String, isOwned: Bool) throws {
        #expect(Settings.owns(try Override(typed)) == isOwned)
    }
}
