import KraderMarket
public import KraderModel

/// A market as a value: issues, and a walk of each on its price grid within a tenth of where it
/// began, so that no limit is ever near.
public struct WorldMarket: Hashable, Sendable {
    public var seed: UInt64
    public var issues: [Issue]
    /// The moments of the first and of the last print.
    public var begin: Moment
    public var end: Moment
    /// The mean time between two prints of an issue.
    public var pause: Interval
    /// How many price steps a print lies from the one before at most.
    public var stride: Int
    /// One of so many prints is shown; 1: all of them.
    public var thinning = 1
    /// The prints that are shown of those that would be, by their places from 0; `nil`: all.
    public var kept: [Int]?

    public struct Issue: Hashable, Sendable {
        public var code: IssueCode
        public var board: Board
        public var base: Price
        /// Whether it has no print: so an issue is left out and the others keep their places.
        public var isSilent = false
    }

    public var instruments: [Instrument] {
        issues.map { Instrument(code: $0.code, board: $0.board, basePrice: $0.base) }
    }

    /// All prints by time. Times and issues are drawn apart from prices, and the prices of each
    /// issue for themselves: without one the others are as they were.
    public func prints() -> FixedBuffer<Tick> {
        var times = SeededGenerator(seed: seed, stream: "swarm times")
        var walks = issues.indices.map { Walk(issues[$0], $0, seed: seed, on: CalendarDate(begin)) }
        let mean = max(pause.nanoseconds / Int64(max(issues.count, 1)), 1)
        var ticks: [Tick] = []
        ticks.reserveCapacity(Int((end - begin).nanoseconds / mean) + 16)
        var now = begin
        var drawn = 0
        while true {
            now = now + Interval(nanoseconds: Int64(times.next(below: UInt64(2 * mean))) + 1)
            if now > end { break }
            let place = Int(times.next(below: UInt64(issues.count)))
            let (price, size) = walks[place].next(stride: stride)
            drawn += 1
            if issues[place].isSilent || drawn % thinning != 0 { continue }
            ticks.append(Tick(time: now, symbol: SymbolIndex(place), price: price, size: size))
        }
        guard let kept else { return FixedBuffer(count: ticks.count) { ticks[$0] } }
        let places = kept.filter { ticks.indices.contains($0) }
        return FixedBuffer(count: places.count) { ticks[places[$0]] }
    }

    private struct Walk {
        private var generator: SeededGenerator
        private let base: Price
        private let table: PriceStepTable
        private var price: Price

        init(_ issue: Issue, _ place: Int, seed: UInt64, on day: CalendarDate) {
            generator = SeededGenerator(
                seed: seed &+ UInt64(place) &* 0x9E37_79B9_7F4A_7C15, stream: "swarm prices")
            base = issue.base
            price = issue.base
            table = .table(board: issue.board, on: day)
        }

        mutating func next(stride: Int) -> (Price, Shares) {
            let steps = Int(generator.next(below: UInt64(2 * stride + 1))) - stride
            let moved = table.moved(price, steps: steps)
            if (moved.won - base.won).magnitude * 10 < base.won { price = moved }
            return (price, Shares(Int64(generator.next(below: 400)) + 1))
        }
    }
}

/// The prints of a world, for a backtest.
final class WorldTicks: TickSource {
    private let prints: FixedBuffer<Tick>
    private var isRead = false

    init(_ market: WorldMarket) { prints = market.prints() }

    func nextTicks() -> BufferView<Tick> {
        defer { isRead = true }
        return isRead ? prints.view(of: prints.count..<prints.count) : prints.view
    }
}
