public import KraderModel

/// The four points of a candle that are still to come (semantics.md §4, candles as data).
struct CandlePath {
    static let points = 4

    private var start = Moment.distantPast
    private var end = Moment.distantPast
    private var prices: (Price, Price, Price, Price) = (Price(0), Price(0), Price(0), Price(0))
    private var volume: Int64 = 0
    /// The next point, 0…4; 4 when none is left.
    private(set) var next = CandlePath.points

    init() {}

    @inline(__always)
    init(_ candle: borrowing Candle, intrabar: Intrabar) {
        start = candle.start
        end = candle.end
        switch intrabar {
        case .lowFirst: prices = (candle.open, candle.low, candle.high, candle.close)
        case .highFirst: prices = (candle.open, candle.high, candle.low, candle.close)
        }
        volume = candle.volume.count
        next = 0
    }

    /// When the next point is due: start + 1 s, a third, two thirds, end − 1 s.
    var due: Moment {
        let length = end.nanoseconds - start.nanoseconds
        switch next {
        case 0: return start + .seconds(1)
        case 1: return start + Interval(nanoseconds: length / 3)
        case 2: return start + Interval(nanoseconds: length * 2 / 3)
        case 3: return end - .seconds(1)
        case _: return .distantFuture
        }
    }

    /// The next point as a print. A quarter of the volume; what four doesn't divide goes to the
    /// first points, a share each.
    func point(of symbol: Int) -> Tick {
        let price =
            switch next {
            case 0: prices.0
            case 1: prices.1
            case 2: prices.2
            case _: prices.3
            }
        let size = volume / 4 + (Int64(next) < volume % 4 ? 1 : 0)
        return Tick(
            time: due, symbol: SymbolIndex(symbol), price: price, size: Shares(size))
    }

    mutating func step() { next += 1 }

    mutating func skipToLast() { next = CandlePath.points - 1 }
}

extension Venue {
    /// A candle as data, given at its start: strategies see it at its end, orders meet its four
    /// points. Another candle of the symbol must be over by then.
    public mutating func candle(
        symbol: SymbolIndex, timeframe: Timeframe, candle: borrowing Candle
    ) {
        if candle.start >= wakeup { advance(to: candle.start) }
        finishPath(of: symbol.int)
        paths[symbol.int] = CandlePath(candle, intrabar: configuration.intrabar)
        if orders.lists[symbol.int].live > 0 { setWakeup(min(wakeup, paths[symbol.int].due)) }
    }

    /// Does what is due by then, in the order of time: the end of a session's orders and their
    /// turning into others, then path points by symbol index.
    public mutating func advance(to moment: Moment) {
        while wakeup <= moment {
            let due = wakeup
            endImmediates(at: due)
            if orders.special > 0 { endSpecialOrders(at: due) }
            if expiry <= due { expireAll(at: expiry, clock: .regular) }
            playPoints(at: due)
            refreshWakeup()
        }
    }

    private mutating func playPoints(at due: Moment) {
        var place = 0
        while place < orders.liveSymbolCount {
            let symbol = Int(orders.liveSymbols[place])
            if paths[symbol].due <= due { playPoint(of: symbol) }
            // A symbol whose last order went is gone from the list: the next one took its place.
            if place < orders.liveSymbolCount, Int(orders.liveSymbols[place]) == symbol {
                place += 1
            }
        }
    }

    private mutating func playPoint(of symbol: Int) {
        let point = paths[symbol].point(of: symbol)
        paths[symbol].step()
        see(point)
        match(point, evidence: .path)
    }

    /// Plays the points of a symbol without live orders that are due by then.
    mutating func catchUp(_ symbol: Int, to moment: Moment) {
        while paths[symbol].due <= moment {
            see(paths[symbol].point(of: symbol))
            paths[symbol].step()
        }
    }

    /// Plays the rest of a symbol's path; orders that live meet none of it.
    mutating func finishPath(of symbol: Int) {
        if !keepsVolumes && paths[symbol].next < CandlePath.points {
            // Nothing but the last point leaves a trace.
            paths[symbol].skipToLast()
        }
        while paths[symbol].next < CandlePath.points {
            see(paths[symbol].point(of: symbol))
            paths[symbol].step()
        }
    }

    private mutating func see(_ point: Tick) {
        note(point)
        // What a candle says of its middle is no evidence of an interruption.
        states[point.symbol.int].previous = point.price
        states[point.symbol.int].isGathering = false
    }
}
