/// The trading logic of the workload on books with nothing around it: every so many books of one
/// symbol an order to buy or sell in turn, 50 ms to the trader and 50 ms back, which walks what is
/// displayed then and waits for the next book for what is missing.
struct BooksYardstick {
    let symbol: Int64
    let every: Int
    let shares: Int64
    /// What is held at the end is worth this, the last print's price.
    let mark: Int64

    private static let oneWay: Int64 = 50_000_000

    /// Beside the answer, what all symbols' best prices add up to: whoever follows a market reads
    /// them all.
    func run(_ books: RawBooks) -> (outcome: Outcome, bests: Int64) {
        var outcome = Outcome()
        var cash = Yardstick.cash
        var held: Int64 = 0
        var bests: Int64 = 0
        var seen = 0
        var isBuying = true
        var leaves: Int64 = 0
        var arrival = Int64.max
        /// The last book of the symbol.
        var shown = -1
        /// Takes what book `index` displays, worse and worse.
        func walk(_ index: Int) {
            let record = books.record(index)
            let first = isBuying ? RawBooks.asks : RawBooks.bids
            for level in 0..<Int(record[isBuying ? 2 : 3]) {
                let price = record[first + 2 * level]
                let quantity = min(leaves, record[first + 2 * level + 1])
                if quantity <= 0 { continue }
                outcome.fills += 1
                leaves -= quantity
                held += isBuying ? quantity : -quantity
                cash -= isBuying ? price * quantity : -price * quantity
                if leaves == 0 { break }
            }
        }
        for index in 0..<books.count {
            let record = books.record(index)
            bests &+= record[RawBooks.asks] &+ record[RawBooks.bids]
            if record[1] != symbol { continue }
            let time = record[0]
            if leaves > 0, arrival < time {
                // What was missing at the arrival is looked for in each later book.
                if arrival != Int64.min {
                    if shown >= 0 { walk(shown) }
                    arrival = Int64.min
                }
                if leaves > 0 { walk(index) }
                if leaves == 0 { isBuying.toggle() }
            }
            shown = index
            seen += 1
            if seen % every == 0, leaves == 0 {
                leaves = shares
                arrival = time + 2 * BooksYardstick.oneWay
            }
        }
        outcome.equity = cash + held * mark
        return (outcome, bests)
    }
}
