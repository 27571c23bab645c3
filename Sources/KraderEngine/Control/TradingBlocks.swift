/// What keeps new orders from leaving, beside what people and losses do. Each ends by itself, when
/// its cause has (failure-modes.md, "States").
public struct TradingBlocks: OptionSet, Hashable, Sendable {
    public let rawValue: UInt16
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// The way to the broker isn't whole: what reduces may go.
    public static let link = TradingBlocks(rawValue: 1)
    /// The broker takes orders late: what reduces may go.
    public static let lateIntake = TradingBlocks(rawValue: 2)
    /// The broker's clock and ours differ.
    public static let skew = TradingBlocks(rawValue: 4)
    /// The broker's lists are being read: until they agree nothing leaves but cancels.
    public static let reconciling = TradingBlocks(rawValue: 8)
    /// The lists can't be read, or differ by so much that a person must look.
    public static let startup = TradingBlocks(rawValue: 16)

    /// Those under which even what reduces waits.
    static let whole: TradingBlocks = [.reconciling, .startup, .skew]

    /// The names of those in force, in the order of their declaration.
    public var names: [String] {
        let all: [(TradingBlocks, String)] = [
            (.link, "link"), (.lateIntake, "late_intake"), (.skew, "skew"),
            (.reconciling, "reconciling"), (.startup, "startup"),
        ]
        return all.filter { contains($0.0) }.map(\.1)
    }
}
