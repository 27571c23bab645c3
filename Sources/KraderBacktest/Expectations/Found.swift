import KraderEngine
import KraderModel

/// What was found where something was expected.
enum Found: Hashable {
    case order(WatchedOrder?)
    /// A number for each subject of the claim, in its order.
    case numbers([Int64])
    case killSwitch(WatchedKillSwitch)
    case mode(EngineMode)
    case digest([UInt8])
    case figures([Double?])
    /// The moment of the expectation never came.
    case nothing(String)
}

extension Expectation.Claim {
    /// What is found of it in a run so far; `nil` of what only a result tells.
    func found(in run: WatchedRun) -> Found? {
        switch self {
        case .order(let choice, _): .order(run.order(choice))
        case .requests(let claims): .numbers(claims.map { run.count(of: $0.subject) })
        case .positions(let claims): .numbers(claims.map { run.positions[$0.subject.int] })
        case .cash: .numbers([run.cash])
        case .killSwitch: .killSwitch(run.killSwitch)
        case .mode: .mode(run.mode)
        case .incident(let kind, _): .numbers([run.count(of: kind)])
        case .errors, .digest, .figures: nil
        }
    }

    /// What a finished run's result tells of it, beside its records.
    func found(in result: RunResult) -> Found {
        switch self {
        case .errors: return .numbers([result.countedErrors])
        case .digest: return .digest(result.digest)
        case .figures(let claims):
            let statistics = Statistics(result)
            return .figures(claims.map { $0.figure.value(result, statistics) })
        case .order, .requests, .positions, .cash, .killSwitch, .mode, .incident:
            return .nothing("no result tells it")
        }
    }

    func isMet(by found: Found) -> Bool {
        switch (self, found) {
        case (.order(_, let claim), .order(let order?)): claim.isMet(by: order)
        case (.requests(let claims), .numbers(let numbers)): allow(claims.map(\.bounds), numbers)
        case (.positions(let claims), .numbers(let numbers)): allow(claims.map(\.bounds), numbers)
        case (.cash(let bounds), .numbers(let numbers)),
            (.errors(let bounds), .numbers(let numbers)),
            (.incident(_, let bounds), .numbers(let numbers)):
            allow([bounds], numbers)
        case (.killSwitch(let claim), .killSwitch(let found)): claim.isMet(by: found)
        case (.mode(let mode), .mode(let found)): mode == found
        case (.digest(let digits), .digest(let bytes)): hexadecimal(bytes).hasPrefix(digits)
        case (.figures(let claims), .figures(let values)):
            zip(claims, values).allSatisfy { claim, value in
                value.map { claim.bounds.allows($0) } ?? false
            }
        case (_, _): false
        }
    }

    private func allow(_ bounds: [Bounds<Int64>], _ numbers: [Int64]) -> Bool {
        zip(bounds, numbers).allSatisfy { $0.allows($1) }
    }
}

extension OrderClaim {
    func isMet(by order: WatchedOrder) -> Bool {
        (stage.map { order.isAt($0) } ?? true) && (filled.map { $0.allows(order.filled) } ?? true)
            && (reason.map { order.has($0) } ?? true)
    }
}

extension KillSwitchClaim {
    func isMet(by found: WatchedKillSwitch) -> Bool {
        switch stage {
        case .armed: return !found.isEngaged
        case .engaged, .complete:
            guard found.isEngaged, cause == nil || cause == found.cause else { return false }
            guard stage == .complete else { return true }
            guard found.isComplete else { return false }
            return within.map { limit in found.delay.map { $0 <= limit } ?? false } ?? true
        }
    }
}
