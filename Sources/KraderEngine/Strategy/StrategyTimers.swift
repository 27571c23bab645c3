import KraderModel

/// The timers that strategies asked for: by moment, then strategy, then order of asking.
struct StrategyTimers {
    struct Timer: Hashable {
        var moment: Moment
        var strategy: Int32
    }

    private(set) var all: [Timer] = []

    var next: Moment { all.first?.moment ?? .distantFuture }

    mutating func add(_ timer: Timer) {
        let place = all.partitioningIndex {
            $0.moment > timer.moment
                || ($0.moment == timer.moment && $0.strategy > timer.strategy)
        }
        all.insert(timer, at: place)
    }

    mutating func remove(_ timer: Timer) {
        if let place = all.firstIndex(of: timer) { all.remove(at: place) }
    }
}
