import KraderBacktest
import KraderEngine
import KraderJSON
import KraderModel
import KraderReport
import KraderScenario

/// Warns of incidents: none is silent, and each kind that happened has its warning.
extension RunPlan {
    /// The most changes of base that are warned of one by one; the others are counted.
    private static let changesMax = 10

    func incidentWarnings(_ result: RunResult) -> [String] {
        result.incidentsByKind.flatMap { kind, _ in
            warnings(of: kind, result.incidents.filter { $0.kind == kind }, result)
        } + proposalWarnings(result)
    }

    private func warnings(
        of kind: IncidentRecord.Kind, _ incidents: [IncidentRecord], _ result: RunResult
    ) -> [String] {
        guard let first = incidents.first else { return [] }
        let count = Int64(incidents.count)
        let cause = first.cause.map { " (\($0.code))" } ?? ""
        switch kind {
        case .strategyPaused:
            return result.faults.map {
                "Strategy \(scenario.strategies[$0.strategy].id) threw and is paused since "
                    + "\($0.at): \($0.message)"
            }
        case .signalsFlooded:
            return incidents.map { flood in
                let name = flood.strategy.map { scenario.strategies[Int($0)].id } ?? "?"
                return "Strategy \(name) gave too many signals at once, or asked for timers "
                    + "without end, and is paused since \(flood.at); none of those signals counts."
            }
        case .strategySwitchedOff:
            return incidents.map { stop in
                let name = stop.strategy.map { scenario.strategies[Int($0)].id } ?? "?"
                return "Strategy \(name) was switched off at \(stop.at) by "
                    + "\(stop.rule?.code ?? "a control"), until a person resumes it."
            }
        case .strategySwitchedOn:
            return ["A strategy that was switched off went on at \(first.at)\(again(count))."]
        case .quarantinedPush:
            return [
                "\(times(count, "message")) of the broker fit no order of ours and "
                    + "\(count == 1 ? "was" : "were") set aside, since \(first.at)."
            ]
        case .killSwitchEngaged:
            let end = result.incidents.first { $0.kind == .killSwitchComplete }
            return [
                "The kill switch engaged at \(first.at)\(cause)\(again(count)); "
                    + (end?.delay.map { "no order lived \($0.nanoseconds / 1_000_000) ms later." }
                        ?? "orders lived on to the end.")
            ]
        case .paused:
            return ["Trading was paused at \(first.at)\(cause)\(again(count))."]
        case .resumed:
            return ["Trading was resumed at \(first.at)\(again(count))."]
        case .reducing:
            if first.cause == .byHand { return stopWarning(kind, incidents) }
            return [
                "More than twice the daily loss limit was lost: from \(first.at) only sales were "
                    + "taken that day\(again(count))."
            ]
        case .unexpectedRejection:
            return [
                "\(times(count, "rejection")) of the venue should have been caught before, since "
                    + "\(first.at)."
            ]
        case .circuitBreaker:
            return [
                "A circuit breaker stopped the market at \(first.at)\(again(count))."
            ]
        case .baseChanged, .actionAgainstPrices: return changes(incidents)
        case .killSwitchRearmed, .killSwitchComplete, .rearmRefused, .exitsStopped, .unprotected,
            .acknowledged, .flattening, .flattenRefused:
            return stopWarning(kind, incidents)
        default: return brokerWarning(kind, first, count).map { [$0] } ?? []
        }
    }

    func again(_ count: Int64) -> String {
        count > 1 ? ", and \(times(count - 1, "time")) more" : ""
    }

    /// Warns of changes of base one by one, for each is a holding that counts for something else
    /// than it is worth.
    private func changes(_ incidents: [IncidentRecord]) -> [String] {
        var warnings = incidents.prefix(RunPlan.changesMax).map { change -> String in
            let code = change.symbol.map { "\(scenario.instruments[$0.int].code)" } ?? "?"
            let before = grouped(change.prices?.before.won ?? 0)
            let after = grouped(change.prices?.after.won ?? 0)
            let day = CalendarDate(change.at)
            return change.kind == .actionAgainstPrices
                ? "\(code), held on \(day): an action was obeyed, but prices went on from "
                    + "\(before) to \(after) won as if they were adjusted already; the holding "
                    + "counts for something else than it is worth."
                : "\(code), held on \(day): \(before) won became \(after) and no action that the "
                    + "run obeys says why; the holding counts for something else than it is worth."
        }
        if incidents.count > warnings.count {
            warnings.append(
                "\(times(Int64(incidents.count - warnings.count), "more change")) of base on what "
                    + "was held; result.json names all.")
        }
        return warnings
    }

    /// Warns of what a person has not decided, for issues that the account held at any time.
    private func proposalWarnings(_ result: RunResult) -> [String] {
        let atStart = Set(scenario.account.positions.map(\.symbol))
        let count = market.proposals.reduce(0) { count, proposal in
            let isHeld =
                atStart.contains(proposal.symbol) || result.symbols[proposal.symbol.int].fills > 0
            return isHeld ? count + proposal.count : count
        }
        guard count > 0 else { return [] }
        return [
            "\(times(Int64(count), "proposal")) undecided for symbols you held: "
                + "'krader data instruments' lists them."
        ]
    }
}
