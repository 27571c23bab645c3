import KraderModel
import Support

@testable import KraderEngine

// How the engine ends within a step: with nothing of it durable, with its records and none of its
// requests, with the first of them, or with all.
extension OneOrderPlay {
    /// Whether a step that has been taken, and is not durable yet, is where a crash point lies.
    func isMet(_ point: CrashPoint, _ input: Input) -> Bool {
        switch point {
        case .signalComputed, .intentCommitted, .requestSent: out.records.orders.count > 0
        case .replyRead, .replyCommitted: if case .reply = input { true } else { false }
        case .fillRead, .fillCommitted:
            if case .push(let push) = input, case .executed = push.event { true } else { false }
        case .cancelCommitted, .cancelSent: hasTold(.cancelRequested)
        case .snapshotTaken, .snapshotApplied:
            if case .answer(let answer) = input { answer.query.kind == .executions } else { false }
        case .killCommitted, .betweenKillCancels: isKilledByHand
        case .dayHalfRolled: out.records.days.count > 0
        }
    }

    private func hasTold(_ event: OrderTransition.Event) -> Bool {
        (0..<out.records.transitions.count).contains {
            out.records.transitions[$0].event == event
        }
    }

    func die(at point: CrashPoint) {
        dying = nil
        switch point {
        case .signalComputed, .replyRead, .snapshotTaken: out.removeAll()
        case .fillRead:
            out.removeAll()
            forgetLastTold()
        case .intentCommitted, .cancelCommitted, .killCommitted: settle(sending: 0)
        case .betweenKillCancels: settle(sending: 1)
        case .requestSent, .replyCommitted, .fillCommitted, .cancelSent, .snapshotApplied: settle()
        case .dayHalfRolled:
            settle()
            broker.expire()
        }
        restart()
    }

    /// Does what a crash point lies in, and crashes there. Returns false where it can't be done
    /// now.
    func crash(at point: CrashPoint) -> Bool {
        pass(until: now + .seconds(1), isAnswered: false)
        dying = point
        switch point {
        case .signalComputed, .intentCommitted, .requestSent:
            show(view.status == nil ? .buy : .buyOther)
        case .replyRead, .replyCommitted:
            playFirst([.acknowledged, .cancelConfirmed, .cancelRefused, .acknowledgedAgain])
        case .fillRead, .fillCommitted: playFirst([.firstFill, .secondFill, .filledAgain])
        case .cancelCommitted, .cancelSent: playFirst([.cancel])
        case .snapshotTaken, .snapshotApplied: play(.query)
        case .killCommitted, .betweenKillCancels:
            isKilledByHand = true
            give(.command(.engageKillSwitch))
        case .dayHalfRolled: pass(until: Sample.tuesday.at("15:31"), isAnswered: true)
        }
        return dying == nil
    }

    private func playFirst(_ happenings: [OrderHappening]) {
        if let happening = happenings.first(where: { can($0) }) { play(happening) }
    }
}
