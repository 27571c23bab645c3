import KraderMarket
import KraderModel
import Support
import Testing

/// These hold auctions to krx-market.md §5.4 and §1.1.
@Suite struct AuctionTests {
    @Test("§5.4 orders gather until the cross; one price for all, price then time, no pro-rata")
    func opening() {
        var scene = FlowScene()
        let high = scene.buy(10, 10_050, "08:50")
        let first = scene.buy(10, 10_000, "08:51")
        scene.buy(10, 10_000, "08:52")
        let seller = scene.sell(15, 9_950, "08:53")
        #expect(scene.prints.isEmpty)
        scene.advance("09:01")
        #expect(scene.prints == [[10_000, 15]])
        #expect(scene.book.tape.ticks[0].taker == .unknown)
        let s = Int64(seller)
        #expect(scene.trades == [[Int64(high), s, 10_000, 10], [Int64(first), s, 10_000, 5]])
        #expect(scene.waiting(.buy) == [[10_000, 15]])
        #expect(scene.book.staticReference == Price(10_000))
    }

    @Test("§5.4 step 6: an auction ends uniformly within 30 s, so do orders for it")
    func randomEnd() {
        var seconds: [Double] = []
        for seed in 0..<300 {
            var scene = FlowScene(seed: UInt64(seed))
            for (time, cross) in [("08:50", "09:00"), ("15:25", "15:30")] {
                scene.buy(1, 10_000, time)
                scene.sell(1, 10_000, time)
                // The order is still in time for the auction.
                scene.buy(1, 9_000, cross, .limit)
                scene.advance(cross + ":30")
                let print = scene.book.tape.ticks.last?.time ?? .distantFuture
                seconds.append(Double((print - scene.day.at(cross)).nanoseconds) / 1e9)
            }
            #expect(scene.prints == [[10_000, 1], [10_000, 1]])
            #expect(scene.rejections.isEmpty)
        }
        #expect(seconds.allSatisfy { 0 <= $0 && $0 <= 30 })
        let mean = seconds.reduce(0, +) / Double(seconds.count)
        let square = seconds.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let deviation = (square / Double(seconds.count)).squareRoot()
        // A uniform draw has mean 15 and deviation 30 / √12 = 8.66.
        #expect(abs(mean - 15) < 1.1 && abs(deviation - 8.66) < 0.6)
    }

    @Test("§5.4 a market order waits in an auction and goes before every limit")
    func markets() {
        var scene = FlowScene()
        scene.buy(10, 10_100, "08:50")
        let market = scene.buy(10, nil, "08:51")
        scene.sell(12, 9_900, "08:52")
        scene.advance("09:01")
        #expect(scene.trades.map { [$0[0], $0[2], $0[3]] }.first == [Int64(market), 10_100, 10])
        #expect(scene.waiting(.buy) == [[10_100, 8]])
    }

    @Test("§5.4 step 5: a limit-up open serves the largest first; vector 4")
    func limitUpOpen() {
        // A base of 15,500 has its upper limit at 20,150, as in the exchange's example.
        var scene = FlowScene(FlowScene.share, base: 15_500)
        #expect(scene.book.band?.upper == Price(20_150))
        for quantity: Int64 in [1_000, 200, 10_000, 5_000] { scene.buy(quantity, 20_150, "08:50") }
        scene.sell(13_100, 20_150, "08:51")
        // A price 30 % from the base interrupts first.
        scene.advance("09:10")
        let bought = (0..<4).map { number in
            scene.trades.filter { $0[0] == Int64(number) }.reduce(0) { $0 + $1[3] }
        }
        #expect(bought == [1_000, 200, 7_600, 4_300])
        #expect(scene.prints == [[20_150, 13_100]])
    }

    @Test("§5.4 step 5: a limit-down open serves sells by size, market orders among them")
    func limitDownOpen() {
        var scene = FlowScene()
        scene.sell(50, 8_500, "08:50")
        scene.sell(300, nil, "08:50")
        scene.buy(210, 8_500, "08:51")
        scene.advance("09:01")
        // 300 and 50 to sell, 210 to give: 100 and 50, then 60 more for the larger.
        let sold = (0..<2).map { number in
            scene.trades.filter { $0[1] == Int64(number) }.reduce(0) { $0 + $1[3] }
        }
        #expect(sold == [50, 160])
    }

    @Test("§5.4 the closing auction at a limit goes by time: it is no first price")
    func limitUpClose() {
        var scene = FlowScene()
        scene.print(11_450, "11:00")
        scene.buy(200, 11_500, "15:21")
        scene.buy(1_000, 11_500, "15:22")
        scene.sell(300, 11_500, "15:23")
        scene.advance("15:31")
        #expect(scene.trades.dropFirst().map { $0[3] } == [200, 100])
    }

    @Test("§3.3 the official close is the closing price, else the last trade, else the base")
    func officialClose() {
        var scene = FlowScene()
        scene.advance("16:00")
        #expect(scene.book.officialClose == Price(10_000))
        var traded = FlowScene()
        traded.print(10_200, "11:00")
        traded.advance("16:00")
        #expect(traded.book.officialClose == Price(10_200))
        var closed = FlowScene()
        closed.print(10_200, "11:00")
        closed.print(10_100, "15:25")
        closed.advance("16:00")
        #expect(closed.book.officialClose == Price(10_100))
    }

    @Test("§1.5 on an exam day the open is at 10:00 and the close at 16:30")
    func examDay() {
        var scene = FlowScene(day: CalendarDate(2026, 11, 19))
        scene.print(10_100, "09:40")
        scene.print(10_200, "16:25")
        scene.advance("23:00")
        let times = scene.book.tape.ticks.map(\.time)
        #expect(scene.prints == [[10_100, 1], [10_200, 1]])
        #expect(times[0] >= scene.day.at("10:00") && times[0] <= scene.day.at("10:00:30"))
        #expect(times[1] >= scene.day.at("16:30") && times[1] <= scene.day.at("16:30:30"))
    }

    @Test("§1.1 the opening auction takes orders from 08:30, before 2019-04-29 from 08:00")
    func openingHours() {
        for (day, time, isTaken) in [
            (Sample.tuesday, "08:29", false), (Sample.tuesday, "08:30", true),
            (CalendarDate(2019, 4, 26), "08:00", true),
            (CalendarDate(2019, 4, 26), "07:59", false),
        ] {
            var scene = FlowScene(day: day)
            scene.buy(1, 10_000, time)
            #expect(scene.rejections.isEmpty == isTaken)
        }
    }
}
