import KraderEngine
import KraderModel

/// What the traders of a world did, for those twists that are compared by more than its end.
struct Deeds {
    /// Whether a signal was refused or its order cut at all; for what the account shares.
    private(set) var isRefused = false
    private(set) var isHeldBack = false
    /// Whether an order ended otherwise than filled.
    private(set) var hasEnded = false
    /// The open orders of which a part is filled.
    private var partlyFilled: Set<OrderReference> = []
    private var fills: [FillRecord] = []

    /// Whether each order is filled whole, or untouched.
    var areWhole: Bool { !isRefused && !hasEnded && partlyFilled.isEmpty }

    mutating func see(_ signal: SignalRecord) {
        switch signal.answer {
        case .refused(let refusal): hold(refusal)
        case .order, .held: break
        }
        if let cut = signal.cut { hold(cut) }
    }

    private mutating func hold(_ refusal: Refusal) {
        isRefused = true
        switch refusal {
        // These are about one issue and its own orders.
        case .nothingToSell, .positionSize, .selfCross, .orderNotOpen, .notReplaceable, .offStep,
            .outsideBand, .duplicate, .outsideTradingHours, .wrongPhase, .noPrice,
            .limitMismatch, .orderTooLarge:
            break
        case _: isHeldBack = true
        }
    }

    mutating func see(_ change: OrderTransition) { if change.event == .ended { hasEnded = true } }

    mutating func see(_ fill: FillRecord) {
        fills.append(fill)
        if fill.status == .filled {
            partlyFilled.remove(fill.order)
        } else {
            partlyFilled.insert(fill.order)
        }
    }

    /// The end as all traders but one made it: what they hold, and what they paid and got.
    ///
    /// - Parameter place: of the trader that is left out; `nil`: none
    func end(_ world: World, without place: Int?, like end: EndState) -> EndState {
        var others = end
        others.cash = .zero
        others.held = world.market.issues.indices.map { symbol in
            world.holdings.first { $0.symbol.int == symbol }?.quantity ?? .zero
        }
        for fill in fills where place.map({ Int(fill.key.strategy) != $0 }) ?? true {
            let amount = fill.execution.price * fill.execution.quantity
            let symbol = fill.key.symbol.int
            switch fill.side {
            case .buy:
                others.held[symbol] = others.held[symbol] + fill.execution.quantity
                others.cash = others.cash - amount - fill.commission
            case .sell:
                others.held[symbol] = others.held[symbol] - fill.execution.quantity
                others.cash = others.cash + amount - fill.commission - fill.tax
            }
        }
        return others
    }
}
