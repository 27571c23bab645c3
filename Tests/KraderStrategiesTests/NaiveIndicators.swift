/// Indicators written down from their definitions, value by value: slow, and independent of what
/// they check.
enum Naive {
    static func ema(_ closes: [Double], _ n: Int) -> Double {
        var ema = closes[..<n].reduce(0, +) / Double(n)
        for close in closes[n...] { ema = ema + (close - ema) * 2 / Double(n + 1) }
        return ema
    }

    static func emaFromFirst(_ closes: [Double], _ n: Int) -> Double {
        let alpha = 2 / Double(n + 1)
        return closes.dropFirst().reduce(closes[0]) { alpha * $1 + (1 - alpha) * $0 }
    }

    static func sma(_ closes: [Double], _ n: Int) -> Double {
        closes.suffix(n).reduce(0, +) / Double(n)
    }

    /// The strength index as books print it: 100 − 100 ÷ (1 + RS).
    static func rsi(_ closes: [Double], _ n: Int) -> Double {
        let changes = zip(closes.dropFirst(), closes).map { $0 - $1 }
        var gain = changes[..<n].map { max($0, 0) }.reduce(0, +) / Double(n)
        var loss = changes[..<n].map { max(-$0, 0) }.reduce(0, +) / Double(n)
        for change in changes[n...] {
            gain = (gain * Double(n - 1) + max(change, 0)) / Double(n)
            loss = (loss * Double(n - 1) + max(-change, 0)) / Double(n)
        }
        return loss == 0 ? 100 : 100 - 100 / (1 + gain / loss)
    }
}
