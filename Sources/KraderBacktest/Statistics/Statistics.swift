import KraderEngine
import KraderModel

/// The figures of a run, from its daily closes and its round trips. They are doubles, summed in the
/// order of the days, by + - * / and square roots only: the same bits on every machine. What is not
/// defined is `nil`.
public struct Statistics: Sendable {
    private var values: [Double?] = Array(repeating: nil, count: Statistic.allCases.count)
    /// The return of each trading day: its profit divided by the equity with which it began.
    public private(set) var dailyReturns: [Double] = []

    /// The least number of trading days that have an annual growth.
    static let cagrDaysMin = 60
    static let tradingDaysPerYear = 252.0

    public init(_ result: RunResult) {
        addAccount(result)
        addReturns(result)
        addTrades(result.trades)
        addCosts(result)
    }

    public subscript(statistic: Statistic) -> Double? {
        values[statistic.index]
    }

    private mutating func set(_ statistic: Statistic, _ value: Double?) {
        values[statistic.index] = value.flatMap { $0.isFinite ? $0 : nil }
    }

    private mutating func addAccount(_ result: RunResult) {
        let opening = result.openingEquity
        let net = result.account.equity - opening
        set(.net, Double(net.amount))
        set(.totalReturn, share(net, of: opening))
        set(.benchmarkReturn, result.benchmark?.totalReturn)
        if let benchmark = result.benchmark, let own = benchmark.ownReturn {
            set(.excessReturn, own - benchmark.totalReturn)
        }
        set(.maxDrawdownWon, Double(result.account.deepestFall.amount))
        set(.maxDrawdown, result.account.maxDrawdown)
        let held = result.days.count { $0.holdings > .zero }
        set(.exposure, result.days.isEmpty ? nil : Double(held) / Double(result.days.count))
        set(.moneyAtWork, result.moneyAtWork.average)
        set(.mostMoneyAtWork, result.moneyAtWork.average == nil ? nil : result.moneyAtWork.highest)
        set(
            .drawdownDays,
            Double(longestDrawdown(opening, result.days.map { $0.cash + $0.holdings })))
        if let first = result.days.first, let last = result.days.last,
            result.days.count >= Statistics.cagrDaysMin, opening > .zero,
            result.account.equity > .zero
        {
            let years = Double(last.day.dayNumber - first.day.dayNumber + 1) / 365
            let growth = Double(result.account.equity.amount) / Double(opening.amount)
            set(.cagr, power(growth, 1 / years) - 1)
        }
    }

    private mutating func addReturns(_ result: RunResult) {
        var before = result.openingEquity
        for day in result.days {
            // A day without anything to begin with has no return.
            if let daily = share(day.profit, of: before) { dailyReturns.append(daily) }
            before = day.cash + day.holdings
        }
        guard dailyReturns.count >= 2 else { return }
        let count = Double(dailyReturns.count)
        let mean = dailyReturns.reduce(0, +) / count
        let squares = dailyReturns.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let deviation = (squares / (count - 1)).squareRoot()
        let year = Statistics.tradingDaysPerYear.squareRoot()
        set(.volatility, deviation * year)
        if deviation > 0 { set(.sharpe, mean / deviation * year) }
        let losses = dailyReturns.reduce(0) { $0 + ($1 < 0 ? $1 * $1 : 0) }
        let downside = (losses / count).squareRoot()
        if downside > 0 { set(.sortino, mean / downside * year) }
    }

    private mutating func addTrades(_ trades: TradeStatistics) {
        set(.trades, Double(trades.count))
        guard trades.count > 0 else { return }
        let count = Double(trades.count)
        set(.winRate, trades.winRate)
        set(.profitFactor, trades.profitFactor)
        set(.averageTrade, Double(trades.net.amount) / count)
        set(.bestTrade, trades.best.map { Double($0.amount) })
        set(.worstTrade, trades.worst.map { Double($0.amount) })
        set(.averageHolding, trades.averageHoldingSeconds)
    }

    private mutating func addCosts(_ result: RunResult) {
        let costs = result.account.commission + result.account.tax
        let amount = result.buyAmount + result.sellAmount
        set(.costs, Double(costs.amount))
        set(.costShare, amount > .zero ? Double(costs.amount) / Double(amount.amount) : nil)
        let closes = result.days.map { Double(($0.cash + $0.holdings).amount) }
        if let mean = closes.isEmpty ? nil : closes.reduce(0, +) / Double(closes.count), mean > 0 {
            set(.turnover, Double(amount.amount) / mean)
        }
    }

    private func share(_ part: Won, of whole: Won) -> Double? {
        whole > .zero ? Double(part.amount) / Double(whole.amount) : nil
    }

    /// The longest run of closes below the highest close before them, in trading days. The opening
    /// counts as a close.
    private func longestDrawdown(_ opening: Won, _ closes: [Won]) -> Int {
        var peak = opening
        var current = 0
        var longest = 0
        for close in closes {
            current = close < peak ? current + 1 : 0
            longest = max(longest, current)
            peak = max(peak, close)
        }
        return longest
    }
}

extension Statistic {
    var index: Int { Statistic.allCases.firstIndex(of: self) ?? 0 }
}

/// The power of a positive base to an exponent of zero or more, by multiplication and square roots
/// alone: logarithms differ between machines in their last bits.
func power(_ base: Double, _ exponent: Double) -> Double {
    var result = 1.0
    var factor = base
    var whole = Int(exponent)
    while whole > 0 {
        if whole & 1 == 1 { result *= factor }
        factor *= factor
        whole >>= 1
    }
    // The binary digits of the fraction take one square root each; 52 digits are all a Double has.
    var fraction = exponent - Double(Int(exponent))
    var root = base
    for _ in 0..<52 where fraction > 0 {
        root = root.squareRoot()
        fraction *= 2
        if fraction >= 1 {
            result *= root
            fraction -= 1
        }
    }
    return result
}
