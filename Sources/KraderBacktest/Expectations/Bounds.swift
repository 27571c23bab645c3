/// What a number must be: exactly so much, or no less, or no more, or between two.
public struct Bounds<Value: Comparable & Hashable & Sendable>: Hashable, Sendable {
    /// `nil` where nothing is too little.
    public var least: Value?
    /// `nil` where nothing is too much.
    public var most: Value?

    public init(least: Value? = nil, most: Value? = nil) {
        self.least = least
        self.most = most
    }

    public init(exactly value: Value) { self.init(least: value, most: value) }

    public func allows(_ value: Value) -> Bool {
        (least.map { $0 <= value } ?? true) && (most.map { value <= $0 } ?? true)
    }

    /// Whether nothing of what the number can be is refused: such bounds expect nothing.
    public func allowsAll(of range: ClosedRange<Value>) -> Bool {
        allows(range.lowerBound) && allows(range.upperBound)
    }

    /// Whether no number can keep them.
    public var isEmpty: Bool {
        guard let least, let most else { return false }
        return least > most
    }

    /// The bounds in words: `3`, `at least 3`, `at most 5`, `3 to 5`.
    public func text(_ shown: (Value) -> String) -> String {
        switch (least, most) {
        case (let least?, let most?) where least == most: shown(least)
        case (let least?, let most?): "\(shown(least)) to \(shown(most))"
        case (let least?, nil): "at least \(shown(least))"
        case (nil, let most?): "at most \(shown(most))"
        case (nil, nil): "any number"
        }
    }
}
