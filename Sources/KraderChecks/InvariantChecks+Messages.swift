public import KraderEngine
public import KraderModel

extension EngineCounts {
    /// The messages of the broker that changed nothing, and are counted.
    @inlinable public var messagesSetAside: Int64 {
        pushesQuarantined + pushesRepeated + repliesUnknown + executionsRepeated
            + pushesPostponed + answersUnknown + readings + readingsLost
    }
}

// Messages of the broker (invariants 14, 23, 31).
extension InvariantChecks {
    /// A reply, before the step that it makes.
    @inlinable @inline(__always)
    public mutating func seeReply() { step.source = .reply }

    /// A push likewise.
    @inlinable @inline(__always)
    public mutating func see(_ push: borrowing BrokerPush) {
        step.source = .push
        if case .accepted = push.event { step.isAcceptance = true }
    }

    mutating func see(_ answer: BrokerAnswer) {
        step.source = .answer
        step.isAwaited = answer.request.number == requests.awaited
        guard step.isAwaited else { return }
        requests.awaited = 0
        requests.answers += 1
        switch answer.outcome {
        case .orders(_, let hasMore):
            if !hasMore, answer.query.kind == .ordersOfDay { requests.ordersAt = requests.answers }
        case .executions(_, let hasMore): if !hasMore { requests.lists += 1 }
        case .positions(_, let hasMore):
            guard !hasMore else { return }
            requests.ordersBefore = requests.ordersAt
            requests.accountAt = requests.answers
        case .balance, .refused, .failed: break
        }
    }

    /// Received = applied + known + ignored by rule + set aside: each message is one of them.
    ///
    /// - Parameter isMute: whether the step left neither record nor request
    @usableFromInline
    mutating func checkTrace(_ isMute: Bool, _ setAside: Int64, _ moment: Moment) {
        // A new engine counts from zero.
        let isCounted = setAside > (setAside < requests.setAside ? 0 : requests.setAside)
        requests.setAside = setAside
        if isMute, !isCounted, !step.isAcceptance, !step.isAwaited {
            note(.messageLeavesTrace, at: moment)
        }
    }
}
