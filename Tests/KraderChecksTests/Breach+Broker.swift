import KraderChecks
import KraderModel
import Support

@testable import KraderEngine

extension Breach {
    /// The lists of a broker that holds what the scene does.
    private static func lists(
        orders: [ListedOrder] = [], shares: Int64 = 10, cash: Int64 = 10_000_000
    ) -> BrokerLists {
        BrokerLists(
            openOrders: orders,
            positions: [
                ListedPosition(
                    symbol: SymbolIndex(0), quantity: Shares(shares), sellable: Shares(shares),
                    cost: .zero)
            ], balance: ListedBalance(cash: Won(cash), reserved: .zero, withdrawable: .zero))
    }

    static let ofTheBroker = [
        Breach(.fillHasMessage, "a fill is booked by the clock") {
            let scene = BreachScene()
            scene.work()
            scene.show([scene.filled()], of: .timer)
            return scene
        },
        Breach(.fillIsNew, "an execution is booked a second time") {
            let scene = BreachScene()
            scene.work()
            scene.right(
                [scene.filled(1, 5, at: 70_000, .buy, .partialFill, execution: 8)],
                of: BreachScene.push)
            scene.show([scene.filled(1, 5, execution: 8)], of: BreachScene.push)
            return scene
        },
        Breach(.otherOrdersStay, "an order of another channel is modified") {
            let scene = BreachScene()
            scene.right([scene.external()], of: BreachScene.push)
            scene.right([scene.told(.replaceRequested, 1, pending: 60_000)])
            let id = scene.nextRequest()
            scene.show(
                [scene.told(.changeSent, 1, request: id)], [scene.modify(id, 900, to: 60_000)])
            return scene
        },
        Breach(.listsWereRead, "a position is set right by a push") {
            let scene = BreachScene()
            scene.show([scene.adjusted(from: 0, to: 10)], of: BreachScene.push)
            return scene
        },
        Breach(.listsWereRead, "a position is set right by lists whose orders were read once") {
            let scene = BreachScene()
            scene.hear(.ordersOfDay, .orders([], hasMore: false))
            scene.hear(.positions, .positions([], hasMore: false))
            let id = scene.nextRequest()
            scene.show(
                [scene.adjusted(from: 0, to: 10)],
                of: scene.answer(
                    id, BrokerQuery(.executions), .executions([], hasMore: false)))
            return scene
        },
        Breach(.messageLeavesTrace, "a reply leaves neither record nor count") {
            let scene = BreachScene()
            scene.work()
            scene.right([], of: BreachScene.reply, setAside: 1)
            scene.show([], of: BreachScene.reply, setAside: 1)
            return scene
        },
        Breach(.cashIsTheBrokers, "the broker has 1,001 won more") {
            let scene = BreachScene(holding: 10)
            scene.compare(with: lists(cash: 10_001_001))
            return scene
        },
        Breach(.positionsAreTheBrokers, "the broker has a share less") {
            let scene = BreachScene(holding: 10)
            scene.compare(with: lists(shares: 9))
            return scene
        },
        Breach(.ordersAreTheBrokers, "the broker has no order where one is open here") {
            let scene = BreachScene(holding: 10)
            scene.work()
            scene.compare(with: lists())
            return scene
        },
        Breach(.calmEndsDoubts, "an order is in doubt to the end") {
            let scene = BreachScene()
            scene.place()
            scene.right([scene.told(.inDoubt, 1, .pendingNew)])
            scene.checkCalm()
            return scene
        },
        Breach(.calmEndsWishes, "a cancel is wished for to the end") {
            let scene = BreachScene()
            scene.work()
            scene.right([scene.told(.cancelRequested)])
            scene.checkCalm()
            return scene
        },
        Breach(.calmEndsBlocks, "trading is degraded to the end") {
            let scene = BreachScene()
            scene.right([scene.mode(.lateIntake)])
            scene.checkCalm()
            return scene
        },
    ]
}
