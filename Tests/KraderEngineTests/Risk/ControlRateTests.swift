import KraderModel
import Support
import Testing

@testable import KraderEngine

@Suite("Controls of rates (failure-modes.md §3)")
struct ControlRateTests {
    @Test("sixty messages in a minute, exits and cancels among them")
    func messages() {
        let scene = ControlScene()
        scene.made("09:59:01", .sell, strategy: 1, symbol: 1, isExit: true)
        for _ in 1..<59 { scene.activity.takeCancel(at: Sample.tuesday.at("09:59:30")) }
        #expect(scene.ask(.buy, 1, 70_000) == "1")
        scene.activity.takeCancel(at: Sample.tuesday.at("09:59:59"))
        #expect(scene.ask(.buy, 1, 70_000) == "MESSAGE_RATE made=60 allowed=60")
        #expect(scene.ask(.sell, 1, 70_000) == "1", "Sales pass")
        scene.at("10:00:01")
        #expect(scene.ask(.buy, 1, 70_000) == "1", "The first is a minute old")
    }

    @Test("two thousand messages in a day")
    func messagesADay() {
        let scene = ControlScene()
        for _ in 0..<1_999 { scene.activity.takeCancel(at: Sample.tuesday.at("09:30")) }
        #expect(scene.ask(.buy, 1, 70_000) == "1")
        scene.activity.takeCancel(at: Sample.tuesday.at("09:30"))
        #expect(scene.ask(.buy, 1, 70_000) == "MESSAGE_RATE made=2000 allowed=2000")
        scene.activity.beginDay()
        #expect(scene.ask(.buy, 1, 70_000) == "1")
    }

    @Test("five orders of a strategy and symbol in a clock minute, sales counted with them")
    func bar() {
        let scene = ControlScene()
        for second in 0..<4 { scene.passed("10:00:0\(second)", .sell) }
        scene.at("10:00:30")
        scene.scene.symbol.lastTime = scene.scene.now
        #expect(scene.ask(.buy, 1, 70_000) == "1")
        scene.passed("10:00:04", .sell)
        #expect(scene.ask(.buy, 1, 70_000) == "ORDER_FLOOD made=5 allowed=5")
        #expect(scene.ask(.sell, 1, 70_000) == "1")
        scene.at("10:01")
        scene.scene.symbol.lastTime = Sample.tuesday.at("10:01")
        #expect(scene.ask(.buy, 1, 70_000) == "1")
    }

    @Test("thirty orders of a strategy in a minute")
    func minute() {
        let scene = ControlScene()
        for _ in 0..<29 { scene.made("09:59:30", .sell, symbol: 1) }
        for _ in 0..<29 { scene.made("09:59:30", .sell, strategy: 1, symbol: 1) }
        #expect(scene.ask(.buy, 1, 70_000) == "1", "Those of the other count for the other")
        scene.made("09:59:31", .sell, symbol: 1)
        #expect(scene.ask(.buy, 1, 70_000) == "ORDER_FLOOD made=30 allowed=30")
        scene.at("10:00:30")
        scene.scene.symbol.lastTime = Sample.tuesday.at("10:00:30")
        #expect(scene.ask(.buy, 1, 70_000) == "1")
    }

    @Test("three buys of a symbol in a minute, ten in a day")
    func repeats() {
        let scene = ControlScene()
        scene.passed("09:59:01", .buy, 2)
        scene.passed("09:59:20", .buy, 3)
        #expect(scene.ask(.buy, 1, 70_000) == "1")
        scene.passed("09:59:40", .buy, 4)
        #expect(scene.ask(.buy, 1, 70_000) == "REPEATED_EXECUTION made=3 allowed=3")
        #expect(scene.ask(.sell, 1, 70_000) == "1")
        scene.at("10:00:01")
        #expect(scene.ask(.buy, 1, 70_000) == "1")
        for _ in 0..<7 { scene.passed("09:30", .buy, 5) }
        #expect(scene.ask(.buy, 1, 70_000) == "REPEATED_EXECUTION made=10 allowed=10")
        scene.activity.switchOn(0)
        #expect(scene.ask(.buy, 1, 70_000) == "1", "A person let it go on")
        for _ in 0..<10 { scene.passed("09:30", .buy, 5) }
        scene.activity.beginDay()
        #expect(scene.ask(.buy, 1, 70_000) == "1", "Another day")
    }

    @Test("the same buy again within ten seconds is taken for the same")
    func duplicates() {
        let scene = ControlScene()
        scene.made("09:59:51", .buy, 7, 70_000)
        #expect(scene.ask(.buy, 7, 70_000) == "DUPLICATE_ORDER age_ms=9000 allowed_ms=10000")
        #expect(scene.ask(.buy, 8, 70_000) == "8")
        #expect(scene.ask(.buy, 7, 70_100) == "7")
        #expect(scene.ask(.sell, 7, 70_000) == "7")
        scene.at("10:00:01")
        #expect(scene.ask(.buy, 7, 70_000) == "7")
    }

    @Test("twenty open orders of the account, three of a symbol")
    func openOrders() {
        let scene = ControlScene()
        scene.open = 19
        scene.made("09:30", .sell)
        scene.made("09:30", .sell)
        #expect(scene.ask(.buy, 1, 70_000) == "1")
        scene.made("09:30", .sell, strategy: 1)
        #expect(scene.ask(.buy, 1, 70_000) == "OPEN_ORDERS_OF_SYMBOL open=3 allowed=3")
        scene.activity.close(SymbolIndex(0))
        scene.open = 20
        #expect(scene.ask(.buy, 1, 70_000) == "OPEN_ORDERS open=20 allowed=20")
        scene.whole = 1
        #expect(scene.ask(.buy, 1, 70_000) == "1", "A change opens none")
        #expect(scene.ask(.sell, 1, 70_000) == "1")
    }

    @Test("changes of sales and to lower limits are bound by rates: the order stands as it was")
    func changes() {
        let scene = ControlScene()
        for _ in 0..<5 {
            scene.activity.takeReplace(
                SignalKey(
                    strategy: 0, symbol: SymbolIndex(0), milliseconds: 0, sequence: 0, leg: 0),
                at: Sample.tuesday.at("10:00"))
        }
        (scene.whole, scene.commitsNoMore) = (1, true)
        #expect(scene.ask(.sell, 1, 70_000) == "ORDER_FLOOD made=5 allowed=5")
        #expect(scene.ask(.buy, 1, 60_000) == "ORDER_FLOOD made=5 allowed=5")
    }

    @Test("the last gate lets no more requests and shares leave than were decided")
    func lastGate() {
        var gate = LastGate()
        func order(_ quantity: Int64) -> BrokerRequest {
            .newOrder(
                BrokerRequest.NewOrder(
                    symbol: SymbolIndex(0), side: .sell, quantity: Shares(quantity), limit: nil))
        }
        let modify = BrokerRequest.modify(
            BrokerRequest.ModifyOrder(
                original: OrderNumber(7), symbol: SymbolIndex(0), quantity: nil,
                limit: Price(70_000)))
        #expect(!gate.admits(order(1)) && !gate.admits(modify))
        gate.decided(Shares(10))
        #expect(gate.admits(order(10)) && !gate.admits(order(11)))
        gate.sent(Shares(10))
        #expect(!gate.admits(order(1)))
        gate.decidedChange()
        #expect(gate.admits(modify))
        gate.sentChange()
        #expect(!gate.admits(modify))
        let cancel = BrokerRequest.CancelOrder(original: OrderNumber(7), symbol: SymbolIndex(0))
        #expect(gate.admits(.cancel(cancel)))
    }
}
