import KraderModel
import Support
import Testing

@testable import KraderEngine

/// krx-market.md §5.1's table at the risk rules, on a day that has every phase.
@Suite("What each phase takes (krx-market.md §5.1)")
struct TypeAndPhaseTests {
    static let tuesday = CalendarDate(2026, 10, 6)

    /// The hours are wide and the after-market is opted in: only the type decides.
    var scene: RiskScene {
        var scene = RiskScene()
        scene.limits { $0.tradingStart = TimeOfDay(8, 0) }
        scene.rules.usesAfterMarket = true
        return scene
    }

    func ask(_ time: String, _ type: OrderType, _ timeInForce: TimeInForce) -> String {
        var scene = scene
        scene.move(to: TypeAndPhaseTests.tuesday, time)
        return scene.ask(.buy, 1, type.hasLimit ? 70_000 : nil, timeInForce, type: type)
    }

    /// Opening auction, continuous, closing auction, after-market, closing-price sessions before
    /// the open and after the close.
    static let times = ["08:45", "10:00", "15:25", "16:30", "08:35", "15:45"]

    @Test(
        "§5.1 each type as a day order in each phase",
        arguments: [
            (.limit, "1 1 1 1 1 outside"),
            (.market, "1 1 1 wrong 1 outside"),
            (.conditionalLimit, "1 1 wrong wrong 1 outside"),
            (.immediatelyExecutableLimit, "wrong 1 wrong 1 wrong outside"),
            (.bestLimit, "wrong 1 wrong 1 wrong outside"),
            (.closingPrice, "wrong wrong wrong wrong 1 1"),
        ] as [(OrderType, String)])
    func dayOrders(type: OrderType, row: String) {
        let answers = TypeAndPhaseTests.times.map { short(ask($0, type, .day)) }
        #expect(answers.joined(separator: " ") == row)
    }

    @Test(
        "§5.1 IOC and FOK: continuous trading only, and in the after-market (§1.2) two types",
        arguments: [
            (.limit, "wrong 1 wrong 1 wrong outside"),
            (.market, "wrong 1 wrong wrong wrong outside"),
            (.conditionalLimit, "wrong wrong wrong wrong wrong outside"),
            (.immediatelyExecutableLimit, "wrong 1 wrong 1 wrong outside"),
            (.bestLimit, "wrong wrong wrong wrong wrong outside"),
            (.closingPrice, "wrong wrong wrong wrong wrong wrong"),
        ] as [(OrderType, String)])
    func immediateOrders(type: OrderType, row: String) {
        for timeInForce in [TimeInForce.immediateOrCancel, .fillOrKill] {
            let answers = TypeAndPhaseTests.times.map { short(ask($0, type, timeInForce)) }
            #expect(answers.joined(separator: " ") == row, "\(timeInForce)")
        }
    }

    private func short(_ answer: String) -> String {
        switch answer {
        case "WRONG_PHASE": "wrong"
        case "OUTSIDE_TRADING_HOURS": "outside"
        default: answer
        }
    }

    @Test("§1.2 the after-market needs its setting, and takes KOSPI and KOSDAQ shares only")
    func afterMarket() {
        var scene = scene
        scene.move(to: TypeAndPhaseTests.tuesday, "16:30")
        scene.rules.usesAfterMarket = false
        #expect(scene.ask(.buy, 1, 70_000) == "OUTSIDE_TRADING_HOURS")
        scene.rules.usesAfterMarket = true
        let takers = Board.allCases.filter { board in
            scene.symbol.board = board
            return scene.ask(.buy, 1, 70_000) == "1"
        }
        #expect(takers == [.kospi, .kosdaq])
        scene.symbol.board = .etf
        #expect(scene.ask(.buy, 1, 70_000) == "WRONG_PHASE")
    }

    @Test("§1.2 the after-market is 16:00 to 20:00, from 2026-09-14 on")
    func afterMarketHours() {
        var scene = scene
        for (time, answer) in [
            ("15:59:59.999999999", "OUTSIDE_TRADING_HOURS"), ("16:00", "1"),
            ("19:59:59.999999999", "1"), ("20:00", "OUTSIDE_TRADING_HOURS"),
        ] {
            scene.move(to: TypeAndPhaseTests.tuesday, time)
            #expect(scene.ask(.buy, 1, 70_000) == answer, "\(time)")
        }
        scene.move(to: CalendarDate(2026, 9, 11), "16:30")
        #expect(scene.ask(.buy, 1, 70_000) == "OUTSIDE_TRADING_HOURS", "The single-price session")
    }

    @Test("closing-price and after-market orders need no wider hours than usual")
    func usualHours() {
        var scene = RiskScene()
        scene.rules.usesAfterMarket = true
        for (time, type) in [
            ("08:30", .closingPrice), ("15:30", .closingPrice), ("16:00", .limit),
        ] as [(String, OrderType)] {
            scene.move(to: TypeAndPhaseTests.tuesday, time)
            #expect(scene.ask(.buy, 1, type.hasLimit ? 70_000 : nil, type: type) == "1", "\(time)")
        }
    }

    @Test("§1.1 15:20 ends continuous trading, not orders: to 15:30 where their type is legal")
    func closingAuction() {
        var scene = RiskScene()
        for (time, limit, immediate) in [
            ("15:19:59.999999999", "1", "1"), ("15:20", "1", "WRONG_PHASE"),
            ("15:29:59.999999999", "1", "WRONG_PHASE"),
            ("15:30", "OUTSIDE_TRADING_HOURS", "OUTSIDE_TRADING_HOURS"),
        ] {
            scene.move(to: TypeAndPhaseTests.tuesday, time)
            #expect(scene.ask(.buy, 1, 70_000) == limit, "\(time)")
            #expect(scene.ask(.buy, 1, 70_000, .immediateOrCancel) == immediate, "\(time)")
        }
    }
}
