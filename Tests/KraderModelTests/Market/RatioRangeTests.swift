import KraderModel
import Testing

@Suite("Ratios beyond the range of numbers") struct RatioRangeTests {
    @Test("what would not fit 64 bits becomes the largest number, which every check refuses")
    func largest() {
        let most = Ratio(.max, 1)
        #expect(most.floor(Shares(.max)) == Shares(.max))
        #expect(most.ceiling(Shares(.max)) == Shares(.max))
        #expect(Ratio(.max, 2).ceiling(Shares(3)) == Shares(.max))
        for price in [most.floor(Price(.max)), most.ceiling(Price(.max)), most.scaled(Price(.max))]
        {
            #expect(price > NumberRange.priceMax)
            // Steps and bands are computed from it.
            _ = PriceStepTable.table(board: .kospi, on: CalendarDate(2026, 3, 3)).up(from: price)
        }
    }

    @Test(
        "an action that makes a holding or its price too large is found, one after the other",
        arguments: [
            (1_000_000_000, ["4"], 100, nil), (1_000_000_001, ["4"], 100, .shares),
            (1_000_000_000, ["1000"], 100, .shares), (4_000_000, ["1000"], 100, nil),
            (4_000_000, ["1000", "3/2"], 100, .shares),
            (4_000_000_000, ["3/2", "1/1000"], 100, .shares),
            (10, ["1/10"], 1_000_000_001, .price), (0, ["1000"], 1_000_000_001, nil),
        ] as [(Int64, [String], Int64, RangeBreach.Number?)])
    func breaches(held: Int64, factors: [String], base: Int64, number: RangeBreach.Number?) throws {
        let actions = try factors.map { text in
            CorporateAction(
                kind: .split, factor: try #require(Ratio(text)), day: CalendarDate(2026, 3, 4))
        }
        #expect(
            CorporateAction.breach(of: actions, held: Shares(held), base: Price(base)) == number)
    }
}
