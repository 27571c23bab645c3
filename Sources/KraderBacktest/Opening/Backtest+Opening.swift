import KraderChecks
import KraderEngine
import KraderModel
import KraderVenue

// How a run begins.
extension Backtest {
    /// Both sides begin afresh.
    mutating func begin() {
        engine.start(into: &out)
        if store != nil { keepLeft() }
        settle()
    }

    /// The broker has its orders first; then an engine goes on where our records end.
    mutating func begin(_ opening: Opening) {
        var numbers: [OrderNumber] = []
        for (place, order) in opening.orders.enumerated() {
            let known = opening.local?.orders.first { $0.stage == .taken(place) }?.filled ?? .zero
            switch enter(order, place, known: known) {
            case .success(let number): numbers.append(number)
            case .failure(let rejection):
                openingFault = "account.orders[\(place)]: the broker refuses it: \(rejection.code)"
                return
            }
        }
        // Nobody hears of any of it; what its executions rest on is known all the same.
        for index in 0..<venue.messages.count { keepEvidence(of: venue.messages[index]) }
        venue.messages.removeAll()
        keepLists()
        guard let local = opening.local else { return begin() }
        do {
            try takeUp(local, numbers)
        } catch {
            openingFault = "local: \(error)"
        }
    }

    /// Gives the broker an order, with what has become of it: first it executes what our records
    /// know, then the rest.
    private mutating func enter(
        _ order: Opening.BrokerOrder, _ place: Int, known: Shares
    ) -> Result<OrderNumber, VenueRejection> {
        let start = plan.start
        let new = BrokerRequest.NewOrder(
            symbol: order.symbol, side: order.side, quantity: order.quantity, type: .limit,
            limit: order.limit, timeInForce: .day, isFromTick: false)
        let entered: Result<OrderNumber, VenueRejection>
        if order.isByHand {
            entered = venue.enterByHand(new, at: start)
            script.orders.addManual(try? entered.get())
        } else {
            venue.receive(
                NumberedRequest(id: RequestID(Int64(place) + 1), request: .newOrder(new)),
                at: start)
            entered = venue.lastAcceptance() ?? .failure(.unknownOrder)
        }
        guard case .success(let number) = entered else { return entered }
        let first = min(known, order.filled)
        for part in [first, order.filled - first] where part > .zero {
            if case .failure(let rejection) = venue.fillByHand(
                number, quantity: part, at: order.limit, time: start)
            {
                return .failure(rejection)
            }
        }
        if order.isCancelled,
            case .failure(let rejection) = venue.cancelByHand(number, at: start)
        {
            return .failure(rejection)
        }
        return entered
    }

    /// What an earlier run left is kept and told as its last step would have been, though nothing
    /// of it leaves; then another engine begins, as after any crash.
    private mutating func takeUp(_ local: Opening.Local, _ numbers: [OrderNumber]) throws {
        // A run with an opening has one.
        guard let store else { return }
        let earlier = EarlierRun(
            orders: local.orders.enumerated().map { place, order in
                EarlierRun.Order(order, place, numbers)
            }, killed: local.killed)
        earlier.tell(plan, into: &out)
        try store.commit(&out)
        engine = try Engine.restore(plan, from: try store.records())
        reasons = engine.reasons
        checks.isBelieving = true
        settleByScript(sending: 0)
        checks.isBelieving = false
        noteNumbers(of: earlier)
        // What the broker took and no list of it shows is never explained: no calm is owed.
        if local.orders.contains(where: { $0.stage == .taken(nil) }) {
            script.lastEffect = .distantFuture
        }
        restart(at: plan.start)
    }

    /// The script knows the earlier run's orders by the broker's numbers too.
    private mutating func noteNumbers(of earlier: EarlierRun) {
        var request: Int64 = 0
        for order in earlier.orders where order.stage != .decided {
            request += 1
            if case .taken(let number) = order.stage {
                script.orders.note(number, of: RequestID(request))
            }
        }
    }
}

extension EarlierRun.Order {
    /// Numbers that the broker never gave lie far above those that it gives in a day.
    private static let unknownNumbers: Int32 = 90_000_000

    fileprivate init(_ order: Opening.LocalOrder, _ place: Int, _ numbers: [OrderNumber]) {
        let stage: Stage =
            switch order.stage {
            case .decided: .decided
            case .sent: .sent
            case .taken(let known?): .taken(numbers[known])
            case .taken(nil):
                .taken(OrderNumber(EarlierRun.Order.unknownNumbers + Int32(clamping: place)))
            }
        self.init(
            strategy: order.strategy, symbol: order.symbol, side: order.side,
            quantity: order.quantity, limit: order.limit, stage: stage, filled: order.filled)
    }
}

extension Venue {
    /// What the last reply that was said accepted, or why it refused; `nil`: none was said.
    fileprivate mutating func lastAcceptance() -> Result<OrderNumber, VenueRejection>? {
        for index in stride(from: messages.count - 1, through: 0, by: -1) {
            guard case .reply(let reply) = messages[index].content else { continue }
            switch reply.outcome {
            case .accepted(let number): return .success(number)
            case .rejected(let rejection): return .failure(rejection)
            case .unknown: return nil
            }
        }
        return nil
    }
}
