import KraderModel
import KraderVenue
import Testing

@Suite("Acts by hand, from another channel (failure-modes.md §1, C07, D16)")
struct ByHandTests {
    private func limit(_ side: Side, _ quantity: Int64, _ price: Int64) -> BrokerRequest.NewOrder {
        .init(
            symbol: SymbolIndex(0), side: side, quantity: Shares(quantity), limit: Price(price))
    }

    /// The channel of each order of the day, modifies and cancels among them.
    private func channels(_ bench: VenueBench) -> [OrderChannel] {
        bench.venue.ordersOfDay().map(\.terms.channel)
    }

    @Test("an order by hand is pushed and not replied to, and has the day's next number")
    func enter() {
        let bench = VenueBench()
        bench.print("10:00", 70_000)
        bench.buy("10:01", 1, 69_000)
        let taken = bench.venue.enterByHand(limit(.buy, 5, 69_900), at: bench.moment("10:02"))
        #expect(taken == .success(OrderNumber(2)))
        let push = BrokerPush(
            number: OrderNumber(2), symbol: SymbolIndex(0),
            event: .accepted(bench.terms("10:02", .buy, 5, 69_900, .other)))
        #expect(bench.venue.messages.count == 1)
        #expect(bench.venue.messages[0].content == .push(push))
        #expect(bench.said() == ["2 accepted"])
        #expect(channels(bench) == [.openAPI, .other])
        let at = bench.moment("10:03")
        #expect(
            bench.executions("10:03", 69_800, 2) == [
                Execution(1, 2, at: 69_900, at, inAll: 2, for: 139_800, .other)
            ])
    }

    @Test("what a person may not do is refused as a request is, and nothing is said")
    func refused() {
        let bench = VenueBench(cash: 70_000)
        bench.print("10:00", 70_000)
        bench.buy("10:01", 1, 69_000)
        bench.cancel("10:01", 1)
        let at = bench.moment("10:02")
        let entered = bench.venue.enterByHand(limit(.buy, 2, 69_000), at: at)
        #expect(entered == .failure(.cashShort))
        let sold = bench.venue.enterByHand(limit(.sell, 1, 70_000), at: at)
        #expect(sold == .failure(.sharesShort))
        let ended = bench.venue.cancelByHand(OrderNumber(1), at: at)
        #expect(ended == .failure(.nothingLeft))
        let cancel = bench.venue.modifyByHand(OrderNumber(2), limit: Price(69_000), at: at)
        #expect(cancel == .failure(.unknownOrder), "A cancel is no order")
        for number in [Int32.min, 0, 3, .max] {
            let order = OrderNumber(number)
            let cancelled = bench.venue.cancelByHand(order, at: at)
            let modified = bench.venue.modifyByHand(order, limit: Price(69_000), at: at)
            #expect(cancelled == .failure(.unknownOrder))
            #expect(modified == .failure(.unknownOrder))
        }
        #expect(bench.said() == [] && channels(bench).count == 2)
    }

    @Test("a cancel by hand takes out of a program's order; its row alone is of another channel")
    func cancel() {
        let bench = VenueBench()
        bench.buy("10:00", 10, 69_000)
        let at = bench.moment("10:01")
        let part = bench.venue.cancelByHand(OrderNumber(1), quantity: Shares(3), at: at)
        #expect(part == .success(OrderNumber(2)))
        #expect(bench.said() == ["1 cancelled 3 by 2"])
        let none = bench.venue.cancelByHand(OrderNumber(1), quantity: .zero, at: at)
        #expect(none == .failure(.badQuantity))
        let rest = bench.venue.cancelByHand(OrderNumber(1), at: at)
        #expect(rest == .success(OrderNumber(3)))
        #expect(bench.said() == ["1 cancelled 7 by 3"])
        #expect(
            bench.venue.ordersOfDay() == [
                ListedOrder(1, bench.terms("10:00", .buy, 10, 69_000)),
                ListedOrder(2, .cancel, of: 1, bench.terms("10:01", .buy, 3, nil, .other)),
                ListedOrder(3, .cancel, of: 1, bench.terms("10:01", .buy, 7, nil, .other)),
            ])
    }

    @Test("a program's order that a person modifies stays the program's: so are its executions")
    func modify() {
        let bench = VenueBench()
        bench.print("10:00", 70_000)
        bench.buy("10:01", 10, 69_000)
        let taken = bench.venue.modifyByHand(
            OrderNumber(1), quantity: Shares(4), limit: Price(69_900), at: bench.moment("10:02"))
        #expect(taken == .success(OrderNumber(2)))
        #expect(bench.said() == ["1 modified 4 to 69900 as 2"])
        #expect(channels(bench) == [.openAPI, .other])
        let at = bench.moment("10:03")
        #expect(
            bench.executions("10:03", 69_800, 1) == [
                Execution(1, 1, at: 69_900, at, inAll: 1, for: 69_900, .openAPI)
            ])
    }

    @Test("a person's order that a program modifies stays the person's")
    func modifyOfOther() {
        let bench = VenueBench()
        bench.print("10:00", 70_000)
        _ = bench.venue.enterByHand(limit(.buy, 10, 69_000), at: bench.moment("10:01"))
        #expect(bench.said() == ["1 accepted"])
        #expect(
            bench.modify("10:02", 1, to: 69_900) == ["reply: 2", "1 modified 10 to 69900 as 2"])
        #expect(channels(bench) == [.other, .openAPI])
        let at = bench.moment("10:03")
        #expect(
            bench.executions("10:03", 69_800, 1) == [
                Execution(1, 1, at: 69_900, at, inAll: 1, for: 69_900, .other)
            ])
    }

    @Test("a day's end that is due comes before what a person does after it")
    func time() {
        let bench = VenueBench()
        bench.buy("10:00", 10, 69_000)
        let cancelled = bench.venue.cancelByHand(OrderNumber(1), at: bench.moment("16:00"))
        #expect(cancelled == .failure(.nothingLeft))
        #expect(bench.said() == ["1 expired 10"])
    }
}

@Suite("Fills that somebody says")
struct ScriptedFillTests {
    @Test("a fill that is said is booked at its price, whatever the market shows")
    func fill() {
        let bench = VenueBench(held: 10, heldCost: 700_000)
        bench.sell("10:00", 10, 71_000)
        let at = bench.moment("10:01")
        let first = bench.venue.fillByHand(
            OrderNumber(1), quantity: Shares(4), at: Price(71_050), time: at)
        #expect(first == .success(ExecutionNumber(1)))
        let push = BrokerPush(
            number: OrderNumber(1), symbol: SymbolIndex(0),
            event: .executed(Execution(1, 4, at: 71_050, at, inAll: 4, for: 284_200)))
        #expect(bench.venue.messages.count == 1)
        #expect(
            bench.venue.messages[0]
                == VenueMessage(made: at, content: .push(push), evidence: .scripted))
        #expect(bench.said() == ["1 filled 4 at 71050, scripted"])
        #expect(bench.venue.balance().cash == Won(100_284_200))
        let rest = bench.venue.fillByHand(
            OrderNumber(1), quantity: Shares(6), at: Price(71_000), time: at)
        #expect(rest == .success(ExecutionNumber(2)))
        #expect(bench.said() == ["1 filled 6 at 71000, scripted"])
        #expect(bench.venue.openOrders() == [] && bench.venue.positions() == [])
        #expect(
            bench.venue.executedOrders() == [
                ListedOrder(
                    1, bench.terms("10:00", .sell, 10, 71_000), filled: 10, amount: 710_200)
            ])
        #expect(bench.venue.nextWakeup == .distantFuture, "Nothing is left to expire")
    }

    @Test("what lives no more, more than is left, and what is no price are refused by name")
    func refused() {
        let bench = VenueBench(.touch, cash: 10_000_000)
        bench.print("10:00", 70_000)
        bench.buy("10:00", 5, 69_000)
        bench.buy("10:00", 1, 69_000)
        bench.cancel("10:00", 2)
        for (number, quantity, price, why) in [
            (1, 6, 69_000, .badQuantity), (1, 0, 69_000, .badQuantity),
            (1, -1, 69_000, .badQuantity), (1, 5, 0, .offStep), (1, 5, -69_000, .offStep),
            (1, 5, .max, .quantityTooLarge), (1, 5, 200_000_000_000_000_001, .quantityTooLarge),
            (2, 1, 69_000, .nothingLeft), (3, 1, 69_000, .unknownOrder),
            (4, 1, 69_000, .unknownOrder), (0, 1, 69_000, .unknownOrder),
        ] as [(Int32, Int64, Int64, VenueRejection)] {
            let outcome = bench.venue.fillByHand(
                OrderNumber(number), quantity: Shares(quantity), at: Price(price),
                time: bench.moment("10:01"))
            #expect(outcome == .failure(why), "\(number) \(quantity) \(price)")
        }
        #expect(bench.said() == [])
        let late = bench.venue.fillByHand(
            OrderNumber(1), quantity: Shares(5), at: Price(69_000), time: bench.moment("16:00"))
        #expect(late == .failure(.nothingLeft), "It has expired")
        #expect(bench.said() == ["1 expired 5"])
    }

    @Test("a price beyond the limit is booked as it is said: cash may go below zero")
    func beyondLimit() {
        let bench = VenueBench(cash: 69_000)
        bench.buy("10:00", 1, 69_000)
        let outcome = bench.venue.fillByHand(
            OrderNumber(1), quantity: Shares(1), at: Price(80_000), time: bench.moment("10:01"))
        #expect(outcome == .success(ExecutionNumber(1)))
        let balance = bench.venue.balance()
        #expect(balance.cash == Won(-11_000) && balance.reserved == .zero)
        #expect(balance.withdrawable == .zero)
    }

    @Test("a waiting immediate order can be filled by hand; what is left of it ends in time")
    func immediate() {
        let bench = VenueBench()
        bench.print("10:00", 70_000)
        bench.buy("10:00:01", 5, 71_000, kind: .immediateOrCancel)
        let outcome = bench.venue.fillByHand(
            OrderNumber(1), quantity: Shares(2), at: Price(70_000),
            time: bench.moment("10:00:01.5"))
        #expect(outcome == .success(ExecutionNumber(1)))
        #expect(bench.said() == ["1 filled 2 at 70000, scripted"])
        #expect(bench.advance("10:00:03") == ["1 expired 3"])
    }
}
