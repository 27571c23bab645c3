import KraderModel

extension Engine {
    /// Runs whatever day roll, candle close and candle hook is due by then, in time order: the
    /// hooks of one instant before the candles of the next.
    @inline(never)
    mutating func runDue(_ out: inout OutputBuffer, through moment: Moment) {
        repeat {
            closeDueCandles(&out, through: moment)
            if !candles.closed.isEmpty { runCandleHooks(&out) }
        } while min(nextTurn, candles.nextClose) <= moment
    }

    private mutating func closeDueCandles(_ out: inout OutputBuffer, through moment: Moment) {
        while true {
            let close = candles.nextClose
            if nextTurn <= moment && nextTurn <= close {
                // At the close the day is ranked while it still is the day.
                if nextRanking <= nextRoll { rankUniverse(&out) } else { rollSession(&out) }
            } else if close <= moment {
                candles.closeDue(at: close)
                if !candles.closed.isEmpty { return }
            } else {
                return
            }
        }
    }

    /// Runs candle hooks by strategy, symbol, timeframe fine to coarse (semantics.md §1); when all
    /// have run, the cross-sections by strategy and timeframe.
    private mutating func runCandleHooks(_ out: inout OutputBuffer) {
        let closed = candles.closed.timeframes
        for strategy in 0..<host.count where host.candleHooks[strategy] & closed != 0 {
            runCandleHooks(of: strategy, &out)
        }
        for strategy in 0..<host.count where host.crossSections[strategy] & closed != 0 {
            runCrossSections(of: strategy, &out)
        }
        candles.closed.removeAll()
        host.context.defaultTimeInForce = .day
    }

    private mutating func runCandleHooks(of strategy: Int, _ out: inout OutputBuffer) {
        let wanted = host.candleHooks[strategy]
        let forMembers = host.memberHooks[strategy]
        for word in 0..<candles.closed.symbols.count {
            var symbols = candles.closed.symbols[word]
            while symbols != 0 {
                let symbol = word << 6 | symbols.trailingZeroBitCount
                symbols &= symbols - 1
                var bits = candles.closed.masks[symbol] & wanted
                if bits & forMembers != 0 && !isFollowed(symbol) { bits &= ~forMembers }
                while bits != 0 {
                    if trading.isPaused[strategy] { return }
                    runCandleHook(strategy, symbol, bits.trailingZeroBitCount, &out)
                    bits &= bits - 1
                }
            }
        }
    }

    private mutating func runCandleHook(
        _ strategy: Int, _ symbol: Int, _ k: Int, _ out: inout OutputBuffer
    ) {
        let place = candles.newest(symbol, k)
        let slab = candles.slab.view
        let timeframe = host.timeframes[k]
        prepareHook(.candle, symbol: symbol, eventTime: slab[place].end)
        host.context.defaultTimeInForce = timeframe == .d1 ? .nextOpen : .day
        let done = host.call(strategy) { try $0.candle(slab[place], timeframe, &$1) }
        if !done || host.hasSaidSomething { finishHook(strategy, done, &out) }
    }

    /// One call for each timeframe that closed for any symbol.
    private mutating func runCrossSections(of strategy: Int, _ out: inout OutputBuffer) {
        var bits = host.crossSections[strategy] & candles.closed.timeframes
        while bits != 0 {
            if trading.isPaused[strategy] { return }
            let k = bits.trailingZeroBitCount
            bits &= bits - 1
            let timeframe = host.timeframes[k]
            prepareHook(.crossSection, symbol: 0, eventTime: candles.closed.ends[k])
            host.context.defaultTimeInForce = timeframe == .d1 ? .nextOpen : .day
            let done = host.call(strategy) { try $0.crossSection(timeframe, &$1) }
            finishHook(strategy, done, &out)
        }
    }

    @inline(__always)
    mutating func prepareHook(_ hook: StrategyContext.Hook, symbol: Int, eventTime: Moment) {
        host.context.hook = hook
        host.context.eventTime = eventTime
        let mark = host.context.mark
        mark.pointee.now = now
        mark.pointee.symbol = SymbolIndex(symbol)
    }

    /// Acts on what a hook said, or pauses the strategy that threw: its signals of that hook are
    /// dropped. Most hooks say nothing: kept out of line, it leaves the path of a print short.
    @inline(never)
    mutating func finishHook(_ strategy: Int, _ done: Bool, _ out: inout OutputBuffer) {
        if rehearsal != nil {
            return finishRehearsedHook(strategy, done)
        }
        if host.context.wakes.count > 0 {
            takeWakes(of: strategy, &out)
            findNextTimer()
        }
        if !done {
            counts.signalsDropped += Int64(host.context.signals.count)
            pause(strategy, .strategyPaused, &out)
        } else if host.context.signals.count > Limits.signalsPerHookMax {
            counts.signalsDropped += Int64(host.context.signals.count)
            pause(strategy, .signalsFlooded, &out)
        } else if host.context.signals.count > 0 {
            hooks += 1
            takeSignals(strategy, &out)
        }
        host.context.signals.removeAll()
        host.context.notes.removeAll()
    }

    /// Takes over the timers that a hook asked for.
    private mutating func takeWakes(of strategy: Int, _ out: inout OutputBuffer) {
        for index in 0..<host.context.wakes.count {
            let timer = StrategyTimers.Timer(
                moment: host.context.wakes[index], strategy: Int32(strategy))
            tell(timer, .asked, &out)
        }
        host.context.wakes.removeAll()
    }

    mutating func tell(
        _ timer: StrategyTimers.Timer, _ event: TimerRecord.Event, _ out: inout OutputBuffer
    ) {
        tell(
            TimerRecord(at: now, event: event, strategy: timer.strategy, moment: timer.moment), &out
        )
    }

    private mutating func pause(
        _ strategy: Int, _ kind: IncidentRecord.Kind, _ out: inout OutputBuffer
    ) {
        tell(
            IncidentRecord(
                at: now, kind: kind, strategy: Int32(strategy), symbol: host.context.symbol), &out)
    }

    /// Runs strategy timers, then expiries, exits, held signals and paced requests.
    mutating func runTimers(_ out: inout OutputBuffer) {
        var calls = 0
        while let timer = trading.timers.all.first, timer.moment <= now {
            let strategy = Int(timer.strategy)
            tell(timer, .fired, &out)
            if trading.isPaused[strategy] { continue }
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
        if trading.exits.nextTimer <= now { runExitTimers(&out) }
        if nextRelease <= now { releaseHeldSignals(&out) }
        if trading.killSwitch.nextRetry <= now { retryCancels(&out) }
        tellUnprotected(&out)
        runBrokerTimers(&out)
        sendWaiting(&out)
    }
}
