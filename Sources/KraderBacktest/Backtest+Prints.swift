import KraderChecks
import KraderEngine
import KraderModel
import KraderVenue

/// The fast ways for prints, which are nearly all that happens. They do what `advance` would, in
/// the same order.
extension Backtest {
    /// Plays prints the fast way before anything else is due. It stops where something is.
    @inline(__always)
    mutating func runPlainTicks(limit: Int) {
        let (ticks, first) = (ticks, tickIndex)
        let stop = min(ticks.count - 1, first + limit)
        var index = first
        while index < stop {
            let tick = ticks[index]
            let time = tick.time
            guard time < horizon, time < engine.nextDue, time < ticks[index + 1].time else { break }
            index += 1
            if time < tradingEnd { venue.trade(tick) }
            if !venue.messages.isEmpty {
                // What the venue says of this print comes before the print.
                delayedTicks.append(tick, at: time)
                takeMessages()
                findHorizon()
                break
            }
            checks.see(tick)
            engine.step(tick, at: time, into: &out)
            if !out.isEmpty || engine.nextTimer < horizon {
                settle()
                findHorizon()
            }
        }
        tickIndex = index
        tickCount += Int64(index - first)
    }

    /// Books and prints, before anything else is due: they are nearly all that is shown. At
    /// one moment books go first, and the venue before the engine.
    @inline(__always)
    mutating func runBooks(limit: Int) {
        for _ in 0..<limit {
            let bookTime = books.nextShown
            let tickTime = tickIndex < ticks.count ? ticks[tickIndex].time : .distantFuture
            let bookTold = books.nextTold
            let tickTold = delayedTicks.next
            let shown = min(bookTime, tickTime)
            let moment = min(shown, min(bookTold, tickTold))
            // It isn't known what comes next past the end of a batch of prints.
            guard moment < horizon, moment < engine.nextDue, moment != .distantFuture,
                tickIndex < ticks.count || ticks.count == 0
            else { return }
            if shown == moment {
                if bookTime == moment { showBook() } else { showTick() }
                if venue.messages.isEmpty { continue }
                takeMessages()
                findHorizon()
            } else {
                if bookTold == moment {
                    engine.step(books.takeTold(), at: moment, into: &out)
                } else {
                    tell(delayedTicks.removeFirst(), at: moment)
                }
                if !out.isEmpty || engine.nextTimer < horizon {
                    settle()
                    findHorizon()
                }
            }
        }
    }

    /// The same with data latency: prints at the venue and, later, at the engine; at one moment the
    /// venue first.
    @inline(__always)
    mutating func runDelayedTicks(limit: Int) {
        let stop = min(ticks.count, tickIndex + limit)
        while tickIndex < stop {
            let shown = ticks[tickIndex].time
            let told = delayedTicks.next
            let moment = min(shown, told)
            guard moment < horizon, moment < engine.nextDue else { return }
            if shown <= told {
                showTick()
                if venue.messages.isEmpty { continue }
                takeMessages()
                findHorizon()
            } else {
                tell(delayedTicks.removeFirst(), at: told)
                if !out.isEmpty || engine.nextTimer < horizon {
                    settle()
                    findHorizon()
                }
            }
        }
    }

    @inline(__always)
    private mutating func tell(_ tick: Tick, at moment: Moment) {
        checks.see(tick)
        engine.step(tick, at: moment, into: &out)
    }

    @inline(__always)
    mutating func showTick() {
        let tick = ticks[tickIndex]
        tickIndex += 1
        tickCount += 1
        lastMarketTime = tick.time
        if tick.time < tradingEnd { venue.trade(tick) }
        delayedTicks.append(tick, at: link.arrivalOfData(tick.time))
    }

    @inline(__always)
    mutating func showBook() {
        let time = books.nextShown
        lastMarketTime = time
        books.withNextShown { venue.show($0) }
        books.send(arriving: link.arrivalOfData(time))
    }
}
