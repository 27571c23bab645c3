import KraderModel

/// What a merge compares. Places of different sources are never equal, so the order is total.
protocol MergePlace: Comparable {
    /// A place after every place that exists: an exhausted source stands there.
    static var end: Self { get }
    var source: Int { get }
    /// Leaves the later of the two in `loser` and the earlier in `winner`.
    static func play(_ loser: inout Self, _ winner: inout Self)
}

/// A tournament of losers over the heads of many sorted sources.
///
/// Each match of two neighbours keeps its *loser* at the node; the winner of all stands at the
/// root. When the winner's source moves on, only the matches on its own path to the root are played
/// again: log₂ k comparisons, each with a fixed partner, and no branch that depends on the data.
///
///     root: winner of all
///       1: loser of the final
///      2   3: losers of the semi-finals
///     s0 s1 s2 s3   sources, in node slots 4…7 (implied)
///
/// With a number of sources that is no power of two some have one match less to play.
final class MergeTree<Place: MergePlace> {
    /// Slot 0 holds the winner of all.
    private let losers: FixedBuffer<Place>
    private let leaves: Int

    /// Places must carry their source's number, the index in this list.
    init(_ heads: [Place]) {
        let leaves = max(1, heads.count)
        var losers = [Place](repeating: Place.end, count: leaves)
        var winners = [Place](repeating: Place.end, count: 2 * leaves)
        for (index, head) in heads.enumerated() { winners[leaves + index] = head }
        for node in stride(from: leaves - 1, to: 0, by: -1) {
            let (left, right) = (winners[2 * node], winners[2 * node + 1])
            winners[node] = min(left, right)
            losers[node] = max(left, right)
        }
        losers[0] = winners[1]
        self.losers = FixedBuffer(count: leaves) { [losers] in losers[$0] }
        self.leaves = leaves
    }

    /// Whoever merges takes the winner of all and keeps it, in registers, until it is done for now:
    /// read back from memory after each match it would cost more than the matches.
    @inline(__always)
    var winner: Place {
        get { losers[0] }
        set { losers[0] = newValue }
    }

    /// The winner's source now stands at `place`.
    /// Returns: the new winner of all.
    @inline(__always)
    func winner(after source: Int, at place: Place) -> Place {
        var best = place
        var node = (leaves + source) >> 1
        while node > 0 {
            Place.play(&losers[node], &best)
            node >>= 1
        }
        return best
    }
}

/// The place of a print or a book in a merge: time, symbol index, source, in one number.
struct TickPlace: MergePlace {
    private let packed: UInt128

    /// This is computed: a stored one would be looked up behind a lock for each print.
    static var end: TickPlace { TickPlace(packed: .max) }

    private init(packed: UInt128) { self.packed = packed }

    @inline(__always)
    init(_ tick: Tick, source: Int) { self.init(tick.time, tick.symbol, source: source) }

    @inline(__always)
    init(_ time: Moment, _ symbol: SymbolIndex, source: Int) {
        // The sign bit is turned so that moments before 1970 stay before.
        let time = UInt64(bitPattern: time.nanoseconds) ^ (1 << 63)
        let symbol = UInt64(UInt32(bitPattern: symbol.value))
        packed =
            UInt128(truncatingIfNeeded: time) << 64
            | UInt128(truncatingIfNeeded: symbol << 32 | UInt64(UInt32(truncatingIfNeeded: source)))
    }

    var source: Int { Int(UInt32(truncatingIfNeeded: packed)) }

    @inline(__always)
    static func < (a: TickPlace, b: TickPlace) -> Bool { a.packed < b.packed }

    /// Orders two places by a mask: which print is next is a coin toss that no processor predicts.
    @inline(__always)
    static func play(_ loser: inout TickPlace, _ winner: inout TickPlace) {
        let mask: UInt64 = 0 &- (loser.packed < winner.packed ? 1 : 0)
        let wide = UInt128(truncatingIfNeeded: mask) << 64 | UInt128(truncatingIfNeeded: mask)
        let change = (loser.packed ^ winner.packed) & wide
        loser = TickPlace(packed: loser.packed ^ change)
        winner = TickPlace(packed: winner.packed ^ change)
    }
}

/// The place of a candle in a merge: start, end, symbol index, source.
struct CandlePlace: MergePlace {
    private let start: Moment
    private let end: Moment
    private let symbolAndSource: UInt64

    static var end: CandlePlace {
        CandlePlace(start: .distantFuture, end: .distantFuture, symbolAndSource: .max)
    }

    private init(start: Moment, end: Moment, symbolAndSource: UInt64) {
        self.start = start
        self.end = end
        self.symbolAndSource = symbolAndSource
    }

    init(_ event: CandleEvent, source: Int) {
        start = event.candle.start
        end = event.candle.end
        let symbol = UInt64(UInt32(bitPattern: event.symbol.value))
        symbolAndSource = symbol << 32 | UInt64(UInt32(truncatingIfNeeded: source))
    }

    var source: Int { Int(UInt32(truncatingIfNeeded: symbolAndSource)) }

    @inline(__always)
    static func < (a: CandlePlace, b: CandlePlace) -> Bool {
        if a.start != b.start { return a.start < b.start }
        if a.end != b.end { return a.end < b.end }
        return a.symbolAndSource < b.symbolAndSource
    }

    @inline(__always)
    static func play(_ loser: inout CandlePlace, _ winner: inout CandlePlace) {
        if loser < winner { swap(&loser, &winner) }
    }
}
