import KraderMarket
import KraderModel
import Support
import Testing

/// krx-market.md §4.3 for an issue, halts of its own, and its listing day (§3.1, §4.1).
@Suite struct HaltTests {
    @Test("§4.3 stages 1 and 2: 20 minutes of cancels only, then 10 minutes of call auction")
    func circuitBreaker() {
        var scene = FlowScene(FlowScene.share)
        scene.print(10_000, "08:50")
        let waiting = scene.buy(5, 9_900, "10:00")
        scene.book.breakCircuit(.first, at: scene.day.at("10:01"))
        scene.sell(5, 9_900, "10:02")
        scene.change(waiting, limit: 9_950, "10:03")
        #expect(scene.rejections == [.halted, .halted])
        scene.cancel(waiting, "10:04")
        #expect(scene.waiting(.buy).isEmpty)
        scene.advance("10:21")
        scene.buy(7, 9_800, "10:22")
        scene.sell(7, 9_800, "10:23")
        #expect(scene.prints.count == 1)
        scene.advance("10:31:30")
        #expect(scene.prints.last == [9_800, 7])
        #expect(
            scene.statuses.prefix(2) == [
                "10:01:00 halted circuit_breaker_1", "10:21:00 call_auction circuit_breaker_1",
            ])
        #expect(scene.causes.last == "normal resumption")
        let end = scene.book.tape.statuses[2].time
        #expect(end >= scene.day.at("10:31") && end <= scene.day.at("10:31:30"))
        #expect(scene.book.staticReference == Price(9_800))
    }

    @Test("§4.3 stage 3 closes the day: nothing is taken, cancels included, no closing price")
    func stageThree() {
        var scene = FlowScene(FlowScene.share, day: CalendarDate(2026, 9, 15))
        scene.print(10_000, "08:50")
        let waiting = scene.buy(5, 9_900, "10:00")
        scene.book.breakCircuit(.third, at: scene.day.at("15:25"))
        scene.cancel(waiting, "15:26")
        scene.sell(5, 9_900, "15:26")
        scene.sell(5, 9_900, "16:30")
        #expect(scene.rejections == [.halted, .halted, .halted])
        scene.advance("21:00")
        #expect(scene.prints.count == 1)
        #expect(scene.statuses == ["15:25:00 closed circuit_breaker_3"])
        #expect(scene.book.officialClose == Price(10_000))
    }

    @Test("§5.4 step 5: the first price after a break at the limit goes by size")
    func firstPriceAtTheLimit() {
        func sizes(_ stage: CircuitBreaker.Stage?) -> [Int64] {
            var scene = FlowScene()
            scene.print(11_450, "08:50")
            scene.advance("10:00")
            if let stage { scene.book.breakCircuit(stage, at: scene.day.at("10:00")) }
            if stage == nil { scene.advance("15:20") } else { scene.advance("10:20") }
            let time = stage == nil ? "15:21" : "10:25"
            scene.buy(200, 11_500, time)
            scene.buy(1_000, 11_500, time)
            scene.sell(300, 11_500, time)
            scene.advance("15:31")
            return scene.trades.dropFirst().map { $0[3] }
        }
        #expect(sizes(.first) == [100, 200])
        #expect(sizes(nil) == [200, 100])
    }

    @Test("a break that ends near 15:20 goes over into the closing auction")
    func intoTheClosingAuction() {
        var scene = FlowScene()
        scene.book.breakCircuit(.second, at: scene.day.at("14:49:59"))
        scene.advance("15:10")
        scene.buy(1, 10_000, "15:15")
        scene.advance("15:20:30")
        #expect(scene.book.status == .normal)
        scene.sell(1, 10_000, "15:25")
        scene.advance("15:31")
        #expect(scene.prints == [[10_000, 1]])
    }

    @Test("a halt of an issue ends in a call auction; one over the close leaves no closing price")
    func halts() {
        var scene = FlowScene()
        scene.book.halt(at: scene.day.at("10:00"), until: scene.day.at("11:00"))
        scene.buy(1, 10_000, "10:30")
        #expect(scene.rejections == [.halted])
        scene.print(10_200, "11:05")
        #expect(scene.prints.isEmpty)
        scene.advance("11:11")
        #expect(scene.prints == [[10_200, 1]])
        #expect(scene.causes == ["halted halt", "call_auction halt", "normal resumption"])
        var over = FlowScene()
        over.print(10_100, "10:00")
        over.book.halt(at: over.day.at("15:00"), until: over.day.at("15:45"))
        over.advance("16:00")
        #expect(over.book.officialClose == Price(10_100))
        #expect(over.statuses.last == "15:45:00 normal resumption")
        // A halt from before the open ends in the opening auction.
        var early = FlowScene()
        early.book.halt(at: early.day.midnight, until: early.day.at("08:45"))
        early.print(10_100, "08:50")
        early.advance("09:01")
        #expect(early.prints == [[10_100, 1]])
    }

    @Test("§3.1 a listing day since 2023-06-26: 60 % to 400 % of the offer price, no interruption")
    func listingDay() {
        let listed = Instrument(
            code: Sample.code("900007"), board: .kosdaq,
            listing: .init(day: Sample.tuesday, offerPrice: Price(10_000)))
        var scene = FlowScene(listed)
        #expect(scene.book.band == PriceBand(lower: Price(6_000), upper: Price(40_000)))
        scene.print(40_000, "08:50")
        scene.print(6_000, "10:00")
        #expect(scene.prints == [[40_000, 1], [6_000, 1]])
        #expect(scene.statuses.isEmpty)
    }

    @Test("§3.1 before: 90 % to 200 % bound the opening, whose price is the base of ±30 %")
    func listingDayBefore() {
        let day = CalendarDate(2023, 6, 23)
        let listed = Instrument(
            code: Sample.code("900007"), board: .kosdaq,
            listing: .init(day: day, offerPrice: Price(10_000)))
        var scene = FlowScene(listed, day: day)
        scene.buy(1, 8_990, "08:50")
        scene.sell(1, 20_050, "08:50")
        #expect(scene.rejections == [.outsideLimits, .outsideLimits])
        let low = scene.buy(1, 9_000, "08:51")
        scene.print(18_000, "08:52")
        scene.advance("09:01")
        #expect(scene.prints == [[18_000, 1]])
        #expect(scene.book.band == PriceBand(lower: Price(12_600), upper: Price(23_400)))
        // An order outside the new limits has left the book.
        scene.cancel(low, "09:02")
        #expect(scene.rejections.last == .notOpen)
    }

    @Test("§4.1 a listing day before 2021-10-18 has interruptions")
    func listingDayInterrupted() {
        for (day, isInterrupted) in [
            (CalendarDate(2021, 10, 15), true), (CalendarDate(2021, 10, 18), false),
        ] {
            let listed = Instrument(
                code: Sample.code("900007"), board: .kosdaq,
                listing: .init(day: day, offerPrice: Price(10_000)))
            var scene = FlowScene(listed, day: day)
            scene.print(18_000, "08:52")
            scene.advance("09:01")
            #expect(scene.prints == [[18_000, 1]])
            scene.print(20_000, "10:00")
            #expect(scene.statuses.isEmpty != isInterrupted)
        }
    }
}
