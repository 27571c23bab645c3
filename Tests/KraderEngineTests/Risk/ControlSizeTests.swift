import KraderModel
import Support
import Testing

@testable import KraderEngine

@Suite("Controls of sizes and money (failure-modes.md §3)")
struct ControlSizeTests {
    @Test("an order is worth five million won and a tenth of equity at most; it is cut")
    func value() {
        let scene = ControlScene()
        // 71 × 70,000 = 4,970,000.
        #expect(scene.ask(.buy, 71, 70_000) == "71")
        #expect(
            scene.ask(.buy, 72, 70_000) == "71 by ORDER_VALUE value=5040000 allowed=5000000")
        scene.scene.account = Account(cash: Won(10_000_000))
        // 14 × 70,000 = 980,000.
        #expect(
            scene.ask(.buy, 20, 70_000) == "14 by ORDER_VALUE value=1050000 allowed=1000000")
        scene.scene.account = Account(cash: Won(600_000))
        #expect(scene.ask(.buy, 1, 70_000) == "ORDER_VALUE value=70000 allowed=60000")
    }

    @Test("an order has 5,000 shares, and 0.5 % of the mean daily volume, at most")
    func volume() {
        let scene = ControlScene()
        scene.scene.symbol.last = Price(500)
        #expect(scene.ask(.buy, 5_000, 500) == "5000")
        #expect(
            scene.ask(.buy, 6_000, 500) == "5000 by ORDER_VOLUME quantity=6000 allowed=5000")
        scene.meanVolume = 100_000
        #expect(scene.ask(.buy, 500, 500) == "500")
        #expect(scene.ask(.buy, 501, 500) == "500 by VOLUME_SHARE quantity=501 allowed=500")
        scene.meanVolume = 199
        #expect(scene.ask(.buy, 1, 500) == "VOLUME_SHARE quantity=1 allowed=0")
        scene.meanVolume = nil
        #expect(scene.ask(.buy, 501, 500) == "501 without VOLUME_SHARE")
    }

    @Test("a symbol is worth a fifth of equity at most, open buys with it")
    func symbol() {
        let scene = ControlScene()
        // 250 held at 70,000 and 20 bid for: 18,900,000 of 20,000,000; 15 more are 19,950,000.
        scene.scene.hold(250, bidFor: 20)
        scene.scene.position.mark = Price(70_000)
        #expect(scene.ask(.buy, 15, 70_000) == "15")
        #expect(
            scene.ask(.buy, 16, 70_000)
                == "15 by SYMBOL_EXPOSURE value=20020000 allowed=20000000")
        scene.scene.hold(286)
        #expect(
            scene.ask(.buy, 16, 70_000) == "SYMBOL_EXPOSURE value=20090000 allowed=20000000")
    }

    @Test("a strategy without a budget has half of what the account may have in the market")
    func strategy() {
        let scene = ControlScene()
        // Half of 80 % of a hundred million.
        scene.committed = 39_300_000
        #expect(scene.ask(.buy, 10, 70_000) == "10")
        #expect(
            scene.ask(.buy, 11, 70_000) == "STRATEGY_SHARE value=40070000 allowed=40000000")
        scene.budget = Won(90_000_000)
        #expect(scene.ask(.buy, 11, 70_000) == "11", "A budget of its own is a rule of its own")
    }

    @Test("half a per cent of cash stays")
    func buffer() {
        let scene = ControlScene()
        scene.scene.account.reserved = Won(98_800_000)
        #expect(scene.ask(.buy, 10, 70_000) == "10")
        #expect(scene.ask(.buy, 11, 70_000) == "CASH_BUFFER left=430000 needed=500000")
    }

    @Test("a change is checked as an order, and told whole; one that commits no more passes")
    func changes() {
        let scene = ControlScene()
        scene.whole = 80
        #expect(
            scene.ask(.buy, 80, 70_000) == "71 by ORDER_VALUE value=5600000 allowed=5000000")
        #expect(
            scene.ask(.buy, 80, 72_900) == "PRICE_COLLAR price=72900 lower=67200 upper=72800")
        scene.commitsNoMore = true
        #expect(scene.ask(.buy, 80, 60_000) == "80")
        #expect(
            scene.ask(.sell, 80, 67_100) == "PRICE_COLLAR price=67100 lower=67200 upper=72800")
    }

    @Test("sales of what is held pass all of it")
    func sales() {
        let scene = ControlScene()
        scene.scene.hold(9_000)
        scene.scene.account = Account(cash: .zero)
        scene.committed = 500_000_000
        scene.open = 50
        scene.meanVolume = 1
        #expect(scene.ask(.sell, 9_000, 70_000) == "9000")
        #expect(scene.ask(.sell, 9_000) == "9000")
    }
}
