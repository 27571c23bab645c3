import KraderChecks
import KraderModel
import Support

@testable import KraderEngine

extension Breach {
    /// Something changed since the order was decided, and it leaves all the same.
    private static func afterwards(
        _ side: Side = .buy, isExit: Bool = false, _ change: (BreachScene) -> Record
    ) -> BreachScene {
        let scene = BreachScene(holding: 10)
        scene.right([scene.decided(side, isExit: isExit)])
        scene.right([change(scene)])
        scene.show(scene.sending(side))
        return scene
    }

    /// The last order leaves with another limit than it may.
    private static func priced(_ limit: Int64) -> BreachScene {
        let scene = BreachScene()
        scene.right([scene.decided(limit: limit)])
        scene.show(scene.sending(limit: limit))
        return scene
    }

    static let ofSends = [
        Breach(.requestHasIntent, "an order leaves without a record") {
            let scene = BreachScene()
            scene.show([], [scene.newOrder(scene.nextRequest())])
            return scene
        },
        Breach(.requestIsItsIntent, "eleven shares leave where ten were decided") {
            let scene = BreachScene()
            scene.right([scene.decided()])
            let id = scene.nextRequest()
            scene.show(
                [scene.told(.sent, 1, .pendingNew, request: id)], [scene.newOrder(id, .buy, 11)])
            return scene
        },
        Breach(.orderLeavesOnce, "an order without an answer leaves again") {
            let scene = BreachScene()
            scene.place()
            scene.show(scene.sending())
            return scene
        },
        Breach(.nothingLeavesKilled, "an order leaves after the kill") {
            afterwards { $0.incident(.killSwitchEngaged, .byHand) }
        },
        Breach(.nothingLeavesBlocked, "a sale leaves while the lists are read") {
            afterwards(.sell) { $0.mode(.reconciling) }
        },
        Breach(.nothingLeavesPaused, "a strategy's sale leaves while trading is paused") {
            afterwards(.sell) { $0.incident(.paused, .byHand) }
        },
        Breach(.onlySalesLeave, "a buy leaves while the broker answers late") {
            afterwards { $0.mode(.lateIntake) }
        },
        Breach(.onlySalesLeave, "a buy leaves while trading reduces") {
            afterwards { $0.incident(.reducing) }
        },
        Breach(.wayTakesRequests, "an order leaves while the way is down") {
            let scene = BreachScene()
            scene.right([scene.decided()])
            scene.see(.link(.down))
            scene.show(scene.sending())
            return scene
        },
        Breach(.pacingIsKept, "two orders leave within 100 ms to a broker that takes one in 200") {
            let scene = BreachScene(pacing: .live)
            scene.place()
            scene.time = "10:00:00.100"
            scene.right([scene.decided()])
            scene.show(scene.sending())
            return scene
        },
        Breach(.requestsAreNumbered, "the third request leaves after the first") {
            let scene = BreachScene()
            scene.place()
            _ = scene.nextRequest()
            scene.right([scene.decided()])
            scene.show(scene.sending())
            return scene
        },
        Breach(.doubtEndsByEvidence, "a doubt ends by the clock") {
            let scene = BreachScene()
            scene.place()
            scene.right([scene.told(.inDoubt, 1, .pendingNew)])
            scene.show([scene.told(.acknowledged, number: 1)], of: .timer)
            return scene
        },
        Breach(.absenceIsProved, "an order counts as absent after one list and ten seconds") {
            let scene = BreachScene()
            scene.place()
            scene.right([scene.told(.inDoubt, 1, .pendingNew)])
            scene.time = "10:00:10"
            scene.hear(.executions, .executions([], hasMore: false))
            let id = scene.nextRequest()
            scene.show(
                [scene.told(.notFound, 1, .rejected)],
                of: scene.answer(
                    id, BrokerQuery(.executions), .executions([], hasMore: false)))
            return scene
        },
        Breach(.phaseTakesOrder, "an order leaves at seven in the morning") {
            let scene = BreachScene()
            scene.time = "07:00"
            scene.right([scene.decided()])
            scene.show(scene.sending())
            return scene
        },
        Breach(.phaseTakesOrder, "a conditional limit would leave in the closing auction") {
            let scene = BreachScene()
            scene.time = "15:25"
            guard case .order(var order) = scene.decided() else { return scene }
            order.type = .conditionalLimit
            scene.right([.order(order)])
            var step = scene.sending()
            if case .newOrder(var request) = step.requests[0].request {
                request.type = .conditionalLimit
                step.requests[0].request = .newOrder(request)
            }
            scene.show(step)
            return scene
        },
        Breach(.issueTakesOrder, "an order leaves for an issue that is halted") {
            let scene = BreachScene()
            scene.right([scene.decided()])
            let change = StatusChange(
                time: scene.moment, symbol: SymbolIndex(0), status: .halted, cause: .halt)
            scene.right([], of: .status(change))
            scene.show(scene.sending())
            return scene
        },
        Breach(.priceIsOnGrid, "a limit of 70,050 won leaves where the step is 100") {
            priced(70_050)
        },
        Breach(.priceIsInBand, "a limit of 91,100 won leaves on a base of 70,000") {
            priced(91_100)
        },
        Breach(.quantityCanBe, "an order for no share is decided") {
            let scene = BreachScene()
            scene.show([scene.decided(.buy, 0)])
            return scene
        },
        Breach(.ownOrdersDontMeet, "a sale at 70,000 leaves against a buy of ours at 70,000") {
            let scene = BreachScene(holding: 10)
            scene.work()
            scene.right([scene.decided(.sell)])
            scene.show(scene.sending(.sell))
            return scene
        },
        Breach(.ownOrdersDontMeet, "a market sale leaves against any buy of ours") {
            let scene = BreachScene(holding: 10)
            scene.work(.buy, 10, limit: 60_000)
            scene.right([scene.decided(.sell, limit: nil)])
            scene.show(scene.sending(.sell, limit: nil))
            return scene
        },
    ]

    static let ofLimits = [
        Breach(.positionLimitHolds, "1,001 shares are bought where 1,000 may be held") {
            let scene = BreachScene()
            scene.show([scene.decided(.buy, 1_001, limit: 5_000)])
            return scene
        },
        Breach(.exposureLimitHolds, "84 % of equity is bought where 80 % may be") {
            let scene = BreachScene()
            scene.show([scene.decided(.buy, 120)])
            return scene
        },
        Breach(.cashLimitHolds, "two buys together are worth more than cash") {
            let scene = BreachScene { $0.limits.maxPortfolioExposure = Rate(parts: 2_000_000_000) }
            scene.right([scene.decided(.buy, 100)])
            scene.show([scene.decided(.buy, 50)])
            return scene
        },
        Breach(.tradesLimitHolds, "a second buy is made where one a day is allowed") {
            let scene = BreachScene { $0.limits.maxTradesPerDay = 1 }
            scene.right([scene.decided()])
            scene.show([scene.decided()])
            return scene
        },
        Breach(.lossLimitHolds, "a buy is made after 1.2 million won were lost") {
            let scene = BreachScene(holding: 100)
            scene.seePrint(58_000)
            scene.show([scene.decided(.buy, 1, limit: 58_000)])
            return scene
        },
        Breach(.soldIsHeld, "eleven shares are offered where ten are held") {
            let scene = BreachScene(holding: 10)
            scene.show([scene.decided(.sell, 11)])
            return scene
        },
    ]
}
