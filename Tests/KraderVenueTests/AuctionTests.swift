import KraderModel
import KraderVenue
import Testing

@Suite("Recorded crosses (semantics.md §4, replay is history)")
struct AuctionTests {
    @Test("a print long after an interruption is no cross: it costs a step")
    func lateCross() {
        let bench = VenueBench()
        bench.print("09:00:07", 70_000)
        bench.status("10:00", .callAuction)
        bench.status("10:02:15", .normal)
        bench.buy("10:02:16", 1)
        bench.buy("10:02:17", 1)
        #expect(bench.print("10:02:45", 70_500, 10) == ["1 filled 1 at 70500, auction"])
        #expect(bench.print("10:40", 70_500, 10) == ["2 filled 1 at 70600, through"])
    }

    @Test("§5.4 the first print after the open is the cross: market orders, then better limits")
    func opening() {
        let bench = VenueBench()
        bench.buy("08:40", 10, 70_100)
        bench.buy("08:41", 10, 70_500)
        bench.buy("08:42", 10)
        bench.buy("08:43", 10, 70_000)
        #expect(bench.print("08:59:59", 70_000) == [], "A print before the open is none")
        // 28 of 280: the market order first, then the higher limit, then the lower.
        #expect(
            bench.print("09:00:07", 70_000, 280) == [
                "3 filled 10 at 70000, auction", "2 filled 10 at 70000, auction",
                "1 filled 8 at 70000, auction",
            ])
        // What is left goes on: through the cross by a step it takes the next print.
        #expect(bench.print("09:00:08", 70_000, 20) == ["1 filled 2 at 70100, through"])
        #expect(bench.print("09:00:09", 69_900, 20) == ["4 filled 10 at 70000, through"])
    }

    @Test(
        "a limit equal to the cross fills only in touch, up to the print's size, without a cap",
        arguments: [
            (.touch, ["1 filled 30 at 70000, auction"]), (.through, []), (.queue, []),
        ] as [(FillModel, [String])])
    func equal(fills: FillModel, said: [String]) {
        let bench = VenueBench(fills)
        bench.buy("08:40", 40, 70_000)
        #expect(bench.print("09:00:07", 70_000, 30) == said)
    }

    @Test("§5.3 at the daily limit a limit order ranks with the market orders, by number")
    func rank() {
        let bench = VenueBench()
        bench.buy("08:40", 10, 90_900)
        bench.buy("08:41", 10, 91_000)
        bench.buy("08:42", 10)
        #expect(
            bench.print("09:00:07", 70_000, 250) == [
                "2 filled 10 at 70000, auction", "3 filled 10 at 70000, auction",
                "1 filled 5 at 70000, auction",
            ])
    }

    @Test("a sell fills above its limit at the cross too, and both sides share the cap")
    func sells() {
        let bench = VenueBench(held: 20, heldCost: 1_400_000)
        bench.sell("08:40", 10, 69_000)
        bench.buy("08:41", 10, 71_000)
        #expect(
            bench.print("09:00:07", 70_000, 150) == [
                "2 filled 10 at 70000, auction", "1 filled 5 at 70000, auction",
            ])
    }

    @Test(
        "a cross locked at the upper limit gives nothing to buyers", arguments: FillModel.allCases)
    func locked(fills: FillModel) {
        let bench = VenueBench(fills, held: 10, heldCost: 700_000)
        bench.buy("08:40", 10, 91_000)
        bench.buy("08:40", 10)
        bench.sell("08:40", 10, 90_000)
        #expect(bench.print("09:00:07", 91_000, 100) == ["3 filled 10 at 91000, auction"])
        bench.buy("15:25", 10)
        #expect(bench.print("15:30:07", 91_000, 100) == [])
    }

    @Test(
        "§1.1 continuous trading ends at 15:20: late prints fill nothing, orders join the auction")
    func closing() {
        let bench = VenueBench()
        bench.print("09:00:07", 70_000)
        bench.buy("15:19:59", 10)
        bench.buy("15:19:59", 10, 70_500)
        #expect(bench.print("15:20:00", 70_000) == [])
        #expect(bench.print("15:24:00", 69_000) == [])
        bench.buy("15:29:59", 10, 70_400)
        #expect(
            bench.print("15:30:29", 70_300, 300) == [
                "1 filled 10 at 70300, auction", "2 filled 10 at 70300, auction",
                "3 filled 10 at 70300, auction",
            ])
    }

    @Test("§5.4 the closing cross comes once, up to 30 s late; then the day's orders expire")
    func once() {
        let bench = VenueBench()
        bench.print("09:00:07", 70_000)
        bench.buy("15:25", 10)
        #expect(bench.print("15:30:29", 70_300, 50) == ["1 filled 5 at 70300, auction"])
        #expect(bench.print("15:30:29.5", 70_300, 50) == [])
        #expect(bench.advance("15:30:30.000000001") == ["1 expired 5"])
    }

    @Test(
        "§1.5 the first trading day opens at 10:00, the exam day closes at 16:30",
        arguments: [
            (CalendarDate(2026, 1, 2), "09:29:59", "09:30", "10:00:07", "15:19:59", "15:30:07"),
            (CalendarDate(2026, 11, 19), "09:29:59", "09:30", "10:00:07", "16:19:59", "16:30:07"),
            (CalendarDate(2026, 3, 3), "08:29:59", "08:30", "09:00:07", "15:19:59", "15:30:07"),
            // §0: the opening auction began at 08:00, and until 2016-07-29 the close was 15:00.
            (CalendarDate(2019, 4, 26), "07:59:59", "08:00", "09:00:07", "15:19:59", "15:30:07"),
            (CalendarDate(2016, 7, 29), "07:59:59", "08:00", "09:00:07", "14:49:59", "15:00:07"),
        ])
    func specialDays(
        day: CalendarDate, early: String, first: String, opening: String, late: String,
        closing: String
    ) {
        let bench = VenueBench(held: 10, heldCost: 700_000, day: day)
        #expect(bench.buy(early, 1) == ["reply: wrongSession"])
        bench.buy(first, 1)
        #expect(bench.print(opening, 70_000) == ["1 filled 1 at 70000, auction"])
        bench.sell(late, 1)
        #expect(bench.print(closing, 69_000) == ["2 filled 1 at 69000, auction"])
    }

    @Test("§5.3 in a cross a better price comes first, at one price the older number")
    func priority() {
        let bench = VenueBench()
        bench.buy("08:40", 10, 70_300)
        bench.buy("08:41", 10, 70_300)
        bench.buy("08:42", 10, 70_200)
        bench.cancel("08:43", 1, quantity: 4)
        bench.modify("08:44", 3, to: 70_300)
        #expect(
            bench.print("09:00:07", 70_000, 200) == [
                "1 filled 6 at 70000, auction", "2 filled 10 at 70000, auction",
                "5 filled 4 at 70000, auction",
            ])
    }
}

@Suite("The closing-price sessions (krx-market.md §1.1)")
struct ClosingPriceTests {
    @Test("§1.1 before the open it trades at the previous close, by time, and ends at 08:40")
    func preOpen() {
        let bench = VenueBench()
        bench.buy("08:30", 10, type: .closingPrice)
        bench.buy("08:31", 10, type: .closingPrice)
        bench.buy("08:32", 10)
        #expect(bench.venue.nextWakeup == bench.moment("08:40"))
        #expect(bench.print("08:33", 70_100, 500) == [], "Not the previous close")
        #expect(
            bench.print("08:34", 70_000, 150) == [
                "1 filled 10 at 70000, auction", "2 filled 5 at 70000, auction",
            ])
        #expect(bench.advance("08:40") == ["2 expired 5"])
        #expect(bench.buy("08:40", 1, type: .closingPrice) == ["reply: wrongSession"])
        #expect(bench.print("09:00:07", 70_500, 100) == ["3 filled 10 at 70500, auction"])
    }

    @Test("§1.1 after the close orders come from 15:30, matching from 15:40, and end at 16:00")
    func postClose() {
        let bench = VenueBench(held: 20, heldCost: 1_400_000)
        bench.print("09:00:07", 70_000)
        bench.sell("15:30", 20, type: .closingPrice)
        #expect(bench.print("15:30:11", 70_300, 500) == [], "The cross is the auction's")
        #expect(bench.print("15:35", 70_300, 500) == [])
        #expect(bench.print("15:40", 70_300, 100) == ["1 filled 10 at 70300, auction"])
        #expect(bench.print("15:50", 70_200, 100) == [])
        #expect(bench.venue.nextWakeup == bench.moment("16:00"))
        #expect(bench.advance("16:00") == ["1 expired 10"])
        #expect(bench.venue.nextWakeup == .distantFuture)
    }

    @Test("touch takes the whole of a print there, and closing at the limit gives nothing")
    func touch() {
        let bench = VenueBench(.touch, held: 5, heldCost: 350_000)
        bench.buy("08:30", 100, type: .closingPrice)
        #expect(bench.print("08:34", 70_000, 30) == ["1 filled 30 at 70000, auction"])
        bench.print("09:00:07", 91_000)
        bench.print("15:30:07", 91_000)
        bench.buy("15:31", 5, type: .closingPrice)
        bench.sell("15:31", 5, type: .closingPrice)
        #expect(bench.print("15:41", 91_000, 30) == ["3 filled 5 at 91000, auction"])
    }

    @Test("a closing-price order has no price to change, and can be cancelled")
    func changes() {
        let bench = VenueBench()
        bench.buy("15:31", 5, type: .closingPrice)
        #expect(bench.modify("15:32", 1, to: 70_000) == ["reply: orderTypeNotAllowed"])
        #expect(bench.cancel("15:33", 1) == ["reply: 2", "1 cancelled 5 by 2"])
        #expect(bench.venue.nextWakeup == .distantFuture)
    }
}

@Suite("The after-market (krx-market.md §1.2)")
struct AfterMarketTests {
    static let day = CalendarDate(2026, 10, 6)

    @Test("§1.2 without it orders and prints there are nothing")
    func off() {
        let bench = VenueBench(day: Self.day)
        bench.print("15:30:07", 70_000)
        #expect(bench.buy("16:00", 1, 70_000) == ["reply: wrongSession"])
        bench.print("16:01", 75_000)
        bench.begin(Self.day.advanced(by: 1), settles: Self.day.advanced(by: 3))
        #expect(bench.venue.symbolDaysWithoutBand == 0)
    }

    @Test("§1.2 it is there from 2026-09-14 to 20:00, for KOSPI and KOSDAQ shares only")
    func eligible() {
        let before = VenueBench(day: CalendarDate(2026, 9, 11), afterMarket: true)
        #expect(before.buy("16:30", 1, 70_000) == ["reply: wrongSession"])
        for board in [Board.etf, .etn, .konex] {
            let bench = VenueBench(day: Self.day, afterMarket: true, secondBoard: board)
            #expect(bench.buy("16:30", 1, 20_000, symbol: 1) == ["reply: wrongSession"])
        }
        let bench = VenueBench(day: Self.day, afterMarket: true)
        #expect(bench.buy("16:30", 1, 20_000, symbol: 1) == ["reply: 1", "1 accepted"])
        bench.cancel("19:59", 1, symbol: 1)
        #expect(bench.buy("20:00", 1, 70_000) == ["reply: wrongSession"])
    }

    @Test("§1.2 its prints match its orders, continuously, until they expire at its end")
    func matching() {
        let bench = VenueBench(day: Self.day, afterMarket: true)
        bench.print("09:00:07", 70_000)
        bench.buy("15:00", 10, 69_000)
        bench.print("15:30:07", 70_000)
        #expect(bench.advance("15:30:31") == ["1 expired 10"], "It doesn't carry over")
        bench.buy("16:00", 10, 69_900)
        bench.buy("16:00", 3, type: .immediatelyExecutableLimit)
        #expect(bench.venue.nextWakeup == bench.moment("20:00"))
        #expect(bench.print("16:05", 70_000, 30) == ["3 filled 3 at 70100, through"])
        #expect(bench.print("16:06", 69_800, 4) == ["2 filled 4 at 69900, through"])
        #expect(bench.modify("16:07", 2, to: 69_500) == ["reply: 4", "2 modified 6 to 69500 as 4"])
        #expect(bench.advance("20:00") == ["4 expired 6"])
    }

    @Test("§1.2, §3.3 the day's band holds there, and the official close stays the 15:30 price")
    func officialClose() {
        let bench = VenueBench(day: Self.day, afterMarket: true)
        bench.print("09:00:07", 70_000)
        bench.print("15:30:07", 80_000)
        #expect(bench.buy("16:01", 1, 91_100) == ["reply: outsideBand"])
        bench.print("16:02", 90_000)
        bench.begin(Self.day.advanced(by: 1), settles: Self.day.advanced(by: 3))
        // The band is 80,000 ± 24,000.
        let next = VenueBench.noon(of: Self.day.advanced(by: 1))
        #expect(bench.takes(104_000, at: next) && !bench.takes(104_100, at: next))
        #expect(bench.takes(56_000, at: next) && !bench.takes(55_900, at: next))
    }

    @Test("§4.1 an interruption is inferred there by the rates of continuous trading")
    func interruption() {
        let bench = VenueBench(day: Self.day, afterMarket: true)
        bench.print("15:30:07", 70_000)
        bench.print("16:10", 70_000)
        bench.print("16:20", 74_200)
        bench.buy("16:21", 5, 74_500)
        #expect(bench.print("16:22", 74_000, 100) == ["1 filled 5 at 74000, auction"])
    }
}
