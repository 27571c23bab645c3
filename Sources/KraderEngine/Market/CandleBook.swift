import KraderModel

/// Builds candles from prints and takes candles as data; keeps windows of closed ones.
///
/// Prints change the finest candle only. When a candle closes it is absorbed into the next coarser
/// ones, which feed still coarser ones in their turn: the cost of a print or a minute does not grow
/// with the number of timeframes, and prints and finer candles give the same coarser candles.
/// Rules: semantics.md §2.
///
/// Invariants:
/// 1. A candle in a window is closed; nothing but a corporate action changes it.
/// 2. `ends[k]` is the end of the bucket that timeframe `k` is building, for all symbols alike;
///    `dataEnds[k]` of what is made up of candles as data, which close without a delay.
/// 3. A symbol is in `touched[k]` exactly when it is building a candle of timeframe `k`.
struct CandleBook: ~Copyable {
    /// What a symbol is building in one timeframe.
    struct Building {
        var candle: Candle
        var isOpen = false
        /// Whether it is made up of candles that came as data: nothing is waited for at its end.
        var isData = false
    }

    static let emptyCandle = Candle(
        start: .distantFuture, end: .distantPast, open: Price(1), high: Price(1), low: Price(1),
        close: Price(1), volume: .zero, value: .zero)

    /// The timeframes, finest first; the first is what prints build. It may be there only to feed
    /// the others.
    let timeframes: [Timeframe]
    /// How many timeframes there are: a symbol's lie side by side.
    let depth: Int
    let symbolCount: Int
    let closeDelay: Interval
    /// How much later still the last candles of a session close.
    let lastDelay: Interval
    /// What each timeframe feeds, by its number.
    let feeding: FixedBuffer<CandleFeeding>
    let building: FixedBuffer<Building>
    /// The candle after the one being built: prints may be ahead of a close that waits for its
    /// delay.
    let following: FixedBuffer<Building>
    let series: FixedBuffer<CandleSeries>
    let slab: FixedBuffer<Candle>
    let ends: FixedBuffer<Moment>
    let dataEnds: FixedBuffer<Moment>
    /// The bucket that a candle made up of finer ones began last, by timeframe.
    private let latest: FixedBuffer<MomentSpan>
    let touched: FixedBuffer<Int32>
    let touchedCount: FixedBuffer<Int>
    var closed: ClosedCandles
    /// The moment at which the next candle is due to close, delay included.
    var nextClose = Moment.distantFuture
    private(set) var latePrints: Int64 = 0
    /// What data a symbol has had: a bit for each timeframe of candles read, `printsBit` for
    /// prints.
    private let sources: FixedBuffer<UInt16>
    /// The session whose prints make candles; the close includes the 30 s of the closing cross.
    private var sessionStart = Moment.distantFuture
    var sessionEnd = Moment.distantPast
    /// The one before: its last candles may close when the next has begun.
    var formerSession = MomentSpan(start: .distantPast, end: .distantPast)

    /// - Parameter windows: The longest window asked for, by timeframe, finest first.
    init(
        windows: [(timeframe: Timeframe, length: Int)], symbolCount: Int, closeDelay: Interval,
        lastDelay: Interval = .zero
    ) {
        var chain = windows
        if let finest = chain.first?.timeframe,
            !chain.allSatisfy({ finest.divides($0.timeframe) })
        {
            chain.insert((.m1, 0), at: 0)
        }
        timeframes = chain.map(\.timeframe)
        depth = chain.count
        self.symbolCount = symbolCount
        self.closeDelay = closeDelay
        self.lastDelay = lastDelay
        let slots = chain.count * symbolCount
        let empty = Building(candle: CandleBook.emptyCandle)
        let all = chain.map(\.timeframe)
        feeding = FixedBuffer(count: Timeframe.allCases.count) { raw in
            CandleFeeding(Timeframe.allCases[raw], chain: all)
        }
        building = FixedBuffer(repeating: empty, count: slots)
        following = FixedBuffer(repeating: empty, count: symbolCount)
        var offset = 0
        var layout: [CandleSeries] = []
        for _ in 0..<symbolCount {
            for window in chain {
                layout.append(CandleSeries(offset: offset, length: window.length))
                offset += window.length
            }
        }
        series = FixedBuffer(count: slots) { layout[$0] }
        slab = FixedBuffer(repeating: CandleBook.emptyCandle, count: offset)
        sources = FixedBuffer(repeating: 0, count: symbolCount)
        ends = FixedBuffer(repeating: .distantFuture, count: chain.count)
        dataEnds = FixedBuffer(repeating: .distantFuture, count: chain.count)
        latest = FixedBuffer(
            repeating: MomentSpan(start: .distantFuture, end: .distantPast), count: chain.count)
        touched = FixedBuffer(repeating: 0, count: slots)
        touchedCount = FixedBuffer(repeating: 0, count: chain.count)
        closed = ClosedCandles(symbolCount: symbolCount, timeframes: chain.count)
    }

    private static let printsBit: UInt16 = 1 << 15

    func hasData(of symbol: Int) -> Bool { sources[symbol] != 0 }

    /// Whether the data of a symbol so far make candles of a timeframe. It isn't known of a symbol
    /// without any, and taken to be so.
    func canBuild(_ timeframe: Timeframe, _ symbol: Int) -> Bool {
        let sources = sources[symbol]
        if sources == 0 || sources & CandleBook.printsBit != 0 { return true }
        return Timeframe.allCases.contains {
            sources & 1 << UInt16($0.rawValue) != 0 && ($0 == timeframe || $0.divides(timeframe))
        }
    }

    var isEmpty: Bool { depth == 0 }
    var view: CandleView {
        CandleView(feeding: feeding.view, depth: depth, series: series.view, slab: slab.view)
    }

    /// Begins a session: from here on, prints in [start, end) make candles.
    mutating func beginSession(start: Moment, end: Moment) {
        formerSession = MomentSpan(start: sessionStart, end: sessionEnd)
        sessionStart = start
        sessionEnd = end
    }

    /// Takes in a print of the regular session. The common case is three comparisons.
    @inline(__always)
    mutating func add(_ tick: Tick, at now: Moment) {
        let slot = tick.symbol.int * depth
        let candle = building[slot].candle
        if tick.time >= candle.start && tick.time < candle.end && building[slot].isOpen {
            CandleBook.extend(&building[slot].candle, with: tick)
        } else {
            addSlowly(tick, slot, at: now)
        }
    }

    @inline(__always)
    private static func extend(_ candle: inout Candle, with tick: Tick) {
        if tick.price > candle.high { candle.high = tick.price }
        if tick.price < candle.low { candle.low = tick.price }
        candle.close = tick.price
        candle.volume = candle.volume.saturatedSum(tick.size)
        candle.value = candle.value.saturatedSum(tick.price * tick.size)
    }

    @inline(never)
    private mutating func addSlowly(_ tick: Tick, _ slot: Int, at now: Moment) {
        var tick = tick
        if tick.time == sessionEnd, lastDelay > .zero {
            // The closing cross prints until the very end, both ends included.
            tick.time = sessionEnd - Interval(nanoseconds: 1)
            if building[slot].isOpen, building[slot].candle.end == sessionEnd {
                return CandleBook.extend(&building[slot].candle, with: tick)
            }
        }
        guard tick.time >= sessionStart && tick.time < sessionEnd else { return }
        sources[tick.symbol.int] |= CandleBook.printsBit
        if building[slot].isOpen {
            guard tick.time >= building[slot].candle.end else {
                latePrints += 1
                return
            }
            let symbol = tick.symbol.int
            if following[symbol].isOpen {
                if tick.time < following[symbol].candle.end {
                    CandleBook.extend(&following[symbol].candle, with: tick)
                } else {
                    latePrints += 1
                }
            } else {
                following[symbol] = Building(candle: fresh(tick, timeframes[0]), isOpen: true)
            }
            return
        }
        let candle = fresh(tick, timeframes[0])
        // A candle of an ended bucket is late even when the symbol had no other print in it.
        if closing(candle.end) <= now || building[slot].candle.end > tick.time {
            latePrints += 1
            return
        }
        open(Building(candle: candle, isOpen: true), tick.symbol.int, 0)
    }

    // These are in line: lent to a call, the whole book would be copied.
    @inline(__always)
    private func fresh(_ tick: Tick, _ timeframe: Timeframe) -> Candle {
        let (start, end) = bucket(of: tick.time, timeframe)
        return Candle(
            start: start, end: end, open: tick.price, high: tick.price, low: tick.price,
            close: tick.price, volume: tick.size, value: tick.price * tick.size)
    }

    /// Buckets are clock-aligned; the last one of a session ends with it, and 1d is the session.
    @inline(__always)
    private func bucket(of moment: Moment, _ timeframe: Timeframe) -> (start: Moment, end: Moment) {
        if timeframe == .d1 {
            return moment < sessionStart
                ? (formerSession.start, formerSession.end) : (sessionStart, sessionEnd)
        }
        let start = timeframe.bucketStart(of: moment)
        return (start, min(start + timeframe.interval, sessionEnd))
    }

    mutating func open(_ new: Building, _ symbol: Int, _ k: Int) {
        building[symbol * depth + k] = new
        touched[k * symbolCount + touchedCount[k]] = Int32(symbol)
        touchedCount[k] += 1
        if new.isData {
            dataEnds[k] = min(dataEnds[k], new.candle.end)
            nextClose = min(nextClose, dataEnds[k])
        } else if new.candle.end < ends[k] {
            ends[k] = new.candle.end
            nextClose = min(nextClose, closing(ends[k]))
        }
    }

    /// A candle read from data closes now: as one of the chain, or beside it.
    @inline(__always)
    mutating func take(_ candle: Candle, _ timeframe: Timeframe, symbol: SymbolIndex) {
        let feeding = feeding[Int(timeframe.rawValue)]
        sources[symbol.int] |= 1 << UInt16(timeframe.rawValue)
        if feeding.place >= 0 { keep(candle, symbol.int, Int(feeding.place)) }
        absorb(candle, symbol.int, into: feeding.whenRead, isData: true)
    }

    @inline(__always)
    mutating func keep(_ candle: Candle, _ symbol: Int, _ k: Int) {
        let slot = symbol * depth + k
        // The first of the chain may be there only to feed the others.
        if series[slot].length == 0 { return }
        push(candle, slot)
        closed.note(symbol, k, end: candle.end)
    }

    @inline(__always)
    mutating func absorb(
        _ candle: Candle, _ symbol: Int, into coarser: UInt16, isData: Bool
    ) {
        var left = coarser
        while left != 0 {
            let k = left.trailingZeroBitCount
            left &= left - 1
            let slot = symbol * depth + k
            let begun = building[slot].candle
            if building[slot].isOpen && candle.start >= begun.start && candle.start < begun.end {
                building[slot].candle.absorb(candle)
            } else {
                begin(candle, symbol, k, isData: isData)
            }
        }
    }

    /// The first candle of a coarser one, or one that comes too late for it.
    @inline(never)
    private mutating func begin(
        _ candle: Candle, _ symbol: Int, _ k: Int, isData: Bool
    ) {
        if building[symbol * depth + k].isOpen {
            latePrints += 1
            return
        }
        // Many symbols begin the same bucket.
        if !(candle.start >= latest[k].start && candle.start < latest[k].end) {
            let (start, end) = bucket(of: candle.start, timeframes[k])
            latest[k] = MomentSpan(start: start, end: end)
        }
        var coarse = candle
        coarse.start = latest[k].start
        coarse.end = latest[k].end
        open(Building(candle: coarse, isOpen: true, isData: isData), symbol, k)
    }

    @inline(__always)
    private func push(_ candle: Candle, _ slot: Int) {
        series[slot].closed += 1
        let offset = series[slot].offset
        if series[slot].count < series[slot].length {
            slab[offset + series[slot].count] = candle
            series[slot].count += 1
        } else {
            let first = series[slot].first
            slab[offset + first] = candle
            series[slot].first = first + 1 < series[slot].length ? first + 1 : 0
        }
    }
}
