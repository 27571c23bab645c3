import KraderChecks
import KraderEngine
import KraderModel
import KraderVenue

// What goes between the two sides, each message on its own way.
extension Backtest {
    /// Commits the engine's records, then lets its requests leave.
    mutating func settle() {
        if script.isActive { return settleByScript() }
        check()
        tellSink()
        for index in 0..<out.requests.count {
            let request = out.requests.address(of: index)
            guard mayLeave(request) else { continue }
            if isWalking, isUrgent(request.pointee) {
                urgent.append(request.pointee)
            } else {
                link.send(request.pointee, at: engine.now)
            }
        }
        out.removeAll()
        if hasCandles { watch() }
    }

    /// Tells the result and whoever writes files what a step left.
    @inline(__always)
    mutating func tellSink() {
        for index in 0..<out.minutes.count {
            collector.minute(out.minutes.address(of: index), market, at: engine.now)
            sink.minute(out.minutes[index], market)
        }
        if out.records.count > 0 {
            collector.commit(&out, evidence)
            if isStrict && collector.hasContradiction { end = min(end, engine.now) }
            if out.records.fills.count > 0 { sink.evidence(collector.evidenceOfFills) }
            sink.commit(&out, reasons)
            for index in 0..<collector.closedTrades.count {
                sink.trade(collector.closedTrades[index])
            }
            collector.closedTrades.removeAll()
        }
    }

    /// Whether a request is what an exit asks for where a candle's way meets it.
    func isUrgent(_ request: NumberedRequest) -> Bool {
        if case .newOrder(let order) = request.request { return order.pathLevel != nil }
        return isComparing
    }

    /// Tells the venue which ways to walk together: those of symbols of which exits are armed or a
    /// live buy has some.
    mutating func watch() {
        while let symbol = engine.nextWatchChange() {
            venue.watch(symbol, engine.watchesWays(symbol), at: engine.now)
        }
    }

    /// A halt is what the market tells of a day as trades are.
    mutating func showStatus(at moment: Moment) {
        var isHalt = false
        statuses.withNextShown {
            venue.change($0)
            isHalt = $0.status == .halted
        }
        if isHalt { lastMarketTime = max(lastMarketTime ?? moment, moment) }
        statuses.send(arriving: link.arrivalOfData(moment))
    }

    /// Plays the messages under way, as long as nothing else is due by their moments: request,
    /// reply and pushes of an order follow each other. It does what `advance` would. Returns how
    /// many there were.
    mutating func playMessages() -> Int64 {
        // It isn't known what comes next past the end of a batch of prints.
        guard store == nil, tickIndex < ticks.count || ticks.count == 0 else { return 0 }
        var quiet = min(nextDay, nextCommand, min(candles.nextArrival, candles.nextStart))
        quiet = min(quiet, min(statuses.nextShown, statuses.nextTold))
        quiet = min(quiet, min(books.nextShown, books.nextTold), delayedTicks.next)
        if tickIndex < ticks.count { quiet = min(quiet, ticks[tickIndex].time) }
        var count: Int64 = 0
        while true {
            let arrival = link.next
            let moment = max(arrival, engine.now)
            guard moment < quiet, moment < engine.nextDue, moment < engine.nextTimer,
                moment < venue.nextWakeup, moment <= end, !hasLeftRange(),
                !mustTellBreach
            else { return count }
            count += 1
            if link.replies.next == arrival {
                checks.seeReply()
                engine.step(link.replies.removeFirst(), at: moment, into: &out)
                if out.isEmpty { check() }
            } else if link.answers.next == arrival {
                give(.answer(link.answers.removeFirst()), at: moment)
            } else if link.pushes.next == arrival {
                let push = link.pushes.removeFirst()
                checks.see(push)
                engine.step(push, at: moment, into: &out)
                if out.isEmpty { check() }
            } else {
                venue.receive(link.requests.removeFirst(), at: moment)
            }
            if !out.isEmpty { settle() }
            if !venue.messages.isEmpty { takeMessages() }
            if !venue.answers.isEmpty { takeAnswers() }
        }
    }

    /// What an execution rests on stays here: the engine never hears of it.
    mutating func keepEvidence(of message: VenueMessage) {
        guard let kind = message.evidence, case .push(let push) = message.content,
            case .executed(let execution) = push.event
        else { return }
        evidence.note(kind, of: execution)
    }

    mutating func takeMessages() {
        if script.isActive { return takeMessagesByScript() }
        for index in 0..<venue.messages.count {
            let message = venue.messages[index]
            switch message.content {
            case .reply(let reply): link.send(reply, at: message.made)
            case .push(let push):
                keepEvidence(of: message)
                link.send(push, at: message.made)
            }
        }
        venue.messages.removeAll()
    }

    mutating func takeAnswers() {
        if script.isActive { return takeAnswersByScript() }
        for index in 0..<venue.answers.count {
            let answer = venue.answers[index]
            link.send(answer, at: answer.asOf)
        }
        venue.answers.removeAll()
    }
}
