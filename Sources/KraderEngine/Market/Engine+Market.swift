import KraderModel

// What the market shows: prints, books and candles as data.
extension Engine {
    @inline(__always)
    mutating func receive(_ tick: Tick, _ out: inout OutputBuffer) {
        guard isInSession(tick.time), tick.scope == .regular else {
            receiveOutside(tick, &out)
            return
        }
        let symbol = tick.symbol.int
        show(tick, &out)
        if trading.books.mark(symbol, tick.price, at: tick.time, floor: lossFloor) {
            beginReducing(&out)
        }
        if trading.exits.count > 0 { watchExits(symbol, tick.price, isPrint: true, &out) }
        if host.wantsTicks && isFollowed(symbol) { runTickHooks(tick, &out) }
    }

    /// What a print in scope changes of the market.
    @inline(__always)
    mutating func show(_ tick: Tick, _ out: inout OutputBuffer) {
        if isWatchingPrints { watchPrint(tick, &out) }
        market[tick.symbol.int].last = tick.price
        market[tick.symbol.int].lastTime = tick.time
        if !candles.isEmpty { candles.add(tick, at: now) }
    }

    /// Whether prints are watched. Most runs rank nothing and most days await no first price: one
    /// comparison tells both.
    @inline(__always)
    private var isWatchingPrints: Bool { awaited.count > unwatchedCount }

    /// Looks at a print before its price becomes the last one.
    @inline(__always)
    private mutating func watchPrint(_ tick: Tick, _ out: inout OutputBuffer) {
        let symbol = tick.symbol.int
        if awaited.has(symbol) { compareFirstPrice(symbol, tick.price, &out) }
        if universe.isRanked { universe.add(tick.price * tick.size, of: symbol) }
    }

    @inline(__always)
    mutating func receive(_ book: borrowing Book, _ out: inout OutputBuffer) {
        let symbol = book.symbol.int
        market[symbol].ask = book.best(.sell)?.price
        market[symbol].bid = book.best(.buy)?.price
        market[symbol].quoteTime = book.time
        if host.wantsBooks && isFollowed(symbol) { runBookHooks(book, &out) }
    }

    private mutating func runBookHooks(_ book: borrowing Book, _ out: inout OutputBuffer) {
        prepareHook(.book, symbol: book.symbol.int, eventTime: book.time)
        let book = copy book
        let mark = host.context.mark
        for place in 0..<host.bookListeners.count {
            let listener = host.bookListeners[place]
            if trading.isPaused[listener.strategy] { continue }
            let done = host.call(listener, mark) { try $0.book(book, &$1) }
            if !done || host.hasSaidSomething { finishHook(listener.strategy, done, &out) }
        }
    }

    @inline(__always)
    mutating func runTickHooks(_ tick: Tick, _ out: inout OutputBuffer) {
        prepareHook(.tick, symbol: tick.symbol.int, eventTime: tick.time)
        let listeners = host.tickListeners.view
        let mark = host.context.mark
        var place = 0
        while place < listeners.count {
            let listener = listeners[place]
            place += 1
            if trading.isPaused[listener.strategy] { continue }
            let done = host.call(listener, mark) { try $0.tick(tick, &$1) }
            if !done || host.hasSaidSomething { finishHook(listener.strategy, done, &out) }
        }
    }

    @inline(__always)
    mutating func receive(
        _ candle: borrowing Candle, _ timeframe: Timeframe, _ symbol: SymbolIndex,
        _ out: inout OutputBuffer
    ) {
        guard show(candle, timeframe, symbol, &out) else { return }
        if trading.books.mark(symbol.int, candle.close, at: candle.end, floor: lossFloor) {
            beginReducing(&out)
        }
    }

    /// What a candle read from data changes of the market. Returns false where it lies outside the
    /// session.
    @inline(__always)
    mutating func show(
        _ candle: borrowing Candle, _ timeframe: Timeframe, _ symbol: SymbolIndex,
        _ out: inout OutputBuffer
    ) -> Bool {
        let start = candle.start
        guard isInSession(start) else {
            counts.printsOutOfScope += 1
            return false
        }
        if awaited.has(symbol.int) { compareFirstPrice(symbol.int, candle.open, &out) }
        // What never traded has no last price yet: the venue would know of none either.
        if candle.volume > .zero || market[symbol.int].last != nil
            || !market[symbol.int].isTradeable
        {
            market[symbol.int].last = candle.close
            market[symbol.int].lastTime = candle.end
        }
        if universe.isRanked { universe.add(candle.value, of: symbol.int) }
        if !candles.isEmpty { candles.take(copy candle, timeframe, symbol: symbol) }
        return true
    }
}
