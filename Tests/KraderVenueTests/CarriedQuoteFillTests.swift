import KraderModel
import KraderVenue
import Testing

@Suite("Prints that carry best prices (semantics.md §4)")
struct CarriedQuoteFillTests {
    @Test("an aggressive order pays the opposite best, under the cap, evidence quote")
    func opposite() {
        let bench = VenueBench(held: 50, heldCost: 3_500_000)
        bench.print("09:00", 70_000, 0)
        bench.buy("09:00:02", 15)
        #expect(
            bench.quoted("09:00:03", 70_000, ask: 70_000, bid: 69_900)
                == ["1 filled 10 at 70000, quote"])
        #expect(
            bench.quoted("09:00:04", 70_000, ask: 70_300, bid: 70_000)
                == ["1 filled 5 at 70300, quote"])
        bench.sell("09:00:05", 15)
        #expect(
            bench.quoted("09:00:06", 70_000, ask: 70_100, bid: 69_800)
                == ["2 filled 10 at 69800, quote"])
        #expect(
            bench.quoted("09:00:07", 70_000, ask: 70_100) == ["2 filled 5 at 69800, through"],
            "Nobody said the bid: it is the last one until a print leaves that spread")
    }

    @Test("without a book the best that prints carried bounds the price of those that carry none")
    func bound() {
        let bench = VenueBench(held: 50, heldCost: 3_500_000)
        _ = bench.quoted("09:00:01", 70_000, ask: 70_500, bid: 69_900)
        bench.buy("09:00:02", 1)
        #expect(bench.print("09:00:03", 70_000) == ["1 filled 1 at 70500, through"])
        bench.buy("09:00:04", 1)
        #expect(bench.print("09:00:05", 70_600) == ["2 filled 1 at 70700, through"])
    }

    @Test("a limit meets the ask: where it lies beyond, the order rests; where within, it fills")
    func limits() {
        let bench = VenueBench()
        bench.print("09:00:01", 70_000)
        bench.buy("09:00:02", 1, 70_100)
        #expect(
            bench.quoted("09:00:03", 70_100, ask: 70_100) == ["1 filled 1 at 70100, quote"])
        bench.buy("09:00:04", 1, 70_200)
        #expect(bench.quoted("09:00:05", 70_100, ask: 70_300) == [])
        #expect(bench.print("09:00:06", 70_200) == [], "At rest it waits for a print beyond")
        #expect(bench.print("09:00:07", 70_100) == ["2 filled 1 at 70200, through"])
    }

    @Test("further steps go on top of the ask")
    func steps() {
        let bench = VenueBench()
        bench.print("09:00", 70_000, 0)
        bench.buy("09:00:01", 20, 69_900)
        bench.print("09:00:02", 69_800, 20)
        bench.buy("09:00:03", 10)
        // The side has 20 of 120 printed, which is once a tenth.
        #expect(
            bench.quoted("09:00:04", 70_000, ask: 70_000) == ["2 filled 10 at 70100, quote"])
    }

    @Test(
        "locked at the limit a displayed ask sells to us, under every model",
        arguments: FillModel.allCases)
    func locked(fills: FillModel) {
        let bench = VenueBench(fills, held: 1, heldCost: 70_000)
        bench.print("09:00:01", 91_000)
        bench.buy("09:00:02", 1)
        #expect(bench.quoted("09:00:03", 91_000, bid: 91_000) == [])
        #expect(
            bench.quoted("09:00:04", 91_000, ask: 91_000, bid: 90_900)
                == ["1 filled 1 at 91000, quote"])
        bench.print("09:00:05", 49_000)
        bench.sell("09:00:06", 1)
        #expect(bench.quoted("09:00:07", 49_000, ask: 49_000) == [])
        #expect(
            bench.quoted("09:00:08", 49_000, ask: 49_050, bid: 49_000)
                == ["2 filled 1 at 49000, quote"])
    }

    @Test("touch takes the print's own price")
    func touch() {
        let bench = VenueBench(.touch)
        bench.print("09:00", 70_000, 0)
        bench.buy("09:00:02", 15)
        #expect(
            bench.quoted("09:00:03", 70_000, 1, ask: 70_100) == ["1 filled 15 at 70000, through"])
    }

    @Test(
        "what can't be a price is passed over and counted: crossed, off the grid, beyond the band",
        arguments: [
            (70_000, 70_000), (70_050, 69_900), (91_100, 69_900), (190_000, 69_900),
        ] as [(Int64, Int64)])
    func unusable(ask: Int64, bid: Int64) {
        let bench = VenueBench()
        bench.print("09:00", 70_000, 0)
        bench.buy("09:00:02", 1)
        #expect(
            bench.quoted("09:00:03", 70_000, ask: ask, bid: bid)
                == ["1 filled 1 at 70100, through"])
        #expect(bench.venue.unusableCarriedPrices == 1)
    }

    @Test("a carried price fills nothing that rests")
    func resting() {
        let bench = VenueBench()
        bench.print("09:00:01", 70_000)
        bench.buy("09:00:02", 1, 69_900)
        #expect(bench.quoted("09:00:03", 70_000, ask: 69_900, bid: 69_800) == [])
    }
}

extension VenueBench {
    /// Gives a print that carries best prices, and answers what the venue says.
    func quoted(
        _ time: String, _ price: Int64, _ size: Int64 = 100, ask: Int64? = nil,
        bid: Int64? = nil
    ) -> [String] {
        venue.trade(
            Tick(
                time: moment(time), symbol: SymbolIndex(0), price: Price(price),
                size: Shares(size),
                quote: CarriedQuote(
                    ask: ask.map { Price($0) }, bid: bid.map { Price($0) }, at: Price(price))))
        return said()
    }
}
