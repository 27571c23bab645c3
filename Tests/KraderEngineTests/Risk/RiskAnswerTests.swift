import KraderModel
import Support
import Testing

@testable import KraderEngine

@Suite("Which refusal answers, and what no rule lets pass")
struct RiskAnswerTests {
    @Test("the answer is the smallest quantity that a rule allows")
    func smallest() {
        var scene = RiskScene()
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
        var scene = RiskScene()
        scene.session.isKillSwitchEngaged = true
        scene.symbol.isTradeable = false
        scene.symbol.isInUniverse = false
        scene.now = Sample.tuesday.at("08:00")
        let last = scene.symbol.last
        scene.symbol.last = nil
        scene.symbol.base = nil
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
        var scene = RiskScene()
        #expect(scene.ask(.buy, 1, limit) == answer)
        scene.hold(1)
        #expect(scene.ask(.sell, 1, limit) == answer)
    }

    @Test("L04: an absurd limit is refused, market rules or not", arguments: [true, false])
    func absurd(rules: Bool) {
        var scene = RiskScene()
        scene.rules = RiskRules(limits: .open, costs: .kiwoom, enforcesMarketRules: rules)
        scene.openBuys = Won(1)
        #expect(scene.ask(.buy, 1, .max).hasPrefix("PRICE_O"))
        #expect(scene.ask(.buy, 1, 0).hasPrefix("PRICE_OFF_STEP"))
        #expect(scene.ask(.buy, .max, 70_000) != "", "No quantity traps")
    }

    @Test("open limits bind no account of any size")
    func openLimits() {
        var scene = RiskScene()
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
        var scene = RiskScene()
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
