import KraderModel

/// The counted errors that matter to the kill switch: a fixed ring of the last few, and today's
/// number (failure-modes.md §2, invariant 42).
///
/// It is the fold of the incidents that count. Rearming does not empty it: one more error within
/// five minutes of the others kills again.
struct ErrorWindow: ~Copyable {
    private let times = FixedBuffer(repeating: Moment.distantPast, count: Limits.errorsToKill)
    private var oldest = 0
    private(set) var today = 0
    /// The number over all days.
    private(set) var all = 0
    /// The minute in which a push of each kind was last counted, since 1970 UTC.
    private let pushMinutes = FixedBuffer(repeating: Int64.min, count: PushKind.allCases.count)

    mutating func add(_ moment: Moment) {
        today += 1
        all += 1
        times[oldest] = moment
        oldest = (oldest + 1) % times.count
    }

    /// Whether the errors in (moment − 5 min, moment] are three or more.
    func isFull(at moment: Moment) -> Bool {
        let place = PlantedBug.isPlanted(.windowOffByOne) ? (oldest + 1) % times.count : oldest
        return times[place] > moment - Limits.errorWindow
    }

    /// Whether a quarantined push is the first of its kind in this minute: only that one counts.
    mutating func isFirst(_ kind: PushKind, at moment: Moment) -> Bool {
        let minute = moment.cutDown(to: .minutes(1)).nanoseconds
        let isFirst = pushMinutes[Int(kind.rawValue)] != minute
        pushMinutes[Int(kind.rawValue)] = minute
        return isFirst
    }

    mutating func beginDay() { today = 0 }

    func agrees(with other: borrowing ErrorWindow) -> Bool {
        today == other.today && oldest == other.oldest
            && (0..<times.count).allSatisfy { times[$0] == other.times[$0] }
            && (0..<pushMinutes.count).allSatisfy { pushMinutes[$0] == other.pushMinutes[$0] }
    }
}

/// The kinds of push, as errors are counted.
public enum PushKind: UInt8, Hashable, Sendable, CaseIterable {
    case accepted, executed, cancelled, modified, expired, rejected

    init(_ event: BrokerPush.Event) {
        switch event {
        case .accepted: self = .accepted
        case .executed: self = .executed
        case .cancelled: self = .cancelled
        case .modified: self = .modified
        case .expired: self = .expired
        case .rejected: self = .rejected
        }
    }
}
