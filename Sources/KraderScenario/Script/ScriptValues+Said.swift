import KraderBacktest
import KraderEngine
import KraderModel

// An act taken apart into what its line says beside the verb.
extension ScriptValues {
    init(_ act: ScriptedAct) {
        switch act {
        case .request(let fault, let kind):
            requests = kind
            keys.say(fault)
        case .reply(let fault, let kind):
            requests = kind
            keys.say(fault)
        case .push(let fault, let kind):
            pushes = kind
            if case .delay(let delay) = fault { keys.say("by_ms", delay) }
            if case .corrupt(let shares) = fault, shares > .zero {
                keys.say("quantity", .integer(shares.count))
            }
        case .list(let fault, let kind, let lasting):
            requests = kind
            self.lasting = lasting
            switch fault {
            case .stale(let age): keys.say("age_ms", age)
            case .pages(let rows): keys.say("rows", .integer(Int64(rows)))
            case .refuse(let code): keys.say("code", .integer(Int64(code)))
            case .empty, .partial: break
            }
        case .way(let fault, let lasting):
            self.lasting = lasting
            if case .skewClock(let skew) = fault { keys.say("by_ms", skew) }
        case .store(let fault, let lasting):
            self.lasting = lasting
            if case .slow(let pause) = fault { keys.say("by_ms", pause) }
        case .process(let fault):
            if case .crash(let pause) = fault { keys.say("restart_after_ms", pause) }
        case .market(_, let symbol, let lasting):
            self.lasting = lasting
            keys.say("symbol", symbol.map { .symbol($0) })
        case .command(let command): keys.say(command)
        case .fill, .reject, .order, .cancel, .modify: sayByHand(act)
        }
    }

    private mutating func sayByHand(_ act: ScriptedAct) {
        switch act {
        case .fill(let target, let quantity, let price):
            say(target)
            keys.say("quantity", .integer(quantity.count))
            keys.say("price", .price(price))
        case .reject(let target, let code):
            say(target)
            keys.say("code", .integer(Int64(code)))
        case .order(let order):
            keys.say("symbol", .symbol(order.symbol))
            keys.say("side", .text(order.side.description))
            keys.say("quantity", .integer(order.quantity.count))
            keys.say("price", order.limit.map { .price($0) })
        case .cancel(let target, let quantity):
            say(target)
            keys.say("quantity", quantity.map { .integer($0.count) })
        case .modify(let target, let quantity, let limit):
            say(target)
            keys.say("quantity", quantity.map { .integer($0.count) })
            keys.say("price", .price(limit))
        case .request, .reply, .push, .list, .way, .store, .process, .market, .command: break
        }
    }

    private mutating func say(_ target: OrderTarget) {
        self.target = target
        switch target {
        case .oldest(let symbol): keys.say("symbol", .symbol(symbol))
        case .nth(let nth): keys.say("order", .integer(Int64(nth)))
        case .manual(let nth): keys.say("manual", .integer(Int64(nth)))
        }
    }
}

extension GrammarValues {
    fileprivate mutating func say(_ key: String, _ value: GrammarValue?) {
        if let value { set(key, value, isSaid: true) }
    }

    /// Times that are no whole milliseconds make no act that is the same: such lines are left out.
    fileprivate mutating func say(_ key: String, _ interval: Interval) {
        set(key, .integer(interval.nanoseconds / 1_000_000), isSaid: true)
    }

    fileprivate mutating func say(_ fault: RequestFault) {
        switch fault {
        case .drop: break
        case .delay(let delay): say("by_ms", delay)
        case .reject(let code): say("code", .integer(Int64(code)))
        case .refuseRate(let taken): say("taken", .boolean(taken))
        }
    }

    fileprivate mutating func say(_ fault: ReplyFault) {
        switch fault {
        case .delay(let delay): say("by_ms", delay)
        case .http(let status): say("status", .integer(Int64(status)))
        case .code(let code): say("code", .integer(Int64(code)))
        case .drop, .reset, .garble, .blankNumber, .repeat: break
        }
    }

    fileprivate mutating func say(_ command: Command) {
        switch command {
        case .rearmKillSwitch(let note, let isReducing):
            say("reducing", .boolean(isReducing))
            say(note)
        case .acknowledge(let note): say(note)
        case .flatten(let symbol, let note):
            say("symbol", symbol.map { .symbol($0) })
            say(note)
        case .engage, .pause, .resume, .reconcile, .acceptDifference, .invariantBroken: break
        }
    }

    private mutating func say(_ note: OperatorNote) {
        say("operator", .text(note.name))
        say("reason", .text(note.reason))
    }

    /// What `when` says of something that can happen, if it is of this occasion.
    init(_ kind: Occurrence.Kind, for occasion: ScriptOccasion) {
        switch kind {
        case .request(let kind), .reply(let kind): say(occasion.name, .text(kind.rawValue))
        case .push(let kind): say(occasion.name, .text(kind.rawValue))
        case .order(let stage): say(occasion.name, .text(stage.rawValue))
        case .record(let kind): say(occasion.name, .text(kind.rawValue))
        case .crashPoint(let point): say(occasion.name, .text(point.description))
        case .price(let price, let isFall):
            say("price", .price(price))
            say("crosses", .text(isFall ? "down" : "up"))
        }
    }
}
