import KraderModel
import Testing

@testable import KraderMarket

@Suite struct ExponentialTests {
    @Test(
        "powers of e are right to fourteen digits",
        arguments: [
            (0, 1), (1, 2.718_281_828_459_045), (-1, 0.367_879_441_171_442_3),
            (10, 22_026.465_794_806_718), (-9, 0.000_123_409_804_086_679_55),
        ])
    func powers(x: Double, expected: Double) {
        #expect(abs(exponential(x) / expected - 1) < 1e-14)
    }
}

@Suite struct SyntheticSettingsTests {
    @Test("the shipped market is 20 issues over 60 trading days with nothing to complain about")
    func defaults() {
        let shipped = SyntheticSettings()
        #expect(shipped.faults.isEmpty)
        #expect(shipped.issues.count == 20)
        #expect(shipped.tradingDays.count == 60)
        #expect(
            SyntheticMarket(settings: shipped, seed: 1).instruments[0].code.description == "900010")
    }

    @Test("every setting outside its range is named")
    func faults() throws {
        var wrong = SyntheticSettings(
            from: CalendarDate(2026, 3, 1), through: CalendarDate(2026, 3, 2))
        wrong.trendStrength = -0.1
        wrong.trendDays = 1
        wrong.overnightShare = 0.95
        wrong.commonShare = .nan
        wrong.clustering = 1.1
        wrong.limitLock = -0.1
        wrong.candles = .m5
        wrong.issues[1].code = wrong.issues[0].code
        wrong.issues[2].board = .index
        wrong.issues[3].basePrice = Price(99)
        wrong.issues[4].printsPerDay = 9
        wrong.issues[5].yearlyVolatility = 2.1
        // This day is a Sunday.
        wrong.issues[6].listingDay = CalendarDate(2026, 3, 1)
        #expect(
            wrong.faults == [
                .trendStrength, .trendDays, .overnightShare, .commonShare, .clustering,
                .limitLock, .candles, .noTradingDay, .repeatedCode(1), .board(2), .basePrice(3),
                .printsPerDay(4), .yearlyVolatility(5), .listingDay(6),
            ])
        wrong.issues = []
        #expect(wrong.faults.first == .issueCount)
    }
}
