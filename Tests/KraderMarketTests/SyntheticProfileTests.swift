import KraderModel
import Testing

@testable import KraderMarket

/// The figures of a fortnight of the shipped market beside those of krx-market.md §9.
private let shipped: MarketFigures = {
    var settings = SyntheticSettings(
        from: CalendarDate(2026, 3, 3), through: CalendarDate(2026, 3, 16))
    // The largest ones are like each other; without two of them the test is twice as fast.
    settings.issues.removeFirst(2)
    settings.books = .quotes
    var profile = MarketProfile(instruments: settings.instruments)
    for tick in drained(SyntheticMarket(settings: settings, seed: 21)) { profile.add(tick) }
    let books = SyntheticBooks(settings: settings, seed: 21)
    while true {
        let batch = books.nextBooks()
        if batch.count == 0 { break }
        for index in 0..<batch.count { profile.add(batch[index]) }
    }
    return profile.figures()
}()

@Suite struct SyntheticProfileTests {
    @Test("§9 spreads: large issues at one step, mid ones at 1–3, small ones at 1–6")
    func spreads() {
        let issues = shipped.issues
        func share(_ issue: Int, _ steps: ClosedRange<Int>) -> Double {
            steps.reduce(0) { $0 + issues[issue].spreads[$1 - 1] }
        }
        // Issue 0 is large, 1 to 8 are mid ones, the others small.
        #expect(share(0, 1...1) > 0.8)
        for issue in 1...8 { #expect(share(issue, 1...3) > 0.99) }
        for issue in 9..<18 {
            #expect(share(issue, 1...6) > 0.98)
            #expect(share(issue, 1...1) < 0.6)
        }
    }

    @Test("one-minute returns of lively issues bounce, and have heavy tails")
    func returns() throws {
        for issue in shipped.issues.prefix(8) {
            let correlation = try #require(issue.minuteAutocorrelation)
            #expect((-0.5 ... -0.01).contains(correlation), "\(correlation)")
            #expect(try #require(issue.minuteKurtosis) > 3.5)
        }
        let bounce = shipped.mean { $0.minuteAutocorrelation }
        #expect(bounce < -0.08, "autocorrelation \(bounce)")
        let kurtosis = shipped.mean { $0.minuteKurtosis }
        #expect(kurtosis > 6, "kurtosis \(kurtosis)")
    }

    @Test("§9 sizes: a third of prints has ten shares or fewer at 50,000 won; stamps are shared")
    func sizes() {
        // Issue 0 costs about 48,000 won.
        #expect((0.25...0.36).contains(shipped.issues[0].tenOrFewer))
        #expect((20...50).contains(shipped.issues[0].medianSize))
        #expect((0.3...0.6).contains(shipped.mean { $0.sharedStamps }))
    }

    @Test("counting and quantiles agree with a calculation by hand")
    func byHand() throws {
        let day = CalendarDate(2026, 3, 3)
        let code = try IssueCode("005930")
        var profile = MarketProfile(
            instruments: [Instrument(code: code, board: .kospi, basePrice: Price(10_000))])
        func add(_ minutes: Int64, _ price: Int64, _ size: Int64, _ taker: Tick.Taker) {
            profile.add(
                Tick(
                    time: day.at(TimeOfDay(9, 0)) + .minutes(minutes) + .seconds(5),
                    symbol: SymbolIndex(0), price: Price(price), size: Shares(size), taker: taker))
        }
        add(0, 10_000, 20, .unknown)
        add(1, 10_100, 30, .buyer)
        add(2, 10_000, 10, .seller)
        add(3, 10_100, 10, .buyer)
        // 13,000 is the upper limit of 10,000 (krx-market.md §3.2).
        add(390, 13_000, 30, .unknown)
        let figures = profile.figures()
        let issue = figures.issues[0]
        #expect(figures.days == 1 && issue.prints == 5)
        #expect(issue.openingShare == 0.2 && issue.closingShare == 0.3)
        #expect(issue.halfHours[0] == 0.7 && issue.halfHours[12] == 0.3)
        #expect(issue.medianSize == 20 && issue.tenOrFewer == 0.4)
        #expect(issue.limitDays == 1 && issue.closesAtLimit == 1 && issue.lockedDays == 0)
        // Returns of +1 % and −0.99 %: the last minute of continuous trading never ends.
        #expect(issue.minuteReturns == 2)
        #expect(abs((issue.minuteAutocorrelation ?? 0) + 1) < 0.01)
    }

    @Test(
        "a size is counted at most a sixteenth below itself", arguments: [1, 32, 33, 100, 99_999])
    func bins(size: Int64) {
        let counted = SizeHistogram.size(SizeHistogram.bin(size))
        #expect(counted <= size && size * 16 <= counted * 17)
    }
}
