import KraderEngine
import KraderModel
import Support
import Testing

/// An issue that closed at 10,000 on Tuesday (steps of 10, band of Wednesday 7,000…13,000), and
/// what is bought of it on Wednesday.
@Suite("Our own fill is the newest price we know until a later one comes (semantics.md §5)")
struct NewestPriceTests {
    static let issue = Instrument(
        code: Sample.code("900010"), board: .kospi, basePrice: Price(10_000))
    static let quiet = Instrument(
        code: Sample.code("900020"), board: .kospi, basePrice: Price(10_000))

    /// One strategy a row of orders, which leave at 08:50 on Wednesday, one after the other.
    private func bench(
        _ orders: [(shares: Int64, limit: Int64?, exits: ProtectiveExits?)],
        holding: Int64 = 0, costs: CostSchedule = .none
    ) -> EngineBench {
        let puppets = orders.map { order in
            Puppet([
                (
                    Sample.wednesday.at("08:50"),
                    {
                        $0.buy(
                            SymbolIndex(0), quantity: Shares(order.shares),
                            limit: order.limit.map { Price($0) }, timeInForce: .day,
                            exits: order.exits)
                    }
                )
            ])
        }
        var configuration = EngineConfiguration.sample(
            puppets, instruments: [NewestPriceTests.issue, NewestPriceTests.quiet],
            cash: 100_000_000,
            holdings: holding > 0
                ? [
                    .init(
                        symbol: SymbolIndex(0), quantity: Shares(holding),
                        cost: Price(10_000) * Shares(holding))
                ] : [], costs: costs)
        configuration.limits.tradingStart = TimeOfDay("08:30") ?? configuration.limits.tradingStart
        configuration.limits.maxPositionSize = Shares(100_000)
        let bench = EngineBench(configuration)
        bench.print("15:30:10", 10_000)
        bench.day = Sample.wednesday
        bench.wait("08:50")
        for number in orders.indices {
            bench.accept("08:50:01", Int64(number + 1), as: Int32(number + 1))
        }
        return bench
    }

    private let trailing = ProtectiveExits(trailing: Rate(basisPoints: 500))
    private func stop(_ price: Int64) -> ProtectiveExits {
        ProtectiveExits(stop: .price(Price(price)))
    }

    @Test("a trailing stop of 5 % on shares bought 9,000 after a close of 10,000 lies at 8,550")
    func trailingSeed() {
        let bench = bench([(10, nil, trailing)])
        // The stop is 95 % of 9,000; of 10,000 it would be 9,500.
        #expect(bench.fill("09:00:05", 1, 10, at: 9_000).contains("exit armed 10"))
        #expect(bench.engine.armedExits.first?.trailingStop == Price(8_550))
    }

    @Test("a fill learned after a later price is seeded with both, and compared with it at once")
    func lateNews() {
        let bench = bench([(10, nil, trailing), (10, nil, stop(8_900))])
        bench.print("09:00:06", 9_200)
        bench.push("09:00:07", 1, execution(1, 10, 9_000, at: "09:00:05"))
        // 95 % of 9,200 is 8,740.
        #expect(bench.engine.armedExits.first?.trailingStop == Price(8_740))
        bench.print("09:00:08", 8_900)
        let said = bench.push("09:00:09", 2, execution(2, 10, 9_000, at: "09:00:07.5"))
        #expect(said.contains("exit hit STOP 10"), "\(said)")
    }

    @Test("1,000 shares bought 12,000 at a gap up that never trade lower lose the commission")
    func gapUp() {
        let bench = bench([(1_000, nil, nil)], costs: .kiwoom)
        let said = bench.fill("09:00:05", 1, 1_000, at: 12_000)
        // The commission is 0.015 % of 12,000,000.
        #expect(bench.engine.account.deepestFall == Won(1_800))
        #expect(bench.engine.account.equity == Won(100_000_000 - 1_800))
        #expect(!said.contains { $0.contains("REDUCING") }, "\(said)")
        bench.print("09:00:06", 12_000)
        bench.print("09:00:07", 12_100)
        #expect(bench.engine.account.deepestFall == Won(1_800))
        #expect(bench.engine.mode == .active)
    }

    @Test("an older print on its way neither marks nor hits nor raises; it is the market's last")
    func onItsWay() {
        let bench = bench([(1_000, nil, stop(8_900))])
        bench.fill("09:00:05", 1, 1_000, at: 9_000)
        #expect(bench.print("09:00:04", 8_500, arrives: "09:00:06") == [])
        #expect(bench.engine.account.equity == Won(100_000_000))
        #expect(bench.engine.account.deepestFall == .zero)
        #expect(bench.engine.symbolState(SymbolIndex(0)).last == Price(8_500))
        let first = bench.print("09:00:05.001", 8_900, arrives: "09:00:07").first
        #expect(first == "exit hit STOP 1000")
        #expect(bench.engine.account.equity == Won(99_900_000))
    }

    @Test(
        "the print that made a fill marks it; it is compared with the exits of a resting one only",
        arguments: [(Int64?.none, false), (9_500, false), (9_000, true)])
    func samePrint(limit: Int64?, isHit: Bool) {
        // The shares are bought at 9,000: at the order's own limit, below it or at the market.
        let bench = bench([(100, limit, stop(8_900))])
        bench.fill("09:00:05", 1, 100, at: 9_000)
        let said = bench.print("09:00:05", 8_800, arrives: "09:00:05")
        #expect((said.first == "exit hit STOP 100") == isHit)
        #expect(bench.engine.account.equity == Won(100_000_000 - 100 * 200))
    }

    /// The last print before the orders is 10,000: a limit of 10,010 lies a step through it. A
    /// print of 10,020 on the way to the fill is too dear for it and leaves it behind.
    @Test(
        "a limit that took when it was sent is not compared with the print that filled it",
        arguments: [
            (Int64(10_000), Int64?.none, true), (10_010, nil, false), (10_010, 10_000, false),
            (10_010, 10_020, true), (10_500, nil, false),
        ])
    func ownLimit(limit: Int64, between: Int64?, isHit: Bool) {
        let bench = bench([(100, limit, stop(9_900))])
        if let between { bench.print("09:00:03", between) }
        bench.fill("09:00:05", 1, 100, at: limit)
        let said = bench.print("09:00:05", 9_890)
        #expect((said.first == "exit hit STOP 100") == isHit)
        if !isHit { #expect(bench.print("09:00:06", 9_890).first == "exit hit STOP 100") }
    }

    @Test("all that is held is worth what a fill of a part said, bought or sold")
    func parts() {
        let bench = bench([(1, nil, nil), (3, nil, nil)], holding: 100)
        bench.fill("09:00:05", 1, 1, at: 9_000)
        // A hundred shares are held at 10,000, and one was bought at 9,000.
        #expect(bench.engine.account.equity == Won(100_000_000 + 1_000_000 - 100 * 1_000))
        bench.fill("09:00:06", 2, 1, at: 9_100)
        #expect(bench.engine.account.equity == Won(101_000_000 - 100 * 900 + 100))
        bench.fill("09:00:07", 2, 2, at: 9_200)
        #expect(bench.engine.position(SymbolIndex(0)).mark == Price(9_200))
    }

    @Test("a sale of a part values the rest")
    func sale() {
        let scene = ExitScene.bought(
            ProtectiveExits(),
            [
                (
                    Sample.tuesday.at("10:01"),
                    { $0.sell(SymbolIndex(0), quantity: Shares(4)) }
                )
            ])
        scene.bench.wait("10:01")
        scene.bench.accept("10:01:01", 2, as: 8)
        scene.bench.fill("10:01:02", 8, 4, at: 69_000)
        // Ten were bought at 70,000; four were sold and six are left at 69,000.
        #expect(scene.bench.engine.account.equity == Won(10_000_000 - 10_000))
        scene.bench.print("10:01:01", 75_000, arrives: "10:01:03")
        #expect(scene.bench.engine.account.equity == Won(10_000_000 - 10_000))
        scene.bench.print("10:01:02", 69_500, arrives: "10:01:04")
        #expect(scene.bench.engine.account.equity == Won(10_000_000 - 4_000 - 3_000))
    }

    @Test("another strategy's fill marks the account, and leaves the first one's levels alone")
    func secondStrategy() {
        let bench = bench([(10, nil, trailing), (10, nil, nil)])
        bench.fill("09:00:05", 1, 10, at: 9_000)
        bench.fill("09:00:07", 2, 10, at: 9_900)
        #expect(bench.engine.position(SymbolIndex(0)).mark == Price(9_900))
        #expect(bench.engine.armedExits.first?.trailingStop == Price(8_550))
        // The print is later than the first strategy's fill and older than the second's.
        let said = bench.print("09:00:06", 9_200, arrives: "09:00:08")
        #expect(said == ["exit raised 10 to 8740"])
        #expect(bench.engine.position(SymbolIndex(0)).mark == Price(9_900))
    }

    @Test("a candle that ends after the fill is later than it, one that ended before is not")
    func candles() {
        let bench = bench([(10, nil, stop(8_900))])
        let open = Sample.wednesday.at("09:00")
        bench.fill("09:01:01", 1, 10, at: 9_000)
        // The step of a candle comes at its end, which the bench has passed: late news.
        let early = Candle(open, open + .minutes(1), 9_300, 9_300, 8_800, 8_800)
        #expect(
            bench.give(.candle(early, .m1, SymbolIndex(0)), at: Sample.wednesday.at("09:01:02"))
                == [])
        #expect(bench.engine.account.equity == Won(100_000_000))
        let next = open + .minutes(1)
        let later = Candle(next, next + .minutes(1), 9_000, 9_000, 8_900, 8_900)
        #expect(bench.candle(later, .m1) == [], "Its ways are what hits exits")
        #expect(bench.engine.account.equity == Won(100_000_000 - 10 * 100))
    }

    @Test("the way of a path that made a market order's fill is not later than it, the next one is")
    func ways() {
        let bench = bench([(10, nil, stop(8_900)), (10, nil, trailing)])
        bench.fill("09:01:01", 1, 10, at: 9_000)
        bench.fill("09:01:01", 2, 10, at: 9_000)
        let high = Price(9_900)
        let (low, middle) = (Price(8_800), Price(9_000))
        func way(_ from: Price, _ to: Price, isJump: Bool = false) -> PathWay {
            PathWay(
                symbol: SymbolIndex(0), from: from, to: to, end: to, rises: to > from,
                isJump: isJump, touches: false)
        }
        #expect(bench.way("09:01:01", way(middle, high)) == [])
        #expect(bench.engine.armedExits.last?.trailingStop == Price(8_550))
        #expect(bench.way("09:01:01", way(high, low)) == [])
        #expect(bench.way("09:01:01", way(high, low, isJump: true)) == [])
        let said = bench.way("09:01:20", way(middle, low))
        #expect(said.first == "exit hit STOP 10")
        #expect(bench.way("09:01:40", way(low, high)).contains("exit raised 10 to 9400"))
    }

    @Test("with books alone a fill at the ask is what the shares are worth until a print")
    func books() {
        let bench = bench([(100, 9_050, trailing)])
        let book = Book(
            time: Sample.wednesday.at("09:00:04"), symbol: SymbolIndex(0),
            asks: [PriceLevel(Price(9_010), Shares(500))],
            bids: [PriceLevel(Price(8_990), Shares(500))])
        bench.give(.book(book), at: Sample.wednesday.at("09:00:04"))
        bench.fill("09:00:05", 1, 100, at: 9_010)
        #expect(bench.engine.account.equity == Won(100_000_000))
        // 95 % of 9,010 is 8,559.5.
        #expect(bench.engine.armedExits.first?.trailingStop == Price(8_550))
        bench.print("09:00:06", 8_990)
        #expect(bench.engine.account.equity == Won(100_000_000 - 2_000))
    }

    private func execution(
        _ number: Int64, _ quantity: Int64, _ price: Int64, at time: String
    ) -> BrokerPush.Event {
        .executed(
            Execution(
                number: ExecutionNumber(number), price: Price(price), quantity: Shares(quantity),
                time: Sample.wednesday.at(time), cumulativeQuantity: Shares(quantity),
                cumulativeAmount: Won(quantity * price)))
    }
}
