public import KraderEngine
public import KraderModel

/// The first thing that was seen and can't be.
public struct InvariantBreach: Hashable, Sendable, CustomStringConvertible {
    public var clause: Clause
    public var at: Moment
    public var order: OrderReference?
    public var symbol: SymbolIndex?
    /// The numbers that were compared, where numbers were: won, shares, nanoseconds or raw values.
    public var expected: Int64
    public var found: Int64

    /// The number of the invariant, 1…43 (failure-modes.md §2).
    public var invariant: Int { clause.invariant }

    public var description: String {
        var text = "invariant \(invariant) at \(at): \(clause.text)"
        if let order { text += "; order \(order.serial)" }
        if let symbol { text += "; symbol \(symbol.value)" }
        return expected == found ? text : text + "; \(found), not \(expected)"
    }
}
