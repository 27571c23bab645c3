import KraderModel
import KraderVenue
import Testing

@Suite("Resting limits on prints (semantics.md §4)")
struct RestingFillTests {
    @Test(
        "through needs a print beyond the limit, touch one at it; both fill at the limit",
        arguments: [
            (.through, 69_900, []),
            (.through, 69_800, ["1 filled 10 at 69900, through"]),
            (.queue, 69_900, []), (.queue, 69_800, ["1 filled 10 at 69900, through"]),
            (.touch, 69_900, ["1 filled 10 at 69900, touch"]),
            (.touch, 69_800, ["1 filled 10 at 69900, through"]), (.touch, 70_000, []),
        ] as [(FillModel, Int64, [String])])
    func buy(fills: FillModel, price: Int64, said: [String]) {
        let bench = VenueBench(fills)
        bench.print("09:00:01", 70_000)
        bench.buy("09:00:02", 10, 69_900)
        #expect(bench.print("09:00:03", price) == said)
    }

    @Test("a sell is reached from above")
    func sell() {
        let bench = VenueBench(held: 10, heldCost: 700_000)
        bench.print("09:00:01", 70_000)
        bench.sell("09:00:02", 10, 70_100)
        #expect(bench.print("09:00:03", 70_100) == [])
        #expect(bench.print("09:00:04", 70_300, 4) == ["1 filled 4 at 70100, through"])
    }

    @Test("a print's size is shared, the better price first, then the older number")
    func shared() {
        let bench = VenueBench()
        bench.print("09:00:01", 70_000)
        bench.buy("09:00:02", 10, 69_800)
        bench.buy("09:00:03", 10, 69_900)
        bench.buy("09:00:04", 10, 69_900)
        #expect(
            bench.print("09:00:05", 69_700, 25) == [
                "2 filled 10 at 69900, through", "3 filled 10 at 69900, through",
                "1 filled 5 at 69800, through",
            ])
    }

    @Test("what rests is reached before aggressive orders take")
    func restingFirst() {
        let bench = VenueBench(participation: 100, held: 50, heldCost: 3_500_000)
        bench.print("09:00:01", 70_000)
        bench.buy("09:00:02", 60, 69_900)
        bench.sell("09:00:03", 50)
        #expect(
            bench.print("09:00:04", 69_800, 100) == [
                "1 filled 60 at 69900, through", "2 filled 40 at 69700, through",
            ])
    }

    @Test("a print between the lines says nothing about who waits on one")
    func offGrid() {
        let bench = VenueBench(.touch)
        bench.print("09:00:01", 70_000)
        bench.buy("09:00:02", 10, 69_900)
        #expect(bench.print("09:00:03", 69_850) == [])
    }

    @Test("queue without a book says how often it filled as through")
    func queueCounts() {
        let bench = VenueBench(.queue)
        bench.print("09:00:01", 70_000)
        bench.buy("09:00:02", 10, 69_900)
        bench.print("09:00:03", 69_800, 4)
        bench.print("09:00:04", 69_800, 6)
        #expect(bench.venue.queueFillsWithoutBook == 2)
    }
}

@Suite("Candles as data (semantics.md §4)")
struct CandlePathTests {
    @Test("a candle becomes four points: open, low, high, close, each a quarter of the volume")
    func fourPoints() {
        let bench = VenueBench(participation: 100)
        bench.buy("08:59:59", 103)
        bench.candle(
            "09:00", "09:01", open: 70_000, high: 70_500, low: 69_000, close: 70_200, volume: 102)
        // 102 is 25, 25, 25, 27. The open is the day's auction; at the low the middle of the candle
        // counts, 279,700 ÷ 4 = 69,925, on the grid 70,000; and a step.
        #expect(bench.venue.nextWakeup == bench.moment("09:00:01"))
        #expect(bench.advance("09:00:01") == ["1 filled 25 at 70000, auction"])
        #expect(bench.venue.nextWakeup == bench.moment("09:00:20"))
        #expect(bench.advance("09:00:20") == ["1 filled 25 at 70100, path"])
        #expect(bench.advance("09:00:40") == ["1 filled 25 at 70600, path"])
        #expect(bench.venue.nextWakeup == bench.moment("09:00:59"))
        #expect(bench.advance("09:00:59") == ["1 filled 27 at 70300, path"])
    }

    @Test("high first goes the other way")
    func highFirst() {
        let bench = VenueBench(.touch, intrabar: .highFirst)
        bench.candle(
            "09:00", "09:01", open: 70_000, high: 70_500, low: 69_000, close: 70_200, volume: 100)
        bench.buy("09:00:02", 5, 69_100)
        #expect(bench.advance("09:00:39") == [])
        #expect(bench.advance("09:00:40") == ["1 filled 5 at 69100, path"])
    }

    @Test("without live orders nobody is woken, and the last price follows all the same")
    func lazily() {
        let bench = VenueBench()
        bench.candle(
            "09:00", "09:01", open: 70_000, high: 70_500, low: 69_000, close: 70_200, volume: 100)
        #expect(bench.venue.nextWakeup == .distantFuture)
        // The low of 69,000 was the last point: a buy at 69,100 is aggressive, and the high leaves
        // it behind.
        bench.buy("09:00:30", 5, 69_100)
        #expect(bench.venue.nextWakeup == bench.moment("09:00:40"))
        #expect(bench.advance("09:00:40") == [])
        bench.cancel("09:00:41", 1)
        #expect(bench.venue.nextWakeup == .distantFuture)
    }

    @Test(
        "a limit that bids more never gets less: too low for the middle, it fills at its limit",
        arguments: [
            (69_500, 69_500), (70_000, 70_000), (70_100, 70_100), (72_200, 72_200),
            (72_300, 72_300), (75_000, 72_300),
        ])
    func limitsBelowTheMiddle(limit: Int64, paid: Int64) {
        let bench = VenueBench()
        bench.candle(
            "09:00", "15:30", open: 70_000, high: 75_000, low: 69_000, close: 74_500,
            volume: 4_000, timeframe: .d1)
        // The order comes after the open. The middle is 72,125, on the grid 72,200, and a step more
        // is 72,300.
        bench.buy("10:00", 10, limit)
        #expect(bench.advance("11:06:40") == ["1 filled 10 at \(paid), path"])
    }

    @Test("the same for sales, and the cap of the point is shared")
    func limitsAboveTheMiddle() {
        let bench = VenueBench(intrabar: .highFirst, held: 100, heldCost: 7_000_000)
        bench.candle(
            "09:00", "15:30", open: 74_500, high: 75_000, low: 69_000, close: 70_000,
            volume: 4_000, timeframe: .d1)
        bench.sell("10:00", 30, 74_400)
        bench.sell("10:00:01", 30, 74_300)
        // The high gives a tenth of 400 shares.
        #expect(
            bench.advance("11:06:40")
                == ["1 filled 30 at 74400, path", "2 filled 10 at 74300, path"])
    }

    @Test("a daily candle's points lie in its session")
    func daily() {
        let bench = VenueBench(.touch)
        bench.candle(
            "09:00", "15:30", open: 70_000, high: 72_000, low: 69_000, close: 71_000,
            volume: 4_000, timeframe: .d1)
        bench.buy("09:00:30", 5)
        // A third of 09:00 to 15:20, where the closing call begins. The middle is 70,500.
        #expect(bench.venue.nextWakeup == bench.moment("11:06:40"))
        #expect(bench.advance("11:06:40") == ["1 filled 5 at 70500, path"])
    }
}
