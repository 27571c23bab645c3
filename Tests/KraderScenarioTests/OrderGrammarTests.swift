import KraderCSV
import KraderEngine
import KraderJSON
import KraderModel
import KraderScenario
import KraderVenue
import Testing

@Suite("Scenarios of rankings, exits, events and indices")
struct OrderGrammarTests {
    private let day = CalendarDate(2026, 3, 3)

    static let universes: [(text: String, plan: UniversePlan)] = [
        (#"{ "top": 1 }"#, .ranked(UniversePlan.Ranking(count: 1))),
        (
            #"{ "top": 3, "boards": ["ETF", "KOSPI"], "refresh_minutes": 5 }"#,
            .ranked(
                UniversePlan.Ranking(
                    count: 3, boards: [.kospi, .etf], refresh: .minutes(5)))
        ),
        (
            #"{ "top": 3, "preferred": false }"#,
            .ranked(UniversePlan.Ranking(count: 3, includesPreferred: false))
        ),
        (#"{ "symbols": ["069500"] }"#, .symbols([SymbolIndex(1)])),
    ]

    @Test("a universe is a list of symbols or a ranking", arguments: universes)
    func universe(text: String, plan: UniversePlan) throws {
        #expect(try decode(good.with(#"{ "symbols": ["005930"] }"#, text)).universe == plan)
    }

    @Test("--set turns one form of the universe into the other")
    func otherForm() throws {
        let ranked = try decode(good, overrides: ["universe.top=7"])
        #expect(ranked.universe == .ranked(UniversePlan.Ranking(count: 7)))
        let text = good.with(#""symbols": ["005930"]"#, #""top": 5, "refresh_minutes": 9"#)
        let listed = try decode(text, overrides: [#"universe.symbols=["069500"]"#])
        #expect(listed.universe == .symbols([SymbolIndex(1)]))
        let slower = try decode(text, overrides: ["universe.refresh_minutes=60"])
        #expect(slower.universe == .ranked(UniversePlan.Ranking(count: 5, refresh: .minutes(60))))
    }

    @Test("a strategy's budget reaches its instance, and stands in the run's identity")
    func budget() throws {
        let scenario = try decode(good, overrides: ["strategies[id=crossing].budget=3000000"])
        #expect(scenario.strategies[0].budget == Won(3_000_000))
        #expect(try scenario.engineConfiguration().strategies[0].budget == Won(3_000_000))
        #expect(try decode(good).engineConfiguration().strategies[0].budget == nil)
    }

    private func signal(_ line: String) throws -> ScriptedSignal {
        let text = good.with(
            #"{ "name": "crossing", "parameters": { "fast": 5, "slow": 20 } }"#,
            #"{ "name": "scripted", "parameters": { "signals": [ { "at": "09:01", "#
                + #""symbol": "005930", "side": "buy", "# + line + #" } ] } }"#)
        return try decode(text).strategies[0].parameters.signals("signals")[0]
    }

    @Test("every order type is known by its name, with a price where it has one")
    func types() throws {
        for type in OrderType.allCases {
            let price = type.hasLimit ? #", "price": 70000"# : ""
            let read = try signal(#""type": "\#(type)"\#(price)"#)
            #expect(read.type == type)
            #expect((read.price != nil) == type.hasLimit)
        }
        #expect(try signal(#""time_in_force": "next_close""#).timeInForce == .nextClose)
        #expect(try signal(#""quantity": 5"#).type == nil)
    }

    @Test("exits are prices or distances, a fall from the top, a time")
    func exits() throws {
        #expect(
            try signal(#""exits": { "stop": 69000, "target_rate": 0.05, "after_ms": 60000 }"#).exits
                == ProtectiveExits(
                    stop: .price(Price(69_000)), target: .distance(Rate(basisPoints: 500)),
                    after: .minutes(1)))
        #expect(
            try signal(#""exits": { "stop_rate": 0.02, "target": 80000, "trailing_rate": 0.03 }"#)
                .exits
                == ProtectiveExits(
                    stop: .distance(Rate(basisPoints: 200)), target: .price(Price(80_000)),
                    trailing: Rate(basisPoints: 300)))
    }

    @Test("events are commands in the order of time, those of one moment as listed")
    func events() throws {
        let events =
            #"[{"at":"2026-03-04T10:00","do":"pause"},{"at":"09:30","do":"kill"},"#
            + #"{"at":"2026-03-04T10:00","do":"resume"},{"at":"09:40","do":"rearm"}]"#
        let scenario = try decode(good, overrides: ["events=\(events)"])
        #expect(
            scenario.commands.map(\.command)
                == [
                    .engageKillSwitch,
                    .rearmKillSwitch(
                        OperatorNote(name: "scenario", reason: "as scripted"), isReducing: false),
                    .pause, .resume,
                ])
        #expect(scenario.commands[0].at == day.at(TimeOfDay(9, 30)))
        #expect(try decode(good).commands.isEmpty)
    }

    @Test("both ways inside a candle are two runs, the first as the venue has it")
    func both() throws {
        #expect(try decode(good).intrabarRuns == [.lowFirst])
        #expect(
            try decode(good, overrides: ["venue.intrabar=high_first"]).intrabarRuns == [.highFirst])
        let both = try decode(good, overrides: ["venue.intrabar=both"])
        #expect(both.intrabarRuns == [.lowFirst, .highFirst])
        #expect(both.venue.intrabar == .lowFirst)
    }

    @Test("the after-market and trading in interruptions are opted into")
    func optIns() throws {
        let plain = try decode(good)
        #expect(!plain.venue.usesAfterMarket)
        #expect(try !plain.engineConfiguration().usesAfterMarket)
        let text = good.with(#""fills": "through""#, #""after_market": true"#)
            .with(#""max_position_size": 100"#, #""trade_interruptions": true"#)
        let scenario = try decode(text)
        #expect(scenario.venue.usesAfterMarket)
        #expect(try scenario.engineConfiguration().usesAfterMarket)
        #expect(try scenario.engineConfiguration().tradesInterruptions)
    }

    @Test("an instrument says its class, its listed shares and when it was listed")
    func instruments() throws {
        let text = good.with(
            #""board": "ETF" }"#,
            #""board": "ETF", "interruption_class": "large", "listed_shares": 5969782550, "#
                + #""listing": { "day": "2026-03-04", "offer_price": 10000 } }"#)
        let fund = try decode(text).instruments[1]
        #expect(fund.interruptionClass == .large)
        #expect(fund.listedShares == Shares(5_969_782_550))
        #expect(
            fund.listing
                == Instrument.Listing(day: CalendarDate(2026, 3, 4), offerPrice: Price(10_000)))
    }

    @Test("an index has a short code, levels with decimals, and can be the benchmark")
    func index() throws {
        let text = good.with("KS0001", "KS11")
            .with(#""board": "index""#, #""board": "index", "base_price": 2640.5"#)
            .with(
                #""symbol": "005930", "price": 70000"#, #""symbol": "KS11", "price": 2650.31"#
            )
            .with(#""broker""#, #""benchmark": "KS11", "broker""#)
        let scenario = try decode(text)
        #expect(scenario.instruments[2].code.description == "KS11")
        #expect(scenario.instruments[2].basePrice == Price(264_050))
        #expect(scenario.benchmark == SymbolIndex(2))
        guard case .inline(let inline) = scenario.data else {
            Issue.record("\(scenario.data)")
            return
        }
        #expect(inline.ticks[0].price == Price(265_031))
        #expect(inline.ticks[1].price == Price(70_100))
        #expect(try decode(good, overrides: ["benchmark=005930"]).benchmark == SymbolIndex(0))
    }

    @Test("a file of an index keeps two decimals unless told")
    func indexFile() throws {
        func decimals(_ more: String) throws -> Int? {
            let file = #"{"path":"k.csv","symbol":"KS0001"\#(more)}"#
            let data = try decode(good, overrides: ["market.data.candles=\(file)"]).data
            guard case .files(let files) = data else { return nil }
            return files.first?.decimals
        }
        #expect(try decimals("") == 2)
        #expect(try decimals(#","decimals":0"#) == 0)
    }

    @Test("a ranking of fewer issues than the market had says so, with its size")
    func selectionBias() throws {
        let ranked = try decode(good, overrides: ["universe.top=7"])
        #expect(
            selectionBiasNote(ranked.universe, ranked.instruments)
                == "Selection bias: the universe ranks 1 issue of KOSPI, KOSDAQ, where a whole "
                + "market has some 2600 or more. What is missing, delisted issues above all, "
                + "can't be chosen, and what is there may be there because it did well.")
        let listed = try decode(good)
        #expect(selectionBiasNote(listed.universe, listed.instruments) == nil)
        let many = (0..<2_600).compactMap { number in
            (try? IssueCode(String(100_000 + number))).map { Instrument(code: $0, board: .kosdaq) }
        }
        #expect(selectionBiasNote(ranked.universe, many) == nil)
        #expect(selectionBiasNote(ranked.universe, Array(many.dropLast())) != nil)
    }
}
