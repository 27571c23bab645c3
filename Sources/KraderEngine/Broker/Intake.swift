import KraderModel

/// How timely the broker has answered of late. On bad days it takes orders and says so many minutes
/// later: what it doesn't show then proves nothing (failure-modes.md §1, A05, A06).
struct Intake: Hashable {
    /// The last two moments at which an answer was late: its request had left more than
    /// `Limits.lateAnswer` before.
    private(set) var lastLate = Moment.distantPast
    private(set) var lateBefore = Moment.distantPast
    /// The last moment at which an answer was later than `Limits.veryLateAnswer`.
    private(set) var lastVeryLate = Moment.distantPast
    /// The last moment at which the outcome of a request became unknown: late intake within
    /// `Limits.lateWindow` is the same incident (failure-modes.md §2, "Errors").
    var lastUnknown = Moment.distantPast

    mutating func noteLate(sentAt: Moment, at moment: Moment) {
        (lateBefore, lastLate) = (lastLate, moment)
        if moment > sentAt + Limits.veryLateAnswer { lastVeryLate = moment }
    }

    /// How many of the last two late answers came within `Limits.lateWindow` before a moment.
    func late(at moment: Moment) -> Int {
        [lastLate, lateBefore].count { $0 > moment - Limits.lateWindow }
    }

    /// Whether nothing was answered very late for so long that what a list doesn't show is absent.
    func isTimely(at moment: Moment) -> Bool {
        lastVeryLate <= moment - Limits.veryLateWindow
    }
}
