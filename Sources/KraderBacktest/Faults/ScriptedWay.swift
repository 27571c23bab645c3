import KraderEngine
import KraderModel

/// The connections between trader and broker as a script has them, and how whoever watches them
/// says that they are.
///
/// What an outage begins with: requests under way arrive, since their bytes were written; replies,
/// answers and pushes under way over what breaks are lost, as all that is sent meanwhile
/// (failure-modes.md §1, G01). Market data come over the way of pushes.
struct ScriptedWay {
    private struct Outage {
        var line: Int
        var fault: WayFault
        /// Whether whoever watches knows of it.
        var isNoticed: Bool
        /// Nobody gets a new token any more.
        var isFinal = false
    }
    private var outages: [Outage] = []
    /// Requests that find their token expired: each waits for a new one.
    private var refreshes = 0
    /// What the engine was told last, and has kept.
    var told = LinkState.up

    /// Kiwoom sends a PING about every ten seconds (kiwoom-rest.md §6.3): two that don't come are
    /// noticed.
    static let silenceNoticed = Interval.seconds(20)
    /// How long a new token takes, and when the third attempt to get one has failed: they are a
    /// minute apart (failure-modes.md §1, F05).
    static let refreshTime = Interval.seconds(1)
    static let refreshesEnd = Interval.seconds(120)

    /// An outage begins.
    ///
    /// - Returns: after how long something changes that whoever watches notices by waiting; `nil`
    ///   where all is known at once
    mutating func begin(_ fault: WayFault, line: Int, lasts: Bool) -> Interval? {
        switch fault {
        case .expireToken where !lasts:
            refreshes += 1
            return nil
        case .halfOpen:
            outages.append(Outage(line: line, fault: fault, isNoticed: false))
            return ScriptedWay.silenceNoticed
        case .silence:
            outages.append(Outage(line: line, fault: fault, isNoticed: false))
            return nil
        case .expireToken:
            outages.append(Outage(line: line, fault: fault, isNoticed: true))
            return ScriptedWay.refreshesEnd
        case .drop, .dropRequests, .dropPushes, .takeOver, .revokeToken, .refuseAddress,
            .maintenance, .skewClock:
            outages.append(Outage(line: line, fault: fault, isNoticed: true))
            return nil
        case .suspend: return nil
        }
    }

    /// What is noticed by waiting is noticed now, of outages that last yet.
    ///
    /// - Returns: whether it stays so until the run's end
    mutating func notice(_ line: Int) -> Bool {
        for index in outages.indices where outages[index].line == line {
            if outages[index].fault == .halfOpen { outages[index].isNoticed = true }
            if outages[index].fault == .expireToken { outages[index].isFinal = true }
        }
        return outages.contains { $0.line == line && $0.isFinal }
    }

    /// An outage is over. A key that was given up stays so.
    mutating func end(_ line: Int) {
        if let index = outages.firstIndex(where: { $0.line == line && !$0.isFinal }) {
            outages.remove(at: index)
        }
    }

    /// How much longer the next request takes, since its token has expired.
    mutating func takeRefresh() -> Interval {
        guard refreshes > 0 else { return .zero }
        refreshes -= 1
        return ScriptedWay.refreshTime
    }

    /// How the way is, as far as is known, by all outages that last together: what nobody can mend
    /// goes before what is lost, and that before clocks that differ.
    var state: LinkState {
        let known = outages.filter(\.isNoticed)
        if known.contains(where: { $0.isFinal || $0.fault.losesKey }) { return .authenticationLost }
        if known.contains(where: { $0.fault == .takeOver }) { return .takenOver }
        if known.contains(where: { $0.fault == .maintenance }) { return .maintenance }
        let lost = known.reduce(into: WayLosses()) { $0.formUnion($1.fault.loses) }
        if lost.isSuperset(of: [.requests, .pushes]) { return .down }
        if lost.contains(.requests) { return .requestsDown }
        if known.contains(where: { $0.fault == .dropPushes }) { return .pushesDown }
        if lost.contains(.pushes) { return .silent }
        for outage in known.reversed() {
            if case .skewClock(let interval) = outage.fault { return .skewed(interval) }
        }
        return .up
    }

    var losesRequests: Bool { outages.contains { $0.fault.loses.contains(.requests) } }
    var losesAnswers: Bool { outages.contains { $0.fault.loses.contains(.answers) } }
    var losesPushes: Bool { outages.contains { $0.fault.loses.contains(.pushes) } }
    var losesData: Bool { outages.contains { $0.fault.loses.contains(.data) } }
}

/// What can be lost on the way.
struct WayLosses: OptionSet {
    let rawValue: UInt8
    static let requests = WayLosses(rawValue: 1)
    static let answers = WayLosses(rawValue: 2)
    static let pushes = WayLosses(rawValue: 4)
    static let data = WayLosses(rawValue: 8)
    static let all: WayLosses = [.requests, .answers, .pushes, .data]
}

extension WayFault {
    /// What is lost while it lasts.
    var loses: WayLosses {
        switch self {
        case .drop, .takeOver, .revokeToken, .refuseAddress, .maintenance: .all
        case .dropRequests, .expireToken: [.requests, .answers]
        case .dropPushes, .halfOpen: [.pushes, .data]
        case .silence: .pushes
        case .skewClock, .suspend: []
        }
    }

    /// Whether our key is good for nothing while it lasts.
    fileprivate var losesKey: Bool {
        switch self {
        case .revokeToken, .refuseAddress: true
        case .drop, .dropRequests, .dropPushes, .halfOpen, .silence, .takeOver, .expireToken,
            .maintenance, .skewClock, .suspend:
            false
        }
    }
}
