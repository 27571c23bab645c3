import KraderBacktest
import KraderEngine
import KraderModel

/// The stretches of a run in which the way to the broker was broken or the kill switch engaged: a
/// picture shows them behind its curve.
struct TroubleBand: Hashable {
    enum Kind: Hashable { case outage, kill }

    var kind: Kind
    var start: Moment
    var end: Moment

    /// The bands of a run, in the order of their beginnings. One that has no end lasts to the end
    /// of the curve.
    static func bands(_ incidents: [IncidentRecord], until end: Moment) -> [TroubleBand] {
        var bands: [TroubleBand] = []
        var open: [Kind: Moment] = [:]
        func close(_ kind: Kind, at moment: Moment) {
            guard let start = open.removeValue(forKey: kind), start <= end else { return }
            bands.append(TroubleBand(kind: kind, start: start, end: min(moment, end)))
        }
        for incident in incidents {
            switch incident.kind {
            case .linkLost, .sessionTakenOver, .authenticationLost:
                if open[.outage] == nil { open[.outage] = incident.at }
            case .linkRestored: close(.outage, at: incident.at)
            case .killSwitchEngaged:
                if open[.kill] == nil { open[.kill] = incident.at }
            case .killSwitchRearmed: close(.kill, at: incident.at)
            case .strategyPaused, .quarantinedPush, .signalsFlooded, .paused, .resumed, .reducing,
                .killSwitchComplete, .rearmRefused, .unexpectedRejection, .circuitBreaker,
                .baseChanged, .actionAgainstPrices, .outcomeUnknown, .lateIntake, .orderNotFound,
                .orderResurrected, .secondOrder, .overfilled, .filledAfterEnd, .externalOrder,
                .clockSkewed, .snapshotUnusable, .repaired, .largeDifference,
                .strategySwitchedOff, .strategySwitchedOn, .invariantBroken, .exitsStopped,
                .unprotected, .acknowledged, .flattening, .flattenRefused:
                break
            }
        }
        close(.outage, at: end)
        close(.kill, at: end)
        return bands.sorted { $0.start < $1.start }
    }

    var style: String { kind == .outage ? "band outage" : "band kill" }

    var label: String { kind == .outage ? Texts.outage : Texts.killed }
}
