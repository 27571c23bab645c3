public import KraderModel

/// How the way to the broker is, as whoever watches it tells the engine (failure-modes.md §1, F and
/// G). Requests and pushes go different ways, and each can fail by itself.
public enum LinkState: Hashable, Sendable, CustomStringConvertible {
    case up
    /// Requests can't be sent, or nothing is answered; pushes come.
    case requestsDown
    /// Pushes don't come; requests are answered.
    case pushesDown
    case down
    /// The connection stands and nothing comes over it, not even what keeps it alive.
    case silent
    /// Another login has closed our session.
    case takenOver
    /// Our key or token is refused, and a new one too.
    case authenticationLost
    /// Planned: no errors are counted.
    case maintenance
    /// It works, and the broker's clock is ahead of ours by so much, or behind.
    case skewed(Interval)

    public var description: String {
        switch self {
        case .up: "up"
        case .requestsDown: "requests_down"
        case .pushesDown: "pushes_down"
        case .down: "down"
        case .silent: "silent"
        case .takenOver: "taken_over"
        case .authenticationLost: "authentication_lost"
        case .maintenance: "maintenance"
        case .skewed: "skewed"
        }
    }

    /// Whether requests can leave and are answered.
    var takesRequests: Bool {
        switch self {
        case .up, .pushesDown, .silent, .skewed: true
        case .requestsDown, .down, .takenOver, .authenticationLost, .maintenance: false
        }
    }

    /// The state as a number, for the digest.
    var word: Int64 {
        switch self {
        case .up: 0
        case .requestsDown: 1
        case .pushesDown: 2
        case .down: 3
        case .silent: 4
        case .takenOver: 5
        case .authenticationLost: 6
        case .maintenance: 7
        case .skewed(let interval): 8 + interval.nanoseconds << 8
        }
    }
}
