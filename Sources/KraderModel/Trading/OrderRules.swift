/// What KRX accepts in which phase (krx-market.md §5.1, the table). A pure function that the risk
/// rules and the venue share.
public enum OrderRules {
    /// Whether an order of the type may be entered in the phase.
    public static func accepts(
        _ type: OrderType, _ timeInForce: TimeInForce, in phase: SessionPhase
    ) -> Bool {
        switch timeInForce {
        case .day: acceptsDay(type, in: phase)
        case .immediateOrCancel, .fillOrKill: acceptsImmediate(type, in: phase)
        // The engine holds these and sends them as day orders.
        case .nextOpen, .nextClose: false
        }
    }

    /// KOSPI and KOSDAQ shares only are taken in the after-market (krx-market.md §1.2).
    public static func takesAfterMarket(_ board: Board) -> Bool {
        board == .kospi || board == .kosdaq
    }

    private static func acceptsDay(_ type: OrderType, in phase: SessionPhase) -> Bool {
        switch phase {
        case .closed, .offHoursSinglePrice: false
        case .openingAuction:
            switch type {
            case .limit, .market, .conditionalLimit: true
            case .immediatelyExecutableLimit, .bestLimit, .closingPrice: false
            }
        case .continuous: type != .closingPrice
        case .closingAuction: type == .limit || type == .market
        case .preOpenClosingPrice, .closingPrice: type == .closingPrice
        case .afterMarket:
            switch type {
            case .limit, .immediatelyExecutableLimit, .bestLimit: true
            case .market, .conditionalLimit, .closingPrice: false
            }
        }
    }

    private static func acceptsImmediate(_ type: OrderType, in phase: SessionPhase) -> Bool {
        switch (type, phase) {
        case (.limit, .continuous), (.market, .continuous),
            (.immediatelyExecutableLimit, .continuous), (.limit, .afterMarket),
            (.immediatelyExecutableLimit, .afterMarket):
            true
        case (_, _): false
        }
    }
}

extension SessionHours {
    /// The phase in which an order of the type would be entered. The pre-open closing-price session
    /// lies within the opening auction: an order's type says which of the two it is for
    /// (krx-market.md §1.1).
    public func phase(at moment: Moment, for type: OrderType) -> SessionPhase {
        if type == .closingPrice, preOpenClosingPrice.contains(moment) {
            return .preOpenClosingPrice
        }
        return phase(at: moment)
    }
}
