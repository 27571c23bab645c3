import KraderModel
import KraderVenue
import Testing

@Suite("Displayed books fill orders (semantics.md §4)")
struct BookFillTests {
    static let asks: [(Int64, Int64)] = [(70_100, 10), (70_200, 20), (70_300, 30)]
    static let bids: [(Int64, Int64)] = [(70_000, 100), (69_900, 200), (69_800, 300)]

    func open(_ fills: FillModel = .queue, held: Int64 = 0) -> VenueBench {
        let bench = VenueBench(fills, held: held, heldCost: held * 70_000)
        bench.print("09:00:07", 70_000)
        bench.book("09:01", asks: Self.asks, bids: Self.bids)
        return bench
    }

    @Test("an aggressive order walks the other side up to its limit; the rest waits at its limit")
    func walk() {
        let bench = open()
        #expect(
            bench.buy("09:02", 50, 70_200) == [
                "reply: 1", "1 accepted", "1 filled 10 at 70100, book",
                "1 filled 20 at 70200, book",
            ])
        #expect(bench.limit == 70_200 && bench.venue.openOrders()[0].leaves == Shares(20))
        // What was taken is gone until the next update.
        #expect(
            bench.buy("09:03", 1, 70_300) == [
                "reply: 2", "2 accepted", "2 filled 1 at 70300, book",
            ])
        #expect(bench.buy("09:03", 1, 70_200) == ["reply: 3", "3 accepted"])
        bench.cancel("09:03", 1)
        bench.cancel("09:03", 3)
        // The same display is the same shares: ours are gone until prints have traded as many.
        bench.book("09:04", asks: Self.asks, bids: Self.bids)
        #expect(bench.buy("09:05", 1, 70_200) == ["reply: 6", "6 accepted"])
        bench.cancel("09:05:10", 6)
        bench.print("09:05:30", 70_100, 10)
        bench.book("09:06", asks: Self.asks, bids: Self.bids)
        #expect(
            bench.buy("09:06:01", 1, 70_200) == [
                "reply: 8", "8 accepted", "8 filled 1 at 70100, book",
            ])
    }

    @Test("one level a side is a quote")
    func quote() {
        let bench = open(held: 9)
        bench.book("09:02", asks: [(70_100, 10)], bids: [(70_000, 100), (69_900, 1)])
        #expect(
            bench.buy("09:03", 4) == ["reply: 1", "1 accepted", "1 filled 4 at 70100, quote"])
        #expect(
            bench.sell("09:03", 4) == ["reply: 2", "2 accepted", "2 filled 4 at 70000, book"])
    }

    @Test("the rest of a market order takes its part of what is printed from each update")
    func marketRest() {
        let bench = open()
        #expect(bench.buy("09:02", 80).count == 5)
        // 20 of the 30 displayed there: the side is believed, and prints serve nobody.
        #expect(bench.print("09:02:30", 70_300, 20) == [])
        #expect(bench.print("09:02:31", 70_000, 150) == [])
        // The orders share a tenth of 170.
        #expect(
            bench.book("09:03", asks: [(70_400, 15), (70_500, 50)], bids: Self.bids) == [
                "1 filled 15 at 70400, book", "1 filled 2 at 70500, book",
            ])
        #expect(bench.book("09:03:01", asks: [(70_400, 40)], bids: Self.bids) == [])
    }

    @Test("an immediate order is decided by the book at once")
    func immediate() {
        let bench = open()
        #expect(
            bench.buy("09:02", 31, 70_200, kind: .fillOrKill)
                == ["reply: 1", "1 accepted", "1 expired 31"])
        #expect(
            bench.buy("09:02", 30, 70_200, kind: .fillOrKill) == [
                "reply: 2", "2 accepted", "2 filled 10 at 70100, book",
                "2 filled 20 at 70200, book",
            ])
        #expect(
            bench.buy("09:02", 40, 70_300, kind: .immediateOrCancel) == [
                "reply: 3", "3 accepted", "3 filled 30 at 70300, book", "3 expired 10",
            ])
        #expect(
            bench.buy("09:02", 5, kind: .immediateOrCancel)
                == ["reply: 4", "4 accepted", "4 expired 5"])
    }

    @Test("in queue prints at the limit first serve those ahead, then the order")
    func queue() {
        let bench = open()
        bench.buy("09:02", 10, 70_000)
        #expect(bench.print("09:03", 70_000, 60) == [])
        #expect(bench.print("09:04", 70_000, 44) == ["1 filled 4 at 70000, touch"])
        #expect(bench.print("09:05", 70_000, 100) == ["1 filled 6 at 70000, touch"])
        #expect(bench.venue.queueFillsWithoutBook == 0)
    }

    @Test("a book that shows less at the price than is ahead shortens the queue, more doesn't")
    func updates() {
        let bench = open()
        bench.buy("09:02", 10, 70_000)
        bench.book("09:03", asks: Self.asks, bids: [(70_000, 30), (69_900, 200)])
        bench.book("09:04", asks: Self.asks, bids: [(70_000, 500), (69_900, 200)])
        #expect(bench.print("09:05", 70_000, 35) == ["1 filled 5 at 70000, touch"])
    }

    @Test("a level that is gone leaves nobody ahead; one never shown keeps the order waiting")
    func unknown() {
        let bench = open()
        bench.buy("09:02", 10, 69_900)
        bench.buy("09:02", 10, 69_000)
        bench.book("09:03", asks: Self.asks, bids: [(70_000, 30), (69_800, 200)])
        #expect(bench.print("09:05", 69_900, 3) == ["1 filled 3 at 69900, touch"])
        bench.cancel("09:05", 1)
        #expect(bench.print("09:06", 69_000, 30) == [], "Nobody knows how many are ahead")
        bench.book("09:07", asks: Self.asks, bids: [(69_100, 5), (69_000, 20)])
        #expect(bench.print("09:08", 69_000, 30) == ["2 filled 10 at 69000, touch"])
    }

    @Test("two orders of ours at a price stand one behind the other")
    func two() {
        let bench = open()
        bench.buy("09:02", 10, 70_000)
        bench.buy("09:02", 10, 70_000)
        #expect(
            bench.print("09:03", 70_000, 115) == [
                "1 filled 10 at 70000, touch", "2 filled 5 at 70000, touch",
            ])
    }

    @Test("a print through the price fills whoever is ahead and the order")
    func through() {
        for fills in FillModel.allCases {
            let bench = open(fills)
            bench.buy("09:02", 10, 70_000)
            #expect(bench.print("09:03", 69_900, 7) == ["1 filled 7 at 70000, through"])
        }
    }

    @Test(
        "a book whose other side stands at the limit fills it there, in through only beyond it",
        arguments: FillModel.allCases)
    func reached(fills: FillModel) {
        let bench = open(fills)
        bench.buy("09:02", 10, 70_000)
        let at = bench.book("09:03", asks: [(70_000, 4), (70_100, 9)], bids: [(69_900, 9)])
        #expect(at == (fills == .through ? [] : ["1 filled 4 at 70000, book"]))
        let beyond = bench.book("09:04", asks: [(69_900, 50)], bids: [(69_800, 9)])
        // Whoever took has of later displays what the allowance gives: nothing printed since.
        #expect(beyond == (fills == .through ? ["1 filled 10 at 70000, quote"] : []))
    }

    @Test("only whoever waits longer than the update's stamp is reached by it")
    func later() {
        let bench = open()
        bench.buy("09:02", 10, 70_000)
        #expect(bench.book("09:02", asks: [(70_000, 9)], bids: []) == [])
    }

    @Test("a print between the lines neither touches nor drains", arguments: FillModel.allCases)
    func offGrid(fills: FillModel) {
        let bench = open(fills)
        bench.buy("09:02", 10, 70_000)
        #expect(bench.print("09:03", 69_950, 500) == [], "§2.4")
        #expect((bench.print("09:04", 70_000, 100) == []) == (fills != .touch))
    }

    @Test("§5.3 cutting an order keeps its place, another price loses it")
    func priority() {
        let bench = open()
        bench.buy("09:02", 10, 70_000)
        bench.buy("09:02", 10, 70_000)
        bench.print("09:03", 70_000, 100)
        bench.cancel("09:04", 1, quantity: 6)
        bench.modify("09:05", 2, to: 69_900)
        bench.book("09:05", asks: Self.asks, bids: Self.bids)
        bench.modify("09:05:10", 4, to: 70_000)
        // Number 5 is behind a hundred others. Number 1 has 4 of 30 shares, the others 26.
        #expect(bench.print("09:06", 70_000, 30) == ["1 filled 4 at 70000, touch"])
        #expect(bench.print("09:07", 70_000, 75) == ["5 filled 1 at 70000, touch"])
    }

    @Test("books outside continuous trading are indicative")
    func indicative() {
        let bench = VenueBench(.queue)
        bench.book("08:50", asks: [(69_000, 100)], bids: [(71_000, 100)])
        #expect(bench.buy("08:51", 10, 70_500) == ["reply: 1", "1 accepted"])
        #expect(bench.book("08:52", asks: [(69_000, 100)], bids: [(71_000, 100)]) == [])
        #expect(bench.book("09:00:01", asks: [(69_000, 100)], bids: [(71_000, 9)]) == [])
        #expect(bench.print("09:00:07", 70_000, 50) == ["1 filled 5 at 70000, auction"])
        // What the cross left has of a later display what the allowance gives: a tenth of what
        // prints from then on.
        #expect(bench.book("09:00:08", asks: Self.asks, bids: Self.bids) == [])
        bench.print("09:00:09", 70_600, 50)
        #expect(
            bench.book("09:00:10", asks: Self.asks, bids: Self.bids)
                == ["1 filled 5 at 70100, book"])
        bench.buy("15:20", 10)
        #expect(bench.book("15:21", asks: Self.asks, bids: Self.bids) == [])
    }

    @Test("an issue that didn't trade in the opening auction has a real book half a minute later")
    func quiet() {
        let bench = VenueBench()
        bench.book("09:00:29", asks: Self.asks, bids: Self.bids)
        #expect(bench.buy("09:00:29.5", 1) == ["reply: 1", "1 accepted"])
        #expect(
            bench.book("09:00:31", asks: Self.asks, bids: Self.bids)
                == ["1 filled 1 at 70100, book"])
    }

    @Test(
        "at the upper limit a buy fills only against a displayed sell",
        arguments: FillModel.allCases)
    func locked(fills: FillModel) {
        let bench = open(fills)
        bench.book("09:02", asks: [], bids: [(91_000, 0)])
        bench.buy("09:03", 10, 91_000)
        bench.buy("09:03", 10)
        #expect(bench.print("09:04", 91_000, 500) == [])
        #expect(bench.print("09:04:01", 91_000, 500) == [])
        #expect(
            bench.book("09:05", asks: [(91_000, 5)], bids: [(90_900, 1)])
                == ["2 filled 5 at 91000, quote"])
    }

    @Test("H07: prices that nobody can trade at are passed over")
    func unsound() {
        let bench = open()
        bench.book("09:02", asks: [(48_000, 5), (70_050, 5), (70_100, 0), (70_200, 3)], bids: [])
        #expect(
            bench.buy("09:03", 9, 70_200)
                == ["reply: 1", "1 accepted", "1 filled 3 at 70200, book"])
    }

    @Test("yesterday's book is forgotten")
    func newDay() {
        let bench = open(.touch)
        bench.begin(bench.day.advanced(by: 1), settles: bench.day.advanced(by: 3))
        let next = bench.day.advanced(by: 1)
        bench.venue.trade(
            Tick(
                time: next.at(TimeOfDay(9, 1)), symbol: SymbolIndex(0), price: Price(70_000),
                size: Shares(5)))
        #expect(bench.takes(70_100, at: next.at(TimeOfDay(9, 2))))
        #expect(bench.venue.executions().isEmpty)
    }
}
