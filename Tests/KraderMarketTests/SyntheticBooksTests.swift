import KraderModel
import Testing

@testable import KraderMarket

private func made(_ books: SyntheticSettings.Books) -> SyntheticSettings {
    var settings = SyntheticSettings(
        issues: SyntheticSettings.issues(count: 12), from: CalendarDate(2026, 3, 3),
        through: CalendarDate(2026, 3, 31))
    for index in settings.issues.indices {
        settings.issues[index].printsPerDay = 250
        // The last issues meet their limits.
        if index > 8 { settings.issues[index].yearlyVolatility = 2 }
    }
    settings.books = books
    return settings
}

private func painted(_ settings: SyntheticSettings, seed: UInt64) -> [Book] {
    let source = SyntheticBooks(settings: settings, seed: seed)
    var all: [Book] = []
    while true {
        let batch = source.nextBooks()
        if batch.count == 0 { return all }
        for index in 0..<batch.count { all.append(batch[index]) }
    }
}

@Suite struct SyntheticBooksTests {
    @Test(
        "each print finds its price displayed as the best, with enough shares",
        arguments: [SyntheticSettings.Books.quotes, .levels])
    func printsArePossible(depth: SyntheticSettings.Books) {
        let settings = made(depth)
        let ticks = drained(SyntheticMarket(settings: settings, seed: 4))
        let books = painted(settings, seed: 4)
        #expect(books.count > ticks.count / 2)
        var shown = [Book?](repeating: nil, count: settings.issues.count)
        var taken = [Int64](repeating: 0, count: settings.issues.count)
        var next = 0
        var impossible = 0
        for tick in ticks {
            let symbol = tick.symbol.int
            while next < books.count, books[next].time <= tick.time {
                shown[books[next].symbol.int] = books[next]
                taken[books[next].symbol.int] = 0
                next += 1
            }
            guard tick.taker != .unknown else { continue }
            let side: Side = tick.taker == .buyer ? .sell : .buy
            taken[symbol] += tick.size.count
            guard let best = shown[symbol]?.best(side), best.price == tick.price,
                best.quantity.count >= taken[symbol]
            else {
                impossible += 1
                continue
            }
        }
        #expect(impossible == 0)
    }

    @Test("books are in order, without faults, on the grid, in the band, and empty in auctions")
    func books() {
        let settings = made(.levels)
        let market = SyntheticMarket(settings: settings, seed: 4)
        let ticks = drained(market)
        let all = painted(settings, seed: 4)
        #expect(throws: Never.self) { try BookArray(all) }
        var bands: [CalendarDate: [PriceBand?]] = [:]
        var closes = market.instruments.map { $0.basePrice ?? Price(1) }
        for tick in ticks {
            let day = CalendarDate(tick.time)
            if bands[day] == nil {
                bands[day] = zip(closes, market.instruments).map {
                    PriceLimit.band(base: $0, board: $1.board, on: day)
                }
            }
            closes[tick.symbol.int] = tick.price
        }
        var (faulty, wrong, deep, oneSided, unlocked, locked) = (0, 0, 0, 0, 0, 0)
        for book in all {
            let day = CalendarDate(book.time)
            let hours = SessionHours.on(day)
            if book.fault != nil { faulty += 1 }
            let band = bands[day]?[book.symbol.int]
            let table = PriceStepTable.table(
                board: settings.issues[book.symbol.int].board, on: day)
            for side in Side.allCases {
                for level in 0..<book.count(side) {
                    let level = book.level(side, level)
                    if !table.isOnGrid(level.price) || band?.contains(level.price) == false
                        || level.quantity < Shares(1)
                    {
                        wrong += 1
                    }
                }
            }
            if book.time >= hours.closingAuctionStart {
                #expect(book.count(.buy) == 0 && book.count(.sell) == 0)
            }
            if let ask = book.best(.sell), let bid = book.best(.buy) {
                if bid.price >= ask.price { wrong += 1 }
            }
            if book.count(.sell) == 10, book.count(.buy) == 10 { deep += 1 }
            // A single side is displayed at a limit that holds.
            if (book.count(.sell) == 0) != (book.count(.buy) == 0) {
                oneSided += 1
                let best = book.best(.buy)?.price ?? book.best(.sell)?.price
                if let best, let band = band ?? nil {
                    // A single side may also stand where the last step before the limit was taken
                    // whole.
                    let isNear =
                        table.moved(best, steps: 6) >= band.upper
                        || table.moved(best, steps: -6) <= band.lower
                    if !isNear { unlocked += 1 }
                    if best == band.upper || best == band.lower { locked += 1 }
                }
            }
        }
        #expect(faulty == 0 && wrong == 0 && unlocked == 0)
        #expect(oneSided > 0 && locked * 100 > oneSided * 98)
        #expect(deep * 10 > all.count * 8)
    }

    @Test("without books nothing is displayed")
    func none() { #expect(painted(made(.none), seed: 4).isEmpty) }
}
