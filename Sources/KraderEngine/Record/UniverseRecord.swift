public import KraderModel

/// A symbol joined the universe, or left it. Changes of rank alone are not recorded.
public struct UniverseRecord: Hashable, Sendable {
    public enum Change: UInt8, Hashable, Sendable, CaseIterable { case left, joined }

    public var at: Moment
    public var symbol: SymbolIndex
    public var change: Change
    /// The rank: 1 for the most traded; 0 for a symbol that left.
    public var rank: Int
}
