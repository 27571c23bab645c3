public import KraderModel

/// The times of each symbol's last prints: whether an issue was busy before it fell silent.
@usableFromInline struct PrintTimes: ~Copyable {
    /// A power of two above `busy`, so that a byte that counts over finds its place.
    @usableFromInline static let places = 16
    /// So many prints in so long a time before a silence make it one that must have a reason
    /// (semantics.md §4).
    static let busy: UInt8 = 10
    static let busyTime = Interval.minutes(10)

    @usableFromInline let times: FixedBuffer<Moment>

    init(symbols: Int) {
        times = FixedBuffer(repeating: .distantPast, count: symbols * PrintTimes.places)
    }

    @inlinable @inline(__always) func keep(_ moment: Moment, _ count: UInt8, of symbol: Int) {
        times[symbol &* PrintTimes.places + Int(count & 15)] = moment
    }

    /// Whether the tenth-last print lies in the ten minutes up to this moment.
    func wasBusy(_ symbol: Int, _ count: UInt8, until moment: Moment) -> Bool {
        let first = times[symbol * PrintTimes.places + Int((count &- PrintTimes.busy) & 15)]
        return first != .distantPast && moment - first <= PrintTimes.busyTime
    }

    func forget(_ symbol: Int) {
        for place in 0..<PrintTimes.places {
            times[symbol * PrintTimes.places + place] = .distantPast
        }
    }
}

extension Venue {
    /// A recorded print of a session. Points of candles are never counted.
    @inlinable @inline(__always) mutating func count(_ print: Tick) {
        let symbol = print.symbol.int
        printTimes.keep(print.time, states[symbol].prints, of: symbol)
        states[symbol].prints &+= 1
    }
}
