import Glibc

/// Seconds of work of this process: what else runs on the machine counts little.
func processorSeconds() -> Double { seconds(of: CLOCK_PROCESS_CPUTIME_ID) }

/// Seconds since some moment, whoever works: for what another process does.
func wallSeconds() -> Double { seconds(of: CLOCK_MONOTONIC) }

private func seconds(of clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// What a piece of work gave and the shortest time it took.
struct Timed<Result> {
    var result: Result
    var seconds: Double
}

/// The best of some runs: noise only ever adds.
func best<Result>(of runs: Int, _ work: () throws -> Timed<Result>) rethrows -> Timed<Result> {
    var best = try work()
    for _ in 1..<max(runs, 1) {
        let next = try work()
        if next.seconds < best.seconds { best = next }
    }
    return best
}
