import KraderEngine
import KraderModel

// What a step gives each clause to look at, counted before it is looked at, where checks are
// thorough. It stands beside the checks and not in them, for those that are always made cost
// instructions; the tests that show each clause a breach hold the two together.
extension InvariantChecks {
    mutating func countEvaluations(_ out: inout OutputBuffer) {
        for index in 0..<out.records.count {
            let record = out.records[index]
            evaluations.count(.timeGoesOn)
            switch record {
            case .order(let order): count(order)
            case .transition(let change): count(change)
            case .fill(let fill): count(fill)
            case .incident(let incident): count(incident)
            case .signal, .day, .universe, .exit, .corporateAction, .reply, .earlyPush,
                .heldSignal, .timer, .dayBegin, .run, .reason, .query, .mode, .externalOrder,
                .adjust, .pacing:
                countRest(record)
            }
        }
        for index in 0..<out.requests.count { count(out.requests[index].request) }
        if step.isMessage { evaluations.count(.messageLeavesTrace) }
    }

    private mutating func count(_ order: OrderRecord) {
        evaluations.count(.orderIsNew, .quantityCanBe, .keyIsUsedOnce)
        switch order.side {
        case .buy: countBuy(isNew: true)
        case .sell: evaluations.count(.soldIsHeld)
        }
    }

    private mutating func countBuy(isNew: Bool) {
        evaluations.count(
            .positionLimitHolds, .cashLimitHolds, .exposureLimitHolds, .lossLimitHolds)
        if isNew { evaluations.count(.tradesLimitHolds) }
    }

    private mutating func count(_ change: OrderTransition) {
        evaluations.count(
            .orderIsKnown, .statusFollows, .filledNeverFalls, .filledIsSum, .leavesAreTheRest)
        count(change.status)
        if change.number != nil { evaluations.count(.numberHasOneOrder) }
        let order = orders.order(change.reference)
        switch change.event {
        case .acknowledged, .adopted, .resurrected, .modified, .changeRefused, .partlyCancelled,
            .ended:
            if order?.pointee.isInDoubt == true { evaluations.count(.doubtEndsByEvidence) }
        case .notFound: evaluations.count(.absenceIsProved)
        case .replaceRequested:
            guard let order, order.pointee.side == .buy else { return }
            if (change.pendingLimit?.won ?? 0) > order.pointee.limit { countBuy(isNew: false) }
        case .sent, .changeSent, .inDoubt, .changeWithdrawn, .cancelRequested: break
        }
    }

    private mutating func count(_ status: OrderStatus) {
        switch status {
        case .filled: evaluations.count(.filledMeansAll)
        case .canceled: evaluations.count(.canceledMeansPart)
        case .rejected: evaluations.count(.rejectedMeansNone)
        case .pendingNew, .submitted, .partialFill: evaluations.count(.openMeansRest)
        }
    }

    private mutating func count(_ fill: FillRecord) {
        evaluations.count(
            .fillHasMessage, .orderIsKnown, .filledIsSum, .filledWithinQuantity, .statusFollows,
            .amountIsSum, .commissionIsRight, .taxIsRight, .fillIsNew, .positionIsSum, .cashIsSum)
        count(fill.status)
        if orders.order(fill.order)?.pointee.isInDoubt == true {
            evaluations.count(.doubtEndsByEvidence)
        }
        if !thorough.unsettled.contains(fill.key.symbol.value) {
            evaluations.count(.ownersHaveAll)
        }
    }

    private mutating func count(_ incident: IncidentRecord) {
        switch incident.kind {
        case .killSwitchEngaged:
            evaluations.count(.killHasCause)
            if incident.cause == .errors { evaluations.count(.killIsEarned) }
        case .killSwitchComplete: evaluations.count(.killIsComplete)
        case .killSwitchRearmed: evaluations.count(.rearmIsAskedFor)
        case .strategyPaused, .unexpectedRejection, .repaired, .linkLost, .outcomeUnknown,
            .lateIntake, .quarantinedPush:
            evaluations.count(.killFollowsErrors)
        case .signalsFlooded, .paused, .resumed, .reducing, .rearmRefused, .circuitBreaker,
            .baseChanged, .actionAgainstPrices, .orderNotFound, .orderResurrected, .secondOrder,
            .overfilled, .filledAfterEnd, .externalOrder, .linkRestored, .sessionTakenOver,
            .authenticationLost, .clockSkewed, .snapshotUnusable, .largeDifference,
            .strategySwitchedOff, .strategySwitchedOn, .invariantBroken, .exitsStopped,
            .unprotected, .acknowledged, .flattening, .flattenRefused:
            break
        }
    }

    private mutating func countRest(_ record: Record) {
        switch record {
        case .day(let day):
            evaluations.count(.cashIsSum, .equityIsSum)
            if !day.isUnfinished { evaluations.count(.daysComeOnce) }
        case .dayBegin: evaluations.count(.daysComeOnce)
        case .run: evaluations.count(.runsAreCounted)
        case .corporateAction(let action):
            if action.strategy == nil { evaluations.count(.positionIsSum) }
        case .externalOrder: evaluations.count(.orderIsNew, .numberHasOneOrder)
        case .adjust(let adjust):
            evaluations.count(.listsWereRead, .cashIsSum)
            if adjust.symbol != nil { evaluations.count(.positionIsSum) }
        case .reply(let reply): if reply.number != nil { evaluations.count(.numberHasOneOrder) }
        case .signal, .order, .transition, .fill, .incident, .universe, .exit, .earlyPush,
            .heldSignal, .timer, .reason, .query, .mode, .pacing:
            break
        }
    }
}

// What leaves.
extension InvariantChecks {
    private mutating func count(_ request: BrokerRequest) {
        evaluations.count(
            .requestHasIntent, .requestIsItsIntent, .requestsAreNumbered, .wayTakesRequests)
        if pacing != .ideal { evaluations.count(.pacingIsKept) }
        // Cancels and queries leave whatever is blocked: that nothing else did is looked at.
        if control.isKilled { evaluations.count(.nothingLeavesKilled) }
        if !control.blocks.isEmpty { evaluations.count(.nothingLeavesBlocked) }
        switch request {
        case .newOrder(let new):
            evaluations.count(.orderLeavesOnce)
            if new.side == .buy { evaluations.count(.positionLimitHolds, .cashLimitHolds) }
            countMode(isNew: true)
            if enforcesMarketRules { countMarket(new.symbol.int, hasLimit: new.limit != nil) }
            countMeeting(new.symbol.int, new.side)
        case .modify(let modify):
            evaluations.count(.noChangeAfterEnd, .oneChangeAtATime, .otherOrdersStay)
            countMode(isNew: false)
            if enforcesMarketRules { countMarket(modify.symbol.int, hasLimit: true) }
            countMeeting(modify.symbol.int, nil)
        case .cancel:
            evaluations.count(.noChangeAfterEnd, .oneChangeAtATime)
            if enforcesMarketRules { evaluations.count(.issueTakesOrder) }
        case .query: break
        }
    }

    private mutating func countMode(isNew: Bool) {
        if isNew, control.isPaused { evaluations.count(.nothingLeavesPaused) }
        if isNew, control.isReducing || !control.blocks.isEmpty {
            evaluations.count(.onlySalesLeave)
        }
    }

    private mutating func countMarket(_ symbol: Int, hasLimit: Bool) {
        evaluations.count(.phaseTakesOrder, .issueTakesOrder)
        guard hasLimit else { return }
        evaluations.count(.priceIsOnGrid, .quantityCanBe)
        if symbols[symbol].upper > 0 { evaluations.count(.priceIsInBand) }
    }

    /// - Parameter side: of the order; `nil`: nobody looked for it, for other orders of ours are
    ///   on either side
    private mutating func countMeeting(_ symbol: Int, _ side: Side?) {
        let (bids, offers) = (symbols[symbol].bidFor != 0, symbols[symbol].offered != 0)
        let isThere =
            switch side {
            case .buy?: offers
            case .sell?: bids
            case nil: bids && offers
            }
        if isThere { evaluations.count(.ownOrdersDontMeet) }
    }
}
