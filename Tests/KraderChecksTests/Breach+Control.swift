import KraderChecks
import KraderModel
import Support

@testable import KraderEngine

extension Breach {
    static let ofControl = [
        Breach(.rearmIsAskedFor, "the kill switch is rearmed and nobody asked for it") {
            let scene = BreachScene()
            scene.right([scene.incident(.killSwitchEngaged, .byHand)])
            scene.show([scene.incident(.killSwitchRearmed)])
            return scene
        },
        Breach(.rearmIsAskedFor, "the kill switch is rearmed and no list was read") {
            let scene = BreachScene()
            scene.right([scene.incident(.killSwitchEngaged, .byHand)])
            scene.show(
                [scene.incident(.killSwitchRearmed)], of: .command(.rearmKillSwitch))
            return scene
        },
        Breach(.killIsComplete, "a kill is complete though no list has shown it") {
            let scene = BreachScene()
            scene.right([scene.incident(.killSwitchEngaged, .byHand)])
            scene.show([scene.incident(.killSwitchComplete)])
            return scene
        },
        Breach(.killIsComplete, "a kill is complete while an order lives") {
            let scene = BreachScene()
            scene.work()
            scene.right([scene.incident(.killSwitchEngaged, .byHand)])
            scene.show([scene.incident(.killSwitchComplete)])
            return scene
        },
        Breach(.killHasCause, "the kill switch engages without a cause") {
            let scene = BreachScene()
            scene.show([scene.incident(.killSwitchEngaged)])
            return scene
        },
        Breach(.killIsEarned, "errors kill after two") {
            let scene = BreachScene()
            scene.right([scene.incident(.repaired), scene.incident(.unexpectedRejection)])
            scene.show([scene.incident(.killSwitchEngaged, .errors)])
            return scene
        },
        Breach(.killIsEarned, "errors kill though the first was five minutes ago") {
            let scene = BreachScene()
            scene.right([scene.incident(.repaired), scene.incident(.unexpectedRejection)])
            scene.time = "10:05"
            scene.show(
                [scene.incident(.repaired), scene.incident(.killSwitchEngaged, .errors)])
            return scene
        },
        Breach(.killFollowsErrors, "a third error within five minutes does not kill") {
            let scene = BreachScene()
            scene.right([scene.incident(.repaired), scene.incident(.unexpectedRejection)])
            scene.time = "10:04:59"
            scene.show([scene.incident(.repaired)])
            return scene
        },
        Breach(.timeGoesOn, "a record is of a moment that is still to come") {
            let scene = BreachScene()
            let record = scene.incident(.circuitBreaker)
            scene.time = "09:59:59"
            scene.show([record])
            return scene
        },
        Breach(.daysComeOnce, "a day begins twice") {
            let scene = BreachScene()
            scene.show([.dayBegin(DayBeginRecord(at: scene.moment, day: Sample.tuesday))])
            return scene
        },
        Breach(.runsAreCounted, "the third run follows the first") {
            let scene = BreachScene()
            scene.show(
                [.run(RunRecord(at: scene.moment, number: 3, strategies: ["a"], symbols: []))])
            return scene
        },
    ]

    static let ofMoney = [
        Breach(.positionIsSum, "nine shares are held after ten were bought") {
            let scene = BreachScene()
            scene.work()
            scene.show([scene.filled(position: 9)], of: BreachScene.push)
            return scene
        },
        Breach(.offeredIsHeld, "ten shares stay offered after a reverse split left five") {
            let scene = BreachScene(holding: 10)
            scene.work(.sell)
            let action = CorporateAction(
                kind: .reverseSplit, factor: Ratio(1, 2), day: Sample.tuesday)
            scene.show(
                [
                    .corporateAction(
                        CorporateActionRecord(
                            at: scene.moment, symbol: SymbolIndex(0), strategy: nil,
                            action: action, before: Shares(10), after: Shares(5),
                            cost: Won(700_000), writtenOff: .zero, mark: nil,
                            unownedAfter: Shares(5)))
                ])
            return scene
        },
        Breach(.commissionIsRight, "commission of 0.015 % is not cut down to ten won") {
            let scene = BreachScene(costs: .kiwoom)
            scene.work()
            scene.show([scene.filled(commission: 105)], of: BreachScene.push)
            return scene
        },
        Breach(.taxIsRight, "a sale of a KOSPI share pays 0.05 % without 0.15 % more") {
            let scene = BreachScene(holding: 10, costs: .kiwoom)
            scene.work(.sell)
            let record = scene.filled(1, 10, at: 70_000, .sell, commission: 100, tax: 350)
            scene.show([record], of: BreachScene.push)
            return scene
        },
        Breach(.cashIsSum, "cash stays as it was after a buy") {
            let scene = BreachScene()
            scene.work()
            scene.show([scene.filled(cash: 10_000_000)], of: BreachScene.push)
            return scene
        },
        Breach(.equityIsSum, "ten shares at 70,100 won count as 700,000 at the close") {
            let scene = BreachScene(holding: 10)
            scene.seePrint(70_100)
            scene.time = "15:30:31"
            scene.show([scene.closed(holdings: 700_000)])
            return scene
        },
        Breach(.ownersHaveAll, "a strategy owns nine of the ten shares that it bought") {
            let scene = BreachScene()
            scene.work()
            scene.show([scene.filled(own: 9)], of: BreachScene.push)
            return scene
        },
    ]
}
