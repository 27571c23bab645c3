import KraderChecks
import KraderModel

@testable import KraderEngine

extension Breach {
    static let ofOrders = [
        Breach(.filledIsSum, "a change tells of three shares filled that no fill told of") {
            let scene = BreachScene()
            scene.work()
            scene.show([scene.told(.cancelRequested, 1, .partialFill, filled: 3, leaves: 7)])
            return scene
        },
        Breach(.filledWithinQuantity, "eleven shares fill of ten") {
            let scene = BreachScene()
            scene.work()
            scene.show([scene.filled(1, 11)], of: BreachScene.push)
            return scene
        },
        Breach(.amountIsSum, "the broker's amount is a won more than price times quantity") {
            let scene = BreachScene()
            scene.work()
            scene.show([scene.filled(amount: 700_001)], of: BreachScene.push)
            return scene
        },
        Breach(.leavesAreTheRest, "nine shares are left of ten of which none filled") {
            let scene = BreachScene()
            scene.place()
            scene.show([scene.told(.acknowledged, leaves: 9, number: 1)], of: BreachScene.reply)
            return scene
        },
        Breach(.filledMeansAll, "an order is FILLED with five shares of ten") {
            let scene = BreachScene()
            scene.work()
            scene.show([scene.filled(1, 5)], of: BreachScene.push)
            return scene
        },
        Breach(.canceledMeansPart, "an order is CANCELED with all its shares filled") {
            let scene = BreachScene()
            scene.work()
            let record = scene.filled(1, 10, at: 70_000, .buy, .canceled)
            scene.show([record], of: BreachScene.push)
            return scene
        },
        Breach(.rejectedMeansNone, "an order is REJECTED that filled in part") {
            let scene = BreachScene()
            scene.work()
            scene.right(
                [scene.filled(1, 5, at: 70_000, .buy, .partialFill)], of: BreachScene.push)
            scene.show(
                [scene.told(.ended, 1, .rejected, filled: 5, leaves: 0)], of: BreachScene.push)
            return scene
        },
        Breach(.openMeansRest, "an order is PARTIAL_FILL with nothing filled") {
            let scene = BreachScene()
            scene.place()
            scene.show(
                [scene.told(.acknowledged, 1, .partialFill, number: 1)], of: BreachScene.reply)
            return scene
        },
        Breach(.filledNeverFalls, "five shares filled become four") {
            let scene = BreachScene()
            scene.work()
            scene.right(
                [scene.filled(1, 5, at: 70_000, .buy, .partialFill)], of: BreachScene.push)
            scene.show([scene.told(.cancelRequested, 1, .partialFill, filled: 4, leaves: 6)])
            return scene
        },
        Breach(.orderIsNew, "the fifth order is decided after the first") {
            let scene = BreachScene()
            scene.work()
            scene.show([scene.decided(as: 5)])
            return scene
        },
        Breach(.orderIsKnown, "an order changes that nobody decided") {
            let scene = BreachScene()
            scene.work()
            scene.show([scene.told(.cancelRequested, 7)])
            return scene
        },
        Breach(.statusFollows, "a cancelled order is acknowledged") {
            let scene = BreachScene()
            scene.work()
            scene.right([scene.told(.ended, 1, .canceled, leaves: 0)], of: BreachScene.push)
            scene.show([scene.told(.acknowledged, 1, number: 1)], of: BreachScene.reply)
            return scene
        },
        Breach(.numberHasOneOrder, "two orders of a day have one number") {
            let scene = BreachScene()
            scene.work()
            scene.place()
            scene.show([scene.told(.acknowledged, 2, number: 1)], of: BreachScene.reply)
            return scene
        },
        Breach(.keyIsUsedOnce, "one leg of a signal makes two orders") {
            let scene = BreachScene()
            scene.right([scene.decided(leg: 1)])
            scene.show([scene.decided(leg: 1)])
            return scene
        },
        Breach(.oneChangeAtATime, "a second cancel leaves before the first is answered") {
            let scene = BreachScene()
            scene.work()
            var id = scene.nextRequest()
            scene.right([scene.told(.changeSent, request: id)], [scene.cancel(id)])
            id = scene.nextRequest()
            scene.show([scene.told(.changeSent, request: id)], [scene.cancel(id)])
            return scene
        },
        Breach(.noChangeAfterEnd, "a cancel leaves of an order that filled") {
            let scene = BreachScene()
            scene.work()
            scene.right([scene.filled()], of: BreachScene.push)
            let id = scene.nextRequest()
            scene.show(
                [scene.told(.changeSent, 1, .filled, filled: 10, leaves: 0, request: id)],
                [scene.cancel(id)])
            return scene
        },
    ]
}
