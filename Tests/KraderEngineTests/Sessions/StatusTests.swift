import KraderModel
import Support
import Testing

@testable import KraderEngine

@Suite("Interruptions, halts and circuit breakers (H01–H03; krx-market.md §4)")
struct StatusTests: BuyOfTen {
    func give(
        _ bench: EngineBench, _ time: String, _ status: TradingStatus, _ cause: StatusChange.Cause,
        symbol: Int = 0
    ) -> [String] {
        let moment = bench.day.at(time)
        return bench.give(
            .status(
                StatusChange(
                    time: moment, symbol: SymbolIndex(symbol), status: status, cause: cause)),
            at: moment)
    }

    func buy(at time: String, type: OrderType = .limit) -> (at: Moment, act: Puppet.Act) {
        (
            day.at(time),
            {
                $0.buy(
                    SymbolIndex(0), quantity: Shares(1), type: type,
                    limit: type.hasLimit ? Price(70_000) : nil)
            }
        )
    }

    @Test(
        "H01, H03: an interruption refuses buys alone, halt and circuit breaker everything new",
        arguments: [
            (.normal, false, "1", "1"), (.callAuction, false, "INTERRUPTED", "1"),
            (.callAuction, true, "1", "1"), (.halted, false, "HALTED", "HALTED"),
            (.halted, true, "HALTED", "HALTED"), (.closed, true, "HALTED", "HALTED"),
        ] as [(TradingStatus, Bool, String, String)])
    func refused(status: TradingStatus, optIn: Bool, buy: String, sale: String) {
        var scene = RiskScene()
        scene.hold(10)
        scene.symbol.status = status
        scene.rules.tradesInterruptions = optIn
        #expect(scene.ask(.buy, 1, 70_000) == buy)
        #expect(scene.ask(.sell, 1, 70_000) == sale)
        #expect(scene.ask(.sell, 1) == sale)
    }

    @Test("§4.2 an interrupted issue takes what a call auction takes")
    func callAuctionTypes() {
        var scene = RiskScene()
        scene.symbol.status = .callAuction
        scene.rules.tradesInterruptions = true
        #expect(scene.ask(.buy, 1, 70_000, type: .conditionalLimit) == "1")
        #expect(scene.ask(.buy, 1) == "1")
        #expect(scene.ask(.buy, 1, type: .bestLimit) == "WRONG_PHASE")
        #expect(scene.ask(.buy, 1, 70_000, .immediateOrCancel) == "WRONG_PHASE")
        #expect(scene.ask(.buy, 1, 70_000, .fillOrKill) == "WRONG_PHASE")
    }

    @Test("what waits in the queue when an issue halts is not sent; cancels are")
    func haltedInTheQueue() {
        let bench = bench([buy(at: "10:00:00.05"), cancel(at: "10:00:01")], pacing: .live)
        bench.wait("10:00:00.05")
        #expect(give(bench, "10:00:00.1", .halted, .halt) == [])
        bench.accept("10:00:00.15", 1, as: 7)
        #expect(bench.wait("10:00:00.2") == ["2 CANCELED NOT_SENT"])
        #expect(bench.wait("10:00:01") == ["1 change sent", "→ 2 cancel 7"])
    }

    @Test("a replace that waits when an issue halts is withdrawn")
    func replaceInAHalt() {
        let bench = bench(
            [buy(at: "10:00:01"), replace(at: "10:00:01.01", to: 71_000)], pacing: .live)
        bench.accept("10:00:00.15", 1, as: 7)
        bench.wait("10:00:01.05")
        #expect(bench.engine.account.reserved == Won(780_000))
        #expect(give(bench, "10:00:01.1", .halted, .halt) == [])
        #expect(bench.wait("10:00:02") == ["1 change withdrawn"])
        #expect(bench.engine.account.reserved == Won(770_000))
    }

    @Test("§4.3 in stage 3 no cancel is taken: the wish is kept and leaves when it can")
    func closed() {
        let bench = bench([cancel(at: "10:00:05")])
        bench.accept("10:00:01", 1, as: 7)
        #expect(give(bench, "10:00:02", .closed, .circuitBreaker3) == ["CIRCUIT_BREAKER"])
        #expect(bench.wait("10:00:05") == [])
        #expect(
            give(bench, "10:01", .callAuction, .resumption) == ["1 change sent", "→ 2 cancel 7"])
        let over = self.bench([cancel(at: "10:00:05")])
        over.accept("10:00:01", 1, as: 7)
        _ = give(over, "10:00:02", .closed, .circuitBreaker3)
        #expect(
            over.push("15:30:30", 7, .expired(quantity: Shares(10))).contains(
                "1 CANCELED EXPIRED"), "No cancel ever left")
        #expect(over.requests.count == 1)
    }

    @Test("a cancel that waits for its slot when stage 3 begins waits on")
    func closedInTheQueue() {
        let bench = bench([buy(at: "10:00:01"), cancel(at: "10:00:01.05")], pacing: .live)
        bench.accept("10:00:00.2", 1, as: 7)
        bench.wait("10:00:01.05")
        _ = give(bench, "10:00:01.1", .closed, .circuitBreaker3)
        #expect(bench.wait("10:00:02") == [])
        #expect(
            give(bench, "10:01", .normal, .resumption) == ["1 change sent", "→ 3 cancel 7"])
    }

    @Test("interruptions are counted by cause; a halt and the auction that ends it are one")
    func counted() {
        let bench = EngineBench(.sample())
        _ = give(bench, "10:00", .callAuction, .staticInterruption)
        _ = give(bench, "10:02:10", .normal, .resumption)
        _ = give(bench, "10:03", .callAuction, .dynamicInterruption)
        _ = give(bench, "10:05:10", .normal, .resumption)
        _ = give(bench, "11:00", .halted, .halt, symbol: 1)
        _ = give(bench, "11:30", .callAuction, .halt, symbol: 1)
        _ = give(bench, "11:40:05", .normal, .resumption, symbol: 1)
        let counts = bench.engine.counts
        #expect(counts.staticInterruptions == 1 && counts.dynamicInterruptions == 1)
        #expect(counts.halts == 1 && counts.circuitBreakers == 0)
    }

    @Test("§4.3 a stage of the circuit breaker is one incident a market, however many it stops")
    func breakers() {
        let other = Instrument(
            code: Sample.code("000660"), board: .kospi, basePrice: Price(100_000))
        let bench = EngineBench(.sample(instruments: [Sample.samsung, other, Sample.kakao]))
        #expect(give(bench, "10:00", .halted, .circuitBreaker1) == ["CIRCUIT_BREAKER"])
        #expect(give(bench, "10:00", .halted, .circuitBreaker1, symbol: 1) == [])
        #expect(give(bench, "10:00", .halted, .circuitBreaker1, symbol: 2) == ["CIRCUIT_BREAKER"])
        #expect(give(bench, "10:20", .callAuction, .circuitBreaker1) == [])
        #expect(give(bench, "13:00", .halted, .circuitBreaker2) == ["CIRCUIT_BREAKER"])
        #expect(bench.engine.counts.circuitBreakers == 4)
    }

    @Test("a day begins with every issue as the session says, and without yesterday's quotes")
    func nextDay() {
        let bench = EngineBench(
            .sample([
                Puppet([
                    (
                        Sample.wednesday.at("10:00"),
                        { $0.buy(SymbolIndex(0), quantity: Shares(1), limit: Price(70_000)) }
                    )
                ])
            ]))
        _ = give(bench, "10:00", .closed, .circuitBreaker3)
        bench.give(
            .book(
                Book(
                    time: day.at("10:00"), symbol: SymbolIndex(0),
                    asks: [PriceLevel(Price(70_100), Shares(5))], bids: [])), at: day.at("10:00"))
        bench.day = Sample.wednesday
        #expect(bench.wait("10:00").last == "→ 1 new buy 1 @ 70000")
        #expect(bench.engine.symbolState(SymbolIndex(0)).status == .normal)
        #expect(bench.engine.symbolState(SymbolIndex(0)).ask == nil)
    }
}

@Suite("What an order without a price is valued at (semantics.md §3)")
struct ValuationTests {
    /// The quantity that five per cent of ten million buys at the valuation.
    func quantity(_ side: Side = .buy, _ change: (inout RiskScene) -> Void) -> String {
        var scene = RiskScene()
        scene.hold(100)
        scene.symbol.lastTime = Sample.tuesday.at("09:59:50")
        change(&scene)
        return scene.ask(side, nil)
    }

    @Test("the opposite quote comes before the last price")
    func quotes() {
        #expect(quantity { _ in } == "7", "500,000 ÷ 70,100: the last price and a step")
        #expect(
            quantity {
                $0.symbol.ask = Price(62_500)
                $0.symbol.bid = Price(50_000)
                $0.symbol.quoteTime = Sample.tuesday.at("09:59:49")
            } == "8", "500,000 ÷ 62,500, what a buyer pays")
        #expect(
            quantity(.sell) {
                $0.symbol.ask = Price(62_500)
                $0.symbol.bid = Price(50_000)
                $0.symbol.quoteTime = Sample.tuesday.at("09:59:49")
            } == "10", "500,000 ÷ 50,000, what a seller gets")
        #expect(
            quantity {
                $0.symbol.bid = Price(50_000)
                $0.symbol.quoteTime = Sample.tuesday.at("09:59:49")
            } == "7", "Nobody sells")
    }

    @Test("a quote is too old once trades have gone on for more than three seconds without it")
    func stale() {
        for (time, answer) in [("09:59:47", "8"), ("09:59:46.999999999", "7")] {
            let answered = quantity {
                $0.symbol.ask = Price(62_500)
                $0.symbol.quoteTime = Sample.tuesday.at(time)
            }
            #expect(answered == answer)
        }
    }

    @Test("a quote prices an order before the first trade")
    func beforeTheFirstTrade() {
        let answered = quantity {
            $0.symbol.last = nil
            $0.symbol.lastTime = .distantPast
            $0.symbol.ask = Price(62_500)
            $0.symbol.quoteTime = Sample.tuesday.at("09:00")
        }
        #expect(answered == "8")
    }

    @Test("a marketable limit lies three steps above the best ask")
    func marketableLimit() {
        var configuration = EngineConfiguration.sample([
            Puppet([
                (Sample.tuesday.at("10:00"), { $0.buy(SymbolIndex(0), quantity: Shares(1)) })
            ])
        ])
        configuration.marketBuyAs = .marketableLimit
        let bench = EngineBench(configuration)
        bench.print("09:59:59", 70_000)
        let at = Sample.tuesday.at("09:59:59.5")
        bench.give(
            .book(
                Book(
                    time: at, symbol: SymbolIndex(0),
                    asks: [PriceLevel(Price(70_500), Shares(5))], bids: [])), at: at)
        #expect(bench.wait("10:00").last == "→ 1 new buy 1 @ 70800")
    }
}
