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
        if killQuietSince != .distantFuture {
            nextInquiry = min(nextInquiry, reading(killQuietSince, Limits.killReadings))
        }
        if let rearming { nextInquiry = min(nextInquiry, rearming.askedAt) }
        if unexplainedSince != .distantFuture {
            let since = unexplainedSince + Limits.unexplainedTime
            nextInquiry = min(
                nextInquiry, since > lastReading ? since : lastReading + pause(since: since))
        }
        if trading.session[0].blocks.contains(.reconciling) {
            let pause = min(Interval.seconds(1 << min(readingsFailed, 5)), Limits.doubtPause)
            nextInquiry = min(nextInquiry, max(now, lastReading + pause))
        }
        if trading.session[0].blocks.contains(.link), trading.orders.count > 0 {
            nextInquiry = min(nextInquiry, lastReading + Limits.pollPause)
        }
        // Day orders whose end nobody told of are asked for when it can be known.
        if asksForEnds, trading.orders.count > 0, !trading.isDayOpen {
            let end = listsSettle
            nextInquiry = min(nextInquiry, max(end, lastReading + pause(since: end)))
        }
        if hasFormerOrders() {
            let start = trading.session[0].hours.openingAuction.start
            nextInquiry = min(nextInquiry, max(start, lastReading + pause(since: start)))
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

    /// The pause between readings that explain nothing: as long as it has lasted already, so that a
    /// night or a weekend asks seldom.
    private mutating func pause(since moment: Moment) -> Interval {
        let hours = trading.session[0].hours
        let isOpen = trading.isDayOpen && now >= hours.openingAuction.start
        let most = isOpen ? Limits.ordersPause : Limits.idlePause
        return min(max(lastReading - moment, Limits.doubtPause), most)
    }

    /// Starts the reading that is due, or gives up one whose answer does not come.
    mutating func runInquiry(_ out: inout OutputBuffer) {
        guard nextInquiry <= now else { return }
        let isUnexplained = isUnexplained
        forgetExplained()
        let mustKnowAll =
            trading.doubts > 0 || isUnexplained || configuration.reconciles
            || !trading.session[0].blocks.isEmpty || rearming != nil
            || (trading.orders.count > 0 && !trading.isDayOpen) || hasFormerOrders()
        if inquiry != nil {
            loseReading(&out)
        } else if !mustKnowAll, killQuietSince != .distantFuture {
            lastReading = now
            inquiry = Inquiry(Inquiry.proof, at: now)
            ask(&out)
        } else if mustKnowAll {
            lastReading = now
            let isAccountDue =
                trading.session[0].blocks.contains(.reconciling)
                || trading.session[0].blocks.contains(.startup)
                || lastAccount + Limits.accountPause <= now || rearming != nil
            inquiry = Inquiry(
                configuration.reconciles && isAccountDue ? Inquiry.account : Inquiry.orders,
                expectsOrders: expectsOrders(), at: now)
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
        noteReadingLost()
        if trading.session[0].blocks.contains(.reconciling) { setBlock(.startup, true, &out) }
        trading.requests.withdrawQueries()
        if let inquiry, let rearming, inquiry.startedAt >= rearming.askedAt {
            refuseRearm(.listsUnread, &out)
        }
        inquiry = nil
        findNextInquiry()
    }

    /// The broker asks for fewer requests: they leave more slowly for some minutes.
    mutating func widenPacing(_ out: inout OutputBuffer) {
        let times = trading.requests.width.widened(at: now)
        tell(PacingRecord(at: now, times: times), &out)
    }

    /// A reading came to nothing.
    mutating func noteReadingLost() {
        counts.readingsLost += 1
        readingsFailed += 1
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
        if case .failed(.rateRefused) = answer.outcome { widenPacing(&out) }
        guard reading.take(answer) else { return loseReading(&out) }
        inquiry = reading
        if reading.isComplete {
            inquiry = nil
            counts.readings += 1
            let isUsable = reading.isProof || apply(reading, &out)
            judgeKill(reading, &out)
            judgeRearm(reading, isUsable: isUsable, &out)
        } else {
            ask(&out)
        }
        findNextInquiry()
    }
}
