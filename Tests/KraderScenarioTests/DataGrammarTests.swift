import KraderCSV
import KraderJSON
import KraderMarket
import KraderModel
import KraderScenario
import Testing

@Suite("Scenarios of books, statuses, orders of others and made-up markets")
struct DataGrammarTests {
    private let day = CalendarDate(2026, 3, 3)

    private func inline(_ text: String) throws -> InlineData {
        let data = try decode(good, overrides: ["market.data.inline={\(text)}"]).data
        guard case .inline(let inline) = data else {
            Issue.record("\(data)")
            return InlineData()
        }
        return inline
    }

    @Test("books stand beside ticks, by time, then symbol, the best level first")
    func books() throws {
        let data = try inline(
            #""books":[{"at":"09:00:01","symbol":"069500","bids":[[9990,7],[9985,9]]},"#
                + #"{"at":"09:00:01","symbol":"005930","asks":[[70100,5],[70200,6]],"bids":[]}],"#
                + #""ticks":[{"at":"09:00","symbol":"005930","price":70000,"size":1}]"#)
        let at = day.at(TimeOfDay(9, 0, 1))
        #expect(
            data.books == [
                Book(
                    time: at, symbol: SymbolIndex(0),
                    asks: [
                        PriceLevel(Price(70_100), Shares(5)), PriceLevel(Price(70_200), Shares(6)),
                    ], bids: []),
                Book(
                    time: at, symbol: SymbolIndex(1), asks: [],
                    bids: [
                        PriceLevel(Price(9_990), Shares(7)), PriceLevel(Price(9_985), Shares(9)),
                    ]),
            ])
        #expect(data.ticks.count == 1)
        _ = try BookArray(data.books)
    }

    static let changes: [(text: String, status: TradingStatus, cause: StatusChange.Cause)] = [
        (#""status":"normal""#, .normal, .resumption),
        (#""status":"closed""#, .closed, .circuitBreaker3),
        (#""status":"halted","cause":"halt""#, .halted, .halt),
        (#""status":"halted","cause":"circuit_breaker_2""#, .halted, .circuitBreaker2),
        (#""status":"call_auction","cause":"static_vi""#, .callAuction, .staticInterruption),
        (#""status":"call_auction","cause":"dynamic_vi""#, .callAuction, .dynamicInterruption),
    ]

    @Test("a change of status has a cause, said where there could be several", arguments: changes)
    func statuses(text: String, status: TradingStatus, cause: StatusChange.Cause) throws {
        let data = try inline(
            #""statuses":[{"at":"09:10","symbol":"005930",\#(text)}],"#
                + #""ticks":[{"at":"09:00","symbol":"005930","price":70000,"size":1}]"#)
        #expect(
            data.statuses == [
                StatusChange(
                    time: day.at(TimeOfDay(9, 10)), symbol: SymbolIndex(0), status: status,
                    cause: cause)
            ])
    }

    @Test("orders of others are named by their ids and numbered by their places")
    func orders() throws {
        let data = try inline(
            #""orders":[{"at":"08:40","symbol":"005930","side":"sell","price":70100,"quantity":5},"#
                + #"{"at":"08:41","id":"b","symbol":"005930","side":"buy","quantity":9,"#
                + #""price":70000,"time_in_force":"day"},"#
                + #"{"at":"09:00","change":"b","quantity":4},{"at":"09:01","cancel":"b"},"#
                + #"{"at":"09:02","symbol":"005930","side":"buy","quantity":2,"#
                + #""time_in_force":"ioc"}]"#)
        #expect(
            data.orders.map(\.action) == [
                .enter(
                    FlowOrder.Entry(
                        symbol: SymbolIndex(0), side: .sell, limit: Price(70_100),
                        quantity: Shares(5))),
                .enter(
                    FlowOrder.Entry(
                        symbol: SymbolIndex(0), side: .buy, limit: Price(70_000),
                        quantity: Shares(9))),
                .change(order: 1, limit: nil, quantity: Shares(4)),
                .cancel(order: 1),
                .enter(
                    FlowOrder.Entry(
                        symbol: SymbolIndex(0), side: .buy, type: .market, quantity: Shares(2),
                        timeInForce: .immediateOrCancel)),
            ])
        let market = try OrderFlowMarket(
            instruments: try decode(good).instruments, orders: data.orders, seed: 7)
        #expect(market.tape.trades.map(\.price) == [Price(70_100)])
    }

    @Test("files of books say their columns; a file without a symbol is of all instruments")
    func files() throws {
        let scenario = try decode(
            good,
            overrides: [
                #"market.data.books={"path":"b.csv","columns":{"ask_price_1":"offer","#
                    + #""bid_quantity_10":7,"time":"t"}}"#,
                #"market.data.candles=[{"path":"k.csv"}]"#,
            ])
        guard case .files(let files) = scenario.data else {
            Issue.record("\(scenario.data)")
            return
        }
        #expect(files.map(\.content) == [.candles, .books])
        #expect(files.map(\.symbol) == [nil, nil])
        #expect(files[1].columns == [.time: "t"])
        let level = BookColumn(side: .sell, content: .price, level: 1)
        #expect(files[1].bookColumns[level] == .name("offer"))
        #expect(files[1].bookColumns.count == 2)
    }

    @Test("levels of books are no columns of candles, and books of NXT are not KRX's")
    func wrongFiles() {
        #expect(
            complaint(
                good,
                overrides: [#"market.data.candles={"path":"k","columns":{"ask_price_1":1}}"#]
            ).contains("Unknown key 'ask_price_1'"))
        #expect(
            complaint(good, overrides: [#"market.data.books={"path":"k","scope":"NXT"}"#])
                .contains("books of NXT say nothing of KRX's market"))
    }

    @Test("a made-up market shows books, or is of candles alone")
    func synthetic() throws {
        func settings(_ more: String) throws -> SyntheticSettings? {
            let text = """
                { "schema": 1, "name": "made-up", "market": { "from": "2026-03-03",
                  "to": "2026-03-06", "data": { "synthetic": { "symbols": 5000, \(more) } } },
                  "account": { "cash": 1 }, "strategies": [ { "name": "crossing" } ] }
                """
            guard case .synthetic(let settings) = try decode(text).data else { return nil }
            return settings
        }
        let candles = try #require(try settings(#""candles": "1d", "prints_per_day": 5000"#))
        #expect(candles.candles == .d1)
        #expect(candles.issues.count == 5_000)
        #expect(candles.faults.isEmpty)
        let books = try settings(
            #""books": "levels", "prints_per_day": 10, "interruptions": false, "limit_lock": 0"#)
        #expect(books?.books == .levels)
        #expect(books?.interruptions == false)
        #expect(books?.limitLock == 0)
        #expect(throws: TextFaults.self) { try settings(#""candles": "1m", "books": "quotes""#) }
    }

    @Test("an issue of the scenario is made up as it is listed and classed")
    func issues() throws {
        let text = """
            { "schema": 1, "name": "made-up", "market": { "from": "2026-03-03",
              "to": "2026-03-06", "instruments": [
                { "symbol": "005930", "board": "KOSPI", "base_price": 70000,
                  "interruption_class": "large" },
                { "symbol": "000660", "board": "KOSPI", "base_price": 5000,
                  "listing": { "day": "2026-03-04", "offer_price": 6000 } } ],
              "data": { "synthetic": { "prints_per_day": 20000 } } },
              "account": { "cash": 1 }, "strategies": [ { "name": "crossing" } ] }
            """
        guard case .synthetic(let settings) = try decode(text).data else {
            Issue.record("The market is made up")
            return
        }
        // The issues stand by code, as all instruments do (semantics.md §1).
        #expect(settings.issues.map(\.size) == [.mid, .large])
        #expect(settings.issues.map(\.basePrice) == [Price(6_000), Price(70_000)])
        #expect(settings.issues[0].listingDay == CalendarDate(2026, 3, 4))
    }
}
