import KraderModel
import KraderVenue
import Testing

@Suite("Aggressive orders on prints (semantics.md §4)")
struct AggressiveFillTests {
    @Test("a market buy fills at the first later print, one step worse, up to a tenth of its size")
    func marketBuy() {
        let bench = VenueBench()
        bench.print("09:00:01", 70_000)
        #expect(bench.buy("09:00:02", 15) == ["reply: 1", "1 accepted"])
        #expect(bench.print("09:00:02", 70_000, 1_000) == [], "Not later than the order")
        #expect(bench.print("09:00:03", 70_000, 100) == ["1 filled 10 at 70100, through"])
    }

    @Test("a market sell fills a step below the print")
    func marketSell() {
        let bench = VenueBench(held: 50, heldCost: 3_500_000)
        bench.print("09:00:01", 70_000)
        bench.sell("09:00:02", 10)
        #expect(bench.print("09:00:03", 70_000, 100) == ["1 filled 10 at 69900, through"])
    }

    @Test("with stamps cut to seconds a print must be later by more than a second")
    func cutStamps() {
        let bench = VenueBench(stampUnit: .seconds(1))
        bench.print("09:00:01", 70_000)
        bench.buy("09:00:02", 1)
        #expect(bench.print("09:00:03", 70_000) == [])
        #expect(bench.print("09:00:04", 70_000) == ["1 filled 1 at 70100, through"])
    }

    @Test("fractions of a share add up: a tenth of five and five is one share")
    func fractions() {
        let bench = VenueBench()
        bench.print("09:00", 70_000, 0)
        bench.buy("09:00:02", 3)
        #expect(bench.print("09:00:03", 70_000, 5) == [])
        #expect(bench.print("09:00:04", 70_000, 5) == ["1 filled 1 at 70100, through"])
    }

    @Test("what nobody took before the order came doesn't add up")
    func fractionsStartWithTheOrder() {
        let bench = VenueBench()
        bench.buy("09:00:02", 3)
        bench.print("09:00:03", 70_000, 9)
        bench.cancel("09:00:04", 1)
        bench.buy("09:00:05", 3)
        #expect(bench.print("09:00:06", 70_000, 9) == [])
    }

    @Test("orders share the part of a print, the first number first")
    func sharedCap() {
        let bench = VenueBench()
        bench.print("09:00", 70_000, 0)
        bench.buy("09:00:02", 7)
        bench.buy("09:00:02.5", 7)
        #expect(
            bench.print("09:00:03", 70_000, 100) == [
                "1 filled 7 at 70100, through", "2 filled 3 at 70100, through",
            ])
    }

    @Test("a side pays a step more each time it was given a tenth of the last minute's volume")
    func stepsTaken() {
        let bench = VenueBench()
        bench.print("09:00", 70_000, 0)
        bench.buy("09:00:02", 100)
        // A tenth of 100 printed is 10: it has 0, then 10 of 200, then 20 of 300, …
        #expect(bench.print("09:00:03", 70_000) == ["1 filled 10 at 70100, through"])
        #expect(bench.print("09:00:04", 70_000) == ["1 filled 10 at 70100, through"])
        bench.cancel("09:00:05", 1)
        // A resting buy takes 30 of 50: with them the side has 50 of 250, where 25 are a tenth.
        bench.buy("09:00:06", 30, 69_900)
        #expect(bench.print("09:00:07", 69_800, 50) == ["3 filled 30 at 69900, through"])
        bench.buy("09:00:08", 1)
        // The side has 50 of 260: that is one step more, not two.
        #expect(bench.print("09:00:09", 70_000, 10) == ["4 filled 1 at 70200, through"])
    }

    @Test("what was taken counts for a minute, and for its side only")
    func stepsEnd() {
        let bench = VenueBench(held: 10, heldCost: 700_000)
        bench.print("09:00", 70_000, 0)
        bench.buy("09:00:02", 100, 69_900)
        #expect(bench.print("09:00:03", 69_800) == ["1 filled 100 at 69900, through"])
        bench.sell("09:00:04", 1)
        bench.buy("09:00:04", 1)
        // The side has 100 of 1,000 printed, which is once a tenth.
        #expect(
            bench.print("09:00:05", 70_000, 900) == [
                "2 filled 1 at 69900, through", "3 filled 1 at 70200, through",
            ])
        bench.buy("09:00:06", 1)
        // Second 63 lies sixty seconds after second 3: only the share of second 5 counts.
        #expect(bench.print("09:01:03", 70_000, 100) == ["4 filled 1 at 70100, through"])
    }

    @Test("many small orders pay the steps of one large one", arguments: [1, 10])
    func stepsAreShared(orders: Int64) {
        let bench = VenueBench()
        bench.print("09:00", 70_000, 0)
        bench.buy("09:00:01", 20, 69_900)
        bench.print("09:00:02", 69_800, 20)
        for _ in 0..<orders { bench.buy("09:00:03", 10 / orders) }
        // The side has 20 of 120 printed, which is once a tenth: all pay two steps.
        let said = bench.print("09:00:04", 70_000)
        #expect(said.count == Int(orders))
        #expect(said.allSatisfy { $0.hasSuffix("at 70200, through") })
    }

    @Test(
        "a limit is aggressive from one step through the last print on",
        arguments: [
            (69_900, []), (70_000, []), (70_100, ["1 filled 1 at 70100, through"]),
            (70_200, ["1 filled 1 at 70100, through"]),
        ] as [(Int64, [String])])
    func aggressiveLimit(limit: Int64, said: [String]) {
        let bench = VenueBench()
        bench.print("09:00:01", 70_000)
        bench.buy("09:00:02", 1, limit)
        #expect(bench.print("09:00:03", 70_000) == said)
    }

    @Test("an aggressive limit that the market left behind rests and fills at its limit")
    func restsFromThenOn() {
        let bench = VenueBench()
        bench.print("09:00:01", 70_000)
        bench.buy("09:00:02", 20, 70_100)
        #expect(bench.print("09:00:03", 70_100) == [])
        #expect(bench.print("09:00:04", 70_000, 8) == ["1 filled 8 at 70100, through"])
        #expect(bench.print("09:00:05", 70_100) == [])
    }

    @Test("§2.4 a print off the grid costs the next line on the worse side")
    func offGrid() {
        let bench = VenueBench(held: 10, heldCost: 700_000)
        bench.print("09:00", 70_000, 0)
        bench.buy("09:00:02", 1)
        bench.sell("09:00:02", 1)
        #expect(
            bench.print("09:00:03", 70_050) == [
                "1 filled 1 at 70100, through", "2 filled 1 at 70000, through",
            ])
    }

    @Test("no fill is beyond the band")
    func clamped() {
        let bench = VenueBench(steps: 3)
        bench.print("09:00", 70_000, 0)
        bench.buy("09:00:02", 1)
        #expect(bench.print("09:00:03", 90_900) == ["1 filled 1 at 91000, through"])
    }

    @Test(
        "locked at the upper limit nothing is bought, at the lower nothing sold",
        arguments: FillModel.allCases)
    func locked(fills: FillModel) {
        let bench = VenueBench(fills, held: 5, heldCost: 350_000)
        bench.print("09:00:01", 91_000)
        bench.buy("09:00:02", 1, fromTick: true)
        bench.buy("09:00:02", 1, 91_000)
        #expect(bench.print("09:00:03", 91_000) == [])
        bench.cancel("09:00:04", 1)
        bench.cancel("09:00:04", 2)
        bench.print("09:00:05", 49_000)
        bench.sell("09:00:06", 1, fromTick: true)
        bench.sell("09:00:06", 1, 49_000)
        #expect(bench.print("09:00:07", 49_000) == [])
    }

    @Test("a print without size fills nothing")
    func noSize() {
        let bench = VenueBench(.touch)
        bench.buy("09:00:02", 1)
        #expect(bench.print("09:00:03", 70_000, 0) == [])
        #expect(bench.print("09:00:04", 70_000, 1) == ["1 filled 1 at 70000, through"])
    }

    @Test("prints outside the regular session are not this market's")
    func otherScope() {
        let bench = VenueBench()
        bench.buy("09:00:02", 1)
        #expect(bench.print("09:00:03", 70_000, scope: .other) == [])
    }

}

@Suite("The optimistic model (semantics.md §4)")
struct TouchTests {
    @Test("from a tick hook it fills at once at the last print, whole, no step")
    func atOnce() {
        let bench = VenueBench(.touch)
        bench.print("09:00:01", 70_000, 1)
        #expect(
            bench.buy("09:00:04", 500, fromTick: true)
                == ["reply: 1", "1 accepted", "1 filled 500 at 70000, through"])
    }

    @Test("a last print older than three seconds is too old")
    func tooOld() {
        let bench = VenueBench(.touch)
        bench.print("09:00:01", 70_000)
        #expect(
            bench.buy("09:00:04.000000001", 500, fromTick: true) == ["reply: 1", "1 accepted"])
        #expect(bench.print("09:00:05", 70_300, 1) == ["1 filled 500 at 70300, through"])
    }

    @Test("not from a tick hook it fills at the next print, whole, no step")
    func nextPrint() {
        let bench = VenueBench(.touch)
        bench.print("09:00:01", 70_000)
        #expect(bench.buy("09:00:01", 500) == ["reply: 1", "1 accepted"])
        #expect(bench.print("09:00:01", 70_050, 1) == ["1 filled 500 at 70100, through"])
    }

    @Test("nothing fills at once in an auction")
    func auction() {
        let bench = VenueBench(.touch)
        bench.print("15:19:59", 70_000)
        #expect(bench.buy("15:20:00", 5, fromTick: true) == ["reply: 1", "1 accepted"])
        #expect(bench.print("15:30:11", 70_100) == ["1 filled 5 at 70100, auction"])
    }
}
