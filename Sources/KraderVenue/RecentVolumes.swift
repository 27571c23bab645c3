public import KraderModel

/// What was printed in each of a symbol's last sixty seconds.
struct RecentVolumes: ~Copyable {
    static let seconds = 60

    struct Second {
        /// The second, counted from 1970 UTC.
        var stamp: Int64
        var volume: Shares
    }
    private let ring: FixedBuffer<Second>

    init(symbols: Int) {
        ring = FixedBuffer(
            repeating: Second(stamp: .min, volume: .zero), count: symbols * RecentVolumes.seconds)
    }

    private init(ring: consuming FixedBuffer<Second>) { self.ring = ring }

    func copy() -> RecentVolumes { RecentVolumes(ring: ring.copy()) }

    /// The place of a second in the ring. Seconds before 1970 have negative numbers.
    @inline(__always)
    private func place(_ stamp: Int64, _ symbol: Int) -> Int {
        let within = Int(stamp % 60)
        return symbol * RecentVolumes.seconds + (within < 0 ? within + 60 : within)
    }

    /// Keeps a second that is over.
    func close(stamp: Int64, volume: Shares, symbol: Int) {
        ring[place(stamp, symbol)] = Second(stamp: stamp, volume: volume)
    }

    fileprivate func second(_ stamp: Int64, _ symbol: Int) -> Second {
        ring[place(stamp, symbol)]
    }

    /// The volume of the 59 seconds before this one.
    func before(stamp: Int64, symbol: Int) -> Shares {
        var total = Shares.zero
        for place in 0..<RecentVolumes.seconds {
            let second = ring[symbol * RecentVolumes.seconds + place]
            if second.stamp > stamp - 60, second.stamp < stamp { total += second.volume }
        }
        return total
    }
}

extension RecentVolumes {
    /// Whether more than so much was printed in a second and the 59 before it. Looks back no
    /// further than it must: nearly always a few seconds say so.
    func isMore(
        than most: Int64, stamp: Int64, volume: Shares, symbol: Int
    ) -> Bool {
        var total = volume.count
        var back: Int64 = 1
        while total <= most, back < Int64(RecentVolumes.seconds) {
            let second = second(stamp - back, symbol)
            if second.stamp == stamp - back { total += second.volume.count }
            back += 1
        }
        return total > most
    }
}

/// What our orders of each side took of each symbol in its last sixty seconds.
struct RecentTakings: ~Copyable {
    /// How many seconds a ring has: sixty, and four more to make a power of two.
    private static let places = 64

    /// The seconds in which something was taken.
    struct Window {
        /// The place of its seconds; -1 until something is taken.
        var base = -1
        var first = 0
        var count = 0
        var total = Shares.zero
    }
    private let windows: FixedBuffer<Window>
    /// The seconds of the symbols that we trade; the others have none.
    private var seconds = AppendBuffer<RecentVolumes.Second>(capacity: 256)

    init(symbols: Int) {
        windows = FixedBuffer(repeating: Window(), count: symbols * 2)
    }

    private init(windows: consuming FixedBuffer<Window>) { self.windows = windows }

    func copy() -> RecentTakings {
        var other = RecentTakings(windows: windows.copy())
        other.seconds = seconds.copy()
        return other
    }

    private func place(_ symbol: Int, _ side: Side) -> Int { symbol * 2 + (side == .buy ? 0 : 1) }

    /// What was taken in the sixty seconds that end with this one.
    mutating func total(stamp: Int64, symbol: Int, _ side: Side) -> Shares {
        let window = place(symbol, side)
        if windows[window].count > 0 { forget(upTo: stamp - 60, window) }
        return windows[window].total
    }

    mutating func add(_ shares: Shares, stamp: Int64, symbol: Int, _ side: Side) {
        let window = place(symbol, side)
        if windows[window].base < 0 {
            windows[window].base = seconds.count
            for _ in 0..<RecentTakings.places {
                seconds.append(RecentVolumes.Second(stamp: .min, volume: .zero))
            }
        }
        forget(upTo: stamp - 60, window)
        windows[window].total += shares
        let count = windows[window].count
        if count > 0, seconds[slot(window, count - 1)].stamp >= stamp {
            seconds[slot(window, count - 1)].volume += shares
        } else {
            // All kept ones lie in the fifty-nine seconds before: there is room.
            seconds[slot(window, count)] = RecentVolumes.Second(stamp: stamp, volume: shares)
            windows[window].count += 1
        }
    }

    private func slot(_ window: Int, _ place: Int) -> Int {
        windows[window].base + (windows[window].first + place) & (RecentTakings.places - 1)
    }

    private mutating func forget(upTo stamp: Int64, _ window: Int) {
        while windows[window].count > 0, seconds[slot(window, 0)].stamp <= stamp {
            windows[window].total -= seconds[slot(window, 0)].volume
            windows[window].first = (windows[window].first + 1) & (RecentTakings.places - 1)
            windows[window].count -= 1
        }
    }
}

extension Venue {
    /// The first print of a second: the second before it is over.
    @usableFromInline mutating func beginSecond(_ tick: Tick) {
        let symbol = tick.symbol.int
        if states[symbol].secondEnd != .distantPast {
            volumes.close(
                stamp: states[symbol].secondEnd.seconds - 1,
                volume: states[symbol].secondVolume, symbol: symbol)
        }
        let stamp = tick.time.seconds
        states[symbol].secondEnd = Moment(nanoseconds: (stamp + 1) * 1_000_000_000)
        states[symbol].secondVolume = tick.size
    }

    /// What was printed in the 60 seconds up to the last print, that print's own second included.
    func recentVolume(_ symbol: Int) -> Shares {
        let stamp = states[symbol].secondEnd.seconds - 1
        return volumes.before(stamp: stamp, symbol: symbol) + states[symbol].secondVolume
    }
}

extension Venue {
    static let extraStepsMax = 100

    /// One step more each time our orders of a side, all of the account's, have taken their part of
    /// what was printed in the last minute (semantics.md §4), at most `extraStepsMax`.
    mutating func stepsTaken(_ side: Side, _ print: Tick) -> Int {
        guard let rate = configuration.participation else { return 0 }
        let symbol = print.symbol.int
        let second = print.time.seconds
        let taken = recentTakings.total(stamp: second, symbol: symbol, side)
        if taken == .zero { return 0 }
        let parts = Int128(taken.count) * Int128(Rate.scale)
        if let few = Int64(exactly: parts),
            volumes.isMore(
                than: few / rate.parts, stamp: second, volume: states[symbol].secondVolume,
                symbol: symbol)
        {
            return 0
        }
        let volume = max(recentVolume(symbol), print.size)
        return Venue.extraSteps(taken, of: volume, rate)
    }

    /// How often `taken` holds our part of a volume, of at least a share, cut down.
    static func extraSteps(_ taken: Shares, of volume: Shares, _ rate: Rate) -> Int {
        let parts = Int128(taken.count) * Int128(Rate.scale)
        let steps = parts / (Int128(volume.count) * Int128(rate.parts))
        return Int(min(steps, Int128(Venue.extraStepsMax)))
    }
}
