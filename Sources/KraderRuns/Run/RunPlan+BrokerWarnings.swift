import KraderEngine
import KraderModel
import KraderReport
import KraderScenario

// What went wrong between engine and broker, in words.
extension RunPlan {
    func brokerWarning(
        _ kind: IncidentRecord.Kind, _ first: IncidentRecord, _ count: Int64
    ) -> String? {
        let since = "since \(first.at)\(count > 1 ? ", \(count) times in all" : "")"
        let issue = first.symbol.map { " of \(scenario.instruments[$0.int].code)" } ?? ""
        switch kind {
        case .outcomeUnknown:
            return "Nobody knew what had become of a request\(issue), \(since); the broker's "
                + "lists were asked, and nothing was sent again."
        case .lateIntake:
            return "The broker answered late, \(since): meanwhile only sales were sent."
        case .orderNotFound:
            return "The broker did not have an order\(issue) that had been sent, \(since)."
        case .orderResurrected:
            return "An order\(issue) turned up that the broker had not had, \(since)."
        case .secondOrder:
            return "The broker had two orders for one intent\(issue), \(since)."
        case .overfilled:
            return "The broker told of more shares\(issue) than an order can have filled, "
                + "\(since); they are booked and belong to nobody."
        case .filledAfterEnd:
            return "Word of a fill\(issue) came when its order had ended, \(since)."
        case .externalOrder:
            return "The broker had orders\(issue) that no strategy gave, \(since)."
        case .linkLost: return "The way to the broker was lost, \(since)."
        case .linkRestored: return nil
        case .sessionTakenOver: return "Another login took the session over, \(since)."
        case .authenticationLost: return "The broker refused our key, \(since)."
        case .clockSkewed: return "The broker's clock and ours differed, \(since)."
        case .snapshotUnusable:
            return "The broker's lists lacked an order that it had, \(since): they were not used."
        case .repaired: return "What the broker's lists showed was set right here, \(since)."
        case .largeDifference:
            return "The broker's lists differ by more than may be set right without a person, "
                + "\(since)."
        case .strategyPaused, .quarantinedPush, .killSwitchEngaged, .killSwitchRearmed,
            .signalsFlooded, .paused, .resumed, .reducing, .killSwitchComplete, .rearmRefused,
            .unexpectedRejection, .circuitBreaker, .baseChanged, .actionAgainstPrices,
            .strategySwitchedOff, .strategySwitchedOn, .exitsStopped, .unprotected, .acknowledged,
            .flattening, .flattenRefused, .invariantBroken:
            return nil
        }
    }
}
