/// The trading logic of W2 and W3 with nothing around it: two simple averages of closes a symbol,
/// from the first candle at which the slow one is full, and one cash.
struct CandleYardstick {
    /// The price at which an order fills.
    enum Rule {
        /// It fills at the close that caused it: what the known answers are for.
        case close
        /// It fills at the symbol's next open, the first point of the next candle's path; an order
        /// left at midnight has ended. This is what krader does with candles as data: no signal
        /// fills at the close that caused it (semantics.md §3).
        case nextOpen
    }

    struct Series {
        var count = 0
        var fastSum: Int64 = 0
        var slowSum: Int64 = 0
        var held: Int64 = 0
        var last: Int64 = 0
        /// The day of an order on its way; -1 when there is none.
        var orderDay: Int64 = -1
    }

    private let fast: Int
    private let slow: Int
    private let rule: Rule
    private var series: [Series]
    /// The last `slow` closes of each symbol.
    private var ring: [Int64]
    private var cash = Yardstick.cash
    private var fills: Int64 = 0

    init(symbols: Int, fast: Int, slow: Int, rule: Rule) {
        self.fast = fast
        self.slow = slow
        self.rule = rule
        series = Array(repeating: Series(), count: symbols)
        ring = Array(repeating: 0, count: symbols * slow)
    }

    mutating func run(_ candles: RawCandles) -> Outcome {
        for index in 0..<candles.count {
            let symbol = candles.symbol(index)
            let day = Yardstick.day(candles.end(index))
            if series[symbol].orderDay >= 0 {
                if series[symbol].orderDay == day { trade(symbol, at: candles.open(index)) }
                series[symbol].orderDay = -1
            }
            let close = candles.close(index)
            series[symbol].last = close
            let lead = lead(symbol, close)
            let isFlat = series[symbol].held == 0
            guard lead > 0 && isFlat || lead < 0 && !isFlat else { continue }
            switch rule {
            case .close: trade(symbol, at: close)
            case .nextOpen: series[symbol].orderDay = day
            }
        }
        var outcome = Outcome(fills: fills)
        outcome.equity = series.reduce(cash) { $0 + $1.held * $1.last }
        return outcome
    }

    private mutating func trade(_ symbol: Int, at price: Int64) {
        fills += 1
        if series[symbol].held == 0 {
            series[symbol].held = 10
            cash -= price * 10
        } else {
            cash += price * series[symbol].held
            series[symbol].held = 0
        }
    }

    /// The fast average less the slow one times their lengths, 0 before there are `slow` closes.
    private mutating func lead(_ symbol: Int, _ close: Int64) -> Int64 {
        let first = symbol * slow
        let count = series[symbol].count
        let newest = first + count % slow
        let leaving = count >= fast ? ring[first + (count - fast) % slow] : 0
        series[symbol].fastSum += close - leaving
        series[symbol].slowSum += close - ring[newest]
        ring[newest] = close
        series[symbol].count = count + 1
        if count + 1 < slow { return 0 }
        return series[symbol].fastSum * Int64(slow) - series[symbol].slowSum * Int64(fast)
    }
}
