import KraderModel
import Support
import Testing

@testable import KraderEngine

@Suite("Cancels and modifies (failure-modes.md §1, D)")
struct ChangeRowsTests {
    private let day = Sample.tuesday

    private func cancels(_ scene: RowScene) -> Int {
        scene.bench.requests.count { if case .cancel = $0.request { true } else { false } }
    }

    private func modifies(_ scene: RowScene) -> Int {
        scene.bench.requests.count { if case .modify = $0.request { true } else { false } }
    }

    /// A working order whose move to 69,900 left at 10:00:01 as request 2.
    private func moving(_ lines: [RowScene.Line] = []) -> RowScene {
        let scene = RowScene.working([RowScene.replace("10:00:01", 69_900)] + lines)
        scene.bench.wait("10:00:01")
        return scene
    }

    @Test("D02: a cancel that a fill races takes what was left: both add up to the order")
    func race() {
        let scene = RowScene.working([RowScene.cancel("10:00:01")])
        scene.bench.wait("10:00:01")
        scene.bench.fill("10:00:01.1", 7, 4, at: 70_000)
        scene.bench.accept("10:00:01.2", 2, as: 8)
        #expect(
            scene.bench.push("10:00:01.2", 7, .cancelled(quantity: Shares(6), by: OrderNumber(8)))
                == ["1 CANCELED CANCELLED_BY_STRATEGY"])
        #expect(scene.held == Shares(4) && scene.reserved == .zero && scene.cash == Won(9_720_000))
    }

    @Test("D03: filled in part, then cancelled: the fills stay, what was kept back is free once")
    func partial() {
        let scene = RowScene.working([RowScene.cancel("10:00:02")])
        scene.bench.fill("10:00:01", 7, 4, at: 70_000)
        scene.bench.wait("10:00:02")
        scene.bench.push("10:00:03", 7, .cancelled(quantity: Shares(6), by: OrderNumber(8)))
        scene.bench.accept("10:00:03.1", 2, as: 8)
        #expect(scene.held == Shares(4) && scene.reserved == .zero && scene.cash == Won(9_720_000))
        let ended = scene.bench.records.compactMap { record in
            if case .transition(let change) = record, change.event == .ended { change } else { nil }
        }
        #expect(ended.map(\.status) == [.canceled] && ended.map(\.filled) == [Shares(4)])
    }

    @Test("D04: a cancel whose reply is lost is sent again only when a list shows the order open")
    func replyLost() {
        let scene = RowScene.working([RowScene.cancel("10:00:01")])
        scene.bench.wait("10:00:01")
        scene.lose("10:00:02", 2)
        scene.bench.wait("10:00:02.9")
        #expect(cancels(scene) == 1)
        let open = ShownLists(orders: [ShownLists.row(7)])
        scene.bench.pass(until: "10:00:03.5", open)
        #expect(cancels(scene) == 2)
    }

    @Test("D04: a cancel whose reply is lost and that a list shows as taken ends the order")
    func replyLostAndTaken() {
        let scene = RowScene.working([RowScene.cancel("10:00:01")])
        scene.bench.wait("10:00:01")
        scene.lose("10:00:02", 2)
        let taken = ShownLists(orders: [
            ShownLists.row(7, leaves: 0), ShownLists.row(8, 10, .cancel, of: 7, at: "10:00:01"),
        ])
        let said = scene.bench.pass(until: "10:00:03.5", taken)
        #expect(said == ["1 CANCELED CANCELLED_BY_STRATEGY"])
        #expect(cancels(scene) == 1)
    }

    @Test("D05: the wish to cancel an order in doubt is kept, and sent when its number is known")
    func cancelOfDoubt() {
        let scene = RowScene([RowScene.buy("10:00", 10), RowScene.cancel("10:00:02")])
        scene.bench.wait("10:00")
        scene.lose("10:00:01", 1)
        scene.bench.wait("10:00:02.5")
        #expect(cancels(scene) == 0)
        scene.bench.push("10:00:03", 7, .accepted(.sample(at: day.at("10:00"))))
        #expect(cancels(scene) == 1)
    }

    @Test("D06, D07: all that is left is cancelled, and the cancel's own number is its order's")
    func ownNumber() {
        let scene = RowScene.working([RowScene.cancel("10:00:01")])
        scene.bench.wait("10:00:01")
        let quantities = scene.bench.requests.compactMap { numbered in
            if case .cancel(let cancel) = numbered.request {
                cancel.quantity?.count ?? 0
            } else {
                nil
            }
        }
        #expect(quantities == [0])
        scene.bench.accept("10:00:01.1", 2, as: 8)
        scene.bench.push("10:00:01.2", 8, .accepted(.sample(at: day.at("10:00:01"))))
        #expect(scene.bench.engine.liveOrderCount == 1, "It is no new order")
        #expect(scene.count(.externalOrder) == 0)
    }

    @Test("D08, D11, D12: a chain of moves is one order; fills of any of its numbers are its own")
    func chain() {
        let scene = moving([RowScene.replace("10:00:03", 69_800)])
        scene.bench.accept("10:00:01.1", 2, as: 8)
        scene.bench.push(
            "10:00:01.2", 7,
            .modified(quantity: Shares(10), limit: Price(69_900), to: OrderNumber(8)))
        scene.bench.wait("10:00:03")
        scene.bench.accept("10:00:03.1", 3, as: 9)
        scene.bench.push(
            "10:00:03.2", 8,
            .modified(quantity: Shares(8), limit: Price(69_800), to: OrderNumber(9)))
        #expect(
            scene.bench.fill("10:00:03.3", 8, 2, at: 69_900)
                == ["1 filled 2 at 69900, PARTIAL_FILL"], "It came before the second move")
        #expect(scene.bench.fill("10:00:04", 9, 8, at: 69_800) == ["1 filled 8 at 69800, FILLED"])
        // 10,000,000 − 139,800 − 558,400
        #expect(scene.cash == Won(9_301_800) && scene.bench.engine.liveOrderCount == 0)
    }

    @Test("D09: a move whose reply is lost is believed when a list or a push shows it")
    func moveLost() {
        let scene = moving()
        scene.lose("10:00:02", 2)
        #expect(scene.bench.engine.doubts == 1)
        let said = scene.bench.pass(
            until: "10:00:03.5",
            ShownLists(orders: [
                ShownLists.row(7, leaves: 0),
                ShownLists.row(8, 10, .modify, of: 7, limit: 69_900, at: "10:00:01"),
            ]))
        #expect(said == ["1 modified to 69900"])
        let doubts = scene.bench.engine.doubts
        #expect(doubts == 0 && scene.reserved == Won(699_000))
    }

    @Test("D10: a refused move leaves the order as it was")
    func moveRefused() {
        let scene = moving()
        #expect(scene.bench.refuse("10:00:02", 2, .outsideBand) == ["1 change refused"])
        #expect(scene.reserved == Won(700_000) && scene.bench.engine.liveOrderCount == 1)
        #expect(scene.bench.fill("10:00:03", 7, 10, at: 70_000) == ["1 filled 10 at 70000, FILLED"])
    }

    @Test("D13: while nobody knows what became of a move, no second one leaves")
    func noSecondMove() {
        let scene = moving([RowScene.replace("10:00:05", 69_800)])
        scene.lose("10:00:02", 2)
        let said = scene.bench.wait("10:00:06")
        #expect(said.contains("refused NOT_REPLACEABLE"))
        #expect(modifies(scene) == 1)
    }

    @Test("D14: a cancel that is refused for now stays wished, and is sent again")
    func notNow() {
        let scene = RowScene.working([RowScene.cancel("10:00:01")])
        scene.bench.wait("10:00:01")
        #expect(scene.bench.refuse("10:00:01.1", 2, .halted) == ["1 change refused"])
        #expect(scene.bench.wait("10:00:31") == [])
        #expect(scene.bench.wait("10:00:31.1") == ["1 change sent", "→ 3 cancel 7"])
        scene.bench.push("10:00:31.2", 7, .cancelled(quantity: Shares(10), by: OrderNumber(8)))
        #expect(scene.bench.wait("15:00") == [] && cancels(scene) == 2)
    }

    @Test("D15: of two who want an order cancelled one cancel is in flight")
    func twoCancellers() {
        let scene = RowScene.working([RowScene.cancel("10:00:01")])
        scene.bench.wait("10:00:01")
        scene.bench.command("10:00:01.1", .engageKillSwitch)
        #expect(cancels(scene) == 1)
        scene.bench.push("10:00:02", 7, .cancelled(quantity: Shares(10), by: OrderNumber(8)))
        scene.bench.wait("10:01")
        #expect(cancels(scene) == 1 && scene.bench.engine.liveOrderCount == 0)
    }

    @Test("D16: a cancel of somebody else's is followed, and said to be")
    func cancelledByOther() {
        let scene = RowScene.working()
        #expect(
            scene.bench.push("10:00:02", 7, .cancelled(quantity: Shares(10), by: OrderNumber(8)))
                == ["1 CANCELED CANCELLED_BY_OTHER"])
        #expect(scene.reserved == .zero)
    }

    @Test("D17: a move of somebody else's is followed: what is left rests at the new price")
    func movedByOther() {
        let scene = RowScene.working()
        #expect(
            scene.bench.push(
                "10:00:02", 7,
                .modified(quantity: Shares(10), limit: Price(69_000), to: OrderNumber(8)))
                == ["1 modified to 69000"])
        #expect(scene.reserved == Won(690_000))
        #expect(scene.bench.fill("10:00:03", 8, 10, at: 69_000) == ["1 filled 10 at 69000, FILLED"])
    }

    @Test("D17: the part that a person moved is that person's, and the rest goes on as it was")
    func movedInPart() {
        let scene = RowScene.working()
        let said = scene.bench.push(
            "10:00:02", 7,
            .modified(quantity: Shares(4), limit: Price(71_000), to: OrderNumber(8)))
        #expect(said == ["→ 2 query open_orders"], "The lists say what became of the rest")
        let shown = ShownLists(orders: [
            ShownLists.row(7, leaves: 6),
            ShownLists.row(
                8, 4, .modify, of: 7, limit: 71_000, channel: .other, at: "10:00:02"),
        ])
        #expect(
            scene.bench.show("10:00:02.1", shown) == [
                "1 partly cancelled, 6 left", "2 external buy 4", "EXTERNAL_ORDER",
            ])
        #expect(scene.reserved == Won(6 * 70_000 + 4 * 71_000))
        scene.bench.command("10:00:10", .reconcile)
        #expect(scene.bench.show("10:00:10.1", shown) == [], "A second reading finds nothing")
        #expect(scene.bench.fill("10:00:11", 8, 4, at: 71_000) == ["2 filled 4 at 71000, FILLED"])
        #expect(
            scene.bench.fill("10:00:12", 7, 6, at: 70_000) == ["1 filled 6 at 70000, CANCELED"])
        // 10,000,000 − 284,000 − 420,000
        #expect(scene.cash == Won(9_296_000) && scene.held == Shares(10))
        #expect(scene.bench.engine.ownPosition(0, SymbolIndex(0)).quantity == Shares(6))
        #expect(scene.mode == .active && scene.reserved == .zero)
    }

    @Test("D17: a whole move of a person's that overtook a fill is followed when the lists say so")
    func movedBeforeAFill() {
        let scene = RowScene.working()
        scene.bench.push(
            "10:00:02", 7,
            .modified(quantity: Shares(6), limit: Price(69_000), to: OrderNumber(8)))
        let execution = scene.bench.execution(7, 4, at: 70_000, time: day.at("10:00:01"))
        let said = scene.bench.show(
            "10:00:02.1",
            ShownLists(
                orders: [
                    ShownLists.row(7, filled: 4, leaves: 0),
                    ShownLists.row(
                        8, 6, .modify, of: 7, limit: 69_000, channel: .other, at: "10:00:02"),
                ], executions: [ShownLists.executed(7, execution)]))
        #expect(said == ["1 modified to 69000", "1 filled 4 at 70000, PARTIAL_FILL"])
        #expect(scene.bench.fill("10:00:03", 8, 6, at: 69_000) == ["1 filled 6 at 69000, FILLED"])
        #expect(scene.mode == .active)
    }
}
