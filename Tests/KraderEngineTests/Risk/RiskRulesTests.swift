import KraderModel
import Support
import Testing

@testable import KraderEngine

/// The facts of an ordinary moment, to be changed one at a time: Tuesday 10:00, ten million won,
/// nothing held, last print 70,000.
private struct Scene {
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
            limits: limits, costs: rules.costs, enforcesMarketRules: rules.enforcesMarketRules)
    }

    mutating func costs(_ costs: CostSchedule) {
        rules = RiskRules(limits: rules.limits, costs: costs, enforcesMarketRules: true)
    }

    /// `7` or `CODE name=value`.
    func ask(
        _ side: Side, _ quantity: Int64?, _ limit: Int64? = nil, _ kind: TimeInForce = .day
    ) -> String {
        let order = OrderSignal(
            side: side, quantity: quantity.map { Shares($0) }, limit: limit.map { Price($0) },
            timeInForce: kind, expireAfter: nil)
        let sessions = FixedBuffer(repeating: session, count: 1)
        let market = FixedBuffer(repeating: symbol, count: 1)
        let positions = FixedBuffer(repeating: position, count: 1)
        let totals = FixedBuffer(repeating: account, count: 1)
        defer { _ = (sessions.count, market.count, positions.count, totals.count) }
        let facts = RiskRules.Facts(
            now: now, index: 0, sessions: sessions.view, market: market.view,
            positions: positions.view, totals: totals.view, openBuys: openBuys)
        switch rules.check(order, facts) {
        case .approved(let approval): return "\(approval.quantity)"
        case .refused(let refusal):
            return refusal.code + refusal.numbers.map { " \($0.name)=\($0.value)" }.joined()
        }
    }
}

@Suite("The ten rules, each at both sides of its edge")
struct RiskRulesTests {
    @Test("1: nothing passes the kill switch, not even a sale")
    func killSwitch() {
        var scene = Scene()
        scene.hold(10)
        #expect(scene.ask(.sell, 10) == "10")
        scene.session.isKillSwitchEngaged = true
        #expect(scene.ask(.buy, 1) == "KILL_SWITCH")
        #expect(scene.ask(.sell, 10) == "KILL_SWITCH")
    }

    @Test(
        "3: trading hours count with both ends, inside the day's session",
        arguments: [
            ("08:59:59.999999999", "OUTSIDE_TRADING_HOURS"), ("09:00", "1"), ("15:20", "1"),
            ("15:29:59.999999999", "1"), ("15:30", "OUTSIDE_TRADING_HOURS"),
        ])
    func hours(time: String, answer: String) {
        var scene = Scene()
        scene.now = Sample.tuesday.at(time)
        #expect(scene.ask(.buy, 1) == answer)
    }

    @Test(
        "3: configured hours narrow the session",
        arguments: [
            ("09:59:59.999999999", "OUTSIDE_TRADING_HOURS"), ("10:00", "1"), ("14:00", "1"),
            ("14:00:00.000000001", "OUTSIDE_TRADING_HOURS"),
        ])
    func configuredHours(time: String, answer: String) {
        var scene = Scene()
        scene.limits {
            $0.tradingStart = TimeOfDay(10, 0)
            $0.tradingEnd = TimeOfDay(14, 0)
        }
        scene.now = Sample.tuesday.at(time)
        #expect(scene.ask(.buy, 1) == answer)
    }

    @Test("3: wider hours open the opening auction, and the session still binds")
    func auctionHours() {
        var scene = Scene()
        scene.limits { $0.tradingStart = TimeOfDay(8, 0) }
        scene.now = Sample.tuesday.at("08:29:59.999999999")
        #expect(scene.ask(.buy, 1) == "OUTSIDE_TRADING_HOURS")
        scene.now = Sample.tuesday.at("08:30")
        #expect(scene.ask(.buy, 1) == "1")
    }

    @Test("3: next_open is bound by the session, not by the configured hours")
    func nextOpenHours() {
        var scene = Scene()
        scene.now = Sample.tuesday.at("08:30")
        #expect(scene.ask(.buy, 1) == "OUTSIDE_TRADING_HOURS")
        #expect(scene.ask(.buy, 1, nil, .nextOpen) == "1")
        scene.now = Sample.tuesday.at("08:29:59")
        #expect(scene.ask(.buy, 1, nil, .nextOpen) == "OUTSIDE_TRADING_HOURS")
    }

    @Test("3: a Sunday is no trading day, whatever the time")
    func sunday() {
        var scene = Scene()
        scene.now = CalendarDate(2026, 3, 8).at("10:00")
        #expect(scene.ask(.buy, 1) == "NOT_A_TRADING_DAY")
        scene.now = Sample.tuesday.at("10:00")
        scene.session.isTradingDay = false
        #expect(scene.ask(.buy, 1) == "NOT_A_TRADING_DAY")
    }

    @Test(
        "4: no quantity means five per cent of equity, at most the largest position"
    )
    func sizing() {
        var scene = Scene()
        // 500,000 ÷ 70,100 (the last price and a step) is 7.13.
        #expect(scene.ask(.buy, nil) == "7")
        // 500,000 ÷ 50,000 is 10.
        #expect(scene.ask(.buy, nil, 50_000) == "10")
        #expect(scene.ask(.buy, 0, 50_000) == "10", "No quantity is no suggestion")
        #expect(scene.ask(.buy, -3, 50_000) == "10")
        scene.limits { $0.maxPositionSize = Shares(6) }
        #expect(scene.ask(.buy, nil) == "6")
        scene.limits { $0.positionSize = Rate(parts: 10_000_000) }
        // 100,000 ÷ 70,100 is 1.
        #expect(scene.ask(.buy, nil) == "1")
        scene.account.equityAtPreviousClose = Won(7_010_000)
        scene.account.cash = Won(7_009_999)
        #expect(scene.ask(.buy, nil) == "ZERO_QUANTITY")
        scene.account.cash = Won(7_010_000)
        #expect(scene.ask(.buy, nil) == "1")
    }

    @Test("4: an order that nothing prices is refused; a limit is a price")
    func noPrice() {
        var scene = Scene()
        scene.symbol.last = nil
        #expect(scene.ask(.buy, 1) == "NO_PRICE")
        #expect(scene.ask(.buy, 1, 70_000) == "1")
        scene.symbol.band = nil
        #expect(scene.ask(.buy, 1, 70_000) == "1", "An unknown band refuses nothing")
    }

    @Test("5: the fiftieth order of the day passes, the fifty-first doesn't; sales count too")
    func tradesPerDay() {
        var scene = Scene()
        scene.hold(10)
        scene.session.ordersToday = 49
        #expect(scene.ask(.buy, 1) == "1")
        scene.session.ordersToday = 50
        #expect(scene.ask(.buy, 1) == "MAX_TRADES_PER_DAY made=50 allowed=50")
        #expect(scene.ask(.sell, 1) == "MAX_TRADES_PER_DAY made=50 allowed=50")
    }

    @Test("6: a buy is reduced to what the position may still grow, open buys included")
    func positionSize() {
        var scene = Scene()
        scene.limits { $0.maxPositionSize = Shares(20) }
        scene.hold(8, bidFor: 5)
        #expect(scene.ask(.buy, 7) == "7")
        #expect(scene.ask(.buy, 8) == "7")
        scene.hold(15, bidFor: 5)
        #expect(scene.ask(.buy, 1) == "MAX_POSITION_SIZE held=20 allowed=20")
        #expect(scene.ask(.sell, 15) == "15")
    }

    @Test("7: holdings, open buys and the order stay within the share of equity")
    func exposure() {
        var scene = Scene()
        // Equity 10,000,000: 8,000,000 may be invested.
        scene.account.cash = Won(4_000_000)
        scene.account.holdings = Won(6_000_000)
        scene.openBuys = Won(1_000_000)
        #expect(scene.ask(.buy, 20, 50_000) == "20")
        #expect(scene.ask(.buy, 21, 50_000) == "20")
        scene.openBuys = Won(1_950_001)
        #expect(
            scene.ask(.buy, 1, 50_000) == "MAX_PORTFOLIO_EXPOSURE value=8000001 allowed=8000000")
        scene.openBuys = Won(1_950_000)
        #expect(scene.ask(.buy, 5, 50_000) == "1")
    }

    @Test("8: cash for the limit and its commission, else the most that fits, else nothing")
    func cash() {
        var scene = Scene()
        scene.costs(.kiwoom)
        scene.limits { $0.maxPortfolioExposure = Rate(parts: 1_000_000_000) }
        scene.account.holdings = Won(90_000_000)
        scene.account.equityAtPreviousClose = Won(90_000_000)
        // 10 × 70,000 and 0.015 % = 105, cut down to 100.
        scene.account.cash = Won(700_100)
        #expect(scene.ask(.buy, 10, 70_000) == "10")
        scene.account.cash = Won(700_099)
        #expect(scene.ask(.buy, 10, 70_000) == "9")
        scene.account.reserved = Won(630_090)
        #expect(scene.ask(.buy, 10, 70_000) == "CASH_SHORT needed=70010 available=70009")
        scene.account.reserved = Won(630_089)
        #expect(scene.ask(.buy, 10, 70_000) == "1")
        // A market order reserves at the upper limit: 91,000 and 13 cut to 10.
        scene.account.reserved = Won(700_099 - 91_009)
        #expect(scene.ask(.buy, 10) == "CASH_SHORT needed=91010 available=91009")
        scene.account.reserved = Won(700_099 - 91_010)
        #expect(scene.ask(.buy, 10) == "1")
    }

    @Test("8: with the band unknown a market order reserves 1.3 times the last price")
    func cashWithoutBand() {
        var scene = Scene()
        scene.symbol.band = nil
        scene.account.holdings = Won(9_909_000)
        scene.limits { $0.maxPortfolioExposure = Rate(parts: 2_000_000_000) }
        scene.account.cash = Won(91_000)
        #expect(scene.ask(.buy, 1) == "1")
        scene.account.cash = Won(90_999)
        #expect(scene.ask(.buy, 1) == "CASH_SHORT needed=91000 available=90999")
    }

    @Test("9: a loss beyond the limit stops buys, not sales")
    func dailyLoss() {
        var scene = Scene()
        scene.hold(10)
        scene.account.cash = Won(9_000_000)
        #expect(scene.ask(.buy, 1) == "1", "A loss of exactly the limit")
        scene.account.cash = Won(8_999_999)
        #expect(scene.ask(.buy, 1) == "DAILY_LOSS_LIMIT loss=1000001 allowed=1000000")
        #expect(scene.ask(.sell, 10) == "10")
        scene.account.depositsToday = Won(-1)
        #expect(scene.ask(.buy, 1) == "1", "What was taken out is no loss")
    }

    @Test("10: never more is sold than is held and not yet offered")
    func sells() {
        var scene = Scene()
        scene.hold(10, offered: 4)
        #expect(scene.ask(.sell, 6) == "6")
        #expect(scene.ask(.sell, 7) == "6")
        scene.hold(10, offered: 10)
        #expect(scene.ask(.sell, 1) == "NOTHING_TO_SELL held=10 offered=10")
        scene.hold(0)
        #expect(scene.ask(.sell, nil) == "NOTHING_TO_SELL held=0 offered=0")
    }

    @Test("the answer is the smallest quantity that a rule allows")
    func smallest() {
        var scene = Scene()
        scene.limits { $0.maxPositionSize = Shares(100) }
        scene.hold(40)
        // Position leaves 60; exposure (8,000,000 − 5,000,000) ÷ 50,000 leaves 60.
        scene.account.holdings = Won(5_000_000)
        scene.account.cash = Won(5_000_000)
        #expect(scene.ask(.buy, 99, 50_000) == "60")
        scene.hold(41)
        #expect(scene.ask(.buy, 99, 50_000) == "59", "Position binds")
        scene.hold(40)
        scene.openBuys = Won(100_000)
        #expect(scene.ask(.buy, 99, 50_000) == "58", "Exposure binds")
        scene.account.reserved = Won(2_150_000)
        #expect(scene.ask(.buy, 99, 50_000) == "57", "Cash binds: 2,850,000")
    }

    @Test("the first rule that refuses answers, in the order of the rules")
    func order() {
        var scene = Scene()
        scene.session.isKillSwitchEngaged = true
        scene.symbol.isTradeable = false
        scene.symbol.isInUniverse = false
        scene.now = Sample.tuesday.at("08:00")
        let last = scene.symbol.last
        scene.symbol.last = nil
        scene.session.ordersToday = 50
        scene.hold(1_000)
        scene.account.cash = Won(2_000_000)
        scene.account.holdings = Won(9_000_000)
        scene.account.reserved = Won(2_000_000)
        scene.account.equityAtPreviousClose = Won(99_000_000)
        func answer() -> String {
            String(scene.ask(.buy, 1, nil).prefix { $0 != " " })
        }
        #expect(answer() == "KILL_SWITCH")
        scene.session.isKillSwitchEngaged = false
        #expect(answer() == "NOT_TRADEABLE")
        scene.symbol.isTradeable = true
        #expect(answer() == "NOT_IN_UNIVERSE")
        scene.symbol.isInUniverse = true
        #expect(answer() == "OUTSIDE_TRADING_HOURS")
        scene.now = Sample.tuesday.at("10:00")
        #expect(answer() == "NO_PRICE")
        scene.symbol.last = last
        #expect(answer() == "MAX_TRADES_PER_DAY")
        scene.session.ordersToday = 0
        #expect(answer() == "MAX_POSITION_SIZE")
        scene.hold(0)
        #expect(answer() == "MAX_PORTFOLIO_EXPOSURE")
        scene.account.holdings = .zero
        #expect(answer() == "CASH_SHORT")
        scene.account.reserved = .zero
        #expect(answer() == "DAILY_LOSS_LIMIT")
        scene.account.equityAtPreviousClose = Won(2_000_000)
        #expect(answer() == "1")
    }

    @Test(
        "a limit off the grid or outside the band is refused before it costs a request",
        arguments: [
            (70_050, "PRICE_OFF_STEP price=70050 step=100"), (70_100, "1"), (91_000, "1"),
            (91_100, "PRICE_OUTSIDE_BAND price=91100 lower=49000 upper=91000"), (49_000, "1"),
            (48_950, "PRICE_OUTSIDE_BAND price=48950 lower=49000 upper=91000"),
            (0, "PRICE_OFF_STEP price=0 step=1"), (-5, "PRICE_OFF_STEP price=-5 step=1"),
        ] as [(Int64, String)])
    func limitPrice(limit: Int64, answer: String) {
        var scene = Scene()
        #expect(scene.ask(.buy, 1, limit) == answer)
        scene.hold(1)
        #expect(scene.ask(.sell, 1, limit) == answer)
    }

    @Test("an absurd limit is refused, with market rules or without", arguments: [true, false])
    func absurd(rules: Bool) {
        var scene = Scene()
        scene.rules = RiskRules(limits: .open, costs: .kiwoom, enforcesMarketRules: rules)
        scene.openBuys = Won(1)
        #expect(scene.ask(.buy, 1, .max).hasPrefix("PRICE_O"))
        #expect(scene.ask(.buy, 1, 0).hasPrefix("PRICE_OFF_STEP"))
        #expect(scene.ask(.buy, .max, 70_000) != "", "No quantity traps")
    }

    @Test("open limits bind no account of any size")
    func openLimits() {
        var scene = Scene()
        scene.rules = RiskRules(limits: .open, costs: .none, enforcesMarketRules: false)
        scene.account = Account(cash: Won(1_000_000_000_000_000))
        #expect(scene.ask(.buy, 10_000) == "10000")
    }

    @Test(
        "IOC and FOK are for continuous trading",
        arguments: [
            ("08:59:59", "WRONG_PHASE"), ("09:00", "1"), ("15:19:59.999999999", "1"),
            ("15:20", "WRONG_PHASE"),
        ])
    func immediate(time: String, answer: String) {
        var scene = Scene()
        scene.limits { $0.tradingStart = TimeOfDay(8, 0) }
        scene.now = Sample.tuesday.at(time)
        #expect(scene.ask(.buy, 1, 70_000, .immediateOrCancel) == answer)
        #expect(scene.ask(.buy, 1, nil, .fillOrKill) == answer)
        #expect(scene.ask(.buy, 1, 70_000, .day) == "1")
    }

    @Test("codes are unique, and each refusal stands at its place")
    func codes() {
        #expect(Set(Refusal.all.map(\.code)).count == Refusal.all.count)
        for (place, refusal) in Refusal.all.enumerated() {
            #expect(refusal.index == place && refusal.kind.description == refusal.code)
        }
    }
}
