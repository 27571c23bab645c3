import KraderEngine
import KraderModel
import KraderVenue

// Candles' ways, walked by both sides together where exits are armed: the line meets what rests at
// the venue and what the engine holds, in the order in which they lie on it, and no latency is
// between (semantics.md §4, exits on candles).
extension Backtest {
    mutating func advanceVenue(to moment: Moment) {
        venue.advance(to: moment)
        while let way = venue.way {
            walk(way.symbol, from: way.from, to: way.to, isJump: way.isJump, at: way.time)
            venue.advance(to: moment)
        }
    }

    private mutating func walk(
        _ symbol: SymbolIndex, from: Price, to: Price, isJump: Bool, at moment: Moment
    ) {
        isWalking = true
        hearOut(symbol, at: moment)
        // What fills at the open fills before the exits that it jumps over.
        exchange(symbol, at: moment)
        var way = PathWay(
            symbol: symbol, from: from, to: to, end: to, rises: to > from, isJump: isJump,
            touches: touches)
        while true {
            let next = venue.nextOnWay()
            way.to = next?.price ?? to
            way.armedUntil = next?.entered ?? .distantFuture
            isComparing = true
            give(.way(way), at: moment)
            settle()
            isComparing = false
            exchange(symbol, at: moment)
            if next == nil { break }
            venue.meetNext()
            exchange(symbol, at: moment)
            way.from = way.to
        }
        isWalking = false
        venue.endWay()
    }

    /// Tells the engine what is known of the symbol and of its orders by now and is still under
    /// way: it compares a way with what it holds, and a fill that it hasn't heard of holds nothing;
    /// where it believes in a halt that is over, it sells nothing.
    private mutating func hearOut(_ symbol: SymbolIndex, at moment: Moment) {
        if script.isActive, script.isDeaf(at: moment) { return }
        // What a script delays is not known by now.
        let last = script.isActive ? moment.later(by: longestLatency) : .distantFuture
        for _ in 0..<statuses.underWay {
            let arrival = statuses.nextTold
            let change = statuses.takeTold()
            if change.symbol == symbol {
                give(.status(change), at: moment)
                if !out.isEmpty { settle() }
            } else {
                statuses.putBack(change, arriving: arrival)
            }
        }
        for _ in 0..<link.replies.count {
            let arrival = link.replies.next
            let reply = link.replies.removeFirst()
            if arrival <= last, engine.awaits(reply, of: symbol) {
                give(.reply(reply), at: moment)
                if !out.isEmpty { settle() }
            } else {
                link.replies.append(reply, at: arrival)
            }
        }
        for _ in 0..<link.pushes.count {
            let arrival = link.pushes.next
            let push = link.pushes.removeFirst()
            if arrival <= last, push.symbol == symbol {
                give(.push(push), at: moment)
                if !out.isEmpty { settle() }
            } else {
                link.pushes.append(push, at: arrival)
            }
        }
    }

    /// Lets requests and messages go to and fro at once until nobody has more to say.
    private mutating func exchange(_ symbol: SymbolIndex, at moment: Moment) {
        while !venue.messages.isEmpty || !urgent.isEmpty {
            let said = (0..<venue.messages.count).map { venue.messages[$0] }
            venue.messages.removeAll()
            for message in said { tell(message, symbol, at: moment) }
            let asked = urgent
            urgent.removeAll()
            for request in asked { arrive(request, at: moment) }
        }
    }

    private mutating func tell(
        _ message: VenueMessage, _ symbol: SymbolIndex, at moment: Moment
    ) {
        if script.isActive { return tellByScript(message, symbol, at: moment) }
        keepEvidence(of: message)
        switch message.content {
        case .reply(let reply): give(.reply(reply), at: moment)
        case .push(let push) where push.symbol == symbol:
            give(.push(push), at: moment)
        case .push(let push):
            // The push is of another symbol, which met a point at the same moment.
            link.send(push, at: message.made)
            return
        }
        if !out.isEmpty { settle() }
    }
}
