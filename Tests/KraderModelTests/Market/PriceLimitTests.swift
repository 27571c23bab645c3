import KraderModel
import Testing

@Suite struct PriceLimitTests {
    struct Case: Sendable {
        var board: Board
        var day: CalendarDate
        var base: Int64
        var lower: Int64
        var upper: Int64
    }

    static let now = CalendarDate(2026, 11, 20)
    static let before2023 = CalendarDate(2022, 6, 2)

    /// krx-market.md §3.2: examples of KRX, of broker interfaces, and seen in data.
    static let published = [
        Case(board: .kospi, day: now, base: 9_980, lower: 6_990, upper: 12_970),
        Case(board: .kosdaq, day: before2023, base: 9_940, lower: 6_960, upper: 12_900),
        Case(board: .kospi, day: before2023, base: 128_500, lower: 90_000, upper: 167_000),
        Case(board: .kospi, day: now, base: 6_170, lower: 4_320, upper: 8_020),
        Case(board: .etf, day: now, base: 35_980, lower: 25_190, upper: 46_770),
        Case(board: .kospi, day: now, base: 239_000, lower: 167_500, upper: 310_500),
        Case(board: .kospi, day: now, base: 24_250, lower: 17_000, upper: 31_500),
    ]

    @Test("§3.2 published examples", arguments: published)
    func example(_ expected: Case) {
        let band = PriceLimit.band(
            base: Price(expected.base), board: expected.board, on: expected.day)
        #expect(band == PriceBand(lower: Price(expected.lower), upper: Price(expected.upper)))
    }

    @Test("§3.2 all 9,300 valid bases up to 3,000,000 won; the naive lower limit is wrong for 732")
    func allBases() throws {
        let table = PriceStepTable.table(board: .kospi, on: Self.now)
        var (bases, naiveFaults, faults) = (0, 0, 0)
        var base = Price(1)
        while base <= Price(3_000_000) {
            bases += 1
            let band = try #require(PriceLimit.band(base: base, board: .kospi, on: Self.now))
            // Upwards, for a base on the grid: 130 % of it, cut down on the result's step.
            let upper = table.roundedDown(Price(base.won * 13 / 10))
            let isRight =
                table.isOnGrid(band.lower) && table.isOnGrid(band.upper)
                && band.upper > base && (base < Price(4) || band.upper == upper)
                && (band.lower < base || base == Price(1))
                && (base < Price(4) || band.lower.won * 10 >= base.won * 7)
            if !isRight { faults += 1 }
            // Below 4 won the width is our assumption of one step, not KRX's algorithm.
            let naive = table.roundedUp(Price((base.won * 7 + 9) / 10))
            if base >= Price(4), naive != band.lower { naiveFaults += 1 }
            base = table.up(from: base)
        }
        #expect(bases == 9_300)
        #expect(faults == 0)
        #expect(naiveFaults == 732)
    }

    @Test("the width is at least one step and a limit at least one price")
    func smallest() {
        func band(_ base: Int64, _ board: Board) -> [Int64]? {
            PriceLimit.band(base: Price(base), board: board, on: Self.now)
                .map { [$0.lower.won, $0.upper.won] }
        }
        #expect(band(1, .kospi) == [1, 2])
        #expect(band(2, .kospi) == [1, 3])
        #expect(band(3, .kospi) == [2, 4])
        #expect(band(4, .kospi) == [3, 5])
        let fives = PriceLimit.band(
            base: Price(5), board: .etf, on: CalendarDate(2023, 12, 8))
        #expect(fives == PriceBand(lower: Price(5), upper: Price(10)))
    }

    @Test("§3.1 ±15 % until 2015-06-14, ±30 % from 2015-06-15, KONEX ±15 % always")
    func eras() {
        func band(_ board: Board, _ day: CalendarDate) -> [Int64]? {
            PriceLimit.band(base: Price(10_000), board: board, on: day)
                .map { [$0.lower.won, $0.upper.won] }
        }
        #expect(band(.kospi, CalendarDate(2015, 6, 14)) == [8_500, 11_500])
        #expect(band(.kospi, CalendarDate(2015, 6, 15)) == [7_000, 13_000])
        #expect(band(.konex, CalendarDate(2015, 6, 15)) == [8_500, 11_500])
        #expect(PriceLimit.isBeforeFirstRule(CalendarDate(1998, 12, 6)))
        #expect(!PriceLimit.isBeforeFirstRule(CalendarDate(1998, 12, 7)))
        #expect(band(.kospi, CalendarDate(1998, 12, 6)) == [8_500, 11_500])
    }

    @Test("§3.1 a fund's width grows with its multiple, whatever its sign")
    func multiples() {
        func band(_ multiple: Int, _ board: Board = .etf) -> [Int64]? {
            PriceLimit.band(
                base: Price(10_000), board: board, multipleThousandths: multiple, on: Self.now
            ).map { [$0.lower.won, $0.upper.won] }
        }
        #expect(band(2_000) == [4_000, 16_000])
        #expect(band(-2_000) == [4_000, 16_000])
        #expect(band(-1_000) == [7_000, 13_000])
        #expect(band(1_500, .etn) == [5_500, 14_500])
        // Four times the underlying would fall below nothing.
        #expect(band(4_000) == [1, 22_000])
        // Shares have no multiple.
        #expect(band(2_000, .kospi) == [7_000, 13_000])
    }

    @Test("§3.1 ELW and indices have no limits")
    func unlimited() {
        #expect(PriceLimit.band(base: Price(100), board: .elw, on: Self.now) == nil)
        #expect(PriceLimit.band(base: Price(100), board: .index, on: Self.now) == nil)
    }

    @Test(
        "§3.1 a listing day runs from 60 to 400 % of the offer, before 2023-06-26 from 90 to 200 %"
    )
    func listingDay() {
        func band(_ board: Board, _ day: CalendarDate) -> [Int64]? {
            PriceLimit.band(base: Price(10_000), board: board, basis: .offerPrice, on: day)
                .map { [$0.lower.won, $0.upper.won] }
        }
        #expect(band(.kosdaq, CalendarDate(2023, 6, 26)) == [6_000, 40_000])
        #expect(band(.kospi, CalendarDate(2023, 6, 25)) == [9_000, 20_000])
        #expect(band(.etf, CalendarDate(2023, 6, 26)) == [7_000, 13_000])
    }

    @Test("a base off the grid still gives limits on the grid")
    func offGridBase() throws {
        // A KOSDAQ close of 500,100 was valid until 2023-01-24 and lay off the next day's grid.
        let day = CalendarDate(2023, 1, 25)
        let table = PriceStepTable.table(board: .kosdaq, on: day)
        let band = try #require(PriceLimit.band(base: Price(500_100), board: .kosdaq, on: day))
        #expect(band == PriceBand(lower: Price(350_500), upper: Price(650_000)))
        #expect(table.isOnGrid(band.lower) && table.isOnGrid(band.upper))
    }

    @Test("a band contains its ends and clamps to them")
    func band() {
        let band = PriceBand(lower: Price(6_990), upper: Price(12_970))
        #expect(band.contains(Price(6_990)) && band.contains(Price(12_970)))
        #expect(!band.contains(Price(6_980)) && !band.contains(Price(12_980)))
        #expect(band.clamped(Price(1)) == Price(6_990))
        #expect(band.clamped(Price(20_000)) == Price(12_970))
        #expect(band.clamped(Price(9_000)) == Price(9_000))
    }

    @Test("an instrument brings its board and multiple")
    func instrument() throws {
        let inverse = Instrument(
            code: try IssueCode("252670"), board: .etf, multipleThousandths: -2_000)
        let band = PriceLimit.band(base: Price(2_000), instrument: inverse, on: Self.now)
        #expect(band == PriceBand(lower: Price(800), upper: Price(3_200)))
    }
}
