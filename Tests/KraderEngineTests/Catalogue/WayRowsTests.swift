import KraderModel
import Support
import Testing

@testable import KraderEngine

@Suite("The way to the broker (failure-modes.md §1, F and G)")
struct WayRowsTests {
    private let day = Sample.tuesday

    @Test("F01: a refused question is asked again, and is no error")
    func queryRefused() {
        let scene = RowScene([RowScene.buy("10:00", 10)])
        scene.bench.wait("10:00")
        scene.lose("10:00:01", 1)
        scene.bench.wait("10:00:02")
        #expect(scene.queries == 1)
        scene.bench.answer("10:00:02.1", .refused(1_700))
        scene.bench.wait("10:00:03")
        #expect(scene.queries == 2, "At the next moment of the schedule")
        let errors = scene.bench.engine.trading.errors.today
        #expect(errors == 1, "The doubt itself")
        #expect(scene.bench.engine.counts.readingsLost == 1)
    }

    @Test("F02, F04: an order refused for its rate may have been taken: it is looked for, not sent")
    func orderRate() {
        let scene = RowScene([RowScene.buy("10:00", 10)])
        scene.bench.wait("10:00")
        scene.lose("10:00:01", 1, .rateRefused(1_700))
        let said = scene.bench.pass(
            until: "10:00:02.5", ShownLists(orders: [ShownLists.row(7)]))
        #expect(said == ["1 adopted as 7"] && scene.orders == 1)
    }

    @Test("F03: a cancel of the kill switch refused for its rate follows until it is done")
    func cancelRate() {
        let scene = RowScene.working()
        scene.bench.answersWhenKilled = false
        scene.bench.command("10:00:10", .engageKillSwitch)
        let open = ShownLists(orders: [ShownLists.row(7)])
        for second in [11, 21, 31] {
            let request = scene.bench.requests.last { !$0.isQuery }?.id.number ?? 0
            scene.lose("10:00:\(second)", request, .rateRefused(1_700))
            scene.bench.pass(until: "10:00:\(second + 8)", open)
        }
        let cancels = scene.bench.requests.count { words($0).hasSuffix("cancel 7") }
        #expect(cancels == 4, "Each after a list showed the order open")
    }

    @Test("F11: a reading with a page that is missing counts for nothing")
    func missingPage() {
        let scene = RowScene([RowScene.buy("10:00", 10)])
        scene.bench.wait("10:00")
        scene.lose("10:00:01", 1)
        for time in ["10:00:02", "10:00:03", "10:00:06", "10:00:11", "10:00:31", "10:01:01.5"] {
            scene.bench.wait(time)
            scene.bench.answer(time, .orders([], hasMore: true))
            scene.bench.answer(time, .failed(.reset))
        }
        scene.bench.wait("10:01:30")
        #expect(scene.count(.orderNotFound) == 0)
        #expect(scene.bench.engine.counts.readings == 0)
        #expect(scene.reserved == Won(700_000))
    }

    @Test("F12: a list that lacks an order which the broker has had for long is none to build on")
    func emptyInMaintenance() {
        let scene = RowScene.working()
        scene.bench.command("10:01", .reconcile)
        let other = ShownLists(orders: [
            ShownLists.row(9, 3, channel: .other, at: "10:00:30")
        ])
        #expect(scene.bench.show("10:01:00.1", other) == ["SNAPSHOT_UNUSABLE"])
        #expect(scene.bench.engine.liveOrderCount == 1 && scene.reserved == Won(700_000))
        let before = scene.queries
        scene.bench.pass(until: "10:11", other)
        #expect((scene.queries - before) / 3 < 13, "It is asked again each minute, not faster")
    }

    @Test(
        "F12: where the broker keeps no list of the day, what was executed is asked for instead",
        arguments: [0, 4] as [Int64])
    func withoutDay(filled: Int64) {
        let scene = RowScene.working()
        scene.bench.command("10:01", .reconcile)
        var shown = ShownLists(orders: [ShownLists.row(7, filled: filled)])
        shown.isWithoutDay = true
        if filled > 0 {
            let execution = Execution(
                number: ExecutionNumber(1), price: Price(70_000), quantity: Shares(filled),
                time: day.at("10:00:01"), cumulativeQuantity: Shares(filled),
                cumulativeAmount: Won(filled * 70_000))
            shown.executions = [ShownLists.executed(7, execution)]
        }
        let said = scene.bench.show("10:01:00.1", shown)
        #expect(said == (filled > 0 ? ["1 filled 4 at 70000, PARTIAL_FILL"] : []))
        #expect(scene.bench.requests.contains { words($0).hasSuffix("query executed_orders") })
        // Then somebody cancels it, and word of that is lost: it is in no list any more.
        shown.orders = filled > 0 ? [ShownLists.row(7, filled: filled, leaves: 0)] : []
        scene.bench.command("10:02", .reconcile)
        let first = scene.bench.show("10:02:00.1", shown)
        scene.bench.command("10:03", .reconcile)
        let second = scene.bench.show("10:03:00.1", shown)
        scene.bench.command("10:04", .reconcile)
        let third = scene.bench.show("10:04:00.1", shown)
        #expect(first + second == (filled > 0 ? ["1 CANCELED EXPIRED"] : []), "Not too early")
        #expect(third == (filled > 0 ? [] : ["1 CANCELED EXPIRED"]))
        #expect(scene.held == Shares(filled) && scene.reserved == .zero)
        #expect(scene.count(.snapshotUnusable) == 0)
    }

    @Test("F12: a broker that has shown its day before shows nothing in maintenance: nothing ends")
    func emptyLater() {
        let scene = RowScene.working()
        scene.bench.command("10:01", .reconcile)
        scene.bench.show("10:01:00.1", ShownLists(orders: [ShownLists.row(7)]))
        scene.bench.command("10:02", .reconcile)
        scene.bench.pass(until: "10:07", ShownLists())
        #expect(scene.bench.engine.liveOrderCount == 1 && scene.reserved == Won(700_000))
        #expect(scene.count(.snapshotUnusable) >= 5)
    }

    @Test("F14: an empty list is a list")
    func noData() {
        let scene = RowScene([RowScene.buy("10:00", 10)])
        scene.bench.pass(until: "10:01:30", ShownLists())
        #expect(scene.count(.orderNotFound) == 1, "Nothing was there, three times and more")
    }

    @Test("F16: each question has its own deadline; one that is late is asked anew")
    func slowAnswer() {
        let scene = RowScene([RowScene.buy("10:00", 10)])
        scene.bench.wait("10:00")
        scene.lose("10:00:01", 1)
        scene.bench.wait("10:00:11.999")
        #expect(scene.queries == 1)
        scene.bench.wait("10:00:12")
        #expect(scene.queries == 2, "Ten seconds later")
        let stale = scene.bench.requests.first { $0.isQuery }
        scene.bench.give(
            .answer(
                BrokerAnswer(
                    request: stale?.id ?? RequestID(1), query: BrokerQuery(.openOrders),
                    asOf: day.at("10:00:02"), outcome: .orders([], hasMore: false))),
            at: day.at("10:00:12.5"))
        #expect(scene.bench.engine.counts.answersUnknown == 1)
    }

    @Test("F19: a long outage makes nothing fail: what was in flight is looked for when it is over")
    func longOutage() {
        let scene = RowScene([RowScene.buy("10:00", 10)])
        scene.bench.wait("10:00")
        scene.link("10:00:01", .down)
        scene.bench.wait("11:30")
        #expect(scene.queries == 0 && scene.reserved == Won(700_000))
        scene.link("11:30", .up)
        let said = scene.bench.pass(
            until: "11:30:05", ShownLists(orders: [ShownLists.row(7)]))
        #expect(said.contains("1 adopted as 7"))
        #expect(scene.mode == .active && scene.orders == 1)
        let errors = scene.bench.engine.trading.errors.today
        #expect(errors == 1, "The outage and the order in doubt in it are one")
    }

    @Test("G01: after an outage the lists are read before anything leaves")
    func comeback() {
        let scene = RowScene.working([RowScene.buy("10:01:02", 5, at: 20_000, symbol: 1)])
        scene.link("10:00:30", .down)
        scene.link("10:01", .up)
        #expect(scene.mode == .reconciling)
        scene.bench.wait("10:01:04")
        #expect(scene.orders == 1)
        scene.bench.pass(until: "10:01:15", ShownLists(orders: [ShownLists.row(7)]))
        #expect(scene.mode == .active)
    }

    @Test("G06, G07: pushes lost in an outage are found by the lists, replayed ones change nothing")
    func lostAndReplayed() {
        let scene = RowScene.working()
        let execution = scene.bench.execution(7, 4, at: 70_000, time: day.at("10:00:40"))
        scene.link("10:00:30", .down)
        scene.link("10:01", .up)
        scene.bench.pass(
            until: "10:01:05",
            ShownLists(
                orders: [ShownLists.row(7, filled: 4)],
                executions: [ShownLists.executed(7, execution)]))
        #expect(scene.held == Shares(4))
        #expect(scene.bench.push("10:01:06", 7, .executed(execution)) == [])
        #expect(scene.bench.push("10:01:06", 7, .accepted(.sample(at: day.at("10:00")))) == [])
        #expect(scene.held == Shares(4) && scene.cash == Won(9_720_000))
    }

    @Test("G12: while pushes don't come the lists are read every five seconds, if an order lives")
    func pushesDown() {
        let scene = RowScene.working([RowScene.buy("10:01:02", 5, at: 20_000, symbol: 1)])
        scene.link("10:01", .pushesDown)
        #expect(scene.mode == .degraded)
        let before = scene.queries
        let said = scene.bench.pass(
            until: "10:02", ShownLists(orders: [ShownLists.row(7)]))
        #expect(said.contains { $0.hasPrefix("refused") }, "New orders wait for a whole way")
        #expect((11...13).contains((scene.queries - before) / 3))
    }

    @Test("G11: while requests don't go nothing leaves, and pushes are booked")
    func requestsDown() {
        let scene = RowScene.working([RowScene.cancel("10:01:01")])
        scene.link("10:01", .requestsDown)
        #expect(scene.bench.wait("10:01:02").filter { $0.hasPrefix("→") } == [])
        #expect(
            scene.bench.fill("10:01:03", 7, 4, at: 70_000)
                == ["1 filled 4 at 70000, PARTIAL_FILL"])
        scene.link("10:01:04", .up)
        #expect(scene.bench.requests.contains { words($0).hasSuffix("cancel 7") })
    }
}
