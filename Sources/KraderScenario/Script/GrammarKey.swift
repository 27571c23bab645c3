public import KraderJSON

/// A key of the grammar of `events` and `expect`: its name, what it may hold, what it is when
/// nobody says. Reader, JSON Schema, manual and the run's identity all follow from these.
public struct GrammarKey: Sendable {
    public let name: String
    public let kind: Kind
    public let presence: Presence
    /// What it says, in one line for lists.
    public let help: String

    public enum Presence: Hashable, Sendable {
        case needed, optional
        /// What it is when nobody says: then it says nothing, written or not.
        case byDefault(JSONValue)
    }

    public indirect enum Kind: Sendable {
        case integer(ClosedRange<Int64>)
        /// Milliseconds.
        case duration(ClosedRange<Int64>)
        /// How often: a whole number from 1, or `"all"`.
        case times
        case boolean
        case text(ClosedRange<Int>)
        /// Hex digits, lower case.
        case digits(ClosedRange<Int>)
        case choice([String])
        case price
        case symbol
        /// A moment of the period.
        case moment
        /// A whole number, or bounds of one: `{ "at_least": 1, "at_most": 3 }`.
        case count(ClosedRange<Int64>)
        /// The same of any number.
        case figure(ClosedRange<Double>)
        /// An object of these keys, of which at least one is said.
        case object([GrammarKey])
        /// An object of symbols, at least one.
        case bySymbol(Kind)
    }

    init(_ name: String, _ kind: Kind, _ presence: Presence, _ help: String) {
        self.name = name
        self.kind = kind
        self.presence = presence
        self.help = help
    }

    /// What it may hold, for lists: `1…1,000`, `buy, sell`.
    public var allowed: String { kind.allowed }
}

extension GrammarKey.Kind {
    var allowed: String {
        switch self {
        case .integer(let range): GrammarKey.Kind.shown(range)
        case .duration(let range): GrammarKey.Kind.shown(range) + " ms"
        case .times: "from 1, or `all`"
        case .boolean: "true, false"
        case .text(let lengths): "text of at most \(lengths.upperBound) characters"
        case .digits(let lengths): "\(lengths.lowerBound) to \(lengths.upperBound) hex digits"
        case .choice(let names): names.joined(separator: ", ")
        case .price: "won"
        case .symbol: "symbol"
        case .moment: "time"
        case .count, .figure: "number, or `at_least`, `at_most`"
        case .object(let keys): "object of " + keys.map(\.name).joined(separator: ", ")
        case .bySymbol(let kind): "object by symbol: " + kind.allowed
        }
    }

    private static func shown(_ range: ClosedRange<Int64>) -> String {
        switch (range.lowerBound == .min, range.upperBound == .max) {
        case (true, true): "whole number"
        case (false, true): "from \(grouped(range.lowerBound))"
        case (true, false): "to \(grouped(range.upperBound))"
        case (false, false):
            "\(grouped(range.lowerBound))…\(grouped(range.upperBound))"
        }
    }
}
