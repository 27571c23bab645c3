import KraderModel
import KraderVenue
import Testing

@Suite("What pushes tell of an order (failure-modes.md §1, C03–C06)")
struct CumulativeTests {
    @Test("an acceptance tells the terms as they were ordered")
    func accepted() {
        let bench = VenueBench(held: 5, heldCost: 350_000)
        bench.print("09:30", 70_000)
        let orders: [BrokerRequest.NewOrder] = [
            .init(symbol: SymbolIndex(0), side: .buy, quantity: Shares(10), limit: Price(69_000)),
            .init(symbol: SymbolIndex(0), side: .sell, quantity: Shares(2), limit: nil),
            .init(
                symbol: SymbolIndex(0), side: .buy, quantity: Shares(3), type: .bestLimit,
                limit: nil),
        ]
        let expected = [
            bench.terms("10:00", .buy, 10, 69_000),
            bench.terms("10:00", .sell, 2, nil, type: .market),
            bench.terms("10:00", .buy, 3, nil, type: .bestLimit),
        ]
        for (order, terms) in zip(orders, expected) {
            bench.venue.receive(
                NumberedRequest(id: RequestID(1), request: .newOrder(order)),
                at: bench.moment("10:00"))
            guard case .push(let push) = bench.venue.messages[1].content else {
                Issue.record("The acceptance comes after the reply")
                return
            }
            #expect(push.event == .accepted(terms))
            bench.venue.messages.removeAll()
        }
    }

    @Test("each execution tells what its order's number has filled with it, shares and won")
    func partial() {
        let bench = VenueBench()
        bench.print("10:00", 70_000)
        bench.buy("10:01", 10, 69_900)
        let first = bench.executions("10:02", 69_800, 4)
        let second = bench.executions("10:03", 69_800, 1)
        let third = bench.executions("10:04", 69_800, 100)
        let at = { bench.moment($0) }
        #expect(first == [Execution(1, 4, at: 69_900, at("10:02"), inAll: 4, for: 279_600)])
        #expect(second == [Execution(2, 1, at: 69_900, at("10:03"), inAll: 5, for: 349_500)])
        #expect(third == [Execution(3, 5, at: 69_900, at("10:04"), inAll: 10, for: 699_000)])
    }

    @Test("prices that differ add up to the amount")
    func walk() {
        let bench = VenueBench(.queue)
        bench.print("10:00", 70_000)
        bench.book("10:01", asks: [(70_100, 3), (70_200, 50)], bids: [(70_000, 9)])
        bench.buy("10:02", 1, 69_000)
        let order = BrokerRequest.NewOrder(
            symbol: SymbolIndex(0), side: .buy, quantity: Shares(8), limit: nil)
        bench.venue.receive(
            NumberedRequest(id: RequestID(9), request: .newOrder(order)), at: bench.moment("10:03")
        )
        let at = bench.moment("10:03")
        #expect(
            bench.heardExecutions() == [
                Execution(1, 3, at: 70_100, at, inAll: 3, for: 210_300),
                Execution(2, 5, at: 70_200, at, inAll: 8, for: 561_300),
            ])
    }

    @Test("a modify of a part begins at zero under its number, and the old number goes on")
    func partialModify() {
        let bench = VenueBench()
        bench.print("10:00", 70_000)
        bench.buy("10:01", 10, 69_900)
        bench.print("10:02", 69_800, 3)
        bench.modify("10:03", 1, to: 69_800, quantity: 4)
        let at = bench.moment("10:04")
        // Three are left of the old number, four of the new one.
        #expect(
            bench.executions("10:04", 69_700, 5) == [
                Execution(2, 3, at: 69_900, at, inAll: 6, for: 419_400),
                Execution(3, 2, at: 69_800, at, inAll: 2, for: 139_600),
            ])
        #expect(
            bench.venue.ordersOfDay() == [
                ListedOrder(1, bench.terms("10:01", .buy, 10, 69_900), filled: 6, amount: 419_400),
                ListedOrder(
                    2, .modify, of: 1, bench.terms("10:03", .buy, 4, 69_800), leaves: 2, filled: 2,
                    amount: 139_600),
            ])
    }

    @Test("a modify of all that is left begins at zero, though its commission goes on counting")
    func wholeModify() {
        let bench = VenueBench(costs: .kiwoom)
        bench.print("10:00", 70_000)
        bench.buy("10:01", 23, 69_900)
        bench.print("10:02", 69_800, 19)
        bench.modify("10:03", 1, to: 69_600)
        bench.modify("10:03:30", 2, to: 69_700)
        let at = bench.moment("10:04")
        #expect(
            bench.executions("10:04", 69_600, 4) == [
                Execution(2, 4, at: 69_700, at, inAll: 4, for: 278_800)
            ])
        #expect(
            bench.venue.ordersOfDay() == [
                ListedOrder(
                    1, bench.terms("10:01", .buy, 23, 69_900), filled: 19, amount: 1_328_100),
                ListedOrder(2, .modify, of: 1, bench.terms("10:03", .buy, 4, 69_600)),
                ListedOrder(
                    3, .modify, of: 2, bench.terms("10:03:30", .buy, 4, 69_700), filled: 4,
                    amount: 278_800),
            ])
        // 1,606,900 → 241, cut to 240. Two orders would have paid 190 + 40.
        #expect(bench.venue.totals().commission == Won(240))
    }

    @Test("a cancel of a part changes nothing of what was filled, nor of what is filled after it")
    func cancel() {
        let bench = VenueBench()
        bench.print("10:00", 70_000)
        bench.buy("10:01", 10, 69_900)
        bench.print("10:02", 69_800, 3)
        bench.cancel("10:03", 1, quantity: 4)
        let at = bench.moment("10:04")
        #expect(
            bench.executions("10:04", 69_700, 50) == [
                Execution(2, 3, at: 69_900, at, inAll: 6, for: 419_400)
            ])
        #expect(
            bench.venue.ordersOfDay() == [
                ListedOrder(1, bench.terms("10:01", .buy, 10, 69_900), filled: 6, amount: 419_400),
                ListedOrder(2, .cancel, of: 1, bench.terms("10:03", .buy, 4, nil)),
            ])
    }
}
