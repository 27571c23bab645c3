public import KraderEngine

extension StrategyCatalog {
    /// The strategies that come with krader.
    public static var shipped: StrategyCatalog {
        StrategyCatalog([
            StrategyKind(PullbackV1.self),
            StrategyKind(EMACross.self),
            StrategyKind(SMACross.self),
            StrategyKind(VolatilityBreakout.self),
            StrategyKind(RSIReversion.self),
            StrategyKind(MomentumRotation.self),
            StrategyKind(BuyAndHold.self),
            StrategyKind(Scripted.self),
        ])
    }
}
