import KraderModel
import KraderVenue
import Testing

@Suite("The broker's lists (kiwoom-rest.md §4)")
struct ListTests {
    /// Order 1 fills 4 of 10 and lives, order 2 fills whole, order 3 is cancelled by 4, order 5
    /// fills 3 of 9 and moves as 6; order 7 waits.
    private func morning(rowsPerPage: Int = 100) -> VenueBench {
        let bench = VenueBench(held: 20, heldCost: 1_400_000, rowsPerPage: rowsPerPage)
        bench.print("09:30", 70_000)
        bench.buy("09:31", 2, 69_900)
        bench.buy("09:32", 10, 69_800)
        bench.print("09:33", 69_700, 6)
        bench.buy("09:34", 5, 69_000)
        bench.cancel("09:35", 3)
        bench.sell("09:36", 9, 70_100)
        bench.print("09:37", 70_200, 3)
        bench.modify("09:38", 5, to: 70_300)
        bench.buy("09:39", 1, 69_000)
        return bench
    }

    private func rows(_ bench: VenueBench) -> [ListedOrder] {
        [
            ListedOrder(1, bench.terms("09:31", .buy, 2, 69_900), filled: 2, amount: 139_800),
            ListedOrder(
                2, bench.terms("09:32", .buy, 10, 69_800), leaves: 6, filled: 4, amount: 279_200),
            ListedOrder(3, bench.terms("09:34", .buy, 5, 69_000)),
            ListedOrder(4, .cancel, of: 3, bench.terms("09:35", .buy, 5, nil)),
            ListedOrder(5, bench.terms("09:36", .sell, 9, 70_100), filled: 3, amount: 210_300),
            ListedOrder(6, .modify, of: 5, bench.terms("09:38", .sell, 6, 70_300), leaves: 6),
            ListedOrder(7, bench.terms("09:39", .buy, 1, 69_000), leaves: 1),
        ]
    }

    @Test("open orders are those with shares left, and tell what of each was executed")
    func open() {
        let bench = morning()
        let all = rows(bench)
        let answer = bench.ask("09:40", .openOrders)
        #expect(answer.outcome == .orders([all[1], all[5], all[6]], hasMore: false))
        #expect(bench.venue.openOrders() == [all[1], all[5], all[6]])
    }

    @Test("executed orders have one row a number, whatever became of the order")
    func executed() {
        let bench = morning()
        let all = rows(bench)
        let answer = bench.ask("09:40", .executedOrders)
        #expect(answer.outcome == .orders([all[0], all[1], all[4]], hasMore: false))
        #expect(bench.venue.executedOrders() == [all[0], all[1], all[4]])
    }

    @Test("the orders of the day hold every order, modify and cancel that was taken, by number")
    func day() {
        let bench = morning()
        #expect(bench.ask("09:40", .ordersOfDay).outcome == .orders(rows(bench), hasMore: false))
        #expect(bench.venue.ordersOfDay() == rows(bench))
    }

    @Test("what expires keeps its row and what it filled, and has nothing left")
    func expired() {
        let bench = morning()
        var all = rows(bench)
        for index in all.indices { all[index].leaves = .zero }
        bench.advance("15:31")
        #expect(bench.venue.ordersOfDay() == all)
        #expect(bench.venue.openOrders() == [])
        let executed = bench.ask("15:31", .executedOrders)
        #expect(executed.outcome == .orders([all[0], all[1], all[4]], hasMore: false))
    }

    @Test("executions are listed with their numbers, and with what their order filled in all")
    func executions() {
        let bench = morning()
        let at = bench.moment("09:33")
        let expected = [
            ListedExecution(
                order: OrderNumber(1), symbol: SymbolIndex(0), side: .buy,
                execution: Execution(1, 2, at: 69_900, at, inAll: 2, for: 139_800)),
            ListedExecution(
                order: OrderNumber(2), symbol: SymbolIndex(0), side: .buy,
                execution: Execution(2, 4, at: 69_800, at, inAll: 4, for: 279_200)),
            ListedExecution(
                order: OrderNumber(5), symbol: SymbolIndex(0), side: .sell,
                execution: Execution(
                    3, 3, at: 70_100, bench.moment("09:37"), inAll: 3, for: 210_300)),
        ]
        let answer = bench.ask("09:40", .executions)
        #expect(answer.outcome == .executions(expected, hasMore: false))
        #expect(bench.venue.executions() == expected)
    }

    @Test("positions tell what is held, less what open sales offer, and what it cost")
    func positions() {
        let bench = morning()
        // 20 at 70,000, 2 for 139,800, 4 for 279,200; of 26 for 1,819,000 three are gone:
        // ⌊1,819,000 × 3 ÷ 26⌋ is 209,884. Six are offered.
        let held = ListedPosition(
            symbol: SymbolIndex(0), quantity: Shares(23), sellable: Shares(17),
            cost: Won(1_609_116))
        let answer = bench.ask("09:40", .positions)
        #expect(answer.outcome == .positions([held], hasMore: false))
        #expect(bench.venue.positions() == [held])
    }

    @Test("the balance tells cash, what open buys hold back, and what may leave")
    func balance() {
        let bench = morning()
        // 100,000,000 − 139,800 − 279,200 + 210,300; 6 × 69,800 + 69,000 are held back. The sale
        // of today settles with today's purchases: less is settled than there was.
        let money = ListedBalance(
            cash: Won(99_791_300), reserved: Won(487_800), withdrawable: Won(99_303_500))
        #expect(bench.ask("09:40", .balance).outcome == .balance(money))
        #expect(bench.ask("09:40", .balance, page: 5).outcome == .balance(money))
        #expect(bench.venue.balance() == money)
    }

    @Test("a request that is refused in its reply has no number and is in no list")
    func refused() {
        let bench = VenueBench()
        bench.buy("10:00", 0, 70_000)
        bench.buy("10:00", 1, 70_050)
        bench.modify("10:00", 1, to: 70_000)
        bench.cancel("10:00", 1)
        #expect(bench.ask("10:01", .ordersOfDay).outcome == .orders([], hasMore: false))
        #expect(bench.buy("10:02", 1, 70_000) == ["reply: 1", "1 accepted"])
    }

    @Test("a row tells what was asked for: not a limit found on arrival, nor what became of it")
    func asked() {
        let bench = VenueBench()
        bench.print("09:00:01", 70_000)
        bench.buy("10:00", 10, type: .bestLimit)
        bench.buy("10:01", 3, 69_000, type: .conditionalLimit)
        bench.cancel("10:02", 1, quantity: 4)
        bench.advance("15:20")
        let rows = [
            ListedOrder(1, bench.terms("10:00", .buy, 10, nil, type: .bestLimit), leaves: 6),
            ListedOrder(
                2, bench.terms("10:01", .buy, 3, 69_000, type: .conditionalLimit), leaves: 3),
            ListedOrder(
                3, .cancel, of: 1, bench.terms("10:02", .buy, 4, nil, type: .bestLimit)),
        ]
        #expect(bench.venue.ordersOfDay() == rows)
        #expect(bench.limits == [70_000, nil], "What they trade at now")
    }

    @Test("an order that fills at once has its row too")
    func atOnce() {
        let bench = VenueBench(.touch)
        bench.print("10:00", 70_000)
        bench.buy("10:00", 3, fromTick: true)
        let row = ListedOrder(
            1, bench.terms("10:00", .buy, 3, nil, type: .market), filled: 3, amount: 210_000)
        #expect(bench.venue.ordersOfDay() == [row])
        #expect(bench.venue.executedOrders() == [row])
        #expect(bench.venue.openOrders() == [])
    }

    @Test("a new day's lists are empty, and what is held stays")
    func newDay() {
        let bench = morning()
        bench.begin(CalendarDate(2026, 3, 4), settles: CalendarDate(2026, 3, 6))
        _ = bench.said()
        #expect(bench.venue.ordersOfDay() == [] && bench.venue.executedOrders() == [])
        #expect(bench.venue.executions() == [])
        #expect(bench.venue.positions().map(\.quantity) == [Shares(23)])
    }

    @Test("a list comes in pages, and each says whether another follows")
    func pages() {
        let bench = morning(rowsPerPage: 3)
        let all = rows(bench)
        for (page, rows, hasMore) in [
            (0, all[0..<3], true), (1, all[3..<6], true), (2, all[6...], false),
            (3, [], false), (.max, [], false), (-1, [], false), (.min, [], false),
        ] as [(Int32, ArraySlice<ListedOrder>, Bool)] {
            let answer = bench.ask("09:40", .ordersOfDay, page: page)
            #expect(answer.outcome == .orders(Array(rows), hasMore: hasMore), "page \(page)")
            #expect(answer.query == BrokerQuery(.ordersOfDay, page: page))
            #expect(answer.asOf == bench.moment("09:40") && answer.request == RequestID(77))
        }
        let open = bench.ask("09:40", .openOrders)
        #expect(
            open.outcome == .orders([all[1], all[5], all[6]], hasMore: false),
            "A full page is the last one when nothing comes after it")
    }

    @Test("executions and positions come in pages as orders do")
    func otherPages() {
        let bench = VenueBench(held: 5, heldCost: 350_000, rowsPerPage: 1)
        bench.print("09:30", 70_000)
        bench.print("09:30", 20_000, symbol: 1)
        bench.buy("09:31", 1, 19_950, symbol: 1)
        bench.buy("09:31", 2, 69_900)
        bench.print("09:32", 19_900, symbol: 1)
        bench.print("09:33", 69_800)
        let executions = bench.venue.executions()
        let positions = bench.venue.positions()
        #expect(executions.count == 2 && positions.count == 2)
        for page in 0..<3 as Range<Int32> {
            let rows = Int(page)..<min(Int(page) + 1, 2)
            #expect(
                bench.ask("09:40", .executions, page: page).outcome
                    == .executions(Array(executions[rows]), hasMore: page == 0))
            #expect(
                bench.ask("09:40", .positions, page: page).outcome
                    == .positions(Array(positions[rows]), hasMore: page == 0))
        }
    }
}
