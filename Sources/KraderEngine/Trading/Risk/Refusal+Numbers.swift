import KraderModel

extension Refusal {
    /// The numbers behind the code, as name and value, in a fixed order.
    public var numbers: [(name: String, value: Int64)] {
        switch self {
        case .zeroQuantity(let arithmetic):
            arithmetic.map {
                [
                    ("basis", $0.basis.amount), ("size", $0.size.amount), ("price", $0.price.won),
                ]
            } ?? []
        case .tradesPerDay(let made, let allowed), .messageRate(let made, let allowed),
            .orderFlood(let made, let allowed), .repeatedExecution(let made, let allowed),
            .rejectionStorm(let made, let allowed):
            [("made", Int64(made)), ("allowed", Int64(allowed))]
        case .positionSize(let held, let allowed):
            [("held", held.count), ("allowed", allowed.count)]
        case .exposure(let value, let allowed), .strategyBudget(let value, let allowed),
            .orderValue(let value, let allowed), .symbolExposure(let value, let allowed),
            .strategyShare(let value, let allowed):
            [("value", value.amount), ("allowed", allowed.amount)]
        case .cashShort(let needed, let available):
            [("needed", needed.amount), ("available", available.amount)]
        case .dailyLoss(let loss, let allowed):
            [("loss", loss.amount), ("allowed", allowed.amount)]
        case .nothingToSell(let held, let offered):
            [("held", held.count), ("offered", offered.count)]
        case .orderTooLarge(let quantity, let allowed), .orderVolume(let quantity, let allowed),
            .volumeShare(let quantity, let allowed):
            [("quantity", quantity.count), ("allowed", allowed.count)]
        case .offStep(let price, let step):
            [("price", price.won), ("step", step.won)]
        case .outsideBand(let price, let lower, let upper),
            .priceCollar(let price, let lower, let upper):
            [("price", price.won), ("lower", lower.won), ("upper", upper.won)]
        case .tooManyOpenOrders(let allowed):
            [("allowed", Int64(allowed))]
        case .notWarm(let needed, let seen):
            [("needed", needed), ("seen", seen)]
        case .dataTooOld(let age, let allowed):
            [("age_ms", age?.milliseconds ?? -1), ("allowed_ms", allowed.milliseconds)]
        case .quoteTooOld(let age, let allowed), .duplicateOrder(let age, let allowed):
            [("age_ms", age.milliseconds), ("allowed_ms", allowed.milliseconds)]
        case .wideSpread(let bid, let ask):
            [("bid", bid?.won ?? 0), ("ask", ask?.won ?? 0)]
        case .cashBuffer(let left, let needed):
            [("left", left.amount), ("needed", needed.amount)]
        case .openOrders(let open, let allowed), .openOrdersOfSymbol(let open, let allowed):
            [("open", Int64(open)), ("allowed", Int64(allowed))]
        case .killSwitchEngaged, .outsideTradingHours, .notATradingDay, .notInUniverse,
            .notTradeable, .noPrice, .duplicate, .wrongPhase, .orderNotOpen, .halted,
            .interrupted, .paused, .reducing, .selfCross, .limitMismatch, .notReplaceable,
            .degraded, .reconciling, .symbolInDoubt:
            []
        }
    }
}

extension Interval {
    /// Whole milliseconds, cut towards zero.
    fileprivate var milliseconds: Int64 { nanoseconds / 1_000_000 }
}

extension Refusal {
    /// Whether a control that denies for this reason switches the strategy off, until a person lets
    /// it go on.
    var switchesOff: Bool {
        if case .orderFlood = self { return true }
        if case .repeatedExecution = self { return true }
        if case .strategyShare = self { return true }
        if case .rejectionStorm = self { return true }
        return false
    }
}
