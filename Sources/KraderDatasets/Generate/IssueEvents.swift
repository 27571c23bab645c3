import KraderCSV
import KraderModel

/// What happens to an issue by the facts that are told of it, from day to day.
struct IssueEvents {
    enum Standing { case trading, halted, gone }

    /// The number of trading days on which a delisted issue does not trade before it goes, as one
    /// that merges into another.
    private static let haltedDays = 5

    private let actions: [CorporateAction]
    private let delisted: CalendarDate?
    private let haltedFrom: CalendarDate?
    private var nextAction = 0
    /// The factors of all actions so far.
    private(set) var prices = Ratio.one
    private(set) var shares = Ratio.one
    var lastClose: UInt32?

    init(_ code: IssueCode, _ facts: InstrumentTable) {
        let own = facts.facts.filter { $0.symbol == code && !$0.isProposed }
        actions = own.compactMap(\.action).filter { $0.kind != .delisting }
        let gone = own.first { $0.value == .delisted }?.day
        delisted = gone
        haltedFrom = gone.map { gone in
            let before = TradingCalendar.krx.tradingDays(
                from: gone.advanced(by: -30), through: gone.advanced(by: -1))
            return before.suffix(IssueEvents.haltedDays).first?.date ?? gone
        }
    }

    var areNone: Bool { actions.isEmpty && delisted == nil }

    /// Begins a day. Returns the action that takes effect on it.
    mutating func begin(_ date: CalendarDate) -> CorporateAction? {
        guard nextAction < actions.count, actions[nextAction].day <= date else { return nil }
        let action = actions[nextAction]
        nextAction += 1
        prices = prices.times(action.priceFactor)
        shares = shares.times(action.shareFactor)
        return action
    }

    func standing(on date: CalendarDate) -> Standing {
        if let delisted, date >= delisted { return .gone }
        if let haltedFrom, date >= haltedFrom { return .halted }
        return .trading
    }
}

extension Ratio {
    fileprivate func times(_ other: Ratio) -> Ratio {
        let first = Ratio(numerator, other.denominator)
        let second = Ratio(other.numerator, denominator)
        return Ratio(
            first.numerator * second.numerator, first.denominator * second.denominator)
    }
}
