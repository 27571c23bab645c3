public import KraderModel

/// Why the engine sells what a strategy bought.
public enum ExitReason: UInt8, Hashable, Sendable, CaseIterable {
    case stop, trailing, target, time
    /// A person wants it sold.
    case flatten

    public var code: String {
        switch self {
        case .stop: "STOP"
        case .trailing: "TRAILING"
        case .target: "TARGET"
        case .time: "TIME"
        case .flatten: "FLATTEN"
        }
    }

    /// The reason that the order's signal carries.
    var text: StaticString {
        switch self {
        case .stop: "exit_stop"
        case .trailing: "exit_trailing"
        case .target: "exit_target"
        case .time: "exit_time"
        case .flatten: "exit_flatten"
        }
    }
}

/// Exits that guard what a strategy holds of a symbol, with what the engine knows about them. The
/// exits of the order that filled last hold for all shares covered.
public struct ArmedExit: Hashable, Sendable {
    /// The strategy's index in the run's list.
    public let strategy: Int32
    public let symbol: SymbolIndex
    public internal(set) var rules: ProtectiveExits
    /// Shares bought with exits and not yet sold.
    public internal(set) var quantity = Shares.zero
    /// What they cost, without commission.
    public internal(set) var cost = Won.zero
    /// The moment at which the engine learned of the first fill.
    let firstFill: Moment
    /// The stop, which a price at or below it hits; it is on the grid, cut down (semantics.md §4).
    public internal(set) var stop: Price?
    /// The target, which a price at or above it hits; it is on the grid, rounded up.
    public internal(set) var target: Price?
    /// The trailing exit's level now: on the grid, and never lowered. All that has to be known of
    /// the highest price.
    public internal(set) var trailingStop: Price?
    /// The moment at which the time exit is hit; `distantFuture` when never.
    public internal(set) var due = Moment.distantFuture
    /// The exit that was hit first: it stays until the covered shares are sold.
    public internal(set) var hit: ExitReason?

    init(strategy: Int32, symbol: SymbolIndex, rules: ProtectiveExits, firstFill: Moment) {
        self.strategy = strategy
        self.symbol = symbol
        self.rules = rules
        self.firstFill = firstFill
    }

    /// More shares are covered, from now on by these rules. Levels that are distances lie around
    /// the average price of all shares covered. Both are put on the grid: all comparisons use the
    /// level there (semantics.md §4).
    mutating func cover(
        _ shares: Shares, at price: Price, by rules: ProtectiveExits,
        _ steps: borrowing PriceStepTable
    ) {
        quantity += shares
        cost += price * shares
        self.rules = rules
        stop = rules.stop.map { level in
            switch level {
            case .price(let price): price
            case .distance(let rate): Price(below(rate, cost).amount / quantity.count)
            }
        }
        target = rules.target.map { level in
            switch level {
            case .price(let price): price
            case .distance(let rate):
                Price((above(rate, cost).amount + quantity.count - 1) / quantity.count)
            }
        }
        putOnGrid(steps)
        if rules.trailing == nil { trailingStop = nil }
        due = rules.after.map { firstFill + $0 } ?? .distantFuture
    }

    /// Puts the levels on the grid: a stop is cut down, a target rounded up. A stop below the
    /// lowest line of the grid is none: no price is that low. Returns true when a level moved.
    @discardableResult
    mutating func putOnGrid(_ steps: borrowing PriceStepTable) -> Bool {
        let before = (stop, target, trailingStop)
        if let level = stop { stop = steps.roundedDown(level) }
        if let level = target { target = steps.roundedUp(level) }
        if let level = trailingStop { trailingStop = steps.roundedDown(level) }
        return before != (stop, target, trailingStop)
    }

    /// The strategy sold some of them, by whatever order: at least one, at most all.
    mutating func lower(by shares: Shares) {
        cost -= Ledger.costTaken(cost, sold: shares, held: quantity)
        quantity -= shares
    }

    /// Follows a rising price. Returns true when the level rose.
    @inline(__always)
    mutating func raise(to price: Price, _ steps: borrowing PriceStepTable) -> Bool {
        guard let rate = rules.trailing else { return false }
        let exact = Price(below(rate, price * Shares(1)).amount)
        if let level = trailingStop, exact <= level { return false }
        guard let level = steps.roundedDown(exact) else { return false }
        if let old = trailingStop, level <= old { return false }
        trailingStop = level
        return true
    }

    /// The exit that a price hits; of several the most cautious.
    @inline(__always)
    func hit(by price: Price) -> ExitReason? {
        if let stop, price <= stop { return .stop }
        if let trailingStop, price <= trailingStop { return .trailing }
        if let target, price >= target { return .target }
        return nil
    }

    /// ⌊(1 − rate) × amount⌋, zero at the least.
    private func below(_ rate: Rate, _ amount: Won) -> Won {
        Rate(parts: max(0, Rate.scale - rate.parts)).floored(of: amount)
    }

    /// ⌈(1 + rate) × amount⌉.
    private func above(_ rate: Rate, _ amount: Won) -> Won {
        let (high, low) = amount.amount.multipliedFullWidth(by: rate.parts)
        let (whole, rest) = Rate.scale.dividingFullWidth((high, low))
        return amount + Won(rest > 0 ? whole + 1 : whole)
    }
}

/// A change of an armed exit. The last record of a strategy and symbol is its whole state; after
/// `done` there is none.
public struct ExitRecord: Hashable, Sendable {
    public enum Event: UInt8, Hashable, Sendable, CaseIterable {
        /// A fill of an order with exits: more shares are covered; or a target that sold a part
        /// of them waits again.
        case armed
        /// The trailing level rose by a step of the grid or more. What moves it less changes no
        /// answer, so that a rise of the price by so many steps leaves so many records at most.
        case raised
        /// Some of the covered shares were sold.
        case lowered
        case hit
        /// Nothing is covered any more.
        case done
        /// A corporate action changed what is covered and its levels, or a day's new price steps
        /// the levels.
        case adjusted
        /// An attempt to sell what was hit was made, or the order that sold it has ended. What
        /// people look at is as before.
        case pursued
    }
    public var at: Moment
    public var event: Event
    public var exit: ArmedExit
    var pursuit = ExitPursuit()
}

/// How what was hit gets sold, and which prices an exit is compared with.
struct ExitPursuit: Hashable, Sendable {
    /// The stamp of the newest fill that it guards: only prices with later stamps are compared
    /// (semantics.md §5).
    var threshold = Moment.distantPast
    /// Its place among all that were hit: who was met first sells first.
    var rank: Int64 = 0
    /// The order that sells what was hit, while it lives.
    var order: OrderReference?
    /// The moment before which no print makes the engine try again.
    var retryAt = Moment.distantPast
    /// The moment at which it tries again in any case: orders are taken in another way from then
    /// on.
    var timerAt = Moment.distantFuture
    /// How many attempts came to nothing, one after the other.
    var failures = 0
    /// The level at which a candle's way met it, and when: a sale of that moment carries it.
    var metLevel: Price?
    var metAt = Moment.distantPast
}
