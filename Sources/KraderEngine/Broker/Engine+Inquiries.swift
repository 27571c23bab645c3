import KraderModel

// When the broker's lists are read: while something is unknown or unexplained, and where that is
// asked for, now and then (failure-modes.md §1, A04, G01, G11, I17).
extension Engine {
    /// What quarantines and holes ask for: a reading now, and further ones at the usual pause until
    /// one is complete.
    mutating func askSoon() {
        isReadingAsked = true
        if unexplainedSince == .distantFuture { unexplainedSince = now - Limits.unexplainedTime }
        findNextInquiry()
    }

    /// Something waits for a push, or for an order that explains one: if that does not come soon, a
    /// list is asked.
    mutating func noteUnexplained() {
        if unexplainedSince == .distantFuture { unexplainedSince = now }
        nextInquiry = min(
            nextInquiry,
            inquiry == nil ? unexplainedSince + Limits.unexplainedTime : .distantFuture)
    }

    /// Finds the moment of the next reading, or that at which the present one is given up.
    mutating func findNextInquiry() {
        if let inquiry {
            nextInquiry = inquiry.deadline
            return
        }
        nextInquiry = .distantFuture
        guard link.takesRequests, rehearsal == nil else { return }
        let slots = trading.orders.slots.view
        if trading.doubts > 0 {
            for slot in 0..<trading.orders.usedSlots where trading.orders.isAlive(slot) {
                let since = slots[slot].doubtSince
                guard since != .distantFuture else { continue }
                nextInquiry = min(nextInquiry, reading(since, Limits.doubtReadings))
            }
        }
        if unexplainedSince != .distantFuture {
            nextInquiry = min(
                nextInquiry, reading(unexplainedSince + Limits.unexplainedTime, [.zero]))
        }
        if trading.session[0].blocks.contains(.reconciling) {
            nextInquiry = min(nextInquiry, max(now, lastReading + .seconds(1)))
        }
        if trading.session[0].blocks.contains(.link), trading.orders.count > 0 {
            nextInquiry = min(nextInquiry, lastReading + Limits.pollPause)
        }
        // Day orders whose end nobody told of are asked for when it can be known.
        if rules.enforcesMarketRules, trading.orders.count > 0, !trading.isDayOpen {
            let end = trading.session[0].hours.auctionEnd + Limits.listSettling
            nextInquiry = min(nextInquiry, max(end, lastReading + Limits.doubtPause))
        }
        if configuration.reconciles {
            nextInquiry = min(nextInquiry, max(now, lastReading + Limits.ordersPause))
        }
    }

    /// The first moment after the last reading at which one is due that begins at a moment: at
    /// these distances from it, then at every pause.
    private func reading(_ since: Moment, _ distances: [Interval]) -> Moment {
        for distance in distances where since + distance > lastReading { return since + distance }
        return lastReading + Limits.doubtPause
    }

    /// Starts the reading that is due, or gives up one whose answer does not come.
    mutating func runInquiry(_ out: inout OutputBuffer) {
        guard nextInquiry <= now else { return }
        let isUnexplained = isUnexplained
        forgetExplained()
        if inquiry != nil {
            loseReading(&out)
        } else if trading.doubts > 0 || isUnexplained || configuration.reconciles
            || !trading.session[0].blocks.isEmpty
            || (trading.orders.count > 0 && !trading.isDayOpen)
        {
            lastReading = now
            let isAccountDue =
                trading.session[0].blocks.contains(.reconciling)
                || trading.session[0].blocks.contains(.startup)
                || lastAccount + Limits.accountPause <= now
            inquiry = Inquiry(
                configuration.reconciles && isAccountDue ? Inquiry.account : Inquiry.orders,
                at: now)
            ask(&out)
        }
        findNextInquiry()
    }

    /// Start-up is recovery: before anything leaves, the broker's lists are read.
    mutating func beginReconciling(_ out: inout OutputBuffer) {
        guard configuration.reconciles else { return }
        setBlock(.reconciling, true, &out)
        findNextInquiry()
    }

    /// A page was lost or refused: nothing of the reading counts. Where one must be had before
    /// trading, trading waits for it.
    mutating func loseReading(_ out: inout OutputBuffer) {
        counts.readingsLost += 1
        if trading.session[0].blocks.contains(.reconciling) { setBlock(.startup, true, &out) }
        trading.requests.withdrawQueries()
        inquiry = nil
        findNextInquiry()
    }

    private mutating func ask(_ out: inout OutputBuffer) {
        guard let query = inquiry?.next else { return }
        let entry = RequestQueue.Entry(
            request: .query(query), order: nil, lane: .recover, rank: trading.rank)
        enqueue(entry, &out)
    }

    /// A query leaves.
    mutating func dispatch(_ query: BrokerQuery, _ out: inout OutputBuffer) {
        guard inquiry?.next == query else { return }
        let request = trading.requests.nextID
        inquiry?.awaited = request
        inquiry?.deadline = now + Limits.replyDeadline
        tell(QueryRecord(at: now, request: request, query: query), &out)
        emit(NumberedRequest(id: request, request: .query(query)), &out)
        findNextInquiry()
    }

    mutating func receive(_ answer: BrokerAnswer, _ out: inout OutputBuffer) {
        guard var reading = inquiry, reading.awaited == answer.request else {
            counts.answersUnknown += 1
            return
        }
        guard reading.take(answer) else { return loseReading(&out) }
        inquiry = reading
        if reading.isComplete {
            inquiry = nil
            counts.readings += 1
            apply(reading, &out)
        } else {
            ask(&out)
        }
        findNextInquiry()
    }
}
