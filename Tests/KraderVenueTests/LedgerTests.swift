import KraderModel
import KraderVenue
import Testing

@Suite("Cash, holdings and the day (semantics.md §5, krx-market.md §7)")
struct LedgerTests {
    @Test("commission and tax are those of the order's whole amount, whatever its fills")
    func costs() {
        let bench = VenueBench(.touch, costs: .kiwoom, cash: 10_000_000)
        bench.print("10:00", 70_000)
        bench.buy("10:00", 10, 70_000)
        bench.print("10:01", 70_000, 3)
        bench.print("10:02", 70_000, 7)
        // 0.015 % of 700,000 is 105, cut to 100.
        #expect(bench.venue.balance().cash == Won(9_299_900))
        bench.sell("10:03", 10, 70_000)
        bench.print("10:04", 70_000, 4)
        bench.print("10:05", 70_000, 6)
        // KOSPI in 2026: 0.05 % of 700,000 is 350, rural 0.15 % is 1,050.
        #expect(bench.venue.balance().cash == Won(9_999_900 - 100 - 350 - 1_050))
        #expect(bench.venue.totals().tax == Won(1_400))
    }

    @Test("a sale takes its share of the cost, cut down")
    func costOfSale() {
        let bench = VenueBench(.touch, held: 3, heldCost: 200_000)
        bench.print("10:00", 70_000)
        bench.sell("10:00", 1, fromTick: true)
        #expect(bench.venue.positions()[0].cost == Won(200_000 - 66_666))
        #expect(bench.venue.totals().realised == Won(70_000 - 66_666))
    }

    @Test("sale proceeds buy at once and may leave two trading days later")
    func settlement() {
        let bench = VenueBench(.touch, cash: 0, held: 10, heldCost: 700_000)
        bench.print("10:00", 70_000)
        bench.sell("10:00", 10, fromTick: true)
        #expect(bench.venue.balance().cash == Won(700_000))
        #expect(bench.venue.balance().withdrawable == .zero)
        bench.buy("10:00", 4, 70_000)
        #expect(bench.venue.balance().available == Won(420_000))
        bench.cancel("10:00", 2)
        bench.begin(CalendarDate(2026, 3, 4), settles: CalendarDate(2026, 3, 6))
        #expect(bench.venue.balance().withdrawable == .zero)
        bench.begin(CalendarDate(2026, 3, 5), settles: CalendarDate(2026, 3, 9))
        #expect(bench.venue.balance().withdrawable == Won(700_000))
    }

    @Test("a purchase paid from a sale of the same day leaves settled cash alone")
    func netting() {
        let bench = VenueBench(.touch, cash: 1_000_000, held: 10, heldCost: 700_000)
        bench.print("10:00", 70_000)
        bench.sell("10:00", 10, fromTick: true)
        bench.buy("10:00:01", 5, fromTick: true)
        #expect(bench.venue.balance().cash == Won(1_350_000))
        #expect(bench.venue.balance().withdrawable == Won(1_000_000))
    }

    @Test("day orders join the closing auction and expire thirty seconds after the close")
    func expiry() {
        let bench = VenueBench()
        bench.print("15:19:00", 70_000)
        bench.buy("15:19:30", 10, 69_900)
        bench.buy("15:25:00", 10)
        #expect(bench.venue.nextWakeup == bench.moment("15:30:30.000000001"))
        #expect(bench.print("15:30:11", 69_900, 50) == ["2 filled 5 at 69900, auction"])
        // A cross may still print at 15:30:30 itself (semantics.md §2).
        #expect(bench.advance("15:30:30") == [])
        #expect(bench.advance("15:30:30.000000001") == ["1 expired 10", "2 expired 5"])
        #expect(bench.venue.balance().reserved == .zero)
        #expect(bench.venue.nextWakeup == .distantFuture)
    }

    @Test("a new day expires what is left, begins its numbers at 1 and forgets the executions")
    func newDay() {
        let bench = VenueBench(.touch, rules: false)
        bench.print("10:00", 70_000)
        bench.buy("10:00", 1, fromTick: true)
        bench.buy("10:00", 10, 69_900)
        #expect(bench.venue.executions().map(\.execution.number) == [ExecutionNumber(1)])
        bench.begin(CalendarDate(2026, 3, 4), settles: CalendarDate(2026, 3, 6))
        #expect(bench.said() == ["2 expired 10"])
        #expect(bench.venue.executions() == [] && bench.venue.openOrders() == [])
    }

    @Test("the next day's band comes from the last regular print or candle close")
    func nextBand() {
        let bench = VenueBench()
        bench.print("15:30:05", 80_000)
        bench.print("15:45:00", 99_000, scope: .other)
        bench.begin(CalendarDate(2026, 3, 4), settles: CalendarDate(2026, 3, 6))
        // The base is 80,000: width 24,000, limits 56,000 and 104,000.
        let next = bench.day.advanced(by: 1).at(TimeOfDay(10, 0)) - bench.day.at(TimeOfDay(0, 0))
        let ten = bench.day.midnight + next
        for (limit, isTaken) in [
            (104_000, true), (104_500, false), (56_000, true), (55_900, false),
        ] as [(Int64, Bool)] {
            let request = BrokerRequest.NewOrder(
                symbol: SymbolIndex(0), side: .buy, quantity: Shares(1), limit: Price(limit))
            bench.venue.receive(
                NumberedRequest(id: RequestID(1), request: .newOrder(request)), at: ten)
            #expect((bench.said().first != "reply: outsideBand") == isTaken)
        }
    }
}
