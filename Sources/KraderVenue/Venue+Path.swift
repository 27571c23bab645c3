public import KraderModel

// Candles as data: when their points come (semantics.md §4). `Venue+Points` says what they do.
extension Venue {
    /// A candle as data, given at its start: strategies see it at its end, orders meet its points.
    /// Another candle of the symbol must be over by then.
    public mutating func candle(
        symbol: SymbolIndex, timeframe: Timeframe, candle: borrowing Candle
    ) {
        if candle.start >= wakeup { advance(to: candle.start) }
        let place = symbol.int
        finishPath(of: place)
        // A candle without a trade has nothing to meet.
        let volume = candle.volume
        if states[place].hasPrints || volume <= .zero { return }
        var (end, kind) = (candle.end, CandlePath.Kind.ordinary)
        if let hours {
            // Points lie in continuous trading.
            end = min(end, hours.closingAuctionStart)
            if candle.start >= hours.close {
                if states[place].hasClosed { return }
                states[place].hasClosed = true
                (end, kind) = (candle.end, .closing)
            } else if candle.start >= end {
                // A candle of the closing call: nothing trades there.
                return
            } else if opensWithAuction, candle.start == hours.open, states[place].isGathering {
                kind = .opening
            }
        }
        paths[place] = CandlePath(
            candle, end: end, intrabar: configuration.intrabar, kind: kind,
            isDaily: timeframe == .d1)
        if orders.lists[place].live > 0 || orders.lists[place].isWatched {
            setWakeup(min(wakeup, paths[place].due))
        }
    }

    /// Does what is due by then, in the order of time: the end of a session's orders and their
    /// turning into others, then path points by symbol index. Stops where a watched symbol begins a
    /// way: whoever watches walks it (`way`), and calls again.
    public mutating func advance(to moment: Moment) {
        while walk == nil, wakeup <= moment {
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
            if paths[symbol].due <= due, mayShowPoint(of: symbol) { playPoint(of: symbol) }
            if walk != nil { return }
            // A symbol whose last order went is gone from the list: the next one took its place.
            if place < orders.liveSymbolCount, Int(orders.liveSymbols[place]) == symbol {
                place += 1
            }
        }
    }

    /// Notes that somebody wants to hear of each way of the symbol's path, or no longer.
    public mutating func watch(_ symbol: SymbolIndex, _ isWatched: Bool, at moment: Moment) {
        if orders.lists[symbol.int].live == 0, walk?.symbol != symbol {
            catchUp(symbol.int, to: moment)
        }
        orders.watch(symbol.int, isWatched)
        refreshWakeup()
    }

    /// A symbol without live orders comes to where the points that are due by then have brought it.
    mutating func catchUp(_ symbol: Int, to moment: Moment) {
        pathUses[symbol].carriedParts = 0
        while paths[symbol].due <= moment {
            if !mayShowPoint(of: symbol) { continue }
            see(paths[symbol].price, symbol)
            pathUses[symbol].show(
                paths[symbol].size(auctionShare: configuration.auctionShare),
                of: paths[symbol].start)
            paths[symbol].step()
        }
    }

    /// Whether a point that is due is shown. Points lie in continuous trading: in an interruption
    /// or a halt they wait until it goes on, and where that isn't before the candle is over they
    /// are lost. Those of symbols in which anybody waits are counted.
    private mutating func mayShowPoint(of symbol: Int) -> Bool {
        if paths[symbol].isLost {
            if orders.lists[symbol].live > 0 || orders.lists[symbol].isWatched {
                lostPoints.add(
                    Int64(paths[symbol].left), SymbolIndex(symbol), at: paths[symbol].planned)
            }
            finishPath(of: symbol)
            return false
        }
        if states[symbol].status == .normal { return true }
        paths[symbol].wait()
        return false
    }

    /// An issue's trading changes at this moment: its points up to here are those of the old way,
    /// and what waited comes when it trades continuously again.
    mutating func turnPath(of symbol: Int, to status: TradingStatus, at moment: Moment) {
        let isFollowed = orders.lists[symbol].live > 0 || orders.lists[symbol].isWatched
        if !isFollowed { catchUp(symbol, to: moment) }
        guard status == .normal, paths[symbol].isWaiting else { return }
        paths[symbol].resume(at: moment)
        if isFollowed { setWakeup(min(wakeup, paths[symbol].due)) }
    }

    /// Plays the rest of a symbol's path; orders that live meet none of it.
    @inline(__always)
    mutating func finishPath(of symbol: Int) {
        if paths[symbol].isOver { return }
        see(paths[symbol].close, symbol)
        paths[symbol].finish()
    }

    /// A point becomes the symbol's last price.
    @inline(__always)
    mutating func see(_ price: Price, _ symbol: Int) {
        // What a candle says of its middle is no evidence of an interruption.
        states[symbol].last = price
        states[symbol].previous = price
        states[symbol].isGathering = false
    }

    /// A print has come: what candles say of the rest of the day is not asked.
    mutating func endPath(of symbol: Int) {
        states[symbol].hasPrints = true
        if !paths[symbol].isOver { paths[symbol].finish() }
    }
}
