import KraderModel
import Testing

@Suite("Best prices that a print carries")
struct CarriedQuoteTests {
    private func read(_ ask: Int64?, _ bid: Int64?, at price: Int64) -> [CarriedQuote.Best] {
        let quote = CarriedQuote(
            ask: ask.map { Price($0) }, bid: bid.map { Price($0) }, at: Price(price))
        return [.sell, .buy].map { quote.best($0, at: Price(price)) }
    }

    @Test("a tick is no larger for them")
    func size() { #expect(MemoryLayout<Tick>.size == 32) }

    @Test("what isn't said stays so, and 0 says nothing")
    func unsaid() {
        #expect(read(nil, nil, at: 70_000) == [.unsaid, .unsaid])
        #expect(read(0, 0, at: 70_000) == [.unsaid, .unsaid])
        #expect(read(70_100, nil, at: 70_000) == [.price(Price(70_100)), .unsaid])
        #expect(
            CarriedQuote.none.isEmpty && CarriedQuote(ask: nil, bid: nil, at: Price(1)) == .none)
    }

    @Test(
        "around each price of each board's table, twelve steps beside the print come back",
        arguments: [Board.kospi, .kosdaq, .etf, .elw])
    func table(board: Board) {
        for day in [CalendarDate(2015, 3, 2), CalendarDate(2026, 3, 3)] {
            let table = PriceStepTable.table(board: board, on: day)
            for price: Int64 in [1_500, 4_000, 8_000, 15_000, 40_000, 70_000, 300_000, 900_000] {
                for steps in 0...12 {
                    let ask = table.moved(Price(price), steps: steps)
                    let bid = table.moved(Price(price), steps: -steps)
                    #expect(read(ask.won, bid.won, at: price) == [.price(ask), .price(bid)])
                }
                // A midpoint print between the two, and a print that went through the ask.
                let (ask, bid) = (table.up(from: Price(price)), Price(price))
                let middle = (ask.won + bid.won) / 2
                if middle > price {
                    #expect(read(ask.won, bid.won, at: middle) == [.price(ask), .price(bid)])
                }
                #expect(read(price, nil, at: ask.won)[0] == .price(bid))
            }
        }
    }

    @Test("what lies too far away is out of reach, not wrong")
    func outOfReach() {
        #expect(read(72_400, 67_600, at: 70_000) == [.outOfReach, .outOfReach])
        #expect(read(1_000_000_000, 1, at: 70_000) == [.outOfReach, .outOfReach])
        // Two codes stand for no price: 7 won below a print, 8 won below, are not carried.
        #expect(read(1_493, nil, at: 1_500)[0] == .outOfReach)
        #expect(read(1_494, nil, at: 1_500)[0] == .price(Price(1_494)))
    }

    @Test("every distance within reach is exact or said to be out of reach")
    func exact() {
        for distance in -200_000...200_000 as ClosedRange<Int64> {
            let best = read(1_000_000 + distance, nil, at: 1_000_000)[0]
            if best != .price(Price(1_000_000 + distance)), best != .outOfReach {
                Issue.record("\(distance): \(best)")
            }
        }
    }
}
