import KraderModel

// What strategies do to orders that they have: cancels and replaces (semantics.md §3). A strategy
// reaches its own orders only, and each attempt has its answer.
extension Engine {
    mutating func takeCancel(
        _ reference: OrderReference, _ index: Int, _ strategy: Int, firstNote: Int32,
        _ out: inout OutputBuffer
    ) {
        let slot = ownSlot(of: reference, strategy)
        var signal = record(
            of: .cancel, slot, to: nil, index, strategy, firstNote: firstNote)
        signal.subject = reference
        guard let slot else { return answer(.refused(.orderNotOpen), &signal, &out) }
        let leaves = trading.orders.slots[slot].machine.leaves
        answer(.order(reference, quantity: leaves), &signal, &out)
        requestCancel(reference, .cancelledByStrategy, &out)
    }

    /// Takes a new limit for all that is left; only one change of an order is in flight at a time,
    /// and one that waits gives way to a later one. What doesn't fit whole changes nothing.
    mutating func takeReplace(
        _ reference: OrderReference, _ limit: Price, _ index: Int, _ strategy: Int,
        firstNote: Int32, _ out: inout OutputBuffer
    ) {
        let slot = ownSlot(of: reference, strategy)
        var signal = record(
            of: .replace, slot, to: limit, index, strategy, firstNote: firstNote)
        signal.subject = reference
        guard let slot else { return answer(.refused(.orderNotOpen), &signal, &out) }
        if let refusal = refusal(ofReplacing: slot, signal, &out) {
            return answer(.refused(refusal), &signal, &out)
        }
        let leaves = trading.orders.slots[slot].machine.leaves
        answer(.order(reference, quantity: leaves), &signal, &out)
        replace(slot, limit, &out)
    }

    /// The slot of a live order that is the strategy's own; what an exit sells is the engine's.
    private mutating func ownSlot(of reference: OrderReference, _ strategy: Int) -> Int? {
        guard let slot = trading.orders.slot(of: reference),
            trading.orders.slots[slot].key.strategy == Int32(strategy),
            !trading.orders.slots[slot].isExit
        else { return nil }
        return slot
    }

    /// The signal as the order that it comes to: all that is left, at the new limit.
    private mutating func record(
        of action: SignalRecord.Action, _ slot: Int?, to limit: Price?, _ index: Int,
        _ strategy: Int, firstNote: Int32
    ) -> SignalRecord {
        var order = OrderSignal(side: .buy, type: .limit, limit: limit)
        if let slot {
            let slots = trading.orders.slots.view
            order = OrderSignal(
                side: slots[slot].side, type: slots[slot].type,
                quantity: slots[slot].machine.leaves, limit: limit ?? slots[slot].limit,
                timeInForce: slots[slot].timeInForce)
        }
        return record(of: action, order, index, strategy, firstNote: firstNote)
    }

    private mutating func refusal(
        ofReplacing slot: Int, _ signal: borrowing SignalRecord, _ out: inout OutputBuffer
    ) -> Refusal? {
        let order = trading.orders.slots[slot]
        guard let old = order.limit, let limit = signal.order.limit, order.timeInForce == .day
        else { return .notReplaceable }
        let commitsNoMore = order.side == .sell || limit <= old
        if let refusal = trading.session[0].refusal(order.side, commitsNoMore: commitsNoMore) {
            return refusal
        }
        guard order.machine.isWorking, order.number != nil, !order.isCancelRequested else {
            return .notReplaceable
        }
        if PlantedBug.isPlanted(.replacesPastRules) { return nil }
        // The order's own part is out of every sum while the rules look at them.
        trading.session[0].ordersToday -= 1
        trading.books.takeBack(order.promise, order.machine.leaves, releasing: order.reserved)
        defer {
            trading.books.promise(order.promise, order.machine.leaves, reserving: order.reserved)
            trading.session[0].ordersToday += 1
        }
        var facts = facts(order.symbol)
        facts.warmth = warmthRefusal(signal)
        facts.own = trading.books.share(Int(order.key.strategy), order.symbol.int)
        facts.filled = order.filledAmount
        facts.commitsNoMore = commitsNoMore
        facts.whole = order.machine.leaves
        switch rules.check(signal.order, facts) {
        case .refused(let refusal): return refusal
        case .approved(var approval):
            if let cut = approval.cut { return cut }
            if crossesOwn(order.side, signal.order.reach, order.symbol.int) { return .selfCross }
            let strategy = Int(order.key.strategy)
            return control(strategy, signal.order, &approval, facts, &out) ?? approval.cut
        }
    }

    /// Sends a replace. While it is in flight the order counts at the dearer of both limits.
    private mutating func replace(_ slot: Int, _ limit: Price, _ out: inout OutputBuffer) {
        withdrawReplace(slot, &out)
        let order = trading.orders.slots[slot]
        guard let number = order.number, let old = order.limit else { return }
        let pricing = pricing(slot, at: max(old, limit))
        change(
            slot, .replaceRequested,
            {
                $0.pendingLimit = limit
                $0.pricing = pricing
            }, &out)
        let modify = BrokerRequest.ModifyOrder(
            original: number, symbol: order.symbol, quantity: nil, limit: limit)
        send(.modify(modify), slot, .rest, &out)
    }

    /// A replace that has not left is off: the order counts at its limit again.
    mutating func withdrawReplace(_ slot: Int, _ out: inout OutputBuffer) {
        let order = trading.orders.slots[slot]
        guard order.pendingLimit != nil, order.machine.isWorking else { return }
        trading.requests.withdraw(order.reference)
        let pricing = pricing(slot, at: order.limit)
        change(slot, .changeWithdrawn, { $0.pricing = pricing }, &out)
    }

    /// The broker says where an order rests now. If nobody here asked for it, what waits to change
    /// the order under its old number is off; a wish to cancel follows under the new one.
    mutating func noteModified(
        _ slot: Int, limit: Price, number: OrderNumber, _ out: inout OutputBuffer
    ) {
        let order = trading.orders.slots[slot]
        let early = trading.earlyPushes(of: number)
        if order.machine.isWorking { trading.requests.withdraw(order.reference) }
        let takes = order.hasExits && takes(limit, order.symbol.int)
        let pricing = pricing(slot, at: limit)
        change(
            slot, .modified,
            {
                $0.limit = limit
                $0.number = number
                $0.takesOnArrival = takes
                $0.pricing = pricing
            }, &out)
        sendCancelWish(slot, &out)
        for push in early { receive(push, &out) }
    }

    /// What a buy counts and reserves at a limit, wherever open buys are summed; `nil` for sales.
    mutating func pricing(_ slot: Int, at limit: Price?) -> OrderTransition.Pricing? {
        let order = trading.orders.slots[slot]
        guard order.side == .buy, let limit else { return nil }
        return OrderTransition.Pricing(
            valuation: limit,
            reservingPrice: rules.reservingPrice(order.type, limit, facts(order.symbol)) ?? limit)
    }
}
