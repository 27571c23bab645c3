import KraderModel
import KraderVenue
import Testing

@Suite("Interruptions that history shows (semantics.md §4)")
struct InferredInterruptionTests {
    @Test(
        "§4.1 a print beyond the class's rate and 120 s of silence: the next print is a cross",
        arguments: [
            (.large, 72_100, 120, true), (.large, 72_000, 120, false), (.large, 72_100, 119, false),
            (.other, 74_200, 120, true), (.other, 74_100, 120, false), (.other, 65_800, 120, true),
            (.large, 67_900, 121, true),
        ] as [(Instrument.InterruptionClass, Int64, Int, Bool)])
    func dynamic(
        issues: Instrument.InterruptionClass, price: Int64, silence: Int, isCross: Bool
    ) {
        let bench = VenueBench(interruption: issues)
        bench.print("09:00:07", 70_000)
        bench.print("09:00:08", price)
        bench.buy("09:00:09", 1)
        let time = bench.moment("09:00:08") + .seconds(Int64(silence))
        bench.venue.trade(
            Tick(time: time, symbol: SymbolIndex(0), price: Price(price), size: Shares(100)))
        let step = isCross ? price : price + 100
        #expect(bench.said() == ["1 filled 1 at \(step), \(isCross ? "auction" : "through")"])
    }

    @Test(
        "§4.1 10 % from the opening cross is the static rate; the new cross is the next reference")
    func still() {
        let bench = VenueBench()
        bench.print("09:00:07", 70_000)
        for (step, price) in [73_000, 76_000, 76_900, 77_000].enumerated() {
            bench.print("09:00:1\(step)", Int64(price))
        }
        bench.buy("09:01", 1)
        #expect(bench.print("09:02:30", 78_000) == ["1 filled 1 at 78000, auction"])
        // Measured from 78,000 now: 84,000 is neither 6 % from 80,000 nor 10 % from there.
        bench.print("09:02:31", 81_000)
        bench.print("09:02:32", 84_000)
        bench.buy("09:02:33", 1)
        #expect(bench.print("09:05", 84_000) == ["2 filled 1 at 84100, through"])
    }

    @Test("a symbol that history kept trading beyond the threshold is not halted")
    func keptTrading() {
        let bench = VenueBench(.touch)
        bench.print("09:00:07", 70_000)
        bench.print("09:00:08", 74_000)
        bench.print("09:00:09", 77_500)
        #expect(bench.buy("09:00:10", 1, fromTick: true).count == 2, "Suspected: nothing at once")
        #expect(bench.print("09:00:11", 77_600) == ["1 filled 1 at 77600, through"])
        #expect(bench.buy("09:00:12", 1, fromTick: true).count == 3, "It went on")
    }

    @Test("half a minute after a recorded one its cross has come, or there is none")
    func crossThatNeverCame() {
        let bench = VenueBench(.queue)
        bench.print("09:00:07", 70_000)
        bench.status("10:00", .callAuction)
        bench.status("10:02:15", .normal)
        bench.buy("10:02:16", 10)
        #expect(bench.book("10:02:20", asks: [(70_100, 100)], bids: [(70_000, 50)]) == [])
        #expect(
            bench.book("10:30:05", asks: [(70_200, 100)], bids: [(70_100, 50)])
                == ["1 filled 10 at 70200, quote"])
        #expect(
            bench.buy("10:30:06", 20, kind: .immediateOrCancel)
                == ["reply: 2", "2 accepted", "2 filled 20 at 70200, quote"])
    }

    @Test("nothing fills between: not at the last price, not from a book, immediate orders end")
    func between() {
        let bench = VenueBench(.queue, held: 10, heldCost: 700_000)
        bench.print("09:00:07", 70_000)
        bench.book("09:00:08", asks: [(70_100, 50)], bids: [(70_000, 50)])
        bench.print("09:00:09", 75_000)
        #expect(bench.buy("09:00:10", 5) == ["reply: 1", "1 accepted"])
        #expect(bench.book("09:00:11", asks: [(75_100, 50)], bids: [(75_000, 50)]) == [])
        #expect(
            bench.buy("09:00:12", 5, kind: .immediateOrCancel)
                == ["reply: 2", "2 accepted", "2 expired 5"])
        #expect(bench.print("09:02:20", 76_000, 30) == ["1 filled 3 at 76000, auction"])
        // A later display gives what the allowance does: a tenth of what prints from now on.
        #expect(bench.book("09:02:21", asks: [(76_100, 50)], bids: [(76_000, 50)]) == [])
        bench.print("09:02:22", 76_000, 20)
        #expect(
            bench.book("09:02:23", asks: [(76_100, 50)], bids: [(76_000, 50)])
                == ["1 filled 2 at 76100, quote"])
    }

    @Test("without a book an immediate order waits for the print that says which it was")
    func immediate() {
        let bench = VenueBench()
        bench.print("09:00:07", 70_000)
        bench.print("09:00:09", 75_000)
        bench.buy("09:00:10", 5, kind: .immediateOrCancel)
        #expect(bench.print("09:00:11", 75_000) == ["1 filled 5 at 75100, through"])
        bench.print("09:00:12", 80_000)
        bench.buy("09:00:13", 5, kind: .immediateOrCancel)
        // A second after its arrival, and the moment after it, nobody knows more: it is gone.
        #expect(bench.advance("09:00:14") == [])
        #expect(bench.print("09:02:12", 80_000) == ["2 expired 5"])
    }

    /// Prints of 70,000 until 09:10:00, so many with the opening cross and the last; then one after
    /// a silence.
    private func resumed(
        prints: Int, apart: Int64 = 60, silence: Int64, at price: Int64
    ) -> [String] {
        let bench = VenueBench()
        let last = bench.moment("09:15")
        for place in 0..<Int64(prints) {
            let before = Interval.seconds((Int64(prints) - 1 - place) * apart)
            bench.venue.trade(
                Tick(
                    time: last - before, symbol: SymbolIndex(0), price: Price(70_000),
                    size: Shares(100)))
        }
        bench.buy("09:15:01", 1)
        bench.venue.trade(
            Tick(
                time: last + .seconds(silence), symbol: SymbolIndex(0), price: Price(price),
                size: Shares(100)))
        return bench.said()
    }

    @Test(
        "a busy issue that falls silent and goes on beyond the rate was interrupted",
        arguments: [
            (10, 60, 120, 74_200, true), (10, 60, 119, 74_200, false),
            (10, 60, 120, 74_100, false), (9, 60, 120, 74_200, false),
            // The tenth-last print lies 9 × 66 s = 594 s before the last, then 9 × 67 s = 603 s.
            (12, 66, 120, 65_800, true), (12, 67, 120, 65_800, false),
            (40, 5, 500, 77_000, true), (400, 1, 3_000, 74_200, true),
        ] as [(Int, Int64, Int64, Int64, Bool)])
    func busySilence(prints: Int, apart: Int64, silence: Int64, price: Int64, isCross: Bool) {
        let step = isCross ? price : price + 100
        #expect(
            resumed(prints: prints, apart: apart, silence: silence, at: price)
                == ["1 filled 1 at \(step), \(isCross ? "auction" : "through")"])
    }

    @Test("the silence of a recorded halt is none; points of candles make no issue busy")
    func explainedSilence() {
        let bench = VenueBench()
        for second in 10..<30 { bench.print("09:00:\(second)", 70_000) }
        bench.status("09:01", .halted)
        bench.status("09:10", .normal)
        bench.buy("09:11", 1)
        #expect(bench.print("09:12", 75_000) == ["1 filled 1 at 75100, through"])
        let points = VenueBench()
        for minute in 10..<20 {
            points.candle(
                "09:\(minute)", "09:\(minute + 1)", open: 70_000, high: 70_000, low: 70_000,
                close: 70_000, volume: 400)
        }
        points.buy("09:22", 1)
        #expect(points.print("09:23", 75_000) == ["1 filled 1 at 75100, through"])
    }

    @Test("§4.1 no interruption on the listing day, nor before there were any")
    func exempt() {
        let day = CalendarDate(2026, 3, 3)
        let bench = VenueBench(
            base: nil, listing: .init(day: day, offerPrice: Price(70_000)))
        bench.print("09:00:07", 70_000)
        bench.print("09:00:08", 90_000)
        bench.upper = 280_000
        bench.buy("09:00:09", 1)
        #expect(bench.print("09:05", 90_000) == ["1 filled 1 at 90100, through"])
        let early = VenueBench(day: CalendarDate(2014, 8, 29))
        early.upper = 80_500
        early.print("09:00:07", 70_000)
        early.print("09:00:08", 75_000)
        early.buy("09:00:09", 1)
        #expect(early.print("09:05", 75_000) == ["1 filled 1 at 75100, through"])
    }

    @Test("a candle's points are no evidence of an interruption")
    func points() {
        let bench = VenueBench()
        bench.candle(
            "09:00", "10:00", open: 70_000, high: 80_000, low: 60_000, close: 75_000, volume: 400)
        bench.buy("09:00:02", 1)
        // The middle, 71,250, lies above the low: 71,300 on the grid, and a step.
        #expect(bench.advance("09:20") == ["1 filled 1 at 71400, path"])
    }
}

@Suite("Recorded halts and call auctions (krx-market.md §4)")
struct StatusTests {
    @Test(
        "§4.2, §4.3 what is taken in each status",
        arguments: [
            (.normal, "reply: 2", "reply: 3", "reply: 4"),
            (.callAuction, "reply: 2", "reply: wrongSession", "reply: 3"),
            (.halted, "reply: halted", "reply: halted", "reply: 2"),
            (.closed, "reply: halted", "reply: halted", "reply: halted"),
        ] as [(TradingStatus, String, String, String)])
    func taken(status: TradingStatus, order: String, immediate: String, cancel: String) {
        let bench = VenueBench()
        bench.print("09:00:07", 70_000)
        bench.buy("09:01", 1, 60_000)
        bench.status("09:02", status)
        #expect(bench.buy("09:03", 1, 60_000).first == order)
        #expect(bench.buy("09:03", 1, kind: .immediateOrCancel).first == immediate)
        bench.advance("09:03:30")
        #expect(bench.cancel("09:04", 1).first == cancel)
        let change = bench.modify("09:04", 1, to: 60_100).first
        #expect(change == (cancel == "reply: halted" ? "reply: halted" : "reply: nothingLeft"))
    }

    @Test("§4.2 in a call auction the types of continuous trading aren't taken")
    func types() {
        let bench = VenueBench()
        bench.print("09:00:07", 70_000)
        bench.status("09:02", .callAuction)
        for type in [OrderType.bestLimit, .immediatelyExecutableLimit] {
            #expect(bench.buy("09:03", 1, type: type) == ["reply: orderTypeNotAllowed"])
        }
        #expect(bench.buy("09:03", 1, 60_000, type: .conditionalLimit).first == "reply: 1")
    }

    @Test(
        "nothing fills in a halt, by print, path or book, under any model",
        arguments: FillModel.allCases)
    func halted(fills: FillModel) {
        for status in [TradingStatus.callAuction, .halted, .closed] {
            let bench = VenueBench(fills)
            bench.print("09:00:07", 70_000)
            bench.buy("09:01", 10, 69_900)
            bench.candle(
                "09:01", "09:05", open: 69_000, high: 69_000, low: 69_000, close: 69_000,
                volume: 400)
            bench.status("09:01:00.5", status)
            #expect(bench.advance("09:05") == [])
            #expect(bench.print("09:06", 69_000) == [])
            #expect(bench.book("09:07", asks: [(69_000, 5)], bids: []) == [])
        }
    }

    @Test("§4.2 the first print after a call auction is its cross")
    func cross() {
        let bench = VenueBench()
        bench.print("09:00:07", 70_000)
        bench.status("09:01", .callAuction)
        bench.buy("09:01:30", 10, 72_000)
        bench.buy("09:01:31", 10)
        #expect(bench.print("09:03", 71_000) == [], "Not while it lasts")
        bench.status("09:03:10", .normal)
        #expect(
            bench.print("09:03:10", 71_000, 150) == [
                "2 filled 10 at 71000, auction", "1 filled 5 at 71000, auction",
            ])
        #expect(bench.print("09:03:11", 71_000, 100) == ["1 filled 5 at 71100, through"])
    }

    @Test("the cross may come half a minute later, and books before it are indicative")
    func lateCross() {
        let bench = VenueBench()
        bench.print("09:00:07", 70_000)
        bench.status("09:01", .callAuction)
        bench.buy("09:01:31", 10)
        bench.status("09:03:10", .normal)
        #expect(bench.book("09:03:11", asks: [(70_100, 50)], bids: []) == [])
        #expect(bench.print("09:03:40", 71_000) == ["1 filled 10 at 71000, auction"])
    }

    @Test("a halt goes on overnight, a call auction and a closed market don't")
    func overnight() {
        for (status, taken) in [
            (TradingStatus.halted, false), (.callAuction, true), (.closed, true),
        ] {
            let bench = VenueBench()
            bench.print("09:00:07", 70_000)
            bench.status("15:00", status)
            bench.begin(bench.day.advanced(by: 1), settles: bench.day.advanced(by: 3))
            let noon = VenueBench.noon(of: bench.day.advanced(by: 1))
            #expect(bench.takes(70_000, at: noon) == taken)
        }
    }

    @Test("a symbol halted at the open has its cross afterwards")
    func haltedAtTheOpen() {
        let bench = VenueBench()
        bench.buy("08:40", 1)
        bench.status("08:50", .halted)
        #expect(bench.print("09:00:07", 70_000) == [])
        bench.status("10:00", .normal)
        #expect(bench.print("10:00:05", 70_500) == ["1 filled 1 at 70500, auction"])
    }
}
