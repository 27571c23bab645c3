public import KraderModel

/// What was printed in each of a symbol's last sixty seconds.
struct RecentVolumes: ~Copyable {
    static let seconds = 60

    struct Second {
        /// Seconds since 1970.
        var stamp: Int64
        var volume: Shares
    }
    private let ring: FixedBuffer<Second>

    init(symbols: Int) {
        ring = FixedBuffer(
            repeating: Second(stamp: .min, volume: .zero), count: symbols * RecentVolumes.seconds)
    }

    /// Keeps a second that is over.
    func close(stamp: Int64, volume: Shares, symbol: Int) {
        ring[symbol * RecentVolumes.seconds + Int(stamp % 60)] = Second(
            stamp: stamp, volume: volume)
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

extension Venue {
    /// The first print of a second: the second before it is over.
    @usableFromInline mutating func beginSecond(_ tick: Tick) {
        let symbol = tick.symbol.int
        if states[symbol].secondEnd != .distantPast {
            volumes.close(
                stamp: states[symbol].secondEnd.nanoseconds / 1_000_000_000 - 1,
                volume: states[symbol].secondVolume, symbol: symbol)
        }
        let stamp = tick.time.nanoseconds / 1_000_000_000
        states[symbol].secondEnd = Moment(nanoseconds: (stamp + 1) * 1_000_000_000)
        states[symbol].secondVolume = tick.size
    }

    /// What was printed in the 60 seconds up to the last print, that print's own second included.
    func recentVolume(_ symbol: Int) -> Shares {
        let stamp = states[symbol].secondEnd.nanoseconds / 1_000_000_000 - 1
        return volumes.before(stamp: stamp, symbol: symbol) + states[symbol].secondVolume
    }
}
