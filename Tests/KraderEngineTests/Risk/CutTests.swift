import KraderModel
import Support
import Testing

@testable import KraderEngine

@Suite("A rule that makes an order smaller says so (semantics.md §3)")
struct CutTests {
    @Test("what fits whole is cut by nobody, nor is the size that the setting gives")
    func nothingCut() {
        var scene = RiskScene()
        #expect(scene.cut(.buy, 10, 70_000) == "10")
        #expect(scene.cut(.buy, nil, 70_000) == "7", "500,000 ÷ 70,000")
        // For a sale 500,000 ÷ 69,900 is 7 as well.
        scene.hold(9)
        #expect(scene.cut(.sell, nil) == "7")
        scene.hold(5)
        #expect(scene.cut(.sell, nil) == "5", "All that is held")
        scene.hold(9, offered: 4)
        #expect(scene.cut(.sell, nil) == "5", "All that nobody offers")
        scene.hold(9, offered: 9)
        #expect(scene.cut(.sell, nil) == "NOTHING_TO_SELL held=9 offered=9")
    }

    @Test("less than the size that the setting gives, or than all that is held, is a cut")
    func ownSizeCut() {
        var scene = RiskScene()
        scene.hold(5)
        scene.position.unlisted = Shares(2)
        #expect(scene.cut(.sell, nil) == "3 by NOTHING_TO_SELL held=3 offered=0")
        scene.position.unlisted = .zero
        scene.limits { $0.maxPositionSize = Shares(4) }
        #expect(scene.cut(.sell, nil) == "4 by MAX_POSITION_SIZE held=5 allowed=4")
        scene.hold(0)
        scene.limits { $0.maxPositionSize = Shares(6) }
        #expect(scene.cut(.buy, nil, 70_000) == "6 by MAX_POSITION_SIZE held=0 allowed=6")
        scene.hold(1)
        #expect(scene.cut(.buy, nil, 70_000) == "5 by MAX_POSITION_SIZE held=1 allowed=6")
    }

    @Test("what a replace comes to is told whole, unless no account could hold it")
    func whole() {
        #expect(Shares(83).told(of: nil, at: Price(60_000)) == Shares(84))
        #expect(Shares(83).told(of: Shares(100), at: Price(60_000)) == Shares(100))
        #expect(Shares(-5).told(of: nil, at: Price(60_000)) == Shares(1))
        #expect(
            Shares(0).told(of: Shares(4_000_000_000), at: Price(1_000_000_000)) == Shares(1))
    }

    @Test("each rule with its numbers, told for the first share that no longer fits")
    func eachRule() {
        var scene = RiskScene()
        scene.limits { $0.maxPositionSize = Shares(100) }
        #expect(scene.cut(.buy, 101, 50_000) == "100 by MAX_POSITION_SIZE held=0 allowed=100")
        scene.hold(40, bidFor: 5)
        #expect(scene.cut(.buy, 60, 50_000) == "55 by MAX_POSITION_SIZE held=45 allowed=100")
        scene.hold(0)
        scene.account.holdings = Won(5_000_000)
        scene.account.cash = Won(5_000_000)
        // 8,000,000 − 5,000,000 is 60 × 50,000; the 61st makes 8,050,000.
        #expect(
            scene.cut(.buy, 99, 50_000)
                == "60 by MAX_PORTFOLIO_EXPOSURE value=8050000 allowed=8000000")
        // Exposure leaves 60, cash leaves 57: 2,850,000 ÷ 50,000.
        scene.account.reserved = Won(2_150_000)
        #expect(
            scene.cut(.buy, 99, 50_000) == "57 by CASH_SHORT needed=2900000 available=2850000")
        #expect(scene.cut(.buy, 57, 50_000) == "57")
        scene.hold(10, offered: 4)
        #expect(scene.cut(.sell, 7) == "6 by NOTHING_TO_SELL held=10 offered=4")
        #expect(scene.cut(.sell, 6) == "6")
    }

    @Test("of two rules that leave the same, the first is named")
    func ties() {
        var scene = RiskScene()
        scene.limits { $0.maxPositionSize = Shares(100) }
        scene.hold(40)
        scene.account.holdings = Won(5_000_000)
        scene.account.cash = Won(5_000_000)
        #expect(scene.cut(.buy, 99, 50_000) == "60 by MAX_POSITION_SIZE held=40 allowed=100")
    }

    @Test("a budget cuts last of the strategy's rules")
    func budget() {
        var sizing = Sizing(Shares(10))
        let own = OwnShare(
            held: .zero, offered: .zero, budget: Won(500_000), value: Won(100_000))
        own.reduceToBudget(&sizing, Price(70_000))
        // 400,000 ÷ 70,000 is 5; the sixth makes 520,000.
        #expect(sizing.quantity == Shares(5) && sizing.refusal == nil)
        #expect(sizing.cut == .strategyBudget(value: Won(520_000), allowed: Won(500_000)))
    }
}

@Suite("One-order limits are known beforehand (krx-market.md §5.2)")
struct OrderSizeRuleTests {
    /// An account that nothing else binds: a price of 70,000, its upper limit 91,000.
    func scene(sharesMax: Int64) -> RiskScene {
        var scene = RiskScene()
        scene.rules = RiskRules(limits: .open, costs: .none, enforcesMarketRules: true)
        scene.account = Account(cash: Won(1_000_000_000_000_000))
        scene.symbol.orderSharesMax = Shares(sharesMax)
        return scene
    }

    @Test("up to a billion won any number of shares, beyond it the part of the listed ones")
    func part() {
        // 1,000,000,000 ÷ 70,000 is 14,285; one per cent may be more or less than that.
        #expect(scene(sharesMax: 100).cut(.buy, 14_285, 70_000) == "14285")
        #expect(
            scene(sharesMax: 100).cut(.buy, 14_286, 70_000)
                == "14285 by ORDER_TOO_LARGE quantity=14286 allowed=14285")
        #expect(scene(sharesMax: 20_000).cut(.buy, 20_000, 70_000) == "20000")
        #expect(
            scene(sharesMax: 20_000).cut(.buy, 20_001, 70_000)
                == "20000 by ORDER_TOO_LARGE quantity=20001 allowed=20000")
    }

    @Test("never more than a hundred billion won, valued as it is reserved")
    func value() {
        // 100,000,000,000 ÷ 70,000 is 1,428,571; ÷ 91,000 it is 1,098,901.
        let scene = scene(sharesMax: .max)
        #expect(scene.cut(.buy, 1_428_571, 70_000) == "1428571")
        #expect(scene.cut(.buy, 1_428_572, 70_000).hasPrefix("1428571 by ORDER_TOO_LARGE"))
        #expect(scene.cut(.buy, 1_098_901) == "1098901")
        #expect(scene.cut(.buy, 1_098_902).hasPrefix("1098901 by ORDER_TOO_LARGE"))
    }

    @Test("a sale is bound as a buy is, even one that no price bounds by itself")
    func sales() {
        var scene = scene(sharesMax: 20_000)
        scene.hold(50_000)
        #expect(
            scene.cut(.sell, 50_000) == "20000 by ORDER_TOO_LARGE quantity=50000 allowed=20000")
    }

    @Test("refused only where not one share is legal")
    func refused() {
        var scene = scene(sharesMax: .max)
        scene.symbol.band = nil
        #expect(scene.cut(.buy, 1, 100_000_000_000) == "1")
        #expect(
            scene.cut(.buy, 1, 100_000_001_000) == "ORDER_TOO_LARGE quantity=1 allowed=0")
    }

    @Test("without market rules nothing of it binds")
    func lawless() {
        var scene = scene(sharesMax: 100)
        scene.rules = RiskRules(limits: .open, costs: .none, enforcesMarketRules: false)
        #expect(scene.cut(.buy, 1_428_572, 70_000) == "1428572")
    }

    @Test("a limit that doesn't go with the type is ours to refuse")
    func mismatch() {
        let scene = RiskScene()
        #expect(scene.ask(.buy, 1, 70_000, type: .market) == "LIMIT_MISMATCH")
        #expect(scene.ask(.buy, 1, nil, type: .limit) == "LIMIT_MISMATCH")
        #expect(scene.ask(.buy, 1, nil, type: .bestLimit) == "1")
    }
}
