public import KraderModel

/// How fast the broker takes requests (failure-modes.md §1, F01–04).
public enum PacingProfile: String, Hashable, Sendable, CaseIterable {
    /// No pacing.
    case ideal
    /// One request each 200 ms, whatever its kind.
    case live
    /// One request each 1.1 s of a kind (new order, modify, cancel).
    case mock

    public var interval: Interval {
        switch self {
        case .ideal: .zero
        case .live: .milliseconds(200)
        case .mock: .milliseconds(1_100)
        }
    }

    var isPerKind: Bool { self == .mock }
}
