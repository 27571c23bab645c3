import KraderCSV
import KraderJSON
import KraderMarket
import KraderModel

@testable import KraderScenario

/// A whole scenario, and what is put into it to change each of its keys, one at a time.
struct IdentityCase: CustomStringConvertible, Sendable {
    var description: String
    var text: String
    /// `--set`, each of which can change results.
    var changing: [String]
    /// `--set`, each of which changes none.
    var idle: [String] = []

    func read(_ overrides: [String] = [], into transcript: Transcript = Transcript())
        throws(TextFaults) -> Scenario
    {
        try IdentityCase.read(text, overrides, into: transcript)
    }

    static func read(
        _ text: String, _ overrides: [String] = [], into transcript: Transcript = Transcript()
    ) throws(TextFaults) -> Scenario {
        var typed: [Override] = []
        for override in overrides { typed.append(try Override(override)) }
        return try Scenario.decode(
            bytes: Array(text.utf8), file: "s.json", catalog: catalog, settings: Settings(),
            overrides: typed, shelf: TwoIssues(), into: transcript)
    }

    /// A scenario with some data, and what else is said of it.
    private static func scenario(_ market: String, _ rest: String = "") -> String {
        """
        { "schema": 1, "name": "whole", "about": "All keys.", "seed": 7,
          "market": { \(market) }, "account": { "cash": 10000000 }, \(rest)
          "strategies": [ { "name": "crossing" } ] }
        """
    }

    private static let period = #""from": "2026-03-03", "to": "2026-03-06", "#
    private static let instruments = """
        "instruments": [
          { "symbol": "000660", "board": "KOSPI", "base_price": 100000 },
          { "symbol": "005930", "board": "KOSPI", "base_price": 70000, "listed_shares": 9,
            "interruption_class": "large" },
          { "symbol": "069500", "board": "ETF", "multiple": 2 },
          { "symbol": "123450", "board": "KOSDAQ",
            "listing": { "day": "2026-03-03", "offer_price": 10000 },
            "actions": [ { "day": "2026-03-04", "kind": "bonus", "factor": "2",
                           "sellable_from": "2026-03-05" } ],
            "base_prices": [ { "day": "2026-03-05", "price": 5000 } ], "delisted": "2026-03-06" },
          { "symbol": "KS0001", "board": "index", "base_price": 2500.5 } ],
        """

    static let all = [inline, scripted, ranking, issues, symbols, files, dataset, faulty, found]

    static let inline = IdentityCase(
        description: "data inline",
        text: scenario(
            period + instruments + """
                "data": { "inline": {
                  "ticks": [ { "at": "09:00:58", "symbol": "005930", "price": 70000, "size": 50,
                               "ask": 70100, "bid": 70000 } ],
                  "candles": [ { "at": "2026-03-03T09:00", "symbol": "069500", "timeframe": "5m",
                                 "open": 10, "high": 20, "low": 10, "close": 15, "volume": 3 } ],
                  "books": [ { "at": "09:01", "symbol": "005930", "asks": [[70100, 5]],
                               "bids": [[70000, 4], [69900, 3]] } ],
                  "statuses": [ { "at": "09:02", "symbol": "005930", "status": "call_auction",
                                  "cause": "static_vi" } ],
                  "orders": [
                    { "at": "09:01", "symbol": "000660", "side": "buy", "price": 99000,
                      "quantity": 3, "id": "a" },
                    { "at": "09:01", "symbol": "000660", "side": "sell", "price": 99100,
                      "quantity": 4, "id": "b" },
                    { "at": "09:02", "change": "a", "price": 98900, "quantity": 2 },
                    { "at": "09:03", "cancel": "a" } ] } }
                """,
            """
            "universe": { "symbols": ["005930", "069500"] }, "benchmark": "KS0001",
            "events": [ { "at": "10:00", "do": "kill" } ],
            """),
        changing: NormalisedTextTests.settings + [
            "name=other", "seed=8", "market.from=2026-03-03T01:00", "market.to=2026-03-07",
            "market.instruments[3].symbol=123460", "market.instruments[1].board=KOSDAQ",
            "market.instruments[1].base_price=70100", "market.instruments[1].listed_shares=10",
            "market.instruments[1].interruption_class=other", "market.instruments[2].multiple=-1",
            "market.instruments[3].listing.day=2026-03-04",
            "market.instruments[3].listing.offer_price=9990",
            "market.instruments[3].actions[0].day=2026-03-05",
            #"market.instruments[3].actions=[{"day":"2026-03-04","kind":"split","factor":"2"}]"#,
            #"market.instruments[3].actions=[{"day":"2026-03-04","kind":"bonus","factor":"2"}]"#,
            "market.instruments[3].actions[0].factor=3",
            "market.instruments[3].actions[0].sellable_from=2026-03-06",
            "market.instruments[3].base_prices[0].day=2026-03-04",
            "market.instruments[3].base_prices[0].price=5010",
            "market.instruments[3].delisted=2026-03-05",
            "market.data.inline.ticks[0].at=09:00:57",
            "market.data.inline.ticks[0].symbol=123450",
            "market.data.inline.ticks[0].price=70100", "market.data.inline.ticks[0].size=51",
            "market.data.inline.ticks[0].ask=70200", "market.data.inline.ticks[0].bid=69900",
            "market.data.inline.candles[0].at=09:05",
            "market.data.inline.candles[0].symbol=123450",
            "market.data.inline.candles[0].timeframe=15m",
            "market.data.inline.candles[0].open=11", "market.data.inline.candles[0].high=21",
            "market.data.inline.candles[0].low=9", "market.data.inline.candles[0].close=16",
            "market.data.inline.candles[0].volume=4", "market.data.inline.candles[0].value=44",
            "market.data.inline.books[0].at=09:02", "market.data.inline.books[0].symbol=123450",
            "market.data.inline.books[0].asks=[[70200,5]]",
            "market.data.inline.books[0].bids=[[70000,4]]",
            "market.data.inline.statuses[0].at=09:03",
            "market.data.inline.statuses[0].symbol=123450",
            #"market.data.inline.statuses=[{"at":"09:02","symbol":"005930","status":"normal"}]"#,
            "market.data.inline.statuses[0].cause=halt",
            "market.data.inline.orders[0].at=09:00:30",
            #"market.data.inline.orders=[{"at":"09:01","symbol":"123450","side":"buy","#
                + #""quantity":3}]"#,
            "market.data.inline.orders[1].side=buy",
            "market.data.inline.orders[1].type=conditional_limit",
            "market.data.inline.orders[1].price=99200",
            "market.data.inline.orders[1].quantity=5",
            "market.data.inline.orders[1].time_in_force=ioc",
            "market.data.inline.orders[2].change=b", "market.data.inline.orders[3].cancel=b",
            "account.cash=1",
            "universe.symbols[0]=000660", "benchmark=005930",
            "events[0].at=10:01", "events[0].do=pause",
            "strategies[0].id=other", "strategies[0].budget=1000000",
            "strategies[0].parameters.fast=6", "strategies[0].parameters.slow=21",
            "strategies[0].parameters.band=0.02", "strategies[0].parameters.eager=true",
            "strategies[0].parameters.mood=wild", "strategies[0].parameters.timeframe=15m",
            #"strategies=[{"name":"scripted","id":"crossing","parameters":{"signals":[]}}]"#,
        ],
        idle: [
            "about=other", "account.orders=[]", "market.data.inline.orders[1].id=c",
            "market.data.inline.candles[0].value=45", "market.data.inline.orders[0].type=limit",
            "market.data.inline.orders[0].time_in_force=day", "account.positions=[]",
        ])

    static let scripted = IdentityCase(
        description: "a script",
        text: """
            { "schema": 1, "name": "script", "market": { \(period)
                "instruments": [ { "symbol": "005930", "board": "KOSPI", "base_price": 70000 },
                                 { "symbol": "000660", "board": "KOSPI" } ],
                "data": { "ticks": { "path": "a.csv" } } },
              "account": { "cash": 1, "positions": [
                { "symbol": "005930", "quantity": 3, "average_price": 70000 } ] },
              "strategies": [ { "name": "scripted", "parameters": { "signals": [
                { "at": "09:00", "symbol": "005930", "side": "buy", "type": "limit",
                  "quantity": 3, "price": 70000, "time_in_force": "day", "expire_after_ms": 500,
                  "exits": { "stop": 60000, "target": 80000, "trailing_rate": 0.1,
                             "after_ms": 1000 } },
                { "at": "09:01", "symbol": "005930", "side": "buy",
                  "exits": { "stop_rate": 0.1, "target_rate": 0.1 } },
                { "at": "09:02", "symbol": "005930", "action": "cancel" } ] } } ] }
            """,
        changing: [
            "account.positions[0].symbol=000660", "account.positions[0].quantity=4",
            "account.positions[0].average_price=70001",
            #"account.positions=[{"symbol":"005930","quantity":3,"cost":210001}]"#,
            "strategies[0].parameters.signals=[]",
            "strategies[0].parameters.signals[0].at=09:00:01",
            "strategies[0].parameters.signals[0].symbol=000660",
            "strategies[0].parameters.signals[1].leg=1",
            "strategies[0].parameters.signals[1].quantity=4",
            "strategies[0].parameters.signals[0].type=conditional_limit",
            "strategies[0].parameters.signals[0].price=70100",
            "strategies[0].parameters.signals[0].time_in_force=ioc",
            "strategies[0].parameters.signals[0].expire_after_ms=501",
            "strategies[0].parameters.signals[0].exits.stop=60100",
            "strategies[0].parameters.signals[0].exits.target=80100",
            "strategies[0].parameters.signals[0].exits.trailing_rate=0.2",
            "strategies[0].parameters.signals[0].exits.after_ms=1001",
            "strategies[0].parameters.signals[1].exits.stop_rate=0.2",
            "strategies[0].parameters.signals[1].exits.target_rate=0.2",
            "strategies[0].parameters.signals[2].action=replace",
            "strategies[0].parameters.signals[2].nth=2",
            #"strategies[0].parameters.signals[2]={"at":"09:02","symbol":"005930","side":"sell"}"#,
        ],
        idle: [
            #"account.positions=[{"symbol":"005930","quantity":3,"cost":210000}]"#,
            "strategies[0].parameters.signals[1].leg=0", "market.data.ticks.path=b.csv",
            #"market.data.ticks=[{"path":"a.csv"}]"#,
        ])

    static let ranking = IdentityCase(
        description: "a ranking",
        text: scenario(
            period + instruments + #""data": { "ticks": { "path": "a.csv" } }"#,
            #""universe": { "top": 2, "boards": ["KOSPI", "ETF"] },"#),
        changing: [
            "universe.top=1", #"universe.boards=["KOSPI"]"#, "universe.refresh_minutes=7",
            "universe.preferred=false",
        ],
        idle: [#"universe.boards=["ETF","KOSPI"]"#, "universe.preferred=true"])
}

/// A dataset of two issues, one of which is known all along.
final class TwoIssues: DatasetShelf {
    func period(of choice: DatasetChoice) -> MomentSpan? {
        MomentSpan(
            start: CalendarDate(2026, 3, 3).midnight, end: CalendarDate(2026, 3, 6).midnight)
    }

    func instruments(
        of choice: DatasetChoice, in period: MomentSpan, boards: [IssueCode: Board]
    ) -> [Instrument]? {
        [("005930", Board.kospi), ("KSX", .index)].compactMap { name, board in
            (try? IssueCode(index: name)).map {
                Instrument(code: $0, board: boards[$0] ?? board, basePrice: Price(70_000))
            }
        }
    }
}

extension IdentityCase {
    static let issues = IdentityCase(
        description: "a list of made-up issues",
        text: scenario(
            period + """
                "data": { "synthetic": { "issues": [
                  { "symbol": "900010", "board": "KOSPI", "base_price": 70000 } ] } }
                """),
        changing: [
            "market.data.synthetic.issues[0].symbol=900020",
            "market.data.synthetic.issues[0].board=KOSDAQ",
            "market.data.synthetic.issues[0].base_price=70100",
            "market.data.synthetic.issues[0].prints_per_day=500",
            "market.data.synthetic.issues[0].yearly_volatility=0.5",
            "market.data.synthetic.issues[0].size=large",
            "market.data.synthetic.issues[0].listing_day=2026-03-04",
            "market.data.synthetic.prints_per_day=500",
            "market.data.synthetic.yearly_volatility=0.5",
        ],
        idle: [
            "market.data.synthetic.issues[0].prints_per_day=5000",
            "market.data.synthetic.issues[0].yearly_volatility=0.4",
            "market.data.synthetic.issues[0].size=mid",
        ])

    static let symbols = IdentityCase(
        description: "a number of made-up issues",
        text: scenario(period + #""data": { "synthetic": { } }"#),
        changing: [
            "market.data.synthetic.symbols=3", "market.data.synthetic.prints_per_day=500",
            "market.data.synthetic.yearly_volatility=0.5",
            "market.data.synthetic.from=2026-03-04", "market.data.synthetic.through=2026-03-05",
            "market.data.synthetic.trend_strength=0.33", "market.data.synthetic.trend_days=33",
            "market.data.synthetic.overnight_share=0.33",
            "market.data.synthetic.common_share=0.33", "market.data.synthetic.clustering=0.33",
            "market.data.synthetic.interruptions=false", "market.data.synthetic.limit_lock=0.33",
            "market.data.synthetic.books=quotes", "market.data.synthetic.candles=1d",
        ],
        idle: [
            "market.data.synthetic.symbols=20", "market.data.synthetic.from=2026-03-03",
            "market.data.synthetic.books=none", "market.data.synthetic.interruptions=true",
        ])

    static let files = IdentityCase(
        description: "files",
        text: scenario(
            period + instruments + """
                "data": { "ticks": [ { "path": "t.csv", "symbol": "005930" } ],
                          "candles": [ { "path": "c.csv", "symbol": "KS0001" } ],
                          "books": [ { "path": "b.csv", "symbol": "005930" } ] }
                """),
        changing: ["ticks", "candles", "books"].flatMap { kind in
            [
                "symbol=000660", "timezone=UTC", "date=2026-03-03", "skip_lines=1",
                "skip_footer=1", "date_format=%d/%m/%Y", "skip_empty=true", "scope=consolidated",
            ].map { "market.data.\(kind)[0].\($0)" }
                + MarketColumn.allCases.map { "market.data.\(kind)[0].columns.\($0.rawValue)=x" }
        } + BookColumn.allCases.map { "market.data.books[0].columns.\($0)=7" } + [
            "market.data.candles[0].decimals=1", "market.data.candles[0].timeframe=1m",
            "market.data.candles[0].stamp=end",
        ],
        idle: ["ticks", "candles", "books"].flatMap { kind in
            ["path=other.csv", "timezone=+0900", "columns={}", "skip_lines=0", "scope=KRX"]
                .map { "market.data.\(kind)[0].\($0)" }
        } + ["market.data.candles[0].decimals=2", "market.data.ticks[0].decimals=0"])

    static let dataset = IdentityCase(
        description: "a dataset",
        text: scenario(
            #""data": { "dataset": "../krx" }"#, #""universe": { "symbols": ["005930"] },"#),
        changing: [
            "market.from=2026-03-04", "market.to=2026-03-04",
            #"market.instruments=[{"symbol":"005930","base_price":71000}]"#,
            #"market.data.dataset={"path":"../krx","kinds":["ticks"]}"#,
            #"market.data.dataset={"path":"../krx","timeframe":"1d"}"#,
            #"market.data.dataset={"path":"../krx","symbols":["005930"]}"#,
            #"market.data.dataset={"path":"../krx","scope":"KRX"}"#,
        ],
        idle: [
            "market.from=2026-03-03", "market.to=2026-03-05",
            #"market.data.dataset={"path":"other"}"#,
            #"market.instruments=[{"symbol":"005930"}]"#,
        ])
}
