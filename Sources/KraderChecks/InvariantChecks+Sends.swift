import KraderEngine
import KraderModel

// What leaves (invariants 6, 8, 9, 10, 13, 14, 19, 36, 37, 41).
extension InvariantChecks {
    /// An order's request, beside the record that was made before it.
    mutating func takeSend(
        _ record: UnsafePointer<OrderTransition>, _ numbered: UnsafePointer<NumberedRequest>
    ) {
        let (reference, at) = (record.pointee.reference, record.pointee.at)
        let asked = record.pointee.request
        expect(
            numbered.pointee.id == asked, .requestIsItsIntent, at: at, reference, nil,
            asked?.number ?? 0, numbered.pointee.id.number)
        guard let order = orders.order(reference), breach == nil else {
            return note(.orderIsKnown, at: at, reference)
        }
        let isWay = step.source == .way
        switch numbered.pointee.request {
        case .newOrder(let new):
            leave(
                numbered.pointee.id, kind: 0, at: at, isFree: new.pathLevel != nil || isWay,
                isQuery: false)
            check(new, order, at: at)
        case .modify(let modify):
            leave(numbered.pointee.id, kind: 1, at: at, isFree: isWay, isQuery: false)
            checkChange(modify.original, record.pointee, order)
            check(modify, order, at: at)
        case .cancel(let cancel):
            leave(numbered.pointee.id, kind: 2, at: at, isFree: isWay, isQuery: false)
            checkChange(cancel.original, record.pointee, order)
            let symbol = order.pointee.symbol
            let isOpen = allows(symbol.int) { $0 != .closed }
            expect(
                !enforcesMarketRules || isOpen, .issueTakesOrder, at: at, reference, symbol)
        case .query: note(.requestIsItsIntent, at: at, reference)
        }
    }

    /// A query, beside its record.
    mutating func takeSend(_ record: QueryRecord, _ numbered: NumberedRequest?) {
        guard let numbered, numbered.id == record.request,
            case .query(let query) = numbered.request, query == record.query
        else { return note(.requestIsItsIntent, at: record.at) }
        leave(
            numbered.id, kind: 3 + Int(query.kind.rawValue), at: record.at, isFree: false,
            isQuery: true)
        requests.awaited = record.request.number
    }

    /// Number, way and pacing of any request.
    @inline(__always)
    private mutating func leave(
        _ id: RequestID, kind: Int, at moment: Moment, isFree: Bool, isQuery: Bool
    ) {
        expect(
            id.number == requests.last + 1, .requestsAreNumbered, at: moment, nil, nil,
            requests.last + 1, id.number)
        requests.last = id.number
        expect(
            (control.link == .up || isOpen || isFree) && step.source != .history,
            .wayTakesRequests, at: moment)
        if pacing != .ideal {
            checkPace(kind, at: moment, isFree: isFree)
        }
    }

    private var isOpen: Bool {
        switch control.link {
        case .up, .pushesDown, .silent, .skewed: true
        case .requestsDown, .down, .takenOver, .authenticationLost, .maintenance: false
        }
    }

    /// Live: a request each 200 ms; mock: one each 1.1 s of a kind (failure-modes.md §1, F01).
    private mutating func checkPace(_ kind: Int, at moment: Moment, isFree: Bool) {
        let isMock = pacing == .mock
        let last = isMock ? requests.lastOfKind[kind] : requests.lastSent
        let pause = Interval.milliseconds(isMock ? 1_100 : 200)
        if last != .distantPast, !isFree {
            expect(
                moment >= last + pause, .pacingIsKept, at: moment, nil, nil, pause.nanoseconds,
                (moment - last).nanoseconds)
        }
        requests.lastOfKind[kind] = moment
        requests.lastSent = moment
    }
}

// New orders.
extension InvariantChecks {
    @inline(__always)
    private mutating func check(
        _ new: borrowing BrokerRequest.NewOrder, _ order: WatchedPlace, at moment: Moment
    ) {
        let reference = OrderReference(serial: order.pointee.serial)
        let (symbol, quantity) = (new.symbol, new.quantity.count)
        let limit = new.limit?.won ?? 0
        expect(
            !order.pointee.hasLeft && order.pointee.isAlive, .orderLeavesOnce, at: moment,
            reference, symbol)
        let isSame = order.pointee.asksFor(
            symbol, new.side, quantity, limit, new.type, new.timeInForce)
        expect(
            isSame, .requestIsItsIntent, at: moment, reference, symbol, order.pointee.quantity,
            quantity)
        checkMode(order, commitsNoMore: false, at: moment)
        checkLimits(order, at: moment)
        if enforcesMarketRules {
            checkEntry(order, new.timeInForce, at: moment)
            if new.limit != nil { checkPrice(limit, order, at: moment) }
        }
        checkMeeting(order, new.type == .limit ? limit : nil, at: moment)
    }

    /// What may leave in which mode (failure-modes.md §2, 9 and 10).
    @inline(__always)
    private mutating func checkMode(_ order: WatchedPlace, commitsNoMore: Bool, at moment: Moment) {
        let isQuiet =
            control.blocks.isEmpty && !control.isKilled && !control.isPaused
            && !control.isReducing
        if !isQuiet { checkModeClosely(order, commitsNoMore, moment) }
    }

    @inline(never)
    private mutating func checkModeClosely(
        _ order: WatchedPlace, _ commitsNoMore: Bool, _ moment: Moment
    ) {
        let reference = OrderReference(serial: order.pointee.serial)
        expect(
            !control.isKilled || (order.pointee.isExit && control.letsExitsSell),
            .nothingLeavesKilled,
            at: moment, reference, order.pointee.symbol)
        expect(
            control.blocks.isDisjoint(with: [.reconciling, .startup, .skew]),
            .nothingLeavesBlocked, at: moment, reference, order.pointee.symbol)
        if commitsNoMore { return }
        expect(
            !control.isPaused || order.pointee.isExit, .nothingLeavesPaused, at: moment, reference,
            order.pointee.symbol)
        let isDegraded = control.isReducing || !control.blocks.isEmpty
        expect(
            !isDegraded || order.pointee.side == .sell, .onlySalesLeave, at: moment, reference,
            order.pointee.symbol)
    }

    /// The hour, the type and the issue's status (19).
    private mutating func checkEntry(_ order: WatchedPlace, _ life: TimeInForce, at moment: Moment)
    {
        let reference = OrderReference(serial: order.pointee.serial)
        let symbol = order.pointee.symbol
        let takes =
            CalendarDate(moment) == day
            && ExchangeRules.takes(
                order.pointee.type, life, at: moment, hours, usesAfterMarket: usesAfterMarket,
                symbols[symbol.int].board)
        expect(takes, .phaseTakesOrder, at: moment, reference, symbol)
        let joins =
            (order.pointee.side == .sell || tradesInterruptions)
            && (order.pointee.type == .closingPrice
                || (life == .day && ExchangeRules.isForOpening(order.pointee.type)))
        expect(
            symbols[symbol.int].board != .index
                && allows(symbol.int) {
                    $0 == .normal || ($0 == .callAuction && joins)
                }, .issueTakesOrder, at: moment, reference, symbol)
    }

    /// Whether how an issue trades now, or did until this step, allows something.
    @inline(__always)
    private func allows(
        _ symbol: Int, _ test: (TradingStatus) -> Bool
    ) -> Bool {
        if symbols[symbol].statusAt < day.midnight { return true }
        return test(symbols[symbol].status)
            || (step.changed == Int32(symbol) && test(symbols[symbol].former))
    }

    /// Grid and band (36).
    @inline(__always)
    private mutating func checkPrice(_ limit: Int64, _ order: WatchedPlace, at moment: Moment) {
        let reference = OrderReference(serial: order.pointee.serial)
        let symbol = order.pointee.symbol
        let step = ExchangeRules.step(limit, symbols[symbol.int].board, day)
        expect(
            limit > 0 && limit % step == 0, .priceIsOnGrid, at: moment, reference, symbol,
            limit / step * step, limit)
        let (lower, upper) = (symbols[symbol.int].lower, symbols[symbol.int].upper)
        expect(
            upper == 0 || (lower <= limit && limit <= upper), .priceIsInBand, at: moment,
            reference, symbol, limit < lower ? lower : upper, limit)
        let most = 100_000_000_000 / max(limit, 1)
        expect(
            order.pointee.leaves <= most, .quantityCanBe, at: moment, reference, symbol,
            most, order.pointee.leaves)
    }

    /// No order of ours that has left on the other side would trade with it (37).
    @inline(__always)
    private mutating func checkMeeting(_ order: WatchedPlace, _ reach: Int64?, at moment: Moment) {
        let symbol = order.pointee.symbol.int
        let others = order.pointee.side == .buy ? symbols[symbol].offered : symbols[symbol].bidFor
        if others != 0 { checkEachMeeting(order, reach, moment) }
    }

    @inline(never)
    private mutating func checkEachMeeting(_ order: WatchedPlace, _ reach: Int64?, _ moment: Moment)
    {
        let side = order.pointee.side
        var next = symbols[order.pointee.symbol.int].first
        while next >= 0 {
            let other = orders.places[Int(next)]
            next = other.next
            guard other.side != side, other.hasLeft, !other.isExternal, !other.isAbsent else {
                continue
            }
            guard let reach, let theirs = other.reach else {
                return note(
                    .ownOrdersDontMeet, at: moment,
                    OrderReference(serial: order.pointee.serial), other.symbol)
            }
            let meets = side == .buy ? reach >= theirs : reach <= theirs
            expect(
                !meets, .ownOrdersDontMeet, at: moment,
                OrderReference(serial: order.pointee.serial), other.symbol, theirs,
                reach)
        }
    }
}

// Changes of orders.
extension InvariantChecks {
    @inline(__always)
    private mutating func checkChange(
        _ original: OrderNumber, _ change: borrowing OrderTransition, _ order: WatchedPlace
    ) {
        expect(
            order.pointee.isAlive && order.pointee.status != .pendingNew, .noChangeAfterEnd,
            at: change.at,
            change.reference, order.pointee.symbol)
        expect(
            order.pointee.change == 0, .oneChangeAtATime, at: change.at, change.reference,
            order.pointee.symbol, 0, order.pointee.change)
        expect(
            original.value == order.pointee.number, .requestIsItsIntent, at: change.at,
            change.reference, order.pointee.symbol, Int64(order.pointee.number),
            Int64(original.value))
    }

    private mutating func check(
        _ modify: borrowing BrokerRequest.ModifyOrder, _ order: WatchedPlace, at moment: Moment
    ) {
        let reference = OrderReference(serial: order.pointee.serial)
        let limit = modify.limit.won
        let isWhole = modify.quantity == nil
        expect(
            !order.pointee.isExternal, .otherOrdersStay, at: moment, reference,
            order.pointee.symbol)
        expect(
            limit == order.pointee.pending && isWhole, .requestIsItsIntent, at: moment, reference,
            order.pointee.symbol, order.pointee.pending, limit)
        let commitsNoMore = order.pointee.side == .sell || limit <= order.pointee.limit
        checkMode(order, commitsNoMore: commitsNoMore, at: moment)
        if enforcesMarketRules {
            checkEntry(order, .day, at: moment)
            checkPrice(limit, order, at: moment)
        }
        checkMeeting(order, order.pointee.type == .limit ? limit : nil, at: moment)
    }
}
