import KraderMarket
import KraderModel
import Support
import Testing

/// These hold order types to krx-market.md §5.1 and §5.2.
@Suite struct OrderTypeTests {
    @Test("§5.1 immediate or cancel takes what there is at once, the rest is gone")
    func immediateOrCancel() {
        var scene = FlowScene()
        scene.sell(10, 10_000, "10:00")
        scene.sell(10, 10_020, "10:00")
        scene.buy(30, 10_010, "10:01", nil, .immediateOrCancel)
        #expect(scene.prints == [[10_000, 10]])
        #expect(scene.waiting(.buy).isEmpty)
        scene.buy(30, nil, "10:02", nil, .immediateOrCancel)
        #expect(scene.prints.last == [10_020, 10])
        #expect(scene.waitingMarket(.buy) == 0)
    }

    @Test("§5.1 fill or kill takes all at once or nothing")
    func fillOrKill() {
        var scene = FlowScene()
        scene.sell(10, 10_000, "10:00")
        scene.sell(10, 10_020, "10:00")
        scene.buy(11, 10_010, "10:01", nil, .fillOrKill)
        scene.buy(21, nil, "10:01", nil, .fillOrKill)
        #expect(scene.prints.isEmpty)
        scene.buy(15, 10_020, "10:02", nil, .fillOrKill)
        #expect(scene.prints == [[10_000, 10], [10_020, 5]])
    }

    @Test("§5.1 an immediately executable limit fixes the opposite best and waits there")
    func immediatelyExecutable() {
        var scene = FlowScene()
        scene.sell(10, 10_050, "10:00")
        scene.sell(10, 10_060, "10:00")
        scene.buy(15, nil, "10:01", .immediatelyExecutableLimit)
        #expect(scene.prints == [[10_050, 10]])
        #expect(scene.waiting(.buy) == [[10_050, 5]])
    }

    @Test("§5.1 without an opposite order: its own best a step further, inside the limits, or last")
    func immediatelyExecutableAlone() {
        var scene = FlowScene()
        scene.buy(5, nil, "10:00", .immediatelyExecutableLimit)
        #expect(scene.waiting(.buy) == [[10_000, 5]])
        scene.buy(6, nil, "10:01", .immediatelyExecutableLimit)
        #expect(scene.waiting(.buy) == [[10_010, 6], [10_000, 5]])
        var locked = FlowScene()
        locked.sell(5, 8_500, "10:00")
        locked.sell(6, nil, "10:01", .immediatelyExecutableLimit)
        #expect(locked.waiting(.sell) == [[8_500, 11]])
    }

    @Test("§5.1 a best limit joins its own side's best")
    func bestLimit() {
        var scene = FlowScene()
        scene.buy(5, 9_980, "10:00")
        scene.sell(5, 10_020, "10:00")
        scene.buy(7, nil, "10:01", .bestLimit)
        scene.sell(8, nil, "10:01", .bestLimit)
        #expect(scene.waiting(.buy) == [[9_980, 12]])
        #expect(scene.waiting(.sell) == [[10_020, 13]])
    }

    @Test("§5.1 a conditional limit turns into a market order at 15:20")
    func conditional() {
        var scene = FlowScene()
        let conditional = scene.buy(10, 9_000, "10:00", .conditionalLimit)
        #expect(scene.waiting(.buy) == [[9_000, 10]])
        scene.advance("15:20")
        #expect(scene.waiting(.buy).isEmpty)
        #expect(scene.waitingMarket(.buy) == 10)
        scene.sell(10, 10_200, "15:25")
        scene.advance("15:31")
        #expect(scene.trades.map { [$0[0], $0[2], $0[3]] } == [[Int64(conditional), 10_200, 10]])
    }

    /// The table of §5.1, a row a type; then immediate or cancel, the evening, and the hours when
    /// nothing is taken. The evening begins on 2026-09-14.
    static let accepted: [(OrderType, TimeInForce, [String])] = [
        (.limit, .day, ["08:45", "10:00", "15:25", "17:00"]),
        (.market, .day, ["08:45", "10:00", "15:25"]),
        (.conditionalLimit, .day, ["08:45", "10:00"]),
        (.immediatelyExecutableLimit, .day, ["10:00", "17:00"]),
        (.bestLimit, .day, ["10:00", "17:00"]),
        (.closingPrice, .day, ["08:35", "15:35"]),
        (.limit, .immediateOrCancel, ["10:00", "17:00"]),
        (.market, .fillOrKill, ["10:00"]),
        (.immediatelyExecutableLimit, .immediateOrCancel, ["10:00", "17:00"]),
        (.bestLimit, .immediateOrCancel, []),
        (.conditionalLimit, .fillOrKill, []),
    ]

    @Test("§5.1 what each phase takes", arguments: 0..<accepted.count)
    func phases(row: Int) {
        let (type, timeInForce, expected) = Self.accepted[row]
        var taken: [String] = []
        for time in ["08:20", "08:35", "08:45", "10:00", "15:25", "15:35", "17:00", "20:10"] {
            var scene = FlowScene(FlowScene.share, day: CalendarDate(2026, 9, 15))
            scene.buy(1, type.hasLimit ? 10_000 : nil, time, type, timeInForce)
            if scene.rejections.isEmpty { taken.append(time) }
        }
        // Before the pre-open closing-price session ends, the opening auction takes orders too.
        #expect(taken.filter { $0 != "08:35" || type == .closingPrice } == expected)
    }

    @Test(
        "§1.2 the after-market takes KOSPI and KOSDAQ shares from 2026-09-14, no order of the day")
    func afterMarket() {
        var scene = FlowScene(FlowScene.share, day: CalendarDate(2026, 9, 15))
        scene.buy(10, 10_000, "15:00")
        scene.sell(5, 10_000, "16:30")
        #expect(scene.prints.isEmpty)
        scene.buy(5, 10_100, "16:31")
        #expect(scene.prints == [[10_000, 5]])
        #expect(scene.book.officialClose == Price(10_000))
        scene.sell(5, 10_200, "16:40")
        scene.buy(5, 10_200, "16:41")
        // The close stays that of 15:30.
        scene.advance("21:00")
        #expect(scene.book.officialClose == Price(10_000))
        for (board, day) in [(Board.etf, 15), (.konex, 15), (.kospi, 11)] {
            let instrument = Instrument(
                code: Sample.code("900004"), board: board, basePrice: Price(10_000))
            var closed = FlowScene(instrument, day: CalendarDate(2026, 9, day))
            closed.buy(1, 10_000, "16:30")
            #expect(closed.rejections == [.notAccepted])
        }
    }

    @Test("§1.1 before the open trades at the previous close are by time, at once")
    func preOpenClosingPrice() {
        var scene = FlowScene()
        scene.buy(10, nil, "08:31", .closingPrice)
        scene.sell(4, nil, "08:32", .closingPrice)
        scene.sell(10, nil, "08:33", .closingPrice)
        #expect(scene.prints == [[10_000, 4], [10_000, 6]])
        #expect(
            scene.book.tape.ticks.map(\.time) == [
                scene.day.at("08:32"), scene.day.at("08:33"),
            ])
    }

    @Test("§1.1 after the close trades at the close are matched from 15:40 on, by time")
    func closingPrice() {
        var scene = FlowScene()
        scene.print(10_300, "11:00")
        let first = scene.buy(10, nil, "15:32", .closingPrice)
        let second = scene.buy(10, nil, "15:33", .closingPrice)
        let gone = scene.buy(10, nil, "15:34", .closingPrice)
        scene.cancel(gone, "15:34")
        scene.sell(12, nil, "15:35", .closingPrice)
        scene.sell(12, nil, "15:45", .closingPrice)
        let trades = scene.trades.dropFirst()
        #expect(
            trades.map { [$0[0], $0[2], $0[3]] } == [
                [Int64(first), 10_300, 10], [Int64(second), 10_300, 2],
                [Int64(second), 10_300, 8],
            ])
        #expect(
            scene.book.tape.ticks.suffix(3).map(\.time) == [
                scene.day.at("15:40"), scene.day.at("15:40"), scene.day.at("15:45"),
            ])
        #expect(scene.book.officialClose == Price(10_300))
    }

    @Test("§5.2 an order is at most 1 % of the listed shares, up to 1bn won always, 100bn never")
    func size() {
        func isTaken(
            _ quantity: Int64, listed: Int64?, day: CalendarDate = Sample.tuesday
        ) -> Bool {
            let instrument = Instrument(
                code: Sample.code("900005"), board: .kospi, basePrice: Price(10_000),
                listedShares: listed.map { Shares($0) })
            var scene = FlowScene(instrument, day: day)
            scene.buy(quantity, 10_000, "10:00")
            return scene.rejections.isEmpty
        }
        #expect(isTaken(200_000, listed: 20_000_000))
        #expect(!isTaken(200_001, listed: 20_000_000))
        // These are worth 1bn won at most.
        #expect(isTaken(100_000, listed: 2_000_000))
        #expect(!isTaken(100_001, listed: 2_000_000))
        // The shares are worth 19.99bn in all: 5 % may be ordered, but the 1bn are more.
        #expect(isTaken(100_000, listed: 1_999_000))
        #expect(!isTaken(100_001, listed: 1_999_000))
        // These are worth 100bn won at most.
        #expect(isTaken(10_000_000, listed: nil))
        #expect(!isTaken(10_000_001, listed: nil))
        // Before 2018-09-17 an order may have 5 %.
        let before = CalendarDate(2018, 9, 14)
        #expect(isTaken(1_000_000, listed: 20_000_000, day: before))
        #expect(!isTaken(1_000_001, listed: 20_000_000, day: before))
    }
}
