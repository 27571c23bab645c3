import KraderEngine
import KraderModel

// What leaves (invariants 6, 8, 9, 10, 13, 14, 19, 36, 37, 41).
extension InvariantChecks {
    /// An order's request, beside the record that was made before it.
    @inline(__always)
    mutating func takeSend(
        _ change: borrowing OrderTransition, _ numbered: borrowing NumberedRequest
    ) {
        let place = orders.place(of: change.reference)
        expect(place >= 0, .orderIsKnown, at: change.at, change.reference)
        expect(
            numbered.id == change.request, .requestIsItsIntent, at: change.at, change.reference,
            nil, change.request?.number ?? 0, numbered.id.number)
        if breach != nil { return }
        switch numbered.request {
        case .newOrder(let order):
            let isMet = order.pathLevel != nil || step.source == .way
            leave(numbered.id, kind: 0, at: change.at, isFree: isMet, isQuery: false)
            check(order, place, at: change.at)
        case .modify(let modify):
            leave(
                numbered.id, kind: 1, at: change.at, isFree: step.source == .way, isQuery: false)
            checkChange(modify.original, change, place)
            check(modify, place, at: change.at)
        case .cancel(let cancel):
            leave(
                numbered.id, kind: 2, at: change.at, isFree: step.source == .way, isQuery: false)
            checkChange(cancel.original, change, place)
            let symbol = orders.places[place].key.symbol
            let isOpen = allows(symbol.int) { $0 != .closed }
            expect(
                !enforcesMarketRules || isOpen,
                .issueTakesOrder, at: change.at, change.reference, symbol)
        case .query: note(.requestIsItsIntent, at: change.at, change.reference)
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
        _ order: borrowing BrokerRequest.NewOrder, _ place: Int, at moment: Moment
    ) {
        let intent = orders.places[place]
        let reference = OrderReference(serial: intent.serial)
        expect(
            !intent.hasLeft && intent.isAlive, .orderLeavesOnce, at: moment, reference,
            order.symbol)
        let isSame = intent.asksFor(
            order.symbol, order.side, order.quantity.count, order.limit?.won ?? 0, order.type,
            order.timeInForce)
        expect(
            isSame, .requestIsItsIntent, at: moment, reference, order.symbol, intent.quantity,
            order.quantity.count)
        checkMode(place, commitsNoMore: false, at: moment)
        checkLimits(place, at: moment)
        if enforcesMarketRules {
            checkEntry(place, order.timeInForce, at: moment)
            if let limit = order.limit { checkPrice(limit.won, place, at: moment) }
        }
        let limit = order.limit?.won ?? 0
        checkMeeting(place, order.type == .limit ? limit : nil, at: moment)
    }

    /// What may leave in which mode (failure-modes.md §2, 9 and 10).
    @inline(__always)
    private mutating func checkMode(_ place: Int, commitsNoMore: Bool, at moment: Moment) {
        let isQuiet =
            control.blocks.isEmpty && !control.isKilled && !control.isPaused
            && !control.isReducing
        if !isQuiet { checkModeClosely(place, commitsNoMore, moment) }
    }

    @inline(never)
    private mutating func checkModeClosely(
        _ place: Int, _ commitsNoMore: Bool, _ moment: Moment
    ) {
        let order = orders.places[place]
        let reference = OrderReference(serial: order.serial)
        expect(
            !control.isKilled || (order.isExit && control.letsExitsSell), .nothingLeavesKilled,
            at: moment, reference, order.key.symbol)
        expect(
            control.blocks.isDisjoint(with: [.reconciling, .startup, .skew]),
            .nothingLeavesBlocked, at: moment, reference, order.key.symbol)
        if commitsNoMore { return }
        expect(
            !control.isPaused || order.isExit, .nothingLeavesPaused, at: moment, reference,
            order.key.symbol)
        let isDegraded = control.isReducing || !control.blocks.isEmpty
        expect(
            !isDegraded || order.side == .sell, .onlySalesLeave, at: moment, reference,
            order.key.symbol)
    }

    /// The hour, the type and the issue's status (19).
    private mutating func checkEntry(_ place: Int, _ life: TimeInForce, at moment: Moment) {
        let order = orders.places[place]
        let reference = OrderReference(serial: order.serial)
        let symbol = order.key.symbol
        let takes =
            CalendarDate(moment) == day
            && ExchangeRules.takes(
                order.type, life, at: moment, hours, usesAfterMarket: usesAfterMarket,
                symbols[symbol.int].board)
        expect(takes, .phaseTakesOrder, at: moment, reference, symbol)
        let joins =
            (order.side == .sell || tradesInterruptions)
            && (order.type == .closingPrice
                || (life == .day && ExchangeRules.isForOpening(order.type)))
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
    private mutating func checkPrice(_ limit: Int64, _ place: Int, at moment: Moment) {
        let reference = OrderReference(serial: orders.places[place].serial)
        let symbol = orders.places[place].key.symbol
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
            orders.places[place].leaves <= most, .quantityCanBe, at: moment, reference, symbol,
            most, orders.places[place].leaves)
    }

    /// No order of ours that has left on the other side would trade with it (37).
    @inline(__always)
    private mutating func checkMeeting(_ place: Int, _ reach: Int64?, at moment: Moment) {
        let order = orders.places[place]
        let symbol = order.key.symbol.int
        let others = order.side == .buy ? symbols[symbol].offered : symbols[symbol].bidFor
        if others != 0 { checkEachMeeting(place, reach, moment) }
    }

    @inline(never)
    private mutating func checkEachMeeting(_ place: Int, _ reach: Int64?, _ moment: Moment) {
        let side = orders.places[place].side
        var next = symbols[orders.places[place].key.symbol.int].first
        while next >= 0 {
            let other = orders.places[Int(next)]
            next = other.next
            guard other.side != side, other.hasLeft, !other.isExternal, !other.isAbsent else {
                continue
            }
            guard let reach, let theirs = other.reach else {
                return note(
                    .ownOrdersDontMeet, at: moment,
                    OrderReference(serial: orders.places[place].serial), other.key.symbol)
            }
            let meets = side == .buy ? reach >= theirs : reach <= theirs
            expect(
                !meets, .ownOrdersDontMeet, at: moment,
                OrderReference(serial: orders.places[place].serial), other.key.symbol, theirs,
                reach)
        }
    }
}

// Changes of orders.
extension InvariantChecks {
    @inline(__always)
    private mutating func checkChange(
        _ original: OrderNumber, _ change: borrowing OrderTransition, _ place: Int
    ) {
        let order = orders.places[place]
        expect(
            order.isAlive && order.status != .pendingNew, .noChangeAfterEnd, at: change.at,
            change.reference, order.key.symbol)
        expect(
            order.change == 0, .oneChangeAtATime, at: change.at, change.reference,
            order.key.symbol, 0, order.change)
        expect(
            original.value == order.number, .requestIsItsIntent, at: change.at,
            change.reference, order.key.symbol, Int64(order.number), Int64(original.value))
    }

    private mutating func check(
        _ modify: borrowing BrokerRequest.ModifyOrder, _ place: Int, at moment: Moment
    ) {
        let order = orders.places[place]
        let reference = OrderReference(serial: order.serial)
        let limit = modify.limit.won
        let isWhole = modify.quantity == nil
        expect(
            !order.isExternal, .otherOrdersStay, at: moment, reference, order.key.symbol)
        expect(
            limit == order.pending && isWhole, .requestIsItsIntent, at: moment, reference,
            order.key.symbol, order.pending, limit)
        let commitsNoMore = order.side == .sell || limit <= order.limit
        checkMode(place, commitsNoMore: commitsNoMore, at: moment)
        if enforcesMarketRules {
            checkEntry(place, .day, at: moment)
            checkPrice(limit, place, at: moment)
        }
        checkMeeting(place, order.type == .limit ? limit : nil, at: moment)
    }
}
