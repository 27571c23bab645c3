/// What a run comes to: the answer that has to be right before its speed counts.
struct Outcome: Equatable {
    var fills: Int64 = 0
    var equity: Int64 = 0
    var commission: Int64 = 0
    var tax: Int64 = 0
}

/// The trading logic of the workloads on prints with nothing around it: two averages, a position
/// and cash. The engine's time is told as a multiple of this loop's: a slower machine slows both.
enum Yardstick {
    struct Costs {
        /// The commission in parts per 10⁹ of each side's amount, cut down to 10 won.
        var commission: Int64 = 0
        /// The tax in parts per 10⁹ of sales, cut down to 1 won.
        var tax: Int64 = 0
    }

    static let cash: Int64 = 1_000_000_000
    private static let warmup = 50

    /// Crosses two averages: it orders from the fifty-first print on; each order fills at the print
    /// that caused it.
    static func cross(
        _ prints: RawPrints, shares: Int64 = 10, costs: Costs = Costs()
    ) -> Outcome {
        var book = Book(costs: costs)
        var averages = Averages(first: prints.price(0))
        for index in 0..<prints.count {
            let price = prints.price(index)
            averages.add(price)
            if index < warmup || shares == 0 { continue }
            if averages.lead > 0, book.held == 0 {
                book.buy(shares, at: price)
            } else if averages.lead < 0, book.held > 0 {
                book.sell(at: price)
            }
        }
        // Nothing else uses the averages without orders, and they would not be computed at all.
        precondition(!averages.lead.isNaN, "Prices are numbers")
        return book.outcome(mark: prints.price(prints.count - 1))
    }

    /// A share for each pair of averages, from as many prints on as the slow one is long. No order
    /// of ours meets another: who wants the other side than the first at a print asks again at the
    /// next.
    static func crosses(
        _ prints: RawPrints, lengths: [(fast: Int, slow: Int)]
    ) -> Outcome {
        var outcome = Outcome()
        var cash = Yardstick.cash
        var held: Int64 = 0
        let first = prints.price(0)
        var averages = lengths.map { Averages(first: first, fast: $0.fast, slow: $0.slow) }
        var holds = lengths.map { _ in false }
        for index in 0..<prints.count {
            let price = prints.price(index)
            var isBuying: Bool?
            for pair in averages.indices {
                averages[pair].add(price)
                let lead = averages[pair].lead
                if index < lengths[pair].slow || lead == 0 || (lead > 0) == holds[pair] {
                    continue
                }
                if isBuying == holds[pair] { continue }
                isBuying = !holds[pair]
                holds[pair].toggle()
                held += holds[pair] ? 1 : -1
                cash -= holds[pair] ? price : -price
                outcome.fills += 1
            }
        }
        outcome.equity = cash + held * prints.price(prints.count - 1)
        return outcome
    }

    /// An order every so many prints, buys and sales in turn.
    static func alternate(_ prints: RawPrints, every: Int, shares: Int64 = 10) -> Outcome {
        var book = Book(costs: Costs())
        for index in stride(from: every - 1, to: prints.count, by: every) {
            let price = prints.price(index)
            if book.held == 0 { book.buy(shares, at: price) } else { book.sell(at: price) }
        }
        return book.outcome(mark: prints.price(prints.count - 1))
    }

    /// One-share orders under 50 ms each way. A print and a fill at it travel to the trader equally
    /// long, so that at a print the trader knows of every fill up to it: the loop needs no queue.
    /// An order arrives 100 ms after the exchange time of the print that caused it, fills one
    /// 100-won step worse at the first later print, and ends at midnight.
    static func delayedCross(_ prints: RawPrints) -> Outcome {
        var book = Book(costs: Costs())
        var averages = Averages(first: prints.price(0))
        var isWaiting = false
        var arrival: Int64 = 0
        for index in 0..<prints.count {
            let time = prints.time(index)
            let price = prints.price(index)
            if isWaiting, time > arrival {
                isWaiting = false
                if day(time) == day(arrival) {
                    if book.held == 0 {
                        book.buy(1, at: price + 100)
                    } else {
                        book.sell(at: price - 100)
                    }
                }
            }
            averages.add(price)
            if index < warmup || isWaiting { continue }
            let lead = averages.lead
            if lead > 0 && book.held == 0 || lead < 0 && book.held > 0 {
                isWaiting = true
                arrival = time + 100_000_000
            }
        }
        return book.outcome(mark: prints.price(prints.count - 1))
    }

    /// The KST days since 1970.
    static func day(_ nanoseconds: Int64) -> Int64 {
        (nanoseconds + 9 * 3_600_000_000_000) / 86_400_000_000_000
    }
}

/// Two exponential averages of prints, begun with the first price.
private struct Averages {
    private var fast: Double
    private var slow: Double
    private let fastWeight: Double
    private let slowWeight: Double

    init(first: Int64, fast fastLength: Int = 10, slow slowLength: Int = 50) {
        fast = Double(first)
        slow = fast
        fastWeight = 2 / Double(fastLength + 1)
        slowWeight = 2 / Double(slowLength + 1)
    }

    @inline(__always)
    mutating func add(_ price: Int64) {
        let price = Double(price)
        fast += (price - fast) * fastWeight
        slow += (price - slow) * slowWeight
    }

    var lead: Double { fast - slow }
}

/// Cash and the shares of one issue.
private struct Book {
    let costs: Yardstick.Costs
    var cash = Yardstick.cash
    var held: Int64 = 0
    var sums = Outcome()

    init(costs: Yardstick.Costs) { self.costs = costs }

    @inline(__always)
    mutating func buy(_ shares: Int64, at price: Int64) {
        held = shares
        cash -= price * shares
        charge(price * shares, tax: 0)
    }

    @inline(__always)
    mutating func sell(at price: Int64) {
        let amount = price * held
        held = 0
        cash += amount
        charge(amount, tax: costs.tax)
    }

    @inline(__always)
    private mutating func charge(_ amount: Int64, tax rate: Int64) {
        sums.fills += 1
        let commission = amount * costs.commission / 1_000_000_000 / 10 * 10
        let tax = amount * rate / 1_000_000_000
        sums.commission += commission
        sums.tax += tax
        cash -= commission + tax
    }

    func outcome(mark: Int64) -> Outcome {
        var outcome = sums
        outcome.equity = cash + held * mark
        return outcome
    }
}
