import KraderModel
import Support
import Testing

@testable import KraderEngine

@Suite("The ten rules, each at both sides of its edge")
struct RiskRulesTests {
    @Test("1: nothing passes the kill switch, not even a sale")
    func killSwitch() {
        var scene = RiskScene()
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
        var scene = RiskScene()
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
        var scene = RiskScene()
        scene.limits {
            $0.tradingStart = TimeOfDay(10, 0)
            $0.tradingEnd = TimeOfDay(14, 0)
        }
        scene.now = Sample.tuesday.at(time)
        #expect(scene.ask(.buy, 1) == answer)
    }

    @Test("3: wider hours open the opening auction, and the session still binds")
    func auctionHours() {
        var scene = RiskScene()
        scene.limits { $0.tradingStart = TimeOfDay(8, 0) }
        scene.now = Sample.tuesday.at("08:29:59.999999999")
        #expect(scene.ask(.buy, 1) == "OUTSIDE_TRADING_HOURS")
        scene.now = Sample.tuesday.at("08:30")
        #expect(scene.ask(.buy, 1) == "1")
    }

    @Test("3: next_open is bound by the session, not by the configured hours")
    func nextOpenHours() {
        var scene = RiskScene()
        scene.now = Sample.tuesday.at("08:30")
        #expect(scene.ask(.buy, 1) == "OUTSIDE_TRADING_HOURS")
        #expect(scene.ask(.buy, 1, nil, .nextOpen) == "1")
        scene.now = Sample.tuesday.at("08:29:59")
        #expect(scene.ask(.buy, 1, nil, .nextOpen) == "OUTSIDE_TRADING_HOURS")
    }

    @Test("3: a Sunday is no trading day, whatever the time")
    func sunday() {
        var scene = RiskScene()
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
        var scene = RiskScene()
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
        #expect(scene.ask(.buy, nil) == "ZERO_QUANTITY basis=7009999 size=70099 price=70100")
        scene.account.cash = Won(7_010_000)
        #expect(scene.ask(.buy, nil) == "1")
    }

    @Test("4: an order that nothing prices is refused; a limit is a price")
    func noPrice() {
        var scene = RiskScene()
        scene.symbol.last = nil
        #expect(scene.ask(.buy, 1) == "1", "§5.4 before the first trade the base price is the last")
        scene.symbol.base = nil
        #expect(scene.ask(.buy, 1) == "NO_PRICE")
        #expect(scene.ask(.buy, 1, 70_000) == "1")
        scene.symbol.band = nil
        #expect(scene.ask(.buy, 1, 70_000) == "1", "An unknown band refuses nothing")
    }

    @Test("5: the fiftieth order of the day passes, of more only sales do")
    func tradesPerDay() {
        var scene = RiskScene()
        scene.hold(10)
        scene.session.ordersToday = 49
        #expect(scene.ask(.buy, 1) == "1")
        scene.session.ordersToday = 50
        #expect(scene.ask(.buy, 1) == "MAX_TRADES_PER_DAY made=50 allowed=50")
        #expect(scene.ask(.sell, 1) == "1", "§3 what is held can always be sold")
    }

    @Test("6: a buy is reduced to what the position may still grow, open buys included")
    func positionSize() {
        var scene = RiskScene()
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
        var scene = RiskScene()
        // The equity is 10,000,000, of which 8,000,000 may be invested.
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
        var scene = RiskScene()
        scene.costs(.kiwoom)
        scene.limits { $0.maxPortfolioExposure = Rate(parts: 1_000_000_000) }
        scene.account.holdings = Won(90_000_000)
        scene.account.equityAtPreviousClose = Won(90_000_000)
        // The order costs 10 × 70,000 and 0.015 % = 105, cut down to 100.
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

    @Test("H11: 8: with the band unknown a market order reserves 1.3 times the last price")
    func cashWithoutBand() {
        var scene = RiskScene()
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
        var scene = RiskScene()
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
        var scene = RiskScene()
        scene.hold(10, offered: 4)
        #expect(scene.ask(.sell, 6) == "6")
        #expect(scene.ask(.sell, 7) == "6")
        scene.hold(10, offered: 10)
        #expect(scene.ask(.sell, 1) == "NOTHING_TO_SELL held=10 offered=10")
        scene.hold(0)
        #expect(scene.ask(.sell, nil) == "NOTHING_TO_SELL held=0 offered=0")
    }
}
