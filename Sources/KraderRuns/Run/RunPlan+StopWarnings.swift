import KraderBacktest
import KraderEngine
import KraderJSON
import KraderModel
import KraderReport
import KraderScenario

// What a person, or the kill switch, did to what is held, in words.
extension RunPlan {
    func stopWarning(_ kind: IncidentRecord.Kind, _ incidents: [IncidentRecord]) -> [String] {
        guard let first = incidents.first else { return [] }
        let more = again(Int64(incidents.count))
        switch kind {
        case .killSwitchRearmed: return ["The kill switch was rearmed at \(first.at)\(more)."]
        case .rearmRefused:
            return [
                "The kill switch was not rearmed at \(first.at) "
                    + "(\(first.obstacle?.code ?? "?"))\(more)."
            ]
        case .reducing: return ["Only sales were taken from \(first.at) on, by hand\(more)."]
        case .exitsStopped:
            let cause = first.cause.map { " (\($0.code))" } ?? ""
            return ["Exits no longer sold from \(first.at) on\(cause)\(more)."]
        case .unprotected: return [unprotectedWarning(incidents)]
        case .flattening:
            return ["A person had what was held sold from \(first.at) on\(more)."]
        case .flattenRefused:
            return [
                "Nothing was flattened at \(first.at), for the kill switch was engaged: rearm "
                    + "with 'reducing' comes first\(more)."
            ]
        case .strategyPaused, .quarantinedPush, .killSwitchEngaged, .signalsFlooded, .paused,
            .resumed, .killSwitchComplete, .unexpectedRejection, .circuitBreaker, .baseChanged,
            .actionAgainstPrices, .outcomeUnknown, .lateIntake, .orderNotFound, .orderResurrected,
            .secondOrder, .overfilled, .filledAfterEnd, .externalOrder, .linkLost, .linkRestored,
            .sessionTakenOver, .authenticationLost, .clockSkewed, .snapshotUnusable, .repaired,
            .largeDifference, .strategySwitchedOff, .strategySwitchedOn, .invariantBroken,
            .acknowledged:
            return []
        }
    }

    /// What was held without protection at the first warning, with its loss at the last stops.
    private func unprotectedWarning(_ incidents: [IncidentRecord]) -> String {
        let first = incidents.filter { $0.at == incidents.first?.at }
        let holdings = first.prefix(RunPlan.holdingsMax).map { incident in
            let code = incident.symbol.map { "\(scenario.instruments[$0.int].code)" } ?? "?"
            let held = "\(grouped(incident.holding?.quantity.count ?? 0)) \(code)"
            guard let stop = incident.holding?.stop, let loss = incident.holding?.loss else {
                return "\(held) (no stop)"
            }
            return
                "\(held) (stop \(grouped(stop.won)), a loss of \(grouped(loss.amount)) won there)"
        }
        let more = first.count > holdings.count ? " and \(first.count - holdings.count) more" : ""
        let at = first.first.map { "\($0.at)" } ?? "?"
        return "UNPROTECTED since the kill switch engaged, first told at \(at): "
            + holdings.joined(separator: ", ") + more
            + "; no exit may sell them while it is engaged."
    }

    /// The most holdings that are named one by one.
    private static let holdingsMax = 10
}
