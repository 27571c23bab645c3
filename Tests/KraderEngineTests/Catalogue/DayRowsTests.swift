import KraderModel
import Support
import Testing

@testable import KraderEngine

@Suite("Days and their ends (failure-modes.md §1, E)")
struct DayRowsTests {
    private let day = Sample.tuesday

    @Test(
        "E01, E02: an order whose end nobody told of ends when lists can be final; fills stay",
        arguments: [0, 4] as [Int64])
    func endUntold(filled: Int64) {
        let scene = RowScene.working()
        if filled > 0 { scene.bench.fill("10:00:01", 7, filled, at: 70_000) }
        var shown = ShownLists(orders: [ShownLists.row(7, filled: filled, leaves: 0)])
        if filled > 0 {
            let execution = Execution(
                number: ExecutionNumber(1), price: Price(70_000), quantity: Shares(filled),
                time: day.at("10:00:01"), cumulativeQuantity: Shares(filled),
                cumulativeAmount: Won(filled * 70_000))
            shown.executions = [ShownLists.executed(7, execution)]
        }
        // 15:30, half a minute for the cross, and a minute.
        #expect(scene.bench.wait("15:31:29.999").filter { $0.contains("query") } == [])
        let said = scene.bench.pass(until: "15:31:31", shown)
        #expect(said.last == "1 CANCELED EXPIRED", "\(said)")
        #expect(scene.held == Shares(filled) && scene.reserved == .zero)
        let asked = scene.queries
        scene.bench.pass(until: "23:59", shown)
        #expect(scene.queries == asked, "Nothing more to ask")
    }

    @Test("E03: an order sent seconds before the close that nothing answers ends with the session")
    func beforeTheClose() {
        let scene = RowScene([RowScene.buy("15:29:57", 10)])
        scene.bench.wait("15:29:57")
        #expect(scene.orders == 1)
        let said = scene.bench.pass(until: "15:33", ShownLists())
        #expect(said.contains("ORDER_NOT_FOUND"))
        #expect(scene.reserved == .zero && scene.bench.engine.liveOrderCount == 0)
        #expect(scene.orders == 1)
    }

    @Test("E04: what was in doubt yesterday is over: today's lists can't tell of it")
    func doubtOfYesterday() {
        let scene = RowScene([RowScene.buy("10:00", 10)])
        scene.bench.wait("10:00")
        scene.lose("10:00:01", 1)
        scene.bench.wait("23:59:59")
        scene.bench.day = Sample.wednesday
        scene.bench.wait("00:00")
        let doubts = scene.bench.engine.doubts
        #expect(doubts == 0 && scene.reserved == .zero && scene.orders == 1)
    }

    @Test("E04: an order of yesterday that today's list does not show has ended")
    func orderOfYesterday() {
        let scene = RowScene.working()
        scene.bench.wait("23:59:59")
        scene.bench.day = Sample.wednesday
        scene.bench.wait("08:29:59")
        #expect(scene.bench.engine.liveOrderCount == 1)
        let said = scene.bench.pass(until: "08:31", ShownLists())
        #expect(said.contains("1 CANCELED EXPIRED"), "\(said)")
        #expect(scene.reserved == .zero)
    }

    @Test("E05: a number that is given anew today is today's order's")
    func numberAgain() {
        let scene = RowScene.working()
        scene.bench.wait("23:59:59")
        scene.bench.day = Sample.wednesday
        let said = scene.bench.push(
            "09:00:01", 7,
            .accepted(.sample(.buy, 3, channel: .other, at: Sample.wednesday.at("09:00"))))
        #expect(said.contains("1 CANCELED EXPIRED") && said.contains("2 external buy 3"))
    }

    @Test("E05: a list in which yesterday's number is a new order's ends yesterday's order")
    func numberAgainInAList() {
        let scene = RowScene.working()
        scene.bench.wait("23:59:59")
        scene.bench.day = Sample.wednesday
        let row = ShownLists.row(
            7, 3, channel: .other, at: "08:30", day: Sample.wednesday)
        let said = scene.bench.pass(until: "08:31", ShownLists(orders: [row]))
        #expect(said.contains("1 CANCELED EXPIRED") && said.contains("2 external buy 3"))
        #expect(scene.reserved == Won(210_000))
    }

    @Test("E07: on a day that is none nothing leaves, however the clock runs")
    func holiday() {
        let sunday = CalendarDate(2026, 3, 8)
        let line: RowScene.Line = (
            sunday.at("10:00"),
            { $0.buy(SymbolIndex(0), quantity: Shares(1), limit: Price(70_000)) }
        )
        let scene = RowScene([line])
        scene.bench.wait(until: sunday.at("12:00"))
        #expect(scene.orders == 0)
        let isRefused = scene.bench.records.contains { record in
            if case .signal(let signal) = record, case .refused = signal.answer {
                true
            } else {
                false
            }
        }
        #expect(isRefused)
    }

    @Test("E12: a fill outside the hours is a fill")
    func outsideHours() {
        let scene = RowScene.working()
        #expect(scene.bench.fill("16:45", 7, 10, at: 70_000).last == "1 filled 10 at 70000, FILLED")
        #expect(scene.held == Shares(10))
    }

    @Test("E14: a planned downtime counts no error, however often it comes")
    func maintenance() {
        let scene = RowScene.working()
        for time in ["10:01", "10:02", "10:03", "10:04"] {
            scene.link(time, .maintenance)
            scene.link(time + ":20", .up)
            scene.bench.pass(
                until: time + ":30", ShownLists(orders: [ShownLists.row(7)]))
        }
        let errors = scene.bench.engine.trading.errors.today
        #expect(errors == 0 && scene.mode == .active)
    }

    @Test(
        "a weekend with an order that nobody ended asks seldom: each time as long as it has lasted")
    func weekend() {
        let friday = Sample.friday
        let scene = RowScene([
            (
                friday.at("10:00"),
                { $0.buy(SymbolIndex(0), quantity: Shares(10), limit: Price(70_000)) }
            )
        ])
        scene.bench.wait(until: friday.at("10:00"))
        scene.bench.day = friday
        scene.bench.accept("10:00:00.1", scene.bench.lastOrder, as: 7)
        // A list that goes on showing it.
        let stale = ShownLists(orders: [ShownLists.row(7, at: "10:00:00", day: friday)])
        scene.bench.pass(until: "15:31", stale)
        let before = scene.queries
        scene.bench.day = Sample.monday
        scene.bench.pass(until: "08:00", stale)
        // 30 s, 1, 2, 4, 8, 16, 32 minutes, then an hour: 63 hours and seven times three lists.
        let readings = (scene.queries - before) / 3
        #expect((60...80).contains(readings), "\(readings)")
    }
}
