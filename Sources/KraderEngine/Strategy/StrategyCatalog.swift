/// A kind of strategy that scenarios can name.
public struct StrategyKind: Sendable {
    public let name: String
    public let summary: String
    public let parameters: [ParameterDeclaration]
    /// The SHA-256, in hex, of the file that holds the strategy, where it can be another one while
    /// the program's version stays: it is part of what a run is known by. `nil` for what ships.
    public var source: String?
    /// Throws `ParameterFault`, or what the strategy's initialiser throws.
    public let make: @Sendable (ParameterValues) throws -> StrategyBox

    public init<S: Strategy>(_ type: S.Type) {
        name = S.name
        summary = S.summary
        parameters = S.parameters
        make = { StrategyBox.hosting(try S($0)) }
    }
}

/// The strategies a program knows. Users keep theirs in a package of their own with a catalog of
/// their own.
public struct StrategyCatalog: Sendable {
    public private(set) var kinds: [StrategyKind] = []

    /// Names must be unique: two kinds of one name are a programmer's error.
    public init(_ kinds: [StrategyKind]) {
        for kind in kinds { add(kind) }
    }

    public mutating func add(_ kind: StrategyKind) {
        precondition(self[kind.name] == nil, "A strategy's name is unique")
        kinds.append(kind)
    }

    public subscript(name: String) -> StrategyKind? { kinds.first { $0.name == name } }
}
