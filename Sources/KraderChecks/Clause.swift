/// What the checks look at, one thing each, by the invariant of failure-modes.md §2 that it is a
/// part of. Each has been shown a breach (`Tests/KraderChecksTests`).
public enum Clause: UInt8, Hashable, Sendable, CaseIterable {
    // Orders.
    case filledIsSum, filledWithinQuantity, amountIsSum
    case leavesAreTheRest, filledMeansAll, canceledMeansPart, rejectedMeansNone, openMeansRest
    case filledNeverFalls
    case orderIsNew, orderIsKnown, statusFollows
    case numberHasOneOrder
    case keyIsUsedOnce
    // What leaves.
    case requestHasIntent, requestIsItsIntent, orderLeavesOnce
    case nothingLeavesKilled
    case nothingLeavesBlocked, nothingLeavesPaused, onlySalesLeave, wayTakesRequests
    case pacingIsKept
    case requestsAreNumbered, doubtEndsByEvidence, absenceIsProved
    case positionLimitHolds, exposureLimitHolds, cashLimitHolds, tradesLimitHolds, lossLimitHolds
    case soldIsHeld
    case phaseTakesOrder, issueTakesOrder
    case priceIsOnGrid, priceIsInBand, quantityCanBe
    case ownOrdersDontMeet
    case oneChangeAtATime, noChangeAfterEnd
    // Control.
    case rearmIsAskedFor, killIsComplete, killHasCause, killIsEarned, killFollowsErrors
    // Money.
    case positionIsSum, offeredIsHeld
    case commissionIsRight, taxIsRight, cashIsSum, equityIsSum, ownersHaveAll
    // The broker.
    case messageLeavesTrace, fillHasMessage, fillIsNew, otherOrdersStay, listsWereRead
    case cashIsTheBrokers, positionsAreTheBrokers, ordersAreTheBrokers
    case calmEndsDoubts, calmEndsWishes, calmEndsBlocks
    // Time and runs.
    case timeGoesOn, daysComeOnce, runsAreCounted

    /// The number of the invariant, 1…43.
    public var invariant: Int {
        switch self {
        case .filledIsSum, .filledWithinQuantity, .amountIsSum: 1
        case .leavesAreTheRest, .filledMeansAll, .canceledMeansPart, .rejectedMeansNone,
            .openMeansRest:
            2
        case .filledNeverFalls: 3
        case .orderIsNew, .orderIsKnown, .statusFollows: 4
        case .numberHasOneOrder: 5
        case .orderLeavesOnce: 6
        case .keyIsUsedOnce: 7
        case .requestHasIntent, .requestIsItsIntent: 8
        case .nothingLeavesKilled: 9
        case .nothingLeavesBlocked, .nothingLeavesPaused, .onlySalesLeave, .wayTakesRequests: 10
        case .rearmIsAskedFor: 11
        case .killIsComplete: 12
        case .pacingIsKept: 13
        case .requestsAreNumbered, .doubtEndsByEvidence, .absenceIsProved: 14
        case .positionIsSum, .offeredIsHeld: 15
        case .commissionIsRight, .taxIsRight, .cashIsSum: 16
        case .equityIsSum, .ownersHaveAll: 17
        case .positionLimitHolds, .exposureLimitHolds, .cashLimitHolds, .tradesLimitHolds,
            .lossLimitHolds, .soldIsHeld:
            18
        case .phaseTakesOrder, .issueTakesOrder: 19
        case .cashIsTheBrokers, .positionsAreTheBrokers, .ordersAreTheBrokers: 20
        case .fillHasMessage: 22
        case .listsWereRead: 23
        case .runsAreCounted: 28
        case .fillIsNew: 29
        case .otherOrdersStay: 30
        case .messageLeavesTrace: 31
        case .timeGoesOn, .daysComeOnce: 32
        case .killHasCause: 35
        case .priceIsOnGrid, .priceIsInBand, .quantityCanBe: 36
        case .ownOrdersDontMeet: 37
        case .calmEndsDoubts, .calmEndsWishes, .calmEndsBlocks: 40
        case .oneChangeAtATime, .noChangeAfterEnd: 41
        case .killIsEarned, .killFollowsErrors: 42
        }
    }

    /// Whether release builds look at it too (● in failure-modes.md §2).
    public var isAlwaysChecked: Bool {
        // A request without its record, or unlike it, is found on the way.
        [1, 2, 3, 4, 6, 8, 9, 10, 13, 14, 18, 19, 31, 36, 37, 41].contains(invariant)
    }
}
