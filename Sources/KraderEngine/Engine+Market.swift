import KraderModel

// What the market shows: prints, books and candles as data.
extension Engine {
    @inline(__always)
    mutating func receive(_ tick: Tick, _ out: inout OutputBuffer) {
        guard tick.time >= sessionStart && tick.time < sessionEnd && tick.scope == .regular else {
            counts.printsOutOfScope += 1
            return
        }
        let symbol = tick.symbol.int
        market[symbol].last = tick.price
        market[symbol].lastTime = tick.time
        ledger.mark(symbol, tick.price)
        if !candles.isEmpty { candles.add(tick, at: now) }
        if exits.count > 0 { watchExits(symbol, tick.price, isPrint: true, &out) }
        if host.wantsTicks && market[symbol].isInUniverse { runTickHooks(tick, &out) }
    }

    @inline(__always)
    mutating func receive(_ book: borrowing Book, _ out: inout OutputBuffer) {
        let symbol = book.symbol.int
        market[symbol].ask = book.best(.sell)?.price
        market[symbol].bid = book.best(.buy)?.price
        market[symbol].quoteTime = book.time
        if host.wantsBooks && market[symbol].isInUniverse { runBookHooks(book, &out) }
    }

    private mutating func runBookHooks(_ book: borrowing Book, _ out: inout OutputBuffer) {
        prepareHook(.book, symbol: book.symbol.int, eventTime: book.time)
        let book = copy book
        for place in 0..<host.bookListeners.count {
            let strategy = host.bookListeners[place]
            if host.isPaused[strategy] { continue }
            let done = host.call(strategy) { try $0.book(book, &$1) }
            if !done || host.hasSaidSomething { finishHook(strategy, done, &out) }
        }
    }

    @inline(__always)
    private mutating func runTickHooks(_ tick: Tick, _ out: inout OutputBuffer) {
        prepareHook(.tick, symbol: tick.symbol.int, eventTime: tick.time)
        for place in 0..<host.tickListeners.count {
            let strategy = host.tickListeners[place]
            if host.isPaused[strategy] { continue }
            let done = host.call(strategy) { try $0.tick(tick, &$1) }
            if !done || host.hasSaidSomething { finishHook(strategy, done, &out) }
        }
    }

    mutating func receive(_ candle: Candle, _ timeframe: Timeframe, _ symbol: SymbolIndex) {
        guard candle.start >= sessionStart && candle.start < sessionEnd else {
            counts.printsOutOfScope += 1
            return
        }
        market[symbol.int].last = candle.close
        market[symbol.int].lastTime = candle.end
        ledger.mark(symbol.int, candle.close)
        if !candles.isEmpty { candles.take(candle, timeframe, symbol: symbol) }
        if exits.count > 0 { exits.noteCandle(at: now) }
    }
}
