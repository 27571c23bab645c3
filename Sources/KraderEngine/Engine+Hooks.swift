import KraderModel

extension Engine {
    /// Runs whatever day roll, candle close and candle hook is due by then, in time order: the
    /// hooks of one instant before the candles of the next.
    @inline(never)
    mutating func runDue(_ out: inout OutputBuffer, through moment: Moment) {
        repeat {
            closeDueCandles(&out, through: moment)
            if candles.closedCount > 0 { runCandleHooks(&out) }
        } while min(nextRoll, candles.nextClose) <= moment
    }

    private mutating func closeDueCandles(_ out: inout OutputBuffer, through moment: Moment) {
        while true {
            let close = candles.nextClose
            if nextRoll <= moment && nextRoll <= close {
                rollSession(&out)
            } else if close <= moment {
                candles.closeDue(at: close)
                if candles.closedCount > 0 { return }
            } else {
                return
            }
        }
    }

    /// By strategy, symbol, timeframe fine to coarse (semantics.md §1).
    private mutating func runCandleHooks(_ out: inout OutputBuffer) {
        let timeframes = candles.timeframes
        for strategy in 0..<host.count where !host.isPaused[strategy] {
            let wanted = host.candleHooks[strategy]
            if wanted == 0 { continue }
            for symbol in 0..<candles.symbolCount {
                var bits = candles.closed[symbol] & wanted
                while bits != 0 {
                    let k = bits.trailingZeroBitCount
                    bits &= bits - 1
                    runCandleHook(strategy, symbol, k, timeframes[k], &out)
                    if host.isPaused[strategy] { break }
                }
                if host.isPaused[strategy] { break }
            }
        }
        for symbol in 0..<candles.symbolCount { candles.closed[symbol] = 0 }
        candles.hooksDone()
    }

    private mutating func runCandleHook(
        _ strategy: Int, _ symbol: Int, _ k: Int, _ timeframe: Timeframe,
        _ out: inout OutputBuffer
    ) {
        let candle = candles.newest(symbol, k)
        prepareHook(.candle, symbol: symbol, eventTime: candle.end)
        host.context.defaultTimeInForce = timeframe == .d1 ? .nextOpen : .day
        let done = host.call(strategy) { try $0.candle(candle, timeframe, &$1) }
        finishHook(strategy, done, &out)
        host.context.defaultTimeInForce = .day
    }

    @inline(__always)
    mutating func prepareHook(_ hook: StrategyContext.Hook, symbol: Int, eventTime: Moment) {
        host.context.hook = hook
        host.context.now = now
        host.context.symbol = SymbolIndex(symbol)
        host.context.eventTime = eventTime
    }

    /// Acts on what a hook said, or pauses the strategy that threw: its signals of that hook are
    /// dropped.
    mutating func finishHook(_ strategy: Int, _ done: Bool, _ out: inout OutputBuffer) {
        if host.context.wakes.count > 0 {
            host.takeWakes()
            findNextTimer()
        }
        if !done {
            pause(strategy, .strategyPaused, &out)
        } else if host.context.signals.count > Limits.signalsPerHookMax {
            pause(strategy, .signalsFlooded, &out)
        } else if host.context.signals.count > 0 {
            hooks += 1
            takeSignals(strategy, &out)
        }
        host.context.signals.removeAll()
        host.context.notes.removeAll()
    }

    private mutating func pause(
        _ strategy: Int, _ kind: IncidentRecord.Kind, _ out: inout OutputBuffer
    ) {
        host.isPaused[strategy] = true
        emit(
            IncidentRecord(
                at: now, kind: kind, strategy: Int32(strategy), symbol: host.context.symbol), &out)
    }

    /// Strategy timers, then expiries, exits, held signals and paced requests.
    mutating func runTimers(_ out: inout OutputBuffer) {
        var calls = 0
        while host.nextTimer <= now {
            let timer = host.popTimer()
            let strategy = Int(timer.strategy)
            if host.isPaused[strategy] { continue }
            calls += 1
            if calls > Limits.timersMax {
                // It asks for a timer of this very moment again and again.
                pause(strategy, .signalsFlooded, &out)
                continue
            }
            prepareHook(.timer, symbol: 0, eventTime: timer.moment)
            let done = host.call(strategy) { try $0.timer(&$1) }
            finishHook(strategy, done, &out)
        }
        if nextExpiry <= now { expireOrders(&out) }
        if exits.nextTimer <= now { runExitTimers(&out) }
        if nextRelease <= now { releaseHeldSignals(&out) }
        sendWaiting(&out)
    }
}
