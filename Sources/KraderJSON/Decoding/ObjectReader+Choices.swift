/// Reads a case of an enumeration by its name in JSON.
extension ObjectReader {
    /// - Parameter fallback: stands in for a missing or wrong value while other faults are found.
    public mutating func choice<Choice>(
        _ key: String, from choices: [(name: String, value: Choice)], placeholder fallback: Choice
    ) -> Choice {
        required(key, placeholder: fallback) { $0.choice(from: choices) }
    }

    public mutating func choiceIfPresent<Choice>(
        _ key: String, from choices: [(name: String, value: Choice)]
    ) -> Choice? {
        optional(key) { $0.choice(from: choices) }
    }

    /// Reads a case by its raw value: `choice("board", Board.self)`.
    public mutating func choice<Choice: CaseIterable & RawRepresentable<String>>(
        _ key: String, _ type: Choice.Type
    ) -> Choice {
        choice(key, from: named(type), placeholder: first(of: type))
    }

    public mutating func choice<Choice: CaseIterable & RawRepresentable<String>>(
        _ key: String, default value: Choice
    ) -> Choice {
        optional(key, default: value, as: { JSONValue(.string($0.rawValue)) }) {
            $0.choice(from: named(Choice.self))
        }
    }

    public mutating func choiceIfPresent<Choice: CaseIterable & RawRepresentable<String>>(
        _ key: String, _ type: Choice.Type
    ) -> Choice? {
        choiceIfPresent(key, from: named(type))
    }

    /// Reads a case by its description: `choice("side", Side.self)`.
    @_disfavoredOverload
    public mutating func choice<Choice: CaseIterable & CustomStringConvertible>(
        _ key: String, _ type: Choice.Type
    ) -> Choice {
        choice(key, from: described(type), placeholder: first(of: type))
    }

    @_disfavoredOverload
    public mutating func choice<Choice: CaseIterable & CustomStringConvertible>(
        _ key: String, default value: Choice
    ) -> Choice {
        optional(key, default: value, as: { JSONValue(.string($0.description)) }) {
            $0.choice(from: described(Choice.self))
        }
    }

    @_disfavoredOverload
    public mutating func choiceIfPresent<Choice: CaseIterable & CustomStringConvertible>(
        _ key: String, _ type: Choice.Type
    ) -> Choice? {
        choiceIfPresent(key, from: described(type))
    }
}

private func named<Choice: CaseIterable & RawRepresentable<String>>(
    _ type: Choice.Type
) -> [(name: String, value: Choice)] {
    type.allCases.map { ($0.rawValue, $0) }
}

private func described<Choice: CaseIterable & CustomStringConvertible>(
    _ type: Choice.Type
) -> [(name: String, value: Choice)] {
    type.allCases.map { ($0.description, $0) }
}

private func first<Choice: CaseIterable>(of type: Choice.Type) -> Choice {
    guard let first = type.allCases.first else {
        preconditionFailure("A choice has at least one case")
    }
    return first
}
