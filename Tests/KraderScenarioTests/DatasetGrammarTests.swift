import KraderCSV
import KraderEngine
import KraderJSON
import KraderMarket
import KraderModel
import KraderScenario
import Testing

/// A dataset that is known and not there: two issues and an index on three days of March 2026.
private final class KnownDataset: DatasetShelf {
    var asked: [IssueCode: Board] = [:]

    func period(of choice: DatasetChoice) -> MomentSpan? {
        guard choice.path != "broken" else { return nil }
        return MomentSpan(
            start: CalendarDate(2026, 3, 3).midnight, end: CalendarDate(2026, 3, 6).midnight)
    }

    func instruments(
        of choice: DatasetChoice, in period: MomentSpan, boards: [IssueCode: Board]
    ) -> [Instrument]? {
        asked = boards
        guard choice.path != "broken" else { return nil }
        let history = InstrumentHistory(
            basePrices: [
                Dated(CalendarDate(2026, 3, 3), Price(70_000)),
                Dated(CalendarDate(2026, 3, 5), Price(35_000)),
            ])
        return [("000660", Board.kospi), ("005930", .kospi), ("KS11", .index)].compactMap {
            name, board in
            (try? IssueCode(index: name)).map {
                Instrument(
                    code: $0, board: boards[$0] ?? board, basePrice: Price(70_000),
                    listedShares: Shares(1_000), history: history)
            }
        }
    }
}

@Suite("A dataset in a scenario")
struct DatasetGrammarTests {
    private let known = KnownDataset()

    private func read(
        _ data: String, _ market: String = "", overrides: [String] = []
    ) throws(TextFaults) -> Scenario {
        let text = """
            { "schema": 1, "name": "over-dataset",
              "market": { \(market) "data": \(data) },
              "account": { "cash": 1000000 }, "universe": { "symbols": ["005930"] },
              "strategies": [ { "name": "crossing" } ], "benchmark": "KS11" }
            """
        var typed: [Override] = []
        for override in overrides { typed.append(try Override(override)) }
        return try Scenario.decode(
            bytes: Array(text.utf8), file: "s.json", catalog: catalog, overrides: typed,
            shelf: known)
    }

    private func dataset(of scenario: Scenario) -> DatasetChoice? {
        guard case .dataset(let choice) = scenario.data else { return nil }
        return choice
    }

    @Test("a path alone takes all there is; period and instruments are the dataset's")
    func all() throws {
        let scenario = try read(#"{ "dataset": "../krx" }"#)
        let choice = try #require(dataset(of: scenario))
        #expect(choice.path == "../krx" && choice.kinds == Set(RowKind.allCases))
        #expect(choice.timeframe == nil && choice.symbols == nil && choice.scope == nil)
        #expect(scenario.period == known.period(of: choice))
        #expect(scenario.instruments.map { "\($0.code)" } == ["000660", "005930", "KS11"])
        #expect(scenario.universe == .symbols([SymbolIndex(1)]))
        #expect(scenario.benchmark == SymbolIndex(2))
    }

    @Test("an object chooses kinds, timeframe, symbols and scope")
    func chosen() throws {
        let scenario = try read(
            #"{ "dataset": { "path": "krx", "kinds": ["candles", "ticks"], "timeframe": "1d", "#
                + #""symbols": ["005930", "KS11"], "scope": "consolidated" } }"#,
            #""from": "2026-03-04T09:00:00","#)
        let choice = try #require(dataset(of: scenario))
        #expect(choice.kinds == [.ticks, .candles] && choice.timeframe == .d1)
        #expect(choice.symbols?.map { "\($0)" } == ["005930", "KS11"])
        #expect(choice.scope == .consolidated)
        #expect(scenario.period.start == CalendarDate(2026, 3, 4).at(TimeOfDay(9, 0)))
        #expect(scenario.period.end == CalendarDate(2026, 3, 6).midnight)
    }

    @Test("what the scenario says of an issue goes before what the dataset says; others are added")
    func listed() throws {
        let scenario = try read(
            #"{ "dataset": "krx" }"#,
            #""instruments": [ { "symbol": "035720", "board": "KOSDAQ" }, "#
                + #"{ "symbol": "005930", "board": "ETF", "base_price": 71000 }, "#
                + #"{ "symbol": "000660" } ],"#)
        #expect(
            scenario.instruments.map { "\($0.code) \($0.board.rawValue)" } == [
                "000660 KOSPI", "005930 ETF", "035720 KOSDAQ", "KS11 index",
            ])
        #expect(known.asked.values.sorted { $0.rawValue < $1.rawValue } == [.etf, .kosdaq])
        let samsung = scenario.instruments[1]
        #expect(samsung.basePrice == Price(71_000) && samsung.listedShares == Shares(1_000))
        // The scenario says the base of the first day; that of a later day stays.
        #expect(samsung.history?.basePrices.map(\.value) == [Price(35_000)])
        #expect(scenario.instruments[0].history?.basePrices.count == 2)
    }

    @Test("a dataset that can't be used is not a fault of the text, beside none or others")
    func unusable() throws {
        #expect(throws: TextFaults.self) { try read(#"{ "dataset": "broken" }"#) }
        do throws(TextFaults) {
            _ = try read(#"{ "dataset": "broken" }"#)
        } catch {
            #expect(error.list.isEmpty)
        }
        do throws(TextFaults) {
            _ = try read(#"{ "dataset": "broken" }"#, #""form": "2026-03-03","#)
        } catch {
            #expect(error.list.count == 1 && error.description.contains("'form'"))
        }
    }

    static let bad: [(data: String, market: String, says: String)] = [
        (
            #"{ "dataset": 3 }"#, "",
            "Expected the folder of a dataset such as \"../datasets/krx-sample\""
        ),
        (#"{ "dataset": { } }"#, "", "Missing key 'path'"),
        (
            #"{ "dataset": { "path": "krx", "kinds": ["tick"] } }"#, "",
            "kinds[0] is 'tick'"
        ),
        (
            #"{ "dataset": { "path": "krx", "kinds": ["ticks", "ticks"] } }"#, "",
            "kinds[1] repeats 'ticks'"
        ),
        (
            #"{ "dataset": { "path": "krx", "kinds": ["ticks"], "timeframe": "1d" } }"#, "",
            "'timeframe' stands in data without candles"
        ),
        (
            #"{ "dataset": { "path": "krx", "symbols": ["005930", "005930"] } }"#, "",
            "symbols[1] repeats '005930'"
        ),
        (#"{ "dataset": { "path": "krx", "scope": "KRZ" } }"#, "", "Did you mean 'KRX'?"),
        (
            #"{ "dataset": "krx", "inline": { "ticks": [] } }"#, "",
            "'inline' stands beside 'dataset'"
        ),
        (
            #"{ "dataset": "krx" }"#, #""from": "2026-03-09","#,
            "it must be before 'to', 2026-03-06T00:00:00+09:00 of the dataset"
        ),
    ]

    @Test("faults name the key", arguments: bad)
    func faultNamesTheKey(data: String, market: String, says: String) throws {
        do throws(TextFaults) {
            _ = try read(data, market)
            Issue.record("nothing was said of \(data)")
        } catch {
            #expect(error.description.contains(says), "\(error)")
        }
    }

    @Test("--set market.data.dataset takes the place of the other sources, and of their period")
    func override() throws {
        let scenario = try read(
            #"{ "synthetic": { "symbols": 2 } }"#, overrides: ["market.data.dataset=../other"])
        #expect(dataset(of: scenario)?.path == "../other")
    }

    @Test("the path is no part of what makes a run; what is taken of the dataset is")
    func identity() throws {
        let one = try read(#"{ "dataset": "a" }"#).normalisedText
        #expect(try read(#"{ "dataset": { "path": "/b/c" } }"#).normalisedText == one)
        #expect(
            try read(#"{ "dataset": { "path": "a", "kinds": ["ticks"] } }"#).normalisedText != one)
        #expect(
            try read(#"{ "dataset": { "path": "a", "scope": "KRX" } }"#).normalisedText != one)
    }
}
