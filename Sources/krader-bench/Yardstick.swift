import KraderMarket
import KraderModel

/// What a run comes to: the answer that has to be right before its speed counts.
struct Outcome: Equatable {
    var fills: Int64 = 0
    var equity: Int64 = 0
    var commission: Int64 = 0
    var tax: Int64 = 0
}

/// The trading logic of W1 with nothing around it: two averages, a position and cash. The engine's
/// time is told as a multiple of this loop's, which reads the same prints through the same source,
/// so that a slower machine slows both.
enum Yardstick {
    struct Costs {
        /// Parts per 10⁹ of each side's amount, cut down to 10 won.
        var commission: Int64 = 0
        /// Parts per 10⁹ of sales, cut down to 1 won.
        var tax: Int64 = 0
    }

    static let cash: Int64 = 1_000_000_000
    private static let warmup = 50
    private static let fast = 2.0 / 11
    private static let slow = 2.0 / 51

    /// Fills at the print that caused the signal.
    static func cross(
        _ source: PackedTicks, shares: Int64 = 10, costs: Costs = Costs()
    ) -> Outcome {
        var book = Book(costs: costs)
        var (quick, steady) = (0.0, 0.0)
        var index = 0
        var last: Int64 = 0
        while true {
            let ticks = source.nextTicks()
            if ticks.count == 0 { break }
            for place in 0..<ticks.count {
                last = ticks[place].price.won
                let price = Double(last)
                if index == 0 { (quick, steady) = (price, price) }
                quick += (price - quick) * fast
                steady += (price - steady) * slow
                if index >= warmup, shares > 0 {
                    if quick > steady, book.held == 0 {
                        book.buy(shares, at: last)
                    } else if quick < steady, book.held > 0 {
                        book.sell(at: last)
                    }
                }
                index += 1
            }
        }
        // Without orders the averages have no other use, and would not be computed at all.
        if quick.isNaN || steady.isNaN { book.cash = 0 }
        return book.outcome(mark: last)
    }

    /// An order every `every` prints, buys and sales in turn.
    static func alternate(_ source: PackedTicks, every: Int, shares: Int64 = 10) -> Outcome {
        var book = Book(costs: Costs())
        var untilNext = every
        var last: Int64 = 0
        while true {
            let ticks = source.nextTicks()
            if ticks.count == 0 { break }
            for place in 0..<ticks.count {
                last = ticks[place].price.won
                untilNext -= 1
                if untilNext == 0 {
                    untilNext = every
                    if book.held == 0 { book.buy(shares, at: last) } else { book.sell(at: last) }
                }
            }
        }
        return book.outcome(mark: last)
    }

    /// One-share orders under 50 ms each way. Print and fill travel to the trader equally long, so
    /// that at a print the trader knows of every fill up to it: the loop needs no queue. An order
    /// arrives 100 ms after the exchange time of the print that caused it, fills one 100-won step
    /// worse at the first later print, and ends at midnight.
    static func delayedCross(_ source: PackedTicks) -> Outcome {
        var book = Book(costs: Costs())
        var (quick, steady) = (0.0, 0.0)
        var index = 0
        var last: Int64 = 0
        var waiting: (buys: Bool, from: Int64, until: Int64)?
        while true {
            let ticks = source.nextTicks()
            if ticks.count == 0 { break }
            for place in 0..<ticks.count {
                let time = ticks[place].time.nanoseconds
                last = ticks[place].price.won
                if let order = waiting, time > order.from {
                    waiting = nil
                    if time < order.until {
                        if order.buys {
                            book.buy(1, at: last + 100)
                        } else {
                            book.sell(at: last - 100)
                        }
                    }
                }
                let price = Double(last)
                if index == 0 { (quick, steady) = (price, price) }
                quick += (price - quick) * fast
                steady += (price - steady) * slow
                if index >= warmup, waiting == nil,
                    quick > steady && book.held == 0 || quick < steady && book.held > 0
                {
                    let arrival = time + 100_000_000
                    let day = CalendarDate(Moment(nanoseconds: arrival))
                    waiting = (
                        book.held == 0, arrival, (day.midnight + .day).nanoseconds
                    )
                }
                index += 1
            }
        }
        return book.outcome(mark: last)
    }
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
