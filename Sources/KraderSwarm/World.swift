public import KraderBacktest
public import KraderEngine
public import KraderModel
public import KraderVenue

/// A whole world as a value: a market, an account, traders, settings, and what goes wrong. It is
/// drawn from a seed, and made smaller when it fails; the same world plays the same run everywhere.
public struct World: Hashable, Sendable {
    /// The seed that it was drawn from; latencies are drawn from it too.
    public var seed: UInt64
    public var market: WorldMarket
    public var cash: Won
    public var holdings: [Holding]
    public var traders: [Trader]
    public var settings: WorldSettings
    public var kind: FaultKind
    /// What goes wrong. No line waits for another one: each can be left out.
    public var faults: FaultPlan
    /// The moment from which nothing begins to go wrong any more.
    public var calmFrom: Moment
    /// What is done to the world once more, which may not change how it ends; `nil`: nothing is.
    public var twist: Twist?
    /// Where it left the world of its seed, and then a branch of it; none: it is that world.
    public var branches: [Branch] = []

    /// The last moment that is played: the engine has time to find out what it does not know.
    public var end: Moment { market.end + .minutes(6) + .milliseconds(500) }

    public struct Holding: Hashable, Sendable {
        public var symbol: SymbolIndex
        public var quantity: Shares
    }
}

/// Whether what goes wrong in a world ends.
public enum FaultKind: String, Hashable, Sendable, CaseIterable {
    /// Nothing goes wrong: books must be the broker's all the same.
    case none
    /// All of it ends, and a calm phase follows: then nothing is in doubt, trading is whole or the
    /// kill complete, and books are equal to the broker's.
    case healing
    /// Some of it stays until the run's end: the engine must say so, and not trade as if all were
    /// well.
    case staying
    /// There is more of it than progress is owed in: only safety is.
    case beyond
}

/// Who trades in a world.
public enum Trader: Hashable, Sendable {
    /// A strategy that ships, with parameters short enough for an hour.
    case shipped(String)
    /// A list of signals.
    case scripted([ScriptedSignal])
    /// Trades by the hash of each print: one of `rarity` prints makes it act, until a moment.
    case hashed(seed: UInt64, rarity: UInt64, usesExits: Bool, until: Moment)
}

/// The settings of a world's engine and exchange.
public struct WorldSettings: Hashable, Sendable {
    public var fills = FillModel.through
    public var latency = VenueConfiguration.Latency.shipped
    public var pacing = PacingProfile.ideal
    public var limits = RiskLimits()
    public var controls = ControlProfile.off
    public var exitsAfterKill = false
    public var marketBuyAs = EngineConfiguration.MarketBuy.market
    public var rowsPerPage = 100
    public var spreadSteps = 1
    /// Share of a print that our orders may take; small ones fill in many parts.
    public var participation = Rate(parts: 100_000_000)

    public init() {}
}
