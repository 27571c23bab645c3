import KraderEngine
import KraderModel

/// Where an engine's step ends when its process does.
enum CrashCut {
    /// Before its records were durable: nothing of it was.
    case beforeCommit
    /// After that, and before any request left, or after so many had.
    case afterCommit(sending: Int)
}

// Crash points (failure-modes.md, "Crash points").
extension FaultScript {
    /// The line that ends the engine in the step that it has just made, and where; other lines that
    /// wait for the points of this step begin.
    ///
    /// - Parameter hasRead: whether the step applied a reading of the broker's lists
    mutating func crash(
        in out: inout OutputBuffer, after input: Input, hasRead: Bool, at moment: Moment
    ) -> (line: Int, cut: CrashCut)? {
        guard !crashPoints.isEmpty else { return nil }
        let before = killCancels
        let kills = out.hasKilled
        if kills { killCancels = 0 }
        killCancels += out.cancels
        var found: (line: Int, cut: CrashCut)?
        for point in CrashPoint.allCases where crashPoints.contains(point) {
            let isMet = meets(point, &out, input, hasRead: hasRead, kills: kills, before: before)
            guard isMet else { continue }
            for line in fired(.crashPoint(point), nil) {
                if case .process(.crash) = events[line].act, found == nil {
                    found = (line, cut(point, kills: kills, before: before))
                } else {
                    begin(line, at: moment)
                }
            }
            // What lies behind the end is not reached.
            if found != nil { break }
        }
        return found
    }

    private func meets(
        _ point: CrashPoint, _ out: inout OutputBuffer, _ input: Input, hasRead: Bool, kills: Bool,
        before: Int
    ) -> Bool {
        switch point {
        case .signalComputed, .intentCommitted: out.records.orders.count > 0
        case .requestSent: out.hasSent
        case .replyRead, .replyCommitted: if case .reply = input { true } else { false }
        case .fillRead, .fillCommitted: out.records.fills.count > 0
        case .cancelCommitted, .cancelSent: out.cancels > 0
        case .snapshotTaken, .snapshotApplied: hasRead
        case .killCommitted: kills
        // The second cancel is at hand and the first has left, in this step or an earlier one.
        case .betweenKillCancels:
            kills ? out.cancels > 1 : isKilled && before <= 1 && before + out.cancels >= 2
        case .dayHalfRolled: out.records.days.count > 0
        }
    }

    private func cut(_ point: CrashPoint, kills: Bool, before: Int) -> CrashCut {
        switch point {
        case .signalComputed, .replyRead, .fillRead, .snapshotTaken: .beforeCommit
        case .intentCommitted, .cancelCommitted, .killCommitted: .afterCommit(sending: 0)
        case .betweenKillCancels:
            // The first cancel of a kill leaves before the end, whichever step it is in.
            kills || before == 0 ? .afterCommit(sending: 1) : .beforeCommit
        case .requestSent, .replyCommitted, .fillCommitted, .cancelSent, .snapshotApplied,
            .dayHalfRolled:
            .afterCommit(sending: .max)
        }
    }
}

// These only read; lent to a call that isn't inlined, the buffer would be copied.
extension OutputBuffer {
    fileprivate var cancels: Int {
        mutating get {
            (0..<requests.count).count {
                if case .cancel = requests[$0].request { true } else { false }
            }
        }
    }

    fileprivate var hasSent: Bool {
        mutating get {
            (0..<requests.count).contains {
                if case .newOrder = requests[$0].request { true } else { false }
            }
        }
    }

    fileprivate var hasKilled: Bool {
        mutating get {
            (0..<records.incidents.count).contains {
                records.incidents[$0].kind == .killSwitchEngaged
            }
        }
    }
}
