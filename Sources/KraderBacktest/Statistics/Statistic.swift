/// A figure of a run's result. The raw value is its key in `result.json` and in a scenario's
/// `expect`.
public enum Statistic: String, Hashable, Sendable, CaseIterable {
    case net
    case totalReturn = "return"
    case cagr, volatility, sharpe, sortino
    case maxDrawdownWon = "max_drawdown_won"
    case maxDrawdown = "max_drawdown"
    case drawdownDays = "drawdown_days"
    case trades
    case winRate = "win_rate"
    case profitFactor = "profit_factor"
    case averageTrade = "average_trade"
    case bestTrade = "best_trade"
    case worstTrade = "worst_trade"
    case averageHolding = "average_holding_seconds"
    case exposure
    case moneyAtWork = "money_at_work"
    case mostMoneyAtWork = "max_money_at_work"
    case turnover, costs
    case costShare = "cost_share"
    case benchmarkReturn = "benchmark_return"
    case excessReturn = "excess_return"

    public enum Unit: Hashable, Sendable {
        case won, share, ratio, days, seconds, count
    }

    public var unit: Unit {
        switch self {
        case .net, .maxDrawdownWon, .averageTrade, .bestTrade, .worstTrade, .costs: .won
        case .totalReturn, .cagr, .volatility, .maxDrawdown, .winRate, .exposure, .moneyAtWork,
            .mostMoneyAtWork, .costShare, .benchmarkReturn, .excessReturn:
            .share
        case .sharpe, .sortino, .profitFactor, .turnover: .ratio
        case .drawdownDays: .days
        case .averageHolding: .seconds
        case .trades: .count
        }
    }
}
