public import KraderModel

/// The limits of the ten risk rules (krader-behaviour.md §3), with the defaults users already have.
public struct RiskLimits: Hashable, Sendable {
    /// The most shares per symbol.
    public var maxPositionSize = Shares(1_000)
    /// The most that position and open buys may be worth, as a share of equity, above 0 up to 1.
    public var maxPortfolioExposure = Rate(parts: 800_000_000)
    /// The most that a day may lose, in won; beyond it buys are refused.
    public var dailyLossLimit = Won(1_000_000)
    /// Trading hours in KST, both ends included, met with the day's session. The ordinary open and
    /// close stand for those of the day, whenever they are.
    public var tradingStart = RiskLimits.ordinaryOpen
    public var tradingEnd = RiskLimits.ordinaryClose
    /// The most new orders in a trading day, 1…1,000.
    public var maxTradesPerDay = 50
    /// Size of an order that names no quantity, as a share of equity, 0.01…0.5.
    public var positionSize = Rate(parts: 50_000_000)

    static let ordinaryOpen = TimeOfDay(9, 0)
    static let ordinaryClose = TimeOfDay(15, 30)

    public init() {}

    /// Limits beyond what settings allow, for benchmarks, where no limit may bind.
    public static var open: RiskLimits {
        var limits = RiskLimits()
        limits.maxPositionSize = Shares(.max / 4)
        // A thousand times equity: no multiple of a real account overflows.
        limits.maxPortfolioExposure = Rate(parts: 1_000 * Rate.scale)
        limits.dailyLossLimit = Won(.max / 4)
        limits.tradingStart = TimeOfDay(sinceMidnight: .zero)
        limits.tradingEnd = TimeOfDay(sinceMidnight: .day)
        limits.maxTradesPerDay = .max
        return limits
    }
}
