import KraderMarket
import KraderModel
import Support
import Testing

/// These hold continuous trading to krx-market.md §5.3.
@Suite struct ContinuousTests {
    @Test("§5.3 the better price goes first, then the earlier order")
    func priceThenTime() {
        var scene = FlowScene()
        let late = scene.sell(10, 10_010, "10:00")
        let best = scene.sell(10, 10_000, "10:01")
        let later = scene.sell(10, 10_010, "10:02")
        let buy = scene.buy(25, 10_020, "10:03")
        #expect(
            scene.trades.map { [$0[1], $0[3]] } == [
                [Int64(best), 10], [Int64(late), 10], [Int64(later), 5],
            ])
        #expect(scene.trades.allSatisfy { $0[0] == Int64(buy) })
    }

    @Test("§5.3 a trade's price is that of the order that was there first")
    func priceOfTheFirst() {
        var scene = FlowScene()
        scene.sell(10, 10_000, "10:00")
        scene.buy(10, 10_100, "10:01")
        scene.buy(10, 9_950, "10:02")
        scene.sell(10, 9_900, "10:03")
        #expect(scene.prints == [[10_000, 10], [9_950, 10]])
        #expect(scene.book.tape.ticks.map(\.taker) == [.buyer, .seller])
    }

    @Test("§5.3 a market order outranks earlier limits on its side")
    func marketFirst() {
        var scene = FlowScene()
        scene.buy(10, 10_000, "10:00")
        let market = scene.buy(10, nil, "10:01")
        let seller = scene.sell(10, 9_900, "10:02")
        // Shown a step above the best limit, it was there first: 10,010.
        #expect(scene.trades == [[Int64(market), Int64(seller), 10_010, 10]])
        #expect(scene.waiting(.buy) == [[10_000, 10]])
    }

    @Test("§5.3 at the daily limit price market and limit orders rank by time alone")
    func equalAtTheLimit() {
        var scene = FlowScene()
        let first = scene.buy(10, 11_500, "10:00")
        let market = scene.buy(10, nil, "10:01")
        let last = scene.buy(10, 11_500, "10:02")
        scene.sell(25, 11_000, "10:03")
        #expect(
            scene.trades.map { [$0[0], $0[2], $0[3]] } == [
                [Int64(first), 11_500, 10], [Int64(market), 11_500, 10], [Int64(last), 11_500, 5],
            ])
    }

    @Test("§5.3 the rest of a market order waits, shown a step beyond its side's best or at last")
    func restOfMarket() {
        var scene = FlowScene()
        scene.sell(10, 10_050, "10:00")
        scene.buy(30, nil, "10:01")
        #expect(scene.prints == [[10_050, 10]])
        #expect(scene.displayed(.buy) == [[10_050, 20]])
        scene.buy(5, 10_000, "10:02")
        #expect(scene.displayed(.buy) == [[10_010, 20], [10_000, 5]])
        var sells = FlowScene()
        sells.sell(7, 10_100, "10:00")
        sells.sell(3, nil, "10:01")
        #expect(sells.displayed(.sell) == [[10_090, 3], [10_100, 7]])
        // At the daily limit the order can't be shown beyond it: there is one level.
        var locked = FlowScene()
        locked.buy(5, 11_500, "10:00")
        locked.buy(6, nil, "10:01")
        #expect(locked.displayed(.buy) == [[11_500, 11]])
    }

    @Test("§5.3 a waiting market order takes a limit beyond where it is shown, at that limit")
    func marketGoesAsFar() {
        var scene = FlowScene()
        scene.buy(10, nil, "10:00")
        scene.sell(4, 10_300, "10:01")
        scene.sell(4, 9_800, "10:02")
        scene.sell(2, nil, "10:03")
        #expect(scene.prints == [[10_300, 4], [10_300, 4], [10_300, 2]])
    }

    @Test("§5.3 a new price loses the place, and matches if it meets somebody")
    func newPrice() {
        var scene = FlowScene()
        let first = scene.buy(10, 10_000, "10:00")
        let second = scene.buy(10, 10_000, "10:01")
        scene.change(first, limit: 9_990, "10:02")
        scene.change(first, limit: 10_000, "10:03")
        scene.sell(10, 10_000, "10:04")
        #expect(scene.trades.map { $0[0] } == [Int64(second)])
        scene.sell(5, 10_050, "10:05")
        scene.change(first, limit: 10_060, "10:06")
        #expect(scene.prints.last == [10_050, 5])
        #expect(scene.waiting(.buy) == [[10_060, 5]])
    }

    @Test("§5.3 a reduction keeps the place, growth puts what is new behind")
    func newQuantity() {
        var scene = FlowScene()
        let first = scene.buy(10, 10_000, "10:00")
        let second = scene.buy(10, 10_000, "10:01")
        scene.change(first, quantity: 4, "10:02")
        scene.change(first, quantity: 9, "10:03")
        scene.sell(19, 10_000, "10:04")
        #expect(
            scene.trades.map { [$0[0], $0[3]] } == [
                [Int64(first), 4], [Int64(second), 10], [Int64(first), 5],
            ])
    }

    @Test("a cancel takes the rest away; what is no longer open can't be cancelled or changed")
    func cancel() {
        var scene = FlowScene()
        let order = scene.buy(10, 10_000, "10:00")
        scene.sell(4, 10_000, "10:01")
        scene.cancel(order, "10:02")
        #expect(scene.waiting(.buy).isEmpty)
        scene.cancel(order, "10:03")
        scene.change(order, quantity: 5, "10:04")
        #expect(scene.rejections == [.notOpen, .notOpen])
        let market = scene.buy(10, nil, "10:05")
        scene.change(market, limit: 10_000, "10:06")
        #expect(scene.rejections.last == .notChangeable)
    }

    @Test("§5.3 orders outside the limits or off the grid are not taken")
    func limits() {
        var scene = FlowScene()
        scene.buy(1, 8_500, "10:00")
        scene.buy(1, 11_500, "10:00")
        #expect(scene.rejections.isEmpty)
        scene.buy(1, 8_490, "10:00")
        scene.sell(1, 11_510, "10:00")
        scene.buy(1, 10_005, "10:00")
        #expect(scene.rejections == [.outsideLimits, .outsideLimits, .offGrid])
    }

    @Test("a book is written down when what is displayed changes, ten levels deep")
    func books() {
        var scene = FlowScene()
        for level in 0..<12 { scene.buy(1, 10_000 - 10 * Int64(level), "10:00") }
        #expect(scene.book.tape.books.count == 10)
        #expect(scene.displayed(.buy)?.last == [9_910, 1])
        scene.sell(1, 10_000, "10:01")
        #expect(scene.displayed(.buy)?.last == [9_900, 1])
        #expect(scene.displayed(.sell) == [])
    }
}
