public import KraderModel

/// Which strategy's hook runs, about what, and when: for whoever must name them when the process
/// ends inside of it, without asking anything else of the engine.
public struct HookMark: Sendable {
    /// The strategy's place in the run; -1 while no hook runs.
    public var strategy: Int32 = -1
    public var symbol = SymbolIndex(0)
    public var now = Moment.distantPast

    public init() {}
}
