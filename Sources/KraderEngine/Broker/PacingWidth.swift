import KraderModel

/// By how much requests leave more slowly than the profile says, because the broker refused some
/// for coming too fast (failure-modes.md §1, F01–F04): another program may share the limit. It
/// doubles with each refusal, up to eight times, and halves with each minute without one.
struct PacingWidth: Hashable {
    static let most = 8

    var times = 1
    /// The moment of the last refusal.
    var since = Moment.distantPast

    func times(at moment: Moment) -> Int {
        guard times > 1 else { return 1 }
        let minutes = (moment - since).nanoseconds / Interval.minutes(1).nanoseconds
        return minutes >= 3 ? 1 : max(1, times >> max(0, Int(minutes)))
    }

    /// As it is after one more refusal.
    func widened(at moment: Moment) -> Int { min(PacingWidth.most, times(at: moment) * 2) }
}
