import KraderEngine
import KraderModel

/// A message as it goes on its way: how much later than it would.
struct Delivery<Message> {
    var message: Message
    var delay = Interval.zero
}

// Requests on their way to the broker.
extension FaultScript {
    /// A request leaves.
    ///
    /// - Returns: how much later it arrives than it would; `nil`: it is lost
    mutating func leave(_ numbered: NumberedRequest, at moment: Moment) -> Interval? {
        let (id, symbol) = (numbered.id, numbered.request.symbol)
        let kind = RequestKind(numbered.request)
        asked[id] = Asked(kind: kind, symbol: symbol)
        replyLines[id] = nil
        verdicts[id] = nil
        var lines = armedLines {
            if case .request(_, let of) = $0 { of.includes(kind) } else { false }
        }
        for line in fired(.request(kind), symbol) {
            switch events[line].act {
            case .request(_, let of) where of.includes(kind): lines.append(line)
            case .reply(_, let of) where of.includes(kind): replyLines[id, default: []].append(line)
            case .request, .reply, .push, .list, .way, .store, .process, .market, .fill, .reject,
                .order, .cancel, .modify, .command:
                begin(line, at: moment)
            }
        }
        var delay: Interval? = way.losesRequests ? nil : .zero
        for line in lines.sorted() {
            guard case .request(let fault, _) = events[line].act else { continue }
            if delay == nil {
                lost.insert(line)
                continue
            }
            var end = moment
            switch fault {
            case .drop: delay = nil
            case .delay(let more):
                delay = delay.map { $0 + more }
                end = lateEffect(moment, more)
            case .reject(let code): verdicts[id] = .refuse(code)
            case .refuseRate(taken: false): verdicts[id] = .refuse(BrokerCode.tooManyRequests)
            case .refuseRate(taken: true): replyLines[id, default: []].append(line)
            }
            note(line, at: moment, until: end)
        }
        return delay.map { $0 + way.takeRefresh() }
    }

    /// A request arrives at the broker.
    ///
    /// - Returns: what the broker says without acting on it; `nil`: it acts
    mutating func arrive(_ id: RequestID) -> Verdict? { verdicts.removeValue(forKey: id) }

    /// An order that is late by more than ten seconds proves for ten minutes that others may be
    /// late too: nothing is proven absent meanwhile (failure-modes.md §1, A05).
    func lateEffect(_ moment: Moment, _ delay: Interval) -> Moment {
        let end = moment.later(by: delay)
        return delay > Limits.veryLateAnswer ? end.later(by: Limits.veryLateWindow) : end
    }

    /// The lines that wait for a message of a kind: each has one less to wait for.
    mutating func armedLines(_ isMeant: (ScriptedAct) -> Bool) -> [Int] {
        var lines: [Int] = []
        for line in events.indices where armed[line] > 0 && isMeant(events[line].act) {
            armed[line] -= 1
            lines.append(line)
        }
        return lines
    }
}

// Replies and answers on their way back.
extension FaultScript {
    mutating func send(_ reply: BrokerReply, at moment: Moment) -> [Delivery<BrokerReply>] {
        let kind = asked[reply.request]?.kind ?? .newOrder
        if case .accepted(let number) = reply.outcome, kind == .newOrder {
            orders.note(number, of: reply.request)
        }
        var deliveries = way.losesAnswers ? [] : [Delivery(message: reply)]
        for line in replyLines(reply.request, kind, at: moment) {
            guard let fault = replyFault(line) else { continue }
            if deliveries.isEmpty {
                lost.insert(line)
                continue
            }
            var end = moment
            switch fault {
            case .drop: deliveries = []
            case .delay(let more):
                deliveries.delay(by: more)
                end = lateEffect(moment, more)
            case .reset: deliveries.change { $0.outcome = .unknown(.reset) }
            case .http(let code): deliveries.change { $0.outcome = .unknown(.http(code)) }
            case .code(let code): deliveries.change { $0.outcome = BrokerCode.outcome(code) }
            case .garble: deliveries.change { $0.outcome = .unknown(.garbled) }
            case .blankNumber:
                guard case .accepted = reply.outcome else {
                    fail(line, "The reply is a refusal, which carries no number")
                    continue
                }
                deliveries.change { $0.outcome = .unknown(.numberMissing) }
            case .repeat: deliveries += deliveries
            }
            note(line, at: moment, until: end)
        }
        return deliveries
    }

    mutating func send(_ answer: BrokerAnswer, at moment: Moment) -> [Delivery<BrokerAnswer>] {
        let kind = RequestKind(answer.query.kind)
        var answer = answer
        distort(&answer, at: moment)
        var deliveries = way.losesAnswers ? [] : [Delivery(message: answer)]
        for line in replyLines(answer.request, kind, at: moment) {
            guard let fault = replyFault(line) else { continue }
            if deliveries.isEmpty {
                lost.insert(line)
                continue
            }
            switch fault {
            case .drop: deliveries = []
            case .delay(let more): deliveries.delay(by: more)
            case .reset: deliveries.change { $0.outcome = .failed(.reset) }
            case .http(let code): deliveries.change { $0.outcome = .failed(.http(code)) }
            case .code(let code): deliveries.change { $0.outcome = BrokerCode.answer(code) }
            case .garble: deliveries.change { $0.outcome = .failed(.garbled) }
            case .blankNumber:
                fail(line, "The answer to a query carries no number of an order")
                continue
            case .repeat: deliveries += deliveries
            }
            note(line, at: moment)
        }
        return deliveries
    }

    /// What happens to a reply by a line; one that refuses by rate and takes all the same changes
    /// the reply.
    private func replyFault(_ line: Int) -> ReplyFault? {
        switch events[line].act {
        case .reply(let fault, _): fault
        case .request(.refuseRate(taken: true), _): .code(BrokerCode.tooManyRequests)
        case .request, .push, .list, .way, .store, .process, .market, .fill, .reject, .order,
            .cancel, .modify, .command:
            nil
        }
    }

    /// The lines that act on the reply to a request: those that the request called, those that wait
    /// for one of its kind, and those whose time it is, in the order of the plan.
    private mutating func replyLines(
        _ id: RequestID, _ kind: RequestKind, at moment: Moment
    ) -> [Int] {
        var lines = replyLines.removeValue(forKey: id) ?? []
        lines += armedLines { if case .reply(_, let of) = $0 { of.includes(kind) } else { false } }
        for line in fired(.reply(kind), asked[id]?.symbol) {
            if case .reply(_, let of) = events[line].act, of.includes(kind) {
                lines.append(line)
            } else {
                begin(line, at: moment)
            }
        }
        return lines.sorted()
    }
}

// Pushes.
extension FaultScript {
    mutating func send(_ push: BrokerPush, at moment: Moment) -> [Delivery<BrokerPush>] {
        if case .modified(_, _, let number) = push.event { orders.move(push.number, to: number) }
        let kind = MessageKind(push.event)
        var lines = armedLines {
            if case .push(_, let of) = $0 { of == .any || of == kind } else { false }
        }
        for line in fired(.push(kind), push.symbol) {
            if case .push(_, let of) = events[line].act, of == .any || of == kind {
                lines.append(line)
            } else {
                begin(line, at: moment)
            }
        }
        let overtaken = heldPushes
        heldPushes = []
        var isOvertaking = true
        if let swap, let former = overtaken.last {
            self.swap = nil
            isOvertaking = swap.at == moment && former.mayChangePlaces(with: push)
            if isOvertaking { note(swap.line, at: moment) }
        }
        var deliveries = way.losesPushes ? [] : [Delivery(message: push)]
        for line in lines.sorted() {
            guard case .push(let fault, _) = events[line].act else { continue }
            if deliveries.isEmpty {
                lost.insert(line)
                continue
            }
            var end = moment
            switch fault {
            case .drop: deliveries = []
            case .delay(let more):
                deliveries.delay(by: more)
                end = lateEffect(moment, more)
            case .repeat: deliveries += deliveries
            case .reorder:
                heldPushes += deliveries.map(\.message)
                deliveries = []
                end = moment.later(by: FaultScript.reorderMax)
                schedule(.release, at: end)
            case .swap:
                // One that has just changed places stays where it is.
                guard overtaken.isEmpty, deliveries.count == 1 else { continue }
                heldPushes = [push]
                deliveries = []
                swap = (line, moment)
                schedule(.release, at: moment)
                continue
            case .corrupt(let shares):
                guard let corrupted = push.telling(shares) else {
                    fail(line, "A refusal has no quantity that could be corrupted")
                    continue
                }
                deliveries.change { $0 = corrupted }
            }
            note(line, at: moment, until: end)
        }
        if way.losesPushes { return [] }
        let others = overtaken.map { Delivery(message: $0) }
        return isOvertaking ? deliveries + others : others + deliveries
    }

    /// A push that nothing overtakes goes by itself after so long.
    static let reorderMax = Interval.minutes(1)

    /// The pushes that nothing has overtaken in time.
    mutating func releasePushes() -> [BrokerPush] {
        defer {
            heldPushes = []
            swap = nil
        }
        return way.losesPushes ? [] : heldPushes
    }
}

extension BrokerPush {
    /// Whether it and the next one are of different orders, whatever numbers those have.
    fileprivate func mayChangePlaces(with next: BrokerPush) -> Bool {
        func isModify(_ event: Event) -> Bool { if case .modified = event { true } else { false } }
        return number != next.number && !isModify(event) && !isModify(next.event)
    }

    /// The same with so many shares; `nil` where it has none. A modify that moves none has no limit
    /// either; of an execution the sums say what it says.
    fileprivate func telling(_ shares: Shares) -> BrokerPush? {
        var push = self
        switch event {
        case .accepted(var terms):
            terms.quantity = shares
            push.event = .accepted(terms)
        case .executed(var execution):
            if shares > .zero {
                let more = shares - execution.quantity
                execution.cumulativeQuantity += more
                execution.cumulativeAmount += execution.price * more
            }
            execution.quantity = shares
            push.event = .executed(execution)
        case .cancelled(_, let by): push.event = .cancelled(quantity: shares, by: by)
        case .modified(_, let limit, let to):
            let told = shares > .zero ? limit : Price(0)
            push.event = .modified(quantity: shares, limit: told, to: to)
        case .expired: push.event = .expired(quantity: shares)
        case .rejected: return nil
        }
        return push
    }
}

extension Array {
    fileprivate mutating func change<Message>(_ body: (inout Message) -> Void)
    where Element == Delivery<Message> {
        for index in indices { body(&self[index].message) }
    }

    fileprivate mutating func delay<Message>(by interval: Interval)
    where Element == Delivery<Message> {
        for index in indices { self[index].delay = self[index].delay + interval }
    }
}
