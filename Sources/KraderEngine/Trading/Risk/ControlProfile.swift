/// Whether the controls of failure-modes.md §3 act: the setting `risk.controls`.
public enum ControlProfile: String, Hashable, Sendable, CaseIterable {
    /// They deny and reduce: on paper, live, and wherever something is promoted to either.
    case live
    /// They deny nothing. What `live` would have denied or reduced is counted by rule.
    case off
}

/// What the controls found of one signal, for whoever counts. It is no record: nothing follows from
/// it, and it enters no digest.
public struct ControlNote: Hashable, Sendable {
    /// The rule that `live` would have denied or reduced the order by; `nil` where the signal
    /// passed, or where `live` was in force and its own record says it.
    public var rule: Refusal?
    /// Whether the rule would have reduced the order only.
    public var isCut = false
    /// What could not be looked at, of an order that passed.
    public var unchecked = Unchecked.nothing

    /// Controls that need what the data don't have.
    public struct Unchecked: OptionSet, Hashable, Sendable {
        public var rawValue: UInt8

        public init(rawValue: UInt8) { self.rawValue = rawValue }

        public static let nothing: Unchecked = []
        /// A market order without a quote of its issue: neither age nor spread is known.
        public static let quote = Unchecked(rawValue: 1)
        /// A limit without a price to compare it with, or an auction without an indicative price.
        public static let collar = Unchecked(rawValue: 2)
        /// An order of an issue whose mean daily volume isn't known.
        public static let volume = Unchecked(rawValue: 4)

        /// Each of them with the code of its control.
        public static let named: [(unchecked: Unchecked, code: String)] = [
            (.quote, "QUOTE_TOO_OLD"), (.collar, "PRICE_COLLAR"), (.volume, "VOLUME_SHARE"),
        ]
    }
}
