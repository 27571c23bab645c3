import KraderCSV
import KraderJSON
import KraderModel
import KraderScenario
import Testing

@Suite("The text by which a run is known")
struct NormalisedTextTests {
    @Test("neither the order of keys, nor blanks, nor the ways of writing a time count")
    func writing() throws {
        let text = try decode(good).normalisedText
        let document = try JSONReader.read(good, file: "s.json")
        #expect(try decode(document.root.turned.text(.compact)).normalisedText == text)
        #expect(
            try decode(good.with("\"09:00:58\"", "\"2026-03-03T00:00:58Z\"")).normalisedText == text
        )
        #expect(
            try decode(good.with("\"2026-03-03\", \"to\"", "\"2026-03-03T00:00\", \"to\""))
                .normalisedText == text)
        #expect(try decode(good, overrides: ["about=something else"]).normalisedText == text)
    }

    @Test(
        "saying a default changes nothing",
        arguments: [
            "strategies[0].id=crossing", "strategies[0].parameters.band=0.01",
            "strategies[0].parameters.timeframe=5m",
            "risk.daily_loss_limit=1000000", "risk.max_portfolio_exposure_pct=0.80",
            "costs.commission_rate=0", "costs.tax=none", "venue.spread_steps=1",
            "venue.latency_ms.data={\"from\":50,\"to\":50}", "venue.latency_ms.push=50.0",
            "close_delay_ms=1500", "market_buy_as=market", "venue.intrabar=low_first",
            "venue.auction_share=0.03",
            "venue.after_market=false", "venue.book_age_max=60", "risk.trade_interruptions=false",
            "risk.controls=off", "risk.exits_after_kill=no",
            "events=[]",
            "market.instruments[0].interruption_class=other",
        ])
    func defaults(typed: String) throws {
        #expect(
            try decode(good, overrides: [typed]).normalisedText == decode(good).normalisedText)
    }

    @Test("nor does the order in which instruments and holdings are listed")
    func instrumentOrder() throws {
        let first = #"{ "symbol": "005930", "board": "KOSPI", "base_price": 70000 }"#
        let second = #"{ "symbol": "069500", "board": "ETF" }"#
        let turned = good.with(first, "1st").with(second, first).with("1st", second)
        let scenario = try decode(turned)
        #expect(scenario.instruments.map(\.code.description) == ["005930", "069500", "KS0001"])
        #expect(scenario.normalisedText == (try decode(good).normalisedText))
        let held = #""positions": [{"symbol": "005930", "quantity": 3, "cost": 9}"#
        let other = #"{"symbol": "069500", "quantity": 1, "cost": 5}"#
        let one = good.with(held, held + ", " + other)
        let way = good.with(
            held, #""positions": ["# + other + #", {"symbol": "005930", "quantity": 3, "cost": 9}"#)
        #expect(try decode(one).normalisedText == decode(way).normalisedText)
    }

    @Test("the order of a fixed universe counts: it is the rank of its symbols")
    func universeOrder() throws {
        let list = #"{ "symbols": ["005930"] }"#
        let one = good.with(list, #"{ "symbols": ["005930", "069500"] }"#)
        let other = good.with(list, #"{ "symbols": ["069500", "005930"] }"#)
        #expect(try decode(one).normalisedText != decode(other).normalisedText)
    }

    @Test("nor the order in which the issues of a made-up market are listed")
    func issueOrder() throws {
        func text(_ codes: [String]) throws -> String {
            let issues = codes.map {
                #"{ "symbol": "\#($0)", "board": "KOSPI", "base_price": 70000 }"#
            }.joined(separator: ", ")
            return try decode(
                #"{ "schema": 1, "name": "made-up", "market": { "from": "2026-03-03", "to": "#
                    + #""2026-03-04", "data": { "synthetic": { "issues": [\#(issues)] } } }, "#
                    + #""account": { "cash": 1 }, "strategies": [{ "name": "crossing" }] }"#
            ).normalisedText
        }
        #expect(try text(["900010", "900020"]) == text(["900020", "900010"]))
    }

    @Test("every setting that can change results counts", arguments: settings)
    func changes(typed: String) throws {
        #expect(
            try decode(good, overrides: [typed]).normalisedText != decode(good).normalisedText)
    }

    static let settings = [
        "venue.intrabar=both",
        "risk.max_position_size=101",
        "risk.max_portfolio_exposure_pct=0.7",
        "risk.daily_loss_limit=1",
        "risk.trading_start_hour=10",
        "risk.trading_start_minute=1",
        "risk.trading_end_hour=14",
        "risk.trading_end_minute=20",
        "risk.max_trades_per_day=51",
        "risk.position_size_pct=0.06",
        "costs.preset=kiwoom_mock",
        "costs.commission_rate=0.001",
        "costs.tax=0.001",
        "venue.fills=touch",
        "venue.spread_steps=2",
        "venue.participation=0.2",
        "venue.intrabar=high_first",
        "venue.immediate_wait_ms=500",
        "venue.latency_ms.data=1",
        "venue.latency_ms.order=1",
        "venue.latency_ms.reply=1",
        "venue.latency_ms.push={\"from\":1,\"to\":50}",
        "market_buy_as=marketable_limit",
        "close_delay_ms=51",
        "broker.profile=mock",
        "risk.trade_interruptions=true",
        "risk.controls=live", "risk.exits_after_kill=yes",
        "venue.book_coverage=full",
        "venue.book_coverage=sampled",
        "venue.book_age_max=61",
        "venue.auction_share=0.05",
        "venue.after_market=true",
        "risk.transaction_cost_rate=0.001",
    ]

    @Test("every setting that can change results is among those tried")
    func allSettings() {
        for declaration in SettingDeclaration.all where declaration.changesResults {
            let isTried = Self.settings.contains { $0.hasPrefix(declaration.path + "=") }
            #expect(isTried, "\(declaration.path)")
        }
    }

    @Test("the path of a file does not count, how it is read does")
    func paths() throws {
        func text(_ file: String) throws -> String {
            try decode(good, overrides: ["market.data.candles=\(file)"]).normalisedText
        }
        let first = try text(#"{"path":"a.csv","symbol":"005930"}"#)
        #expect(try text(#"[{"symbol":"005930","path":"/b/c.csv","timezone":"KST"}]"#) == first)
        #expect(try text(#"{"path":"a.csv","symbol":"005930","timezone":"UTC"}"#) != first)
        #expect(try text(#"{"path":"a.csv","symbol":"005930","stamp":"end"}"#) != first)
        #expect(!first.contains("a.csv"))
    }
}

extension JSONValue {
    /// The value with the members of every object in the opposite order.
    fileprivate var turned: JSONValue {
        switch content {
        case .array(let elements): JSONValue(.array(elements.map(\.turned)))
        case .object(let object):
            JSONValue(
                .object(
                    JSONObject(
                        object.members.reversed().map { .init(key: $0.key, value: $0.value.turned) }
                    )))
        case .null, .boolean, .integer, .decimal, .string: JSONValue(content)
        }
    }
}
