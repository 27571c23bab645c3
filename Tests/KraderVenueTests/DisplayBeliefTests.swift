import KraderModel
import KraderVenue
import Testing

@Suite("How long a display is believed, and what we took of it (semantics.md §4)")
struct DisplayBeliefTests {
    static let asks: [(Int64, Int64)] = [(70_100, 100), (70_200, 100), (70_300, 100)]
    static let bids: [(Int64, Int64)] = [(70_000, 100), (69_900, 100)]

    private func open(
        _ fills: FillModel = .queue, _ coverage: BookCoverage = .full, held: Int64 = 0,
        unit: Interval = Interval(nanoseconds: 1)
    ) -> VenueBench {
        let bench = VenueBench(
            fills, held: held, heldCost: held * 70_000, stampUnit: unit, coverage: coverage)
        bench.print("09:00:07", 70_000)
        bench.book("09:04", asks: Self.asks, bids: Self.bids)
        return bench
    }

    private func fills(_ lines: [String]) -> [String] { lines.filter { $0.contains("filled") } }

    @Test("prints at a level take its size, prints beyond it remove it")
    func contradicted() {
        let bench = open()
        bench.print("09:04:01", 70_100, 60)
        #expect(
            fills(bench.buy("09:04:02", 50)) == [
                "1 filled 40 at 70100, book", "1 filled 10 at 70200, book",
            ])
        bench.print("09:04:03", 70_300, 30)
        #expect(
            fills(bench.buy("09:06", 80, 70_300)) == ["2 filled 70 at 70300, book"],
            "Levels that the print went through are gone")
    }

    @Test("three prints take three levels: what comes then waits for whichever comes first")
    func emptied() {
        for comesPrint in [true, false] {
            let bench = open()
            for price in [70_100, 70_200, 70_300] as [Int64] { bench.print("09:04:01", price, 100) }
            #expect(bench.venue.unbelievedSides.emptied == 1)
            #expect(fills(bench.buy("09:04:03", 10)) == [])
            if comesPrint {
                #expect(bench.print("09:04:04", 70_200, 200) == ["1 filled 10 at 70300, through"])
                #expect(bench.venue.unbelievedFills.emptied == 1)
            } else {
                #expect(
                    bench.book("09:04:04", asks: [(70_500, 20)], bids: Self.bids)
                        == ["1 filled 10 at 70500, quote"])
            }
        }
    }

    @Test("where an old display is not believed, a candle outside its spread ends its best too")
    func leftByCandles() {
        let bench = VenueBench(.queue, held: 100, heldCost: 7_000_000, coverage: .sampled)
        bench.book("09:00:30", asks: [(70_100, 100)], bids: [(70_000, 100)])
        bench.sell("09:59", 10)
        bench.buy("09:59:01", 10)
        bench.candle(
            "10:00", "10:01", open: 72_000, high: 72_100, low: 71_900, close: 72_000,
            volume: 4_000)
        #expect(
            bench.advance("10:00:01")
                == ["1 filled 10 at 71900, path", "2 filled 10 at 72100, path"])
    }

    @Test("prints that may be older than the display, and prints off the grid, say nothing of it")
    func older() {
        let bench = open(unit: .seconds(1))
        bench.print("09:04:01", 70_300, 1_000)
        bench.print("09:04:02", 70_150, 1_000)
        #expect(fills(bench.buy("09:04:03", 10)) == ["1 filled 10 at 70100, book"])
        bench.print("09:04:04", 70_300, 1_000)
        #expect(bench.venue.unbelievedSides.emptied == 1)
    }

    @Test("a sampled side is believed for a minute after an update or a print that it still shows")
    func age() {
        let bench = open(.queue, .sampled, held: 10)
        bench.print("09:04:50", 70_100, 1)
        #expect(fills(bench.buy("09:05:50", 1)) == ["1 filled 1 at 70100, book"])
        #expect(fills(bench.sell("09:05:50", 1)) == [], "The bids were confirmed by nothing")
        #expect(fills(bench.buy("09:05:50.000001", 1)) == [])
        #expect(bench.venue.unbelievedSides.aged == 2)
        // Both wait for prints; neither is better off than with what was displayed.
        #expect(
            bench.print("09:06", 70_000, 100) == [
                "2 filled 1 at 69900, through", "3 filled 1 at 70100, through",
            ])
        #expect(bench.venue.unbelievedFills.aged == 2)
    }

    @Test("prints inside the spread neither renew nor end a side")
    func inside() {
        let bench = open(.queue, .sampled)
        bench.book("09:05", asks: [(70_300, 10)], bids: [(70_000, 10)])
        bench.print("09:05:30", 70_100, 500)
        #expect(fills(bench.buy("09:06", 1)) == ["1 filled 1 at 70300, quote"])
        #expect(fills(bench.buy("09:06:01", 1)) == [])
        #expect(
            bench.print("09:06:02", 70_100, 500) == ["2 filled 1 at 70300, through"],
            "Never better than what was displayed last")
        bench.print("09:06:03", 69_900, 500)
        bench.buy("09:06:04", 1)
        #expect(
            bench.print("09:06:05", 70_100, 500) == ["3 filled 1 at 70200, through"],
            "A print outside that display's spread ended it")
    }

    @Test("a side that came empty is believed: prints serve nobody there")
    func cameEmpty() {
        let bench = open()
        bench.book("09:05", asks: [], bids: Self.bids)
        bench.buy("09:05:01", 10)
        #expect(bench.print("09:05:02", 70_100, 1_000) == [])
        #expect(
            bench.book("09:05:03", asks: [(70_100, 20)], bids: Self.bids)
                == ["1 filled 10 at 70100, quote"])
    }

    @Test("a halt ends a display; the next print or update serves")
    func halt() {
        let bench = open()
        bench.status("09:05", .halted)
        bench.status("09:15", .normal)
        #expect(fills(bench.buy("09:15:01", 10)) == [])
        #expect(bench.print("09:15:02", 70_100, 200) == ["1 filled 10 at 70200, through"])
        #expect(bench.venue.unbelievedFills.ended == 1)
        #expect(bench.venue.unbelievedSides.ended == 2)
    }

    @Test("an unchanged display is the same shares: five updates give a hundred, not five hundred")
    func same() {
        let bench = open()
        bench.book("09:05", asks: [(70_100, 100)], bids: [(70_000, 10)])
        var all = fills(bench.buy("09:05:00.5", 1_000, 70_100))
        for second in 1...4 {
            all += bench.book(
                "09:05:0\(second)", asks: [(70_100, 100)], bids: [(70_000, Int64(second))])
        }
        #expect(all == ["1 filled 100 at 70100, quote"])
        // 300 printed there explain our hundred; our part of them are thirty, whoever gives them.
        #expect(bench.print("09:05:05", 70_100, 300) == ["1 filled 30 at 70100, touch"])
        #expect(bench.book("09:05:06", asks: [(70_100, 100)], bids: [(70_000, 10)]) == [])
        #expect(bench.print("09:05:07", 70_200, 50) == [], "Nobody sold to us")
        #expect(
            bench.book("09:05:08", asks: [(70_100, 100)], bids: [(70_000, 10)])
                == ["1 filled 5 at 70100, quote"])
    }

    @Test("many small orders get what one large one gets")
    func small() {
        func total(_ sizes: [Int64]) -> Int64 {
            let bench = open()
            for (index, size) in sizes.enumerated() {
                bench.buy("09:04:\(10 + index)", size)
                bench.book(
                    "09:04:\(10 + index).5", asks: Self.asks, bids: [(70_000, Int64(index))])
                bench.print("09:04:\(10 + index).7", 70_000, 40)
            }
            return bench.venue.executions().reduce(0) { $0 + $1.execution.quantity.count }
        }
        let large = total([500] + Array(repeating: 1, count: 9))
        #expect(total(Array(repeating: 50, count: 10)) <= large)
        #expect(large <= 300 + 36)
    }

    @Test("a minute without a taking ends the allowance, an open order that took keeps it")
    func life() {
        for stays in [true, false] {
            let bench = open()
            bench.buy("09:04:10", stays ? 400 : 300)
            // Other prices are not what we took.
            bench.book("09:04:20", asks: [(70_400, 50)], bids: Self.bids)
            let later = fills(bench.buy("09:05:10.1", 5))
            #expect(later == (stays ? [] : ["2 filled 5 at 70400, quote"]))
        }
        let bench = open()
        bench.buy("09:04:10", 300)
        bench.book("09:04:20", asks: [(70_400, 50)], bids: Self.bids)
        #expect(fills(bench.buy("09:05:10", 5)) == [], "Nothing was printed")
        // The allowance held that order back: while it is open, it holds the next ones back too.
        #expect(fills(bench.buy("09:07", 5)) == [])
        bench.cancel("09:07:01", 2)
        bench.cancel("09:07:01", 3)
        #expect(fills(bench.buy("09:07:02", 5)) == ["6 filled 5 at 70400, quote"])
    }

    @Test("an order that finds nothing left where the account took waits as the rest of one order")
    func heldBack() {
        for sizes in [[400], [300, 100]] as [[Int64]] {
            let bench = open()
            for size in sizes { bench.buy("09:04:10", size) }
            // Two minutes later other shares are displayed; a tenth of 200 printed is ours.
            bench.print("09:05:30", 70_000, 200)
            #expect(
                bench.book("09:06:10", asks: [(70_400, 90)], bids: Self.bids)
                    == ["\(sizes.count) filled 20 at 70400, quote"])
        }
        let bench = open()
        bench.buy("09:04:10", 300)
        // It would not have taken what the first order did: the allowance ends without it.
        bench.buy("09:04:11", 100, 70_000)
        #expect(
            bench.book("09:06:10", asks: [(70_000, 90)], bids: [])
                == ["2 filled 90 at 70000, quote"])
    }

    @Test("the rest of a limit that took is not reached by a display; it takes its part")
    func rest() {
        let bench = open()
        bench.buy("09:04:10", 150, 70_100)
        bench.print("09:04:11", 70_200, 200)
        #expect(
            bench.book("09:04:12", asks: [(70_000, 500)], bids: [])
                == ["1 filled 20 at 70000, quote"], "At the price displayed, a tenth of 200")
    }

    @Test("an immediate order takes what display and allowance give; all or none needs all there")
    func immediate() {
        let bench = open()
        bench.buy("09:04:10", 250)
        bench.print("09:04:11", 70_000, 100)
        bench.book("09:04:12", asks: [(70_300, 100), (70_400, 100)], bids: Self.bids)
        // Left of what the first order met: 50 at 70,300. A tenth of 100 are 10 more.
        #expect(
            bench.buy("09:04:13", 61, kind: .fillOrKill)
                == ["reply: 2", "2 accepted", "2 expired 61"])
        #expect(
            bench.buy("09:04:14", 70, kind: .immediateOrCancel) == [
                "reply: 3", "3 accepted", "3 filled 50 at 70300, book",
                "3 filled 10 at 70400, book", "3 expired 10",
            ])
    }
}

@Suite("Queues with a book (semantics.md §4)")
struct QueueTests {
    @Test("a print beyond the limit clears all who stood ahead")
    func beyond() {
        let bench = VenueBench(.queue)
        bench.print("09:00:07", 70_000)
        bench.book("09:01", asks: [(70_100, 10)], bids: [(70_000, 40)])
        bench.buy("09:01:01", 50, 70_000)
        #expect(bench.print("09:01:02", 69_900, 4) == ["1 filled 4 at 70000, through"])
        #expect(bench.print("09:01:03", 70_000, 20) == ["1 filled 20 at 70000, touch"])
        #expect(bench.print("09:01:04", 70_000, 40) == ["1 filled 26 at 70000, touch"])
    }

    @Test("what one of our orders received does not drain the next one's line")
    func line() {
        let bench = VenueBench(.queue)
        bench.print("09:00:07", 70_000)
        bench.book("09:01", asks: [(70_100, 10)], bids: [(70_000, 10)])
        bench.buy("09:01:01", 20, 70_000)
        bench.book("09:01:02", asks: [(70_100, 10)], bids: [(70_000, 30)])
        bench.buy("09:01:03", 20, 70_000)
        #expect(bench.print("09:01:04", 70_000, 30) == ["1 filled 20 at 70000, touch"])
        #expect(bench.print("09:01:05", 70_000, 20) == [])
        #expect(bench.print("09:01:06", 70_000, 5) == ["2 filled 5 at 70000, touch"])
    }

    @Test("a place once known stays known, whatever became of the display; a late one is unknown")
    func known() {
        let bench = VenueBench(.queue, coverage: .sampled)
        bench.print("09:00:07", 70_000)
        bench.book("09:01", asks: [(70_100, 10)], bids: [(70_000, 10)])
        bench.buy("09:01:01", 20, 70_000)
        bench.buy("09:03", 20, 70_000)
        #expect(bench.print("09:03:01", 70_000, 15) == ["1 filled 5 at 70000, touch"])
        #expect(bench.print("09:03:02", 70_000, 100) == ["1 filled 15 at 70000, touch"])
        bench.book("09:03:03", asks: [(70_100, 10)], bids: [(70_000, 7)])
        #expect(bench.print("09:03:04", 70_000, 8) == ["2 filled 1 at 70000, touch"])
    }

    @Test("inside the spread we stand first")
    func inside() {
        let bench = VenueBench(.queue)
        bench.print("09:00:07", 70_000)
        bench.book("09:01", asks: [(70_300, 10)], bids: [(70_000, 10)])
        bench.buy("09:01:01", 20, 70_100)
        #expect(bench.print("09:01:02", 70_100, 3) == ["1 filled 3 at 70100, touch"])
    }
}
