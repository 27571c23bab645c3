import KraderModel
import Support

@testable import KraderEngine

/// The facts of an ordinary moment, to be changed one at a time: Tuesday 10:00, ten million won,
/// nothing held, last print 70,000.
struct RiskScene {
    var rules = RiskRules(limits: RiskLimits(), costs: .none, enforcesMarketRules: true)
    var now = Sample.tuesday.at("10:00")
    var session = SessionState(
        day: Sample.tuesday, hours: SessionHours.on(Sample.tuesday), isTradingDay: true)
    var symbol: SymbolState
    var position = Position()
    var account = Account(cash: Won(10_000_000))
    var openBuys = Won.zero

    init() {
        symbol = SymbolState(
            Sample.samsung, steps: PriceStepTable.table(board: .kospi, on: Sample.tuesday))
        symbol.isInUniverse = true
        symbol.last = Price(70_000)
        symbol.band = PriceBand(lower: Price(49_000), upper: Price(91_000))
        account.equityAtPreviousClose = Won(10_000_000)
    }

    mutating func hold(_ quantity: Int64, offered: Int64 = 0, bidFor: Int64 = 0) {
        position.quantity = Shares(quantity)
        position.offered = Shares(offered)
        position.bidFor = Shares(bidFor)
    }

    mutating func limits(_ change: (inout RiskLimits) -> Void) {
        var limits = rules.limits
        change(&limits)
        rules = RiskRules(
            limits: limits, costs: rules.costs, enforcesMarketRules: rules.enforcesMarketRules,
            usesAfterMarket: rules.usesAfterMarket)
    }

    /// Moves to another day and hour.
    mutating func move(to day: CalendarDate, _ time: String) {
        session.day = day
        session.hours = SessionHours.on(day)
        now = day.at(time)
    }

    mutating func costs(_ costs: CostSchedule) {
        rules = RiskRules(limits: rules.limits, costs: costs, enforcesMarketRules: true)
    }

    /// The answer in words: `7` or `CODE name=value`.
    func ask(
        _ side: Side, _ quantity: Int64?, _ limit: Int64? = nil, _ kind: TimeInForce = .day,
        type: OrderType? = nil
    ) -> String {
        switch check(side, quantity, limit, kind, type: type) {
        case .approved(let approval): "\(approval.quantity)"
        case .refused(let refusal): RiskScene.words(refusal)
        }
    }

    /// The answer in words: `7`, or `7 by CODE name=value` when a rule made it seven.
    func cut(
        _ side: Side, _ quantity: Int64?, _ limit: Int64? = nil, type: OrderType? = nil
    ) -> String {
        switch check(side, quantity, limit, .day, type: type) {
        case .approved(let approval):
            "\(approval.quantity)" + (approval.cut.map { " by " + RiskScene.words($0) } ?? "")
        case .refused(let refusal): RiskScene.words(refusal)
        }
    }

    private static func words(_ refusal: Refusal) -> String {
        refusal.code + refusal.numbers.map { " \($0.name)=\($0.value)" }.joined()
    }

    private func check(
        _ side: Side, _ quantity: Int64?, _ limit: Int64?, _ kind: TimeInForce, type: OrderType?
    ) -> RiskRules.Answer {
        let order = OrderSignal(
            side: side, type: type, quantity: quantity.map { Shares($0) },
            limit: limit.map { Price($0) },
            timeInForce: kind, expireAfter: nil)
        let sessions = FixedBuffer(repeating: session, count: 1)
        let market = FixedBuffer(repeating: symbol, count: 1)
        let positions = FixedBuffer(repeating: position, count: 1)
        let totals = FixedBuffer(repeating: account, count: 1)
        defer { _ = (sessions.count, market.count, positions.count, totals.count) }
        let facts = RiskRules.Facts(
            now: now, index: 0, sessions: sessions.view, market: market.view,
            positions: positions.view, totals: totals.view, openBuys: openBuys)
        return rules.check(order, facts)
    }
}
