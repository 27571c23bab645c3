import KraderModel
import Testing

/// Expectations are the tables of krx-market.md §2, band edges by hand.
@Suite struct PriceStepTableTests {
    struct Case: Sendable {
        var board: Board
        var day: CalendarDate
        var price: Int64
        var step: Int64
        var up: Int64
        var down: Int64?
    }

    static let now = CalendarDate(2026, 11, 20)
    static let before = CalendarDate(2023, 1, 24)

    /// Prices on both sides of each edge: at an edge the step up is the upper band's, the step down
    /// the lower band's.
    static let edges = [
        Case(board: .kospi, day: now, price: 1, step: 1, up: 2, down: nil),
        Case(board: .kospi, day: now, price: 1_999, step: 1, up: 2_000, down: 1_998),
        Case(board: .kospi, day: now, price: 2_000, step: 5, up: 2_005, down: 1_999),
        Case(board: .kosdaq, day: now, price: 4_995, step: 5, up: 5_000, down: 4_990),
        Case(board: .kosdaq, day: now, price: 5_000, step: 10, up: 5_010, down: 4_995),
        Case(board: .konex, day: now, price: 19_990, step: 10, up: 20_000, down: 19_980),
        Case(board: .konex, day: now, price: 20_000, step: 50, up: 20_050, down: 19_990),
        Case(board: .kospi, day: now, price: 49_950, step: 50, up: 50_000, down: 49_900),
        Case(board: .kospi, day: now, price: 50_000, step: 100, up: 50_100, down: 49_950),
        Case(board: .kospi, day: now, price: 199_900, step: 100, up: 200_000, down: 199_800),
        Case(board: .kospi, day: now, price: 200_000, step: 500, up: 200_500, down: 199_900),
        Case(board: .kospi, day: now, price: 499_500, step: 500, up: 500_000, down: 499_000),
        Case(board: .kospi, day: now, price: 500_000, step: 1_000, up: 501_000, down: 499_500),
        Case(board: .kospi, day: before, price: 1_000, step: 5, up: 1_005, down: 999),
        Case(board: .kospi, day: before, price: 5_000, step: 10, up: 5_010, down: 4_995),
        Case(board: .kospi, day: before, price: 10_000, step: 50, up: 10_050, down: 9_990),
        Case(board: .kospi, day: before, price: 50_000, step: 100, up: 50_100, down: 49_950),
        Case(board: .kospi, day: before, price: 100_000, step: 500, up: 100_500, down: 99_900),
        Case(
            board: .kospi, day: before, price: 500_000, step: 1_000, up: 501_000, down: 499_500),
        Case(
            board: .kosdaq, day: before, price: 100_000, step: 100, up: 100_100, down: 99_900),
        Case(board: .konex, day: before, price: 500_000, step: 100, up: 500_100, down: 499_900),
        Case(board: .etf, day: now, price: 1_999, step: 1, up: 2_000, down: 1_998),
        Case(board: .etn, day: now, price: 2_000, step: 5, up: 2_005, down: 1_999),
        Case(board: .elw, day: now, price: 5, step: 5, up: 10, down: nil),
        Case(board: .elw, day: now, price: 500_000, step: 5, up: 500_005, down: 499_995),
    ]

    @Test("H10: §2.1–2.3 steps, next above and below at the edges of the bands", arguments: edges)
    func edge(_ expected: Case) {
        let table = PriceStepTable.table(board: expected.board, on: expected.day)
        let price = Price(expected.price)
        #expect(table.step(at: price) == Price(expected.step))
        #expect(table.isOnGrid(price))
        #expect(table.up(from: price) == Price(expected.up))
        #expect(table.down(from: price) == expected.down.map { Price($0) })
        #expect(table.roundedDown(price) == price)
        #expect(table.roundedUp(price) == price)
    }

    @Test("a price off the grid moves to the lines beside it")
    func offGrid() {
        let table = PriceStepTable.table(board: .kospi, on: Self.now)
        #expect(!table.isOnGrid(Price(70_050)))
        #expect(table.up(from: Price(70_050)) == Price(70_100))
        #expect(table.down(from: Price(70_050)) == Price(70_000))
        #expect(table.roundedUp(Price(70_050)) == Price(70_100))
        #expect(table.roundedDown(Price(70_050)) == Price(70_000))
        #expect(table.down(from: Price(2_001)) == Price(2_000))
        #expect(table.roundedUp(Price(199_901)) == Price(200_000))
    }

    @Test("there is no price below the lowest step")
    func floor() {
        let fives = PriceStepTable.table(board: .elw, on: Self.now)
        #expect(fives.lowest == Price(5))
        #expect(fives.down(from: Price(5)) == nil)
        #expect(fives.down(from: Price(3)) == nil)
        #expect(fives.roundedDown(Price(3)) == nil)
        #expect(fives.roundedUp(Price(3)) == Price(5))
        #expect(!fives.isOnGrid(Price(0)))
        #expect(fives.moved(Price(12), steps: -9) == Price(5))
    }

    @Test("several steps cross bands one step at a time")
    func moved() {
        let table = PriceStepTable.table(board: .kospi, on: Self.now)
        #expect(table.moved(Price(1_998), steps: 3) == Price(2_005))
        #expect(table.moved(Price(2_005), steps: -3) == Price(1_998))
        #expect(table.moved(Price(70_050), steps: 1) == Price(70_100))
        #expect(table.moved(Price(70_050), steps: 0) == Price(70_050))
    }

    @Test("up and down undo each other on every grid line up to a million won")
    func inverse() {
        for (board, day) in [
            (Board.kospi, Self.now), (.kospi, Self.before), (.kosdaq, Self.before),
            (.etf, Self.now), (.elw, Self.now),
        ] {
            let table = PriceStepTable.table(board: board, on: day)
            var price = table.lowest
            var failures = 0
            while price < Price(1_000_000) {
                let above = table.up(from: price)
                if table.down(from: above) != price || !table.isOnGrid(above) { failures += 1 }
                price = above
            }
            #expect(failures == 0, "\(board) \(day)")
        }
    }

    @Test("H13: §2.1–2.3 tables change on 2023-01-25 and, for funds, on 2023-12-11")
    func eras() {
        func step(_ board: Board, _ day: CalendarDate, _ price: Int64) -> Int64 {
            PriceStepTable.table(board: board, on: day).step(at: Price(price)).won
        }
        #expect(step(.kospi, CalendarDate(2023, 1, 24), 150_000) == 500)
        #expect(step(.kospi, CalendarDate(2023, 1, 25), 150_000) == 100)
        #expect(step(.kosdaq, CalendarDate(2023, 1, 24), 300_000) == 100)
        #expect(step(.kosdaq, CalendarDate(2023, 1, 25), 300_000) == 500)
        #expect(step(.etf, CalendarDate(2023, 12, 10), 1_500) == 5)
        #expect(step(.etf, CalendarDate(2023, 12, 11), 1_500) == 1)
        #expect(step(.elw, CalendarDate(2023, 12, 11), 1_500) == 5)
    }

    @Test("before 2010-10-04 the earliest table stands in and says so")
    func beforeFirstRule() {
        let old = PriceStepTable.table(board: .kospi, on: CalendarDate(2010, 10, 3))
        let first = PriceStepTable.table(board: .kospi, on: CalendarDate(2010, 10, 4))
        #expect(old.isBeforeFirstRule)
        #expect(!first.isBeforeFirstRule)
        #expect(old.bands == first.bands)
    }

    @Test("§2.2 bands read as the published table")
    func bands() {
        let table = PriceStepTable.table(board: .kosdaq, on: Self.before)
        #expect(table.bands.map(\.from.won) == [1, 1_000, 5_000, 10_000, 50_000])
        #expect(table.bands.map(\.below?.won) == [1_000, 5_000, 10_000, 50_000, nil])
        #expect(table.bands.map(\.step.won) == [1, 5, 10, 50, 100])
    }
}
