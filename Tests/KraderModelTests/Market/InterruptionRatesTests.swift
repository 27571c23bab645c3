import KraderModel
import Testing

@Suite struct InterruptionRatesTests {
    static let now = CalendarDate(2026, 3, 3)

    /// A row of krx-market.md §4.1 in hundredths of a per cent; 0 stands for no rule.
    struct Row: Sendable {
        var issues: Instrument.InterruptionClass
        var phase: SessionPhase
        var day: CalendarDate = now
        var still: Int64
        var moving: Int64
    }

    @Test(
        "§4.1 rates by class, phase and day",
        arguments: [
            Row(issues: .large, phase: .continuous, still: 1_000, moving: 300),
            Row(issues: .other, phase: .continuous, still: 1_000, moving: 600),
            Row(issues: .large, phase: .closingAuction, still: 1_000, moving: 200),
            Row(issues: .other, phase: .closingAuction, still: 1_000, moving: 400),
            Row(issues: .large, phase: .openingAuction, still: 1_000, moving: 0),
            Row(issues: .large, phase: .afterMarket, still: 1_000, moving: 300),
            Row(issues: .large, phase: .offHoursSinglePrice, still: 0, moving: 300),
            Row(issues: .other, phase: .offHoursSinglePrice, still: 0, moving: 600),
            Row(issues: .large, phase: .closed, still: 0, moving: 0),
            Row(issues: .large, phase: .closingPrice, still: 0, moving: 0),
            // The second Thursday of March 2026 is the 12th.
            Row(
                issues: .large, phase: .closingAuction, day: CalendarDate(2026, 3, 12),
                still: 1_000, moving: 100),
            Row(
                issues: .other, phase: .closingAuction, day: CalendarDate(2026, 3, 12),
                still: 1_000, moving: 400),
            Row(
                issues: .large, phase: .closingAuction, day: CalendarDate(2026, 3, 5),
                still: 1_000, moving: 200),
            Row(
                issues: .large, phase: .continuous, day: CalendarDate(2026, 3, 12),
                still: 1_000, moving: 300),
            Row(
                issues: .large, phase: .continuous, day: CalendarDate(2015, 6, 12),
                still: 0, moving: 300),
            Row(
                issues: .large, phase: .continuous, day: CalendarDate(2015, 6, 15),
                still: 1_000, moving: 300),
            Row(
                issues: .other, phase: .continuous, day: CalendarDate(2014, 8, 29),
                still: 0, moving: 0),
            Row(
                issues: .other, phase: .closingAuction, day: CalendarDate(2014, 9, 1),
                still: 0, moving: 400),
        ])
    func table(_ row: Row) {
        let rates = InterruptionRates.rates(row.issues, in: row.phase, on: row.day)
        #expect(rates.staticRate == (row.still > 0 ? Rate(basisPoints: row.still) : nil))
        #expect(rates.dynamicRate == (row.moving > 0 ? Rate(basisPoints: row.moving) : nil))
    }

    @Test("§4.1 a new issue has none on its listing day since 2021-10-18, an ELW never")
    func exempt() throws {
        func has(_ board: Board, _ day: CalendarDate, listed: CalendarDate?) throws -> Bool {
            let listing = listed.map { Instrument.Listing(day: $0, offerPrice: Price(10_000)) }
            let instrument = Instrument(
                code: try IssueCode("005930"), board: board, listing: listing)
            return InterruptionRates.rates(of: instrument, in: .continuous, on: day) != .none
        }
        let day = CalendarDate(2021, 10, 18)
        #expect(try !has(.kosdaq, day, listed: day))
        #expect(try has(.kosdaq, day.advanced(by: 1), listed: day))
        let friday = CalendarDate(2021, 10, 15)
        #expect(try has(.kosdaq, friday, listed: friday))
        for board in Board.allCases {
            let expected = [.kospi, .kosdaq, .etf, .etn].contains(board)
            #expect(try has(board, Self.now, listed: nil) == expected)
        }
    }

    @Test(
        "§4.2 the bound is included: exactly 10 % interrupts, a won less doesn't",
        arguments: [
            (77_000, true), (76_999, false), (63_000, true), (63_001, false), (70_000, false),
        ] as [(Int64, Bool)])
    func inclusive(price: Int64, reached: Bool) {
        let rate = Rate(basisPoints: 1_000)
        #expect(
            InterruptionRates.isReached(rate, by: Price(price), from: Price(70_000)) == reached)
        #expect(!InterruptionRates.isReached(nil, by: Price(price), from: Price(70_000)))
    }
}
