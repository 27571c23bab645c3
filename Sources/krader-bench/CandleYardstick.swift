import KraderMarket
import KraderModel

/// The trading logic of W2 and W3 with nothing around it: two simple averages of closes a symbol,
/// from the first candle at which the slow one is full, and one cash.
struct CandleYardstick: ~Copyable {
    /// When an order fills.
    enum Rule {
        /// At the close that caused it: what the known answers are for.
        case close
        /// At the symbol's next open, the first point of the next candle's path; an order left at
        /// midnight has ended. What krader does with candles as data: no signal fills at the close
        /// that caused it (semantics.md §3).
        case nextOpen
    }

    struct Series {
        var count = 0
        var fastSum: Int64 = 0
        var slowSum: Int64 = 0
        var held: Int64 = 0
        var last: Int64 = 0
        /// The midnight at which the order on its way ends; 0 when there is none.
        var orderUntil: Int64 = 0
    }

    private let fast: Int
    private let slow: Int
    private let rule: Rule
    private let series: FixedBuffer<Series>
    /// The last `slow` closes of each symbol.
    private let ring: FixedBuffer<Int64>
    private var cash = Yardstick.cash
    private var fills: Int64 = 0

    init(symbols: Int, fast: Int, slow: Int, rule: Rule) {
        self.fast = fast
        self.slow = slow
        self.rule = rule
        series = FixedBuffer(repeating: Series(), count: symbols)
        ring = FixedBuffer(repeating: 0, count: symbols * slow)
    }

    mutating func run(_ source: PackedCandles) -> Outcome {
        while true {
            let events = source.nextCandles()
            if events.count == 0 { break }
            for index in 0..<events.count {
                take(events[index].candle, events[index].symbol.int)
            }
        }
        var outcome = Outcome(fills: fills)
        outcome.equity = cash
        for symbol in 0..<series.count {
            outcome.equity += series[symbol].held * series[symbol].last
        }
        return outcome
    }

    private mutating func take(_ candle: Candle, _ symbol: Int) {
        if series[symbol].orderUntil > 0 {
            let isAlive = candle.start.nanoseconds < series[symbol].orderUntil
            series[symbol].orderUntil = 0
            if isAlive { trade(symbol, at: candle.open.won) }
        }
        let close = candle.close.won
        series[symbol].last = close
        let lead = lead(symbol, close)
        let isFlat = series[symbol].held == 0
        guard lead > 0 && isFlat || lead < 0 && !isFlat else { return }
        switch rule {
        case .close: trade(symbol, at: close)
        case .nextOpen:
            let midnight = CalendarDate(candle.end).midnight + .day
            series[symbol].orderUntil = midnight.nanoseconds
        }
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

    /// The sign of fast less slow, 0 before there are `slow` closes.
    private func lead(_ symbol: Int, _ close: Int64) -> Int64 {
        let first = symbol * slow
        let count = series[symbol].count
        let newest = first + count % slow
        let leaving = count >= fast ? ring[first + (count - fast) % slow] : 0
        series[symbol].fastSum += close - leaving
        series[symbol].slowSum += close - ring[newest]
        ring[newest] = close
        series[symbol].count = count + 1
        if count + 1 < slow { return 0 }
        let lead = series[symbol].fastSum * Int64(slow) - series[symbol].slowSum * Int64(fast)
        return lead.signum()
    }
}
