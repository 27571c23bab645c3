import KraderModel

/// A symbol that can be ranked: what it returned, and what a share costs.
struct RotationCandidate: Hashable, Sendable {
    var symbol: SymbolIndex
    /// The close ÷ the close `lookback` candles before.
    var growth: Double
    var close: Price
}

/// A symbol that is to be held, and how many shares of it.
struct RotationTarget: Hashable, Sendable {
    var symbol: SymbolIndex
    var quantity: Shares
}

/// What `MomentumRotation` decides, as functions of closes and holdings alone.
enum RotationRules {
    /// A symbol's growth; `nil` when it has too few candles, or none on the day: what didn't trade
    /// can't be compared.
    static func candidate(
        _ symbol: SymbolIndex, _ daily: borrowing some CandleList & ~Copyable, lookback: Int,
        on day: CalendarDate
    ) -> RotationCandidate? {
        guard daily.count > lookback else { return nil }
        let last = daily[daily.count - 1]
        guard CalendarDate(last.start) == day else { return nil }
        let before = daily[daily.count - 1 - lookback].close
        return RotationCandidate(
            symbol: symbol, growth: Double(last.close.won) / Double(before.won), close: last.close)
    }

    /// The `count` that grew most, best first; of equals the one listed first in the run.
    static func best(_ candidates: [RotationCandidate], count: Int) -> [RotationCandidate] {
        let ranked = candidates.sorted {
            $0.growth != $1.growth ? $0.growth > $1.growth : $0.symbol.int < $1.symbol.int
        }
        return Array(ranked.prefix(count))
    }

    /// Shares that make up one of `count` equal parts of `share` of the equity, cut down.
    static func quantity(at price: Price, equity: Won, share: Double, count: Int) -> Shares {
        let part = max(0, Double(equity.amount) * share / Double(count))
        return Shares(Int64(part) / price.won)
    }

    /// The shares to buy (above zero) or sell (below) to bring a holding to its weight; zero while
    /// it is off by no more than `drift` of the target.
    static func change(held: Shares, target: Shares, drift: Double) -> Shares {
        let difference = target - held
        let isOff = Double(difference.count.magnitude) > drift * Double(target.count)
        return isOff ? difference : .zero
    }
}
