/// The trading logic of the workload on books with nothing around it: every so many books of one
/// symbol an order for one share, to buy or sell in turn, 50 ms to the trader and 50 ms back. It
/// takes the best that is displayed then, less what prints have taken since the last book.
struct BooksYardstick {
    let symbol: Int64
    let every: Int
    /// The symbol's prints: time, price and size of each, one after the other.
    let prints: [Int64]
    /// The last print's price: what is held at the end is worth this.
    let mark: Int64

    private static let oneWay: Int64 = 50_000_000

    /// Gives, beside the answer, what all symbols' best prices add up to: whoever follows a market
    /// reads them all.
    func run(_ books: RawBooks) -> (outcome: Outcome, bests: Int64) {
        var outcome = Outcome()
        var cash = Yardstick.cash
        var held: Int64 = 0
        var bests: Int64 = 0
        var seen = 0
        var isBuying = true
        var arrival = Int64.max
        /// The last book of the symbol.
        var shown = -1
        for index in 0..<books.count {
            let record = books.record(index)
            bests &+= record[RawBooks.asks] &+ record[RawBooks.bids]
            if record[1] != symbol { continue }
            if arrival < record[0], shown >= 0,
                let price = best(books.record(shown), isBuying, until: arrival)
            {
                outcome.fills += 1
                held += isBuying ? 1 : -1
                cash -= isBuying ? price : -price
                isBuying.toggle()
                arrival = .max
            }
            shown = index
            seen += 1
            if seen % every == 0, arrival == .max {
                arrival = record[0] + 2 * BooksYardstick.oneWay
            }
        }
        outcome.equity = cash + held * mark
        return (outcome, bests)
    }

    /// The best price with a share left, when the prints between the book and a moment are counted.
    private func best(
        _ book: UnsafePointer<Int64>, _ isBuying: Bool, until moment: Int64
    ) -> Int64? {
        let first = isBuying ? RawBooks.asks : RawBooks.bids
        var start = firstPrint(after: book[0])
        var (worst, sizes): (Int64?, [Int64: Int64]) = (nil, [:])
        while start < prints.count, prints[start] <= moment {
            let price = prints[start + 1]
            sizes[price, default: 0] += prints[start + 2]
            worst = worst.map { isBuying ? max($0, price) : min($0, price) } ?? price
            start += 3
        }
        for level in 0..<Int(book[isBuying ? 2 : 3]) {
            let price = book[first + 2 * level]
            if let worst, isBuying ? worst > price : worst < price { continue }
            if book[first + 2 * level + 1] > sizes[price] ?? 0 { return price }
        }
        return nil
    }

    private func firstPrint(after time: Int64) -> Int {
        var (low, high) = (0, prints.count / 3)
        while low < high {
            let middle = (low + high) / 2
            if prints[3 * middle] <= time { low = middle + 1 } else { high = middle }
        }
        return 3 * low
    }
}
