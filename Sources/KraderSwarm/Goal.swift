import KraderEngine

/// What worlds must come to sooner or later: a swarm that never gets there proves nothing of it.
public enum Goal: UInt8, Hashable, Sendable, CaseIterable, CustomStringConvertible {
    case filled, partlyFilled, rejected, canceled, replaced, exitSold
    case inDoubt, adopted, notFound, resurrected, lateFill, earlyPush, external
    case changeRefused, changeWithdrawn
    case killedByHand, killedByErrors, killedCritically, killedWhileReconciling, killComplete
    case rearmed, rearmRefused, unprotected, flattened, differenceWaits, adjusted
    case restart, restartInDoubt, restartKilled, restartReconciling, restartWithOrders
    case wayLost, wayTaken, keyLost, clockSkewed, listUnusable, lateIntake, pacingWidened
    case messageSetAside, overfilled, secondOrder
    case twoFaultsInOneRoundTrip
    case calm, calmAndActive, calmAndKilled

    /// Within how many worlds it must be reached, so many that by the rates of 19,800 worlds it is
    /// missed once in thousands of swarms; `nil`: only by a broker that breaks its own books, which
    /// the simulated one never does. A resurrection's number rests on forced draws that no long
    /// run has measured yet.
    public var within: Int? {
        switch self {
        case .filled, .partlyFilled, .rejected, .canceled, .replaced, .exitSold, .inDoubt,
            .adopted, .notFound, .earlyPush, .external, .changeRefused, .killedByHand,
            .killedByErrors, .killedCritically, .killComplete, .rearmed, .unprotected, .flattened,
            .restart, .restartKilled, .restartWithOrders, .wayLost, .wayTaken, .keyLost,
            .clockSkewed, .lateIntake, .pacingWidened, .messageSetAside, .twoFaultsInOneRoundTrip,
            .calm, .calmAndActive, .calmAndKilled, .restartInDoubt, .restartReconciling,
            .rearmRefused, .killedWhileReconciling:
            500
        case .listUnusable, .resurrected, .overfilled: 2_000
        case .differenceWaits, .adjusted, .changeWithdrawn: 5_000
        case .lateFill: 50_000
        case .secondOrder: nil
        }
    }

    /// What is reached.
    public var description: String {
        switch self {
        case .filled: "an order is filled"
        case .partlyFilled: "an order is filled in part"
        case .rejected: "the broker rejects an order"
        case .canceled: "an order is canceled"
        case .replaced: "an order has another limit"
        case .exitSold: "an exit sells"
        case .inDoubt: "nobody knows what became of a request"
        case .adopted: "an order in doubt is adopted"
        case .notFound: "an order in doubt is proved absent"
        case .resurrected: "an absent order turns up"
        case .lateFill: "a fill after its order's end"
        case .earlyPush: "a push overtakes its reply"
        case .external: "an order that nobody here gave"
        case .changeRefused: "a cancel or modify is refused"
        case .changeWithdrawn: "a replace may not leave any more"
        case .killedByHand: "a kill by hand"
        case .killedByErrors: "a kill by errors"
        case .killedCritically: "a critical kill"
        case .killedWhileReconciling: "a kill while the lists are read"
        case .killComplete: "a kill is complete"
        case .rearmed: "the kill switch is armed again"
        case .rearmRefused: "the kill switch is not armed again"
        case .unprotected: "shares are held without protection"
        case .flattened: "a person sells all that is held"
        case .differenceWaits: "a large difference waits for a person"
        case .adjusted: "holdings or money are set to the broker's"
        case .restart: "an engine goes on for another"
        case .restartInDoubt: "a restart with an order in doubt"
        case .restartKilled: "a restart while killed"
        case .restartReconciling: "a restart while the lists are read"
        case .restartWithOrders: "a restart with live orders"
        case .wayLost: "the way to the broker is lost"
        case .wayTaken: "somebody else logs in with our key"
        case .keyLost: "our key is refused"
        case .clockSkewed: "the clocks differ"
        case .listUnusable: "a list contradicts what was known"
        case .lateIntake: "the broker takes orders late"
        case .pacingWidened: "requests are refused for their rate"
        case .messageSetAside: "a message is set aside"
        case .overfilled: "more shares than an order can have filled"
        case .secondOrder: "two orders for one intent"
        case .twoFaultsInOneRoundTrip: "two faults in one round trip"
        case .calm: "a calm phase is judged"
        case .calmAndActive: "calm, and ACTIVE"
        case .calmAndKilled: "calm, and KILLED"
        }
    }
}
