import KraderModel
import Testing

/// These hold the single price to krx-market.md §5.4.
@Suite struct SinglePriceTests {
    /// KOSPI before 2023: a step of 10 at 7,800, as in the exchange's examples.
    static let table = PriceStepTable.table(board: .kospi, on: CalendarDate(2022, 6, 2))

    static func levels(_ pairs: [(Int64, Int64)]) -> [PriceLevel] {
        pairs.map { PriceLevel(Price($0.1), Shares($0.0)) }
    }

    static func decide(
        buys: [(Int64, Int64)], sells: [(Int64, Int64)], marketBuys: Int64 = 0,
        marketSells: Int64 = 0, last: Int64, band: PriceBand? = nil
    ) -> SinglePrice? {
        SinglePrice.decide(
            bids: levels(buys), asks: levels(sells), marketBuys: Shares(marketBuys),
            marketSells: Shares(marketSells), last: Price(last), band: band, table: table)
    }

    static func price(_ won: Int64, _ quantity: Int64) -> SinglePrice {
        SinglePrice(price: Price(won), quantity: Shares(quantity))
    }

    @Test("§5.4 vector 1: the last price, when it is a candidate")
    func vector1() {
        let decided = Self.decide(
            buys: [(200, 7_850), (100, 7_840)], sells: [(200, 7_800), (100, 7_810)], last: 7_820)
        #expect(decided == Self.price(7_820, 300))
    }

    @Test("§5.4 vector 2: the candidate closest to the last price")
    func vector2() {
        let decided = Self.decide(
            buys: [(200, 7_850), (100, 7_840)], sells: [(200, 7_800), (100, 7_810)], last: 7_850)
        #expect(decided == Self.price(7_840, 300))
    }

    @Test("§5.4 vector 3: one side trades in part at the price", arguments: [7_000, 7_830, 8_000])
    func vector3(last: Int64) {
        let decided = Self.decide(
            buys: [
                (100, 7_850), (150, 7_840), (350, 7_830), (400, 7_820), (500, 7_810), (650, 7_800),
            ],
            sells: [
                (150, 7_810), (200, 7_820), (400, 7_830), (300, 7_840), (750, 7_850), (450, 7_860),
            ], last: last)
        #expect(decided == Self.price(7_830, 600))
    }

    @Test("§5.4 vector 4: at the upper limit the largest are served first, in rounds")
    func vector4() {
        let given = LimitPriceAllocation.allocate(
            [1_000, 200, 10_000, 5_000].map { Shares($0) }, available: Shares(13_100))
        #expect(given == [1_000, 200, 7_600, 4_300].map { Shares($0) })
    }

    @Test("§5.4 step 2 is stricter than maximum volume: 200 trade from 95 to 100, only 100 stands")
    func stricter() {
        let decided = Self.decide(buys: [(300, 100)], sells: [(200, 95)], last: 90)
        #expect(decided == Self.price(100, 200))
    }

    @Test("§5.4 nothing trades when sides don't meet or one is missing")
    func nothing() {
        #expect(Self.decide(buys: [(10, 7_800)], sells: [(10, 7_810)], last: 7_800) == nil)
        #expect(Self.decide(buys: [(10, 7_800)], sells: [], last: 7_800) == nil)
        #expect(Self.decide(buys: [], sells: [], marketBuys: 10, last: 7_800) == nil)
        #expect(Self.decide(buys: [(5, 7_800)], sells: [], marketBuys: 10, last: 7_800) == nil)
    }

    @Test("§5.4 step 1: market orders alone trade at the last price, a step to the larger side")
    func marketsAlone() {
        func alone(_ buys: Int64, _ sells: Int64) -> SinglePrice? {
            Self.decide(buys: [], sells: [], marketBuys: buys, marketSells: sells, last: 7_820)
        }
        #expect(alone(100, 100) == Self.price(7_820, 100))
        #expect(alone(150, 100) == Self.price(7_830, 100))
        #expect(alone(100, 150) == Self.price(7_810, 100))
    }

    @Test("§5.4 step 1: a market order to buy is worth more than every limit, to sell less")
    func deemed() {
        func deemed(_ bid: Int64?, _ ask: Int64?, last: Int64, band: PriceBand? = nil) -> [Int64] {
            let prices = DeemedPrices(
                bestBid: bid.map { Price($0) }, bestAsk: ask.map { Price($0) },
                marketBuys: Shares(1), marketSells: Shares(1), last: Price(last), band: band,
                table: Self.table)
            return [prices.buy.won, prices.sell.won]
        }
        // buy: the highest of bid + step, ask, last; sell: the lowest of ask - step, bid, last.
        #expect(deemed(7_800, 7_850, last: 7_820) == [7_850, 7_800])
        #expect(deemed(7_850, 7_800, last: 7_820) == [7_860, 7_790])
        #expect(deemed(7_800, 7_850, last: 7_900) == [7_900, 7_800])
        #expect(deemed(7_800, 7_850, last: 7_700) == [7_850, 7_700])
        #expect(deemed(7_800, nil, last: 7_700) == [7_810, 7_700])
        #expect(deemed(nil, 7_850, last: 7_900) == [7_900, 7_840])
        // The prices are clamped to the daily limits.
        let band = PriceBand(lower: Price(7_800), upper: Price(7_850))
        #expect(deemed(7_850, 7_800, last: 7_820, band: band) == [7_850, 7_800])
    }

    @Test("§5.4 steps 1 to 3 agree with every price tried, on random books")
    func bruteForce() {
        var generator = SeededGenerator(seed: 54, stream: "single price")
        var traded = 0
        for _ in 0..<4_000 {
            var scene = AuctionScene(&generator)
            if let expected = scene.byEveryPrice() { traded += 1; scene.expected = expected }
            let decided = SinglePrice.decide(
                bids: scene.bids, asks: scene.asks, marketBuys: scene.marketBuys,
                marketSells: scene.marketSells, last: scene.last, band: scene.band,
                table: Self.table)
            if decided != scene.expected {
                Issue.record("\(scene): \(String(describing: decided))")
                return
            }
        }
        #expect(traded > 2_000)
    }

    @Test("§5.4 step 5 gives out what there is, never more than wanted")
    func allocationConserves() {
        var generator = SeededGenerator(seed: 5, stream: "allocation")
        for _ in 0..<2_000 {
            let wanted = (0...generator.next(below: 6)).map { _ in
                Shares(Int64(generator.next(below: 12_000)) + 1)
            }
            let total = wanted.reduce(Shares.zero) { $0 + $1 }
            let available = Shares(Int64(generator.next(below: 30_000)))
            let given = LimitPriceAllocation.allocate(wanted, available: available)
            #expect(given.reduce(Shares.zero) { $0 + $1 } == min(total, available))
            #expect(zip(given, wanted).allSatisfy { $0 >= .zero && $0 <= $1 })
        }
    }
}

/// A random auction around 7,820, decided by the words of the rule.
struct AuctionScene {
    var bids: [PriceLevel] = []
    var asks: [PriceLevel] = []
    var marketBuys = Shares.zero
    var marketSells = Shares.zero
    var last: Price
    var band: PriceBand?
    var expected: SinglePrice?

    init(_ generator: inout SeededGenerator) {
        last = Price(7_700 + 10 * Int64(generator.next(below: 25)))
        if generator.next(below: 2) == 0 {
            band = PriceBand(lower: Price(7_700), upper: Price(7_940))
        }
        for step in 0..<25 {
            let price = Price(7_700 + 10 * Int64(step))
            if generator.next(below: 4) == 0 {
                bids.insert(PriceLevel(price, Shares(1 + Int64(generator.next(below: 9)))), at: 0)
            }
            if generator.next(below: 4) == 0 {
                asks.append(PriceLevel(price, Shares(1 + Int64(generator.next(below: 9)))))
            }
        }
        if generator.next(below: 20) == 0 { bids = [] }
        if generator.next(below: 20) == 0 { asks = [] }
        if generator.next(below: 3) == 0 {
            marketBuys = Shares(Int64(generator.next(below: 30)))
        }
        if generator.next(below: 3) == 0 {
            marketSells = Shares(Int64(generator.next(below: 30)))
        }
    }

    /// Steps 2 and 3 read aloud, over every price from 7,000 to 8,500.
    func byEveryPrice() -> SinglePrice? {
        let deemed = DeemedPrices(
            bestBid: bids.first?.price, bestAsk: asks.first?.price, marketBuys: marketBuys,
            marketSells: marketSells, last: last, band: band, table: SinglePriceTests.table)
        let buys = bids + [PriceLevel(deemed.buy, marketBuys)]
        let sells = asks + [PriceLevel(deemed.sell, marketSells)]
        func sum(_ levels: [PriceLevel], _ isIn: (Price) -> Bool) -> Int64 {
            levels.filter { isIn($0.price) }.reduce(0) { $0 + $1.quantity.count }
        }
        var best: SinglePrice?
        for won in stride(from: Int64(7_000), through: 8_500, by: 10) {
            let price = Price(won)
            let trades = min(sum(buys) { $0 >= price }, sum(sells) { $0 <= price })
            guard trades > 0, sum(buys, { $0 > price }) <= sum(sells, { $0 <= price }),
                sum(sells, { $0 < price }) <= sum(buys, { $0 >= price })
            else { continue }
            let distance = (won - last.won).magnitude
            if let former = best, (former.price.won - last.won).magnitude <= distance { continue }
            best = SinglePrice(price: price, quantity: Shares(trades))
        }
        return best
    }
}
