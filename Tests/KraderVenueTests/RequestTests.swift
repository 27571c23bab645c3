import KraderModel
import KraderVenue
import Testing

@Suite("What the venue takes and what it rejects")
struct RequestTests {
    @Test(
        "a request outside the rules is rejected with its reason",
        arguments: [
            (0, 0, 70_000, .badQuantity), (0, 1, 70_050, .offStep), (0, 1, 0, .offStep),
            (0, 1, 91_100, .outsideBand), (0, 1, 48_900, .outsideBand),
            (3, 1, 70_000, .unknownSymbol),
            (-1, 1, 70_000, .unknownSymbol), (2, 1, 70_000, .notTradeable),
            // The value 1,428,572 × 70,000 is the first beyond 100 billion.
            (0, 1_428_572, 70_000, .quantityTooLarge), (0, 1_428_571, 70_000, .cashShort),
            (0, .max, 70_000, .quantityTooLarge),
        ] as [(Int, Int64, Int64, VenueRejection)])
    func rejected(symbol: Int, quantity: Int64, limit: Int64, why: VenueRejection) {
        let bench = VenueBench()
        #expect(bench.buy("10:00", quantity, limit, symbol: symbol) == ["reply: \(why)"])
    }

    @Test("the limits of the band themselves are inside", arguments: [49_000, 91_000] as [Int64])
    func bandEdges(limit: Int64) {
        #expect(VenueBench().buy("10:00", 1, limit) == ["reply: 1", "1 accepted"])
    }

    @Test(
        "orders are taken from 08:30 to 15:30, IOC and FOK from 09:00 to 15:20",
        arguments: [
            ("08:29:59.999999999", false, false), ("08:30", true, false), ("08:59:59", true, false),
            ("09:00", true, true), ("15:19:59", true, true), ("15:20", true, false),
            ("15:29:59.999999999", true, false), ("15:30", false, false),
        ])
    func sessions(time: String, day: Bool, immediate: Bool) {
        let bench = VenueBench()
        let wrong = ["reply: wrongSession"]
        #expect((bench.buy(time, 1) != wrong) == day)
        #expect((bench.buy(time, 1, kind: .immediateOrCancel) != wrong) == immediate)
        #expect((bench.buy(time, 1, kind: .fillOrKill) != wrong) == immediate)
    }

    @Test("without market rules grid, band, session and value don't matter")
    func noRules() {
        let bench = VenueBench(rules: false, cash: 1_000_000_000_000)
        #expect(bench.buy("03:00", 2_000_000, 123_457) == ["reply: 1", "1 accepted"])
    }

    @Test("next_open is the engine's, not the venue's")
    func nextOpen() {
        let bench = VenueBench()
        #expect(bench.buy("10:00", 1, kind: .nextOpen) == ["reply: orderTypeNotAllowed"])
    }

    @Test("a market buy needs cash for the upper limit, a limit buy for its limit and commission")
    func reservation() {
        let market = VenueBench(cash: 909_999)
        #expect(market.buy("10:00", 10) == ["reply: cashShort"])
        #expect(VenueBench(cash: 910_000).buy("10:00", 10) == ["reply: 1", "1 accepted"])
        // 0.015 % of 700,000 is 105, cut down to 100.
        let limit = VenueBench(costs: .kiwoom, cash: 700_100)
        #expect(limit.buy("10:00", 10, 70_000) == ["reply: 1", "1 accepted"])
        #expect(limit.venue.balance().reserved == Won(700_100))
        let short = VenueBench(costs: .kiwoom, cash: 700_099)
        #expect(short.buy("10:00", 10, 70_000) == ["reply: cashShort"])
    }

    @Test("with the band unknown a market buy reserves 1.3 times the last price")
    func unknownBand() {
        let bench = VenueBench(costs: .kiwoom, base: nil)
        #expect(bench.venue.symbolDaysWithoutBand == 1)
        #expect(bench.buy("10:00", 1) == ["reply: orderTypeNotAllowed"], "Nothing prices it")
        bench.print("10:00:01", 70_005)
        bench.buy("10:00:02", 1)
        // ⌊70,005 × 1.3⌋ is 91,006, and 0.015 % of it 13, cut down to 10.
        #expect(bench.venue.balance().reserved == Won(91_016))
    }

    @Test("open sells offer shares; what is offered can't be sold twice")
    func shares() {
        let bench = VenueBench(held: 10, heldCost: 700_000)
        bench.sell("10:00", 6, 80_000)
        #expect(bench.sell("10:00", 5, 80_000) == ["reply: sharesShort"])
        #expect(bench.sell("10:00", 4, 80_000) == ["reply: 2", "2 accepted"])
        #expect(bench.venue.positions()[0].sellable == .zero)
    }

    @Test("there is room for 8,192 live orders")
    func capacity() {
        let bench = VenueBench(rules: false, cash: 1_000_000_000_000)
        for number in 1...8_192 {
            bench.venue.receive(bench.order(number), at: bench.moment("10:00"))
        }
        bench.venue.messages.removeAll()
        #expect(bench.buy("10:00", 1, 50_000) == ["reply: tooManyOrders"])
        bench.cancel("10:00", 7)
        #expect(bench.buy("10:00", 1, 50_000) == ["reply: 8194", "8194 accepted"])
    }
}

@Suite("Modify and cancel")
struct ModifyCancelTests {
    @Test("a modify moves all that is left to a new number, behind what waits at the price")
    func modify() {
        let bench = VenueBench()
        bench.print("10:00", 70_000)
        bench.buy("10:01", 10, 69_800)
        bench.buy("10:02", 10, 69_900)
        #expect(
            bench.modify("10:03", 1, to: 69_900) == ["reply: 3", "1 modified 10 to 69900 as 3"])
        let moved = bench.venue.openOrders()[1]
        #expect(moved.number == OrderNumber(3) && moved.original == OrderNumber(1))
        #expect(
            bench.print("10:04", 69_800, 15) == [
                "2 filled 10 at 69900, through", "3 filled 5 at 69900, through",
            ])
        #expect(bench.modify("10:05", 1, to: 69_800) == ["reply: nothingLeft"])
        #expect(
            bench.modify("10:05", 3, to: 69_800) == ["reply: 4", "3 modified 5 to 69800 as 4"])
        #expect(bench.venue.openOrders()[0].original == OrderNumber(3))
    }

    @Test("a partial modify leaves the rest on the old number, at its place")
    func partial() {
        let bench = VenueBench()
        bench.print("10:00", 70_000)
        bench.buy("10:01", 10, 69_900)
        bench.buy("10:02", 10, 69_900)
        #expect(
            bench.modify("10:03", 1, to: 69_800, quantity: 4)
                == ["reply: 3", "1 modified 4 to 69800 as 3"])
        #expect(
            bench.print("10:04", 69_700, 18) == [
                "1 filled 6 at 69900, through", "2 filled 10 at 69900, through",
                "3 filled 2 at 69800, through",
            ])
    }

    @Test("a modify needs cash for the difference only, and is checked like an order")
    func modifyChecks() {
        let bench = VenueBench(cash: 700_000)
        bench.buy("10:00", 10, 69_000)
        #expect(bench.modify("10:01", 1, to: 70_100) == ["reply: cashShort"])
        #expect(bench.modify("10:01", 1, to: 69_950) == ["reply: offStep"])
        #expect(bench.modify("10:01", 1, to: 91_100) == ["reply: outsideBand"])
        #expect(bench.modify("10:01", 1, to: 70_000, quantity: 0) == ["reply: badQuantity"])
        #expect(bench.modify("10:01", 1, to: 70_000, symbol: 1) == ["reply: unknownOrder"])
        #expect(bench.modify("10:01", 9, to: 70_000) == ["reply: unknownOrder"])
        #expect(bench.modify("15:30", 1, to: 70_000) == ["reply: wrongSession"])
        #expect(
            bench.modify("10:01", 1, to: 70_000) == ["reply: 2", "1 modified 10 to 70000 as 2"])
    }

    @Test("a market order has no price to change")
    func modifyMarket() {
        let bench = VenueBench()
        bench.buy("10:00", 10)
        #expect(bench.modify("10:01", 1, to: 70_000) == ["reply: orderTypeNotAllowed"])
    }

    @Test("commission goes on counting when all that is left moves")
    func commissionOverModify() {
        let bench = VenueBench(costs: .kiwoom)
        bench.print("10:00", 70_000)
        bench.buy("10:01", 10, 69_900)
        bench.print("10:02", 69_800, 5)
        bench.modify("10:03", 1, to: 69_800)
        bench.print("10:04", 69_700, 5)
        // 349,500 → 52, cut to 50; 698,500 → 104, cut to 100. Two orders would have paid 50 + 50.
        #expect(bench.venue.totals().commission == Won(100))
        bench.buy("10:05", 1, 69_700)
        bench.print("10:06", 69_600, 5)
        #expect(bench.venue.totals().commission == Won(110))
    }

    @Test("a cancel has a number of its own and releases what was held back")
    func cancel() {
        let bench = VenueBench()
        bench.buy("10:00", 10, 70_000)
        #expect(bench.cancel("10:01", 1, quantity: 3) == ["reply: 2", "1 cancelled 3 by 2"])
        #expect(bench.venue.balance().reserved == Won(490_000))
        #expect(bench.cancel("10:01", 1, quantity: 99) == ["reply: 3", "1 cancelled 7 by 3"])
        #expect(bench.venue.balance().reserved == .zero)
        #expect(bench.cancel("10:02", 1) == ["reply: nothingLeft"])
        #expect(bench.cancel("10:02", 2) == ["reply: unknownOrder"], "A cancel is no order")
        #expect(bench.cancel("10:02", 4) == ["reply: unknownOrder"])
    }
}
