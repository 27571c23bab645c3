import KraderEngine
import KraderModel
import KraderVenue

// What goes between the two sides, each message on its own way.
extension Backtest {
    /// Commits the engine's records, then lets its requests leave.
    mutating func settle() {
        for index in 0..<out.minutes.count {
            collector.minute(out.minutes[index], engine)
            sink.minute(out.minutes[index], engine)
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
        for index in 0..<out.requests.count {
            if isWalking, isUrgent(out.requests[index]) {
                urgent.append(out.requests[index])
            } else {
                link.send(out.requests[index], at: engine.now)
            }
        }
        out.removeAll()
        if hasCandles { watch() }
    }

    /// Whether a request is what an exit asks for where a candle's way meets it.
    private func isUrgent(_ request: NumberedRequest) -> Bool {
        if case .newOrder(let order) = request.request { return order.pathLevel != nil }
        return isComparing
    }

    /// Tells the venue which ways to walk together: those of symbols of which exits are armed or a
    /// live buy has some.
    private mutating func watch() {
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

    /// What an execution rests on stays here: the engine never hears of it.
    mutating func keepEvidence(of message: VenueMessage) {
        guard let kind = message.evidence, case .push(let push) = message.content,
            case .executed(let execution) = push.event
        else { return }
        evidence.note(kind, of: execution)
    }

    mutating func takeMessages() {
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
        for index in 0..<venue.answers.count {
            let answer = venue.answers[index]
            link.send(answer, at: answer.asOf)
        }
        venue.answers.removeAll()
    }
}
